"""Reads of cases: submitted projects with their checks and decisions, and the queue of an official."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.enums import Role
from app.approvals import conflicts
from app.approvals.enums import READING, CheckKind, CheckState, DecisionState
from app.approvals.models import NationalDecision, Review, SubmissionCheck
from app.approvals.queries.decisions import ShownDecision, cases_withdrawn_from, coordinates_in, side_in, visible_decisions
from app.core.db import now
from app.core.events import Event
from app.core.pagination import Page, paginate
from app.extensions import db
from app.programmes.models import Party, Programme
from app.projects import queries as projects
from app.projects.enums import ProjectState
from app.projects.models import IN_CONSORTIUM, Partner, Project

S, D = ProjectState, DecisionState

DECIDING = (S.AWAITING_DECISIONS, S.ON_HOLD)
DECIDED_STATES = (S.APPROVED, S.REJECTED, S.INELIGIBLE, S.CHANGES_REQUESTED)
WAITING_STATES = (S.SUBMITTED, S.INFO_REQUESTED, S.UNDER_REVIEW, S.AWAITING_DECISIONS, S.ON_HOLD, S.CHANGES_REQUESTED)
OFFICERS_TURN = (D.PENDING, D.RECUSED, D.DEFERRED)
ANY_OFFICIALS_TURN = (D.RECUSED, D.DEFERRED)
NOT_FINAL = (D.PENDING, D.RECOMMENDED, D.RECUSED, D.DEFERRED)


class Show(StrEnum):
    """Which cases a queue shows."""

    MINE = "mine"
    ALL = "all"
    DECIDED = "decided"


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: a role, of one country where it is an authority's; not the person whom four eyes exclude."""

    role: Role
    party: Party | None = None
    but: int | None = None

    def is_of(self, actor: Any, programme: Programme) -> bool:
        """The actor is among those whose turn it is."""
        if self.but is not None and actor.id == self.but:
            return False
        if self.party is not None:
            return bool(actor.holds(self.role, organisation_id=self.party.authority_id))
        return self.role == Role.COORDINATOR and coordinates_in(actor, programme)


@dataclass(frozen=True)
class Case:
    """A row of the queue: a project, its checks, what may be seen of the decisions, and whose turn it is."""

    project: Project
    checks: Mapping[int | None, SubmissionCheck]
    decisions: Mapping[int, ShownDecision]
    turns: Sequence[Turn]
    due_at: datetime | None
    away: bool

    @property
    def late(self) -> bool:
        """The due instant has passed."""
        return self.due_at is not None and self.due_at <= now()


def turns(
    project: Project, checks: Sequence[SubmissionCheck], decisions: Sequence[NationalDecision], reviews: Sequence[Review] = ()
) -> list[Turn]:
    """Whose turn it is in a case; all that is given is of the current version."""
    if project.state == S.SUBMITTED:
        return _turns_of_checks(project, checks)
    if project.state == S.UNDER_REVIEW:
        wanting = [party for party in project.programme.parties if reviews_wanting(project, party, reviews) > 0]
        return [Turn(Role.COORDINATOR), *(Turn(Role.OFFICER, party) for party in wanting)]
    if project.state in (S.INFO_REQUESTED, S.CHANGES_REQUESTED):
        return [Turn(Role.REPRESENTATIVE)]
    if project.state == S.AWAITING_COMMITMENT:
        return [Turn(Role.SIGNATORY)]
    if project.state in DECIDING:
        return [turn for row in decisions for turn in turns_of_decision(row)]
    return []


def _turns_of_checks(project: Project, checks: Sequence[SubmissionCheck]) -> list[Turn]:
    standing = {check.party_id: check for check in checks}
    found = [] if None in standing else [Turn(Role.COORDINATOR)]
    for party in project.programme.parties:
        check = standing.get(party.id)
        if check is None:
            found.append(Turn(Role.OFFICER, party))
        elif check.state == CheckState.PROPOSED_INELIGIBLE:
            found.append(Turn(Role.OFFICER, party, but=check.by_id))
    return found


def turns_of_decision(decision: NationalDecision) -> list[Turn]:
    """Whose turn it is with the decision of one country: any official of it where a case is to be taken over or up again."""
    if decision.state == D.PENDING:
        return [Turn(Role.OFFICER, decision.party)]
    if decision.state == D.RECOMMENDED:
        return [Turn(Role.DECISION_MAKER, decision.party, but=decision.recommender_id)]
    if decision.state in ANY_OFFICIALS_TURN:
        return [Turn(role, decision.party) for role in (Role.OFFICER, Role.DECISION_MAKER)]
    return []


def reviews_wanting(project: Project, party: Party, reviews: Sequence[Review]) -> int:
    """How many more reviewers a party has to ask before it can have the reviews that the programme wants."""
    asked = sum(1 for review in reviews if review.party_id == party.id and review.state in READING)
    return max(0, project.programme.minimum_reviews_per_party - asked)


def due_of(project: Project, decisions: Sequence[NationalDecision]) -> datetime | None:
    """When the next step of a case is due: of open decisions the first; none where nobody must act."""
    if project.state not in WAITING_STATES:
        return None
    return min((row.due_at for row in decisions if row.state in NOT_FINAL and row.due_at), default=project.due_at)


def due_column() -> ColumnElement[datetime | None]:
    """The same as `due_of`, in a statement about projects."""
    open_due = (
        select(func.min(NationalDecision.due_at))
        .where(NationalDecision.version_id == Project.current_version_id, NationalDecision.state.in_(NOT_FINAL))
        .correlate(Project)
        .scalar_subquery()
    )
    return case((Project.state.in_(WAITING_STATES), func.coalesce(open_due, Project.due_at)), else_=None)


def standing_checks(project: Project, *, lock: bool = False) -> list[SubmissionCheck]:
    """The checks of the current version that were not overruled."""
    statement = (
        select(SubmissionCheck)
        .where(SubmissionCheck.version_id == project.current_version_id, SubmissionCheck.state != CheckState.OVERRULED)
        .options(joinedload(SubmissionCheck.by))
        .order_by(SubmissionCheck.id)
    )
    if lock:
        statement = statement.with_for_update(of=SubmissionCheck).execution_options(populate_existing=True)
    return list(db.session.scalars(statement))


def get_case(actor: Any, *, lock: bool, public_id: str) -> Project | None:
    """A submitted project of a programme in which the actor acts for an authority or the secretariat."""
    statement = select(Project).where(Project.public_id == public_id, projects.as_official(actor)).options(*projects.WHOLE)
    if lock:
        statement = statement.with_for_update(of=Project).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def list_programmes(actor: Any) -> Sequence[Programme]:
    """The programmes in which the actor acts for an authority or the secretariat."""
    authorities, secretariats = actor.organisations(Role.OFFICER, Role.DECISION_MAKER), actor.organisations(Role.COORDINATOR)
    statement = (
        select(Programme)
        .where(or_(Programme.parties.any(Party.authority_id.in_(authorities)), Programme.secretariat_id.in_(secretariats)))
        .options(selectinload(Programme.parties))
        .order_by(Programme.position, Programme.id)
    )
    return db.session.scalars(statement).all()


def list_cases(actor: Any, programme: Programme, show: Show, number: int) -> Page:
    """A page of the queue in one programme, what is overdue longest first; a fixed number of statements."""
    due = due_column()
    statement = select(Project).where(Project.programme_id == programme.id, projects.as_official(actor))
    if show == Show.MINE:
        statement = statement.where(waits_for(actor, programme))
    elif show == Show.DECIDED:
        statement = statement.where(Project.state.in_(DECIDED_STATES))
    statement = statement.options(selectinload(Project.partners).joinedload(Partner.organisation))
    page = paginate(statement.order_by(due.asc().nulls_last(), Project.state_since.desc(), Project.id), number)
    return Page(_cases(actor, page.items), page.number, page.size, page.total)


def _cases(actor: Any, found: Sequence[Project]) -> list[Case]:
    versions = [project.current_version_id for project in found]
    decisions = _by_version(
        db.session.scalars(
            select(NationalDecision)
            .where(NationalDecision.version_id.in_(versions))
            .options(
                joinedload(NationalDecision.party),
                joinedload(NationalDecision.recommender),
                joinedload(NationalDecision.decider),
                selectinload(NationalDecision.conditions),
            )
            .order_by(NationalDecision.id)
        ).all()
    )
    checks = _by_version(
        db.session.scalars(
            select(SubmissionCheck)
            .where(SubmissionCheck.version_id.in_(versions), SubmissionCheck.state != CheckState.OVERRULED)
            .options(joinedload(SubmissionCheck.by))
            .order_by(SubmissionCheck.id)
        ).all()
    )
    reviewed = [p.current_version_id for p in found if p.state == S.UNDER_REVIEW and p.programme.minimum_reviews_per_party]
    asked = select(Review).where(Review.version_id.in_(reviewed)).order_by(Review.id)
    reviews = _by_version(db.session.scalars(asked).all() if reviewed else ())
    linked = conflicts.links(actor, found)
    withdrawn = cases_withdrawn_from(actor, [project.id for project in found])
    return [
        _case(
            actor,
            project,
            checks.get(project.current_version_id, []),
            decisions.get(project.current_version_id, []),
            reviews.get(project.current_version_id, []),
            away=bool(linked[project.id]) or project.id in withdrawn,
        )
        for project in found
    ]


def _by_version(rows: Sequence[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append(row)
    return found


def _case(
    actor: Any, project: Project, checks: Sequence[SubmissionCheck], decisions: Sequence[NationalDecision],
    reviews: Sequence[Review], *, away: bool,
) -> Case:
    shown = visible_decisions(actor, project, decisions, away=away)
    return Case(
        project=project,
        checks={check.party_id: check for check in checks},
        decisions={row.party.id: row for row in shown},
        turns=turns(project, checks, decisions, reviews),
        due_at=due_of(project, decisions),
        away=away,
    )


def waits_for(actor: Any, programme: Programme) -> ColumnElement[bool]:
    """Cases in which the next step is the actor's, without those of organisations the actor belongs to, or withdrew from."""
    conditions: list[ColumnElement[bool]] = []
    if coordinates_in(actor, programme):
        conditions += [
            and_(Project.state == S.SUBMITTED, ~_checked(CheckKind.COMPLETENESS, None)),
            Project.state == S.UNDER_REVIEW,
        ]
    side = side_in(actor, programme)
    if side is not None:
        conditions += _of_side(actor, side)
    own = select(Partner.project_id).where(Partner.organisation_id.in_(actor.organisations()), Partner.state.in_(IN_CONSORTIUM))
    withdrawn = select(Event.project_id).where(Event.kind == "national_decision.recuse", Event.actor_id == actor.id)
    return and_(or_(false(), *conditions), Project.id.not_in(own), Project.id.not_in(withdrawn))


def _of_side(actor: Any, side: Party) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if actor.holds(Role.OFFICER, organisation_id=side.authority_id):
        proposed = _checked(
            CheckKind.ELIGIBILITY,
            side.id,
            SubmissionCheck.state == CheckState.PROPOSED_INELIGIBLE,
            SubmissionCheck.by_id != actor.id,
        )
        found += [
            and_(Project.state == S.SUBMITTED, or_(~_checked(CheckKind.ELIGIBILITY, side.id), proposed)),
            and_(Project.state.in_(DECIDING), _decision(side, OFFICERS_TURN)),
            and_(Project.state == S.UNDER_REVIEW, wants_reviews(side)),
        ]
    if actor.holds(Role.DECISION_MAKER, organisation_id=side.authority_id):
        by_other = NationalDecision.recommender_id != actor.id
        found += [
            and_(Project.state.in_(DECIDING), _decision(side, (D.RECOMMENDED,), by_other)),
            and_(Project.state.in_(DECIDING), _decision(side, ANY_OFFICIALS_TURN)),
        ]
    return found


def wants_reviews(side: Any) -> ColumnElement[bool]:
    """Projects for which fewer reviewers are asked by a party (one, or the `Party` of a correlated query) than wanted."""
    asked = select(func.count()).where(
        Review.version_id == Project.current_version_id, Review.party_id == side.id, Review.state.in_(READING)
    )
    wanted = select(Programme.minimum_reviews_per_party).where(Programme.id == Project.programme_id)
    return wanted.correlate(Project).scalar_subquery() > asked.correlate(Project, Party).scalar_subquery()


def _checked(kind: CheckKind, party_id: int | None, *further: ColumnElement[bool]) -> ColumnElement[bool]:
    party = SubmissionCheck.party_id.is_(None) if party_id is None else SubmissionCheck.party_id == party_id
    return exists().where(
        SubmissionCheck.version_id == Project.current_version_id,
        SubmissionCheck.kind == kind,
        party,
        SubmissionCheck.state != CheckState.OVERRULED,
        *further,
    )


def _decision(side: Party, states: Sequence[DecisionState], *further: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        NationalDecision.version_id == Project.current_version_id,
        NationalDecision.party_id == side.id,
        NationalDecision.state.in_(states),
        *further,
    )
