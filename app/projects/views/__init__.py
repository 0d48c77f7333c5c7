"""The pages of joint projects."""

from app.projects import messages, wording
from app.projects.views import consortium, detail, introduced, lists, progress, sections, trials
from app.projects.views.blueprint import blueprint

__all__ = ["blueprint", "consortium", "detail", "introduced", "lists", "messages", "progress", "sections", "trials", "wording"]
