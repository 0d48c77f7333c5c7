"""Messages of an introduction: the pages of those that one reads, writing one, and what goes with it."""

from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _, _l
from app.core.pagination import page_number
from app.documents import queries as files
from app.documents.content import ACCEPTED
from app.documents.serving import attachment as download
from app.documents.storage import largest
from app.partnering import queries
from app.partnering.enums import Audience
from app.partnering.forms.exchange import ReadForm, TalkForm
from app.partnering.introductions import messages as rules
from app.partnering.introductions import policy, reading
from app.partnering.models import Introduction, IntroductionAttachment, IntroductionMessage
from app.partnering.services import introducing
from app.partnering.views.introducing.blueprint import blueprint

HINTS = {
    Audience.OWN_SIDE: _l("The other side never learns that it was written."),
    Audience.BOTH_SIDES: _l("Officers do not read it."),
    Audience.WITH_OFFICERS: _l("Officers of the asker’s country and the programme’s secretariat read it too, and may answer."),
}


@blueprint.get("/introductions/<public_id>/messages")
@requires(rules.reads, load=queries.get_introduction, parameters=("page",))
def messages(introduction: Introduction) -> ResponseReturnValue:
    """Those that the reader belongs to the audience of, the newest first."""
    by = actor()
    found = queries.list_messages(by, introduction, page_number(request.args.get("page")))
    attached = queries.attachments_of([message.id for message in found.items])
    own = [document.id for message in found.items for document in attached.get(message.id, ()) if message.written_by_id == by.id]
    return page(
        "introductions/messages.html", introduction=introduction, seen=reading.seen_by(introduction, by), found=found, attached=attached,
        openings=files.openings_of(own), read=queries.read_until(by, introduction), unread=queries.count_unread(by, [introduction.id]),
        writes=rules.writes(by, introduction), side=policy.side_of(by, introduction), me=by.id,
        page_url=lambda number: url_for("introductions.messages", public_id=introduction.public_id, page=number),
    )


@blueprint.route("/introductions/<public_id>/message", methods=["GET", "POST"])
@requires(rules.writes, load=queries.get_introduction, uploads=True)
def message(introduction: Introduction) -> ResponseReturnValue:
    """Write one."""
    by, form = actor(), TalkForm()
    form.offer(rules.audiences(by, introduction))
    if form.accepted(_send, introduction, form):
        flash(_("The message is sent."), "success")
        return redirect(url_for("introductions.messages", public_id=introduction.public_id))
    return page(
        "introductions/write.html", form, introduction=introduction, seen=reading.seen_by(introduction, by), accept=ACCEPTED,
        most=largest() // (1024 * 1024), hints={str(one): text for one, text in HINTS.items()},
    )


def _send(introduction: Introduction, form: TalkForm) -> IntroductionMessage:
    attached = [(upload.read(), upload.filename or "") for upload in form.files.data or [] if upload]
    audience = Audience(form.audience.data)
    return introducing.send_message(introduction, text=form.text.data or "", by=actor(), audience=audience, attached=attached)


@blueprint.post("/introductions/<public_id>/messages/read")
@requires(rules.reads, load=queries.get_introduction)
def mark_read(introduction: Introduction) -> ResponseReturnValue:
    """Mark what was shown as read."""
    form = ReadForm()
    try:
        until = datetime.fromisoformat(form.until.data or "")
    except ValueError:
        until = None
    if until is not None and until.tzinfo is not None:
        introducing.mark_read(introduction, until=until, by=actor())
    return redirect(url_for("introductions.messages", public_id=introduction.public_id))


@blueprint.post("/introductions/<public_id>/messages/<document>/open")
@requires(rules.opens, load=queries.get_attachment)
def open_attachment(attachment: IntroductionAttachment) -> ResponseReturnValue:
    """The file, as a download; that it was opened is kept."""
    return download(attachment.document, introducing.open_attachment(attachment, by=actor()))
