"""What economic organisations do for their members."""

from app.partnering.services.brokering.suggesting import (
    dismiss_suggestion,
    lapse_suggestion,
    look_at_suggestion,
    run_suggestion_clock,
    suggest_profile,
)

__all__ = ["dismiss_suggestion", "lapse_suggestion", "look_at_suggestion", "run_suggestion_clock", "suggest_profile"]
