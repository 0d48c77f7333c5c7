"""Trials in figures, for officials of the programmes in which they act: counted in the database, per programme and track.

Figures name nobody. The list beside them holds trials of introductions that the official may see, with the names that the introduction
discloses to them, and nothing of what is tried.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload

from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.models import Organisation
from app.partnering.introductions import policy
from app.partnering.models import Introduction, Profile, Trial
from app.partnering.queries.introductions import ROW, visible_to
from app.partnering.trials.enums import TrialState
from app.programmes.models import Programme, Track
from app.projects.models import Project

S = TrialState
DAY = 86400


@dataclass(frozen=True)
class Figures:
    """Of a programme, or of one of its tracks; `track` is none for trials without one. `days` from agreement to registration: the median."""

    programme: Programme
    total: bool
    track: Track | None
    states: dict[TrialState, int]
    extended: int
    late: int
    projects: int
    days: float | None

    @property
    def number(self) -> int:
        """All trials."""
        return sum(self.states.values())

    @property
    def ended(self) -> int:
        """Those that both sides decided on for good."""
        return self.states[S.ADOPTED] + self.states[S.STOPPED]


def count_trials(programmes: Sequence[Programme]) -> list[Figures]:
    """For each programme its sum, then its tracks; programmes without a trial are left out."""
    known = {one.id: one for one in programmes}
    tracks = {track.id: track for track in db.session.scalars(select(Track).where(Track.programme_id.in_(known)))}
    days = func.extract("epoch", Project.created_at - Trial.agreed_at) / DAY
    linked = Trial.project_id.is_not(None)
    is_total = func.grouping(Trial.track_id)
    statement = (
        select(
            Profile.programme_id, is_total, Trial.track_id, *(func.count().filter(Trial.state == state) for state in S),
            func.count().filter(Trial.extensions > 0),
            func.count().filter(Trial.state == S.DECISION_DUE, Trial.decide_by < func.current_date()), func.count().filter(linked),
            func.percentile_cont(0.5).within_group(days).filter(linked),
        )
        .select_from(Trial).join(Trial.introduction).join(Introduction.profile).outerjoin(Project, Project.id == Trial.project_id)
        .where(Profile.programme_id.in_(known))
        .group_by(func.grouping_sets(tuple_(Profile.programme_id), tuple_(Profile.programme_id, Trial.track_id)))
    )
    found = []
    for programme, total, track, *rest in db.session.execute(statement):
        states = dict(zip(S, rest[:len(S)], strict=True))
        extended, late, projects, median = rest[len(S):]
        found.append(Figures(known[programme], bool(total), tracks.get(track), states, extended, late, projects, None if median is None else float(median)))
    return sorted(found, key=_order)




def _order(row: Figures) -> tuple[int, bool, bool, int]:
    return row.programme.position, not row.total, row.track is None, row.track.position if row.track else 0


@dataclass(frozen=True)
class Listed:
    """A trial as an official may know it."""

    trial: Trial
    asker: Organisation | None
    owner: Organisation | None


def list_trials(by: Any, programmes: Collection[int], number: int) -> tuple[Page, list[Listed]]:
    """Trials of introductions that the official may see, the last moved first."""
    statement = select(Trial).join(Trial.introduction).join(Introduction.profile).where(Profile.programme_id.in_(programmes), visible_to(by))
    loaded = statement.options(joinedload(Trial.introduction).options(*ROW))
    page = paginate(loaded.order_by(Trial.state_since.desc(), Trial.id.desc()), number)
    return page, [
        Listed(
            trial, trial.introduction.organisation if policy.knows_asker(by, trial.introduction) else None,
            trial.introduction.profile.organisation if policy.knows_owner(by, trial.introduction) else None,
        )
        for trial in page.items
    ]
