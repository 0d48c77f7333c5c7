"""Reviews belong to a version: a revised project is reviewed anew, and by whoever is asked about it."""

import pytest

from app.approvals import queries
from app.approvals.enums import Outcome
from app.approvals.enums import ReviewState as R
from app.approvals.services import reviews
from app.approvals.tasks import run_clock
from app.core.errors import Refused
from app.projects import queries as projects
from app.projects import services
from app.projects.enums import ProjectState as S
from app.projects.enums import Section
from app.projects.workflow import PROJECT


@pytest.fixture
def case(make):
    return make.case(S.UNDER_REVIEW)


@pytest.fixture
def ask(make, case):
    def ask(place=0, reviewer=None):
        party = case.programme.parties[place]
        return reviews.invite_reviewer(case, by=make.officer(party), party=party, reviewer=reviewer or make.reviewer())

    return ask


def send(review):
    reviews.accept(review, by=review.reviewer)
    reviews.submit(review, by=review.reviewer, score=70, strengths="Sample strengths.", weaknesses="")
    return review


def commit(make, case):
    for member in case.accepted:
        services.commit_to_version(case, version_hash=case.current_version.hash, by=make.speaker(member.organisation))


def change(make, case, months):
    lead = make.speaker(case.lead.organisation)
    services.save_schedule(case, starts_on=case.starts_on, duration_months=months, milestones=case.milestones, by=lead)
    return lead


@pytest.fixture
def second_round(make, case):
    def revise():
        reviews.close_reviews(case, by=make.coordinator(case.programme))
        for place in (0, 1):
            make.decided(case, place, Outcome.CHANGES_REQUESTED)
        services.revise_project(case, by=change(make, case, 18))
        commit(make, case)
        PROJECT.fire("confirm_eligible", case, by=make.officer(case.programme.parties[0]))

    return revise


def test_a_reviewer_of_the_second_round_sees_the_project_and_nothing_of_decisions(client, make, case, ask, second_round, session):
    earlier = send(ask()).reviewer
    assert client(earlier).get(f"/projects/{case.public_id}").status_code == 200
    second_round()
    review = ask()
    session.commit()
    answer = client(review.reviewer).get(f"/projects/{case.public_id}")
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    for word in ("Changes were asked for", "closed the reviews", "locked the revised version"):
        assert word not in text
        assert word in client(make.speaker(case.lead.organisation)).get(f"/projects/{case.public_id}").get_data(as_text=True)
    assert client(earlier).get(f"/projects/{case.public_id}").status_code == 404
    PROJECT.fire("close_reviews", case, by=make.coordinator(case.programme))
    session.flush()
    assert not projects.sees_whole(review.reviewer, case)


def test_reviews_of_the_version_before_do_not_count(make, case, ask, second_round):
    case.programme.minimum_reviews_per_party = 1
    send(ask(0)), send(ask(1))
    second_round()
    with pytest.raises(Refused) as refused:
        reviews.close_reviews(case, by=make.coordinator(case.programme))
    assert len(refused.value.problems) == 2
    send(ask(0)), send(ask(1))
    reviews.close_reviews(case, by=make.coordinator(case.programme))
    assert case.state == S.AWAITING_DECISIONS


def test_an_open_review_goes_on_with_the_version_that_answered_a_question(make, case, ask, session):
    case.programme.minimum_reviews_per_party = 1
    sent, waiting = send(ask(0)), ask(1)
    services.ask_information(
        case, sections=[Section.SCHEDULE], question="Is it right?", by=make.officer(case.programme.parties[0])
    )
    services.answer_information(case, answer="Shortened.", by=change(make, case, 18))
    commit(make, case)
    session.commit()
    assert case.state == S.UNDER_REVIEW
    assert run_clock() == 1
    session.expire_all()
    assert (waiting.version_id, waiting.state) == (case.current_version_id, R.INVITED)
    assert sent.version_id != case.current_version_id
    assert queries.current_reviews(case) == [waiting]
    assert projects.sees_whole(waiting.reviewer, case)
    assert run_clock() == 0
