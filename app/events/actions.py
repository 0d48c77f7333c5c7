"""What may be done at an event now, as its pages offer it."""

from typing import Any

from app.core.i18n import LazyText, _l
from app.core.workflow import Available, Workflow
from app.events import policy
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.events.workflow import MEETING, PARTICIPANT, PLAN, PROGRAMME_EVENT, REQUEST
from app.partnering.actions import Action

DANGEROUS = frozenset({"cancel", "postpone", "send_back", "reject", "withdraw", "decline", "discard"})
PRIMARY = frozenset({"publish", "ask_both", "agree", "open_registration", "confirm", "want", "resume"})
COMMENTED = frozenset({"cancel", "postpone", "send_back", "reject"})
CONFIRMATIONS: dict[tuple[str, str], LazyText] = {
    ("programme_event", "cancel"): _l("All who are registered are told and read your reason. Confirmed meetings are cancelled."),
    ("programme_event", "postpone"): _l("All who are registered are told and read your reason. Confirmed meetings are cancelled; they stay registered for the new days."),
    ("event_participant", "withdraw"): _l("Your requests are dropped and your confirmed meetings cancelled."),
    ("event_participant", "cancel"): _l("The person reads your reason. Requests are dropped and confirmed meetings cancelled."),
    ("event_plan", "confirm"): _l("Each meeting is checked anew; what still fits is arranged, and both get the invitation."),
    ("event_meeting", "cancel"): _l("The other one reads your reason, and the meeting leaves both calendars."),
}


def _page(name: str, label: LazyText, kind: str = "secondary") -> Action:
    return Action(name, f"events.{name}", label, True, kind, False, False, None, [])


def _button(workflow: Workflow, row: Available, prefix: str) -> Action:
    action = row.action
    kind = "danger" if action in DANGEROUS else "primary" if action in PRIMARY else "secondary"
    return Action(
        action, f"events.{prefix}{action}", row.transition.label, False, kind, action in COMMENTED, row.transition.comment_required,
        CONFIRMATIONS.get((workflow.name, action)), [str(problem) for problem in row.problems],
    )


def _buttons(workflow: Workflow, thing: Any, by: Any, prefix: str = "") -> list[Action]:
    return [_button(workflow, row, prefix) for row in workflow.available(thing, by)]


def _ordered(found: list[Action]) -> list[Action]:
    return sorted(found, key=lambda one: (one.kind != "primary", one.kind == "danger"))


def of_event(event: ProgrammeEvent, by: Any) -> list[Action]:
    """For organisers: to change the event and to take it on."""
    found = _buttons(PROGRAMME_EVENT, event, by)
    if policy.edits(by, event):
        found.append(_page("edit", _l("Change the event")))
    if policy.organises(by, event) and event.published_at is not None:
        found.append(_page("plans", _l("Plan the meetings"), "primary" if policy.plans(by, event) else "secondary"))
        found.append(_page("timetable", _l("Timetable of all meetings")))
    return _ordered(found)


def of_participant(participant: EventParticipant, by: Any) -> list[Action]:
    """For the person, other participants, and organisers."""
    found = _buttons(PARTICIPANT, participant, by, "participant_")
    if policy.changes_presence(by, participant):
        found.append(_page("presence", _l("Change when I am there")))
    if policy.asks(by, participant):
        found.append(_page("ask", _l("Ask for a meeting"), "primary"))
    return _ordered(found)


def of_request(request: MeetingRequest, by: Any) -> list[Action]:
    """For the two of a request."""
    return _ordered(_buttons(REQUEST, request, by, "request_"))


def of_plan(plan: MeetingPlan, by: Any) -> list[Action]:
    """For organisers."""
    return _ordered(_buttons(PLAN, plan, by, "plan_"))


def of_meeting(meeting: EventMeeting, by: Any) -> list[Action]:
    """For the two who meet; organisers look only, since a meeting is the matter of those who meet."""
    found = []
    if policy.records(by, meeting):
        found.append(_page("record", _l("Say what became of it"), "primary"))
    if policy.downloads(by, meeting):
        found.append(_page("invitation", _l("Download the calendar file")))
    if policy.meets(by, meeting) and not policy.begun(meeting):
        found += _buttons(MEETING, meeting, by, "meeting_")
    return _ordered(found)
