"""The invitation goes to all who take part, each in their language, as a mail with a part for calendar programs."""

from flask_babel import force_locale

from app.core.db import now
from app.core.i18n import _
from app.extensions import db
from app.partnering.meetings import invitation
from app.partnering.meetings.availability import SIDES, zone_of
from app.partnering.meetings.invitation import Attendee, CalendarPart, Invitation, Method, Text
from app.partnering.models import Meeting
from app.partnering.services.invitations import Invited, language_of, owe_invitations

KINDS = {Method.REQUEST: "meeting.invitation", Method.CANCEL: "meeting.cancellation"}


def send_invitations(meeting: Meeting, method: Method) -> None:
    """Owe each participant the present state of the meeting."""
    db.session.flush()
    parts: dict[str, CalendarPart] = {}
    invited = []
    for one in meeting.participants:
        language = language_of(one.person.language if one.person is not None else meeting.language)
        if language not in parts:
            parts[language] = calendar_part(meeting, method, language)
        to = {"person_id": one.person_id} if one.person_id is not None else {"participant_id": one.id}
        invited.append(Invited(one.id, to, parts[language]))
    owe_invitations(KINDS[method], meeting, invited)


def calendar_part(meeting: Meeting, method: Method, language: str) -> CalendarPart:
    """The meeting for calendar programs.

    :raises ValueError: no time is agreed on.
    """
    if meeting.starts_at is None or meeting.ends_at is None:
        raise ValueError("a meeting without a time has no invitation")
    with force_locale(language):
        texts = [Text(_("Agenda"), meeting.agenda or ""), Text(_("Questions"), meeting.questions or "")]
        if method is Method.CANCEL:
            texts = [Text(_("Cancelled"), meeting.cancel_reason or "")]
    said = Invitation(
        uid=meeting.uid, sequence=meeting.sequence, start=meeting.starts_at, end=meeting.ends_at, created=meeting.created_at, changed=now(),
        organiser=Attendee(meeting.created_by.name, meeting.created_by.email),
        attendees=[Attendee(one.name, one.email) for one in meeting.participants], summary=meeting.subject,
        zones=[zone_of(meeting, side) for side in SIDES], texts=texts, join_link=meeting.join_link or "", language=language,
    )
    return invitation.request(said) if method is Method.REQUEST else invitation.cancel(said)
