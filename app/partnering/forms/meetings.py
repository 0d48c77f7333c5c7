"""Forms of meetings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wtforms import BooleanField, FieldList, FormField
from wtforms import Form as Part
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import RadioField, Required, SelectField, SelectMultipleField, VersionedForm, line, paragraphs
from app.core.i18n import _, _l, _n, isolated_name
from app.core.once import Once
from app.core.templating import label
from app.partnering.enums import MeetingOutcome, Side
from app.partnering.forms.sections import WRITTEN_IN
from app.partnering.meetings.limits import LONGEST, MOST_HALF_HOURS, MOST_PEOPLE
from app.partnering.meetings.reading import Choice
from app.partnering.models import Meeting

HELD = "held"


def minutes(half_hours: int) -> str:
    """A length in words."""
    return _n("%(num)d minute", "%(num)d minutes", half_hours * 30)


class DetailsForm(VersionedForm):
    """What a meeting is about, and how it is held."""

    subject = line(_l("What is the meeting about?"), maximum=200, validators=[Required(_l("Say what the meeting is about."))])
    agenda = paragraphs(_l("Agenda"), maximum=LONGEST)
    questions = paragraphs(_l("Questions that the other side should prepare"), maximum=LONGEST)
    language = SelectField(_l("Language of the meeting"), choices=WRITTEN_IN)
    interpreter = BooleanField(_l("We would like an interpreter"))
    half_hours = SelectField(_l("Length"), coerce=int)
    join_link = line(_l("Link to join"), maximum=500)

    def offer(self) -> None:
        """The lengths."""
        self.half_hours.choices = [(number, minutes(number)) for number in range(1, MOST_HALF_HOURS + 1)]

    def details(self) -> dict[str, Any]:
        """What was typed."""
        return {
            "subject": self.subject.data or "", "agenda": self.agenda.data or None, "questions": self.questions.data or None,
            "language": self.language.data, "interpreter": self.interpreter.data, "half_hours": self.half_hours.data,
            "join_link": self.join_link.data or None,
        }


class PlanForm(Once, DetailsForm):
    """A new meeting."""

    version = None


class PersonPart(Part):
    """One who takes part."""

    name = line(_l("Name"), maximum=120)
    reading = line(_l("How the name is read"), maximum=120)
    title = line(_l("Position or title"), maximum=120)
    email = line(_l("E-mail address"), maximum=254)


class PeopleForm(VersionedForm):
    """Who takes part for one side."""

    people = FieldList(FormField(PersonPart), min_entries=MOST_PEOPLE, max_entries=MOST_PEOPLE)

    def rows(self) -> list[dict[str, str | None]]:
        """The rows that hold something."""
        found = [{name: part.form[name].data or None for name in ("name", "reading", "title", "email")} for part in self.people]
        return [row for row in found if any(row.values())]


class TimesForm(VersionedForm):
    """Times that are offered to the other side."""

    times = SelectMultipleField(
        _l("Which times do you offer?"), validators=[Required(_l("Choose at least one time."))], widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    comment = paragraphs(_l("A word to the other side"), maximum=LONGEST)

    def offer(self, groups: Mapping[str, Sequence[Choice]]) -> None:
        """The free times, by day."""
        self.times.choices = [(choice.key, choice.words) for choices in groups.values() for choice in choices]


class AcceptForm(VersionedForm):
    """Which of the offered times is accepted."""

    start = RadioField(_l("Which time do you accept?"), validators=[Required(_l("Choose a time."))])
    join_link = line(_l("Link to join"), maximum=500)

    def offer(self, choices: Sequence[Choice]) -> None:
        """The offered times."""
        self.start.choices = [(choice.key, f"{choice.day}, {choice.words}") for choice in choices]


class LinkForm(VersionedForm):
    """Another link to join."""

    join_link = line(_l("Link to join"), maximum=500)


class RecordForm(VersionedForm):
    """What became of a meeting."""

    became = RadioField(_l("What became of the meeting?"), validators=[Required(_l("Choose what became of the meeting."))])
    comment = paragraphs(_l("Comment, which both sides read"), maximum=LONGEST)

    def offer(self, meeting: Meeting) -> None:
        """It was held, or one side did not come."""
        absent = [(str(side), _("%(organisation)s did not come", organisation=isolated_name(meeting.organisation_of(side).display_name))) for side in Side]
        self.became.choices = [(HELD, _("It was held")), *absent]


class NoteForm(VersionedForm):
    """What one side keeps of a meeting."""

    outcome = RadioField(_l("How do you see it?"))
    text = paragraphs(_l("Notes"), maximum=LONGEST)
    shared = BooleanField(_l("Show this to the other side"))

    def offer(self) -> None:
        """The outcomes."""
        self.outcome.choices = [("", _("Not said")), *((str(one), label(one)) for one in MeetingOutcome)]


def instant(key: str | None) -> datetime | None:
    """A start as the choices carry it; None where it is none."""
    try:
        found = datetime.fromisoformat(key or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
