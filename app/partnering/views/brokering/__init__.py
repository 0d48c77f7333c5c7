"""The pages on which economic organisations see what their members share."""

from app.partnering.views.brokering import lists
from app.partnering.views.brokering.blueprint import blueprint

__all__ = ["blueprint", "lists"]
