"""Administration: who may, what changes, what is recorded, and what bad input gets."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.accounts.enums import Role
from app.core.db import now
from app.core.events import Event
from app.core.outbox import Owed
from app.programmes.models import Call, ExchangeRate, Programme, Subtopic, Track

BASE = "/administration/programmes/sample"
RULES = {
    "minimum_partners_per_party": "1", "share_cap_percent": "70", "duration_months_min": "12", "duration_months_max": "36",
    "minimum_reviews_per_party": "0", "commitment_working_days": "15", "eligibility_working_days": "10",
    "info_request_working_days": "10", "recommendation_working_days": "20", "decision_working_days": "10",
    "changes_wait_days": "10", "agreement_weeks": "6", "introduction_screening_days": "5", "introduction_quota": "10",
}


def programme_form(programme, **changes):
    texts = {"names-en": "Sample programme", "purpose-en": "A sample programme."}
    return {**texts, **RULES, "version": str(programme.version), **changes}


@pytest.mark.parametrize("path", ["", "/tracks", "/tracks/new", "/tracks/AI", "/tracks/AI/subtopics/new", "/subtopics/AI-01", "/subtopics/AI-01/merge"])
def test_texts_and_taxonomy_are_for_administrators(client, make, programme, administrator, coordinator, path):
    assert administrator.get(BASE + path).status_code == 200
    assert coordinator.get(BASE + path).status_code == 403
    assert client(make.official(programme.parties[0])).get(BASE + path).status_code == 403
    assert client().get(BASE + path).status_code == 302


@pytest.mark.parametrize("path", ["/rates", "/calls", "/calls/new"])
def test_rates_and_calls_are_also_for_the_secretariat(client, make, programme, administrator, coordinator, path):
    assert administrator.get(BASE + path).status_code == 200
    assert coordinator.get(BASE + path).status_code == 200
    foreign = make.programme(code="foreign")
    stranger = client(make.member(foreign.secretariat, Role.COORDINATOR))
    assert stranger.get(BASE + path).status_code == 403
    assert client(make.member(programme.secretariat, Role.REPRESENTATIVE)).get(BASE + path).status_code == 403


def test_the_list_shows_what_one_may_change(client, make, programme, administrator, coordinator):
    make.programme(code="foreign")
    assert "Programme foreign" in administrator.get("/administration/programmes").text
    own = coordinator.get("/administration/programmes").text
    assert "Programme foreign" not in own
    assert "Texts and rules" not in own
    assert f"{BASE}/rates" in own
    assert client(make.person()).get("/administration/programmes").status_code == 403


def test_texts_and_rules_change(administrator, programme, session, kinds):
    programme.names = {"en": "Programme sample", "ko": "표본"}
    session.flush()
    answer = administrator.send(BASE, programme_form(programme, **{"names-ja": "見本", "share_cap_percent": "", "rules_source": "agreement"}))
    assert answer.status_code == 302
    assert programme.names == {"en": "Sample programme", "ja": "見本", "ko": "표본"}
    assert programme.share_cap_percent is None
    assert programme.goal is None
    assert kinds() == ["programme.edit"]
    event = session.scalars(select(Event)).one()
    assert event.programme_id == programme.id
    assert event.data["changes"]["share_cap_percent"] == ["70.00", None]


def test_an_unchanged_form_records_nothing(administrator, programme, session, kinds):
    form = programme_form(programme, **{"names-en": programme.names["en"]})
    assert administrator.send(BASE, form).status_code == 302
    assert kinds() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"names-en": ""}, "Enter the English name."),
        ({"agreement_weeks": "soon"}, "Enter a whole number."),
        ({"agreement_weeks": ""}, "Enter a number."),
        ({"share_cap_percent": "170"}, "Enter a number from 1 to 100."),
        ({"share_cap_percent": "NaN"}, "Enter a number with digits"),
        ({"share_cap_percent": "70.555"}, "Enter at most two decimals."),
        ({"duration_months_min": "40"}, "The shortest duration must not be longer than the longest."),
        ({"names-ja": "\u202eabc"}, "invisible or control characters"),
        ({"purpose-en": "x" * 4001}, "Shorten this to 4000 characters."),
    ],
)
def test_bad_input_is_answered_with_what_was_typed(administrator, programme, changes, sentence):
    answer = administrator.send(BASE, programme_form(programme, rules_source="typed before", **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "typed before" in answer.text
    assert programme.rules_source is None


def test_a_stale_form_shows_both(administrator, programme, session):
    form = programme_form(programme, **{"names-en": "My new name"})
    programme.names = {"en": "Changed meanwhile"}
    session.flush()
    answer = administrator.send(BASE, form)
    assert answer.status_code == 422
    assert "Someone else changed this" in answer.text
    assert "My new name" in answer.text
    assert "Changed meanwhile" in answer.text
    assert f'name="version" value="{programme.version}"' in answer.text
    assert administrator.send(BASE, {**form, "version": str(programme.version)}).status_code == 302
    assert programme.names["en"] == "My new name"


def test_tracks_are_added_edited_ordered_retired(administrator, programme, session, kinds):
    texts = {"names-en": "Cyber security", "summary-en": "Protection."}
    assert administrator.send(f"{BASE}/tracks/new", {**texts, "code": "CS", "standards": "IEC 62443"}).status_code == 302
    track = session.scalars(select(Track).where(Track.code == "CS")).one()
    assert track.position == 3
    assert administrator.send(f"{BASE}/tracks/CS", {**texts, "names-en": "Cyber", "version": str(track.version)}).status_code == 302
    assert administrator.send(f"{BASE}/tracks/CS/up").status_code == 302
    session.expire_all()
    assert [one.code for one in programme.tracks] == ["AI", "CS", "RO"]
    assert administrator.send(f"{BASE}/tracks/AI/up").status_code == 302
    assert administrator.send(f"{BASE}/tracks/CS/retire", {"version": str(track.version)}).status_code == 302
    assert track.retired_at is not None
    assert administrator.send(f"{BASE}/tracks/CS/retire", {"version": str(track.version)}).status_code == 422
    assert administrator.send(f"{BASE}/tracks/CS/restore", {"version": str(track.version)}).status_code == 302
    assert kinds() == [f"programme.{name}" for name in ("add_track", "edit_track", "order_tracks", "retire_track", "restore_track")]


@pytest.mark.parametrize("path", ["/tracks/new", "/tracks/AI/subtopics/new", "/calls/new"])
def test_what_is_new_has_no_version(administrator, programme, path):
    assert 'name="version"' not in administrator.get(BASE + path).text
    answer = administrator.send(BASE + path, {})
    assert answer.status_code == 422
    assert "Not a valid" not in answer.text


def test_a_track_code_stands_once(administrator, programme):
    form = {"names-en": "Again", "summary-en": "Again.", "code": "AI"}
    answer = administrator.send(f"{BASE}/tracks/new", form)
    assert answer.status_code == 422
    assert "This code is taken" in answer.text
    assert "Enter a code of two capital letters." in administrator.send(f"{BASE}/tracks/new", {**form, "code": "a1"}).text


def test_subtopics_are_added_edited_retired(administrator, programme, session, kinds):
    assert administrator.send(f"{BASE}/tracks/AI/subtopics/new", {"names-en": "Vision", "references": "G06V"}).status_code == 302
    added = session.scalars(select(Subtopic).where(Subtopic.code == "AI-03")).one()
    form = {"names-en": "Computer vision", "names-he": "ראייה", "references": "G06V", "version": str(added.version)}
    assert administrator.send(f"{BASE}/subtopics/AI-03", form).status_code == 302
    assert added.names == {"en": "Computer vision", "he": "ראייה"}
    assert administrator.send(f"{BASE}/subtopics/AI-03", form).status_code == 422
    assert administrator.send(f"{BASE}/subtopics/AI-03/retire", {"version": str(added.version)}).status_code == 302
    assert added.retired_at is not None
    assert administrator.send(f"{BASE}/subtopics/AI-03/restore", {"version": str(added.version)}).status_code == 302
    assert kinds() == [f"programme.{name}" for name in ("add_subtopic", "edit_subtopic", "retire_subtopic", "restore_subtopic")]


def test_merging_moves_organisations_and_projects(administrator, make, programme, session, kinds):
    old, new = programme.tracks[0].subtopics
    one, both = make.organisation(), make.organisation()
    one.subtopics, both.subtopics = [old], [old, new]
    project = make.project(programme=programme)
    project.subtopics = [old]
    session.commit()
    before = len(kinds())
    page = administrator.get(f"{BASE}/subtopics/{old.code}/merge").text
    assert "Organisations that move" in page
    answer = administrator.send(f"{BASE}/subtopics/{old.code}/merge", {"into": str(new.id), "version": str(old.version)})
    assert answer.status_code == 302
    assert [s.code for s in one.subtopics] == [s.code for s in both.subtopics] == [s.code for s in project.subtopics] == [new.code]
    assert old.merged_into_id == new.id
    assert old.retired_at is not None
    assert kinds()[before:] == ["programme.merge_subtopic"]
    event = session.scalars(select(Event).order_by(Event.seq.desc())).first()
    assert {table: moved for table, moved in event.data["moved"].items() if moved} == {"organisation_subtopic": 2, "project_subtopic": 1}
    owed = session.scalars(select(Owed).where(Owed.topic == "index", Owed.dedup.like("subtopic:%"))).one()
    assert sorted(owed.payload["organisation_ids"]) == sorted([one.id, both.id])
    assert administrator.send(f"{BASE}/subtopics/{old.code}/restore", {"version": str(old.version)}).status_code == 422


def test_merging_needs_another_of_the_same_track(administrator, programme):
    old, other = programme.tracks[0].subtopics[0], programme.tracks[1].subtopics[0]
    for target in ("", str(old.id), str(other.id), "x"):
        answer = administrator.send(f"{BASE}/subtopics/{old.code}/merge", {"into": target, "version": str(old.version)})
        assert answer.status_code == 422
        assert "Choose the subtopic that takes up" in answer.text


def test_rates_are_dated_and_have_a_source(coordinator, programme, session, kinds):
    form = {"currency": "JPY", "on": "2026-02-02", "value": "0.0066", "source": "central bank"}
    assert coordinator.send(f"{BASE}/rates", form).status_code == 302
    assert coordinator.send(f"{BASE}/rates", {**form, "value": "0.0067"}).status_code == 302
    rate = session.scalars(select(ExchangeRate).where(ExchangeRate.on == date(2026, 2, 2))).one()
    assert rate.value == Decimal("0.0067")
    assert kinds() == ["programme.set_rate", "programme.set_rate"]
    assert session.scalars(select(Event).order_by(Event.seq.desc())).first().data["before"] == "0.00660000"
    assert "0.0067" in coordinator.get(f"{BASE}/rates").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "0"}, "Enter a number above zero"), ({"value": "1e-12"}, "Enter a number above zero"),
        ({"value": ""}, "Enter the rate."), ({"on": "yesterday"}, "Enter a day as year"), ({"on": "2999-01-01"}, "lies in the future"),
        ({"source": ""}, "Say where the rate was published."), ({"currency": "XXX"}, "Choose one of the options offered for “"),
    ],
)
def test_a_bad_rate_is_refused(coordinator, programme, session, changes, sentence):
    before = session.scalar(select(func.count(ExchangeRate.id)))
    form = {"currency": "JPY", "on": "2026-02-02", "value": "0.0066", "source": "central bank", **changes}
    answer = coordinator.send(f"{BASE}/rates", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(select(func.count(ExchangeRate.id))) == before


CALL = {"names-en": "Spring call", "summary-en": "All fields.", "time_zone": "Asia/Tokyo"}


def local(days, zone_hours=9):
    """An instant so many days from now, as the clock of a zone shows it."""
    return (now() + timedelta(days=days, hours=zone_hours)).strftime("%Y-%m-%dT%H:%M")


def test_a_call_is_entered_on_the_official_clock(coordinator, programme, session, kinds):
    form = {**CALL, "opens_at": "2031-04-01T09:00", "closes_at": "2031-06-30T17:00"}
    answer = coordinator.send(f"{BASE}/calls/new", form)
    assert answer.status_code == 302
    call = session.scalars(select(Call)).one()
    assert call.opens_at == datetime(2031, 4, 1, 0, 0, tzinfo=UTC)
    assert call.closes_at == datetime(2031, 6, 30, 8, 0, tzinfo=UTC)
    page = coordinator.get(f"{BASE}/calls/{call.public_id}").text
    assert 'value="2031-06-30T17:00"' in page
    assert kinds() == ["programme.add_call"]
    later = {**form, "version": str(call.version), "opens_at": "2031-04-02T09:00", "closes_at": "2031-06-29T17:00"}
    assert coordinator.send(f"{BASE}/calls/{call.public_id}", later).status_code == 302
    assert kinds() == ["programme.add_call", "programme.edit_call"]


def test_an_open_call_is_never_shortened(coordinator, programme, session):
    call = Call(
        programme=programme, names={"en": "Open call"}, summary={"en": "All."}, opens_at=now().replace(second=0, microsecond=0) - timedelta(days=1),
        closes_at=now().replace(second=0, microsecond=0) + timedelta(days=10), time_zone="Asia/Tokyo",
    )
    session.add(call)
    session.flush()
    opens = (call.opens_at + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    form = {**CALL, "opens_at": opens, "closes_at": local(5), "version": str(call.version)}
    answer = coordinator.send(f"{BASE}/calls/{call.public_id}", form)
    assert answer.status_code == 422
    assert "its closing can only move later" in answer.text
    assert "Spring call" in answer.text
    assert coordinator.send(f"{BASE}/calls/{call.public_id}", {**form, "closes_at": local(15)}).status_code == 302
    moved = {**form, "version": str(call.version), "opens_at": local(1), "closes_at": local(20)}
    assert "its opening stays as it is" in coordinator.send(f"{BASE}/calls/{call.public_id}", moved).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_at": "2031-03-01T09:00"}, "The call must close after it opens."),
        ({"closes_at": "soon"}, "Enter a day and a time"),
        ({"opens_at": ""}, "Enter when the call opens."),
        ({"opens_at": "2020-01-01T09:00", "closes_at": "2020-02-01T09:00"}, "would be closed already"),
        ({"time_zone": "Asia/Jerusalem", "opens_at": "2031-03-28T02:30"}, "the clock skips this time"),
        ({"time_zone": "Mars/Base"}, "Choose one of the options offered for “"),
        ({"names-en": ""}, "Enter the English name."),
    ],
)
def test_a_bad_call_is_refused(coordinator, programme, session, changes, sentence):
    answer = coordinator.send(f"{BASE}/calls/new", {**CALL, "opens_at": "2031-04-01T09:00", "closes_at": "2031-06-30T17:00", **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(select(func.count(Call.id))) == 0


@pytest.mark.parametrize("action", ["retire", "restore", "up", "down"])
def test_buttons_ask_their_rule(coordinator, programme, action):
    assert coordinator.send(f"{BASE}/tracks/AI/{action}", {"version": "1"}).status_code == 403


def test_a_button_does_nothing_on_get(administrator, programme):
    assert administrator.get(f"{BASE}/tracks/AI/retire").status_code == 405


def test_administration_works_in_every_language(administrator, programme, session):
    session.add(
        Call(programme=programme, names={"en": "Call"}, summary={"en": "All."}, opens_at=now(), closes_at=now() + timedelta(days=1), time_zone="UTC")
    )
    session.flush()
    assert isinstance(programme, Programme)
    for language in ("en", "he", "ja"):
        for path in ("", "/tracks", "/tracks/AI", "/subtopics/AI-01", "/subtopics/AI-01/merge", "/rates", "/calls"):
            assert administrator.get(f"{BASE}{path}?lang={language}").status_code == 200
