"""Reviews by the services."""

from datetime import timedelta

import pytest

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.approvals import queries
from app.approvals.conflicts import Conflicted
from app.approvals.enums import ReviewState as R
from app.approvals.services import reviews as services
from app.approvals.tasks import run_clock
from app.core.db import now
from app.core.errors import NotAllowed, Refused, WrongState
from app.projects.enums import ProjectState as S


@pytest.fixture
def case(make):
    return make.case(S.UNDER_REVIEW)


@pytest.fixture
def invited(make, case):
    def invite(reviewer=None, place=0):
        party = case.programme.parties[place]
        return services.invite_reviewer(case, by=make.officer(party), party=party, reviewer=reviewer or make.reviewer())

    return invite


@pytest.fixture
def sent(invited):
    def send(place=0):
        review = invited(place=place)
        services.accept(review, by=review.reviewer)
        services.submit(review, by=review.reviewer, score=70, strengths="Sample strengths.", weaknesses="Sample weaknesses.")
        return review

    return send


def test_a_review_from_invitation_to_sending(sent):
    review = sent()
    assert (review.state, review.score, review.due_at) == (R.SUBMITTED, 70, None)
    services.submit(review, by=review.reviewer, score=70, strengths="Sample strengths.", weaknesses="Sample weaknesses.")
    with pytest.raises(WrongState):
        services.submit(review, by=review.reviewer, score=1, strengths="Other.", weaknesses="")


def test_only_reviewers_are_asked_and_only_once(make, case, invited):
    party = case.programme.parties[0]
    review = invited()
    with pytest.raises(Refused, match="asked already"):
        services.invite_reviewer(case, by=make.officer(party), party=party, reviewer=review.reviewer)
    with pytest.raises(Refused, match="no reviewer"):
        services.invite_reviewer(case, by=make.officer(party), party=party, reviewer=make.person(email="x@elsewhere.example"))


def test_an_officer_asks_for_the_own_country_only(make, case):
    first, second = case.programme.parties
    with pytest.raises(NotAllowed):
        services.invite_reviewer(case, by=make.officer(first), party=second, reviewer=make.reviewer())
    services.invite_reviewer(case, by=make.coordinator(case.programme), party=second, reviewer=make.reviewer())


def test_whoever_has_a_conflict_is_not_invited(make, case, session):
    reviewer = make.reviewer()
    reviewer.memberships.append(Membership(organisation=case.partners[0].organisation, role=Role.MEMBER))
    session.flush()
    party = case.programme.parties[0]
    with pytest.raises(Refused, match="a partner"):
        services.invite_reviewer(case, by=make.officer(party), party=party, reviewer=reviewer)


def test_a_reviewer_who_became_linked_cannot_write(make, case, invited, session):
    review = invited()
    review.reviewer.memberships.append(Membership(organisation=case.partners[0].organisation, role=Role.MEMBER))
    session.flush()
    with pytest.raises(Conflicted):
        services.accept(review, by=review.reviewer)
    services.declare_conflict(review, by=review.reviewer, comment="I work there now.")
    assert review.state == R.DECLARED_CONFLICT


def test_only_the_reviewer_answers(make, invited):
    review = invited()
    for act in (services.accept, services.decline):
        with pytest.raises(NotAllowed):
            act(review, by=make.reviewer())


@pytest.mark.parametrize("values", [
    {"score": None, "strengths": "x"}, {"score": 101, "strengths": "x"}, {"score": -1, "strengths": "x"}, {"score": 1, "strengths": " "},
])
def test_an_incomplete_review_is_not_sent(invited, values):
    review = invited()
    services.accept(review, by=review.reviewer)
    with pytest.raises(Refused):
        services.submit(review, by=review.reviewer, weaknesses="", **values)
    services.save_draft(review, by=review.reviewer, score=None, strengths="so far", weaknesses="")
    assert (review.state, review.strengths) == (R.ACCEPTED, "so far")


def test_a_late_review_lapses(invited, sent, session):
    late, done = invited(), sent()
    late.due_at = now() - timedelta(minutes=1)
    session.flush()
    assert run_clock() == 1
    session.refresh(late)
    assert (late.state, done.state) == (R.LAPSED, R.SUBMITTED)


def test_a_review_is_sent_back(make, case, sent):
    review = sent()
    services.reopen(review, by=make.officer(case.programme.parties[0]), comment="Say more on the market.")
    assert (review.state, review.submitted_at) == (R.ACCEPTED, None)


def test_closing_lists_all_that_is_missing(make, case, invited, sent, session):
    case.programme.minimum_reviews_per_party = 1
    review = sent(0)
    invited(place=0)
    review.reviewer.memberships.append(Membership(organisation=case.partners[0].organisation, role=Role.MEMBER))
    session.flush()
    with pytest.raises(Refused) as refused:
        services.close_reviews(case, by=make.coordinator(case.programme))
    words = [str(problem.message) for problem in refused.value.problems]
    assert len(words) == 3
    assert "Israel" in words[0] and "still open" in words[1] and "conflict of interest" in words[2]
    assert case.state == S.UNDER_REVIEW


def test_closing_opens_the_decisions(make, case, sent):
    case.programme.minimum_reviews_per_party = 1
    sent(0), sent(1)
    with pytest.raises(NotAllowed):
        services.close_reviews(case, by=make.officer(case.programme.parties[0]))
    services.close_reviews(case, by=make.coordinator(case.programme))
    assert case.state == S.AWAITING_DECISIONS
    assert len(queries.current_decisions(case)) == 2
