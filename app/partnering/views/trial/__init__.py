"""The pages of trials."""

from app.partnering.views.trial import detail, lists, proposing
from app.partnering.views.trial.blueprint import blueprint

__all__ = ["blueprint", "detail", "lists", "proposing"]
