"""The pages on which economic organisations see what their members share."""

from app.partnering.brokering import wording as wording
from app.partnering.views.brokering import lists, suggesting
from app.partnering.views.brokering.blueprint import blueprint

__all__ = ["blueprint", "lists", "suggesting"]
