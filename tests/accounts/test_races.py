"""Two at once, on real connections: one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts import services
from app.accounts.enums import Role
from app.accounts.models import Membership, OneTimeToken, Person, SignIn
from app.accounts.security import limits
from app.core import transaction
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.outbox import Owed
from app.extensions import db
from app.organisations.enums import OrganisationKind, OrganisationSource, OrganisationState
from app.organisations.models import Organisation
from tests.accounts.mails import OTHER_PASSWORD, PASSWORD
from tests.conftest import committed_application

AT_ONCE = 6


@pytest.fixture(scope="module")
def live(app):
    with committed_application(app) as application:
        yield application


def together(application, act):
    """Run `act` in several threads at once; gives what each got, a refusal as its class."""
    barrier = Barrier(AT_ONCE)

    def one(number):
        with application.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    return act(number)
            except (Refused, NotAllowed, limits.TooManyAttempts) as refusal:
                return type(refusal)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def newest_token(kind):
    row = db.session.scalars(select(Owed).where(Owed.payload["kind"].astext == kind).order_by(Owed.id.desc()).limit(1)).one()
    return row.payload["token"]


def test_one_reset_link_sets_one_password(live):
    with live.app_context(), transaction.unit():
        db.session.add(Person(email="race@sample.example", name="Sample Racer", password_hash="!", confirmed_at=now()))
        db.session.flush()
        services.ask_for_reset("race@sample.example", address="192.0.2.1")
        token = newest_token("accounts.reset_password")
    outcomes = together(live, lambda n: bool(services.reset_password(token, f"{OTHER_PASSWORD}{n}", address="192.0.2.1")))
    assert sorted(map(str, outcomes)).count("True") == 1
    assert outcomes.count(Refused) == AT_ONCE - 1


def test_one_invitation_makes_one_membership(live):
    with live.app_context(), transaction.unit():
        inviter = Person(email="inviter@sample.example", name="Sample Inviter", password_hash="!", confirmed_at=now())
        organisation = Organisation(
            kind=OrganisationKind.COMPANY, source=OrganisationSource.REGISTERED, state=OrganisationState.DRAFT, country="JP", name_latin="Sample",
        )
        db.session.add_all([inviter, organisation])
        db.session.flush()
        inviter.memberships.append(Membership(organisation=organisation, role=Role.SIGNATORY))
        db.session.flush()
        services.invite(organisation, email="guest@sample.example", role=Role.MEMBER, by=inviter)
        token = newest_token("accounts.invitation")
    outcomes = together(
        live,
        lambda n: bool(
            services.accept_with_new_account(
                token, name=f"Guest {n}", name_reading=None, password=PASSWORD, language="en", time_zone="UTC", address="192.0.2.1", agent="",
            )
        ),
    )
    assert outcomes.count(True) == 1
    assert outcomes.count(Refused) == AT_ONCE - 1
    with live.app_context():
        assert db.session.scalar(select(func.count()).select_from(Membership).where(Membership.role == Role.MEMBER)) == 1


def test_one_address_signed_up_many_times_at_once_is_one_account(live):
    outcomes = together(
        live,
        lambda n: services.register_person(
            email="twice@sample.example", password=PASSWORD, name=f"Sample {n}", name_reading=None, language="en", time_zone="UTC",
            address="192.0.2.3",
        ),
    )
    assert outcomes.count(None) == limits.SIGN_UP_PER_ACCOUNT.number
    assert outcomes.count(limits.TooManyAttempts) == 1
    with live.app_context():
        person = db.session.scalars(select(Person).where(Person.email == "twice@sample.example")).one()
        usable = select(func.count()).select_from(OneTimeToken).where(OneTimeToken.person_id == person.id, OneTimeToken.used_at.is_(None))
        assert db.session.scalar(usable) == 1


def test_two_administrators_cannot_end_each_other(live):
    with live.app_context(), transaction.unit():
        for number in range(2):
            person = Person(email=f"adm{number}@sample.example", name="Sample Adm", password_hash="!", confirmed_at=now())
            person.memberships.append(Membership(role=Role.ADMINISTRATOR))
            db.session.add(person)
    with live.app_context():
        pair = db.session.execute(select(Membership.id, Membership.person_id).where(Membership.role == Role.ADMINISTRATOR)).all()

    def end(number):
        mine, other = pair[number % 2], pair[(number + 1) % 2]
        services.end_membership(db.session.get(Membership, other.id), by=db.session.get(Person, mine.person_id))
        return True

    outcomes = together(live, end)
    assert outcomes.count(True) == 1
    with live.app_context():
        left = select(func.count()).select_from(Membership).where(Membership.role == Role.ADMINISTRATOR, Membership.ended_at.is_(None))
        assert db.session.scalar(left) == 1


def test_use_of_a_session_is_noted_once_a_minute(live):
    with live.app_context(), transaction.unit():
        person = Person(email="used@sample.example", name="Sample User", password_hash="!", confirmed_at=now())
        db.session.add(person)
        db.session.flush()
        services.start_session(person, address="192.0.2.4", agent="tests")
        db.session.flush()
        row = db.session.scalars(select(SignIn).where(SignIn.person_id == person.id)).one()
        row.seen_at = now() - timedelta(minutes=5)
        key = row.id
    seen = []
    for _ in range(2):
        with live.app_context():
            services.touch_session(db.session.get_one(SignIn, key))
        with live.app_context():
            seen.append(db.session.get_one(SignIn, key).seen_at)
    assert seen[0] == seen[1] > now() - timedelta(seconds=30)
