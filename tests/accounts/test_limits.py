"""Limits on attempts: counted for all processes, kept when the request is undone, without locking the owner out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from app.accounts.models import Attempt
from app.accounts.security import limits, passwords
from app.extensions import db
from tests.accounts.mails import PASSWORD


def wrong(tester, email, address="127.0.0.1"):
    return tester.send("/sign-in", {"email": email, "password": "not-this-one-at-all"}, environ_base={"REMOTE_ADDR": address})


def right(tester, email, address):
    return tester.send("/sign-in", {"email": email, "password": PASSWORD}, environ_base={"REMOTE_ADDR": address})


@pytest.mark.parametrize("exists", [True, False])
def test_guessing_at_one_account_is_slowed_down(client, make, exists):
    email = make.person(password_hash=passwords.hash_password(PASSWORD)).email if exists else "nobody@sample.example"
    tester = client()
    statuses = [wrong(tester, email).status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    answer = right(tester, email, "127.0.0.1")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Too many attempts" in answer.text
    if exists:
        assert right(client(), email, "192.0.2.9").status_code == 302, "the owner comes in from elsewhere"


def test_one_password_at_many_accounts_is_slowed_down(app, client):
    with app.app_context():
        for number in range(limits.SIGN_IN_PER_ADDRESS.number):
            limits.count(limits.SIGN_IN_PER_ADDRESS, "192.0.2.1")
            assert number >= 0
    assert wrong(client(), "anyone@sample.example", "192.0.2.1").status_code == 429
    assert wrong(client(), "anyone@sample.example", "192.0.2.2").status_code == 422


def test_many_addresses_against_one_account_do_not_lock_out_where_the_owner_was_before(app, client, make):
    person = make.person(password_hash=passwords.hash_password(PASSWORD))
    assert right(client(), person.email, "192.0.2.7").status_code == 302
    with app.app_context():
        for _ in range(limits.SIGN_IN_PER_ACCOUNT.number):
            limits.count(limits.SIGN_IN_PER_ACCOUNT, person.email)
    assert right(client(), person.email, "192.0.2.8").status_code == 429
    assert right(client(), person.email, "192.0.2.7").status_code == 302


def test_right_passwords_are_not_counted(app, client, make):
    person = make.person(password_hash=passwords.hash_password(PASSWORD))
    for _ in range(3):
        right(client(), person.email, "127.0.0.1")
    with app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Attempt)) == 0


def test_mails_to_one_address_are_limited(client, make):
    person = make.person()
    statuses = [client().send("/forgot-password", {"email": person.email}).status_code for _ in range(7)]
    assert statuses == [302] * 5 + [429] * 2
    form = {"name": "A", "language": "en", "time_zone": "UTC", "password": PASSWORD, "email": person.email}
    assert [client().send("/sign-up", form).status_code for _ in range(6)] == [302] * 5 + [429]


def test_old_attempts_count_no_more_and_are_forgotten(app):
    limit = limits.Limit("sample", 2, timedelta(minutes=5))
    with app.app_context():
        limits.count(limit, "k")
        limits.count(limit, "k")
        with pytest.raises(limits.TooManyAttempts):
            limits.count(limit, "k")
        limits.count(limit, "other")
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE attempt SET at = at - interval '2 days' WHERE what = 'sample'"))
        limits.count(limit, "k")
        assert limits.forget_old() == 3
