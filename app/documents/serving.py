"""A document as an answer: always a download, never shown by the browser as a page of ours."""

import io

from flask import Response, send_file

from app.documents.content import KINDS
from app.documents.models import Document


def attachment(document: Document, content: bytes) -> Response:
    """The content under the name that readers see."""
    answer = send_file(
        io.BytesIO(content), mimetype=KINDS[document.media_type].mimetype, as_attachment=True, download_name=document.name,
        conditional=False, etag=False,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
