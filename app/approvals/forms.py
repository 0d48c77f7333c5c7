"""Forms of officials and reviewers."""

from collections.abc import Sequence
from typing import Any

from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import Person
from app.approvals.enums import IneligibilityReason, Outcome
from app.core.forms import Form, RadioField, Required, SelectField, SelectMultipleField, VersionedForm, Whole, paragraphs
from app.core.i18n import _l, country_name, language_name, text
from app.core.once import Once
from app.core.templating import label
from app.programmes.models import Party, Track
from app.projects.enums import Section

NOT_CHOSEN = _l("Choose one.")


class OutcomeForm(VersionedForm):
    """A recommendation or a decision: the outcome, its reason, and what goes with it, one a line."""

    outcome = RadioField(_l("Outcome"), validators=[InputRequired(NOT_CHOSEN)])
    reason = paragraphs(_l("Reason"), maximum=4000, validators=[Required(_l("Give a reason."))])
    points = paragraphs(_l("Conditions, or changes that you ask for"), maximum=16000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [(str(outcome), label(outcome)) for outcome in Outcome]

    def facts(self) -> dict[str, Any]:
        """What the services take; asked only of a valid form."""
        return {
            "outcome": Outcome(self.outcome.data),
            "reason": self.reason.data or "",
            "points": (self.points.data or "").splitlines(),
            "version": self.version.data,
        }


class ReasonForm(VersionedForm):
    """A step that needs a reason."""

    comment = paragraphs(_l("Reason"), maximum=4000, validators=[Required(_l("Give a reason."))])


class IneligibleForm(Once, Form):
    """Why a submission is not eligible."""

    reason = RadioField(_l("Ground"), validators=[InputRequired(NOT_CHOSEN)])
    comment = paragraphs(_l("Explanation for the applicants"), maximum=4000, validators=[Required(_l("Explain the ground."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [(str(reason), label(reason)) for reason in IneligibilityReason]


class QuestionForm(Once, VersionedForm):
    """A question to the lead partner, and the sections that it opens."""

    sections = SelectMultipleField(
        _l("Sections that may be changed"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Required(_l("Choose at least one section."))],
    )
    question = paragraphs(_l("Question"), maximum=4000, validators=[Required(_l("Write the question."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections.choices = [(str(section), label(section)) for section in Section]


class ReviewerForm(Once, Form):
    """Whom to ask for a review, and for which country."""

    party = SelectField(_l("Asked for by"))
    reviewer = RadioField(_l("Reviewer"), validators=[InputRequired(NOT_CHOSEN)])

    def offer(self, parties: Sequence[Party], people: Sequence[Person]) -> None:
        """Fill the choices: only people without a conflict of interest can be asked."""
        self.party.choices = [(party.country, country_name(party.country)) for party in parties]
        self.reviewer.choices = [(person.public_id, person.name) for person in people]


class ReviewForm(VersionedForm):
    """A review; a draft may leave fields empty."""

    score = Whole(
        _l("Score from 0 to 100"), validators=[Optional(), NumberRange(0, 100, _l("Give a score from 0 to 100."))]
    )
    strengths = paragraphs(_l("Strengths"), maximum=8000)
    weaknesses = paragraphs(_l("Weaknesses"), maximum=8000)


class Checkboxes(SelectMultipleField):
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ExpertiseForm(VersionedForm):
    """What a reviewer knows."""

    tracks = Checkboxes(_l("Sector tracks"), coerce=int)
    subtopics = Checkboxes(_l("Subtopics"), coerce=int)
    languages = Checkboxes(_l("Languages in which you can read a project"))
    text = paragraphs(_l("What you know, in your own words"), maximum=4000)

    def offer(self, tracks: Sequence[Track], languages: Sequence[str]) -> None:
        """Fill the choices; subtopics stand under their track."""
        names = {track.id: f"{text(track.names)} ({text(track.programme.names)})" for track in tracks}
        self.tracks.choices = [(track.id, names[track.id]) for track in tracks]
        self.subtopics.choices = {
            names[track.id]: [(topic.id, text(topic.names)) for topic in track.subtopics if topic.retired_at is None] for track in tracks
        }
        self.languages.choices = [(code, language_name(code)) for code in languages]
