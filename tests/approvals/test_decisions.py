"""National decisions by the services: four eyes, the current version, the joint result, carrying over and going stale."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.approvals import queries
from app.approvals.conflicts import Conflicted
from app.approvals.enums import DecisionState as D
from app.approvals.enums import Outcome as O
from app.approvals.models import NationalDecision
from app.approvals.services import decisions as services
from app.approvals.tasks import run_clock
from app.core.db import now
from app.core.errors import NotAllowed, Refused, WrongState
from app.core.outbox import Owed
from app.extensions import db
from app.projects import services as projects
from app.projects.enums import ProjectState as S


@pytest.fixture
def case(make):
    return make.case()


def test_a_decision_is_opened_for_each_country(make, case):
    rows = queries.current_decisions(case)
    assert [row.party.country for row in rows] == ["JP", "IL"]
    assert {row.state for row in rows} == {D.PENDING}
    assert all(row.due_at > now() for row in rows)


def test_opening_twice_opens_once(case):
    services.open_decisions(case)
    assert len(queries.current_decisions(case)) == 2


def test_both_approve(make, case):
    make.decided(case, 0)
    assert case.state == S.AWAITING_DECISIONS
    make.decided(case, 1)
    assert case.state == S.APPROVED


RESULTS = {
    (O.APPROVED, O.APPROVED): S.APPROVED,
    (O.APPROVED, O.APPROVED_WITH_CONDITIONS): S.APPROVED,
    (O.APPROVED_WITH_CONDITIONS, O.APPROVED_WITH_CONDITIONS): S.APPROVED,
    (O.APPROVED, O.CHANGES_REQUESTED): S.CHANGES_REQUESTED,
    (O.APPROVED_WITH_CONDITIONS, O.CHANGES_REQUESTED): S.CHANGES_REQUESTED,
    (O.CHANGES_REQUESTED, O.CHANGES_REQUESTED): S.CHANGES_REQUESTED,
    (O.CHANGES_REQUESTED, O.DEFERRED): S.CHANGES_REQUESTED,
    (O.APPROVED, O.REJECTED): S.REJECTED,
    (O.APPROVED_WITH_CONDITIONS, O.REJECTED): S.REJECTED,
    (O.CHANGES_REQUESTED, O.REJECTED): S.REJECTED,
    (O.DEFERRED, O.REJECTED): S.REJECTED,
    (O.APPROVED, O.DEFERRED): S.ON_HOLD,
    (O.APPROVED_WITH_CONDITIONS, O.DEFERRED): S.ON_HOLD,
    (O.DEFERRED, O.DEFERRED): S.ON_HOLD,
}


@pytest.mark.parametrize(("first", "second"), [pair for pair in product(O, O) if pair != (O.REJECTED, O.REJECTED) and pair[0] != O.REJECTED])
def test_the_project_follows_both_decisions(make, case, first, second):
    expected = RESULTS.get((first, second)) or RESULTS[second, first]
    make.decided(case, 0, first)
    make.decided(case, 1, second)
    assert case.state == expected


def test_a_rejection_ends_the_project_at_once_and_the_other_decision_is_kept(make, case):
    make.decided(case, 0, O.APPROVED)
    make.decided(case, 1, O.REJECTED)
    assert case.state == S.REJECTED
    assert [row.state for row in queries.current_decisions(case)] == [D.APPROVED, D.REJECTED]


def test_a_rejection_does_not_wait_for_the_other(make, case):
    make.decided(case, 1, O.REJECTED)
    assert case.state == S.REJECTED
    with pytest.raises(Refused):
        make.recommended(case, 0)


def test_changes_wait_for_the_other_country_or_ten_days(make, case, session):
    row = make.decided(case, 0, O.CHANGES_REQUESTED)
    assert case.state == S.AWAITING_DECISIONS
    run_clock()
    assert case.state == S.AWAITING_DECISIONS
    row.decided_at = now() - timedelta(days=10)
    session.flush()
    assert run_clock() == 1
    session.refresh(case)
    assert case.state == S.CHANGES_REQUESTED
    assert run_clock() == 0


def test_a_deferral_holds_the_project_and_can_be_taken_up_again(make, case):
    row = make.decided(case, 0, O.DEFERRED)
    assert case.state == S.ON_HOLD
    make.decided(case, 1, O.APPROVED)
    assert case.state == S.ON_HOLD
    services.reconsider(row, by=make.officer(row.party), reason="The budget year has begun.")
    assert (case.state, row.state) == (S.AWAITING_DECISIONS, D.PENDING)
    assert (row.recommender_id, row.decider_id) == (None, None)
    make.decided(case, 0, O.APPROVED)
    assert case.state == S.APPROVED


def test_the_same_person_cannot_recommend_and_decide(make, case):
    row = make.decision(case)
    both = make.official(row.party, Role.OFFICER, Role.DECISION_MAKER, email="both@jp-authority.example")
    make.recommended(case, 0, by=both)
    with pytest.raises(Refused, match="Another person"):
        make.decided(case, 0, by=both)
    assert row.state == D.RECOMMENDED


@pytest.mark.parametrize("who", ["own decider", "other officer", "coordinator", "applicant", "administrator", "stranger"])
def test_only_an_officer_of_the_country_recommends(make, case, who):
    party, other = case.programme.parties
    people = {
        "own decider": lambda: make.decider(party), "other officer": lambda: make.officer(other),
        "coordinator": lambda: make.coordinator(case.programme), "applicant": lambda: make.speaker(case.lead.organisation),
        "administrator": make.administrator, "stranger": make.person,
    }
    with pytest.raises(NotAllowed):
        make.recommended(case, 0, by=people[who]())


@pytest.mark.parametrize("who", ["own officer", "other decider", "coordinator"])
def test_only_a_decision_maker_of_the_country_decides(make, case, who):
    party, other = case.programme.parties
    people = {
        "own officer": lambda: make.officer(party), "other decider": lambda: make.decider(other),
        "coordinator": lambda: make.coordinator(case.programme),
    }
    make.recommended(case, 0)
    with pytest.raises(NotAllowed):
        make.decided(case, 0, by=people[who]())


def test_nobody_acts_for_both_countries(make, case, session):
    party, other = case.programme.parties
    person = make.officer(party)
    person.memberships.append(Membership(organisation=other.authority, role=Role.OFFICER))
    session.flush()
    for place in (0, 1):
        with pytest.raises(NotAllowed):
            make.recommended(case, place, by=person)


def test_a_decision_needs_a_recommendation(make, case):
    row = make.decision(case)
    with pytest.raises(WrongState):
        services.decide(row, by=make.decider(row.party), outcome=O.APPROVED, reason="Yes.")


@pytest.mark.parametrize("outcome", [O.APPROVED_WITH_CONDITIONS, O.CHANGES_REQUESTED])
def test_conditions_and_changes_are_listed(make, case, outcome):
    with pytest.raises(Refused, match="at least one"):
        make.recommended(case, 0, outcome, points=["", "  "])
    make.recommended(case, 0, outcome, points=["One.", "", " Two. "])
    row = make.decided(case, 0, outcome, points=["Three."])
    assert [point.text for point in row.conditions] == ["Three."]


def test_a_reason_is_due(make, case):
    with pytest.raises(Refused, match="reason"):
        make.recommended(case, 0, reason="  ")
    make.recommended(case, 0)
    with pytest.raises(Refused, match="reason"):
        make.decided(case, 0, reason="")


def test_sent_twice_is_done_once(make, case, session):
    row = make.decision(case)
    officer, decider = make.officer(row.party), make.decider(row.party)
    for _ in range(2):
        services.recommend(row, by=officer, outcome=O.APPROVED, reason="Good.")
    version = row.version
    for _ in range(2):
        services.decide(row, by=decider, outcome=O.APPROVED, reason="Yes.")
    assert row.version == version + 1
    with pytest.raises(WrongState):
        services.decide(row, by=decider, outcome=O.REJECTED, reason="No.")


def test_whoever_withdrew_stays_out_and_another_takes_over(make, case):
    row = make.decision(case)
    first, second = make.officer(row.party), make.officer(row.party)
    make.recommended(case, 0, by=first)
    services.recuse(row, by=first, reason="My brother works there.")
    db.session.commit()
    assert (row.state, row.recommender_id) == (D.RECUSED, None)
    with pytest.raises(NotAllowed):
        services.reassign(row, by=first)
    services.reassign(row, by=second)
    assert row.state == D.PENDING
    with pytest.raises(NotAllowed):
        make.recommended(case, 0, by=first)
    make.recommended(case, 0, by=second)


def test_a_recommendation_survives_the_withdrawal_of_the_decider(make, case):
    row = make.decision(case)
    officer, decider = make.officer(row.party), make.decider(row.party)
    make.recommended(case, 0, by=officer)
    services.recuse(row, by=decider, reason="I once worked there.")
    db.session.commit()
    services.reassign(row, by=make.decider(row.party))
    assert (row.state, row.recommender_id) == (D.RECOMMENDED, officer.id)
    with pytest.raises(NotAllowed):
        make.decided(case, 0, by=decider)


@pytest.fixture
def revised(make, case, session):
    """A project on its second version, waiting for decisions again; `change` says whether anything was changed."""

    def run(change):
        lead = make.speaker(case.lead.organisation)
        if change:
            case.milestones = "Month 9: first sample. Month 24: last sample."
            session.flush()
        projects.revise_project(case, by=lead)
        for partner in case.accepted:
            if case.state == S.AWAITING_COMMITMENT:
                signatory = make.speaker(partner.organisation, Role.SIGNATORY)
                try:
                    projects.commit_to_version(case, version_hash=case.current_version.hash, by=signatory)
                except (NotAllowed, Refused):
                    continue
        assert case.state == S.SUBMITTED
        from app.projects.workflow import PROJECT

        PROJECT.fire("confirm_eligible", case, by=make.officer(case.programme.parties[0]))
        PROJECT.fire("close_reviews", case, by=make.coordinator(case.programme))
        services.open_decisions(case)
        return case

    return run


def test_decisions_on_changed_sections_go_stale_and_are_asked_for_again(make, case, revised):
    approved = make.decided(case, 0, O.APPROVED)
    changes = make.decided(case, 1, O.CHANGES_REQUESTED)
    revised(change=True)
    assert (approved.state, changes.state) == (D.STALE, D.STALE)
    assert [row.state for row in queries.current_decisions(case)] == [D.PENDING, D.PENDING]
    assert case.state == S.AWAITING_DECISIONS
    make.decided(case, 1, O.APPROVED)
    assert case.state == S.AWAITING_DECISIONS


def test_an_approval_is_carried_over_when_nothing_that_it_covers_changed(make, case, revised):
    before = make.decided(case, 0, O.APPROVED_WITH_CONDITIONS)
    make.decided(case, 1, O.CHANGES_REQUESTED)
    revised(change=False)
    first, second = queries.current_decisions(case)
    assert (first.state, second.state) == (D.APPROVED_WITH_CONDITIONS, D.PENDING)
    assert (first.recommender_id, first.decider_id, first.decided_hash) == (before.recommender_id, before.decider_id, before.decided_hash)
    assert [point.text for point in first.conditions] == ["Sample condition."]
    make.decided(case, 1, O.APPROVED)
    assert case.state == S.APPROVED


def test_an_overtaken_decision_goes_stale_by_the_clock(make, case, session):
    row = make.decided(case, 0, O.APPROVED)
    make.decided(case, 1, O.CHANGES_REQUESTED)
    case.milestones = "Month 9: first sample."
    session.flush()
    projects.revise_project(case, by=make.speaker(case.lead.organisation))
    assert run_clock() == 2
    session.refresh(row)
    assert row.state == D.STALE
    assert run_clock() == 0


def test_an_earlier_version_is_not_decided(make, case, session):
    row = make.decision(case)
    make.decided(case, 1, O.REJECTED)
    with pytest.raises(Refused, match="not waiting"):
        services.recommend(row, by=make.officer(row.party), outcome=O.APPROVED, reason="Good.")


def test_the_database_refuses_one_person_for_both_steps(make, case, session):
    row = make.decided(case, 0)
    with pytest.raises(Exception, match="four_eyes"), session.begin_nested():
        session.execute(update(NationalDecision).where(NationalDecision.id == row.id).values(decider_id=row.recommender_id))


def test_the_deciders_are_told_of_a_recommendation_but_not_the_other_country(make, case, session):
    party, other = case.programme.parties
    decider, colleague, foreign = make.decider(party), make.officer(party), make.decider(other)
    make.recommended(case, 0, by=colleague)
    told = {row.payload["person_id"] for row in session.scalars(select(Owed)) if row.payload["kind"] == "national_decision.recommend"}
    assert told == {decider.id}
    assert foreign.id not in told


def test_a_linked_official_may_not_act(make, case):
    row = make.decision(case)
    domain = case.partners[0].organisation.contact_email.partition("@")[2]
    linked = make.officer(row.party, email=f"someone@{domain}")
    with pytest.raises(Conflicted) as refused:
        make.recommended(case, 0, by=linked)
    assert domain in str(refused.value)
