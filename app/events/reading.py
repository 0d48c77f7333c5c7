"""Events as their pages show them: times on the event's clock and the reader's, slots to choose among, plans in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from app.core.i18n import _, _n, isolated_name
from app.core.templating import label
from app.events.models import EventMeeting, PlannedRequest, ProgrammeEvent
from app.events.slots import slots_of
from app.partnering.meetings.local_times import LocalTime, local_time
from app.partnering.meetings.reading import Choice
from app.partnering.meetings.schedule import Code
from app.partnering.meetings.sides import Span


@dataclass(frozen=True)
class Clock:
    """A time on a clock, and whose clock it is."""

    whose: str
    time: LocalTime


def clocks(event: ProgrammeEvent, start: datetime, end: datetime, zone: str) -> list[Clock]:
    """A time on the clock of the event, and on the reader's where it shows another time."""
    here, own = local_time(start, end, event.time_zone), local_time(start, end, zone or "UTC")
    both = [Clock(_("At the event"), here), Clock(_("Your time"), own)]
    return both[:1] if not zone or (here.day, here.hours) == (own.day, own.hours) else both


def days(event: ProgrammeEvent, zone: str) -> list[list[Clock]]:
    """Each day from its first slot to the end of its last."""
    grouped = groupby(slots_of(event), lambda span: local_time(span.start, span.end, event.time_zone).day)
    found = []
    for _day, spans in grouped:
        all_of_it = list(spans)
        found.append(clocks(event, all_of_it[0].start, all_of_it[-1].end, zone))
    return found


def slot_choices(event: ProgrammeEvent, zone: str) -> Mapping[str, Sequence[Choice]]:
    """The slots to choose among, by the days of the event."""
    found = [_choice(event, span, zone) for span in slots_of(event)]
    return {day: list(group) for day, group in groupby(found, lambda choice: choice.day)}


def slot_key(start: datetime) -> str:
    """A slot as the choices carry it."""
    return f"{start.astimezone(UTC):%Y-%m-%dT%H:%M}+00:00"


def _choice(event: ProgrammeEvent, span: Span, zone: str) -> Choice:
    here, *own = clocks(event, span.start, span.end, zone)
    words = f"{here.time.hours} ({here.time.zone})" + "".join(f" – {one.whose}: {one.time}" for one in own)
    return Choice(slot_key(span.start), here.time.day, words)


def meeting_lines(meeting: EventMeeting, zone: str) -> list[str]:
    """The time of a meeting in lines of plain text, one for each clock."""
    return [f"{one.whose}: {one.time}" for one in clocks(meeting.event, meeting.starts_at, meeting.ends_at, zone)]


def reasons(row: PlannedRequest) -> list[str]:
    """Why a plan does not place a request, every reason, and what making room would cost."""
    names = {one.id: one.person.name for one in (row.request.asker, row.request.asked)}
    return [*(_reason(facts, names) for facts in row.reasons), _cost(row)]


def _reason(facts: Mapping[str, Any], names: Mapping[int, str]) -> str:
    match Code(facts["code"]):
        case Code.ALREADY_CONFIRMED:
            return _("The two have a confirmed meeting already.")
        case Code.NO_COMMON_SLOT:
            return _("No slot that is still to come is free for both.")
        case Code.LIMIT_REACHED:
            name = isolated_name(names.get(facts["participant"], ""))
            return _("%(name)s has %(meetings)d meetings of at most %(limit)d.", name=name, meetings=facts["meetings"], limit=facts["limit"])
        case Code.SLOTS_TAKEN if facts["without_table"]:
            return _(
                "In each of the slots that both are there (%(slots)d) one of the two has another meeting, or no table is left (%(without)d).",
                slots=facts["slots"], without=facts["without_table"],
            )
        case Code.SLOTS_TAKEN:
            return _("In each of the slots that both are there (%(slots)d) one of the two has another meeting.", slots=facts["slots"])
        case Code.NO_TABLE:
            return _n("In %(num)d slot both are free, but all tables are taken.", "In %(num)d slots both are free, but all tables are taken.", facts["slots"])


def _cost(row: PlannedRequest) -> str:
    if row.cost is None:
        return _("No planned meeting could give way to it.")
    if row.cost == 0:
        return _("Its weight is %(weight)d.", weight=row.weight)
    return _("Meetings of the weight %(cost)d would have to give way to it; its own is %(weight)d.", cost=row.cost, weight=row.weight)


def absence_in_words(meeting: EventMeeting) -> str:
    """Who did not come to a meeting."""
    names = {"asker": meeting.asker.person.name, "asked": meeting.asked.person.name}
    return isolated_name(names[meeting.absent]) if meeting.absent in names else label(meeting.absent)
