"""The pages of economic organisations and their members."""

from app.organisations.affiliations import wording as wording
from app.organisations.affiliations.views import detail, joining, lists, vouching
from app.organisations.affiliations.views.blueprint import blueprint

__all__ = ["blueprint", "detail", "joining", "lists", "vouching"]
