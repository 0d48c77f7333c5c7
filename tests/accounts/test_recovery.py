"""Forgotten and changed passwords."""

from sqlalchemy import select

from app.accounts.models import SignIn
from app.accounts.security import passwords
from app.core.db import now
from tests.accounts.mails import OTHER_PASSWORD, PASSWORD, link, owed


def test_the_answer_does_not_tell_whether_an_address_has_an_account(client, make, session):
    known, closed, waiting = make.person(), make.person(disabled_at=now()), make.person(confirmed_at=None)
    answers = set()
    for email in (known.email, closed.email, waiting.email, "nobody@sample.example"):
        answer = client().send("/forgot-password", {"email": email})
        answers.add((answer.status_code, answer.headers["Location"], answer.text))
    assert len(answers) == 1
    assert {row.payload["person_id"] for row in owed(session, "accounts.reset_password")} == {known.id, waiting.id}


def test_reset_ends_every_session_and_its_link_works_once(app, client, make, session):
    person = make.person()
    elsewhere, tester = client(person), client()
    tester.send("/forgot-password", {"email": person.email})
    earlier = link(app, session, "accounts.reset_password", "/reset-password")
    tester.send("/forgot-password", {"email": person.email})
    path = link(app, session, "accounts.reset_password", "/reset-password")
    assert tester.send(earlier, {"new": OTHER_PASSWORD}).status_code == 422, "a newer link replaces it"
    assert tester.get(path).status_code == 200
    assert elsewhere.get("/account/sessions").status_code == 200, "opening a link does nothing"
    assert tester.send(path, {"new": "short"}).status_code == 422
    assert tester.send(path, {"new": OTHER_PASSWORD}).headers["Location"] == "/sign-in"
    assert elsewhere.get("/account/sessions").status_code == 302
    assert tester.send(path, {"new": PASSWORD}).status_code == 422
    session.refresh(person)
    assert passwords.matches(OTHER_PASSWORD, person.password_hash)
    assert len(owed(session, "accounts.password_changed")) == 1


def test_changing_the_password_ends_the_other_sessions(client, make, session):
    person = make.person(password_hash=passwords.hash_password(PASSWORD))
    here, elsewhere = client(person), client(person)
    assert here.send("/account/password", {"current": OTHER_PASSWORD, "new": OTHER_PASSWORD}).status_code == 422
    assert here.send("/account/password", {"current": PASSWORD, "new": "musubi-musubi-2026"}).status_code == 422
    assert elsewhere.get("/account/sessions").status_code == 200
    assert here.send("/account/password", {"current": PASSWORD, "new": OTHER_PASSWORD}).status_code == 302
    assert here.get("/account/sessions").status_code == 200
    assert elsewhere.get("/account/sessions").status_code == 302


def test_own_sessions_are_listed_and_ended_and_foreign_ones_do_not_exist(client, make, session):
    person, stranger = make.person(), make.person()
    here, elsewhere, foreign = client(person), client(person), client(stranger)
    rows = session.scalars(select(SignIn).order_by(SignIn.id)).all()
    assert here.get("/account/sessions").text.count("/end") == 1
    assert foreign.send(f"/account/sessions/{rows[1].id}/end").status_code == 404
    assert here.send(f"/account/sessions/{rows[1].id}/end").status_code == 302
    assert elsewhere.get("/account/sessions").status_code == 302
    assert here.send(f"/account/sessions/{rows[1].id}/end").status_code == 404
    assert foreign.get("/account/sessions").status_code == 200
