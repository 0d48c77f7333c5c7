"""A profile to be suggested to a member."""

from collections.abc import Sequence

from app.core.forms import Form, RadioField, Required, SelectField, paragraphs
from app.core.i18n import _l
from app.core.once import Once
from app.partnering.forms.sections import WRITTEN_IN
from app.partnering.listing import Listed


class SuggestForm(Once, Form):
    """Which profile, and why."""

    profile = RadioField(_l("Profile"), validators=[Required(_l("Choose a profile."))])
    note = paragraphs(_l("Why does it fit?"), maximum=1000, validators=[Required(_l("Say why the profile fits."))])
    language = SelectField(_l("Language in which you write"), choices=WRITTEN_IN)

    def offer(self, rows: Sequence[Listed]) -> None:
        """Fill the list of choices."""
        self.profile.choices = [(row.profile.public_id, row.title) for row in rows]
