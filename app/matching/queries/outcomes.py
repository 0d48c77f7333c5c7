"""What became of suggestions in this installation: who was chosen among those who could have been."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.rights import CLOCK
from app.extensions import db
from app.matching.enums import AsideReason
from app.matching.models import SetAside
from app.matching.queries.counterparts import candidates, these, together, with_meaning, with_vectors
from app.matching.queries.exchange import exchange
from app.matching.queries.past import findings
from app.matching.queries.subjects import Subject, of_organisation, of_project
from app.matching.rarity import shares_of
from app.matching.scoring import Evidence, degrees
from app.matching.scoring.learning import Choice
from app.organisations.models import Organisation
from app.partnering.models import Introduction
from app.programmes.models import Programme
from app.projects.enums import ProjectState
from app.projects.models import Partner, Project

LATEST = 500
"""How many projects are learned from, the latest first."""

NOT_SENT = frozenset({ProjectState.DRAFT, ProjectState.NOT_SUBMITTED, ProjectState.AWAITING_COMMITMENT, ProjectState.WITHDRAWN})
KINDS = tuple(Evidence)
"""The columns of the evidence of an outcome."""


def outcomes() -> Iterator[Choice]:
    """Every outcome that there is to learn from: joint projects, and introductions that were accepted."""
    yield from _joint_projects()
    yield from _introductions()


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
    lead = project.lead
    if lead is None:
        return None
    chosen = {partner.organisation_id for partner in project.accepted if partner is not lead}
    aside = _set_aside(SetAside.project_id == project.id)
    return _among(replace(of_project(project), excluded=[lead.organisation_id]), chosen, aside, project.created_at)


def _introductions() -> Iterator[Choice]:
    """Of each introduction that was accepted: the asker chose the owner of the profile, who agreed.

    One that led to a joint project is told by that. That the owner was available is no reason here: who has no open profile
    cannot be asked.
    """
    statement = (
        select(Introduction).where(Introduction.accepted_at.is_not(None), Introduction.project_id.is_(None))
        .order_by(Introduction.id.desc()).limit(LATEST)
        .options(
            joinedload(Introduction.profile), joinedload(Introduction.organisation).selectinload(Organisation.track_links),
            joinedload(Introduction.organisation).selectinload(Organisation.subtopics),
        )
    )
    for introduction in db.session.scalars(statement):
        asker = introduction.organisation
        aside = _set_aside(SetAside.organisation_id == asker.id)
        owner = {introduction.profile.organisation_id}
        choice = _among(of_organisation(asker), owner, aside, introduction.created_at, untold=frozenset({Evidence.AVAILABILITY}))
        if choice is not None:
            yield choice


def _among(
    subject: Subject, chosen: set[int], aside: Mapping[int, AsideReason], at: datetime, *, untold: Collection[Evidence] = ()
) -> Choice | None:
    """Candidates with their evidence as it was at that time, as far as that is still known; nothing where there was no choice.

    Who was set aside was looked at and not chosen, unless because they were known already, which says nothing of the fit.
    """
    subject = with_vectors(subject)
    able = candidates(CLOCK, subject, known_by=at)
    able |= these((chosen | aside.keys()) - able.keys(), subject.vectors or ())
    passed = {key for key, reason in aside.items() if reason == AsideReason.KNOWN} - chosen
    able = {key: one for key, one in able.items() if key not in passed}
    past = findings(subject.text, {key: one.text for key, one in able.items()}, subject.organisation_id, at)
    exchanged = exchange(able.keys(), subject.stances, subject.organisation_id, subject.vectors or (), at)
    profiles, said = {key: one.profile for key, one in able.items()}, with_meaning(able, together(past, exchanged.findings))
    known = degrees(subject.profile, profiles, said, shares_of(subject.asked_words))
    keys = sorted(known)
    rows = [place for place, key in enumerate(keys) if key in chosen]
    if not rows or len(rows) == len(keys):
        return None
    evidence = np.array([[0 if kind in untold else known[key].get(kind, 0) for kind in KINDS] for key in keys], np.float32)
    return Choice(evidence, np.array(rows, np.int64))


def _set_aside(of: ColumnElement[bool]) -> dict[int, AsideReason]:
    rows = db.session.execute(select(SetAside.counterpart_id, SetAside.reason).where(of, SetAside.taken_back_at.is_(None)))
    return {row.counterpart_id: row.reason for row in rows}
