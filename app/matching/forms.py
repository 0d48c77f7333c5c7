"""Forms about counterparts."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Form, RadioField, Required, SelectField, SelectMultipleField, paragraphs
from app.core.i18n import _, _l, country_name
from app.core.once import Once
from app.core.templating import label
from app.matching.enums import AsideReason
from app.matching.listing import topic_name
from app.matching.taxonomy import Taxonomy
from app.organisations.enums import OrganisationKind
from app.organisations.models import Organisation

LONGEST_TEXT = 10_000


class AsideForm(Once, Form):
    """Why a counterpart is set aside."""

    reason = RadioField(_l("Why is this nothing for you?"), validators=[Required(_l("Choose a reason."))])
    note = paragraphs(_l("Note"), maximum=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [(str(reason), label(reason)) for reason in AsideReason]


class Checkboxes(SelectMultipleField):
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TextForm(Form):
    """A text for which counterparts are sought, and where. It changes nothing and is not kept."""

    text = paragraphs(_l("Your text"), maximum=LONGEST_TEXT, validators=[Required(_l("Type or paste a text."))])
    organisation = SelectField(_l("For which organisation"))
    new_only = BooleanField(_l("New partners only: without those with whom this organisation had an approved joint project"))
    countries = Checkboxes(_l("Countries in which you look"))
    kinds = Checkboxes(_l("Kinds of organisation"))
    tracks = Checkboxes(_l("Sector tracks of the text"))

    def offer(self, own: Sequence[Organisation], countries: Sequence[str], taxonomy: Taxonomy) -> None:
        """Set what can be chosen."""
        self.organisation.choices = [("", _("None in particular")), *((one.public_id, one.display_name) for one in own)]
        self.countries.choices = [(code, country_name(code)) for code in countries]
        self.kinds.choices = [(str(kind), label(kind)) for kind in OrganisationKind]
        self.tracks.choices = [(key, topic_name(track, taxonomy)) for key, track in taxonomy.tracks.items() if not track.is_retired]

    def start(self, text: str, organisation: Organisation | None, countries: Sequence[str]) -> None:
        """What stands in it before anything was typed."""
        self.text.data, self.countries.data = text, list(countries)
        self.organisation.data = organisation.public_id if organisation else ""
        self.kinds.data, self.tracks.data = [], []

    @property
    def kept(self) -> dict[str, Any]:
        """What was chosen besides the text, for the buttons that lead to another page."""
        chosen = {name: getattr(self, name).data for name in ("organisation", "countries", "kinds", "tracks")}
        return chosen | ({"new_only": "y"} if self.new_only.data else {})
