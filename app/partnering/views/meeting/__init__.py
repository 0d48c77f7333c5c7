"""The pages of meetings."""

from app.partnering.meetings import messages
from app.partnering.views.meeting import answering, detail, hours, lists, planning
from app.partnering.views.meeting.blueprint import blueprint

__all__ = ["answering", "blueprint", "detail", "hours", "lists", "messages", "planning"]
