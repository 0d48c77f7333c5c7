"""Suggested tracks of an import, judged by the worker: portion by portion, never over a person's head, undone with the import."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from app.accounts.rights import CLOCK
from app.core.events import Event
from app.core.outbox import Owed
from app.matching.tracks import refining
from app.organisations import import_services
from app.organisations.enums import TrackLinkState
from app.organisations.importing import run as import_run
from app.organisations.models import OfficialNumber, Organisation, RegistryImport, TrackLink
from app.programmes.suggesting import LEAST
from tests.organisations.import_files import csv_file, form

ROBOTS, DENTAL, MARKET, JAPANESE = "519990006", "519990014", "519990022", "6010001000001"
ROWS = (
    f"IL,il.hp,{ROBOTS},,,Arm Works,,Collaborative robot arms with grippers that pick fruit in greenhouses.,,,,,",
    f"IL,il.hp,{DENTAL},,,Smile Works,,Dental implants and medicines for clinics. The robot in our logo is a joke.,,,,,",
    f"IL,il.hp,{MARKET},,,Shop Works,,Payment cards and loans for small shops.,,,,,",
    f"JP,jp.cn,{JAPANESE},,見本製作所,,,ロボットの部品を作る会社です。,,,,,",
)


@pytest.fixture
def programme(make):
    return make.programme("first")


@pytest.fixture
def imported(session, programme, monkeypatch):
    """Import some rows, two organisations in a portion."""
    monkeypatch.setattr(import_run, "TRACKS_AT_ONCE", 2)

    def imported(*rows):
        import_services.import_from_command(csv_file(*rows), "some.csv", form("csv"), programme_code=programme.code, by=CLOCK)
        session.commit()
        session.expire_all()
        return session.scalars(select(RegistryImport).order_by(RegistryImport.id.desc())).first()

    return imported


@pytest.fixture
def without_vectors(app, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], embeddings=False))


def links(session, number):
    session.expire_all()
    found = session.scalars(
        select(TrackLink).join(OfficialNumber, OfficialNumber.organisation_id == TrackLink.organisation_id).where(OfficialNumber.value == number)
    )
    return {link.track.code: link for link in found}


def work(session):
    done = refining.keep_promises()
    session.expire_all()
    return done


def test_suggestions_get_confidence_and_reason(session, imported):
    record = imported(*ROWS)
    assert links(session, ROBOTS)["RO"].confidence is None
    assert set(links(session, DENTAL)) == {"RO"}
    assert work(session) == 2
    robot = links(session, ROBOTS)["RO"]
    assert robot.state == TrackLinkState.SUGGESTED
    assert LEAST <= robot.confidence <= 1
    assert "robot" in robot.reason
    assert links(session, DENTAL) == {}
    assert links(session, MARKET) == {}
    assert "RO" in links(session, JAPANESE)
    assert (record.tracks_done, record.tracks_expected) == (4, 4)
    session.commit()
    told = session.scalars(select(Event).where(Event.kind == "registry_import.suggest_tracks")).all()
    assert sum(event.data["withdrawn"] for event in told) == 1
    assert sum(event.data["refined"] for event in told) >= 1


def test_by_words_alone_nothing_is_withdrawn(session, imported, without_vectors):
    record = imported(*ROWS)
    assert work(session) == 2
    assert record.tracks_done == 4
    for number in (ROBOTS, DENTAL, JAPANESE):
        link = links(session, number)["RO"]
        assert link.state == TrackLinkState.SUGGESTED
        assert link.near == []
    assert links(session, MARKET) == {}


def test_what_is_broken_off_goes_on_where_it_stopped(session, imported, monkeypatch):
    record = imported(*ROWS)
    monkeypatch.setattr(refining, "PORTIONS_OF_A_RUN", 1)
    assert work(session) == 1
    assert (record.tracks_done, record.tracks_expected) == (2, 4)
    assert work(session) == 1
    assert work(session) == 0
    assert record.tracks_done == 4


def test_a_fault_leaves_the_portion_owed(session, imported, monkeypatch):
    record = imported(ROWS[0])
    monkeypatch.setattr(refining, "_store", lambda _: 1 / 0)
    work(session)
    assert record.tracks_done == 0
    assert links(session, ROBOTS)["RO"].confidence is None
    monkeypatch.undo()
    session.execute(update(Owed).values(due_at=func.now()))
    session.commit()
    work(session)
    assert record.tracks_done == 1
    assert links(session, ROBOTS)["RO"].confidence is not None


@pytest.mark.parametrize("state", [TrackLinkState.CONFIRMED, TrackLinkState.DISMISSED])
@pytest.mark.parametrize("number", [ROBOTS, DENTAL])
def test_what_a_person_decided_is_never_touched(session, imported, make, state, number):
    imported(*ROWS)
    link = links(session, number)["RO"]
    link.state, link.decided_by_id = state, make.person().id
    before = (link.id, link.state, link.reason, link.confidence, link.near)
    session.commit()
    work(session)
    link = links(session, number)["RO"]
    assert (link.id, link.state, link.reason, link.confidence, link.near) == before


def test_a_label_of_the_register_is_never_touched(session, imported):
    imported(f"{ROWS[2]}AI")
    work(session)
    link = links(session, MARKET)["AI"]
    assert (link.state, link.confidence) == (TrackLinkState.CONFIRMED, None)


def test_undo_takes_the_suggestions_away_and_stops_the_judging(session, imported):
    record = imported(*ROWS)
    work(session)
    import_services.undo(record, by=CLOCK)
    session.commit()
    assert session.scalar(select(func.count()).select_from(TrackLink)) == 0
    again = imported(*ROWS)
    import_services.undo(again, by=CLOCK)
    session.commit()
    assert work(session) == 2
    assert session.scalar(select(func.count()).select_from(TrackLink)) == 0
    assert again.tracks_done == 0


def test_undo_of_an_update_leaves_what_stood_before(session, imported):
    imported(*ROWS[:1])
    work(session)
    before = {code: (link.id, link.state, link.reason, link.confidence) for code, link in links(session, ROBOTS).items()}
    changed = ROWS[0].replace("Collaborative", "Machine learning and neural networks and artificial intelligence for collaborative")
    record = imported(changed)
    assert record.updated == 1
    work(session)
    standing = links(session, ROBOTS)
    assert {"AI", "RO"} == set(standing)
    assert {"RO": (standing["RO"].id, standing["RO"].state, standing["RO"].reason, standing["RO"].confidence)} == before
    import_services.undo(record, by=CLOCK)
    session.commit()
    after = {code: (link.id, link.state, link.reason, link.confidence) for code, link in links(session, ROBOTS).items()}
    assert after == before


def test_the_same_file_again_changes_nothing(session, imported):
    imported(*ROWS)
    work(session)
    count = session.scalar(select(func.count()).select_from(TrackLink))
    record = imported(*ROWS)
    assert (record.created, record.updated, record.unchanged) == (0, 0, 4)
    assert work(session) == 0
    assert session.scalar(select(func.count()).select_from(TrackLink)) == count


def test_versions_stay_so_that_an_open_page_is_not_stale(session, imported):
    record = imported(*ROWS)
    versions = (record.version, sorted(session.scalars(select(Organisation.version))))
    work(session)
    assert (record.version, sorted(session.scalars(select(Organisation.version)))) == versions


def test_the_page_of_the_import_shows_how_far_it_is(session, imported, make, client, monkeypatch):
    record = imported(*ROWS)
    page = client(make.administrator())
    path = f"/administration/imports/{record.public_id}"
    assert "0 of 4 organisations judged" in page.get(path).text
    monkeypatch.setattr(refining, "PORTIONS_OF_A_RUN", 1)
    work(session)
    assert "2 of 4 organisations judged" in page.get(path).text
    work(session)
    shown = page.get(path).text
    assert "organisations judged." not in shown
    assert 'data-progress="ended"' in shown


def test_the_page_of_the_organisation_says_how_sure_and_why(session, imported, make, client):
    imported(*ROWS)
    work(session)
    made = session.scalars(select(Organisation).where(Organisation.name_latin == "Arm Works")).one()
    shown = client(make.administrator()).get(f"/organisations/{made.public_id}").text
    assert "The text has the words" in shown
    assert "(likely)" in shown or "(possible)" in shown


def test_promises_of_one_import_are_owed_once(session, imported):
    imported(*ROWS)
    assert session.scalar(select(func.count()).select_from(Owed).where(Owed.topic == import_run.TRACKS_TOPIC)) == 2
