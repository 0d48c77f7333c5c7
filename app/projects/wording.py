"""The projects' enum members in words, and the tone of each state."""

from app.core.i18n import _l
from app.core.templating import words
from app.projects.enums import (
    CommitmentState, CostCategory, PartnerRole, PartnerState, ProjectState, Section, SensitiveTechnology,
)

words(
    {
        ProjectState.DRAFT: _l("Draft"),
        ProjectState.AWAITING_COMMITMENT: _l("Awaiting commitment"),
        ProjectState.SUBMITTED: _l("Submitted"),
        ProjectState.NOT_SUBMITTED: _l("Not submitted"),
        ProjectState.UNDER_REVIEW: _l("Under review"),
        ProjectState.INELIGIBLE: _l("Not eligible"),
        ProjectState.INFO_REQUESTED: _l("Information requested"),
        ProjectState.AWAITING_DECISIONS: _l("Awaiting decisions"),
        ProjectState.APPROVED: _l("Approved"),
        ProjectState.REJECTED: _l("Rejected"),
        ProjectState.CHANGES_REQUESTED: _l("Changes requested"),
        ProjectState.ON_HOLD: _l("On hold"),
        ProjectState.WITHDRAWN: _l("Withdrawn"),
        PartnerRole.LEAD: _l("Lead partner"),
        PartnerRole.PARTNER: _l("Partner"),
        PartnerRole.SUBCONTRACTOR: _l("Subcontractor"),
        PartnerRole.TEST_SITE: _l("Test site"),
        PartnerState.INVITED: _l("Invited"),
        PartnerState.ACCEPTED: _l("Accepted"),
        PartnerState.DECLINED: _l("Declined"),
        PartnerState.LAPSED: _l("Invitation lapsed"),
        PartnerState.REMOVED: _l("No longer in the consortium"),
        Section.SUMMARY: _l("Summary"),
        Section.TRACKS: _l("Tracks and readiness"),
        Section.CONSORTIUM: _l("Consortium"),
        Section.BUDGET: _l("Budget"),
        Section.SCHEDULE: _l("Schedule"),
        Section.INTELLECTUAL_PROPERTY: _l("Intellectual property"),
        Section.SENSITIVE_TECHNOLOGY: _l("Sensitive technology"),
    },
    {
        CostCategory.LABOUR: _l("Labour"),
        CostCategory.MATERIALS: _l("Materials"),
        CostCategory.EQUIPMENT: _l("Equipment"),
        CostCategory.SUBCONTRACTING: _l("Subcontracting"),
        CostCategory.TRAVEL: _l("Travel"),
        CostCategory.INTELLECTUAL_PROPERTY: _l("Cost of intellectual property"),
        CostCategory.OTHER_DIRECT: _l("Other direct cost"),
        CostCategory.OVERHEAD: _l("Overhead"),
    },
    {
        SensitiveTechnology.NONE: _l("No technology under export control is used or made"),
        SensitiveTechnology.UNSURE: _l("We are not sure"),
        SensitiveTechnology.CONTROLLED: _l("Technology under export control is used or made"),
        CommitmentState.COMMITTED: _l("Committed"),
        CommitmentState.OBJECTED: _l("Objected"),
        CommitmentState.STALE: _l("To be given again"),
    }
)

TONES = {
    ProjectState.DRAFT: "neutral",
    ProjectState.AWAITING_COMMITMENT: "info",
    ProjectState.SUBMITTED: "info",
    ProjectState.NOT_SUBMITTED: "neutral",
    ProjectState.UNDER_REVIEW: "info",
    ProjectState.INELIGIBLE: "bad",
    ProjectState.INFO_REQUESTED: "warn",
    ProjectState.AWAITING_DECISIONS: "info",
    ProjectState.APPROVED: "good",
    ProjectState.REJECTED: "bad",
    ProjectState.CHANGES_REQUESTED: "warn",
    ProjectState.ON_HOLD: "warn",
    ProjectState.WITHDRAWN: "neutral",
    PartnerState.INVITED: "info",
    PartnerState.ACCEPTED: "good",
    PartnerState.DECLINED: "bad",
    PartnerState.LAPSED: "warn",
    PartnerState.REMOVED: "neutral",
    CommitmentState.COMMITTED: "good",
    CommitmentState.OBJECTED: "bad",
    CommitmentState.STALE: "warn",
}
