"""Profiles that economic organisations suggest to members."""

from collections.abc import Callable
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.models import Affiliation
from app.partnering.enums import ProfileState, SuggestionState
from app.partnering.models import Profile, ProfileSuggestion
from app.partnering.services import brokering

S = SuggestionState


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`suggestion(state, affiliation=…, profile=…)`."""

    def suggestion(state: SuggestionState = S.OPEN, *, affiliation: Affiliation | None = None, profile: Profile | None = None) -> ProfileSuggestion:
        profile = profile or make.profile(ProfileState.PUBLISHED)
        affiliation = affiliation or make.affiliation(allows=(Consent.BROKERING,))
        made = brokering.suggest_profile(affiliation, profile, note="It picks soft fruit.", language="en", by=make.chamber(affiliation))
        if state == S.LOOKED_AT:
            brokering.look_at_suggestion(made, by=make.of_member(affiliation))
        elif state == S.DISMISSED:
            brokering.dismiss_suggestion(made, by=make.of_member(affiliation))
        elif state == S.LAPSED:
            brokering.lapse_suggestion(made)
        return made

    return {"suggestion": suggestion}
