"""Confidential documents of an introduction: the list for either side, adding, opening, removing."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import ActionForm, page
from app.core.i18n import _
from app.documents import queries as files
from app.documents.content import ACCEPTED
from app.documents.serving import attachment
from app.documents.storage import largest
from app.documents.wording import file_size
from app.partnering import queries
from app.partnering.forms.exchange import DocumentForm
from app.partnering.introductions import documents as rules
from app.partnering.introductions import policy, reading
from app.partnering.models import Introduction, IntroductionDocument
from app.partnering.services import introducing
from app.partnering.views.introducing.blueprint import blueprint

blueprint.app_template_filter("file_size")(file_size)


@blueprint.get("/introductions/<public_id>/documents")
@requires(rules.lists, load=queries.get_introduction)
def documents(introduction: Introduction) -> ResponseReturnValue:
    """One's own side's documents with who opened them, and those of the other side that may be opened."""
    by = actor()
    seen = reading.seen_by(introduction, by)
    side = policy.side_of(by, introduction)
    own = queries.list_papers(introduction, side) if side else []
    opened = policy.may_open_documents(by, introduction)
    return page(
        "introductions/documents.html", introduction=introduction, seen=seen, own=own, opened=opened,
        other=queries.list_papers(introduction, side.other) if side and opened else [],
        openings=files.openings_of([paper.document_id for paper in own]), removes=any(rules.removes(by, paper) for paper in own),
        adds=rules.adds(by, introduction),
    )


@blueprint.route("/introductions/<public_id>/documents/new", methods=["GET", "POST"])
@requires(rules.adds, load=queries.get_introduction, uploads=True)
def add_document(introduction: Introduction) -> ResponseReturnValue:
    """Add a document."""
    form = DocumentForm()
    if form.accepted(_add, introduction, form):
        flash(_("The document is stored."), "success")
        return redirect(url_for("introductions.documents", public_id=introduction.public_id))
    return page(
        "introductions/add_document.html", form, introduction=introduction, seen=reading.seen_by(introduction, actor()), accept=ACCEPTED,
        most=largest() // (1024 * 1024), opened=policy.may_open_documents(actor(), introduction),
    )


def _add(introduction: Introduction, form: DocumentForm) -> IntroductionDocument:
    upload = form.file.data
    return introducing.add_document(introduction, content=upload.read(), filename=upload.filename or "", by=actor())


@blueprint.post("/introductions/<public_id>/documents/<document>/open")
@requires(rules.opens, load=rules.load)
def open_document(paper: IntroductionDocument) -> ResponseReturnValue:
    """The file, as a download; that it was opened is kept."""
    return attachment(paper.document, introducing.open_document(paper, by=actor()))


@blueprint.post("/introductions/<public_id>/documents/<document>/remove")
@requires(rules.removes, load=rules.load)
def remove_document(paper: IntroductionDocument) -> ResponseReturnValue:
    """Take a document back."""
    form = ActionForm()
    if form.accepted(introducing.remove_document, paper, by=actor()):
        flash(_("The document is removed. Nobody can open it any more."), "success")
    return redirect(url_for("introductions.documents", public_id=paper.introduction.public_id))
