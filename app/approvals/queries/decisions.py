"""Reads of national decisions. What a reader may see of them is decided here: `visible_decisions`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.rights import OFFICIALS
from app.approvals import conflicts
from app.approvals.enums import CheckState, DecisionState, IneligibilityReason, Outcome
from app.approvals.models import DECIDED, NationalDecision, SubmissionCheck
from app.core.events import Event
from app.extensions import db
from app.programmes.models import Party, Programme
from app.projects import messages
from app.projects import queries as projects
from app.projects.enums import ProjectState
from app.projects.models import Project, ProjectVersion

BATCH = 500

RESULT_STATES = frozenset({ProjectState.APPROVED, ProjectState.REJECTED, ProjectState.CHANGES_REQUESTED, ProjectState.ON_HOLD})
"""States in which the joint result stands and the applicants see it."""

RECORDED = DECIDED | {DecisionState.RECOMMENDED}
"""States in which a side has given its recommendation."""


def current_decisions(project: Project, *, lock: bool = False) -> list[NationalDecision]:
    """The decisions on the current version, one per party in the parties' order; locked in the order of their keys."""
    statement = (
        select(NationalDecision)
        .where(NationalDecision.project_id == project.id, NationalDecision.version_id == project.current_version_id)
        .options(joinedload(NationalDecision.project), selectinload(NationalDecision.conditions))
        .order_by(NationalDecision.id)
    )
    if lock:
        statement = statement.with_for_update(of=NationalDecision).execution_options(populate_existing=True)
    found = list(db.session.scalars(statement))
    places = {party.id: party.position for party in project.programme.parties}
    return sorted(found, key=lambda decision: places.get(decision.party_id, 0))


def earlier_decisions(project: Project) -> list[NationalDecision]:
    """The decisions on earlier versions that have not gone stale, the latest version first."""
    statement = (
        select(NationalDecision)
        .where(
            NationalDecision.project_id == project.id,
            NationalDecision.version_id != project.current_version_id,
            NationalDecision.state != DecisionState.STALE,
        )
        .options(joinedload(NationalDecision.project_version), selectinload(NationalDecision.conditions))
        .order_by(NationalDecision.version_id.desc(), NationalDecision.id)
    )
    return list(db.session.scalars(statement))


def is_away(actor: Any, project: Project) -> bool:
    """Linked to the consortium, or withdrawn from the case."""
    return bool(conflicts.links_to(actor, project)) or actor.id in conflicts.recused_people(project)


def cases_withdrawn_from(actor: Any, project_ids: Sequence[int]) -> set[int]:
    """Of these projects, those from which the actor withdrew."""
    statement = select(Event.project_id).where(
        Event.project_id.in_(project_ids), Event.kind == "national_decision.recuse", Event.actor_id == actor.id
    )
    return {key for key in db.session.scalars(statement) if key is not None}


@dataclass(frozen=True)
class ShownDecision:
    """A national decision as one reader may see it. What they may not see is empty, and `hidden` says that there is more."""

    party: Party
    state: DecisionState
    state_since: datetime
    due_at: datetime | None
    own: bool
    hidden: bool
    recommendation: Outcome | None = None
    recommendation_reason: str = ""
    recommender: Person | None = None
    recommended_at: datetime | None = None
    reason: str = ""
    decider: Person | None = None
    decided_at: datetime | None = None
    points: tuple[str, ...] = ()
    key: int = 0

    @property
    def is_final(self) -> bool:
        """The country has decided."""
        return self.state in DECIDED


def side_in(actor: Any, programme: Programme) -> Party | None:
    """The party for whose authority the actor acts in a programme; none for whoever acts for both or for neither."""
    sides = [party for party in programme.parties if actor.holds(*OFFICIALS, organisation_id=party.authority_id)]
    return sides[0] if len(sides) == 1 else None


def side_of(actor: Any, project: Project) -> Party | None:
    """The party for whose authority the actor acts on this project."""
    return side_in(actor, project.programme)


def coordinates_in(actor: Any, programme: Programme) -> bool:
    """A coordinator of the programme's secretariat."""
    return programme.secretariat_id is not None and actor.holds(Role.COORDINATOR, organisation_id=programme.secretariat_id)


def coordinates(actor: Any, project: Project) -> bool:
    """A coordinator of the secretariat of the project's programme."""
    return coordinates_in(actor, project.programme)


def visible_decisions(
    actor: Any, project: Project, decisions: Sequence[NationalDecision] | None = None, *, away: bool | None = None
) -> list[ShownDecision]:
    """What the actor sees of both countries' decisions on the current version.

    Officials see all of their own side, and of the other its recommendation only once their own is recorded; final
    decisions are seen by both sides and the secretariat. Applicants, reviewers, whoever is linked to the consortium and
    whoever withdrew from the case see none: `away` spares that question when the caller has asked it.
    """
    side = side_of(actor, project)
    if side is None and not coordinates(actor, project):
        return []
    if is_away(actor, project) if away is None else away:
        return []
    rows = current_decisions(project) if decisions is None else decisions
    own_recorded = side is not None and any(row.party_id == side.id and row.state in RECORDED for row in rows)
    return [_shown(row, own=side is not None and row.party_id == side.id, own_recorded=own_recorded) for row in rows]


def _shown(row: NationalDecision, *, own: bool, own_recorded: bool) -> ShownDecision:
    recorded = row.state in RECORDED
    open_to_reader = own or own_recorded
    values: dict[str, Any] = {}
    if recorded and open_to_reader:
        values |= {
            "recommendation": row.recommendation,
            "recommendation_reason": row.recommendation_reason or "",
            "recommender": row.recommender,
            "recommended_at": row.recommended_at,
        }
    if row.state in DECIDED:
        values |= {"reason": row.reason or "", "decider": row.decider, "decided_at": row.decided_at}
    if row.state in DECIDED or (recorded and open_to_reader):
        values["points"] = tuple(point.text for point in row.conditions)
    return ShownDecision(
        party=row.party,
        state=row.state,
        state_since=row.state_since,
        due_at=row.due_at,
        own=own,
        hidden=recorded and not open_to_reader,
        key=row.id,
        **values,
    )


@dataclass(frozen=True)
class Result:
    """What applicants see once the joint result stands: never whose decision it was."""

    state: ProjectState
    conditions: tuple[str, ...]
    changes: tuple[str, ...]
    reasons: tuple[str, ...]
    ground: IneligibilityReason | None = None


def result_for_applicants(project: Project) -> Result | None:
    """The joint result with both lists joined; none before it stands."""
    if project.state == ProjectState.INELIGIBLE:
        return _ineligible(project)
    if project.state not in RESULT_STATES:
        return None
    rows = current_decisions(project)
    said = {state: [row for row in rows if row.state == state] for state in DECIDED}
    decisive = {
        ProjectState.REJECTED: DecisionState.REJECTED,
        ProjectState.CHANGES_REQUESTED: DecisionState.CHANGES_REQUESTED,
    }.get(project.state)
    return Result(
        state=project.state,
        conditions=_points(said[DecisionState.APPROVED_WITH_CONDITIONS]) if project.state == ProjectState.APPROVED else (),
        changes=_points(said[DecisionState.CHANGES_REQUESTED]) if project.state == ProjectState.CHANGES_REQUESTED else (),
        reasons=tuple(row.reason or "" for row in said.get(decisive, ())) if decisive else (),
    )


def _ineligible(project: Project) -> Result:
    check = db.session.scalars(
        select(SubmissionCheck)
        .where(SubmissionCheck.version_id == project.current_version_id, SubmissionCheck.state == CheckState.CONFIRMED_INELIGIBLE)
        .order_by(SubmissionCheck.id)
    ).first()
    reasons = (check.comment,) if check and check.comment else ()
    return Result(project.state, (), (), reasons, check.reason if check else None)


def _points(rows: Iterable[NationalDecision]) -> tuple[str, ...]:
    return tuple(point.text for row in rows for point in row.conditions)


def due_changes(at: datetime) -> Sequence[int]:
    """Keys of projects in which changes were requested and the time for the other country has passed."""
    statement = (
        select(Project.id)
        .join(NationalDecision, NationalDecision.version_id == Project.current_version_id)
        .join(Programme, Programme.id == Project.programme_id)
        .where(
            Project.state.in_((ProjectState.AWAITING_DECISIONS, ProjectState.ON_HOLD)),
            NationalDecision.state == DecisionState.CHANGES_REQUESTED,
            NationalDecision.decided_at + func.make_interval(0, 0, 0, Programme.changes_wait_days) <= at,
        )
        .order_by(Project.id)
    )
    return db.session.scalars(statement.limit(BATCH)).all()


def list_decisions_due(until: datetime) -> Sequence[NationalDecision]:
    """Decisions on current versions that wait for somebody, and are due by an instant."""
    waiting = (DecisionState.PENDING, DecisionState.RECOMMENDED, DecisionState.RECUSED, DecisionState.DEFERRED)
    statement = (
        select(NationalDecision)
        .join(NationalDecision.project)
        .where(
            Project.state.in_((ProjectState.AWAITING_DECISIONS, ProjectState.ON_HOLD)),
            NationalDecision.version_id == Project.current_version_id, NationalDecision.state.in_(waiting),
            NationalDecision.due_at <= until,
        )
        .options(joinedload(NationalDecision.project))
    )
    return db.session.scalars(statement.order_by(NationalDecision.due_at, NationalDecision.id)).all()


def overtaken_cases() -> Sequence[int]:
    """Keys of projects with decisions in force on a version that is not the current one and differs from it."""
    current = aliased(ProjectVersion)
    statement = (
        select(Project.id)
        .join(NationalDecision, NationalDecision.project_id == Project.id)
        .join(ProjectVersion, ProjectVersion.id == NationalDecision.version_id)
        .join(current, current.id == Project.current_version_id)
        .where(
            NationalDecision.state != DecisionState.STALE,
            NationalDecision.version_id != Project.current_version_id,
            ProjectVersion.section_hashes != current.section_hashes,
        )
        .distinct()
        .order_by(Project.id)
    )
    return db.session.scalars(statement.limit(BATCH)).all()


def cases_away_from(actor: Any, cases: Sequence[Project]) -> set[int]:
    """Of these projects, those with whose consortium the actor is linked, or from which they withdrew."""
    linked = {key for key, found in conflicts.links(actor, cases).items() if found}
    return linked | cases_withdrawn_from(actor, [case.id for case in cases])


projects.result_from(result_for_applicants)
messages.keep_away(cases_away_from)
