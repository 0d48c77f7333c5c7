"""An introduction as its reader may know it: both names, the request, messages, the answer, and how far things are disclosed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.i18n import _, _l
from app.core.templating import label
from app.organisations.models import Organisation
from app.partnering import reading as profile_reading
from app.partnering.enums import IntroductionState, Side, StepKind, StepState
from app.partnering.introductions import policy
from app.partnering.introductions.questions import QUESTIONS
from app.partnering.introductions.wording import GENERAL
from app.partnering.models import Introduction, IntroductionStep
from app.partnering.reading import Row

STAGES = (_l("Request without names"), _l("Names of both sides"), _l("Confidential documents"))
OPENED = 1
CONFIDENTIAL = 2


@dataclass(frozen=True)
class Said:
    """A message: whose, by whom as far as the reader may know, and when."""

    side: Side | None
    name: str
    text: str
    at: datetime
    mine: bool


@dataclass(frozen=True)
class Seen:
    """What the page shows. `asker` and `owner` only where the reader may know them."""

    introduction: Introduction
    side: Side | None
    title: str
    language: str
    asker: Organisation | None
    owner: Organisation | None
    request: Sequence[Row] | None
    messages: Sequence[Said]
    outcome: Sequence[Row]
    stage: int

    @property
    def other(self) -> Organisation | None:
        """The organisation on the other side of the reader."""
        return self.owner if self.side == Side.ASKER else self.asker


def seen_by(introduction: Introduction, by: Any) -> Seen:
    """The introduction for the actor."""
    said = profile_reading.chosen_text(introduction.profile)
    side = policy.side_of(by, introduction)
    return Seen(
        introduction=introduction, side=side, title=said.title, language=said.language,
        asker=introduction.organisation if policy.knows_asker(by, introduction) else None,
        owner=introduction.profile.organisation if policy.knows_owner(by, introduction) else None,
        request=request_rows(introduction) if policy.reads_request(by, introduction) else None,
        messages=_messages(introduction, side) if policy.reads_messages(by, introduction) else (),
        outcome=_outcome(introduction, side), stage=_stage(introduction),
    )


def request_rows(introduction: Introduction) -> list[Row]:
    """The answers to the guided questions."""
    questions = QUESTIONS[introduction.profile.kind]
    return [
        Row(str(question.label), getattr(introduction, name) or "", introduction.language if getattr(introduction, name) else None)
        for name, question in questions.items()
    ]


def _messages(introduction: Introduction, side: Side | None) -> list[Said]:
    known = introduction.accepted_at is not None
    return [
        Said(whose, one.written_by.name if known or whose == side else "", one.text, one.created_at, whose == side)
        for one in introduction.questioning
        for whose in [Side.ASKER if one.organisation_id == introduction.organisation_id else Side.OWNER]
    ]


def _outcome(introduction: Introduction, side: Side | None) -> list[Row]:
    rows = []
    reason = introduction.declining_reason
    if reason is not None and side == Side.OWNER:
        rows.append(Row(_("Reason, which only your side reads"), label(reason)))
        rows.append(Row(_("Note, which only your side reads"), introduction.declining_note or "", "und"))
    elif reason is not None and side == Side.ASKER:
        rows.append(Row(_("Reason"), str(GENERAL[reason])))
    if side is not None:
        rows.append(Row(_("Why the talks ended"), label(introduction.closing_reason)))
        rows.append(Row(_("What was agreed"), label(introduction.agreement_type)))
    return [row for row in rows if row.value]


def _stage(introduction: Introduction) -> int:
    if introduction.accepted_at is None:
        return 0
    return CONFIDENTIAL if introduction.state in policy.DOCUMENT_STATES and introduction.confidentiality is not None else OPENED


def stages(seen: Seen) -> list[dict[str, str]]:
    """The stages of disclosure with how far it has come."""
    return [
        {"text": str(text), "state": "done" if at < seen.stage else "current" if at == seen.stage else "todo"} for at, text in enumerate(STAGES)
    ]


def step_facts(step: IntroductionStep) -> str:
    """What one side proposed besides its kind."""
    match step.kind:
        case StepKind.CONFIDENTIALITY:
            return step.reference or label(step.text_version)
        case StepKind.PROJECT:
            return step.title or ""
        case StepKind.AGREEMENT:
            return label(step.agreement_type)
        case _:
            return ""


def confirmed_steps(introduction: Introduction) -> list[IntroductionStep]:
    """What both have confirmed, in order; decisions on trials stand with the trials."""
    return [step for step in introduction.steps if step.state == StepState.CONFIRMED and step.kind != StepKind.TRIAL]


@dataclass(frozen=True)
class Listed:
    """An introduction in a list; `other` only where the reader may know it."""

    introduction: Introduction
    title: str
    language: str
    state: IntroductionState
    asker: Organisation | None
    owner: Organisation | None


def row(introduction: Introduction, by: Any) -> Listed:
    """The same in a list."""
    said = profile_reading.chosen_text(introduction.profile)
    asker = introduction.organisation if policy.knows_asker(by, introduction) else None
    owner = introduction.profile.organisation if policy.knows_owner(by, introduction) else None
    return Listed(introduction, said.title, said.language, introduction.state, asker, owner)
