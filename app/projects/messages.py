"""Messages on a project: to the own organisation, to all partners, or to all partners with the officers responsible.

An organisation that is only invited writes and reads within itself. What goes to all partners is read by those that were in the
consortium when it was written, as long as they are. Officers of both authorities and the secretariat read what is meant for them
once the project was submitted, unless a package above keeps them away from the case (`keep_away`).
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.enums import Role
from app.core import events
from app.core.i18n import LazyText, _l
from app.extensions import db
from app.messages import subjects
from app.messages.enums import Audience, SubjectKind
from app.messages.models import Message
from app.messages.subjects import Subject, Voice
from app.organisations.models import Organisation
from app.programmes.models import Party, Programme
from app.projects import policy, queries
from app.projects.enums import PartnerState
from app.projects.models import IN_CONSORTIUM, Partner, Project
from app.projects.workflow import consortium_people

WORDS = {
    Audience.OWN_SIDE: _l("Your organisation only"), Audience.BOTH_SIDES: _l("All partners"),
    Audience.WITH_OFFICERS: _l("All partners, and the officers responsible"),
}
HINTS = {
    Audience.OWN_SIDE: _l("The other partners never learn that it was written."),
    Audience.BOTH_SIDES: _l("All organisations that are in the consortium now read it. Officers do not, nor does who is only invited."),
    Audience.WITH_OFFICERS: _l("Officers of both countries and the programme’s secretariat read it too, and may answer."),
}
NOT_YET = _l("Officers can be written to once the project was submitted.")
OFFICERS = _l("Officers and secretariat")
OF_CASE = (
    selectinload(Project.partners).joinedload(Partner.organisation),
    selectinload(Project.programme).selectinload(Programme.parties).joinedload(Party.authority),
)

events.define("project.message", _l("Message to the partners sent"), "message")
events.define("project.officer_message", _l("Message of an official to the partners sent"), "message")

Away = Callable[[Any, Sequence[Project]], Collection[int]]
_AWAY: list[Away] = []


def keep_away(rule: Away) -> None:
    """Keep officials from messages of some cases: `rule(actor, projects)` gives the keys of these (used by packages above)."""
    _AWAY.append(rule)


def acting_on(by: Any, projects: Sequence[Project]) -> Sequence[Project]:
    """Those of the projects on which the actor is an officer or a coordinator responsible, and is not kept away."""
    mine = [project for project in projects if policy.officer_or_coordinator(by, project)]
    away = {key for rule in _AWAY for key in rule(by, mine)} if mine else set()
    return [project for project in mine if project.id not in away]


def acts(by: Any, project: Project) -> bool:
    """An officer or coordinator responsible, once the project was submitted."""
    return project.submitted_version is not None and bool(acting_on(by, [project]))


def _own(by: Any, project: Project) -> list[Partner]:
    return [one for one in project.consortium if by.holds(*queries.APPLICANT_ROLES, organisation_id=one.organisation_id)]


def audiences(by: Any, project: Project) -> Sequence[Audience]:
    """To whom the actor may write now."""
    if not _own(by, project):
        return [Audience.WITH_OFFICERS] if acts(by, project) else []
    found = [Audience.OWN_SIDE]
    if policy.own_partners(by, project, *policy.SPEAKERS):
        found += [Audience.BOTH_SIDES] if len(project.accepted) > 1 else []
        found += [Audience.WITH_OFFICERS] if project.submitted_version is not None else []
    return found


def reads(by: Any, project: Project) -> bool:
    """The people of organisations in the consortium, and the officials responsible."""
    return bool(_own(by, project)) or acts(by, project)


def readable(actor: Any, keys: Collection[int] | None) -> ColumnElement[bool]:
    """Messages to whose audience the actor belongs."""
    own = actor.organisations(*queries.APPLICANT_ROLES)
    mine = and_(Partner.project_id == Message.project_id, Partner.organisation_id.in_(own))
    inside = select(Partner.id).where(mine, Partner.state.in_(IN_CONSORTIUM), Partner.organisation_id == Message.organisation_id)
    since = select(Partner.id).where(mine, Partner.state == PartnerState.ACCEPTED, Partner.state_since <= Message.created_at)
    return or_(
        and_(Message.audience == Audience.OWN_SIDE, inside.correlate(Message).exists()),
        and_(Message.audience.in_((Audience.BOTH_SIDES, Audience.WITH_OFFICERS)), since.correlate(Message).exists()),
        and_(Message.audience == Audience.WITH_OFFICERS, Message.project_id.in_(_cases(actor, keys))),
    )


def _cases(actor: Any, keys: Collection[int] | None) -> list[int]:
    """Keys of submitted projects with messages to officials, on which the actor is one of those responsible."""
    authorities, secretariats = actor.organisations(Role.OFFICER), actor.organisations(Role.COORDINATOR)
    if not authorities and not secretariats:
        return []
    programmes = or_(
        Project.programme_id.in_(select(Party.programme_id).where(Party.authority_id.in_(authorities))),
        Project.programme_id.in_(select(Programme.id).where(Programme.secretariat_id.in_(secretariats))),
    )
    asked = select(Message.project_id).where(Message.audience == Audience.WITH_OFFICERS, Message.project_id.is_not(None))
    narrowed = Project.id.in_(asked if keys is None else keys)
    statement = select(Project).where(programmes, narrowed, queries.was_submitted()).options(*OF_CASE)
    return [project.id for project in acting_on(actor, db.session.scalars(statement).all())]


def told(project: Project, message: Message) -> Iterable[Any]:
    """Who gets an e-mail: who speaks for the partners, and the officials responsible."""
    if message.audience == Audience.OWN_SIDE:
        return queries.people_of([message.organisation_id or 0], *queries.APPLICANT_ROLES)
    people = list(consortium_people(project))
    if message.audience == Audience.WITH_OFFICERS:
        found = list(queries.people_of([party.authority_id for party in project.programme.parties], Role.OFFICER))
        found += queries.people_of([project.programme.secretariat_id or 0], Role.COORDINATOR)
        people += [person for person in found if acts(person, project)]
    return people


def voice(by: Any, project: Project) -> Voice | None:
    """The own organisation; for officials their office."""
    own = sorted(_own(by, project), key=lambda one: one.state != PartnerState.ACCEPTED)
    if own:
        return Voice(own[0].organisation)
    offices = [party.authority_id for party in project.programme.parties]
    for grant in by.active_grants:
        officer = grant.role == Role.OFFICER and grant.organisation_id in offices
        if officer or (grant.role == Role.COORDINATOR and grant.organisation_id == project.programme.secretariat_id):
            return Voice(db.session.get_one(Organisation, grant.organisation_id), official=True)
    return None


def signature(by: Any, project: Project, message: Message) -> tuple[str, str]:
    """The organisation and the name of the writer; which official it was, officials alone read."""
    if message.organisation is None:
        return str(OFFICERS), "" if _own(by, project) else message.written_by.name
    return message.organisation.display_name, message.written_by.name


def names(by: Any, project: Project, person: Any) -> bool:
    """Partners are named to everybody who reads here, officials to officials alone."""
    return bool(_own(person, project)) or not _own(by, project)


def many(keys: Collection[int]) -> Iterable[Project]:
    """Several at once, for a list."""
    return db.session.scalars(select(Project).where(Project.id.in_(keys)))


def title(project: Project, _by: Any) -> tuple[str, str | None]:
    """Its own."""
    return project.title, project.language


def notes(project: Project) -> Sequence[LazyText]:
    """Why officers are not written to yet."""
    return () if project.submitted_version is not None else (NOT_YET,)


def itself(project: Project) -> Project:
    """Messages are on its record; its page tells nothing of them."""
    return project


def stir(_project: Project) -> None:
    """Words move no date of a project."""


subjects.define(Subject(
    kind=SubjectKind.PROJECT, page="projects.show", load=queries.get_project, many=many, reads=reads, audiences=audiences, readable=readable,
    told=told, voice=voice, title=title, signature=signature, names=names, recorded_on=itself, stir=stir, words=WORDS, hints=HINTS, notes=notes,
))
