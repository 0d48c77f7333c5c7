"""Both sides talk: messages, steps that one proposes and the other confirms, and how the talks end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.accounts.rights import CLOCK
from app.core.db import lock, now
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.extensions import db
from app.partnering.enums import AgreementType, ClosingReason, ConfidentialityText, Side, StepKind, StepState
from app.partnering.introductions import policy
from app.partnering.introductions.confidentiality import digest
from app.partnering.introductions.workflow import INTRODUCTION, STEP
from app.partnering.models import Introduction, IntroductionStep
from app.partnering.services.introducing.due import silent_until, step_due

CONFIRMED = {StepKind.MEETING: "meeting_held", StepKind.CONFIDENTIALITY: "sign_nda", StepKind.AGREEMENT: "agree"}


def _side(introduction: Introduction, by: Any) -> Side:
    return Side.ASKER if policy.asks(by, introduction) else Side.OWNER


def propose_meeting_held(introduction: Introduction, *, on: date, by: Any, version: int | None = None) -> None:
    """One side says that a meeting was held.

    :raises Refused: the day lies in the future.
    """
    if on > now().date():
        raise Refused.because("on", _l("The day lies in the future."))
    _propose(introduction, StepKind.MEETING, {"on": on}, by, version)


def propose_confidentiality(
    introduction: Introduction, *, text_version: ConfidentialityText, by: Any, reference: str = "", version: int | None = None
) -> None:
    """One side confirms a confidentiality agreement, ours or one of their own, and asks the other to."""
    said = reference.strip()
    if text_version == ConfidentialityText.OWN and not said:
        raise Refused.because("reference", _l("Name the agreement: its title and its date."))
    own = said if text_version == ConfidentialityText.OWN else None
    values = {"text_version": text_version, "digest": digest(text_version, said), "reference": own}
    _propose(introduction, StepKind.CONFIDENTIALITY, values, by, version)


def propose_project(introduction: Introduction, *, title: str, by: Any, version: int | None = None) -> None:
    """One side wants to register a joint project, which it will lead."""
    _propose(introduction, StepKind.PROJECT, {"title": title.strip()}, by, version)


def propose_agreement(introduction: Introduction, *, agreement_type: AgreementType, by: Any, version: int | None = None) -> None:
    """One side says that the two agreed on something other than a joint project."""
    _propose(introduction, StepKind.AGREEMENT, {"agreement_type": agreement_type}, by, version)


def _propose(introduction: Introduction, kind: StepKind, values: Mapping[str, Any], by: Any, version: int | None) -> None:
    lock(introduction, version)
    if introduction.open_step is not None:
        raise Refused.because("step", _l("Another step waits for its confirmation. Confirm it or set it aside first."))
    if introduction.state not in policy.STEP_STATES[kind]:
        raise Refused.because("state", _l("This step is not open in the present state."))
    if not policy.proposes(by, introduction):
        raise NotAllowed
    side = _side(introduction, by)
    step = IntroductionStep(
        introduction=introduction, kind=kind, side=side, state=StepState.PROPOSED, proposed_by_id=by.id,
        due_at=step_due(introduction, side.other), **values,
    )
    db.session.add(step)
    introduction.due_at = silent_until()
    STEP.begin("propose", step, by=by)


def confirm_step(introduction: Introduction, *, by: Any, version: int | None = None) -> None:
    """The other side confirms what was proposed, and the introduction moves on. A joint project is confirmed in `app.projects`.

    :raises Refused: nothing is proposed.
    """
    if introduction.open_step is not None and introduction.open_step.kind == StepKind.PROJECT:
        raise NotAllowed
    step = take_confirmation(introduction, by=by, version=version)
    changes: dict[str, Any] = {"due_at": silent_until()}
    if step.kind == StepKind.AGREEMENT:
        changes = {"due_at": None, "agreement_type": step.agreement_type}
    INTRODUCTION.fire(CONFIRMED[step.kind], introduction, by=by, changes=changes)


def take_confirmation(introduction: Introduction, *, by: Any, version: int | None = None) -> IntroductionStep:
    """Note who confirmed the proposed step, and when."""
    lock(introduction, version)
    step = introduction.open_step
    if step is None or introduction.state not in policy.STEP_STATES[step.kind]:
        raise Refused.because("step", _l("No step waits for your confirmation."))
    facts = {"confirmed_by_id": by.id, "confirmed_at": now(), "due_at": None}
    STEP.fire("confirm", step, by=by, changes=facts)
    return step


def convert_introduction(introduction: Introduction, *, project_id: int, by: Any) -> None:
    """The joint project that both confirmed is registered."""
    INTRODUCTION.fire("register_project", introduction, by=by, changes={"project_id": project_id, "due_at": None})


def set_step_aside(introduction: Introduction, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """Either side sets aside what was proposed."""
    lock(introduction, version)
    step = introduction.open_step
    if step is None:
        raise Refused.because("step", _l("No step waits for a confirmation."))
    STEP.fire("set_aside", step, by=by, comment=comment, changes={"due_at": None})
    introduction.due_at = silent_until()
    db.session.flush()


def end_talks(introduction: Introduction, *, reason: ClosingReason, by: Any, comment: str = "", version: int | None = None) -> None:
    """Either side ends the talks; both read why."""
    lock(introduction, version)
    INTRODUCTION.fire("end", introduction, by=by, comment=comment, changes={"closing_reason": reason, "due_at": None})
    drop_step(introduction)


def drop_step(introduction: Introduction) -> None:
    """What was proposed falls with the talks."""
    if introduction.open_step is not None:
        STEP.fire("set_aside", introduction.open_step, by=CLOCK, changes={"due_at": None})


def reopen_talks(introduction: Introduction, *, by: Any, version: int | None = None) -> None:
    """Either side takes the talks up again where they stood."""
    lock(introduction, version)
    INTRODUCTION.fire(
        "reopen", introduction, by=by, to=introduction.returns_to, changes={"returns_to": None, "due_at": silent_until()}
    )
