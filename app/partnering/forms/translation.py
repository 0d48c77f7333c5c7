"""A translation of a profile's texts."""

from typing import Any

from wtforms import BooleanField

from app.core.forms import RadioField, Required, VersionedForm, line, paragraphs
from app.core.i18n import _, _l
from app.partnering.forms.sections import LONGEST_TEXT
from app.partnering.guide import TEXT_QUESTIONS
from app.partnering.models import Profile
from app.partnering.models.profile import TEXTS


class TranslationForm(VersionedForm):
    """The texts in another language, who translated, and whether it was checked."""

    title = line(_l("Title"), maximum=200, validators=[Required(_l("Translate the title at least."))])
    summary = paragraphs(_l("Short summary"), maximum=LONGEST_TEXT)
    description = paragraphs(_l("Description"), maximum=LONGEST_TEXT)
    advantages = paragraphs(_l("Advantages and innovations"), maximum=LONGEST_TEXT)
    expertise = paragraphs(_l("Technical specification"), maximum=LONGEST_TEXT)
    partner_role = paragraphs(_l("The partner you seek"), maximum=LONGEST_TEXT)
    rights_notes = paragraphs(_l("Notes on intellectual property"), maximum=LONGEST_TEXT)
    made_by = RadioField(_l("Who translated it?"), default="person")
    checked = BooleanField(_l("Somebody who reads both languages has checked it."))

    def prepare(self, profile: Profile) -> None:
        """Name the fields as the profile's kind does."""
        self.made_by.choices = [("person", _("A person")), ("machine", _("A machine"))]
        for name in TEXTS:
            self[name].label.text = TEXT_QUESTIONS[profile.kind][name].label

    def texts(self) -> dict[str, Any]:
        """What was typed."""
        return {name: self[name].data or None for name in TEXTS}
