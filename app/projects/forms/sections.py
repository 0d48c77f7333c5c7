"""One form per section of a draft: it takes whatever is well formed, complete or not."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Form, RadioField, Required, SelectField, SelectMultipleField, VersionedForm, Whole, line, paragraphs
from app.core.i18n import LANGUAGES, _, _l, text
from app.core.once import Once
from app.core.templating import label
from app.organisations.models import Organisation
from app.programmes.models import Call, Programme
from app.programmes.vocabulary import automation, automation_levels, readiness, readiness_levels
from app.projects.enums import SensitiveTechnology
from app.projects.models import Project

LONGEST_TEXT = 6000
LONGEST_DURATION = 120
WRITTEN_IN = [SelectChoice(value=code, label=name) for code, name in LANGUAGES.items()]


class Checkboxes(SelectMultipleField):
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _level(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class NewProjectForm(Once, Form):
    """Who leads, under which programme or call, and a working title."""

    title = line(_l("Title"), maximum=200, validators=[Required(_l("Give the project a title."))])
    organisation = SelectField(_l("Lead partner"))
    frame = SelectField(_l("Programme or call"))
    language = SelectField(_l("Language in which you write"), choices=WRITTEN_IN)

    def offer(self, organisations: Sequence[Organisation], programmes: Sequence[Programme], calls: Sequence[Call]) -> None:
        """Set what can be chosen: open registration per programme, and every open call."""
        self.organisation.choices = [(o.public_id, o.name) for o in organisations]
        at_any_time = [(f"programme:{p.code}", _("%(programme)s, at any time", programme=text(p.names))) for p in programmes]
        to_call = [
            (f"call:{c.public_id}", _("%(programme)s, call: %(call)s", programme=text(c.programme.names), call=text(c.names)))
            for c in calls
        ]
        self.frame.choices = [*at_any_time, *to_call]


class SummaryForm(VersionedForm):
    """What the project is."""

    title = line(_l("Title"), maximum=200, validators=[Required(_l("Give the project a title."))])
    summary = paragraphs(_l("Summary"), maximum=LONGEST_TEXT)
    innovation = paragraphs(_l("What is new"), maximum=LONGEST_TEXT)
    market = paragraphs(_l("Market"), maximum=LONGEST_TEXT)
    language = SelectField(_l("Language in which you write"), choices=WRITTEN_IN)


class TracksForm(VersionedForm):
    """Field and readiness."""

    tracks = Checkboxes(_l("Tracks"))
    subtopics = Checkboxes(_l("Subtopics"))
    trl_from = SelectField(_l("Technology readiness at the start"), coerce=_level)
    trl_to = SelectField(_l("Technology readiness at the end"), coerce=_level)
    automation_level = SelectField(_l("Driving automation level"), coerce=_level)

    def offer(self, project: Project) -> None:
        """Set what can be chosen: the tracks and subtopics that are not retired, and the levels in words."""
        tracks = [track for track in project.programme.tracks if track.retired_at is None]
        self.tracks.choices = [(track.code, text(track.names)) for track in tracks]
        self.subtopics.choices = {
            text(track.names): [
                (topic.code, f"{topic.code} {text(topic.names)}") for topic in track.subtopics if topic.retired_at is None
            ]
            for track in tracks
        }
        nothing = ("", _("Not chosen"))
        self.trl_from.choices = self.trl_to.choices = [nothing, *((level, readiness(level)) for level in readiness_levels())]
        self.automation_level.choices = [("", _("Does not apply")), *((level, automation(level)) for level in automation_levels())]


class ScheduleForm(VersionedForm):
    """When, for how long, and with which milestones."""

    starts_on = DateField(_l("Start date"), validators=[Optional()])
    duration_months = Whole(
        _l("Duration in months"),
        validators=[Optional(), NumberRange(1, LONGEST_DURATION, message=_l("Give a number of months from %(min)d to %(max)d."))],
    )
    milestones = paragraphs(_l("Milestones"), maximum=LONGEST_TEXT)

    def limit_duration(self, least: int | None, most: int | None) -> None:
        """Ask for a duration that the programme allows, in the words of the hint."""
        months = NumberRange(least or 1, most or LONGEST_DURATION, message=_l("Give a number of months from %(min)d to %(max)d."))
        self.duration_months.validators = [Optional(), months]

    def validate(self, extra_validators: Any = None) -> bool:
        """Word the parser's errors so that they say what to do."""
        valid = super().validate(extra_validators)
        if self.starts_on.process_errors:
            self.starts_on.errors = [_("Enter the date as year-month-day, such as 2027-04-01.")]
        return bool(valid)


class IntellectualPropertyForm(VersionedForm):
    """What is brought, and who owns the results."""

    background_ip = paragraphs(_l("What each partner brings"), maximum=LONGEST_TEXT)
    foreground_ip = paragraphs(_l("Who owns and uses the results"), maximum=LONGEST_TEXT)


class SensitiveTechnologyForm(VersionedForm):
    """The declaration on export control."""

    declaration = RadioField(_l("Is technology under export control used or made?"), validators=[Optional()], coerce=lambda v: v or None)
    details = paragraphs(_l("Details"), maximum=LONGEST_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declaration.choices = [(str(choice), label(choice)) for choice in SensitiveTechnology]
