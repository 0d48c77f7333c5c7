"""What becomes of a suggested profile, as a table: it waits for the member until somebody looks at it or dismisses it."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.core.errors import Problem
from app.core.i18n import _l
from app.core.workflow import Workflow, itself, transition
from app.organisations.affiliations.workflow import member_people
from app.organisations.models import Organisation
from app.partnering import queries
from app.partnering.brokering import policy
from app.partnering.enums import SuggestionState as S
from app.partnering.models import ProfileSuggestion


def suggestable(suggestion: ProfileSuggestion, _by: Any) -> Sequence[Problem]:
    """The profile is open, and none that names the member: of an anonymous one nothing is asked, since the answer would tell whose it is."""
    profile, problems = suggestion.profile, []
    if not queries.is_open(profile):
        problems.append(Problem("profile", _l("The profile is not open any more.")))
    if not profile.anonymous and profile.organisation_id == suggestion.affiliation.member_id:
        problems.append(Problem("profile", _l("This is a profile of the member itself.")))
    return problems


def told(suggestion: ProfileSuggestion) -> Iterable[Any]:
    """Who speaks for the member."""
    return member_people(suggestion.affiliation)


def member_of(suggestion: ProfileSuggestion) -> Organisation:
    """The organisation to whose history the events belong."""
    return suggestion.affiliation.member


REP, SYS = "representative", "system"

SUGGESTION = Workflow("suggestion", S, S.OPEN, (
    transition("suggest", (), S.OPEN, may=policy.begins, roles=(REP,), guard=suggestable, tell=told, about=itself,
               label=_l("Suggest the profile"), done=_l("An economic organisation suggested a profile")),
    transition("look_at", {S.OPEN}, S.LOOKED_AT, may=policy.answers, roles=(REP,), label=_l("Look at the profile"),
               done=_l("Looked at a suggested profile")),
    transition("dismiss", {S.OPEN}, S.DISMISSED, may=policy.answers, roles=(REP,), label=_l("Dismiss the suggestion"),
               done=_l("Dismissed a suggested profile")),
    transition("lapse", {S.OPEN}, S.LAPSED, may=policy.clock, roles=(SYS,), internal=True, label=_l("Lapse"),
               done=_l("Suggested profile lapsed; nobody looked at it")),
), subject=member_of)
