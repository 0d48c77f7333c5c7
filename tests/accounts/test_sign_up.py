"""Signing up: the same answer for every address, confirmation by link and password."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import services
from app.accounts.models import OneTimeToken, Person, SignIn
from app.accounts.queries import get_person_by_email
from app.accounts.security import passwords
from app.core.db import now
from app.core.errors import Refused
from tests.accounts.mails import OTHER_PASSWORD, PASSWORD, link, owed

FORM = {"name": "Sample Newcomer", "name_reading": "", "language": "en", "time_zone": "UTC", "password": PASSWORD}


def test_sign_up_confirm_and_come_in(app, client, session):
    tester = client()
    assert "Open an account" in tester.get("/sign-up").text
    answer = tester.send("/sign-up", {**FORM, "email": "New.Person@Sample.example"})
    assert answer.headers["Location"] == "/mail-sent"
    person = get_person_by_email("new.person@sample.example")
    assert person.password_hash.startswith("$argon2id$")
    assert person.confirmed_at is None
    path = link(app, session, "accounts.confirm_email", "/confirm-email")
    assert tester.get(path).status_code == 200
    session.refresh(person)
    assert person.confirmed_at is None, "opening a link does nothing"
    assert tester.send("/sign-in", {"email": person.email, "password": PASSWORD}).status_code == 422
    assert tester.send(path, {"password": OTHER_PASSWORD}).status_code == 422
    assert tester.send(path, {"password": PASSWORD}).status_code == 302
    session.refresh(person)
    assert person.confirmed_at is not None
    assert tester.get("/account/sessions").status_code == 200
    assert client().send(path, {"password": PASSWORD}).status_code == 422, "a link works once"


def test_the_answer_does_not_tell_whether_an_address_is_taken(client, make, session):
    taken = make.person()
    closed = make.person(disabled_at=now())
    bodies = set()
    for email in (taken.email, closed.email, "free@sample.example"):
        answer = client().send("/sign-up", {**FORM, "email": email})
        bodies.add((answer.status_code, answer.headers["Location"], answer.text))
    assert len(bodies) == 1
    assert [row.payload["person_id"] for row in owed(session, "accounts.already_registered")] == [taken.id]
    assert len(owed(session, "accounts.confirm_email")) == 1
    session.refresh(taken)
    assert taken.name != FORM["name"]


def test_who_signed_up_first_with_a_foreign_address_gains_nothing(app, client, session):
    client().send("/sign-up", {**FORM, "email": "owner@sample.example", "password": OTHER_PASSWORD})
    first = link(app, session, "accounts.confirm_email", "/confirm-email")
    client().send("/sign-up", {**FORM, "email": "owner@sample.example"})
    second = link(app, session, "accounts.confirm_email", "/confirm-email")
    assert client().send(first, {"password": OTHER_PASSWORD}).status_code == 422
    assert client().send(second, {"password": OTHER_PASSWORD}).status_code == 422
    assert client().send(second, {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "no address"), ("email", ""), ("name", ""), ("name", "a\u202eb"), ("name", "x" * 121), ("password", "short"),
     ("password", "password12345678"), ("time_zone", "Nowhere/At-All"), ("language", "xx")],
)
def test_bad_entries_are_named_and_what_was_typed_is_kept(client, session, field, value):
    answer = client().send("/sign-up", {**FORM, "email": "kept@sample.example", field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text or f'href="#{field}"' in answer.text
    if field != "email":
        assert "kept@sample.example" in answer.text
    assert session.scalar(select(Person.id).where(Person.email == "kept@sample.example")) is None


def test_an_old_or_forged_link_confirms_nothing(app, client, session):
    tester = client()
    tester.send("/sign-up", {**FORM, "email": "late@sample.example"})
    path = link(app, session, "accounts.confirm_email", "/confirm-email")
    raw = owed(session, "accounts.confirm_email")[-1].payload["token"]
    for forged in (f"/confirm-email?token={raw}", path[:-1], "/confirm-email", "/confirm-email?token=%FF"):
        assert tester.send(forged, {"password": PASSWORD}).status_code == 422
    session.scalars(select(OneTimeToken)).one().expires_at = now() - timedelta(seconds=1)
    assert tester.send(path, {"password": PASSWORD}).status_code == 422
    assert session.scalar(select(SignIn.id)) is None


def test_an_old_hash_is_renewed_at_sign_in(make, session):
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    person = make.person(password_hash=weak)
    services.sign_in(person.email, PASSWORD, address="127.0.0.1", agent="")
    assert person.password_hash != weak
    assert passwords.matches(PASSWORD, person.password_hash)
    with pytest.raises(Refused):
        services.sign_in(person.email, OTHER_PASSWORD, address="127.0.0.1", agent="")
