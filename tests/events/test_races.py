"""Two at the same moment, on real connections: one plan of an event is under way, and nobody is given two meetings at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import transaction
from app.core.errors import Refused
from app.core.events import verify_chain
from app.events import services
from app.events.enums import EventMeetingState, PlanState, Unfit
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, PlannedRequest, ProgrammeEvent
from app.extensions import db
from app.partnering.models import MeetingSlot
from tests import factories
from tests.conftest import committed_application

TWO = 2


@pytest.fixture
def live(app):
    with committed_application(app) as application:
        yield application


@pytest.fixture
def make(live):
    with live.app_context():
        yield factories.collect(db.session)
        db.session.close()


def at_once(live, *steps):
    """Run each step in a thread and a transaction of its own; gives what each was told."""
    barrier = Barrier(len(steps))

    def run(step):
        with live.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    step()
            except Refused as refusal:
                return str(refusal)
            finally:
                db.session.close()
            return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps), key=lambda said: said != "done")


def test_two_organisers_order_a_plan(live, make):
    event = make.event()
    make.wish(*make.pair(event))
    people = [make.coordinator(event.programme).id, make.coordinator(event.programme).id]
    key = event.id
    db.session.commit()
    done, told = at_once(live, *(
        lambda person=person: services.order_plan(db.session.get(ProgrammeEvent, key), by=db.session.get(Person, person)) for person in people
    ))
    assert done == "done"
    assert "under way already" in told
    assert db.session.scalar(select(func.count()).select_from(MeetingPlan)) == 1


def test_two_events_give_one_person_a_meeting_at_the_same_time(live, make):
    first, second = make.event(), make.event()
    shared, beside = make.participant(first), make.participant(first, country="IL")
    there = make.participant(second, organisation=shared.organisation, person=shared.person)
    make.wish(shared, beside)
    make.wish(there, make.participant(second, country="IL"))
    proposed = [make.event_plan(first), make.event_plan(second)]
    for plan in proposed:
        services.confirm_plan(plan, by=make.organiser(plan.event))
    plans = [plan.id for plan in proposed]
    db.session.commit()
    assert at_once(live, *(lambda key=key: services.settle_plan(db.session.get(MeetingPlan, key)) for key in plans)) == ["done", "done"]
    db.session.expire_all()
    assert sorted(map(str, db.session.scalars(select(PlannedRequest.unfit)))) == ["None", str(Unfit.BUSY)]
    assert db.session.scalar(select(func.count()).select_from(MeetingSlot)) == TWO
    assert verify_chain(db.session).fault == ""


def test_a_participant_leaves_while_the_plan_is_confirmed(live, make):
    event = make.event()
    one, other = make.pair(event)
    make.wish(one, other)
    plan, leaver, person = make.event_plan(event, PlanState.CONFIRMING).id, one.id, one.person_id
    db.session.commit()
    told = at_once(
        live, lambda: services.settle_plan(db.session.get(MeetingPlan, plan)),
        lambda: services.withdraw(db.session.get(EventParticipant, leaver), by=db.session.get(Person, person)),
    )
    assert told == ["done", "done"]
    db.session.expire_all()
    states = set(db.session.scalars(select(EventMeeting.state)))
    assert states <= {EventMeetingState.CANCELLED}
    assert db.session.scalar(select(func.count()).select_from(MeetingSlot)) == 0
    assert db.session.get(MeetingPlan, plan).state == PlanState.CONFIRMED
