"""Suggestions that wait for the members, and for whom."""

from collections.abc import Iterable
from typing import Any

from app.core import waiting
from app.core.waiting import Wait, always, due_at
from app.organisations.affiliations.waiting import member_editors
from app.partnering.enums import SuggestionState
from app.partnering.models import ProfileSuggestion


def editors(suggestion: ProfileSuggestion) -> Iterable[Any]:
    """The representatives of the member."""
    return member_editors(suggestion.affiliation)


WAITS: dict[SuggestionState, Wait] = {SuggestionState.OPEN: Wait(editors, due_at, always("lapse"))}

waiting.define("suggestion")
