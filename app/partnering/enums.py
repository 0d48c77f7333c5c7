"""Words of partnering."""

from enum import StrEnum


class ProfileState(StrEnum):
    """A partnering profile (`workflows.md` § 2)."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    PUBLISHED = "published"
    PAUSED = "paused"
    EXPIRED = "expired"
    FULFILLED = "fulfilled"
    REJECTED = "rejected"
    ARCHIVED = "archived"
    WITHDRAWN_BY_AUTHORITY = "withdrawn_by_authority"


class RevisionState(StrEnum):
    """A new version of a profile whose old one stays public until the new one takes its place."""

    WRITING = "writing"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    PUBLISHED = "published"
    REFUSED = "refused"
    DROPPED = "dropped"


class ProfileKind(StrEnum):
    """What a profile does."""

    OFFER = "offer"
    REQUEST = "request"
    RD_REQUEST = "rd_request"


class ProfileSection(StrEnum):
    """The sections of a profile, each with a page of its own."""

    SUMMARY = "summary"
    DESCRIPTION = "description"
    TECHNOLOGY = "technology"
    COOPERATION = "cooperation"
    REACH = "reach"
    ANONYMITY = "anonymity"


class Stage(StrEnum):
    """How far something is developed (`domain.md` § 4.8)."""

    CONCEPT = "concept"
    UNDER_DEVELOPMENT = "under_development"
    PROTOTYPE = "prototype"
    DEMONSTRATION = "demonstration"
    ON_MARKET = "on_market"


class Rights(StrEnum):
    """Intellectual property in what is offered (`domain.md` § 4.8)."""

    NONE = "none"
    SECRET_KNOW_HOW = "secret_know_how"  # noqa: S105 - the name of a kind of right
    PATENT_APPLIED = "patent_applied"
    PATENT_GRANTED = "patent_granted"
    COPYRIGHT = "copyright"
    DESIGN = "design"
    TRADE_MARK = "trade_mark"
    EXCLUSIVE_RIGHTS = "exclusive_rights"


class Criterion(StrEnum):
    """What the quality check scores."""

    CLARITY = "clarity"
    SUBSTANCE = "substance"
    PARTNER = "partner"
    FAIRNESS = "fairness"


class FoundThrough(StrEnum):
    """Where the partner of a fulfilled profile was found."""

    THIS_PLATFORM = "this_platform"
    ELSEWHERE = "elsewhere"


class Hint(StrEnum):
    """What in a text could give an anonymous owner away."""

    NAME = "name"
    PERSON = "person"
    LINK = "link"
    MAIL = "mail"
    PHONE = "phone"
    NUMBER = "number"
