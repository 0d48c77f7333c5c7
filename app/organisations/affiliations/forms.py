"""What people type about memberships in economic organisations."""

from collections.abc import Sequence

from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Form, RadioField, Required, SelectField, SelectMultipleField, VersionedForm, Whole, line, paragraphs
from app.core.i18n import LANGUAGES, _l
from app.core.once import Once
from app.core.templating import label
from app.organisations.affiliations.enums import Consent
from app.organisations.models import Organisation


class ChooseForm(Once, Form):
    """An organisation among those that were found."""

    organisation = RadioField(_l("Organisation"), validators=[Required(_l("Choose an organisation."))])

    def offer(self, found: Sequence[Organisation]) -> None:
        """Fill the list of choices."""
        self.organisation.choices = [(organisation.public_id, organisation.display_name) for organisation in found]


class _Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ConsentForm(VersionedForm):
    """What the member allows."""

    allowed = _Checkboxes(_l("What you allow"))

    def offer(self) -> None:
        """Fill the list of choices."""
        self.allowed.choices = [(consent.value, label(consent)) for consent in Consent]

    def chosen(self) -> list[Consent]:
        """What was ticked."""
        return [consent for consent in Consent if consent in (self.allowed.data or ())]


class VouchForm(Once, VersionedForm):
    """Since when and as what a member is known, and what speaks for it."""

    known_since = Whole(_l("Known since the year"), validators=[Required(_l("Enter the year since when you know the organisation."))])
    known_as = line(_l("Known as"), validators=[Required(_l("Say as what you know the organisation."))])
    statement = paragraphs(_l("Statement"), maximum=2000, validators=[Required(_l("Say what speaks for the organisation."))])
    language = SelectField(_l("Language of the statement"), choices=[SelectChoice(value=code, label=name) for code, name in LANGUAGES.items()])

