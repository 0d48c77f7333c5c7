"""What may be done with a meeting now, as its page offers it."""

from typing import Any

from app.core.i18n import LazyText, _l
from app.partnering.actions import Action
from app.partnering.enums import MeetingState
from app.partnering.meetings import policy
from app.partnering.meetings.workflow import MEETING
from app.partnering.models import Meeting

S = MeetingState
DANGEROUS = frozenset({"decline", "withdraw", "discard", "cancel"})
COMMENTED = frozenset({"decline", "withdraw", "keep", "cancel"})
CONFIRMATIONS: dict[str, LazyText] = {
    "discard": _l("The draft is dropped. The other side never knew of it."),
    "cancel": _l("All who take part are told, and the meeting leaves their calendars. The other side reads your reason."),
}
OFFERS: dict[MeetingState, LazyText] = {
    S.DRAFT: _l("Choose times and ask"), S.REQUESTED: _l("Offer other times"), S.ACCEPTED: _l("Propose another time"),
}


def _page(name: str, label: LazyText, kind: str = "secondary") -> Action:
    return Action(name, f"meetings.{name}", label, True, kind, False, False, None, [])


def of(meeting: Meeting, by: Any) -> list[Action]:
    """What the actor may do; forms with questions of their own have pages."""
    found = []
    if policy.takes(by, meeting):
        found.append(_page("accept", _l("Accept a time"), "primary"))
    if policy.records(by, meeting):
        found.append(_page("record", _l("Say what became of it"), "primary"))
    if policy.offers(by, meeting):
        found.append(_page("times", OFFERS[meeting.state], "primary" if meeting.state == S.DRAFT else "secondary"))
    if policy.writes(by, meeting):
        found.append(_page("edit", _l("Change the draft")))
    if policy.names_people(by, meeting):
        found.append(_page("people", _l("Who takes part for us")))
    if policy.notes(by, meeting):
        found.append(_page("note", _l("Notes of our side")))
    if policy.downloads(by, meeting):
        found.append(_page("invitation", _l("Download the calendar file")))
    for row in MEETING.available(meeting, by):
        action = row.action
        if action == "cancel" and policy.begun(meeting):
            continue
        kind = "danger" if action in DANGEROUS else "secondary"
        found.append(Action(
            action, f"meetings.{action}", row.transition.label, False, kind, action in COMMENTED, row.transition.comment_required,
            CONFIRMATIONS.get(action), [str(problem) for problem in row.problems],
        ))
    return sorted(found, key=lambda one: (one.kind != "primary", one.kind == "danger"))
