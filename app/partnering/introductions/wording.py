"""Enum members of introductions in words, the tone of each state, and the general words in which a declined asker reads why."""

from app.core.i18n import LazyText, _l
from app.core.templating import words
from app.partnering.enums import (
    AgreementType,
    ClosingReason,
    ConfidentialityText,
    DecliningReason,
    IntroductionState,
    Side,
    StepKind,
    StepState,
)

R = DecliningReason
words(
    {
        IntroductionState.DRAFT: _l("Draft"),
        IntroductionState.SCREENING: _l("In screening"),
        IntroductionState.SENT: _l("Sent"),
        IntroductionState.SEEN: _l("Opened"),
        IntroductionState.QUESTION: _l("Question asked"),
        IntroductionState.ACCEPTED: _l("Accepted"),
        IntroductionState.DECLINED: _l("Declined"),
        IntroductionState.LAPSED: _l("Lapsed"),
        IntroductionState.WITHDRAWN: _l("Withdrawn"),
        IntroductionState.REFUSED_BY_BROKER: _l("Not forwarded"),
        IntroductionState.IN_TALKS: _l("In talks"),
        IntroductionState.UNDER_NDA: _l("In talks, confidential"),
        IntroductionState.CONVERTED: _l("Joint project"),
        IntroductionState.AGREED: _l("Agreement reached"),
        IntroductionState.CLOSED_NO_DEAL: _l("Ended without a deal"),
        IntroductionState.DORMANT: _l("Dormant"),
        Side.ASKER: _l("The asking organisation"),
        Side.OWNER: _l("The owner of the profile"),
        ConfidentialityText.STANDARD_1: _l("Standard text, version 1"),
        ConfidentialityText.OWN: _l("An agreement of our own, signed outside this workspace"),
        AgreementType.COMMERCIAL: _l("Commercial agreement"),
        AgreementType.INVESTMENT: _l("Investment agreement"),
        AgreementType.OUTSOURCING: _l("Outsourcing agreement"),
        AgreementType.RESEARCH_COOPERATION: _l("Research cooperation agreement"),
        AgreementType.SUPPLIER: _l("Supplier agreement"),
        AgreementType.LICENCE: _l("Licence agreement"),
        AgreementType.JOINT_VENTURE: _l("Joint venture"),
    },
    {
        StepKind.MEETING: _l("A meeting was held"),
        StepKind.CONFIDENTIALITY: _l("Confidentiality agreement"),
        StepKind.PROJECT: _l("Register a joint project"),
        StepKind.AGREEMENT: _l("Agreement other than a project"),
        StepKind.TRIAL: _l("Decision on a trial"),
        StepState.PROPOSED: _l("Waits for the other side"),
        StepState.CONFIRMED: _l("Confirmed by both"),
        StepState.SET_ASIDE: _l("Set aside"),
        StepState.LAPSED: _l("Lapsed"),
        R.OTHER_NEED: _l("We look for something else"),
        R.TECHNOLOGY: _l("The technology does not fit"),
        R.MATURITY: _l("It is not developed far enough"),
        R.TERMS: _l("The terms do not suit us"),
        R.COMPETITOR: _l("It would bring us together with a competitor"),
        R.TRUST: _l("We know too little to trust it"),
        R.EXPORT_CONTROL: _l("Export control or law stands against it"),
        R.NO_CAPACITY: _l("We have no capacity"),
        R.NOT_NOW: _l("Not at this time"),
        R.PARTNER_FOUND: _l("We have found a partner"),
        R.NO_LONGER_SOUGHT: _l("We do not look for partners for this any more"),
    },
    {
        ClosingReason.NO_AGREEMENT_ON_TERMS: _l("No agreement on the terms"),
        ClosingReason.TECHNOLOGY_DOES_NOT_FIT: _l("The technology does not fit"),
        ClosingReason.NO_FUNDING: _l("No funding"),
        ClosingReason.NO_CAPACITY: _l("No capacity"),
        ClosingReason.OTHER_PARTNER: _l("Another partner was chosen"),
        ClosingReason.STRATEGY_CHANGED: _l("Plans have changed"),
        ClosingReason.NO_LICENCE: _l("No export licence or other permit"),
        ClosingReason.NO_RESPONSE: _l("The other side does not answer"),
    },
)

TONES = {
    IntroductionState.DRAFT: "neutral",
    IntroductionState.SCREENING: "info",
    IntroductionState.SENT: "info",
    IntroductionState.SEEN: "info",
    IntroductionState.QUESTION: "warn",
    IntroductionState.ACCEPTED: "good",
    IntroductionState.DECLINED: "bad",
    IntroductionState.LAPSED: "neutral",
    IntroductionState.WITHDRAWN: "neutral",
    IntroductionState.REFUSED_BY_BROKER: "bad",
    IntroductionState.IN_TALKS: "good",
    IntroductionState.UNDER_NDA: "good",
    IntroductionState.CONVERTED: "good",
    IntroductionState.AGREED: "good",
    IntroductionState.CLOSED_NO_DEAL: "neutral",
    IntroductionState.DORMANT: "warn",
}

NOT_FITTING = _l("The owner sees no fit with what it is looking for.")
NO_ROOM = _l("The owner has no room for it at present.")
OVER = _l("The owner does not look for partners for this any more.")
GENERAL: dict[DecliningReason, LazyText] = {
    R.OTHER_NEED: NOT_FITTING, R.TECHNOLOGY: NOT_FITTING, R.MATURITY: NOT_FITTING, R.TERMS: NOT_FITTING, R.COMPETITOR: NOT_FITTING,
    R.TRUST: NOT_FITTING, R.EXPORT_CONTROL: NOT_FITTING, R.NO_CAPACITY: NO_ROOM, R.NOT_NOW: NO_ROOM, R.PARTNER_FOUND: OVER,
    R.NO_LONGER_SOUGHT: OVER,
}
"""What the asker reads: never which of the reasons it was."""
