"""What the database cannot hold is answered, never a fault of the site."""

import io

import pytest

HUGE = 10**30


@pytest.mark.parametrize("path", ["/organisations/a%00b", "/projects/a%00b", "/programmes/a%00b", "/programmes/japan-israel/tracks/a%00b"])
def test_a_key_with_a_null_character_names_nothing(client, path):
    assert client().get(path).status_code == 404


def test_a_null_character_in_a_question_is_refused(client, make):
    assert client(make.administrator()).get("/administration/people?q=a%00b").status_code == 400


def test_a_null_character_in_a_form_is_refused(client, make):
    project = make.project()
    browser = client(make.speaker(project.lead.organisation))
    assert browser.send(f"/projects/{project.public_id}/partners/invite", {"organisation": "\0"}).status_code in {400, 422}


@pytest.mark.parametrize("path", [f"/account/sessions/{HUGE}/end", f"/administration/memberships/{HUGE}/end"])
def test_a_number_out_of_range_names_nothing(client, make, path):
    assert client(make.administrator()).send(path).status_code == 404


def test_a_track_key_of_many_digits_is_no_track(client, make):
    programme = make.programme()
    organisation, speaker = make.draft(programme)
    answer = client(speaker).send(f"/organisations/{organisation.public_id}/confirm-track", {"track": "9" * 5000, "version": organisation.version})
    assert answer.status_code in {403, 422}


def test_a_call_stays_within_reach_of_every_zone(client, make, session):
    programme = make.programme()
    form = {"names-en": "A call", "summary-en": "Its summary.", "opens_at": "0001-01-01T00:00", "closes_at": "9999-12-31T23:59", "time_zone": "UTC"}
    answer = client(make.administrator()).send(f"/administration/programmes/{programme.code}/calls/new", form)
    assert answer.status_code == 422
    assert answer.text.count("Enter a year from 2000 to 2100.") >= 2


def test_a_form_of_countless_fields_is_refused_at_once(client):
    answer = client().post("/sign-in", data="a=1&" * 400_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert client().post("/sign-in", data="a=" + "b" * 3_000_000, content_type="application/x-www-form-urlencoded").status_code == 413


def test_static_files_are_guarded(app, client):
    with app.test_request_context():
        url = app.jinja_env.globals["static_url"]("css/site.css")
    headers = client().get(url).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_files_may_be_larger_than_forms(client, make):
    programme = make.programme()
    officer = make.official(programme.parties[0])
    upload = {"file": (io.BytesIO(b"number,name\n" * 300_000), "register.csv"), "format": "csv", "programme": programme.code}
    browser = client(officer)
    path = "/administration/imports/new"
    answer = browser.post(path, data={"csrf_token": browser.form_token(), **upload}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "These columns are missing" in answer.text
