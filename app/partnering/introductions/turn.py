"""Whose turn it is with an introduction: the asker's, the owner's, both sides', or the brokers'."""

from collections.abc import Callable
from typing import Any

from app.core.i18n import LazyText, _l
from app.core.turn import Turn
from app.partnering.enums import IntroductionState, Side
from app.partnering.introductions import policy
from app.partnering.models import Introduction

S = IntroductionState
BROKERS = _l("Officers of the asker’s country, the secretariat, and economic organisations that the asker lets broker")
ASKER = _l("Representatives of the asking organisation")
OWNER = _l("Representatives of the owner of the profile")
BOTH = _l("Representatives of both sides")
HOLDERS: dict[IntroductionState, tuple[LazyText, Callable[[Any, Introduction], bool]]] = {
    S.DRAFT: (ASKER, policy.asks),
    S.SCREENING: (BROKERS, policy.broker),
    S.SENT: (OWNER, policy.answers),
    S.SEEN: (OWNER, policy.answers),
    S.QUESTION: (ASKER, policy.asks),
    S.ACCEPTED: (BOTH, policy.either),
    S.IN_TALKS: (BOTH, policy.either),
    S.UNDER_NDA: (BOTH, policy.either),
}


def whose_turn(introduction: Introduction) -> Turn | None:
    """Who must act next; nobody where nothing waits. A proposed step waits for the other side."""
    step = introduction.open_step
    if step is not None and introduction.state in policy.TALKING_STATES:
        who = OWNER if step.side == Side.ASKER else ASKER
        return Turn(introduction, who, policy.confirms, step.state_since, step.due_at)
    if introduction.state not in HOLDERS:
        return None
    who, holds = HOLDERS[introduction.state]
    return Turn(introduction, who, holds, introduction.state_since, introduction.due_at)
