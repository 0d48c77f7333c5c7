"""A profile is suggested to a member, who looks at it or dismisses it. Nothing is written in the member's name."""

from typing import Any

from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import lock, now
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations.affiliations.models import Affiliation
from app.partnering import queries
from app.partnering.brokering import policy
from app.partnering.brokering.workflow import SUGGESTION
from app.partnering.enums import SuggestionState
from app.partnering.models import Profile, ProfileSuggestion
from app.partnering.services.due import in_working_days

LOOK_WORKING_DAYS = 20


def suggest_profile(affiliation: Affiliation, profile: Profile, *, note: str, language: str, by: Any) -> ProfileSuggestion:
    """Point a member to a profile, with a word why.

    :raises NotAllowed: the member does not let the economic organisation broker.
    :raises Refused: no word why, the profile is not open or names the member, or it was suggested before.
    """
    lock(affiliation)
    if not policy.suggests(by, affiliation):
        raise NotAllowed
    if not note.strip():
        raise Refused.because("note", _l("Say why the profile fits."))
    if queries.was_suggested(affiliation, profile):
        raise Refused.because("profile", _l("You have suggested this profile to this member already."))
    suggestion = ProfileSuggestion(
        affiliation=affiliation, profile=profile, state=SuggestionState.OPEN, note=note.strip(), language=language, suggested_by_id=by.id,
        due_at=in_working_days(affiliation.member.country, LOOK_WORKING_DAYS),
    )
    db.session.add(suggestion)
    SUGGESTION.begin("suggest", suggestion, by=by)
    return suggestion


def look_at_suggestion(suggestion: ProfileSuggestion, *, by: Any, version: int | None = None) -> None:
    """The member looks at the profile; whoever suggested it learns nothing of that."""
    SUGGESTION.fire("look_at", suggestion, by=by, version=version, changes={"due_at": None})


def dismiss_suggestion(suggestion: ProfileSuggestion, *, by: Any, version: int | None = None) -> None:
    """The member puts it aside; whoever suggested it learns nothing of that."""
    SUGGESTION.fire("dismiss", suggestion, by=by, version=version, changes={"due_at": None})


def lapse_suggestion(suggestion: ProfileSuggestion) -> None:
    """Nobody has looked at it."""
    SUGGESTION.fire("lapse", suggestion, by=CLOCK, changes={"due_at": None})


def run_suggestion_clock() -> int:
    """Let suggestions lapse that nobody looked at, each in a transaction of its own; gives how many."""
    keys = queries.list_suggestions_due(now())
    db.session.rollback()
    done = 0
    for key in keys:
        with transaction.unit():
            statement = select(ProfileSuggestion).where(ProfileSuggestion.id == key, ProfileSuggestion.due_at <= now())
            suggestion = db.session.scalar(statement.with_for_update(skip_locked=True, of=ProfileSuggestion))
            if suggestion is not None:
                lapse_suggestion(suggestion)
                done += 1
    return done
