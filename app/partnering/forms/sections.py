"""Beginning a profile, and one form per section of it: it takes whatever is well formed, complete or not."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import DateField, SelectChoice
from wtforms.validators import Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import (
    Form,
    RadioField,
    ReadFirst,
    Required,
    SelectField,
    SelectMultipleField,
    VersionedForm,
    line,
    paragraphs,
)
from app.core.i18n import LANGUAGES, LazyText, _, _l, country_name, language_name, text
from app.core.once import Once
from app.core.templating import label
from app.organisations.enums import OrganisationKind, SizeBand
from app.partnering.enums import ProfileKind, ProfileSection, Rights, Stage
from app.partnering.goals import GOALS
from app.partnering.guide import TEXT_QUESTIONS
from app.partnering.models import Profile
from app.programmes.models import Call, Programme
from app.programmes.vocabulary import (
    automation,
    automation_levels,
    collaboration_types,
    needs_automation_level,
    readiness,
    readiness_levels,
)

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_TEXT = 120, 500, 6000
WRITTEN_IN = [SelectChoice(value=code, label=name) for code, name in LANGUAGES.items()]
LINK = Regexp(r"^https?://[^\s/]+\.[^\s]+$", message=_l("Enter an address that begins with https://."))


class Checkboxes(SelectMultipleField):
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Day(ReadFirst, DateField):
    """A day; says what to do where it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; an empty field holds none, whatever stood before.

        :raises ValueError: it is no day.
        """
        self.data = None
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError(_("Enter the date as year-month-day, such as 2027-04-01.")) from None


def _level(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


def _named(value: Any) -> str | None:
    return str(value) if value not in (None, "", "None") else None


class NewProfileForm(Once, Form):
    """What it is, under which programme, and a title."""

    kind = RadioField(_l("What do you want to publish?"), validators=[Required(_l("Choose what you want to publish."))])
    title = line(_l("Title"), maximum=LONGEST_TITLE, validators=[Required(_l("Give the profile a title."))])
    programme = SelectField(_l("Programme"))
    language = SelectField(_l("Language in which you write"), choices=WRITTEN_IN)
    named = RadioField(_l("Shall readers see your organisation?"), default="named")

    def offer(self, programmes: Sequence[Programme]) -> None:
        """Set what can be chosen."""
        self.kind.choices = [(str(kind), label(kind)) for kind in ProfileKind]
        self.programme.choices = [(one.code, text(one.names)) for one in programmes]
        self.named.choices = named_choices()


def named_choices() -> list[tuple[str, str]]:
    """Named or anonymous."""
    return [("named", _("Yes, name our organisation")), ("anonymous", _("No, publish it anonymously"))]


class SectionForm(VersionedForm):
    """A section: its fields in their order, with a hint for each, and the fields of large texts."""

    def prepare(self, profile: Profile, calls: Sequence[Call]) -> None:
        """Set labels and choices for the profile."""
        questions = TEXT_QUESTIONS[profile.kind]
        self.hints: dict[str, LazyText | str] = {}
        for name, field in self._fields.items():
            if name in questions:
                field.label.text = questions[name].label
                least = questions[name].least
                self.hints[name] = f"{questions[name].hint} {_('At least %(least)d characters.', least=least)}" if least else questions[name].hint
        self.offer(profile, calls)

    def offer(self, profile: Profile, calls: Sequence[Call]) -> None:
        """Set the choices; nothing to choose in most sections."""

    @property
    def asked(self) -> list[Any]:
        """The fields that are shown."""
        return [field for name, field in self._fields.items() if name not in {"version", "csrf_token"}]

    def values(self) -> dict[str, Any]:
        """What was typed, by field of the profile."""
        return {field.name: field.data or None for field in self.asked}


class SummaryForm(SectionForm):
    """Title, summary and language."""

    title = line(_l("Title"), maximum=LONGEST_TITLE, validators=[Required(_l("Give the profile a title."))])
    summary = paragraphs(_l("Short summary"), maximum=LONGEST_SUMMARY)
    language = SelectField(_l("Language in which you write"), choices=WRITTEN_IN)


class DescriptionForm(SectionForm):
    """The long texts."""

    description = paragraphs(_l("Description"), maximum=LONGEST_TEXT)
    advantages = paragraphs(_l("Advantages and innovations"), maximum=LONGEST_TEXT)
    expertise = paragraphs(_l("Technical specification"), maximum=LONGEST_TEXT)


class TechnologyForm(SectionForm):
    """Field, readiness and intellectual property."""

    tracks = Checkboxes(_l("Tracks"))
    subtopics = Checkboxes(_l("Subtopics"))
    trl = SelectField(_l("Technology readiness"), coerce=_level)
    automation_level = SelectField(_l("Driving automation level"), coerce=_level)
    stage = SelectField(_l("Stage of development"), coerce=_named)
    rights = Checkboxes(_l("Intellectual property"))
    rights_notes = paragraphs(_l("Notes on intellectual property"), maximum=LONGEST_TEXT)
    goals = Checkboxes(_l("Sustainable Development Goals"), coerce=int)

    def offer(self, profile: Profile, calls: Sequence[Call]) -> None:  # noqa: ARG002 - the same for all sections
        """The tracks and subtopics that are not retired, and the levels in words."""
        self.profile = profile
        tracks = [track for track in profile.programme.tracks if track.retired_at is None]
        self.tracks.choices = [(track.code, text(track.names)) for track in tracks]
        self.subtopics.choices = {
            text(track.names): [(topic.code, f"{topic.code} {text(topic.names)}") for topic in track.subtopics if topic.retired_at is None]
            for track in tracks
        }
        self.hints["subtopics"] = _("Open a track to see its subtopics.")
        self.trl.choices = [("", _("Not chosen")), *((level, readiness(level)) for level in readiness_levels())]
        self.automation_level.choices = [("", _("Does not apply")), *((level, automation(level)) for level in automation_levels())]
        asking = [text(track.names) for track in tracks if needs_automation_level(track)]
        self.hints["automation_level"] = _("Needed for the track %(track)s (SAE J3016).", track=", ".join(asking)) if asking else ""
        self.stage.choices = [("", _("Not chosen")), *((str(one), label(one)) for one in Stage)]
        self.rights.choices = [(str(one), label(one)) for one in Rights]
        self.goals.choices = [(number, _("%(number)d: %(name)s", number=number, name=name)) for number, name in GOALS.items()]

    def values(self) -> dict[str, Any]:
        """Tracks and subtopics as they stand in the programme."""
        tracks = self.profile.programme.tracks
        return {
            "tracks": [track for track in tracks if track.code in (self.tracks.data or ())],
            "subtopics": sorted(
                (topic for track in tracks for topic in track.subtopics if topic.code in (self.subtopics.data or ())), key=lambda topic: topic.code
            ),
            "trl": self.trl.data, "automation_level": self.automation_level.data, "stage": Stage(self.stage.data) if self.stage.data else None,
            "rights": list(self.rights.data or ()), "rights_notes": self.rights_notes.data or None, "goals": list(self.goals.data or ()),
        }


class CooperationForm(SectionForm):
    """What is sought."""

    collaboration = Checkboxes(_l("Kinds of cooperation"))
    partner_kinds = Checkboxes(_l("Kinds of partner"))
    partner_role = paragraphs(_l("The partner you seek"), maximum=LONGEST_TEXT)
    call = SelectField(_l("Call for proposals"), coerce=_named)
    deadline = Day(_l("Partners are sought until"), validators=[Optional()])

    def offer(self, profile: Profile, calls: Sequence[Call]) -> None:
        """Kinds of cooperation, and the calls that are open; the chosen one stays."""
        self.calls = {call.public_id: call.id for call in calls}
        self.collaboration.choices = [(code, text(names)) for code, names in collaboration_types().items()]
        self.partner_kinds.choices = [(str(one), label(one)) for one in OrganisationKind]
        self.call.choices = [("", _("None")), *((call.public_id, text(call.names)) for call in calls)]
        if profile.kind != ProfileKind.RD_REQUEST:
            del self.call
            del self.deadline
        else:
            self.hints["deadline"] = _("As year-month-day, such as 2027-04-01.")

    def values(self) -> dict[str, Any]:
        """The call by its key."""
        found: dict[str, Any] = {
            "collaboration": list(self.collaboration.data or ()), "partner_kinds": list(self.partner_kinds.data or ()),
            "partner_role": self.partner_role.data or None,
        }
        if "deadline" in self._fields:
            found |= {"deadline": self.deadline.data, "call_id": self.calls.get(self.call.data or "")}
        return found


class ReachForm(SectionForm):
    """Whom it is for, and by what it is found: changes at once."""

    languages = Checkboxes(_l("Languages in which you can talk"))
    countries = Checkboxes(_l("Countries in which you seek partners"))
    partner_sizes = Checkboxes(_l("Size of the partner"))
    keywords = line(_l("Keywords"), maximum=300)
    external_link = line(_l("Link"), maximum=500, validators=[Optional(), LINK])

    def offer(self, profile: Profile, calls: Sequence[Call]) -> None:  # noqa: ARG002 - the same for all sections
        """The languages and countries of the programme."""
        parties = profile.programme.parties
        known = dict.fromkeys([*(code for party in parties for code in party.languages), *LANGUAGES, *profile.languages])
        self.languages.choices = [(code, language_name(code)) for code in known]
        self.countries.choices = [(party.country, country_name(party.country)) for party in parties]
        self.partner_sizes.choices = [(str(one), label(one)) for one in SizeBand]
        self.hints["keywords"] = _("Technology, market and sector, separated by commas.")
        if profile.anonymous:
            del self.external_link

    def values(self) -> dict[str, Any]:
        """Lists as lists."""
        lists = ("languages", "countries", "partner_sizes")
        return {field.name: list(field.data or ()) if field.name in lists else field.data or None for field in self.asked}


class AnonymityForm(SectionForm):
    """Whether the owner is named."""

    named = RadioField(_l("Shall readers see your organisation?"))

    def offer(self, profile: Profile, calls: Sequence[Call]) -> None:  # noqa: ARG002 - the same for all sections
        """Two choices."""
        self.named.choices = named_choices()

    def values(self) -> dict[str, Any]:
        """As the profile keeps it."""
        return {"anonymous": self.named.data == "anonymous"}


FORMS: Mapping[ProfileSection, type[SectionForm]] = {
    ProfileSection.SUMMARY: SummaryForm,
    ProfileSection.DESCRIPTION: DescriptionForm,
    ProfileSection.TECHNOLOGY: TechnologyForm,
    ProfileSection.COOPERATION: CooperationForm,
    ProfileSection.REACH: ReachForm,
    ProfileSection.ANONYMITY: AnonymityForm,
}
