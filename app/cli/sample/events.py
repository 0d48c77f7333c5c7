"""A joint event to which both countries agreed, its registration open: some of the sample's people take part and ask each other for meetings."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.accounts.models import Person
from app.cli.sample.projects import Cast
from app.core.db import now
from app.events import services
from app.events.models import EventParticipant, ProgrammeEvent
from app.events.slots import Hours, slots_of

DAYS_AHEAD, CLOSED_BEFORE = 60, 7
TITLES = {"en": "Robotics and farming days", "ja": "ロボットと農業の交流会", "he": "ימי רובוטיקה וחקלאות"}
DESCRIPTIONS = {
    "en": "Makers, farms and institutes of both countries meet for two days. Ask whom you want to meet; the meetings are planned together.",
    "ja": "両国のメーカー、農場、研究機関が二日間にわたり交流します。会いたい相手に面談を申し込んでください。面談はまとめて調整されます。",
    "he": "יצרנים, חקלאים ומכונים משתי המדינות נפגשים ליומיים. בקשו להיפגש עם מי שתרצו; הפגישות מתוכננות יחד.",
}
WISHES = ((0, 0, 3, "Picking in the cold"), (1, 0, 2, "Sensors for greenhouses"), (0, 1, 1, "A pilot in spring"))
"""Place among the participants of the first country, of the second, priority, subject; the first is wanted by both."""


def load(cast: Cast) -> None:
    """Hold one event."""
    event = _event(cast)
    parties = [_register(event, cast, country) for country in cast.countries]
    for place, (one, other, priority, subject) in enumerate(WISHES):
        asker, asked = parties[0][one], parties[1][other]
        request = services.ask_for_meeting(asked, subject=subject, priority=priority, language="en", by=asker.person)
        if place == 0:
            services.want_meeting(request, by=asked.person)


def _event(cast: Cast) -> ProgrammeEvent:
    first = cast.programme.parties[0]
    day = (now() + timedelta(days=DAYS_AHEAD)).date()
    closes = datetime.combine(day - timedelta(days=CLOSED_BEFORE), time(17), ZoneInfo(first.time_zone)).astimezone(UTC)
    event = services.create_event(cast.programme, by=cast.secretariat, values={
        "party": None, "titles": TITLES, "descriptions": DESCRIPTIONS, "place": "Mihon Hall", "time_zone": first.time_zone, "moderated": False,
        "half_hours": 1, "tables": 12, "meeting_limit": 8, "registration_closes_at": closes,
        "days": [Hours(day, time(10), time(16)), Hours(day + timedelta(days=1), time(9, 30), time(12, 30))],
    })
    services.ask_both(event, by=cast.secretariat)
    for country in cast.countries:
        services.agree(event, by=cast.official("officer", country))
    services.open_registration(event, by=cast.secretariat)
    return event


def _register(event: ProgrammeEvent, cast: Cast, country: str) -> list[EventParticipant]:
    """Everybody of the country's verified organisations; who comes second cannot be there at the beginning."""
    present = [span.start for span in slots_of(event)]
    people: list[tuple[str, Person]] = [
        (code, person) for code, person in cast.person_of.items() if cast.organisations[code].country == country and cast.organisations[code].is_verified
    ]
    return [
        services.register(event, organisation=cast.organisations[code], present=present[place:], by=person) for place, (code, person) in enumerate(people)
    ]
