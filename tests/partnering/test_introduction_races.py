"""Two people of one organisation at the same moment, on real connections: nothing is doubled, the quota holds, one answer counts."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import transaction
from app.core.errors import Refused
from app.core.events import verify_chain
from app.extensions import db
from app.organisations.models import Organisation
from app.partnering.enums import DecliningReason, ProfileState
from app.partnering.enums import IntroductionState as S
from app.partnering.models import Introduction, Profile
from app.partnering.services import introducing
from tests import factories
from tests.conftest import committed_application
from tests.factories.introductions import ANSWERS

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


def at_once(live, acts):
    """Run the acts together, each in a thread and a transaction of its own; gives how each ended."""
    barrier = Barrier(len(acts))

    def run(act):
        with live.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    act()
            except (Refused, IntegrityError) as refusal:
                return type(refusal).__name__
            finally:
                db.session.close()
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def test_two_write_to_the_same_profile(live, make):
    profile, organisation = make.profile(ProfileState.PUBLISHED), make.organisation(country="IL")
    people = [make.member(organisation).id for _ in range(TWO)]
    keys = organisation.id, profile.id
    db.session.commit()

    def write(person):
        introducing.write_introduction(
            organisation=db.session.get(Organisation, keys[0]), profile=db.session.get(Profile, keys[1]), answers=ANSWERS, withheld=False,
            by=db.session.get(Person, person),
        )

    assert at_once(live, [lambda p=person: write(p) for person in people]) == {"done": 1, "Refused": 1}
    assert db.session.scalar(select(func.count()).select_from(Introduction).where(Introduction.organisation_id == keys[0])) == 1


def test_the_last_of_the_quota_goes_to_one(live, make):
    programme = make.programme(code="quota", introduction_quota=2)
    organisation = make.organisation(country="IL")
    make.introduction(S.SENT, programme=programme, organisation=organisation)
    waiting = [make.introduction(programme=programme, organisation=organisation).id for _ in range(TWO)]
    person, key = make.speaker(organisation).id, organisation.id
    db.session.commit()

    def send(introduction):
        introducing.send_introduction(db.session.get(Introduction, introduction), by=db.session.get(Person, person))

    assert at_once(live, [lambda i=one: send(i) for one in waiting]) == {"done": 1, "Refused": 1}
    open_now = select(func.count()).select_from(Introduction).where(Introduction.organisation_id == key, Introduction.state != S.DRAFT)
    assert db.session.scalar(open_now) == TWO


def test_accepted_and_declined_at_once_has_one_end(live, make):
    introduction = make.introduction(S.SEEN)
    people = [make.member(introduction.profile.organisation).id for _ in range(TWO)]
    key = introduction.id
    db.session.commit()

    def accept():
        introducing.accept_introduction(db.session.get(Introduction, key), by=db.session.get(Person, people[0]))

    def decline():
        introducing.decline_introduction(
            db.session.get(Introduction, key), reason=DecliningReason.NOT_NOW, by=db.session.get(Person, people[1])
        )

    assert at_once(live, [accept, decline]) == {"done": 1, "WrongState": 1}
    db.session.expire_all()
    ended = db.session.get(Introduction, key)
    assert (ended.state == S.ACCEPTED) == (ended.accepted_at is not None)
    assert (ended.state == S.DECLINED) == (ended.declining_reason is not None)
    assert verify_chain(db.session).fault == ""
