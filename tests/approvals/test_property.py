"""Random actors, random actions over a project and its decisions: no approval without two people of each country on the
current version, no step outside the tables, nothing void ever counted."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.accounts.rights import CLOCK
from app.approvals import queries
from app.approvals.enums import DecisionState as D
from app.approvals.enums import JointResult, Outcome
from app.approvals.joint_result import joint_result
from app.approvals.services import checks, decisions, reviews
from app.approvals.tasks import run_clock
from app.approvals.workflow import APPROVALS, DECIDING_STATES, DECISION
from app.core import transaction
from app.core.errors import NotAllowed, Refused
from app.core.events import Event
from app.core.workflow import REGISTER
from app.projects import services as projects
from app.projects.enums import ProjectState as S

PEOPLE = ("officer 0", "officer 1", "second officer 0", "decider 0", "decider 1", "both 0", "both 1", "linked", "dual", "coordinator",
          "applicant", "administrator", "stranger", "clock")
OFTEN = (Outcome.APPROVED, Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS, Outcome.CHANGES_REQUESTED, Outcome.CHANGES_REQUESTED,
         Outcome.DEFERRED, Outcome.REJECTED)
ACTIONS = ("recommend", "decide", "reconsider", "recuse", "reassign")


REACHED: set[str] = set()
"""Final states and actions of all runs: a property that nothing reaches proves nothing."""


class Approvals(RuleBasedStateMachine):
    """One project; everybody tries everything."""

    make = None
    session = None
    people: dict[str, object]

    @initialize()
    def begin(self):
        self.project = self.make.case(programme=self.programme)
        self.people = {**self.officials, "applicant": self.make.speaker(self.project.lead.organisation)}
        house = self.project.partners[1].organisation.contact_email.partition("@")[2]
        self.people["linked"].email = f"linked@{house}"
        self.session.commit()

    def decision(self, place):
        return next(iter(queries.current_decisions(self.project)[place:]), None)

    @rule(action=st.sampled_from(ACTIONS), place=st.sampled_from([0, 1]), who=st.sampled_from(PEOPLE), outcome=st.sampled_from(Outcome))
    def anyone_tries_anything(self, action, place, who, outcome):
        self.act(action, place, who, outcome)

    @rule(choice=st.integers(0, 10_000), outcome=st.sampled_from(OFTEN))
    def someone_goes_on(self, choice, outcome):
        """A step that is somebody's turn, so that the run gets somewhere."""
        steps = [
            (action, place, who)
            for place, decision in enumerate(queries.current_decisions(self.project))
            for action in ("recommend", "decide", "reconsider", "reassign")
            for who in PEOPLE
            if DECISION.can(action, decision, self.people[who])
        ]
        if steps:
            self.act(*steps[choice % len(steps)], outcome)

    @rule(choice=st.integers(0, 20), who=st.sampled_from(("officer 0", "decider 0", "decider 1")))
    def someone_withdraws_and_a_colleague_takes_over(self, choice, who):
        if choice:
            return
        place = int(who[-1])
        self.act("recuse", place, who, Outcome.APPROVED)
        self.act("reassign", place, f"both {place}", Outcome.APPROVED)

    def act(self, action, place, who, outcome):
        decision, by = self.decision(place), self.people[who]
        if decision is None:
            return
        before, was = decision.state, self.project.state
        allowed = DECISION.can(action, decision, by)
        calls = {
            "recommend": lambda: decisions.recommend(decision, by=by, outcome=outcome, reason="Sample.", points=["Sample."]),
            "decide": lambda: decisions.decide(decision, by=by, outcome=outcome, reason="Sample.", points=["Sample."]),
            "reconsider": lambda: decisions.reconsider(decision, by=by, reason="Sample."),
            "recuse": lambda: decisions.recuse(decision, by=by, reason="Sample."),
            "reassign": lambda: decisions.reassign(decision, by=by),
        }
        self.attempt(calls[action], decision, before, was, allowed=allowed)

    def attempt(self, call, decision, before, was, *, allowed):
        version = decision.version
        try:
            with transaction.attempt():
                call()
        except (NotAllowed, Refused):
            self.session.expire_all()
            assert (decision.state, self.project.state) == (before, was)
            return
        assert allowed or decision.version == version
        self.session.commit()

    @rule(change=st.booleans())
    def revise(self, change):
        """The lead revises, the partners commit, and the new version comes before both countries again."""
        if self.project.state != S.CHANGES_REQUESTED:
            return
        project = self.project
        if change:
            project.milestones = f"{project.milestones} Later."
        projects.revise_project(project, by=self.people["applicant"])
        for partner in list(project.accepted):
            if project.state == S.AWAITING_COMMITMENT:
                try:
                    with transaction.attempt():
                        signatory = self.make.speaker(partner.organisation, Role.SIGNATORY)
                        projects.commit_to_version(project, version_hash=project.current_version.hash, by=signatory)
                except (NotAllowed, Refused):
                    continue
        checks.confirm_complete(project, by=self.people["coordinator"])
        checks.confirm_eligible(project, by=self.people["officer 0"]) if self.free("officer 0") else None
        checks.confirm_eligible(project, by=self.people["officer 1"]) if self.free("officer 1") else None
        if project.state == S.UNDER_REVIEW:
            reviews.close_reviews(project, by=self.people["coordinator"])
        self.session.commit()

    def free(self, who):
        return self.people[who].id not in queries.recused_people(self.project)

    @rule()
    def ten_days_pass(self):
        for row in queries.current_decisions(self.project):
            if row.decided_at is not None:
                row.decided_at -= timedelta(days=11)
        self.session.commit()
        run_clock()
        self.session.refresh(self.project)

    @invariant()
    def an_approval_has_two_people_of_each_country_on_the_current_version(self):
        if getattr(self, "project", None) is None or self.project.state != S.APPROVED:
            return
        rows = queries.current_decisions(self.project)
        assert [row.party_id for row in rows] == [party.id for party in self.programme.parties]
        for row in rows:
            assert row.state in APPROVALS
            assert row.version_id == self.project.current_version_id
            assert row.recommender.holds(Role.OFFICER, organisation_id=row.party.authority_id)
            assert row.decider.holds(Role.DECISION_MAKER, organisation_id=row.party.authority_id)
            frozen = {version.hash: version for version in self.project.versions}
            assert decisions.unchanged(row, frozen[row.decided_hash])
        assert len({person for row in rows for person in (row.recommender_id, row.decider_id)}) == 4

    @invariant()
    def the_project_follows_the_table(self):
        if getattr(self, "project", None) is None or self.project.state not in DECIDING_STATES:
            return
        rows = queries.current_decisions(self.project)
        result = joint_result(*(row.state for row in rows), waited=decisions.waited(self.project, rows))
        assert result == (JointResult.ON_HOLD if self.project.state == S.ON_HOLD else JointResult.WAITING)

    @invariant()
    def nobody_void_or_linked_stands_in_a_decision(self):
        if getattr(self, "project", None) is None:
            return
        out = {self.people[who].id for who in ("linked", "dual", "coordinator", "administrator", "stranger", "applicant")}
        for row in queries.current_decisions(self.project):
            assert row.state != D.STALE
            assert not {row.recommender_id, row.decider_id} & out

    def teardown(self):
        if getattr(self, "project", None) is None:
            return
        REACHED.add(self.project.state)
        for event in self.session.scalars(select(Event).where(Event.project_id == self.project.id)):
            name, _dot, action = event.kind.partition(".")
            REACHED.add(action)
            if name in {"project", "national_decision"} and action in REGISTER[name].by_action:
                steps = {(source, target) for source, target in REGISTER[name].by_action[action].steps()}
                assert (event.data["from"], event.data["to"]) in steps


EXPECTED = {S.APPROVED, S.REJECTED, S.AWAITING_DECISIONS, "carry", "go_stale", "hold", "resume_decisions", "recuse", "reassign", "revise"}

ROUNDS = (30, 36, 42)
"""Steps of each run; a longer run follows where the shorter ones did not come everywhere: due dates depend on the day of the week."""


@pytest.mark.slow
def test_random_actors_never_approve_alone(make, session):
    programme = make.programme()
    first, second = programme.parties
    dual = make.officer(first)
    dual.memberships.append(Membership(organisation=second.authority, role=Role.DECISION_MAKER))
    people = {
        "officer 0": make.officer(first), "officer 1": make.officer(second), "second officer 0": make.officer(first),
        "decider 0": make.decider(first), "decider 1": make.decider(second),
        "both 0": make.official(first, Role.OFFICER, Role.DECISION_MAKER, email="both@jp-authority.example"),
        "both 1": make.official(second, Role.OFFICER, Role.DECISION_MAKER, email="both@il-authority.example"),
        "linked": make.officer(first), "dual": dual, "coordinator": make.coordinator(programme), "administrator": make.administrator(),
        "stranger": make.person(email="stranger@elsewhere.example"), "clock": CLOCK,
    }
    session.commit()
    Machine = type("Machine", (Approvals,), {"make": make, "session": session, "programme": programme, "officials": people})
    ignored = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    for steps in ROUNDS:
        run_state_machine_as_test(
            Machine, settings=settings(max_examples=40, stateful_step_count=steps, deadline=None, suppress_health_check=ignored, database=None, derandomize=True)
        )
        if EXPECTED <= REACHED:
            break
    assert set() == EXPECTED - REACHED
