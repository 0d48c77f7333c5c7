"""The pages of events."""

from app.events.views import detail, lists, meeting, organising, planning, registering, requesting
from app.events.views.blueprint import blueprint

__all__ = ["blueprint", "detail", "lists", "meeting", "organising", "planning", "registering", "requesting"]
