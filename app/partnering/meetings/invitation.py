"""The invitation to a meeting as calendar programs read it: iCalendar (RFC 5545) in the forms of iTIP (RFC 5546)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_location
from icalendar import Calendar, Event, vCalAddress, vText, vUri
from icalendar import Conference as JoinLink

PRODUCT = "-//Musubi//Meetings//EN"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f,;<>\"]+@[^\s\x00-\x1f\x7f,;<>\"]+")
LINK = re.compile(r"https?://[\x21-\x7e]+")
GERSHAYIM = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
DAY_PATTERNS = {"ja": "y年M月d日(EEEE)"}
USUAL_DAY_PATTERN = "EEEE d MMMM y"


class Method(StrEnum):
    """What a calendar program is to do: take the meeting, or the changed one, in; or take it out."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Attendee:
    """Someone who takes part, by name in whatever script and address."""

    name: str
    email: str


@dataclass(frozen=True)
class Text:
    """A heading and what stands under it, both in the reader's language."""

    heading: str
    body: str


@dataclass(frozen=True)
class Invitation:
    """One state of a meeting.

    `uid` stays the same as long as the meeting lives; `sequence` rises with each change that is sent, the cancellation
    included. `zones` are the sides' time zones, whose local times the description shows in `language`.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    created: datetime
    changed: datetime
    organiser: Attendee
    attendees: Sequence[Attendee]
    summary: str
    zones: Sequence[str]
    texts: Sequence[Text] = ()
    place: str = ""
    join_link: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        """Refuse what no calendar program would take.

        :raises ValueError: a naive instant, an end not after the start, a negative sequence, nobody invited, or an address or link that is none.
        """
        if any(instant.tzinfo is None for instant in (self.start, self.end, self.created, self.changed)):
            raise ValueError("an instant without a zone")
        if self.end <= self.start:
            raise ValueError("a meeting ends after it starts")
        if self.sequence < 0 or not self.attendees:
            raise ValueError("an invitation has a sequence from 0 and someone who is invited")
        if not all(ADDRESS.fullmatch(person.email) for person in (self.organiser, *self.attendees)):
            raise ValueError("an address that is none")
        if self.join_link and not LINK.fullmatch(self.join_link):
            raise ValueError("a link to join begins with https:// or http:// and holds no spaces")


@dataclass(frozen=True)
class CalendarPart:
    """What a mail carries."""

    content: bytes
    method: Method

    @property
    def content_type(self) -> str:
        """The type with the method, which has to be the same as inside."""
        return f"text/calendar; charset=utf-8; method={self.method}"

    def owed(self) -> dict[str, str]:
        """As `calendar` in what the outbox owes under the topic "mail"."""
        return {"method": str(self.method), "text": self.content.decode()}


def request(invitation: Invitation) -> CalendarPart:
    """The invitation, or with a higher sequence the changed one."""
    return _written(invitation, Method.REQUEST)


def cancel(invitation: Invitation) -> CalendarPart:
    """The cancellation; its sequence is higher than that of the last request."""
    return _written(invitation, Method.CANCEL)


def local_times(invitation: Invitation) -> list[str]:
    """The time of the meeting on each side's clock, one line for each zone."""
    locale = invitation.language
    lines = []
    for zone in dict.fromkeys(invitation.zones):
        start, end = (instant.astimezone(ZoneInfo(zone)) for instant in (invitation.start, invitation.end))
        day = format_datetime(start, DAY_PATTERNS.get(locale, USUAL_DAY_PATTERN), locale=locale)
        city = get_timezone_location(zone, locale=locale, return_city=True)
        lines.append(f"{day} {start:%H:%M}-{end:%H:%M} ({city})")
    return lines


def _written(invitation: Invitation, method: Method) -> CalendarPart:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", str(method))
    calendar.add_component(_event(invitation, method))
    return CalendarPart(calendar.to_ical(), method)


def _event(invitation: Invitation, method: Method) -> Event:
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.changed.astimezone(UTC))
    event.add("created", invitation.created.astimezone(UTC))
    event.add("last-modified", invitation.changed.astimezone(UTC))
    event.add("dtstart", invitation.start.astimezone(UTC))
    event.add("dtend", invitation.end.astimezone(UTC))
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if method is Method.CANCEL else "OPAQUE")
    event.add("summary", _line(invitation.summary), parameters={"LANGUAGE": invitation.language})
    event.add("description", _description(invitation), parameters={"LANGUAGE": invitation.language})
    event.add("organizer", _address(invitation.organiser))
    for attendee in invitation.attendees:
        address = _address(attendee)
        address.params["CUTYPE"] = vText("INDIVIDUAL")
        address.params["ROLE"] = vText("REQ-PARTICIPANT")
        address.params["PARTSTAT"] = vText("NEEDS-ACTION")
        address.params["RSVP"] = vText("FALSE" if method is Method.CANCEL else "TRUE")
        event.add("attendee", address)
    place = _line(invitation.place) or invitation.join_link
    if place:
        event.add("location", place)
    if invitation.join_link:
        event.add("url", vUri(invitation.join_link))
        event.conferences = [JoinLink(invitation.join_link, feature=["AUDIO", "VIDEO"])]
    return event


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    # A parameter cannot hold a quotation mark: between Hebrew letters it is a gershayim, elsewhere an apostrophe.
    address.params["CN"] = vText(GERSHAYIM.sub("\u05f4", _line(person.name)).replace('"', "'") or person.email)
    return address


def _description(invitation: Invitation) -> str:
    parts = ["\n".join(local_times(invitation))]
    parts += [f"{text.heading}\n{text.body.strip()}" for text in invitation.texts if text.body.strip()]
    if invitation.join_link:
        parts.append(invitation.join_link)
    return CONTROLS.sub(" ", "\n\n".join(parts).replace("\r\n", "\n").replace("\r", "\n"))


def _line(text: str) -> str:
    return " ".join(CONTROLS.sub(" ", text).split())
