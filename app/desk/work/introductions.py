"""What waits for the two sides of introductions, and for those who screen them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.accounts.rights import OFFICIALS
from app.core.db import now
from app.core.i18n import LazyText, _l
from app.desk.work.entry import LATE_STEP, Entry, of_introduction, rows
from app.organisations.affiliations.models import Affiliation
from app.partnering.enums import IntroductionState, Side, StepKind, StepState, SuggestionState
from app.partnering.introductions.policy import STEP_STATES, TALKING_STATES
from app.partnering.models import Introduction, IntroductionStep, ProfileSuggestion
from app.partnering.queries.brokering import OF_SUGGESTION
from app.partnering.queries.introduction_lists import screened_by
from app.partnering.queries.introductions import ROW, asked_in, coordinated_by, owned_by, without_part
from app.partnering.reading import chosen_text

S = IntroductionState
ASKER_STEPS: dict[IntroductionState, LazyText] = {
    S.DRAFT: _l("Complete your request for an introduction and send it"), S.QUESTION: _l("Answer the question about your request"),
}
OWNER_STEPS: dict[IntroductionState, LazyText] = {
    S.SENT: _l("Open a request for an introduction"), S.SEEN: _l("Accept the request, decline it, or ask"),
}
TALKING_STEPS: dict[IntroductionState, LazyText] = {
    S.ACCEPTED: _l("Meet, and say that you have met"), S.IN_TALKS: _l("Go on with the talks, or end them"),
    S.UNDER_NDA: _l("Go on with the talks, or end them"),
}
CONFIRM_STEPS: dict[StepKind, LazyText] = {
    StepKind.MEETING: _l("Confirm that a meeting was held"), StepKind.CONFIDENTIALITY: _l("Confirm the confidentiality agreement"),
    StepKind.PROJECT: _l("Confirm the joint project"), StepKind.AGREEMENT: _l("Confirm the agreement"),
}
SUGGESTED_STEP = _l("Look at a profile that an economic organisation suggests")
SCREEN_STEP = _l("Screen a request for an introduction")


def _found(*conditions: ColumnElement[bool]) -> Iterator[Introduction]:
    yield from rows(select(Introduction).where(*conditions).options(*ROW).order_by(Introduction.due_at, Introduction.id))


def of_sides(by: Any) -> Iterator[Entry]:
    """Introductions that wait for the person's organisation; talks without a proposed step wait for both sides."""
    mine = by.organisations(Role.REPRESENTATIVE)
    asks, owns = Introduction.organisation_id.in_(mine), owned_by(mine)
    proposed = exists().where(IntroductionStep.introduction_id == Introduction.id, IntroductionStep.state == StepState.PROPOSED)
    waiting = or_(
        and_(asks, Introduction.state.in_(ASKER_STEPS)), and_(owns, Introduction.state.in_(OWNER_STEPS)),
        and_(or_(asks, owns), Introduction.state.in_(TALKING_STATES), ~proposed),
    )
    steps = ASKER_STEPS | OWNER_STEPS | TALKING_STEPS
    for introduction in _found(waiting):
        yield of_introduction(introduction, steps[introduction.state], "introductions.show")


def steps_to_confirm(by: Any) -> Iterator[Entry]:
    """Steps that the other side proposed."""
    mine = by.organisations(Role.REPRESENTATIVE)
    other = or_(
        and_(IntroductionStep.side == Side.OWNER, Introduction.organisation_id.in_(mine)),
        and_(IntroductionStep.side == Side.ASKER, owned_by(mine)),
    )
    open_here = or_(*(and_(IntroductionStep.kind == kind, Introduction.state.in_(states)) for kind, states in STEP_STATES.items()))
    statement = select(IntroductionStep).join(IntroductionStep.introduction).where(
        IntroductionStep.state == StepState.PROPOSED, IntroductionStep.proposed_by_id != by.id, other, open_here
    )
    loaded = statement.options(joinedload(IntroductionStep.introduction).options(*ROW))
    for step in rows(loaded.order_by(IntroductionStep.due_at, IntroductionStep.id)):
        yield of_introduction(step.introduction, CONFIRM_STEPS[step.kind], "introductions.show", step.state_since, step.due_at)


def screened(by: Any) -> Iterator[Entry]:
    """Requests that wait for the person's screening."""
    for introduction in _found(screened_by(by)):
        yield of_introduction(introduction, SCREEN_STEP, "introductions.screen")


def late(by: Any) -> Iterator[Entry]:
    """Requests whose screening is late: for the officials of the asker's country and the programme's secretariat."""
    overseen = and_(or_(asked_in(by, *OFFICIALS), coordinated_by(by)), without_part(by))
    for introduction in _found(Introduction.state == S.SCREENING, Introduction.due_at <= now(), overseen):
        yield of_introduction(introduction, LATE_STEP, "introductions.show")


def suggestions(by: Any) -> Iterator[Entry]:
    """Profiles that an economic organisation suggested to the person's organisation."""
    mine = ProfileSuggestion.affiliation.has(Affiliation.member_id.in_(by.organisations(Role.REPRESENTATIVE)))
    statement = select(ProfileSuggestion).where(mine, ProfileSuggestion.state == SuggestionState.OPEN)
    loaded = statement.options(*OF_SUGGESTION).order_by(ProfileSuggestion.due_at, ProfileSuggestion.id)
    for one in rows(loaded):
        said = chosen_text(one.profile)
        yield Entry(SUGGESTED_STEP, said.title, said.language, "brokering.suggestion", one.public_id, one.state_since, one.due_at)


SOURCES = (of_sides, steps_to_confirm, screened, late, suggestions)
