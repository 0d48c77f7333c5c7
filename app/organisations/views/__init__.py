"""Pages of the registry: an organisation, its registration, its people, and the work of the officers."""

from app.organisations import import_views as imports
from app.organisations import wording as wording
from app.organisations.blueprint import blueprint
from app.organisations.views import actions, entries, members, profile, recovery, registration, verification

__all__ = ["actions", "blueprint", "entries", "imports", "members", "profile", "recovery", "registration", "verification"]
