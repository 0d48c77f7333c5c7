"""What texts and approved projects say of candidates, for the scoring. Only what everyone may read is evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from scipy import sparse
from sqlalchemy import func, or_, select

from app.core.db import now
from app.extensions import db
from app.matching.scoring import Evidence, Finding, History, Questions, Record
from app.matching.scoring.evidence import RECORD
from app.matching.scoring.record import UNKNOWN
from app.matching.scoring.texts import counts, vocabulary
from app.matching.terms import remembered_terms
from app.projects.enums import ProjectState
from app.projects.models import IN_CONSORTIUM, Partner, Project

PROJECTS = 200
"""How many approved projects are read, the latest first."""

TITLES = 3
TELLING = 0.05
"""A degree under this is not worth a sentence."""

DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class Piece:
    """One text with those who stand behind it; `project` is its key if it is a project, with its title."""

    text: str
    organisations: tuple[int, ...]
    age: float = 0.0
    project: int | None = None
    title: str = ""


def approved_projects(candidates: Sequence[int], lead: int | None, at_time: datetime) -> list[Piece]:
    """Projects approved by then, of candidates, of the one who asks, and of those it worked with, in one statement."""
    at = select(Partner.project_id).where(Partner.state.in_(IN_CONSORTIUM))
    own = at.where(Partner.organisation_id == lead)
    met = select(Partner.organisation_id).where(Partner.project_id.in_(own), Partner.state.in_(IN_CONSORTIUM))
    wanted = or_(Project.id.in_(at.where(Partner.organisation_id.in_(candidates))), Project.id.in_(at.where(Partner.organisation_id.in_(met))))
    statement = (
        select(Project.id, Project.title, Project.state_since, func.array_agg(Partner.organisation_id).label("organisations"))
        .join(Partner, Partner.project_id == Project.id)
        .where(Project.state == ProjectState.APPROVED, Project.state_since <= at_time, Partner.state.in_(IN_CONSORTIUM), wanted)
        .group_by(Project.id).order_by(Project.state_since.desc(), Project.id).limit(PROJECTS)
    )
    return [
        Piece(row.title, tuple(sorted(set(row.organisations))), max((at_time - row.state_since).days / DAYS_OF_YEAR, 0), row.id, row.title)
        for row in db.session.execute(statement)
    ]


def findings(
    asked: str, candidates: Mapping[int, str], lead: int | None, at_time: datetime | None = None
) -> dict[int, list[Finding]]:
    """Candidate → what the record says of it, now or at another time; `candidates` gives each one's own text."""
    if not candidates:
        return {}
    pieces = [Piece(text, (key,)) for key, text in candidates.items()] + approved_projects([*candidates], lead, at_time or now())
    terms = [remembered_terms(piece.text) for piece in pieces]
    columns = vocabulary(terms)
    keys = sorted({key for piece in pieces for key in piece.organisations} | set(candidates) | ({lead} if lead else set()))
    at = {key: column for column, key in enumerate(keys)}
    lead_column = at[lead] if lead else UNKNOWN
    questions = Questions(counts([remembered_terms(asked)], columns), np.array([lead_column], np.int64))
    order = sorted(candidates)
    record = Record(History(
        counts(terms, columns), _holders(pieces, at), np.array([piece.age for piece in pieces], np.float32),
        np.array([at[key] for key in order], np.int64),
    ))
    degrees = record.evidence(questions)[0]
    likeness = record.likeness(questions)[0].tolist()
    projects = [(like, piece) for like, piece in zip(likeness, pieces, strict=True) if piece.project is not None and like > 0]
    projects.sort(key=lambda one: (-one[0], one[1].project))
    theirs: defaultdict[int, list[Piece]] = defaultdict(list)
    for _like, piece in projects:
        for organisation in piece.organisations:
            theirs[organisation].append(piece)
    return {
        key: [
            _told(kind, degree, theirs[key], lead)
            for kind, degree in zip(RECORD, degrees[place].tolist(), strict=True)
            if degree >= TELLING
        ]
        for place, key in enumerate(order)
    }


def _told(kind: Evidence, degree: float, projects: Sequence[Piece], lead: int | None) -> Finding:
    """A finding with the titles of the likest projects that it rests on, where the kind speaks of projects."""
    match kind:
        case Evidence.SIMILAR_WORK:
            shown = [piece.title for piece in projects]
        case Evidence.COOPERATION | Evidence.COOPERATION_ON_TOPIC:
            shown = [piece.title for piece in projects if lead in piece.organisations]
        case _:
            shown = []
    return Finding(kind, degree, words=tuple(shown[:TITLES]))


def _holders(pieces: Sequence[Piece], at: Mapping[int, int]) -> Any:
    pairs = [(row, at[key]) for row, piece in enumerate(pieces) for key in piece.organisations]
    rows, columns = zip(*pairs, strict=True)
    return sparse.csr_matrix((np.ones(len(pairs), np.float32), (rows, columns)), shape=(len(pieces), len(at)))
