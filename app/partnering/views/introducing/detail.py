"""One introduction: its page for the asker, the owner or the broker, and the steps that are one button."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import ActionForm, VersionedForm, page, press
from app.core.i18n import LazyText, _l
from app.partnering import queries
from app.partnering.introductions import actions, history, policy, reading
from app.partnering.introductions.confidentiality import paragraphs
from app.partnering.introductions.turn import whose_turn
from app.partnering.models import Introduction
from app.partnering.services import introducing
from app.partnering.views.introducing.blueprint import back, blueprint


def show_page(introduction: Introduction, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of an introduction; after a refused step with what was typed (422)."""
    by = actor()
    seen = reading.seen_by(introduction, by)
    turn = whose_turn(introduction) if seen.side or introduction.state not in policy.TALKING_STATES else None
    return page(
        "introductions/show.html", form, introduction=introduction, seen=seen, stages=reading.stages(seen), sent=sent, turn=turn,
        turn_is_mine=turn is not None and turn.is_mine(by), actions=actions.of(introduction, by),
        step=introduction.open_step if seen.side else None, steps=reading.confirmed_steps(introduction) if seen.side else [],
        agreement=introduction.confidentiality if seen.side else None, paragraphs=paragraphs,
        documents=policy.may_open_documents(by, introduction),
        entries=history.tell(introduction, queries.introduction_timeline(introduction), by),
    )


@blueprint.get("/introductions/<public_id>")
@requires(policy.view, load=queries.get_introduction)
def show(introduction: Introduction) -> ResponseReturnValue:
    """What the reader may know of it."""
    return show_page(introduction)


def _act(
    action: str, introduction: Introduction, service: Callable[..., None], done: LazyText, *, comment: bool = False
) -> ResponseReturnValue:
    return press(service, introduction, by=actor(), done=done, back=back, show=show_page, sent=action, comment=comment)


@blueprint.post("/introductions/<public_id>/send")
@requires(policy.asks, load=queries.get_introduction)
def send(introduction: Introduction) -> ResponseReturnValue:
    """Hand the request in."""
    return _act("send", introduction, introducing.send_introduction, _l("The request is sent. You are told when it is answered."))


@blueprint.post("/introductions/<public_id>/withdraw")
@requires(policy.asks, load=queries.get_introduction)
def withdraw(introduction: Introduction) -> ResponseReturnValue:
    """Take it back."""
    form = ActionForm()
    if form.accepted(introducing.withdraw_introduction, introduction, by=actor(), version=form.version.data):
        flash(_l("The request is withdrawn."), "success")
        return redirect(url_for("introductions.index", box="sent"))
    return show_page(introduction, form, sent="withdraw")


@blueprint.post("/introductions/<public_id>/open")
@requires(policy.answers, load=queries.get_introduction)
def open(introduction: Introduction) -> ResponseReturnValue:  # noqa: A001 - the name of the step
    """Read the request: the asker sees that it was opened."""
    return _act("view", introduction, introducing.open_request, _l("The request is open. The asking organisation sees that you have opened it."))


@blueprint.post("/introductions/<public_id>/accept")
@requires(policy.answers, load=queries.get_introduction)
def accept(introduction: Introduction) -> ResponseReturnValue:
    """Both sides know each other."""
    return _act("accept", introduction, introducing.accept_introduction, _l("You have accepted. Each side knows now who the other is."))


@blueprint.post("/introductions/<public_id>/confirm")
@requires(policy.confirms_plainly, load=queries.get_introduction)
def confirm(introduction: Introduction) -> ResponseReturnValue:
    """Confirm what the other side proposed."""
    return _act("confirm", introduction, introducing.confirm_step, _l("The step is confirmed by both sides."))


@blueprint.post("/introductions/<public_id>/set-aside")
@requires(policy.talks, load=queries.get_introduction)
def set_aside(introduction: Introduction) -> ResponseReturnValue:
    """Set aside what was proposed."""
    return _act("set_aside", introduction, introducing.set_step_aside, _l("The step is set aside."), comment=True)


@blueprint.post("/introductions/<public_id>/reopen")
@requires(policy.either, load=queries.get_introduction)
def reopen(introduction: Introduction) -> ResponseReturnValue:
    """Take the talks up again."""
    return _act("reopen", introduction, introducing.reopen_talks, _l("The talks go on where they stood."))
