"""Messages of an introduction: who writes to whom, and who reads.

Members of either side write to their own side at any time. Before both know each other nothing goes to the other side but the
question and the answer of the workflow. Officers take part once a side has turned to them.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.core.i18n import LazyText, _, _l
from app.core.templating import label
from app.extensions import db
from app.messages import subjects
from app.messages.enums import Audience, SubjectKind
from app.messages.models import Message
from app.messages.queries import asked_officers
from app.messages.subjects import Subject, Voice
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES
from app.partnering import queries
from app.partnering.enums import Side
from app.partnering.introductions import policy
from app.partnering.introductions.workflow import both_people, screening_officers
from app.partnering.models import Introduction
from app.partnering.queries.introductions import ROW, asked_in, coordinated_by, received_by, without_part
from app.partnering.reading import chosen_text
from app.partnering.services.introducing.due import silent_until

WORDS = {
    Audience.OWN_SIDE: _l("Your side only"), Audience.BOTH_SIDES: _l("Both sides"), Audience.WITH_OFFICERS: _l("Both sides, and the officers who screen"),
}
HINTS = {
    Audience.OWN_SIDE: _l("The other side never learns that it was written."),
    Audience.BOTH_SIDES: _l("Officers do not read it."),
    Audience.WITH_OFFICERS: _l("Officers of the asker’s country and the programme’s secretariat read it too, and may answer."),
}
NOT_YET = _l("Messages to the other side are possible once the owner of the profile has accepted. Until then the owner may ask, and the asking organisation answer.")
OFFICERS = _l("Officers and secretariat")


def audiences(by: Any, introduction: Introduction) -> Sequence[Audience]:
    """To whom the actor may write now."""
    if policy.side_of(by, introduction) is None:
        officers = introduction.state in policy.TALKING_STATES and reads(by, introduction)
        return [Audience.WITH_OFFICERS] if officers else []
    found = [Audience.OWN_SIDE]
    if policy.talks(by, introduction):
        found.append(Audience.BOTH_SIDES)
        found += [Audience.WITH_OFFICERS] if introduction.screened else []
    return found


def reads(by: Any, introduction: Introduction) -> bool:
    """The people of either side; those who screen, once a side has turned to them."""
    if policy.side_of(by, introduction) is not None:
        return True
    return introduction.screened and policy.screening_officer(by, introduction) and asked_officers(introduction)


def readable(actor: Any, _keys: Collection[int] | None) -> ColumnElement[bool]:
    """Messages to whose audience the actor belongs."""
    return select(Introduction.id).where(Introduction.id == Message.introduction_id, in_audience(actor)).correlate(Message).exists()


def in_audience(actor: Any) -> ColumnElement[bool]:
    """The same between a message and the introduction that it belongs to."""
    own = actor.organisations(*OWN_ROLES)
    of_side = or_(Introduction.organisation_id.in_(own), received_by(own))
    screeners = and_(Introduction.screened, or_(asked_in(actor, Role.OFFICER), coordinated_by(actor)), without_part(actor))
    return or_(
        and_(Message.audience == Audience.OWN_SIDE, Message.organisation_id.in_(own), of_side),
        and_(Message.audience.in_((Audience.BOTH_SIDES, Audience.WITH_OFFICERS)), of_side),
        and_(Message.audience == Audience.WITH_OFFICERS, screeners),
    )


def told(introduction: Introduction, message: Message) -> Iterable[Any]:
    """Who gets an e-mail."""
    if message.audience == Audience.OWN_SIDE:
        return people_with(*OWN_ROLES, organisation_id=message.organisation_id)
    if message.audience == Audience.BOTH_SIDES:
        return both_people(introduction)
    return {person.id: person for person in (*both_people(introduction), *screening_officers(introduction))}.values()


def voice(by: Any, introduction: Introduction) -> Voice | None:
    """The own side; for those who screen the office in which they do."""
    side = policy.side_of(by, introduction)
    if side is not None:
        return Voice(introduction.organisation_of(side))
    country, secretariat = introduction.organisation.country, introduction.programme.secretariat_id
    for grant in by.active_grants:
        of_country = grant.role == Role.OFFICER and grant.country == country
        if of_country or (grant.role == Role.COORDINATOR and grant.organisation_id == secretariat):
            return Voice(db.session.get_one(Organisation, grant.organisation_id), official=True)
    return None


def signature(by: Any, introduction: Introduction, message: Message) -> tuple[str, str]:
    """The side of the writer, as seen from the reader's, and the name where it may be known."""
    side, mine = policy.side_of(by, introduction), message.written_by_id == by.id
    if message.organisation_id is None:
        return str(OFFICERS), message.written_by.name if mine else ""
    whose = Side.ASKER if message.organisation_id == introduction.organisation_id else Side.OWNER
    return _("Your side") if whose == side else label(whose), message.written_by.name if side or mine else ""


def names(by: Any, introduction: Introduction, person: Any) -> bool:
    """The two sides name their people to each other; officials and sides are not named to one another."""
    sides = policy.side_of(by, introduction) is not None and policy.side_of(person, introduction) is not None
    return person.id == by.id or sides


def stir(introduction: Introduction) -> None:
    """What others read breaks the silence of the talks."""
    introduction.due_at = silent_until()


def many(keys: Collection[int]) -> Iterable[Introduction]:
    """Several at once, for a list."""
    return db.session.scalars(select(Introduction).where(Introduction.id.in_(keys)).options(*ROW)).unique()


def title(introduction: Introduction, _by: Any) -> tuple[str, str | None]:
    """That of the profile."""
    said = chosen_text(introduction.profile)
    return said.title, said.language


def notes(introduction: Introduction) -> Sequence[LazyText]:
    """Why nothing goes to the other side yet."""
    return () if introduction.accepted_at else (NOT_YET,)


def itself(introduction: Introduction) -> Introduction:
    """Its own history tells of messages."""
    return introduction


subjects.define(Subject(
    kind=SubjectKind.INTRODUCTION, page="introductions.show", load=queries.get_introduction, many=many, reads=reads, audiences=audiences,
    readable=readable, told=told, voice=voice, title=title, signature=signature, names=names, recorded_on=itself, stir=stir, words=WORDS,
    hints=HINTS, notes=notes,
))
