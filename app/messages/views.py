"""Threads: the pages of the messages that one reads, writing one, what goes with it, and all that is unread."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.core.pagination import page_number
from app.documents import queries as files
from app.documents.content import ACCEPTED
from app.documents.serving import attachment as download
from app.documents.storage import largest
from app.messages import policy, queries, services
from app.messages.enums import Audience, SubjectKind
from app.messages.forms import ReadForm, TalkForm
from app.messages.limits import MOST_FILES
from app.messages.models import Message, MessageAttachment
from app.messages.subjects import REGISTER, subject_of
from app.messages.wording import KINDS

blueprint = Blueprint("messages", __name__)
PATH = f"/<any({', '.join(f'{kind}s' for kind in SubjectKind)}):place>/<public_id>"


@blueprint.app_template_global("unread_messages")
def unread_messages(thing: Any) -> int:
    """How many messages on a thing the reader has not read."""
    return queries.count_unread(actor(), subject_of(thing).kind, [thing.id]).get(thing.id, 0)


@blueprint.app_template_filter("thread_title")
def thread_title(message: Message, reader: Any) -> str:
    """What a message is about, for a reader."""
    [thing] = queries.things_of([message]).values()
    return subject_of(thing).title(thing, reader)[0]


@blueprint.app_template_filter("thread_keys")
def thread_keys(message: Message) -> dict[str, str]:
    """The address of the thread in which a message stands."""
    [thing] = queries.things_of([message]).values()
    return _keys(thing)


def _keys(thing: Any) -> dict[str, Any]:
    return {"place": subject_of(thing).place, "public_id": thing.public_id}


def _frame(thing: Any) -> dict[str, Any]:
    subject, by = subject_of(thing), actor()
    title, language = subject.title(thing, by)
    return {"thing": thing, "subject": subject, "keys": _keys(thing), "title": title, "title_language": language}


@blueprint.get(f"{PATH}/messages")
@requires(policy.reads, load=queries.get_thing, parameters=("page",))
def index(thing: Any) -> ResponseReturnValue:
    """Those that the reader belongs to the audience of, the newest first."""
    by, subject = actor(), subject_of(thing)
    found = queries.list_messages(by, thing, page_number(request.args.get("page")))
    attached = queries.attachments_of([message.id for message in found.items])
    own = [document.id for message in found.items for document in attached.get(message.id, ()) if message.written_by_id == by.id]
    return page(
        "messages/index.html", **_frame(thing), found=found, attached=attached, openings=files.openings_of(own), me=by.id,
        read=queries.read_until(by, thing), unread=unread_messages(thing), writes=policy.writes(by, thing),
        signed={message.id: subject.signature(by, thing, message) for message in found.items},
        names=lambda person: subject.names(by, thing, person), notes=subject.notes(thing),
        page_url=lambda number: url_for("messages.index", **_keys(thing), page=number),
    )


@blueprint.route(f"{PATH}/message", methods=["GET", "POST"])
@requires(policy.writes, load=queries.get_thing, uploads=True)
def new(thing: Any) -> ResponseReturnValue:
    """Write one."""
    form = TalkForm()
    form.offer(thing, actor())
    if form.accepted(_send, thing, form):
        flash(_("The message is sent."), "success")
        return redirect(url_for("messages.index", **_keys(thing)))
    hints = {str(one): text for one, text in subject_of(thing).hints.items()}
    return page(
        "messages/new.html", form, **_frame(thing), hints=hints, accept=ACCEPTED, most=largest() // (1024 * 1024), most_files=MOST_FILES,
    )


def _send(thing: Any, form: TalkForm) -> Message:
    attached = [(upload.read(), upload.filename or "") for upload in form.files.data or [] if upload]
    audience = Audience(form.audience.data)
    return services.send_message(thing, text=form.text.data or "", by=actor(), audience=audience, attached=attached)


@blueprint.post(f"{PATH}/messages/read")
@requires(policy.reads, load=queries.get_thing)
def mark_read(thing: Any) -> ResponseReturnValue:
    """Mark what was shown as read."""
    form = ReadForm()
    try:
        until = datetime.fromisoformat(form.until.data or "")
    except ValueError:
        until = None
    if until is not None and until.tzinfo is not None:
        services.mark_read(thing, until=until, by=actor())
    return redirect(url_for("messages.index", **_keys(thing)))


@blueprint.post(f"{PATH}/messages/<document>/open")
@requires(policy.opens, load=queries.get_attachment)
def open_attachment(attachment: MessageAttachment) -> ResponseReturnValue:
    """The file, as a download; that it was opened is kept."""
    return download(attachment.document, services.open_attachment(attachment, by=actor()))


@blueprint.get("/messages")
@requires(policy.has_unread, parameters=("page",))
def unread() -> ResponseReturnValue:
    """The threads in which something is unread."""
    by = actor()
    found = queries.list_unread(by, page_number(request.args.get("page")))
    things = queries.things_of(found.items)
    counts = {
        kind: queries.count_unread(by, kind, [message.subject_id for message in found.items if message.kind == kind]) for kind in REGISTER
    }
    rows = [
        {
            "thread": _keys(things[message.id]), "title": subject_of(things[message.id]).title(things[message.id], by), "where": KINDS[message.kind],
            "number": counts[message.kind][message.subject_id], "at": message.created_at,
        }
        for message in found.items
    ]
    return render_template("messages/unread.html", found=found, rows=rows, page_url=lambda number: url_for("messages.unread", page=number))
