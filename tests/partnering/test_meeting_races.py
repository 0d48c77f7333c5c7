"""Two accept at the same moment, on real connections: one gets the time, the other is told at once and reads which times are free."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import transaction
from app.core.errors import Refused
from app.core.events import verify_chain
from app.extensions import db
from app.partnering.enums import IntroductionState, Side
from app.partnering.enums import MeetingState as S
from app.partnering.models import Meeting, MeetingSlot
from app.partnering.services import meeting as services
from tests import factories
from tests.conftest import committed_application

TWO = 2


@pytest.fixture(scope="module")
def live(app):
    with committed_application(app) as application:
        yield application


@pytest.fixture
def make(live):
    with live.app_context():
        yield factories.collect(db.session)
        db.session.close()


def accept_at_once(live, answers):
    """Accept each meeting (key, person, start) in a thread of its own; gives what each was told."""
    barrier = Barrier(len(answers))

    def run(answer):
        key, person, start = answer
        with live.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    services.accept_time(db.session.get(Meeting, key), start=start, by=db.session.get(Person, person))
            except Refused as refusal:
                return str(refusal)
            finally:
                db.session.close()
            return "done"

    with ThreadPoolExecutor(len(answers)) as pool:
        return sorted(pool.map(run, answers), key=lambda said: said != "done")


def test_two_meetings_of_one_person_at_the_same_time(live, make):
    """One asker wants to meet two owners at times that overlap by half an hour."""
    first = make.introduction(IntroductionState.ACCEPTED)
    second = make.introduction(IntroductionState.ACCEPTED, organisation=first.organisation)
    one, other = make.meeting(introduction=first), make.meeting(introduction=second)
    starts = make.free(one)
    assert (starts[1] - starts[0]).total_seconds() == 30 * 60
    for meeting, start in ((one, starts[0]), (other, starts[1])):
        services.request_meeting(meeting, starts=[start], by=make.asker(meeting.introduction))
    answers = [(one.id, make.owner(first).id, starts[0]), (other.id, make.owner(second).id, starts[1])]
    db.session.commit()
    done, told = accept_at_once(live, answers)
    assert done == "done"
    assert re.search("not free any more.*another meeting.*Next free times: .*UTC", told)
    db.session.expire_all()
    assert sorted(db.session.get(Meeting, key).state for key, _, _ in answers) == [S.ACCEPTED, S.REQUESTED]
    assert db.session.scalar(select(func.count()).select_from(MeetingSlot)) == TWO * TWO
    assert verify_chain(db.session).fault == ""


def test_two_people_of_one_side_accept_the_same_meeting(live, make):
    meeting = make.meeting(S.REQUESTED)
    owner = make.owner(meeting.introduction)
    colleague = make.member(meeting.introduction.profile.organisation)
    answers = [(meeting.id, person.id, one.starts_at) for person, one in zip((owner, colleague), meeting.times, strict=True)]
    db.session.commit()
    done, told = accept_at_once(live, answers)
    assert done == "done"
    assert "done already" in told
    db.session.expire_all()
    assert [one.side for one in meeting.participants] == [Side.ASKER, Side.OWNER]
