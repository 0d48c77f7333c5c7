"""What became of suggestions in this installation: who was chosen among those who could have been."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.rights import CLOCK
from app.extensions import db
from app.matching.enums import AsideReason
from app.matching.models import SetAside
from app.matching.queries.counterparts import candidates, of_project, these, with_meaning
from app.matching.queries.narrowing import own_vectors
from app.matching.queries.past import findings
from app.matching.rarity import shares_of
from app.matching.scoring import Evidence, degrees
from app.matching.scoring.learning import Choice
from app.programmes.models import Programme
from app.projects.enums import ProjectState
from app.projects.models import Partner, Project

LATEST = 500
"""How many projects are learned from, the latest first."""

NOT_SENT = frozenset({ProjectState.DRAFT, ProjectState.NOT_SUBMITTED, ProjectState.AWAITING_COMMITMENT, ProjectState.WITHDRAWN})
KINDS = tuple(Evidence)
"""The columns of the evidence of an outcome."""


def outcomes() -> Iterator[Choice]:
    """Every outcome that there is to learn from. What else tells of a choice is to be added here."""
    yield from _joint_projects()


def _joint_projects() -> Iterator[Choice]:
    """Of each submitted project: its lead chose the partners that joined, among those whom it could have found then."""
    statement = (
        select(Project).where(Project.state.not_in(NOT_SENT)).order_by(Project.id.desc()).limit(LATEST)
        .options(
            selectinload(Project.partners).joinedload(Partner.organisation), selectinload(Project.tracks),
            selectinload(Project.subtopics), joinedload(Project.programme).selectinload(Programme.parties),
        )
    )
    for project in db.session.scalars(statement):
        choice = _choice(project)
        if choice is not None:
            yield choice


def _choice(project: Project) -> Choice | None:
    """Candidates with their evidence as it was when the project was begun, as far as that is still known.

    Who was set aside was looked at and not chosen, unless because they were known already, which says nothing of the fit.
    """
    lead = project.lead
    if lead is None:
        return None
    chosen = {partner.organisation_id for partner in project.accepted if partner is not lead}
    aside = _set_aside(project)
    subject = replace(of_project(project), excluded=[lead.organisation_id])
    able = candidates(CLOCK, subject, known_by=project.created_at)
    able |= these((chosen | aside.keys()) - able.keys(), own_vectors(subject.organisation_id, subject.project_id))
    passed = {key for key, reason in aside.items() if reason == AsideReason.KNOWN} - chosen
    able = {key: one for key, one in able.items() if key not in passed}
    past = findings(subject.text, {key: one.text for key, one in able.items()}, subject.organisation_id, project.created_at)
    known = degrees(subject.profile, {key: one.profile for key, one in able.items()}, with_meaning(able, past), shares_of(subject.asked_words))
    keys = sorted(known)
    rows = [place for place, key in enumerate(keys) if key in chosen]
    if not rows or len(rows) == len(keys):
        return None
    evidence = np.array([[known[key].get(kind, 0) for kind in KINDS] for key in keys], np.float32)
    return Choice(evidence, np.array(rows, np.int64))


def _set_aside(project: Project) -> dict[int, AsideReason]:
    statement = select(SetAside.counterpart_id, SetAside.reason).where(SetAside.project_id == project.id, SetAside.taken_back_at.is_(None))
    return {row.counterpart_id: row.reason for row in db.session.execute(statement)}
