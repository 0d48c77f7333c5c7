"""The pages of introductions."""

from app.partnering.introductions import messages
from app.partnering.views.introducing import answering, detail, documents, lists, screening, talking, writing
from app.partnering.views.introducing.blueprint import blueprint

__all__ = ["answering", "blueprint", "detail", "documents", "lists", "messages", "screening", "talking", "writing"]
