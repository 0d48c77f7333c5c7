"""Pages of approvals: the queue, the case, its checks and decisions, reviews, and the result for applicants."""

from app.approvals import wording as wording
from app.approvals.blueprint import blueprint
from app.approvals.views import case, checks, decisions, expertise, invitations, queue, reviews

__all__ = ["blueprint", "case", "checks", "decisions", "expertise", "invitations", "queue", "reviews"]
