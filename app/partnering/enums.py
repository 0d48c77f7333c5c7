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


class IntroductionState(StrEnum):
    """An introduction (`workflows.md` § 3)."""

    DRAFT = "draft"
    SCREENING = "screening"
    SENT = "sent"
    SEEN = "seen"
    QUESTION = "question"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    REFUSED_BY_BROKER = "refused_by_broker"
    IN_TALKS = "in_talks"
    UNDER_NDA = "under_nda"
    CONVERTED = "converted"
    AGREED = "agreed"
    CLOSED_NO_DEAL = "closed_no_deal"
    DORMANT = "dormant"


class Side(StrEnum):
    """The two sides of an introduction."""

    ASKER = "asker"
    OWNER = "owner"

    @property
    def other(self) -> "Side":
        """The opposite one."""
        return Side.OWNER if self == Side.ASKER else Side.ASKER


class StepKind(StrEnum):
    """What both sides confirm."""

    MEETING = "meeting"
    CONFIDENTIALITY = "confidentiality"
    PROJECT = "project"
    AGREEMENT = "agreement"
    TRIAL = "trial"


class StepState(StrEnum):
    """What became of a proposed step."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"
    LAPSED = "lapsed"


class SuggestionState(StrEnum):
    """A profile that an economic organisation suggested to a member."""

    OPEN = "open"
    LOOKED_AT = "looked_at"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"


class DecliningReason(StrEnum):
    """Why the owner declines; whoever asked reads it in general words only (`introductions.wording`)."""

    OTHER_NEED = "other_need"
    TECHNOLOGY = "technology"
    MATURITY = "maturity"
    TERMS = "terms"
    COMPETITOR = "competitor"
    TRUST = "trust"
    EXPORT_CONTROL = "export_control"
    NO_CAPACITY = "no_capacity"
    NOT_NOW = "not_now"
    PARTNER_FOUND = "partner_found"
    NO_LONGER_SOUGHT = "no_longer_sought"


class ClosingReason(StrEnum):
    """Why talks ended without a deal; both sides read it."""

    NO_AGREEMENT_ON_TERMS = "no_agreement_on_terms"
    TECHNOLOGY_DOES_NOT_FIT = "technology_does_not_fit"
    NO_FUNDING = "no_funding"
    NO_CAPACITY = "no_capacity"
    OTHER_PARTNER = "other_partner"
    STRATEGY_CHANGED = "strategy_changed"
    NO_LICENCE = "no_licence"
    NO_RESPONSE = "no_response"


class AgreementType(StrEnum):
    """What was agreed besides a joint project (`domain.md` § 4.8, types of partnership)."""

    COMMERCIAL = "commercial"
    INVESTMENT = "investment"
    OUTSOURCING = "outsourcing"
    RESEARCH_COOPERATION = "research_cooperation"
    SUPPLIER = "supplier"
    LICENCE = "licence"
    JOINT_VENTURE = "joint_venture"


class ConfidentialityText(StrEnum):
    """The text of a confidentiality agreement: one of ours by its version, or the sides' own."""

    STANDARD_1 = "standard_1"
    OWN = "own"


class MeetingState(StrEnum):
    """A meeting of the two sides of an introduction (`workflows.md` § 3)."""

    DRAFT = "draft"
    REQUESTED = "requested"
    COUNTER_PROPOSED = "counter_proposed"
    ACCEPTED = "accepted"
    RESCHEDULING = "rescheduling"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    HELD = "held"
    NO_SHOW = "no_show"


class MeetingOutcome(StrEnum):
    """How a side sees what a meeting led to."""

    GO_ON = "go_on"
    UNDECIDED = "undecided"
    NO_FIT = "no_fit"
