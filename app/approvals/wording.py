"""Words of approvals for readers, and the tones of their tags."""

from app.approvals.conflicts import ConflictKind
from app.approvals.enums import (
    CheckKind,
    CheckState,
    DecisionState,
    IneligibilityReason,
    JointResult,
    Outcome,
    ReviewState,
)
from app.approvals.queries import Show
from app.core.i18n import _l
from app.core.templating import words
from app.projects.history import SENTENCES

words(
    {
        DecisionState.PENDING: _l("Recommendation awaited"),
        DecisionState.RECOMMENDED: _l("Recommended, decision awaited"),
        DecisionState.APPROVED: _l("Approved"),
        DecisionState.APPROVED_WITH_CONDITIONS: _l("Approved with conditions"),
        DecisionState.CHANGES_REQUESTED: _l("Changes requested"),
        DecisionState.REJECTED: _l("Rejected"),
        DecisionState.DEFERRED: _l("Deferred"),
        DecisionState.STALE: _l("Void, since what it covered changed"),
        DecisionState.RECUSED: _l("Official withdrew, another is to take over"),
    },
    {
        Outcome.APPROVED: _l("Approve"),
        Outcome.APPROVED_WITH_CONDITIONS: _l("Approve with conditions"),
        Outcome.CHANGES_REQUESTED: _l("Ask for changes"),
        Outcome.REJECTED: _l("Reject"),
        Outcome.DEFERRED: _l("Defer"),
    },
    {
        JointResult.WAITING: _l("Waiting for a decision"),
        JointResult.APPROVED: _l("Approved by both countries"),
        JointResult.REJECTED: _l("Rejected"),
        JointResult.CHANGES_REQUESTED: _l("Changes requested"),
        JointResult.ON_HOLD: _l("On hold"),
    },
    {
        CheckKind.COMPLETENESS: _l("Completeness"),
        CheckKind.ELIGIBILITY: _l("Eligibility"),
    },
    {
        CheckState.PASSED: _l("Confirmed"),
        CheckState.PROPOSED_INELIGIBLE: _l("Proposed as not eligible"),
        CheckState.CONFIRMED_INELIGIBLE: _l("Not eligible"),
        CheckState.OVERRULED: _l("Set aside"),
    },
    {
        IneligibilityReason.INCOMPLETE: _l("The submission is incomplete"),
        IneligibilityReason.PARTNERS_NOT_INDEPENDENT: _l("The partners are not independent of each other"),
        IneligibilityReason.NOT_CIVILIAN: _l("The purpose is not civilian"),
        IneligibilityReason.NO_TECHNOLOGICAL_RISK: _l("There is no research and development with technological risk"),
        IneligibilityReason.EXCLUDED_FIELD: _l("The field is excluded"),
        IneligibilityReason.DOUBLE_FUNDING: _l("The same work is funded elsewhere"),
        IneligibilityReason.NOT_IN_COUNTRY: _l("A partner is not registered or active in its country"),
        IneligibilityReason.OUTSIDE_CALL: _l("The project is outside the call"),
    },
    {
        ReviewState.INVITED: _l("Invited"),
        ReviewState.DECLARED_CONFLICT: _l("Conflict of interest declared"),
        ReviewState.DECLINED: _l("Declined"),
        ReviewState.ACCEPTED: _l("Being written"),
        ReviewState.SUBMITTED: _l("Sent"),
        ReviewState.LAPSED: _l("Lapsed"),
    },
    {
        ConflictKind.MEMBERSHIP: _l("Member of a partner"),
        ConflictKind.MAIL_DOMAIN: _l("E-mail address of a partner"),
        ConflictKind.SHARED_ORGANISATION: _l("Organisation in common"),
        ConflictKind.PAST_PROJECT: _l("Earlier joint project"),
        ConflictKind.AUTHORITY: _l("Official of an authority"),
        ConflictKind.DECLARED: _l("Declared by the person"),
    },
    {
        Show.MINE: _l("Mine to do"),
        Show.ALL: _l("All"),
        Show.DECIDED: _l("Decided"),
    },
)

TONES = {
    DecisionState.PENDING: "neutral",
    DecisionState.RECOMMENDED: "info",
    DecisionState.APPROVED: "good",
    DecisionState.APPROVED_WITH_CONDITIONS: "good",
    DecisionState.CHANGES_REQUESTED: "warn",
    DecisionState.REJECTED: "bad",
    DecisionState.DEFERRED: "warn",
    DecisionState.STALE: "neutral",
    DecisionState.RECUSED: "warn",
    CheckState.PASSED: "good",
    CheckState.PROPOSED_INELIGIBLE: "warn",
    CheckState.CONFIRMED_INELIGIBLE: "bad",
    ReviewState.INVITED: "neutral",
    ReviewState.DECLARED_CONFLICT: "warn",
    ReviewState.DECLINED: "neutral",
    ReviewState.ACCEPTED: "info",
    ReviewState.SUBMITTED: "good",
    ReviewState.LAPSED: "bad",
}
"""By the value of the member: members of different enums with one value are equal as texts."""

RECOMMENDED = "national_decision.recommend"
SENTENCES.update(
    {
        "national_decision.decide": _l("%(name)s recorded the decision of one country."),
        "national_decision.reconsider": _l("%(name)s took up a deferred decision again."),
        "national_decision.recuse": _l("%(name)s withdrew from the case."),
        "national_decision.reassign": _l("%(name)s took over the case."),
        "submission_check.confirm": _l("%(name)s passed a check of the submission."),
        "submission_check.propose_ineligible": _l("%(name)s proposed that the submission is not eligible."),
        "submission_check.confirm_ineligible": _l("%(name)s confirmed that the submission is not eligible."),
        "submission_check.overrule": _l("%(name)s set aside a proposal that the submission is not eligible."),
        "review.invite": _l("%(name)s invited a reviewer."),
        "review.accept": _l("%(name)s accepted to review."),
        "review.decline": _l("%(name)s declined to review."),
        "review.declare_conflict": _l("%(name)s declared a conflict of interest."),
        "review.submit": _l("%(name)s sent a review."),
        "review.reopen": _l("%(name)s sent a review back to its reviewer."),
    }
)
