"""Random actors and random actions: no state and no step outside the table, none verified without an own officer."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from app.accounts.enums import Role
from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.errors import NotAllowed, Refused
from app.core.events import PENDING
from app.organisations import services
from app.organisations.enums import OrganisationState as S
from app.organisations.workflow import ORGANISATION
from tests.organisations.test_onboarding import SERVICES

ACTORS = (
    "representative", "signatory", "member", "stranger", "officer", "foreign officer", "decision maker", "coordinator", "administrator", "clock",
)
STEPS = {(source, target) for row in ORGANISATION.transitions for source, target in row.steps()}
OUTSIDE = (NotAllowed, Refused)


class Onboarding(RuleBasedStateMachine):
    """One organisation; everybody tries everything."""

    make = None
    session = None

    @initialize(begun_by=st.sampled_from(["registered", "invited"]))
    def begin(self, begun_by):
        self.mark = self.session.begin_nested()
        programme = self.make.programme()
        japan, israel = programme.parties
        state = S.DRAFT if begun_by == "registered" else S.INVITED
        self.organisation, representative = self.make.in_state(programme, state)
        self.survivor = self.make.listed()
        self.people = {
            "representative": representative, "signatory": self.make.member(self.organisation, Role.SIGNATORY),
            "member": self.make.member(self.organisation, Role.MEMBER), "stranger": self.make.person(),
            "officer": self.make.official(japan), "foreign officer": self.make.official(israel),
            "decision maker": self.make.official(japan, Role.DECISION_MAKER),
            "coordinator": self.make.member(programme.secretariat, Role.COORDINATOR), "administrator": self.make.administrator(), "clock": CLOCK,
        }
        self.last = state
        self.session.info.pop(PENDING, None)

    @precondition(lambda self: hasattr(self, "organisation"))
    @rule(action=st.sampled_from(sorted(SERVICES)), who=st.sampled_from(ACTORS))
    def act(self, action, who):
        by = self.people[who]
        before = self.organisation.state
        allowed = ORGANISATION.can(action, self.organisation, by)
        try:
            with transaction.attempt():
                SERVICES[action](self.organisation, by, self.survivor)
        except OUTSIDE:
            self.session.expire_all()
            assert self.organisation.state == before
            return
        assert allowed
        assert (before, self.organisation.state) in STEPS
        if self.organisation.state == S.VERIFIED and action == "verify":
            verifier = self.organisation.verified_by
            assert verifier.holds(Role.OFFICER, country=self.organisation.country)
            assert not verifier.holds(Role.REPRESENTATIVE, organisation_id=self.organisation.id)

    @precondition(lambda self: hasattr(self, "organisation"))
    @rule(who=st.sampled_from(ACTORS))
    def see_what_is_open(self, who):
        for each in ORGANISATION.available(self.organisation, self.people[who]):
            assert self.organisation.state in each.transition.sources

    @invariant()
    def facts_fit_the_state(self):
        if not hasattr(self, "organisation"):
            return
        organisation = self.organisation
        if organisation.state in {S.VERIFIED, S.SUSPENDED}:
            assert organisation.verified_by_id is not None
            assert organisation.evidence
        if organisation.is_verified:
            assert organisation.verified_by_id is not None
        assert (organisation.state == S.MERGED) == (organisation.merged_into_id is not None)
        owed = {S.DECLARED, S.IN_VERIFICATION, S.UPDATE_NEEDED}
        assert organisation.due_at is not None or organisation.state not in owed

    def teardown(self):
        if hasattr(self, "mark"):
            self.mark.rollback()
            self.session.info.pop(PENDING, None)
            self.session.expire_all()


@pytest.mark.slow
def test_random_actors_never_leave_the_table(make, session):
    Machine = type("Machine", (Onboarding,), {"make": make, "session": session})
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=checks, database=None)
    )


def test_the_way_of_a_registration_is_possible(make):
    programme = make.programme()
    organisation, representative = make.draft(programme)
    officer = make.official(programme.parties[0])
    services.declare(organisation, by=representative, none_of_these=True)
    services.take_up(organisation, by=officer)
    services.verify(organisation, by=officer, evidence="extract")
    assert organisation.is_verified
