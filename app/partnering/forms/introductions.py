"""Forms of introductions."""

from collections.abc import Sequence

from wtforms import BooleanField
from wtforms.validators import DataRequired

from app.core.forms import RadioField, Required, SelectField, VersionedForm, line, paragraphs
from app.core.i18n import LazyText, _, _l
from app.core.once import Once
from app.core.templating import label
from app.organisations.models import Organisation
from app.partnering.enums import AgreementType, ClosingReason, ConfidentialityText, DecliningReason
from app.partnering.forms.sections import WRITTEN_IN, Day
from app.partnering.introductions.questions import LONGEST, QUESTIONS
from app.partnering.introductions.wording import GENERAL
from app.partnering.models import Introduction, Profile
from app.partnering.models.introduction import ANSWERS


def _text() -> object:
    return paragraphs("", maximum=LONGEST)


class Request(VersionedForm):
    """The guided questions, the language of the answers, and whether the asker's name is withheld."""

    why = _text()
    brings = _text()
    seeks = _text()
    timing = _text()
    questions = _text()
    language = SelectField(_l("Language in which you write"), choices=WRITTEN_IN)
    withheld = BooleanField(_l("Withhold the name of our organisation until the owner accepts"))

    def prepare(self, profile: Profile) -> None:
        """Set the questions for the kind of profile."""
        self.hints: dict[str, LazyText | str] = {}
        for name, question in QUESTIONS[profile.kind].items():
            self[name].label.text = question.label
            parts = [str(question.hint)] if question.hint else []
            parts += [_("At least %(least)d characters.", least=question.least)] if question.least else []
            self.hints[name] = " ".join(parts)

    def answers(self) -> dict[str, str | None]:
        """What was answered."""
        return {name: self[name].data or None for name in ANSWERS}


class InterestForm(Once, Request):
    """A new request: also for which organisation."""

    version = None
    organisation = SelectField(_l("For which organisation do you ask?"), validators=[Required(_l("Choose an organisation."))])

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """The organisations that may ask."""
        self.organisation.choices = [(one.public_id, one.display_name) for one in organisations]


class ScreeningForm(VersionedForm):
    """What the broker does with a request, and why."""

    outcome = RadioField(_l("What shall happen?"), validators=[Required(_l("Choose what shall happen."))])
    comment = paragraphs(_l("Reason for the asking organisation"), maximum=4000)

    def offer(self) -> None:
        """The three ways on."""
        self.outcome.choices = [
            ("forward", _("Forward it to the owner of the profile")), ("send_back", _("Send it back to be changed")),
            ("refuse", _("Do not forward it")),
        ]


class DecliningForm(VersionedForm):
    """Why the owner declines; each reason with the words that the asker reads."""

    reason = RadioField(_l("Why do you decline?"), validators=[Required(_l("Choose a reason."))])
    note = paragraphs(_l("Note for your own side"), maximum=4000)

    def offer(self) -> None:
        """The reasons."""
        self.reason.choices = [(str(one), label(one)) for one in DecliningReason]
        self.told = {str(one): _("They read: %(words)s", words=words) for one, words in GENERAL.items()}


class MessageForm(Once, VersionedForm):
    """A question, an answer, or a word in the talks."""

    text = paragraphs(_l("Text"), maximum=LONGEST, validators=[Required(_l("Write a text."))])


class MeetingForm(Once, VersionedForm):
    """When a meeting was held."""

    on = Day(_l("Day of the meeting"), validators=[Required(_l("Enter the day of the meeting."))])


class ConfidentialityForm(Once, VersionedForm):
    """Which confidentiality text both sides shall confirm."""

    text_version = RadioField(_l("Which text?"), validators=[Required(_l("Choose a text."))])
    reference = line(_l("Title and date of your own agreement"), maximum=300)
    confirm = BooleanField(
        _l("I may bind my organisation, and confirm the agreement for it."),
        validators=[DataRequired(_l("Confirm that you may bind your organisation."))],
    )

    def offer(self) -> None:
        """The texts."""
        self.text_version.choices = [(str(one), label(one)) for one in ConfidentialityText]


class ConfirmConfidentialityForm(VersionedForm):
    """The other side's yes to the text that the page shows."""

    confirm = BooleanField(
        _l("I may bind my organisation, and confirm the agreement for it."),
        validators=[DataRequired(_l("Confirm that you may bind your organisation."))],
    )


class ProjectForm(Once, VersionedForm):
    """The title of a joint project."""

    title = line(_l("Title of the joint project"), maximum=200, validators=[Required(_l("Give the project a title."))])


class AgreementForm(Once, VersionedForm):
    """What was agreed besides a joint project."""

    agreement_type = RadioField(_l("What did you agree on?"), validators=[Required(_l("Choose what you agreed on."))])

    def offer(self) -> None:
        """The kinds."""
        self.agreement_type.choices = [(str(one), label(one)) for one in AgreementType]


class EndingForm(VersionedForm):
    """Why the talks end."""

    reason = RadioField(_l("Why do the talks end?"), validators=[Required(_l("Choose a reason."))])

    def offer(self) -> None:
        """The reasons."""
        self.reason.choices = [(str(one), label(one)) for one in ClosingReason]


def standing(introduction: Introduction) -> dict[str, object]:
    """What stands in a request, as its form takes it."""
    values = {name: getattr(introduction, name) for name in (*ANSWERS, "language", "withheld")}
    return {**values, "version": introduction.version}
