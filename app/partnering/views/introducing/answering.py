"""The owner declines or asks; the asker answers."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import LazyText, _, _l
from app.partnering import queries
from app.partnering.enums import DecliningReason, IntroductionState
from app.partnering.forms.introductions import DecliningForm, MessageForm
from app.partnering.introductions import policy, reading
from app.partnering.models import Introduction
from app.partnering.services import introducing
from app.partnering.views.introducing.blueprint import back, blueprint

UNANSWERED = (IntroductionState.SENT, IntroductionState.SEEN)


@blueprint.route("/introductions/<public_id>/decline", methods=["GET", "POST"])
@requires(policy.answers, load=queries.get_introduction)
def decline(introduction: Introduction) -> ResponseReturnValue:
    """Choose a reason; the asker reads it in general words."""
    form = DecliningForm(obj=introduction)
    form.offer()
    if not form.is_submitted() and introduction.state not in UNANSWERED:
        return back(introduction)
    chosen = form.reason.data
    reason = DecliningReason(chosen) if chosen in set(DecliningReason) else DecliningReason.NOT_NOW
    if form.accepted(
        introducing.decline_introduction, introduction, reason=reason, note=form.note.data or "", by=actor(), version=form.version.data
    ):
        flash(_("You have declined. The asking organisation reads the reason in general words."), "success")
        return back(introduction)
    return page("introductions/decline.html", form, introduction=introduction, seen=reading.seen_by(introduction, actor()))


def _message(
    introduction: Introduction, open_in: tuple[IntroductionState, ...], service: Callable[..., None], name: LazyText, lede: LazyText,
    done: LazyText,
) -> ResponseReturnValue:
    form = MessageForm(obj=introduction)
    if not form.is_submitted() and introduction.state not in open_in:
        return back(introduction)
    if form.accepted(service, introduction, text=form.text.data or "", by=actor(), version=form.version.data):
        flash(done, "success")
        return back(introduction)
    seen = reading.seen_by(introduction, actor())
    return page("introductions/message.html", form, introduction=introduction, seen=seen, name=name, lede=lede)


@blueprint.route("/introductions/<public_id>/ask", methods=["GET", "POST"])
@requires(policy.answers, load=queries.get_introduction)
def ask(introduction: Introduction) -> ResponseReturnValue:
    """Ask before answering."""
    return _message(
        introduction, UNANSWERED, introducing.ask_question, _l("Ask a question"),
        _l("The asking organisation answers it; then it is your turn again."), _l("The question is sent."),
    )


@blueprint.route("/introductions/<public_id>/answer", methods=["GET", "POST"])
@requires(policy.asks, load=queries.get_introduction)
def answer(introduction: Introduction) -> ResponseReturnValue:
    """Answer the owner's question."""
    return _message(
        introduction, (IntroductionState.QUESTION,), introducing.answer_question, _l("Answer the question"),
        _l("Then it is the owner’s turn again."), _l("The answer is sent."),
    )
