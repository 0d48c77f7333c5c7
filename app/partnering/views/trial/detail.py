"""One trial: its page, and the steps that are one button."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page, press
from app.core.i18n import LazyText, _l
from app.partnering import queries
from app.partnering.models import Trial
from app.partnering.services import trial as services
from app.partnering.trials import actions, policy
from app.partnering.trials.turn import whose_turn
from app.partnering.views.trial.blueprint import back, blueprint


def show_page(trial: Trial, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of a trial; after a refused step with what was typed (422)."""
    by = actor()
    turn = whose_turn(trial)
    return page(
        "trials/show.html", form, trial=trial, introduction=trial.introduction, side=policy.side_of(by, trial), sent=sent, turn=turn,
        turn_is_mine=turn is not None and turn.is_mine(by), actions=actions.of(trial, by),
    )


@blueprint.get("/trials/<public_id>")
@requires(policy.view, load=queries.get_trial)
def show(trial: Trial) -> ResponseReturnValue:
    """What is tried, and what came of it."""
    return show_page(trial)


def _act(action: str, trial: Trial, service: Callable[..., None], done: LazyText, *, comment: bool = False) -> ResponseReturnValue:
    return press(service, trial, by=actor(), done=done, back=back, show=show_page, sent=action, comment=comment)


@blueprint.post("/trials/<public_id>/agree")
@requires(policy.answers, load=queries.get_trial)
def agree(trial: Trial) -> ResponseReturnValue:
    """Agree to what the other side proposed."""
    return _act("agree", trial, services.agree_trial, _l("The trial is agreed on. Both sides are reminded before it ends."))


@blueprint.post("/trials/<public_id>/decline")
@requires(policy.answers, load=queries.get_trial)
def decline(trial: Trial) -> ResponseReturnValue:
    """Turn it down."""
    return _act("decline", trial, services.decline_trial, _l("You have declined the trial."), comment=True)


@blueprint.post("/trials/<public_id>/withdraw")
@requires(policy.proposes, load=queries.get_trial)
def withdraw(trial: Trial) -> ResponseReturnValue:
    """Take the proposal back."""
    return _act("withdraw", trial, services.withdraw_trial, _l("The proposal is withdrawn."), comment=True)


@blueprint.post("/trials/<public_id>/confirm")
@requires(policy.confirms, load=queries.get_trial)
def confirm(trial: Trial) -> ResponseReturnValue:
    """Confirm what the other side proposed to decide."""
    return _act("confirm", trial, services.confirm_verdict, _l("The decision is confirmed by both sides."))


@blueprint.post("/trials/<public_id>/set-aside")
@requires(policy.either, load=queries.get_trial)
def set_aside(trial: Trial) -> ResponseReturnValue:
    """Set aside what was proposed."""
    return _act("set_aside", trial, services.set_verdict_aside, _l("The proposed decision is set aside."), comment=True)
