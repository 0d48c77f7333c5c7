"""Public pages of programmes, in every language and with any pair of countries."""

from datetime import timedelta

import pytest
from markupsafe import escape

from app.accounts.rights import CLOCK
from app.core.db import now
from app.organisations.bodies import load_programme_file
from app.organisations.enums import LISTED_STATES, OrganisationState, TrackLinkState
from app.organisations.models import TrackLink
from app.programmes import queries
from app.programmes.models import Call, Programme
from app.projects.enums import ProjectState
from app.projects.models import Project


def test_public_states_are_those_of_the_domains_above():
    assert set(LISTED_STATES) == queries.PUBLIC_ORGANISATIONS
    assert {ProjectState.APPROVED} == queries.PUBLIC_PROJECTS


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_every_page_works_with_another_pair_of_countries(client, session, language):
    load_programme_file("korea-israel", by=CLOCK)
    programme = session.query(Programme).one()
    call = Call(
        programme=programme, names={"en": "First call"}, summary={"en": "All fields."}, opens_at=now(),
        closes_at=now() + timedelta(days=9), time_zone="Asia/Seoul",
    )
    session.add(call)
    session.flush()
    pages = ["/", "/programmes", "/programmes/korea-israel", f"/programmes/korea-israel/calls/{call.public_id}"]
    pages += [f"/programmes/korea-israel/tracks/{track.code}" for track in programme.tracks]
    name = str(escape(programme.names[language]))
    visitor = client()
    for page in pages:
        answer = visitor.get(f"{page}?lang={language}")
        assert answer.status_code == 200, page
        assert name in answer.text, page


def test_a_programme_says_its_rules_bodies_and_parties(client, session):
    load_programme_file("japan-israel", by=CLOCK)
    page = client().get("/programmes/japan-israel").text
    for words in (
        "No country holds more than 70%", "12 to 36 months", "At least 1 verified partner from each country", "eurekanetwork.org",
        "Double the trade", "Secretariat", "Licensing authority", "New Energy and Industrial Technology Development Organization",
        "Artificial intelligence", "No call is open",
    ):
        assert words in page
    assert "Internet of things" in page


def test_a_missing_rule_does_not_bind(client, session):
    load_programme_file("japan-israel", by=CLOCK)
    page = client().get("/programmes/japan-israel-cyber").text
    assert "No country holds more" not in page
    assert "months" not in page


def test_a_track_counts_what_is_public(client, make, programme):
    track = programme.tracks[0]
    shown = make.organisation(country="JP", state=OrganisationState.DECLARED, tracks=(track,), name_latin="Shown Works")
    shown.subtopics = [track.subtopics[0]]
    make.organisation(country="IL", tracks=(track,))
    make.organisation(country="IL", tracks=(track,))
    make.organisation(country="JP", state=OrganisationState.DRAFT, tracks=(track,), name_latin="Hidden Works")
    suggested = make.organisation(country="JP", name_latin="Suggested Works")
    suggested.track_links = [TrackLink(track=track, state=TrackLinkState.SUGGESTED)]
    make.session.flush()
    figures = queries.count_by_track([track])[track.id]
    assert figures.organisations == {"JP": 1, "IL": 2}
    assert queries.count_by_subtopic(track) == {track.subtopics[0].id: 1}
    page = client().get(f"/programmes/sample/tracks/{track.code}").text
    assert "Shown Works" in page
    assert "Hidden Works" not in page
    assert "Suggested Works" not in page
    assert "1 organisation<" in page


def test_a_track_shows_approved_projects_only(client, make, programme):
    track = programme.tracks[0]
    approved = make.project(state=ProjectState.APPROVED, programme=programme, title="A public project")
    waiting = make.project(state=ProjectState.SUBMITTED, programme=programme, title="A secret project")
    approved.tracks = waiting.tracks = [track]
    make.session.flush()
    page = client().get(f"/programmes/sample/tracks/{track.code}").text
    assert "A public project" in page
    assert "A secret project" not in page
    assert queries.count_by_track([track])[track.id].projects == 1
    assert queries.count_projects(programme) == 1


def test_a_retired_track_says_so_and_leaves_the_programme(client, programme, session):
    programme.tracks[0].retired_at = now()
    session.flush()
    visitor = client()
    assert "This track was retired" in visitor.get("/programmes/sample/tracks/AI").text
    assert "/programmes/sample/tracks/AI" not in visitor.get("/programmes/sample").text


@pytest.mark.parametrize(
    "page", ["/programmes/none", "/programmes/sample/tracks/XX", "/programmes/none/tracks/AI", "/programmes/sample/calls/none"]
)
def test_what_there_is_not_is_not_found(client, programme, page):
    assert client().get(page).status_code == 404


def test_a_call_says_both_times(client, session, programme):
    opens = now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    call = Call(
        programme=programme, names={"en": "Spring call"}, summary={"en": "All fields."}, opens_at=opens,
        closes_at=opens + timedelta(days=30), time_zone="Asia/Tokyo",
    )
    session.add(call)
    session.flush()
    page = client().get(f"/programmes/sample/calls/{call.public_id}").text
    assert "JST" in page
    assert "UTC" in page
    assert "Open" in page
    assert "Spring call" in client().get("/programmes/sample").text


@pytest.mark.parametrize("page", ["/", "/programmes", "/programmes/sample", "/programmes/sample/tracks/AI"])
def test_the_number_of_statements_is_fixed(client, make, programme, statements, page):
    def more(number):
        for _ in range(number):
            for country in ("JP", "IL"):
                made = make.organisation(country=country, tracks=programme.tracks)
                made.subtopics = programme.tracks[0].subtopics
        make.programme(code=f"other-{number}")
        make.session.flush()

    def count():
        make.session.flush()
        make.session.expire_all()
        with statements() as seen:
            assert client().get(page).status_code == 200
        return len(seen)

    more(1)
    first = count()
    more(3)
    assert count() == first


def test_the_page_of_a_project_is_linked(client, make, programme):
    project = make.project(state=ProjectState.APPROVED, programme=programme)
    project.tracks = [programme.tracks[0]]
    make.session.flush()
    assert isinstance(project, Project)
    assert f"/projects/{project.public_id}" in client().get("/programmes/sample/tracks/AI").text
