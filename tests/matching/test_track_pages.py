"""The button "Suggest tracks" on the pages of an organisation and of a project's draft: keeps what was typed, changes nothing."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.accounts.enums import Role
from app.core.events import Event
from app.organisations.enums import TrackLinkState
from app.organisations.models import TrackLink
from app.programmes.models import Track

ROBOTS = "Collaborative robot arms with grippers that pick fruit in greenhouses."
BUTTON = {"suggest": "1"}


@pytest.fixture
def organisation(make):
    make.programme()
    return make.organisation(description=ROBOTS, description_language="en")


@pytest.fixture
def representative(make, client, organisation):
    return client(make.member(organisation, Role.REPRESENTATIVE))


@pytest.fixture
def lead(make, client):
    project = make.project(summary=ROBOTS)
    return project, client(make.speaker(project.lead.organisation))


def facts(session):
    session.flush()
    session.expire_all()
    return [session.scalar(select(func.count()).select_from(table)) for table in (Event, TrackLink)]


def checked(page):
    return re.findall(r"<input[^>]* checked[^>]*>", page)


def test_the_description_as_typed_is_judged_and_kept(session, organisation, representative):
    path = f"/organisations/{organisation.public_id}/edit/description"
    before = facts(session)
    typed = "Machine learning models <that> read contracts"
    answer = representative.send(path, {"version": "1", "description": typed, "industry": "Typed industry", **BUTTON})
    assert answer.status_code == 200
    assert "Machine learning models &lt;that&gt; read contracts" in answer.text
    assert "Typed industry" in answer.text
    assert re.search(r"Artificial intelligence</strong> \((likely|possible)\)", answer.text)
    assert "The text has the words" in answer.text
    assert facts(session) == before
    assert organisation.description == ROBOTS


def test_a_text_without_words_gets_a_sentence(organisation, representative):
    path = f"/organisations/{organisation.public_id}/edit/description"
    answer = representative.send(path, {"version": "1", "description": " ", **BUTTON})
    assert answer.status_code == 200
    assert "There is no text yet" in answer.text
    answer = representative.send(path, {"version": "1", "description": "Loans for small shops", **BUTTON})
    assert "No track stands out" in answer.text


def test_ticks_are_kept_and_nothing_is_ticked_by_itself(session, organisation, representative):
    path = f"/organisations/{organisation.public_id}/edit/tracks"
    ai = session.scalars(select(Track.id).where(Track.code == "AI")).one()
    before = facts(session)
    plain = representative.send(path, {"version": "1", **BUTTON})
    assert "Robotics" in plain.text
    assert "Suggested (" in plain.text
    assert checked(plain.text) == []
    ticked = representative.send(path, {"version": "1", "tracks": [ai], **BUTTON})
    assert [f'value="{ai}"' in tag for tag in checked(ticked.text)] == [True]
    assert facts(session) == before


def test_tracks_of_two_programmes_are_told_apart(make, organisation, representative):
    make.programme("other")
    shown = representative.send(f"/organisations/{organisation.public_id}/edit/tracks", {"version": "1", **BUTTON}).text
    assert "Robotics – Programme sample</strong>" in shown
    assert "Robotics – Programme other</strong>" in shown


def test_save_still_saves(session, organisation, representative):
    path = f"/organisations/{organisation.public_id}/edit/description"
    version = re.search(r'name="version" value="(\d+)"', representative.get(path).text)[1]
    answer = representative.send(path, {"version": version, "description": "Saved text about drones", "description_language": "en", "size_band": "1-10"})
    assert answer.status_code == 302
    session.refresh(organisation)
    assert organisation.description == "Saved text about drones"


def test_the_page_says_when_only_words_are_compared(app, organisation, representative, monkeypatch):
    path = f"/organisations/{organisation.public_id}/edit/tracks"
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], embeddings=False))
    assert "Only words were compared" in representative.send(path, {"version": "1", **BUTTON}).text


def test_a_suggestion_is_shown_with_how_sure_and_why(session, make, organisation, representative):
    track = make.programme("other").tracks[1]
    link = TrackLink(
        organisation_id=organisation.id, track_id=track.id, state=TrackLinkState.SUGGESTED, reason="“robot”", confidence=0.71, near=["RO-01"],
    )
    session.add(link)
    session.flush()
    session.expire_all()
    for path in (f"/organisations/{organisation.public_id}", f"/organisations/{organisation.public_id}/edit/tracks"):
        shown = representative.get(path).text
        assert "likely" in shown
        assert "“robot”" in shown
        assert "Robotics topic 1" in shown
    assert "“robot”" in representative.get(f"/organisations/{organisation.public_id}?lang=he").text


def test_strangers_ask_in_vain(make, client, organisation):
    stranger = client(make.member(make.organisation()))
    path = f"/organisations/{organisation.public_id}/edit/tracks"
    assert stranger.send(path, {"version": "1", **BUTTON}).status_code == 403


def test_the_summary_of_a_draft_as_typed(session, lead):
    project, person = lead
    before = facts(session)
    typed = {"version": project.version, "title": "Typed title", "summary": "機械学習で契約書を読み取る人工知能", "innovation": "", "market": ""}
    answer = person.send(f"/projects/{project.public_id}/summary", {**typed, **BUTTON})
    assert answer.status_code == 200
    assert "Typed title" in answer.text
    assert "機械学習で契約書を読み取る人工知能" in answer.text
    assert "Artificial intelligence</strong> (" in answer.text
    assert facts(session) == before
    assert project.title != "Typed title"


def test_the_tracks_of_a_draft(session, lead):
    project, person = lead
    chosen = project.programme.tracks[0].code
    before = facts(session)
    answer = person.send(f"/projects/{project.public_id}/tracks", {"version": project.version, "tracks": [chosen], "trl_from": "3", **BUTTON})
    assert answer.status_code == 200
    assert "Robotics</strong> (" in answer.text
    assert [f'value="{chosen}"' in tag for tag in checked(answer.text)] == [True]
    assert re.search(r'<option selected value="3"', answer.text)
    assert facts(session) == before
