"""Memberships and vouches in words, and the tone of each state."""

from app.core.i18n import LazyText, _l
from app.core.templating import words
from app.organisations.affiliations.enums import AffiliationState, Consent, VouchState

words(
    {
        AffiliationState.INVITED: _l("Invited"),
        AffiliationState.REQUESTED: _l("Requested"),
        AffiliationState.ACTIVE: _l("Member"),
        AffiliationState.DECLINED: _l("Declined"),
        AffiliationState.WITHDRAWN: _l("Withdrawn"),
        AffiliationState.LAPSED: _l("Lapsed"),
        AffiliationState.ENDED: _l("Membership ended"),
        Consent.PROFILES: _l("It sees our open profiles as ours, the anonymous ones too"),
        Consent.INTRODUCTIONS: _l("It sees how our introductions stand"),
        Consent.BROKERING: _l("It brokers for us"),
    },
    {
        VouchState.IN_FORCE: _l("In force"),
        VouchState.WITHDRAWN: _l("Withdrawn"),
        VouchState.EXPIRED: _l("Expired"),
        VouchState.ENDED: _l("Ended with the membership"),
    },
)

HINTS: dict[Consent, LazyText] = {
    Consent.PROFILES: _l("Without this it sees those that name you, as everyone does."),
    Consent.INTRODUCTIONS: _l("The state of each request that you have sent or received, and the country and kind of the other side as far as everyone may know them. No names, texts or dates; of those about your anonymous profiles nothing unless it sees these too."),
    Consent.BROKERING: _l("Where the programme screens requests, it screens yours beside the officers of your country: it reads the request and knows that it is yours. It may also suggest profiles to you."),
}
ALLOWED: dict[Consent, LazyText] = {
    Consent.PROFILES: _l("You see its open profiles, the anonymous ones too."),
    Consent.INTRODUCTIONS: _l("You see how its introductions stand."),
    Consent.BROKERING: _l("You screen its requests beside the officers, and may suggest profiles to it."),
}
"""The same, as the economic organisation reads it."""

TONES = {
    AffiliationState.INVITED: "info", AffiliationState.REQUESTED: "info", AffiliationState.ACTIVE: "good", AffiliationState.DECLINED: "bad",
}
VOUCH_TONES = {VouchState.IN_FORCE: "good", VouchState.WITHDRAWN: "bad"}
"""The tone of a state's tag; the others are neutral."""
