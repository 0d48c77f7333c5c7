"""Forms of events."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, Field, FieldList, FormField, SelectChoice, TimeField
from wtforms import Form as Part
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.zones import zone_choices
from app.core.forms import (
    Form,
    RadioField,
    ReadFirst,
    Required,
    SelectField,
    SelectMultipleField,
    VersionedForm,
    Whole,
    line,
    paragraphs,
)
from app.core.i18n import _, _l, country_name, isolated_name, language, text
from app.core.once import Once
from app.core.templating import label
from app.events.enums import Absent
from app.events.limits import MOST_DAYS
from app.events.models import EventMeeting, ProgrammeEvent
from app.events.models.event import MOST_HALF_HOURS, MOST_MEETINGS, MOST_TABLES
from app.events.slots import Hours
from app.organisations.models import Organisation
from app.partnering.forms.meetings import HELD, minutes
from app.partnering.forms.sections import WRITTEN_IN
from app.partnering.meetings.limits import LONGEST
from app.partnering.meetings.reading import Choice
from app.programmes.forms import INSTANT_FORMATS, Day, Instant, OfficialClock, in_languages
from app.programmes.models import Party, Programme

BOTH = "both"
PRIORITIES = {3: _l("Very important"), 2: _l("Important"), 1: _l("Good to have")}


class TimeOfDay(ReadFirst, TimeField):
    """A time on the clock; says what to do where it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError(_("Enter a time in hours and minutes, such as 09:30.")) from None


class DayPart(Part):
    """A day of an event."""

    day = Day(_l("Day"), validators=[Optional()])
    opens = TimeOfDay(_l("First slot begins"), validators=[Optional()])
    closes = TimeOfDay(_l("Last slot ends"), validators=[Optional()])


def number(label: Any, most: int) -> Whole:
    """A whole number from one."""
    return Whole(label, validators=[
        Required(_l("Enter a number.")), NumberRange(1, most, message=_l("Enter a number from %(min)s to %(max)s.")),
    ])


class EventForm(OfficialClock, VersionedForm):
    """An event; its times are entered on the clock of its official zone."""

    titles = in_languages(_l("Title"), maximum=200, missing=_l("Enter the English title."))
    descriptions = in_languages(_l("What the event is about"), maximum=4000, several_lines=True, missing=_l("Say in English what the event is about."))
    place = line(_l("Place"), maximum=200, validators=[Required(_l("Say where the event is held."))])
    time_zone = SelectField(_l("Official time zone"))
    days = FieldList(FormField(DayPart), min_entries=MOST_DAYS, max_entries=MOST_DAYS)
    half_hours = SelectField(_l("Length of a slot"), coerce=int)
    tables = number(_l("Number of tables"), MOST_TABLES)
    meeting_limit = number(_l("Most meetings of one participant"), MOST_MEETINGS)
    registration_closes_at = Instant(_l("Registration closes"), format=INSTANT_FORMATS, validators=[Required(_l("Enter when the registration closes."))])
    moderated = BooleanField(_l("An organiser confirms each registration"))

    def offer(self) -> None:
        """Zones and lengths."""
        self.time_zone.choices = list(zone_choices(language()))
        self.half_hours.choices = [(one, minutes(one)) for one in range(1, MOST_HALF_HOURS + 1)]

    def validate_registration_closes_at(self, field: Field) -> None:
        """The clock shows that time on that day."""
        self.check_clock(field)

    def validate_days(self, _field: Field) -> None:
        """A row that holds something holds all of it."""
        for place, part in enumerate(self.days, start=1):
            given = [part.form[name].data is not None for name in ("day", "opens", "closes")]
            if any(given) and not all(given):
                raise ValidationError(_("Day %(number)d needs a date and both times.", number=place))

    def values(self) -> dict[str, Any]:
        """What was entered, as the services take it."""
        rows = [part.form for part in self.days]
        return {
            "titles": self.titles.data, "descriptions": self.descriptions.data, "place": self.place.data, "time_zone": self.time_zone.data,
            "half_hours": self.half_hours.data, "tables": self.tables.data, "meeting_limit": self.meeting_limit.data, "moderated": self.moderated.data,
            "registration_closes_at": self.instant(self.registration_closes_at),
            "days": [Hours(row.day.data, row.opens.data, row.closes.data) for row in rows if row.day.data and row.opens.data and row.closes.data],
        }


class NewEventForm(Once, EventForm):
    """A new event has a programme and a party, and no version yet."""

    version = None
    owner = SelectField(_l("Whose event is it?"))

    def offer_owners(self, programmes: Mapping[Programme, Sequence[Party | None]]) -> None:
        """The programmes and parties for which the person may hold events."""
        self.owners: dict[str, tuple[Programme, Party | None]] = {}
        choices = []
        for programme, parties in programmes.items():
            for party in parties:
                key = f"{programme.code}:{party.country if party else BOTH}"
                whose = country_name(party.country) if party else _("both countries together")
                self.owners[key] = (programme, party)
                choices.append((key, f"{text(programme.names)} – {whose}"))
        self.owner.choices = choices

    @property
    def chosen(self) -> tuple[Programme, Party | None]:
        """The programme and the party."""
        return self.owners[self.owner.data]


def values_of_event(event: ProgrammeEvent) -> dict[str, Any]:
    """An event as its form shows it: instants on the clock of its zone."""
    closes = event.registration_closes_at.astimezone(ZoneInfo(event.time_zone)).replace(tzinfo=None)
    names = ("titles", "descriptions", "place", "time_zone", "half_hours", "tables", "meeting_limit", "moderated", "version")
    days = [{"day": one.day, "opens": one.opens, "closes": one.closes} for one in event.days]
    return {**{name: getattr(event, name) for name in names}, "registration_closes_at": closes, "days": days}


class Slots:
    """Mixed into forms in which a participant says when to be there."""

    present = SelectMultipleField(
        _l("In which slots are you there?"), validators=[Required(_l("Choose at least one slot."))], widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer_slots(self, groups: Mapping[str, Sequence[Choice]]) -> None:
        """The slots, by day."""
        self.present.choices = [(choice.key, choice.words) for choices in groups.values() for choice in choices]


class RegisterForm(Once, Slots, Form):
    """A registration for an event."""

    organisation = SelectField(_l("For which organisation?"))

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """The organisations of the person that may take part."""
        self.organisation.choices = [(one.public_id, one.display_name) for one in organisations]


class PresenceForm(Slots, VersionedForm):
    """When a participant is there."""


class AskForm(Once, Form):
    """A request for a meeting."""

    subject = line(_l("What is the meeting about?"), maximum=200, validators=[Required(_l("Say what the meeting is about."))])
    language = SelectField(_l("Language in which you write"), choices=WRITTEN_IN)
    priority = RadioField(_l("How important is it to you?"), coerce=int, default=2, choices=[SelectChoice(value=one, label=said) for one, said in PRIORITIES.items()])


class OrderForm(Once, Form):
    """Has the meetings planned."""


class RecordForm(VersionedForm):
    """What became of a meeting."""

    became = RadioField(_l("What became of the meeting?"), validators=[Required(_l("Choose what became of the meeting."))])
    comment = paragraphs(_l("Comment, which both sides read"), maximum=LONGEST)

    def offer(self, meeting: EventMeeting) -> None:
        """It was held, or somebody did not come."""
        names = {Absent.ASKER: meeting.asker.person.name, Absent.ASKED: meeting.asked.person.name}
        absent = [(str(one), _("%(organisation)s did not come", organisation=isolated_name(names[one])) if one in names else label(one)) for one in Absent]
        self.became.choices = [(HELD, _("It was held")), *absent]
