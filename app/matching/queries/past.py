"""What texts and approved projects say of candidates, for the scoring. Only what everyone may read is evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from scipy import sparse
from sqlalchemy import Select, func, or_, select

from app.core.db import now
from app.extensions import db
from app.matching.scoring import Evidence, Finding, History, Questions, Record
from app.matching.scoring.evidence import RECORD
from app.matching.scoring.record import UNKNOWN
from app.matching.scoring.texts import counts, vocabulary
from app.matching.terms import remembered_terms, terms_of
from app.projects.enums import ProjectState
from app.projects.models import IN_CONSORTIUM, Partner, Project

PROJECTS = 200
"""How many approved projects are read, the latest first."""

TITLES = 3
TELLING = 0.05
"""A degree under this is not worth a sentence."""

ALIKE = 0.1
"""From this likeness on a project is said to be about like things."""

RECENT_YEARS = 4

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


def partners_before(organisation_id: int) -> Select[Any]:
    """A selection of the keys of those that took part in an approved project with the organisation."""
    own = select(Partner.project_id).join(Project, Project.id == Partner.project_id).where(
        Partner.organisation_id == organisation_id, Partner.state.in_(IN_CONSORTIUM), Project.state == ProjectState.APPROVED
    )
    return select(Partner.organisation_id).where(Partner.project_id.in_(own), Partner.state.in_(IN_CONSORTIUM))


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
    questions = Questions(counts([terms_of(asked)], columns), np.array([lead_column], np.int64))
    order = sorted(candidates)
    record = Record(History(
        counts(terms, columns), _holders(pieces, at), np.array([piece.age for piece in pieces], np.float32),
        np.array([at[key] for key in order], np.int64),
    ))
    degrees = record.evidence(questions)[0]
    likeness = record.likeness(questions)[0].tolist()
    told = _Told(pieces, likeness, lead)
    return {
        key: [told.of(key, kind, degree) for kind, degree in zip(RECORD, degrees[place].tolist(), strict=True) if degree >= TELLING]
        for place, key in enumerate(order)
    }


class _Told:
    """The facts behind each kind: which projects, how many, and which partners."""

    def __init__(self, pieces: Sequence[Piece], likeness: Sequence[float], lead: int | None) -> None:
        self.lead = lead
        self.projects: defaultdict[int, list[tuple[float, Piece]]] = defaultdict(list)
        self.partners: defaultdict[int, set[int]] = defaultdict(set)
        known = [(like, piece) for like, piece in zip(likeness, pieces, strict=True) if piece.project is not None]
        for like, piece in sorted(known, key=lambda one: (-one[0], one[1].project)):
            for organisation in piece.organisations:
                self.projects[organisation].append((like, piece))
                self.partners[organisation] |= set(piece.organisations) - {organisation}

    def of(self, key: int, kind: Evidence, degree: float) -> Finding:
        """A finding about one candidate."""
        mine = self.projects[key]
        match kind:
            case Evidence.SIMILAR_WORK:
                return _titled(kind, degree, [piece for like, piece in mine if like >= ALIKE])
            case Evidence.COOPERATION | Evidence.COOPERATION_ON_TOPIC:
                return _titled(kind, degree, [piece for _like, piece in mine if self.lead in piece.organisations])
            case Evidence.PARTNERS_IN_COMMON if self.lead is not None:
                return Finding(kind, degree, ids=tuple(sorted(self.partners[key] & self.partners[self.lead])))
            case Evidence.MOMENTUM:
                return Finding(kind, degree, count=sum(1 for _like, piece in mine if piece.age <= RECENT_YEARS))
            case _:
                return Finding(kind, degree)


def _titled(kind: Evidence, degree: float, pieces: Sequence[Piece]) -> Finding:
    return Finding(kind, degree, words=tuple(piece.title for piece in pieces[:TITLES]), count=len(pieces))


def _holders(pieces: Sequence[Piece], at: Mapping[int, int]) -> Any:
    pairs = [(row, at[key]) for row, piece in enumerate(pieces) for key in piece.organisations]
    rows, columns = zip(*pairs, strict=True)
    return sparse.csr_matrix((np.ones(len(pairs), np.float32), (rows, columns)), shape=(len(pieces), len(at)))
