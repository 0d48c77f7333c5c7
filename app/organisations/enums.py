"""Words of the registry."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """The four kinds of organisation."""

    COMPANY = "company"
    GOVERNMENT_BODY = "government_body"
    ECONOMIC_ORGANISATION = "economic_organisation"
    RESEARCH_INSTITUTE = "research_institute"


class OrganisationState(StrEnum):
    """Onboarding (`workflows.md` § 1)."""

    INVITED = "invited"
    EXPIRED = "expired"
    DRAFT = "draft"
    DECLARED = "declared"
    IN_VERIFICATION = "in_verification"
    UPDATE_NEEDED = "update_needed"
    VERIFIED = "verified"
    VERIFICATION_EXPIRED = "verification_expired"
    REJECTED = "rejected"
    MERGED = "merged"
    SUSPENDED = "suspended"
    RETIRED = "retired"


LISTED_STATES = frozenset(
    {OrganisationState.DECLARED, OrganisationState.IN_VERIFICATION, OrganisationState.UPDATE_NEEDED, OrganisationState.VERIFIED,
     OrganisationState.VERIFICATION_EXPIRED, OrganisationState.RETIRED}
)
"""States in which an organisation stands in the public registry."""


IN_FORCE_STATES = frozenset({OrganisationState.VERIFIED, OrganisationState.IN_VERIFICATION, OrganisationState.UPDATE_NEEDED})
"""States in which a verification counts until its date: while a change of legal data is looked at, what was verified stays in
force."""


class NameKind(StrEnum):
    """What a name is."""

    NATIVE = "native"
    LATIN = "latin"
    KANA = "kana"
    OTHER = "other"


class SizeBand(StrEnum):
    """Number of employees."""

    MICRO = "1-10"
    SMALL = "11-50"
    MEDIUM = "51-200"
    LARGE = "201-1000"
    VERY_LARGE = "1001+"


class TrackLinkState(StrEnum):
    """Whether a person stands behind an organisation's track."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class OrganisationSource(StrEnum):
    """How the organisation came into the registry."""

    REGISTERED = "registered"
    INVITED = "invited"
    IMPORTED = "imported"
    PROGRAMME = "programme"


class RecoveryState(StrEnum):
    """A claim to replace representatives who were lost."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class ImportState(StrEnum):
    """Where an import stands."""

    CHECKED = "checked"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


class RowOutcome(StrEnum):
    """What became of a row of an import."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    MERGED = "merged"
    REJECTED = "rejected"
