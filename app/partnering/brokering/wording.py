"""Suggestions in words."""

from app.core.i18n import _l
from app.core.templating import words
from app.partnering.enums import SuggestionState

words({
    SuggestionState.OPEN: _l("Waits for you"),
    SuggestionState.LOOKED_AT: _l("Looked at"),
    SuggestionState.DISMISSED: _l("Dismissed"),
    SuggestionState.LAPSED: _l("Lapsed"),
})
