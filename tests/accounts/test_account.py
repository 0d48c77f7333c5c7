"""One's own account."""

import json

from app.accounts.enums import Role
from app.partnering.enums import MeetingState


def test_details_are_changed_under_the_version_seen(client, make, session):
    person = make.person()
    tester = client(person)
    entries = {"name": "見本 花子", "name_reading": "みほん はなこ", "language": "ja", "time_zone": "Asia/Tokyo", "version": "1"}
    assert tester.get("/account/edit").status_code == 200
    assert tester.send("/account/edit", entries).status_code == 302
    session.refresh(person)
    assert (person.name, person.language, person.time_zone) == ("見本 花子", "ja", "Asia/Tokyo")
    stale = tester.send("/account/edit", {**entries, "name": "Later Sample"})
    assert stale.status_code == 422
    assert "Later Sample" in stale.text
    session.refresh(person)
    assert person.name == "見本 花子"


def test_no_entry_beyond_the_form_is_taken(client, make, session):
    person = make.person()
    client(person).send(
        "/account/edit",
        {"name": "Sample", "language": "en", "time_zone": "UTC", "version": "1", "email": "x@sample.example", "id": "1",
         "confirmed_at": "", "disabled_at": "2020-01-01", "password_hash": "!!", "public_id": "aaaaaaaaaaaa"},
    )
    session.refresh(person)
    assert person.name == "Sample"
    assert person.email != "x@sample.example"
    assert person.password_hash == "!"
    assert person.public_id != "aaaaaaaaaaaa"


def test_own_data_are_exported_without_secrets(client, make, session):
    organisation = make.organisation()
    person = make.member(organisation, Role.SIGNATORY)
    answer = client(person).get("/account/export")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    data = json.loads(answer.text)
    assert data["account"]["email"] == person.email
    assert data["roles"][0] == {**data["roles"][0], "role": "signatory", "organisation": organisation.name}
    assert len(data["sessions"]) == 1
    assert "digest" not in answer.text
    assert "password" not in answer.text


def test_pages_in_every_language(client, make):
    tester = client(make.administrator())
    for path in ("/account", "/account/edit", "/account/password", "/account/sessions", "/administration/people"):
        for language, direction in (("en", "ltr"), ("he", "rtl"), ("ja", "ltr")):
            page = tester.get(path, query_string={"lang": language})
            assert page.status_code == 200, path
            assert f'<html lang="{language}" dir="{direction}">' in page.text
    for path in ("/sign-in", "/sign-up", "/forgot-password", "/mail-sent", "/reset-password", "/confirm-email"):
        assert client().get(path, query_string={"lang": "he"}).status_code == 200, path


def test_an_unknown_parameter_is_refused(client, make):
    assert client().get("/sign-in?role=administrator").status_code == 400
    assert client(make.administrator()).get("/administration/people?sort=password_hash").status_code == 400


def test_own_data_hold_what_other_domains_keep(client, make):
    programme = make.programme()
    ours, theirs = make.organisation(country="JP", tracks=(programme.tracks[1],)), make.organisation(country="IL", tracks=(programme.tracks[1],))
    person = make.speaker(ours)
    browser = client(person)
    path = f"/organisations/{ours.public_id}/counterparts/{theirs.public_id}/set-aside"
    assert browser.send(path, {"reason": "other", "note": "They are far."}).status_code == 302
    meeting = make.meeting(MeetingState.ACCEPTED)
    own = json.loads(browser.get("/account/export").text)
    assert [(one["counterpart"], one["note"]) for one in own["set_asides"]] == [(theirs.name, "They are far.")]
    assert own["expertise"] is None
    assert own["meetings"] == []
    taking_part = meeting.participants[0].person
    assert [one["meeting"] for one in json.loads(client(taking_part).get("/account/export").text)["meetings"]] == [meeting.public_id]
