"""The invitation to a meeting at an event goes to both, each in the own language and on the own clock beside the event's."""

from flask_babel import force_locale

from app.core.db import now
from app.core.i18n import _, text
from app.events.models import EventMeeting, EventParticipant
from app.extensions import db
from app.partnering.meetings import invitation
from app.partnering.meetings.invitation import Attendee, CalendarPart, Invitation, Method, Text
from app.partnering.services.invitations import Invited, language_of, owe_invitations

KINDS = {Method.REQUEST: "event_meeting.invitation", Method.CANCEL: "event_meeting.cancellation"}


def send_invitations(meeting: EventMeeting, method: Method) -> None:
    """Owe both the present state of the meeting."""
    db.session.flush()
    invited = [Invited(one.id, {"person_id": one.person_id}, calendar_part(meeting, method, one)) for one in meeting.participants]
    owe_invitations(KINDS[method], meeting, invited)


def calendar_part(meeting: EventMeeting, method: Method, reader: EventParticipant) -> CalendarPart:
    """The meeting for the calendar program of one of the two."""
    event, other, language = meeting.event, meeting.other(reader), language_of(reader.person.language)
    with force_locale(language):
        texts = [Text(_("Event"), text(event.titles)), Text(_("With"), f"{other.person.name}\n{other.organisation.display_name}")]
        if method is Method.CANCEL:
            texts.append(Text(_("Cancelled"), meeting.cancel_reason or ""))
        place = place_of(meeting)
    said = Invitation(
        uid=meeting.uid, sequence=meeting.sequence, start=meeting.starts_at, end=meeting.ends_at, created=meeting.created_at, changed=now(),
        organiser=Attendee(event.created_by.name, event.created_by.email),
        attendees=[Attendee(one.person.name, one.person.email) for one in meeting.participants], summary=meeting.request.subject,
        zones=[event.time_zone, reader.person.time_zone], texts=texts, place=place, language=language,
    )
    return invitation.request(said) if method is Method.REQUEST else invitation.cancel(said)


def place_of(meeting: EventMeeting) -> str:
    """Where the two find each other, in the language in use."""
    return _("%(place)s, table %(number)d", place=meeting.event.place, number=meeting.table_number)
