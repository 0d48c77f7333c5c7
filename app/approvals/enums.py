"""Words of approvals."""

from enum import StrEnum


class DecisionState(StrEnum):
    """A national decision on one version (`workflows.md` § 4)."""

    PENDING = "pending"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    STALE = "stale"
    RECUSED = "recused"


class Outcome(StrEnum):
    """What an officer recommends and a decision maker decides."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    DEFERRED = "deferred"


class JointResult(StrEnum):
    """What both national decisions make together."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes_requested"
    ON_HOLD = "on_hold"


class CheckKind(StrEnum):
    """Who checks a submission for what."""

    COMPLETENESS = "completeness"
    ELIGIBILITY = "eligibility"


class CheckState(StrEnum):
    """Where a check stands; not eligible needs a second person."""

    PASSED = "passed"
    PROPOSED_INELIGIBLE = "proposed_ineligible"
    CONFIRMED_INELIGIBLE = "confirmed_ineligible"
    OVERRULED = "overruled"


class IneligibilityReason(StrEnum):
    """Why a submission is not eligible (`domain.md` § 2.6)."""

    INCOMPLETE = "incomplete"
    PARTNERS_NOT_INDEPENDENT = "partners_not_independent"
    NOT_CIVILIAN = "not_civilian"
    NO_TECHNOLOGICAL_RISK = "no_technological_risk"
    EXCLUDED_FIELD = "excluded_field"
    DOUBLE_FUNDING = "double_funding"
    NOT_IN_COUNTRY = "not_in_country"
    OUTSIDE_CALL = "outside_call"


class ReviewState(StrEnum):
    """A review by an outside reviewer (`workflows.md` § 6, Review)."""

    INVITED = "invited"
    DECLARED_CONFLICT = "declared_conflict"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    LAPSED = "lapsed"


READING = frozenset({ReviewState.INVITED, ReviewState.ACCEPTED, ReviewState.SUBMITTED})
"""States in which a reviewer reads the project: asked, writing, or done."""
