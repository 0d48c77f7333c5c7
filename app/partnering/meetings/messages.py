"""Messages about a meeting: those of its introduction, once the other side knows of the meeting, and those who take part.

Whoever takes part with an account and belongs to one of the sides writes to both. Officials, who see no more of a meeting than that
it is there, take part once a side has turned to them about this meeting.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.accounts.models import Person
from app.core import events
from app.core.i18n import LazyText, _, _l
from app.extensions import db
from app.messages import subjects
from app.messages.enums import Audience, SubjectKind
from app.messages.models import Message
from app.messages.queries import asked_officers
from app.messages.subjects import Subject, Voice
from app.partnering import queries
from app.partnering.introductions import messages as introductions
from app.partnering.introductions import policy as introduction_policy
from app.partnering.meetings import policy
from app.partnering.models import Introduction, Meeting
from app.partnering.queries.meetings import OF_ROW, meetings_of
from app.partnering.services.meeting.due import keep_awake

NOT_YET = _l("The other side knows of this meeting once it is asked for. Until then you can write to your own side.")

events.define("meeting.message", _l("Message about a meeting sent"), "message")
events.define("meeting.officer_message", _l("Message about a meeting sent to both sides"), "message")


def audiences(by: Any, meeting: Meeting) -> Sequence[Audience]:
    """To whom the actor may write now."""
    talking = meeting.requested_at is not None and meeting.introduction.state in policy.MEETING_STATES
    if policy.side_of(by, meeting) is None:
        return [Audience.WITH_OFFICERS] if talking and reads(by, meeting) else []
    found = [Audience.OWN_SIDE]
    if talking and (policy.either(by, meeting) or is_named(by, meeting)):
        found.append(Audience.BOTH_SIDES)
    if talking and policy.either(by, meeting) and meeting.introduction.screened:
        found.append(Audience.WITH_OFFICERS)
    return found


def is_named(by: Any, meeting: Meeting) -> bool:
    """Whether the actor is one of those who take part."""
    return any(one.person_id == by.id for one in meeting.participants if one.person_id is not None)


def reads(by: Any, meeting: Meeting) -> bool:
    """The people of either side; those who screen, once a side has turned to them."""
    if policy.side_of(by, meeting) is not None:
        return True
    introduction = meeting.introduction
    return introduction.screened and introduction_policy.broker(by, introduction) and asked_officers(meeting)


def readable(actor: Any, _keys: Collection[int] | None) -> ColumnElement[bool]:
    """Messages to whose audience the actor belongs, on meetings that the actor may see."""
    of_introduction = select(Introduction.id).where(
        Introduction.id == Meeting.introduction_id, introductions.in_audience(actor)
    ).correlate(Message, Meeting).exists()
    visible = and_(Meeting.id == Message.meeting_id, meetings_of(actor), of_introduction)
    return select(Meeting.id).where(visible).correlate(Message).exists()


def told(meeting: Meeting, message: Message) -> Iterable[Any]:
    """Who gets an e-mail: as with the introduction, and whoever takes part."""
    people = list(introductions.told(meeting.introduction, message))
    if message.audience != Audience.OWN_SIDE:
        keys = [one.person_id for one in meeting.participants if one.person_id is not None]
        named = db.session.scalars(select(Person).where(Person.id.in_(keys))).all()
        people += [person for person in named if person.is_active and policy.takes_part(person, meeting)]
    return people


def voice(by: Any, meeting: Meeting) -> Voice | None:
    """As with the introduction."""
    return introductions.voice(by, meeting.introduction)


def signature(by: Any, meeting: Meeting, message: Message) -> tuple[str, str]:
    """As with the introduction."""
    return introductions.signature(by, meeting.introduction, message)


def names(by: Any, meeting: Meeting, person: Any) -> bool:
    """As with the introduction."""
    return introductions.names(by, meeting.introduction, person)


def many(keys: Collection[int]) -> Iterable[Meeting]:
    """Several at once, for a list."""
    return db.session.scalars(select(Meeting).where(Meeting.id.in_(keys)).options(*OF_ROW)).unique()


def title(meeting: Meeting, by: Any) -> tuple[str, str | None]:
    """What it is about; officials do not learn that."""
    return (meeting.subject, meeting.language) if policy.takes_part(by, meeting) else (_("Meeting"), None)


def notes(meeting: Meeting) -> Sequence[LazyText]:
    """Why nothing goes to the other side yet."""
    return () if meeting.requested_at else (NOT_YET,)


def introduction_of(meeting: Meeting) -> Introduction:
    """The introduction to whose record messages belong; its page tells nothing of them."""
    return meeting.introduction


subjects.define(Subject(
    kind=SubjectKind.MEETING, page="meetings.show", load=queries.get_meeting, many=many, reads=reads, audiences=audiences, readable=readable,
    told=told, voice=voice, title=title, signature=signature, names=names, recorded_on=introduction_of, stir=keep_awake,
    words=introductions.WORDS, hints=introductions.HINTS, notes=notes,
))
