"""Search, counterparts, and what is set aside."""

from app.matching import reviewers as reviewers
from app.matching.blueprint import blueprint
from app.matching.views import aside, counterparts, search, texts, weights

__all__ = ["aside", "blueprint", "counterparts", "search", "texts", "weights"]
