"""The pages of partnering."""

from app.partnering.views import brokering, checking, detail, introducing, lists, meeting, sections, steps, trial
from app.partnering.views.blueprint import blueprint

__all__ = ["blueprint", "brokering", "checking", "detail", "introducing", "lists", "meeting", "sections", "steps", "trial"]
