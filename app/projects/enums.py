"""Words of joint projects."""

from enum import StrEnum


class ProjectState(StrEnum):
    """A joint project up to both countries' decisions (`workflows.md` § 4)."""

    DRAFT = "draft"
    AWAITING_COMMITMENT = "awaiting_commitment"
    SUBMITTED = "submitted"
    NOT_SUBMITTED = "not_submitted"
    UNDER_REVIEW = "under_review"
    INELIGIBLE = "ineligible"
    INFO_REQUESTED = "info_requested"
    AWAITING_DECISIONS = "awaiting_decisions"
    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes_requested"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"


class PartnerRole(StrEnum):
    """The place of an organisation in the consortium."""

    LEAD = "lead"
    PARTNER = "partner"
    SUBCONTRACTOR = "subcontractor"
    TEST_SITE = "test_site"


class PartnerState(StrEnum):
    """Where a partner stands."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    REMOVED = "removed"


class Section(StrEnum):
    """The sections of a project: what a commitment or a decision covers, and what a question opens."""

    SUMMARY = "summary"
    TRACKS = "tracks"
    CONSORTIUM = "consortium"
    BUDGET = "budget"
    SCHEDULE = "schedule"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    SENSITIVE_TECHNOLOGY = "sensitive_technology"


COMMITTED_SECTIONS = frozenset(Section) - {Section.SENSITIVE_TECHNOLOGY}
"""What a partner's commitment covers: scope, consortium, budget, schedule and intellectual property."""


class CostCategory(StrEnum):
    """Kinds of cost (`domain.md` § 2.7)."""

    LABOUR = "labour"
    MATERIALS = "materials"
    EQUIPMENT = "equipment"
    SUBCONTRACTING = "subcontracting"
    TRAVEL = "travel"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    OTHER_DIRECT = "other_direct"
    OVERHEAD = "overhead"


class SensitiveTechnology(StrEnum):
    """The consortium's declaration on technology under export control."""

    NONE = "none"
    UNSURE = "unsure"
    CONTROLLED = "controlled"


class CommitmentState(StrEnum):
    """What a signatory said to a version."""

    COMMITTED = "committed"
    OBJECTED = "objected"
    STALE = "stale"
