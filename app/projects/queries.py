"""Reads of joint projects, always narrowed to what the actor may see.

Members of the consortium see their project in every state. Officials of both authorities and the secretariat see it from
its first submission on. Everyone sees the public part of an approved project. Packages above add further readers
(reviewers) with `also_visible`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, false, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import selectinload

from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.accounts.rights import OFFICIALS
from app.core.events import Event
from app.core.money import Rate
from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.enums import LISTED_STATES, OrganisationState
from app.organisations.models import Organisation
from app.organisations.queries import called
from app.programmes.models import Call, ExchangeRate, Party, Programme
from app.projects.enums import CommitmentState, PartnerRole, PartnerState, ProjectState
from app.projects.models import IN_CONSORTIUM, Commitment, Partner, Project, ProjectVersion

APPLICANT_ROLES = (Role.MEMBER, Role.REPRESENTATIVE, Role.SIGNATORY)
"""Roles by which a person belongs to a partner organisation and sees its projects."""

BEFORE_SUBMISSION = frozenset(
    {ProjectState.DRAFT, ProjectState.AWAITING_COMMITMENT, ProjectState.NOT_SUBMITTED, ProjectState.WITHDRAWN}
)
"""States that can be reached without a submission; officials see such a project only when it was submitted once."""

MESSAGES = ("project.message", "project.officer_message")
"""Events of messages: they stand in the thread alone, where their audience reads them."""

_EXTRA: list[Callable[[Any], ColumnElement[bool]]] = []
_RESULTS: list[Callable[[Project], Any]] = []

WHOLE = (
    selectinload(Project.partners).joinedload(Partner.organisation),
    selectinload(Project.partners).selectinload(Partner.budget),
    selectinload(Project.versions).selectinload(ProjectVersion.commitments).joinedload(Commitment.partner),
    selectinload(Project.tracks),
    selectinload(Project.subtopics),
    selectinload(Project.info_requests),
    selectinload(Project.programme).selectinload(Programme.parties).joinedload(Party.authority),
    selectinload(Project.call),
)
"""What pages and rules read of one project, in a fixed number of statements."""


def also_visible(condition: Callable[[Any], ColumnElement[bool]]) -> None:
    """Let further people see projects: `condition(actor)` is true of those that they see (used by packages above)."""
    _EXTRA.append(condition)


def result_from(read: Callable[[Project], Any]) -> None:
    """Let the project's page tell the joint result: `read(project)` is what applicants may know (used by packages above)."""
    _RESULTS.append(read)


def result_of(project: Project) -> Any:
    """The joint result as applicants may know it; none before it stands."""
    return next((result for read in _RESULTS if (result := read(project)) is not None), None)


def owes_part() -> ColumnElement[bool]:
    """Accepted partners that have not written their tasks or their budget."""
    empty = or_(func.coalesce(Partner.tasks, "") == "", Partner.total_cost.is_(None), Partner.funding_requested.is_(None))
    return and_(Partner.state == PartnerState.ACCEPTED, empty)


def in_consortium(actor: Any) -> ColumnElement[bool]:
    """Projects in whose consortium an organisation of the actor stands, invited ones included."""
    organisations = actor.organisations(*APPLICANT_ROLES)
    if not organisations:
        return false()
    mine = select(Partner.project_id).where(Partner.organisation_id.in_(organisations), Partner.state.in_(IN_CONSORTIUM))
    return Project.id.in_(mine)


def was_submitted() -> ColumnElement[bool]:
    """Projects of which a version was submitted: one to which as many partners committed as stand in it."""
    said_yes = (
        select(func.count()).where(Commitment.version_id == ProjectVersion.id, Commitment.state != CommitmentState.OBJECTED)
    ).correlate(ProjectVersion).scalar_subquery()
    partners = cast(func.jsonb_array_length(cast(ProjectVersion.snapshot, JSONB)["consortium"]["partners"]), Integer)
    submitted = select(ProjectVersion.id).where(ProjectVersion.project_id == Project.id, said_yes >= partners).exists()
    return or_(Project.state.not_in(BEFORE_SUBMISSION), submitted)


def as_official(actor: Any) -> ColumnElement[bool]:
    """Submitted projects of the programmes in which the actor acts for an authority or the secretariat."""
    authorities = actor.organisations(*OFFICIALS)
    secretariats = actor.organisations(Role.COORDINATOR)
    if not authorities and not secretariats:
        return false()
    programmes = or_(
        Project.programme_id.in_(select(Party.programme_id).where(Party.authority_id.in_(authorities))),
        Project.programme_id.in_(select(Programme.id).where(Programme.secretariat_id.in_(secretariats))),
    )
    return and_(programmes, was_submitted())


def involved(actor: Any) -> ColumnElement[bool]:
    """Projects that the actor may see whole."""
    return or_(in_consortium(actor), as_official(actor), *(condition(actor) for condition in _EXTRA))


def visible_to(actor: Any) -> Select[Project]:
    """Projects of which the actor may see at least the public part."""
    return select(Project).where(or_(Project.state == ProjectState.APPROVED, involved(actor)))


def _one(statement: Select[Project], public_id: str, *, lock: bool) -> Project | None:
    found = statement.where(Project.public_id == public_id).options(*WHOLE)
    if lock:
        found = found.with_for_update(of=Project).execution_options(populate_existing=True)
    return db.session.scalars(found).first()


def get_public_project(actor: Any, *, lock: bool, public_id: str) -> Project | None:
    """A project of which the actor may see at least the public part."""
    return _one(visible_to(actor), public_id, lock=lock)


def get_project(actor: Any, *, lock: bool, public_id: str) -> Project | None:
    """A project that the actor may see whole."""
    return _one(select(Project).where(involved(actor)), public_id, lock=lock)


def sees_whole(actor: Any, project: Project) -> bool:
    """Whether the actor sees more than the public part."""
    return db.session.scalar(select(Project.id).where(Project.id == project.id, involved(actor))) is not None


def get_partner(actor: Any, *, lock: bool, public_id: str, partner: str) -> Partner | None:
    """A partner of a project that the actor may see whole; the project is locked with it."""
    project = get_project(actor, lock=lock, public_id=public_id)
    return next((p for p in project.partners if p.public_id == partner), None) if project else None


def get_version(actor: Any, *, lock: bool, public_id: str, number: int) -> ProjectVersion | None:
    """A version that the actor may see: the consortium all, others those that were submitted."""
    project = get_project(actor, lock=lock, public_id=public_id)
    version = next((v for v in project.versions if v.number == number), None) if project else None
    if project is None or version is None:
        return None
    return version if is_member(actor, project) or version.is_committed else None


def is_member(actor: Any, project: Project) -> bool:
    """Whether an organisation of the actor stands in the consortium."""
    return any(actor.holds(*APPLICANT_ROLES, organisation_id=partner.organisation_id) for partner in project.consortium)


def version_for(actor: Any, project: Project) -> ProjectVersion | None:
    """The version whose content the actor reads: the current one, for those outside the consortium the submitted one."""
    return project.current_version if is_member(actor, project) else project.submitted_version


def list_projects(actor: Any, number: int) -> Page:
    """The projects that concern the actor, the latest change first."""
    statement = (
        select(Project).where(involved(actor))
        .options(
            selectinload(Project.partners).joinedload(Partner.organisation),
            selectinload(Project.versions).selectinload(ProjectVersion.commitments).joinedload(Commitment.partner),
            selectinload(Project.info_requests),
            selectinload(Project.programme).selectinload(Programme.parties).joinedload(Party.authority),
            selectinload(Project.programme).joinedload(Programme.secretariat),
        )
        .order_by(Project.state_since.desc(), Project.id.desc())
    )
    return paginate(statement, number)


def list_approved(number: int) -> Page:
    """The approved projects, the latest first."""
    statement = (
        select(Project).where(Project.state == ProjectState.APPROVED)
        .options(selectinload(Project.partners).joinedload(Partner.organisation), selectinload(Project.programme))
        .order_by(Project.state_since.desc(), Project.id.desc())
    )
    return paginate(statement, number)


def list_invitations(actor: Any) -> Sequence[Partner]:
    """Invitations into a consortium that the actor may answer."""
    organisations = actor.organisations(Role.REPRESENTATIVE, Role.SIGNATORY)
    statement = (
        select(Partner).where(Partner.organisation_id.in_(organisations), Partner.state == PartnerState.INVITED)
        .options(selectinload(Partner.project), selectinload(Partner.organisation)).order_by(Partner.due_at, Partner.id)
    )
    return db.session.scalars(statement).all()


def list_due(at: datetime, *states: ProjectState) -> Sequence[int]:
    """Keys of projects in these states whose due instant has come, the oldest first."""
    statement = select(Project.id).where(Project.state.in_(states), Project.due_at <= at).order_by(Project.due_at, Project.id)
    return db.session.scalars(statement.limit(500)).all()


def list_past_closing(at: datetime) -> Sequence[int]:
    """Keys of projects that were never submitted and whose call has closed."""
    waiting = (ProjectState.DRAFT, ProjectState.AWAITING_COMMITMENT)
    statement = (
        select(Project.id).join(Call, Call.id == Project.call_id)
        .where(Project.state.in_(waiting), Call.closes_at <= at, ~was_submitted()).order_by(Project.id)
    )
    return db.session.scalars(statement.limit(500)).all()


def list_drafts_to_date(at: datetime) -> Sequence[Project]:
    """Drafts without a date, with one that has passed, or with another one than the closing of their call."""
    bound = and_(Call.closes_at > at, Project.due_at != Call.closes_at, ~was_submitted())
    statement = (
        select(Project).join(Call, Call.id == Project.call_id, isouter=True)
        .where(Project.state == ProjectState.DRAFT, or_(Project.due_at.is_(None), Project.due_at <= at, bound))
        .with_for_update(of=Project, skip_locked=True)
    )
    return db.session.scalars(statement.order_by(Project.id).limit(500)).all()


def list_waiting(until: datetime, *states: ProjectState) -> Sequence[Project]:
    """Projects in these states that are due by an instant, the oldest first."""
    statement = select(Project).where(Project.state.in_(states), Project.due_at <= until).options(*WHOLE)
    return db.session.scalars(statement.order_by(Project.due_at, Project.id)).all()


def list_invitations_due(until: datetime) -> Sequence[Partner]:
    """Invitations that are to be answered by an instant."""
    statement = select(Partner).where(Partner.state == PartnerState.INVITED, Partner.due_at <= until)
    return db.session.scalars(statement.options(selectinload(Partner.project)).order_by(Partner.id)).all()


def list_lapsed_invitations(at: datetime) -> Sequence[int]:
    """Keys of invitations whose time has run out."""
    statement = select(Partner.id).where(Partner.state == PartnerState.INVITED, Partner.due_at <= at).order_by(Partner.id)
    return db.session.scalars(statement.limit(500)).all()


def rates_on(programme: Programme, on: date) -> dict[str, Rate]:
    """The latest rate of each currency to the reference currency, on or before a day."""
    statement = (
        select(ExchangeRate).ext(distinct_on(ExchangeRate.currency))
        .where(ExchangeRate.programme_id == programme.id, ExchangeRate.on <= on)
        .order_by(ExchangeRate.currency, ExchangeRate.on.desc())
    )
    return {rate.currency: Rate(rate.currency, rate.value, rate.on, rate.source) for rate in db.session.scalars(statement)}


def timeline(project: Project) -> Sequence[tuple[Event, str | None]]:
    """The project's events with the name of who acted, the newest first."""
    statement = (
        select(Event, Person.name).join(Person, Person.id == Event.actor_id, isouter=True)
        .where(Event.project_id == project.id, Event.kind.not_in(MESSAGES)).order_by(Event.seq.desc()).limit(200)
    )
    return [(event, name) for event, name in db.session.execute(statement)]


def people_of(organisation_ids: Iterable[int], *roles: Role) -> Sequence[Person]:
    """Active people who hold one of the roles in one of the organisations."""
    statement = (
        select(Person).join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id.in_(list(organisation_ids)), Membership.role.in_(roles), Membership.ended_at.is_(None),
            Person.disabled_at.is_(None), Person.confirmed_at.is_not(None),
        )
        .distinct().order_by(Person.id)
    )
    return db.session.scalars(statement).all()


def unrepresented(organisation_ids: Iterable[int]) -> frozenset[int]:
    """Which of the organisations nobody speaks for yet: an invitation reaches no one there."""
    asked = frozenset(organisation_ids)
    statement = (
        select(Membership.organisation_id).join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id.in_(asked), Membership.role.in_((Role.REPRESENTATIVE, Role.SIGNATORY)),
            Membership.ended_at.is_(None), Person.disabled_at.is_(None),
        )
    )
    return asked - frozenset(key for key in db.session.scalars(statement) if key is not None)


def signing_organisations(organisation_ids: Iterable[int]) -> frozenset[int]:
    """Which of the organisations have an authorised signatory."""
    statement = (
        select(Membership.organisation_id).join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id.in_(list(organisation_ids)), Membership.role == Role.SIGNATORY, Membership.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )
    return frozenset(key for key in db.session.scalars(statement) if key is not None)


def list_open_calls(at: datetime) -> Sequence[Call]:
    """Calls that take submissions now, the first to close first."""
    statement = select(Call).where(Call.opens_at <= at, at < Call.closes_at).options(selectinload(Call.programme))
    return db.session.scalars(statement.order_by(Call.closes_at, Call.id)).all()


def list_own_organisations(actor: Any) -> Sequence[Organisation]:
    """Organisations for which the actor may register a project."""
    statement = select(Organisation).where(
        Organisation.id.in_(actor.organisations(Role.REPRESENTATIVE)), Organisation.state.in_(REGISTERING_STATES)
    )
    return db.session.scalars(statement.order_by(Organisation.sort_key, Organisation.id)).all()


def list_open_to(actor: Any, organisation: Organisation) -> Sequence[Project]:
    """Drafts led by the actor's organisations into which this organisation can be invited."""
    leads = select(Partner.project_id).where(
        Partner.role == PartnerRole.LEAD, Partner.state.in_(IN_CONSORTIUM),
        Partner.organisation_id.in_(actor.organisations(Role.REPRESENTATIVE)),
    )
    inside = select(Partner.project_id).where(Partner.organisation_id == organisation.id, Partner.state.in_(IN_CONSORTIUM))
    programmes = select(Party.programme_id).where(Party.country == organisation.country)
    statement = select(Project).where(
        Project.state == ProjectState.DRAFT, Project.id.in_(leads), Project.id.not_in(inside), Project.programme_id.in_(programmes)
    )
    return db.session.scalars(statement.order_by(Project.state_since.desc(), Project.id.desc()).limit(50)).all()


REGISTERING_STATES = LISTED_STATES - {OrganisationState.RETIRED, OrganisationState.VERIFICATION_EXPIRED}
"""States in which an organisation may draft, or be invited into, a project."""


def find_invitable(project: Project, asked: str, *, limit: int = 20) -> Sequence[Organisation]:
    """Organisations of both parties that are not in the consortium yet, by an official number or by words of a name."""
    countries = [party.country for party in project.programme.parties]
    statement = (
        select(Organisation)
        .where(
            Organisation.state.in_(REGISTERING_STATES), Organisation.country.in_(countries),
            Organisation.id.not_in([partner.organisation_id for partner in project.consortium]), called(asked, countries),
        )
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return db.session.scalars(statement.limit(limit)).all()


def get_invitable(project: Project, public_id: str) -> Organisation | None:
    """One organisation that may be invited."""
    countries = [party.country for party in project.programme.parties]
    statement = select(Organisation).where(
        Organisation.public_id == public_id, Organisation.state.in_(REGISTERING_STATES), Organisation.country.in_(countries)
    )
    return db.session.scalars(statement).first()


def reference_exists(reference: str) -> bool:
    """Whether a project bears this reference."""
    return db.session.scalar(select(Project.id).where(Project.reference == reference)) is not None
