"""Looks are counted by day, whoever they are of, but for the own side and the reviewers."""

import pytest
from sqlalchemy import select, text

from app.accounts.enums import Role
from app.accounts.services import start_session
from app.extensions import db
from app.partnering.enums import ProfileState as S
from app.partnering.models import Profile, ProfileViews
from tests import factories
from tests.conftest import committed_application


@pytest.fixture
def live(app):
    with committed_application(app) as application:
        yield application


def begin(live):
    """An open profile, and those who look at it with the sessions that they have."""
    with live.app_context():
        make = factories.collect(db.session)
        profile = make.profile(S.PUBLISHED)
        people = {
            "reader": make.person(), "representative": make.speaker(profile.organisation), "member": make.member(profile.organisation, Role.MEMBER),
            "officer": make.profile_officer(profile), "coordinator": make.coordinator(profile.programme),
        }
        db.session.flush()
        tokens = {name: start_session(person, address="127.0.0.1", agent="tests") for name, person in people.items()}
        db.session.commit()
        return profile.public_id, tokens


def look(live, key, token=None):
    browser = live.test_client()
    if token:
        with browser.session_transaction() as stored:
            stored["sign_in"] = token
    return browser.get(f"/profiles/{key}").status_code


def counted(live):
    with live.app_context():
        return list(db.session.scalars(select(ProfileViews.number)))


def test_who_is_counted(live):
    key, tokens = begin(live)
    for name in ("representative", "member", "officer", "coordinator"):
        assert look(live, key, tokens[name]) == 200
    assert counted(live) == []
    assert look(live, key) == 200
    assert look(live, key, tokens["reader"]) == 200
    assert look(live, key) == 200
    assert counted(live) == [3]
    with live.app_context():
        assert {column.name for column in ProfileViews.__table__.columns} == {"profile_id", "on", "number"}


def test_nobody_waits_to_be_counted(live):
    key, _tokens = begin(live)
    with live.app_context(), db.engine.connect() as other:
        other.execute(text("SELECT id FROM profile FOR UPDATE"))
        assert look(live, key) == 200
        other.rollback()
        assert db.session.scalar(select(Profile.public_id)) == key
    assert counted(live) == []
