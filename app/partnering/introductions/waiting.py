"""What waits in introductions, and for whom (`workflows.md`, "No state waits for ever")."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.core import waiting
from app.core.waiting import ESCALATE, RENEW, Wait, always, due_at
from app.partnering.enums import IntroductionState, Side, StepState
from app.partnering.introductions import policy
from app.partnering.introductions.workflow import brokers
from app.partnering.models import Introduction, IntroductionStep


def asker_editors(introduction: Introduction) -> Iterable[Any]:
    """The representatives of the asker."""
    return people_with(Role.REPRESENTATIVE, organisation_id=introduction.organisation_id)


def owner_editors(introduction: Introduction) -> Iterable[Any]:
    """The representatives of the owner."""
    return people_with(Role.REPRESENTATIVE, organisation_id=introduction.profile.organisation_id)


def both_editors(introduction: Introduction) -> Iterable[Any]:
    """The representatives of both."""
    return list({person.id: person for person in (*asker_editors(introduction), *owner_editors(introduction))}.values())


def overseers(introduction: Introduction) -> Iterable[Any]:
    """All officials of the asker's country and the programme's coordinators, without those who have a part."""
    found = people_with(Role.OFFICER, Role.DECISION_MAKER, country=introduction.organisation.country)
    if introduction.programme.secretariat_id is not None:
        found += people_with(Role.COORDINATOR, organisation_id=introduction.programme.secretariat_id)
    return list({person.id: person for person in found if policy.side_of(person, introduction) is None}.values())


def step_confirmers(step: IntroductionStep) -> Iterable[Any]:
    """Who can confirm a proposed step."""
    editors = asker_editors(step.introduction) if step.side == Side.OWNER else owner_editors(step.introduction)
    return [person for person in editors if person.id != step.proposed_by_id]


_unanswered = Wait(owner_editors, due_at, always("lapse"))
_silent = Wait(both_editors, due_at, always("go_dormant"), ahead=timedelta(days=7))

WAITS: dict[IntroductionState, Wait] = {
    IntroductionState.DRAFT: Wait(asker_editors, due_at, always(RENEW)),
    IntroductionState.SCREENING: Wait(brokers, due_at, always(ESCALATE), overseers),
    IntroductionState.SENT: _unanswered,
    IntroductionState.SEEN: _unanswered,
    IntroductionState.QUESTION: Wait(asker_editors, due_at, always("lapse")),
    IntroductionState.ACCEPTED: _silent,
    IntroductionState.IN_TALKS: _silent,
    IntroductionState.UNDER_NDA: _silent,
}
STEP_WAITS: dict[StepState, Wait] = {StepState.PROPOSED: Wait(step_confirmers, due_at, always("lapse"))}

waiting.define("introduction")
