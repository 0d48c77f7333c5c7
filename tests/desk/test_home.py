"""The home page: what the body is, its tracks with right numbers, the way in."""

import pytest

from app.accounts.rights import CLOCK
from app.organisations.bodies import load_programme_file


def test_it_names_the_four_tracks(client, session):
    load_programme_file("japan-israel", by=CLOCK)
    page = client().get("/").text
    for name in ("Artificial intelligence", "Robotics", "Internet of things", "Autonomous driving"):
        assert name in page
    assert "4 sector tracks" in page
    assert "Japan-Israel Innovation Partnership" in page
    assert "Japan-Israel Cyber Security Cooperation" in page


@pytest.mark.parametrize(
    ("language", "names"),
    [("he", ("בינה מלאכותית", "רובוטיקה", "האינטרנט של הדברים")), ("ja", ("人工知能 (AI)", "ロボティクス", "自動運転"))],
)
def test_in_every_language(client, session, language, names):
    load_programme_file("japan-israel", by=CLOCK)
    page = client().get(f"/?lang={language}").text
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "he")
    for name in names:
        assert name in page


def test_its_numbers_are_those_of_the_registry(client, make):
    programme = make.programme()
    ai, ro = programme.tracks
    for country, tracks in (("JP", (ai,)), ("JP", (ai, ro)), ("IL", (ai,))):
        make.organisation(country=country, tracks=tracks)
    page = client().get("/").text
    cards = page.split('class="card track"')[1:]
    assert "2 organisations" in cards[0]
    assert "1 organisation<" in cards[0]
    assert "1 organisation<" in cards[1]
    assert "0 organisations" in cards[1]


def test_the_way_in_depends_on_who_looks(client, make):
    make.programme()
    visitor = client().get("/").text
    assert "Register your organisation" in visitor
    assert "/sign-in" in visitor
    known = client(make.person()).get("/").text
    assert "My work" in known
    assert "Register your organisation" not in known


def test_without_a_programme_it_says_what_to_do(client, session):
    page = client().get("/").text
    assert "There is no programme yet" in page
    assert "flask programme load NAME" in page
