"""Signing in and out."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import SignIn
from app.accounts.security import passwords
from app.core.db import now

PASSWORD = "plum-lantern-cobalt-9"


def with_password(make, **values):
    return make.person(password_hash=passwords.hash_password(PASSWORD), **values)


def sign_in(tester, email, password=PASSWORD, path="/sign-in", **options):
    return tester.send(path, {"email": email, "password": password}, **options)


def test_right_password_opens_a_session_and_goes_to_the_page_asked_for(client, make, session):
    person = with_password(make)
    tester = client()
    answer = sign_in(tester, person.email.upper(), path="/sign-in?next=/account/sessions")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/sessions"
    page = tester.get("/account/sessions")
    assert page.status_code == 200
    assert "This device" in page.text
    row = session.scalars(select(SignIn).where(SignIn.person_id == person.id)).one()
    with tester.session_transaction() as stored:
        assert stored["sign_in"] not in row.token_digest
        assert set(stored) <= {"sign_in", "language", "csrf_token", "_flashes"}


def test_wrong_password_unknown_address_and_closed_account_get_the_same_answer(client, make, session):
    person, closed = with_password(make), with_password(make, disabled_at=now())
    session.flush()
    tester = client()
    bodies = set()
    for email, password in ((person.email, "not-this-one-at-all"), ("nobody@sample.example", PASSWORD), (closed.email, PASSWORD)):
        answer = sign_in(tester, email, password)
        assert answer.status_code == 422
        bodies.add(answer.text.replace(email, "EMAIL").split("<main")[1].split("csrf_token")[0])
    assert len(bodies) == 1


def test_a_page_that_needs_sign_in_leads_to_it_and_back(client):
    answer = client().get("/account/sessions")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/account/sessions"


def test_sign_out_ends_the_row_so_that_a_kept_cookie_opens_nothing(client, make, session):
    tester = client(make.person())
    with tester.session_transaction() as stored:
        token = stored["sign_in"]
    assert tester.get("/account/sessions").status_code == 200
    assert tester.send("/sign-out").status_code == 302
    with tester.session_transaction() as stored:
        assert "sign_in" not in stored
        stored["sign_in"] = token
    assert tester.get("/account/sessions").status_code == 302


def test_two_clients_are_two_people(client, make):
    one, other = make.person(name="First Sample"), make.person(name="Second Sample")
    first, second = client(one), client(other)
    assert "First Sample" in first.get("/account/sessions").text
    assert "Second Sample" in second.get("/account/sessions").text
    assert client().get("/account/sessions").status_code == 302


def test_idle_and_old_sessions_end(client, make, session):
    tester = client(make.person())
    row = session.scalars(select(SignIn)).one()
    row.seen_at = now() - timedelta(minutes=119)
    session.flush()
    assert tester.get("/account/sessions").status_code == 200
    row.seen_at = now() - timedelta(minutes=121)
    session.flush()
    assert tester.get("/account/sessions").status_code == 302
    tester = client(make.person())
    row = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    row.expires_at = now() - timedelta(seconds=1)
    session.flush()
    assert tester.get("/account/sessions").status_code == 302
