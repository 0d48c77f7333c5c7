"""What may be done with a meeting now, as its page offers it."""

from collections.abc import Callable, Sequence
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


PAGES: Sequence[tuple[Callable[[Any, Meeting], bool], str, LazyText]] = (
    (policy.takes, "accept", _l("Accept a time")),
    (policy.records, "record", _l("Say what became of it")),
    (policy.offers, "times", _l("Offer other times")),
    (policy.writes, "edit", _l("Change the draft")),
    (policy.names_people, "people", _l("Who takes part for us")),
    (policy.changes_link, "link", _l("Change the link to join")),
    (policy.notes, "note", _l("Notes of our side")),
    (policy.downloads, "invitation", _l("Download the calendar file")),
)
"""What has a page of its own: who opens it, its endpoint, and what the way to it is called."""


def _page(meeting: Meeting, name: str, label: LazyText) -> Action:
    primary = name in {"accept", "record"} or (name == "times" and meeting.state == S.DRAFT)
    words = OFFERS[meeting.state] if name == "times" else label
    return Action(name, f"meetings.{name}", words, True, "primary" if primary else "secondary", False, False, None, [])


def of(meeting: Meeting, by: Any) -> list[Action]:
    """What the actor may do; forms with questions of their own have pages."""
    found = [_page(meeting, name, label) for may, name, label in PAGES if may(by, meeting)]
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
