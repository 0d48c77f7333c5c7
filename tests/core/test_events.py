"""The audit chain: whole by itself, and every kind of tampering found."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.rights import CLOCK
from app.core import events, transaction
from app.core.events import Event, verify_chain
from app.extensions import db

KIND = "test.happened"


@pytest.fixture(autouse=True)
def kind():
    events.define(KIND, "happened", "n")
    yield
    del events.CATALOGUE[KIND]


@pytest.fixture
def chain(make, session):
    thing = make.organisation()
    for n in range(5):
        events.record(KIND, thing, by=CLOCK, data={"n": n})
    session.commit()
    return thing


def tamper(session, statement):
    session.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
    session.execute(text(statement))
    session.expire_all()


def test_a_whole_chain_is_verified(chain, session):
    outcome = verify_chain(session)
    assert outcome.fault_seq is None
    assert outcome.entries == 5


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("""UPDATE event SET data = '{"n": 99}' WHERE seq = 3""", 3),
        ("UPDATE event SET actor_role = 'officer' WHERE seq = 2", 2),
        ("UPDATE event SET at = at + interval '1 second' WHERE seq = 4", 4),
        ("DELETE FROM event WHERE seq = 3", 4),
        ("UPDATE event SET seq = CASE seq WHEN 2 THEN 102 ELSE 2 END WHERE seq = 2", 3),
        (
            ("INSERT INTO event SELECT seq + 1, hash, repeat('a', 64), kind, at, actor_id, actor_role, data, request_id, organisation_id,"
            " project_id, programme_id, person_id, registry_import_id FROM event WHERE seq = 5"),
            6,
        ),
    ],
)
def test_tampering_names_the_entry(chain, session, statement, seq):
    tamper(session, statement)
    assert verify_chain(session).fault_seq == seq


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "DELETE FROM event", "TRUNCATE event"])
def test_the_database_refuses_to_change_the_chain(chain, session, statement):
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement))


def test_a_part_that_was_refused_leaves_no_event(make, session):
    thing = make.organisation()
    events.record(KIND, thing, by=CLOCK, data={"n": 1})
    with pytest.raises(ZeroDivisionError), transaction.attempt():
        events.record(KIND, thing, by=CLOCK, data={"n": 2})
        raise ZeroDivisionError
    session.commit()
    assert [entry.data["n"] for entry in session.scalars(select(Event).order_by(Event.seq))] == [1]


def test_keys_must_be_exact(make):
    with pytest.raises(ValueError, match="takes the keys"):
        events.record(KIND, make.organisation(), by=CLOCK, data={"m": 1})


def test_simultaneous_commits_make_one_chain_without_gaps(app, make, session):
    """Eight connections write at once; real transactions on a copy that is removed afterwards."""
    from tests.conftest import committed_application

    with committed_application(app) as live:
        with live.app_context():
            from app.programmes.models import Programme

            programme = Programme(code="race", names={"en": "Race"}, purpose={"en": "Race"}, reference_currency="USD")
            db.session.add(programme)
            db.session.commit()
            key = programme.id

        def write():
            with live.app_context():
                for n in range(10):
                    with transaction.unit():
                        events.record(KIND, db.session.get(Programme, key), by=CLOCK, data={"n": n})

        threads = [threading.Thread(target=write) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with live.app_context():
            outcome = verify_chain(db.session)
    assert (outcome.entries, outcome.fault_seq) == (80, None)
