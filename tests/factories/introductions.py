"""Introductions, moved along by the real services."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.accounts.enums import Role
from app.accounts.models import Person
from app.core.db import now
from app.partnering.enums import (
    AgreementType,
    ClosingReason,
    ConfidentialityText,
    DecliningReason,
    IntroductionState,
    ProfileState,
    Side,
    StepKind,
)
from app.partnering.models import Introduction, Profile
from app.partnering.services import introducing
from app.projects.services import register_introduced

S = IntroductionState
ANSWERS = {
    "why": "We pack strawberries for three regions and want to pick them without hands in the cold season.",
    "brings": "Two greenhouses of one hectare, a crew that has tried other grippers, and the wages of one engineer.",
    "seeks": "A gripper to try for one season, with somebody who sets it up.",
    "timing": "From March.",
    "questions": "Does it work at four degrees?",
}


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`introduction(state, profile=…, organisation=…, anonymous=…, withheld=…, programme=…)`, `asker(i)`, `owner(i)`, `broker(i)`, `propose(i, kind)`."""

    def asker(introduction: Introduction) -> Person:
        return make.speaker(introduction.organisation)

    def owner(introduction: Introduction) -> Person:
        return make.speaker(introduction.profile.organisation)

    def broker(introduction: Introduction) -> Person:
        party = introduction.programme.party_of(introduction.organisation.country)
        return make.speaker(party.authority, Role.OFFICER)  # type: ignore[union-attr]

    def introduction(
        state: IntroductionState = S.DRAFT, *, profile: Profile | None = None, organisation: object = None, anonymous: bool = False,
        withheld: bool = False, programme: object = None, **values: object,
    ) -> Introduction:
        programme = programme or (profile.programme if profile else make.sample_programme())
        profile = profile or make.profile(ProfileState.PUBLISHED, anonymous=anonymous, programme=programme)
        organisation = organisation or make.organisation(country=programme.parties[1].country)  # type: ignore[attr-defined]
        made = introducing.write_introduction(
            organisation=organisation, profile=profile, answers={**ANSWERS, **values}, withheld=withheld, by=make.speaker(organisation)
        )
        move(made, state)
        return made

    def propose(made: Introduction, kind: StepKind, side: Side = Side.ASKER) -> None:
        by = asker(made) if side == Side.ASKER else owner(made)
        if kind == StepKind.MEETING:
            introducing.propose_meeting_held(made, on=now().date(), by=by)
        elif kind == StepKind.CONFIDENTIALITY:
            introducing.propose_confidentiality(made, text_version=ConfidentialityText.STANDARD_1, by=by)
        elif kind == StepKind.PROJECT:
            introducing.propose_project(made, title="Grippers for the cold season", by=by)
        else:
            introducing.propose_agreement(made, agreement_type=AgreementType.SUPPLIER, by=by)

    def confirmed(made: Introduction, kind: StepKind) -> None:
        propose(made, kind)
        introducing.confirm_step(made, by=owner(made))

    def move(made: Introduction, state: IntroductionState) -> None:
        if state == S.DRAFT:
            return
        if state == S.WITHDRAWN:
            introducing.withdraw_introduction(made, by=asker(made))
            return
        introducing.send_introduction(made, by=asker(made))
        if made.state == S.SCREENING and state != S.SCREENING:
            if state == S.REFUSED_BY_BROKER:
                introducing.refuse_introduction(made, comment="It sells a product.", by=broker(made))
                return
            introducing.forward_introduction(made, by=broker(made))
        if state in {S.SCREENING, S.SENT}:
            return
        answered(made, state)

    def answered(made: Introduction, state: IntroductionState) -> None:
        by = owner(made)
        introducing.open_request(made, by=by)
        if state == S.QUESTION:
            introducing.ask_question(made, text="How cold is it there in January?", by=by)
        elif state == S.DECLINED:
            introducing.decline_introduction(made, reason=DecliningReason.COMPETITOR, note="They buy from our rival.", by=by)
        elif state == S.LAPSED:
            made.due_at = now() - timedelta(hours=1)
            introducing.lapse_introduction(made)
        elif state != S.SEEN:
            introducing.accept_introduction(made, by=by)
            talked(made, state)

    def talked(made: Introduction, state: IntroductionState) -> None:
        if state == S.ACCEPTED:
            return
        confirmed(made, StepKind.MEETING)
        if state == S.UNDER_NDA:
            confirmed(made, StepKind.CONFIDENTIALITY)
        elif state == S.AGREED:
            confirmed(made, StepKind.AGREEMENT)
        elif state == S.CONVERTED:
            propose(made, StepKind.PROJECT)
            register_introduced(made, by=owner(made))
        elif state == S.CLOSED_NO_DEAL:
            introducing.end_talks(made, reason=ClosingReason.NO_FUNDING, by=asker(made))
        elif state == S.DORMANT:
            introducing.let_sleep(made)

    return {"introduction": introduction, "asker": asker, "owner": owner, "broker": broker, "propose": propose}
