"""Participants ask each other for meetings. Nothing of this takes anybody's time."""

from typing import Any

from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l, isolated_name
from app.events import due, policy, queries
from app.events.enums import ParticipantState, RequestState
from app.events.models import EventParticipant, MeetingRequest
from app.events.models.request import HIGHEST_PRIORITY
from app.events.workflow import REQUEST
from app.extensions import db


def ask_for_meeting(asked: EventParticipant, *, subject: str, priority: int, language: str, by: Any) -> MeetingRequest:
    """Ask another participant for a meeting.

    :raises Refused: nothing is said of the subject, one of the two is no participant, or they have a request or a meeting already.
    """
    event = asked.event
    asker = queries.participation_of(event, by)
    if asker is None or asker.state != ParticipantState.CONFIRMED or event.state not in policy.ROUND_STATES:
        raise NotAllowed
    problems = list(_unfit(asker, asked))
    if not subject.strip():
        problems.append(Problem("subject", _l("Say what the meeting is about.")))
    if not 1 <= priority <= HIGHEST_PRIORITY:
        problems.append(Problem("priority", _l("Choose how important the meeting is.")))
    if problems:
        raise Refused(problems)
    request = MeetingRequest(
        event=event, asker=asker, asked=asked, state=RequestState.ASKED, due_at=due.answer_due(event), subject=subject.strip(), language=language,
        priority=priority, mutual=False,
    )
    db.session.add(request)
    db.session.flush()
    REQUEST.begin("ask", request, by=by)
    return request


def _unfit(asker: EventParticipant, asked: EventParticipant) -> list[Problem]:
    if asked.state != ParticipantState.CONFIRMED:
        return [Problem("", _l("This person does not take part any more."))]
    if asked.organisation_id == asker.organisation_id:
        return [Problem("", _l("You cannot ask somebody of your own organisation."))]
    if queries.have_meeting(asker, asked):
        return [Problem("", _l("You have a meeting with this participant already."))]
    standing = queries.open_request_between(asker, asked)
    if standing is None:
        return []
    if standing.asker_id == asker.id:
        return [Problem("", _l("You have asked this participant already."))]
    return [Problem("", _l("%(name)s has asked you already. Answer that request.", name=isolated_name(asked.person.name)))]


def want_meeting(request: MeetingRequest, *, by: Any, version: int | None = None) -> None:
    """The one who was asked wants the meeting too: it counts more when the meetings are planned."""
    REQUEST.fire("want", request, by=by, version=version, changes={"mutual": True, "due_at": None})


def decline_request(request: MeetingRequest, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The one who was asked does not want to meet."""
    REQUEST.fire("decline", request, by=by, comment=comment, version=version, changes={"due_at": None})


def withdraw_request(request: MeetingRequest, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The one who asked takes it back."""
    REQUEST.fire("withdraw", request, by=by, comment=comment, version=version, changes={"due_at": None})
