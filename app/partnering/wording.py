"""Partnering's enum members in words, and the tone of each state."""

from app.core.i18n import _l
from app.core.templating import words
from app.partnering.enums import (
    Criterion,
    FoundThrough,
    ProfileKind,
    ProfileSection,
    ProfileState,
    RevisionState,
    Rights,
    Stage,
)

words(
    {
        ProfileState.DRAFT: _l("Draft"),
        ProfileState.IN_REVIEW: _l("In review"),
        ProfileState.CHANGES_REQUESTED: _l("Changes requested"),
        ProfileState.PUBLISHED: _l("Published"),
        ProfileState.PAUSED: _l("Paused"),
        ProfileState.EXPIRED: _l("Expired"),
        ProfileState.FULFILLED: _l("Partner found"),
        ProfileState.REJECTED: _l("Refused"),
        ProfileState.ARCHIVED: _l("Archived"),
        ProfileState.WITHDRAWN_BY_AUTHORITY: _l("Taken down by the authority"),
        ProfileKind.OFFER: _l("Offer"),
        ProfileKind.REQUEST: _l("Request"),
        ProfileKind.RD_REQUEST: _l("R&D request"),
        ProfileSection.SUMMARY: _l("Title and summary"),
        ProfileSection.DESCRIPTION: _l("Description"),
        ProfileSection.TECHNOLOGY: _l("Tracks and technology"),
        ProfileSection.COOPERATION: _l("Cooperation sought"),
        ProfileSection.REACH: _l("Languages, countries and keywords"),
        ProfileSection.ANONYMITY: _l("Named or anonymous"),
        FoundThrough.THIS_PLATFORM: _l("Through this platform"),
        FoundThrough.ELSEWHERE: _l("Elsewhere"),
        Criterion.CLARITY: _l("Clear to a reader in the other country"),
        Criterion.SUBSTANCE: _l("Concrete in what is offered or sought"),
        Criterion.PARTNER: _l("Says which partner is sought, for what"),
        Criterion.FAIRNESS: _l("Fair: no advertising, nothing misleading"),
    },
    {
        RevisionState.WRITING: _l("New version being written"),
        RevisionState.IN_REVIEW: _l("New version in review"),
        RevisionState.CHANGES_REQUESTED: _l("Changes of the new version requested"),
        RevisionState.PUBLISHED: _l("New version published"),
        RevisionState.REFUSED: _l("New version refused"),
        RevisionState.DROPPED: _l("New version given up"),
        Stage.CONCEPT: _l("Concept"),
        Stage.UNDER_DEVELOPMENT: _l("Under development"),
        Stage.PROTOTYPE: _l("Prototype, tested in the laboratory"),
        Stage.DEMONSTRATION: _l("Ready to be demonstrated"),
        Stage.ON_MARKET: _l("On the market"),
        Rights.NONE: _l("Not protected"),
        Rights.SECRET_KNOW_HOW: _l("Secret know-how"),
        Rights.PATENT_APPLIED: _l("Patent applied for"),
        Rights.PATENT_GRANTED: _l("Patent granted"),
        Rights.COPYRIGHT: _l("Copyright"),
        Rights.DESIGN: _l("Registered design"),
        Rights.TRADE_MARK: _l("Trade mark"),
        Rights.EXCLUSIVE_RIGHTS: _l("Exclusive rights"),
    },
)

TONES = {
    ProfileState.DRAFT: "neutral",
    ProfileState.IN_REVIEW: "info",
    ProfileState.CHANGES_REQUESTED: "warn",
    ProfileState.PUBLISHED: "good",
    ProfileState.PAUSED: "neutral",
    ProfileState.EXPIRED: "warn",
    ProfileState.FULFILLED: "good",
    ProfileState.REJECTED: "bad",
    ProfileState.ARCHIVED: "neutral",
    ProfileState.WITHDRAWN_BY_AUTHORITY: "bad",
}
REVISION_TONES = {
    RevisionState.WRITING: "neutral",
    RevisionState.IN_REVIEW: "info",
    RevisionState.CHANGES_REQUESTED: "warn",
}
