"""What people type about an organisation. Drafts may be left empty; what is missing is said on declaring."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import Email, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.enums import Role
from app.core.forms import Form, RadioField, Required, SelectField, SelectMultipleField, VersionedForm, line, paragraphs
from app.core.i18n import _l, country_name, language_name, text
from app.core.once import Once
from app.core.templating import label
from app.organisations.enums import OrganisationKind, SizeBand
from app.organisations.identifiers import scheme_name
from app.organisations.policy import OWN_ROLES
from app.organisations.wording import FIELDS
from app.programmes.models import Track

Choices = list[tuple[str, str]]
CHOOSE = _l("Choose")
WEB_ADDRESS = r"(?i)https?://[^\s/?#]+\.[^\s]+"


def _with_empty(choices: Iterable[tuple[str, str]]) -> Choices:
    return [("", str(CHOOSE)), *choices]


def kind_choices() -> Choices:
    """The kinds of organisation."""
    return [(kind.value, label(kind)) for kind in OrganisationKind]


def language_choices(codes: Iterable[str]) -> Choices:
    """Languages by their names, English always among them."""
    return _with_empty((code, language_name(code)) for code in dict.fromkeys([*codes, "en"]))


def scheme_choices(schemes: Iterable[str]) -> Choices:
    """Kinds of official number."""
    return [(scheme, scheme_name(scheme)) for scheme in schemes]


def _email(words: Any, missing: Any = None) -> Any:
    empty = Required(missing) if missing else Optional()
    return line(words, maximum=254, validators=[empty, Email(_l("Enter an e-mail address in the format name@example.org."))])


class _Legal:
    """The entries on which a verification rests."""

    kind = RadioField(FIELDS["kind"], validate_choice=False)
    name_native = line(FIELDS["name_native"], maximum=300)
    name_native_language = SelectField(FIELDS["name_native_language"])
    name_latin = line(FIELDS["name_latin"], maximum=300)
    name_kana = line(FIELDS["name_kana"], maximum=300)
    number_scheme = SelectField(_l("Kind of official number"))
    number = line(FIELDS["number"], maximum=60)

    def offer(self, languages: Iterable[str], schemes: Iterable[str]) -> None:
        """Fill the lists of choices."""
        self.kind.choices = kind_choices()
        self.name_native_language.choices = language_choices(languages)
        self.number_scheme.choices = scheme_choices(schemes)
        if not self.number_scheme.choices:
            del self.number_scheme
            del self.number

    def values(self) -> dict[str, Any]:
        """The entries as the services take them; `None` where nothing was entered."""
        skipped = {"csrf_token", "version", "comment", "email"}
        entered = {name: field.data or None for name, field in self._fields.items() if name not in skipped}  # type: ignore[attr-defined]
        if entered.get("kind") not in {kind.value for kind in OrganisationKind}:
            entered["kind"] = None
        return entered


class StartForm(Once, _Legal, Form):
    """The first page of a registration."""

    country = SelectField(FIELDS["country"])

    def offer_countries(self, countries: Sequence[str]) -> None:
        """Fill the list of countries."""
        self.country.choices = _with_empty((code, country_name(code)) for code in countries)


class InviteForm(StartForm):
    """An organisation to be invited, and the address of its representative."""

    email = _email(_l("E-mail address of the future representative"), _l("Enter the e-mail address that is invited."))


class NewcomerForm(Once, _Legal, Form):
    """The same of an organisation whose country is known."""

    email = _email(_l("E-mail address of the future representative"), _l("Enter the e-mail address that is invited."))
    none_of_these = BooleanField(_l("None of these is meant"))


class IdentityForm(_Legal, VersionedForm):
    """Kind, names and official number."""


class ChangeForm(_Legal, VersionedForm):
    """A proposed change of legal data."""

    comment = paragraphs(_l("Reason for the change"), maximum=4000)


class ContactForm(VersionedForm):
    """Address and contact."""

    street = line(FIELDS["street"], maximum=300)
    city = line(FIELDS["city"], maximum=120)
    region = line(FIELDS["region"], maximum=120)
    postal_code = line(FIELDS["postal_code"], maximum=20)
    website = line(
        FIELDS["website"], maximum=500,
        validators=[Optional(), Regexp(WEB_ADDRESS, message=_l("Enter a web address that starts with https:// or http://."))],
    )
    contact_name = line(FIELDS["contact_name"], maximum=120)
    contact_email = _email(FIELDS["contact_email"])
    contact_phone = line(
        FIELDS["contact_phone"], maximum=40,
        validators=[Optional(), Regexp(r"[+0-9][0-9 ()./-]{4,}", message=_l("Enter a telephone number, best with its country code."))],
    )

    def keep_only(self, address_order: Sequence[str]) -> None:
        """Drop the parts of an address that the country does not use."""
        for name in ("street", "city", "region", "postal_code"):
            if address_order and name not in address_order:
                delattr(self, name)


class DescriptionForm(VersionedForm):
    """What the organisation does."""

    description = paragraphs(FIELDS["description"], maximum=5000)
    description_language = SelectField(FIELDS["description_language"])
    size_band = SelectField(FIELDS["size_band"])
    industry = line(FIELDS["industry"], maximum=200)

    def offer(self, languages: Iterable[str]) -> None:
        """Fill the lists of choices."""
        self.description_language.choices = language_choices(languages)
        self.size_band.choices = _with_empty((size.value, label(size)) for size in SizeBand)


class _Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TracksForm(VersionedForm):
    """Tracks and subtopics."""

    tracks = _Checkboxes(FIELDS["tracks"], coerce=int)
    subtopics = _Checkboxes(FIELDS["subtopics"], coerce=int)

    def offer(self, tracks: Sequence[Track]) -> None:
        """Fill the lists of choices; subtopics stand under their track."""
        several = len({track.programme_id for track in tracks}) > 1
        names = {
            track.id: f"{text(track.names)} ({text(track.programme.names)})" if several else text(track.names) for track in tracks
        }
        self.tracks.choices = [(track.id, names[track.id]) for track in tracks]
        self.subtopics.choices = {
            names[track.id]: [(s.id, text(s.names)) for s in track.subtopics if s.retired_at is None] for track in tracks
        }


class DeclareForm(VersionedForm):
    """The last step of a registration."""

    none_of_these = BooleanField(_l("None of these is our organisation"))


class VerifyForm(VersionedForm):
    """The result of a verification."""

    evidence = paragraphs(_l("Evidence looked at"), maximum=4000)


class AskForm(VersionedForm):
    """What is wrong in which field; the fields are those of `wording.FIELDS`."""


for _name, _words in FIELDS.items():
    setattr(AskForm, _name, paragraphs(_words, maximum=1000))


class MergeForm(VersionedForm):
    """The organisation that a duplicate is merged into."""

    candidate = RadioField(_l("Organisation that stands"), validate_choice=False)
    survivor = line(_l("Reference of the organisation that stands"), maximum=20)
    comment = paragraphs(_l("Reason"), maximum=4000)


class MemberForm(Once, Form):
    """Somebody to be invited."""

    email = _email(_l("E-mail address"), _l("Enter the e-mail address that is invited."))
    role = RadioField(_l("Role"), validate_choice=False, validators=[Required(_l("Choose a role."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, label(role)) for role in OWN_ROLES]

    def chosen_role(self) -> Role:
        """The role chosen; anything else than a role counts as member."""
        return Role(self.role.data) if self.role.data in set(Role) else Role.MEMBER


class EndRoleForm(Form):
    """A role to be ended: whose, and which."""

    person = HiddenField()
    role = HiddenField()


class WithdrawForm(Form):
    """An invitation to be withdrawn."""

    invitation = HiddenField()


class TrackForm(VersionedForm):
    """A suggested track to be confirmed or dismissed."""

    track = HiddenField()


class ClaimForm(Once, Form):
    """Why somebody may represent an organisation."""

    reason = paragraphs(_l("Why you may represent the organisation"), maximum=4000)


class RecoveryForm(VersionedForm):
    """The decision on a claim."""

    comment = paragraphs(_l("Reason"), maximum=4000)
    end_others = BooleanField(_l("End the roles of the present representatives and signatories"))
