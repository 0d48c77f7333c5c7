"""Many officials at the same moment, on real connections: one recommendation and one decision per country, one joint result,
one mail per person."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.approvals import queries
from app.approvals.enums import DecisionState as D
from app.approvals.enums import Outcome
from app.approvals.services import decisions as services
from app.core import transaction
from app.core.errors import Refused
from app.core.events import Event, verify_chain
from app.core.outbox import Owed
from app.extensions import db
from app.projects.enums import ProjectState as S
from app.projects.models import Project
from tests import factories
from tests.conftest import committed_application

AT_ONCE = 8


@pytest.fixture(scope="module")
def live(app):
    with committed_application(app) as application:
        yield application


def at_once(live, acts):
    """Run the acts together, each in a thread and a transaction of its own; gives how each ended."""
    barrier = Barrier(len(acts))

    def run(act):
        with live.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    act()
            except Refused as refusal:
                return type(refusal).__name__
            finally:
                db.session.close()
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def scene(live):
    """A committed case with four officers and four deciders of each country; their keys."""
    with live.app_context():
        make = factories.collect(db.session)
        case = make.case()
        officers = [[make.officer(party).id for _ in range(4)] for party in case.programme.parties]
        deciders = [[make.decider(party).id for _ in range(4)] for party in case.programme.parties]
        db.session.commit()
        key = case.id
        db.session.close()
    return key, officers, deciders


def recommend(key, place, person, outcome=Outcome.APPROVED):
    decision = queries.current_decisions(db.session.get(Project, key))[place]
    services.recommend(decision, by=db.session.get(Person, person), outcome=outcome, reason="Sample.")


def decide(key, place, person, outcome=Outcome.APPROVED):
    decision = queries.current_decisions(db.session.get(Project, key))[place]
    services.decide(decision, by=db.session.get(Person, person), outcome=outcome, reason="Sample.")


def kinds_of(key):
    return Counter(event.kind for event in db.session.scalars(select(Event).where(Event.project_id == key)))


def test_eight_at_once_make_one_recommendation_one_decision_and_one_result(live, scene):
    key, officers, deciders = scene
    assert Counter(at_once(live, [lambda p=place, n=person: recommend(key, p, n) for place in (0, 1) for person in officers[place]])) == {
        "done": 2, "WrongState": AT_ONCE - 2,
    }
    assert Counter(at_once(live, [lambda p=place, n=person: decide(key, p, n) for place in (0, 1) for person in deciders[place]])) == {
        "done": 2, "WrongState": AT_ONCE - 2,
    }
    with live.app_context():
        project = db.session.get(Project, key)
        assert project.state == S.APPROVED
        assert [row.state for row in queries.current_decisions(project)] == [D.APPROVED, D.APPROVED]
        kinds = kinds_of(key)
        assert (kinds["national_decision.recommend"], kinds["national_decision.decide"], kinds["project.approve"]) == (2, 2, 1)
        mails = db.session.scalars(select(Owed).where(Owed.topic == "mail")).all()
        told = Counter((mail.payload["kind"], mail.dedup.rsplit(":", 1)[0], mail.payload["person_id"]) for mail in mails)
        assert told and set(told.values()) == {1}
        approved = [mail.payload["person_id"] for mail in mails if mail.payload["kind"] == "project.approve"]
        assert approved and len(approved) == len(set(approved))
        assert verify_chain(db.session).fault == ""
        db.session.close()


def test_one_person_clicking_eight_times_does_it_once(live, scene):
    key, officers, deciders = scene
    assert at_once(live, [lambda: recommend(key, 0, officers[0][0])] * AT_ONCE) == ["done"] * AT_ONCE
    assert at_once(live, [lambda: decide(key, 0, deciders[0][0])] * AT_ONCE) == ["done"] * AT_ONCE
    with live.app_context():
        kinds = kinds_of(key)
        assert (kinds["national_decision.recommend"], kinds["national_decision.decide"], kinds["approval.reason"]) == (1, 1, 2)
        assert db.session.get(Project, key).state == S.AWAITING_DECISIONS
        db.session.close()


def test_opposite_decisions_at_once_end_in_one_result(live, scene):
    key, officers, deciders = scene
    at_once(live, [lambda: recommend(key, 0, officers[0][0]), lambda: recommend(key, 1, officers[1][0], Outcome.REJECTED)])
    outcomes = at_once(live, [lambda: decide(key, 0, deciders[0][0]), lambda: decide(key, 1, deciders[1][0], Outcome.REJECTED)])
    assert "done" in outcomes
    with live.app_context():
        kinds = kinds_of(key)
        assert db.session.get(Project, key).state == S.REJECTED
        assert (kinds["project.decide_rejected"], kinds["project.approve"]) == (1, 0)
        db.session.close()
