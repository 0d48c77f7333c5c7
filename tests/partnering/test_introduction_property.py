"""Random actors and random actions: no step outside the table, no name before the acceptance, no document before both agreed."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from app.accounts.enums import Role
from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.events import PENDING
from app.messages.services import send_message
from app.partnering.enums import AgreementType, ClosingReason, ConfidentialityText, DecliningReason, ProfileState, StepState
from app.partnering.enums import IntroductionState as S
from app.partnering.introductions import policy
from app.partnering.introductions.workflow import INTRODUCTION
from app.partnering.services import introducing
from app.projects.services import register_introduced

STEPS = {(source, target) for row in INTRODUCTION.transitions for source, target in row.steps()}
ACTORS = (
    "asker", "asker colleague", "asker member", "owner", "owner colleague", "owner member", "broker", "coordinator", "owner officer", "stranger",
    "administrator",
)
PARTIES = {"asker", "asker colleague", "asker member", "owner", "owner colleague", "owner member"}
ACTIONS = {
    "send": lambda i, by: introducing.send_introduction(i, by=by),
    "forward": lambda i, by: introducing.forward_introduction(i, by=by),
    "send_back": lambda i, by: introducing.send_back(i, comment="Say more.", by=by),
    "refuse": lambda i, by: introducing.refuse_introduction(i, comment="Not serious.", by=by),
    "view": lambda i, by: introducing.open_request(i, by=by),
    "accept": lambda i, by: introducing.accept_introduction(i, by=by),
    "decline": lambda i, by: introducing.decline_introduction(i, reason=DecliningReason.TRUST, by=by),
    "ask": lambda i, by: introducing.ask_question(i, text="How cold is it?", by=by),
    "answer": lambda i, by: introducing.answer_question(i, text="Two degrees.", by=by),
    "withdraw": lambda i, by: introducing.withdraw_introduction(i, by=by),
    "message": lambda i, by: send_message(i, text="See you in spring.", by=by),
    "meeting": lambda i, by: introducing.propose_meeting_held(i, on=now().date() - timedelta(days=1), by=by),
    "confidentiality": lambda i, by: introducing.propose_confidentiality(i, text_version=ConfidentialityText.STANDARD_1, by=by),
    "project": lambda i, by: introducing.propose_project(i, title="Grippers in the cold", by=by),
    "agreement": lambda i, by: introducing.propose_agreement(i, agreement_type=AgreementType.LICENCE, by=by),
    "confirm": lambda i, by: introducing.confirm_step(i, by=by),
    "register": lambda i, by: register_introduced(i, by=by),
    "set_aside": lambda i, by: introducing.set_step_aside(i, by=by),
    "end": lambda i, by: introducing.end_talks(i, reason=ClosingReason.NO_FUNDING, by=by),
    "reopen": lambda i, by: introducing.reopen_talks(i, by=by),
    "lapse": lambda i, _by: introducing.lapse_introduction(i),
    "sleep": lambda i, _by: introducing.let_sleep(i),
}
SIDE = {
    **dict.fromkeys(("send", "answer", "withdraw"), frozenset(("asker", "asker colleague"))),
    **dict.fromkeys(("view", "accept", "decline", "ask"), frozenset(("owner", "owner colleague"))),
    **dict.fromkeys(("forward", "send_back", "refuse"), frozenset(("broker", "coordinator"))),
}
REPRESENTATIVES = {"asker", "asker colleague", "owner", "owner colleague"}


class Talks(RuleBasedStateMachine):
    """One introduction to an anonymous profile; everybody tries everything, those who may most often."""

    make = None
    session = None

    @initialize(begun=st.sampled_from([S.DRAFT, S.SEEN, S.ACCEPTED, S.IN_TALKS]))
    def begin(self, begun):
        self.mark = self.session.begin_nested()
        programme = self.make.sample_programme()
        profile = self.make.profile(ProfileState.PUBLISHED, anonymous=True, programme=programme)
        self.introduction = self.make.introduction(begun, profile=profile)
        asker, owner = self.introduction.organisation, profile.organisation
        self.people = {
            "asker": self.make.asker(self.introduction), "asker colleague": self.make.member(asker), "asker member": self.make.member(asker, Role.MEMBER),
            "owner": self.make.owner(self.introduction), "owner colleague": self.make.member(owner), "owner member": self.make.member(owner, Role.MEMBER),
            "broker": self.make.broker(self.introduction), "coordinator": self.make.coordinator(programme),
            "owner officer": self.make.officer(programme.parties[0]), "stranger": self.make.speaker(self.make.organisation()),
            "administrator": self.make.administrator(),
        }
        self.session.info.pop(PENDING, None)

    def attempt(self, action, who):
        before = self.introduction.state
        try:
            with transaction.attempt():
                ACTIONS[action](self.introduction, self.people[who])
        except (NotAllowed, Refused):
            self.session.expire_all()
            assert self.introduction.state == before
            return
        after = self.introduction.state
        assert before == after or (before, after) in STEPS
        if action not in {"lapse", "sleep"}:
            assert who in SIDE.get(action, REPRESENTATIVES)

    @precondition(lambda self: hasattr(self, "introduction"))
    @rule(action=st.sampled_from(sorted(ACTIONS)), who=st.sampled_from(ACTORS))
    def anyone(self, action, who):
        self.attempt(action, who)

    @precondition(lambda self: hasattr(self, "introduction"))
    @rule(action=st.sampled_from(sorted(set(ACTIONS) - {"lapse", "sleep", "end", "withdraw"})), place=st.integers(0, 3))
    def whoever_may(self, action, place):
        able = sorted(SIDE.get(action, REPRESENTATIVES))
        self.attempt(action, able[place % len(able)])

    @invariant()
    def names_and_documents(self):
        if not hasattr(self, "introduction"):
            return
        one = self.introduction
        accepted = one.accepted_at is not None
        for who in ("asker", "asker member"):
            assert policy.knows_owner(self.people[who], one) == accepted
        for who in ("owner", "owner member"):
            assert policy.knows_asker(self.people[who], one) == accepted
        assert not policy.knows_asker(self.people["coordinator"], one)
        assert not policy.knows_owner(self.people["broker"], one)
        for who, person in self.people.items():
            if policy.may_open_documents(person, one):
                assert who in PARTIES
                assert one.confidentiality is not None

    @invariant()
    def what_both_confirm_has_two_people_of_two_sides(self):
        if not hasattr(self, "introduction"):
            return
        for step in self.introduction.steps:
            if step.state == StepState.CONFIRMED:
                assert step.confirmed_by.belongs_to(self.introduction.organisation_id) != step.proposed_by.belongs_to(self.introduction.organisation_id)
        assert (self.introduction.state == S.CONVERTED) == (self.introduction.project_id is not None)

    def teardown(self):
        if hasattr(self, "mark"):
            self.mark.rollback()
            self.session.info.pop(PENDING, None)
            self.session.expire_all()


@pytest.mark.slow
def test_random_actors_never_leave_the_table(make, session):
    Machine = type("Machine", (Talks,), {"make": make, "session": session})
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=checks, database=None)
    )


def test_only_the_clock_lapses(make):
    introduction = make.introduction(S.SENT)
    with pytest.raises(NotAllowed):
        INTRODUCTION.fire("lapse", introduction, by=make.owner(introduction))
    INTRODUCTION.fire("lapse", introduction, by=CLOCK, changes={"due_at": None})
