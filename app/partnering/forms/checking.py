"""Forms of the check, and of the steps after it."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectChoice

from app.core.forms import RadioField, Required, SelectField, VersionedForm, paragraphs
from app.core.i18n import _, _l
from app.core.templating import label
from app.partnering.criteria import HIGHEST, THRESHOLDS
from app.partnering.enums import Criterion, FoundThrough
from app.partnering.models import Introduction

SCALE = [SelectChoice(value=number, label=str(number)) for number in range(HIGHEST + 1)]


class CheckForm(VersionedForm):
    """Scores per criterion, a comment, and what shall happen; a field for each criterion is added below."""

    comment = paragraphs(_l("Comment for the owner"), maximum=4000)
    outcome = RadioField(_l("What shall happen?"), validators=[Required(_l("Choose what shall happen."))])

    def offer(self, *, publishes: bool) -> None:
        """Officers of the owner's country also publish and refuse."""
        choices = [("ask_for_changes", _("Ask for changes")), ("score", _("Store the scores only"))]
        if publishes:
            choices = [("publish", _("Publish")), *choices, ("refuse", _("Refuse"))]
        self.outcome.choices = choices
        for criterion, field in self.criteria:
            field.label.text = _("%(criterion)s (at least %(least)d)", criterion=label(criterion), least=THRESHOLDS[criterion])

    @property
    def criteria(self) -> list[tuple[Criterion, RadioField]]:
        """The field of each criterion."""
        return [(criterion, self[f"score_{criterion}"]) for criterion in Criterion]

    def scores(self) -> dict[str, int]:
        """What was scored."""
        return {str(criterion): field.data for criterion, field in self.criteria if isinstance(field.data, int)}


def _score(value: Any) -> int | None:
    return int(value) if str(value).isdigit() and len(str(value)) == 1 else None


for _criterion in Criterion:
    setattr(
        CheckForm, f"score_{_criterion}",
        RadioField(_criterion.value, choices=SCALE, coerce=_score, validators=[Required(_l("Score this criterion."))]),
    )


class FulfilForm(VersionedForm):
    """Where the partner was found."""

    found_through = RadioField(_l("Where did you find the partner?"), validators=[Required(_l("Choose where you found the partner."))])

    introduction = SelectField(_l("Through which introduction?"), default="")

    def offer(self, introductions: Sequence[Introduction]) -> None:
        """The two places, and the accepted introductions with who asked."""
        self.found_through.choices = [(str(one), label(one)) for one in FoundThrough]
        self.introduction.choices = [("", _("None of these")), *((one.public_id, one.organisation.display_name) for one in introductions)]


class ReasonForm(VersionedForm):
    """A step that needs a reason."""

    comment = paragraphs(_l("Reason"), maximum=4000, validators=[Required(_l("Give a reason."))])


class KeepForm(VersionedForm):
    """The button of a bookmark: whether to keep it."""

    keep = HiddenField()
