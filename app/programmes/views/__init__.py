"""Pages of programmes: for everyone, for administrators, for the secretariat's coordinators."""

from app.programmes.blueprint import blueprint
from app.programmes.views import administration, pages, running

__all__ = ["administration", "blueprint", "pages", "running"]
