"""The registry's enum members in words."""

from app.core.i18n import _l
from app.core.templating import words
from app.organisations.enums import (
    NameKind,
    OrganisationKind,
    OrganisationSource,
    OrganisationState,
    RecoveryState,
    SizeBand,
    TrackLinkState,
)
from app.organisations.queries import DuplicateReason

words(
    {
        OrganisationKind.COMPANY: _l("Company"),
        OrganisationKind.GOVERNMENT_BODY: _l("Government body"),
        OrganisationKind.ECONOMIC_ORGANISATION: _l("Economic organisation"),
        OrganisationKind.RESEARCH_INSTITUTE: _l("Research institute"),
        OrganisationState.INVITED: _l("Invited"),
        OrganisationState.EXPIRED: _l("Invitation expired"),
        OrganisationState.DRAFT: _l("Draft"),
        OrganisationState.DECLARED: _l("Declared"),
        OrganisationState.IN_VERIFICATION: _l("In verification"),
        OrganisationState.UPDATE_NEEDED: _l("Update needed"),
        OrganisationState.VERIFIED: _l("Verified"),
        OrganisationState.VERIFICATION_EXPIRED: _l("Verification expired"),
        OrganisationState.REJECTED: _l("Rejected"),
        OrganisationState.MERGED: _l("Merged"),
        OrganisationState.SUSPENDED: _l("Suspended"),
        OrganisationState.RETIRED: _l("Retired"),
        NameKind.NATIVE: _l("Legal name"),
        NameKind.LATIN: _l("Name in Latin letters"),
        NameKind.KANA: _l("Reading in kana"),
        NameKind.OTHER: _l("Other name"),
        SizeBand.MICRO: _l("1 to 10 employees"),
        SizeBand.SMALL: _l("11 to 50 employees"),
        SizeBand.MEDIUM: _l("51 to 200 employees"),
        SizeBand.LARGE: _l("201 to 1,000 employees"),
        SizeBand.VERY_LARGE: _l("More than 1,000 employees"),
        TrackLinkState.SUGGESTED: _l("Suggested"),
        TrackLinkState.CONFIRMED: _l("Confirmed"),
        TrackLinkState.DISMISSED: _l("Dismissed"),
    },
    {
        OrganisationSource.REGISTERED: _l("Registered by its representative"),
        OrganisationSource.INVITED: _l("Invited by an authority"),
        OrganisationSource.IMPORTED: _l("Taken from a public register"),
        OrganisationSource.PROGRAMME: _l("Body of a programme"),
    },
    {
        RecoveryState.OPEN: _l("Open"),
        RecoveryState.GRANTED: _l("Granted"),
        RecoveryState.REFUSED: _l("Refused"),
        DuplicateReason.NUMBER: _l("Same official number"),
        DuplicateReason.SAME_NAME: _l("Same name"),
        DuplicateReason.SIMILAR_NAME: _l("Similar name"),
    }
)

TONES = {
    OrganisationState.INVITED: "info",
    OrganisationState.DECLARED: "info",
    OrganisationState.IN_VERIFICATION: "info",
    OrganisationState.UPDATE_NEEDED: "warn",
    OrganisationState.VERIFIED: "good",
    OrganisationState.VERIFICATION_EXPIRED: "warn",
    OrganisationState.REJECTED: "bad",
    OrganisationState.SUSPENDED: "bad",
}
"""The tone of a state's tag; the others are neutral."""

FIELDS = {
    "kind": _l("Kind of organisation"),
    "country": _l("Country"),
    "name_native": _l("Legal name"),
    "name_native_language": _l("Language of the legal name"),
    "name_latin": _l("Name in Latin letters"),
    "name_kana": _l("Reading in kana"),
    "number": _l("Official number"),
    "street": _l("Street and number"),
    "city": _l("City"),
    "region": _l("Region or prefecture"),
    "postal_code": _l("Postal code"),
    "website": _l("Website"),
    "contact_name": _l("Contact person"),
    "contact_email": _l("Contact e-mail"),
    "contact_phone": _l("Contact telephone"),
    "description": _l("Description"),
    "description_language": _l("Language of the description"),
    "size_band": _l("Size"),
    "industry": _l("Industry"),
    "tracks": _l("Sector tracks"),
    "subtopics": _l("Subtopics"),
}
"""What the entries of an organisation are called."""
