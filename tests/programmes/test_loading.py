"""Programme files: loaded whole, twice without a change, and refused with a sentence for every fault."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.accounts.rights import CLOCK
from app.core.events import PENDING
from app.organisations.bodies import load_programme_file
from app.organisations.enums import OrganisationSource, OrganisationState
from app.organisations.models import Organisation
from app.programmes.bundle import DATA, packaged
from app.programmes.models import Programme, ProgrammeBody, Subtopic, Track
from app.programmes.toml_table import FaultyFile


@pytest.fixture
def faulty(tmp_path):
    """A copy of the small packaged file with something exchanged; gives its path."""

    def write(old, new, count=1):
        source = (DATA / "korea-israel.toml").read_text()
        assert old in source
        path = tmp_path / "faulty.toml"
        path.write_text(source.replace(old, new, count))
        return str(path)

    return write


def problems(path):
    with pytest.raises(FaultyFile) as caught:
        load_programme_file(path, by=CLOCK)
    return "\n".join(caught.value.problems)


def test_the_first_programme(session):
    loaded = load_programme_file("japan-israel", by=CLOCK)
    first, cyber = loaded.programmes
    assert [track.code for track in first.tracks] == ["AI", "RO", "IO", "AD"]
    assert session.scalar(select(func.count(Subtopic.id))) == 75
    assert [(party.country, party.authority.code, party.currency) for party in first.parties] == [("JP", "METI", "JPY"), ("IL", "MoEI", "ILS")]
    assert first.share_cap_percent == 70
    assert (first.duration_months_min, first.duration_months_max) == (12, 36)
    assert first.secretariat.code == "JETRO"
    assert cyber.share_cap_percent is None
    assert cyber.duration_months_max is None
    for subtopic in session.scalars(select(Subtopic)):
        assert subtopic.names.keys() >= {"en", "ja", "he"}
        assert subtopic.references


def test_bodies_become_verified_organisations(session):
    load_programme_file("japan-israel", by=CLOCK)
    meti = session.scalars(select(Organisation).where(Organisation.code == "METI")).one()
    assert meti.state == OrganisationState.VERIFIED
    assert meti.source == OrganisationSource.PROGRAMME
    assert meti.is_verified
    assert "meti.go.jp" in meti.evidence
    assert [(number.scheme, number.value) for number in meti.numbers] == [("jp.cn", "4000012090001")]
    assert {name.text for name in meti.names} == {"経済産業省", "Ministry of Economy, Trade and Industry", "ケイザイサンギョウショウ"}
    assert session.scalar(select(func.count(Organisation.id))) == 34
    roles = set(session.scalars(select(ProgrammeBody.role).where(ProgrammeBody.organisation_id == meti.id)))
    assert {"policy_owner", "co_chair", "licensing_authority"} <= roles


def test_a_second_time_changes_nothing(session):
    first = load_programme_file("japan-israel", by=CLOCK)
    assert first.changes.created > 0
    assert len(session.info[PENDING]) == 1
    session.expire_all()
    second = load_programme_file("japan-israel", by=CLOCK)
    assert (second.changes.created, second.changes.updated) == (0, 0)
    assert len(session.info[PENDING]) == 1


def test_a_changed_file_brings_up_to_date(session, faulty):
    load_programme_file("korea-israel", by=CLOCK)
    loaded = load_programme_file(faulty('names.en = "Robotics"', 'names.en = "Robots"'), by=CLOCK)
    assert (loaded.changes.created, loaded.changes.updated) == (0, 1)
    assert session.scalars(select(Track).where(Track.code == "RO")).one().names["en"] == "Robots"


def test_two_files_share_a_body(session):
    for name in packaged():
        load_programme_file(name, by=CLOCK)
    assert session.scalar(select(func.count(Programme.id))) == 3
    assert session.scalar(select(func.count(Organisation.id)).where(Organisation.code == "MoEI")) == 1


def test_a_registered_organisation_is_recognised_by_its_number(session, make):
    from app.organisations.models import OfficialNumber

    known = make.organisation(name_latin="Registered by itself", numbers=[OfficialNumber(scheme="jp.cn", value="4000012090001")])
    load_programme_file("japan-israel", by=CLOCK)
    assert known.code == "METI"
    assert known.name_latin == "Registered by itself"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code = "RO"', 'code = "AI"', r"programmes\[1\]\.tracks\[2\]\.code: 'AI' stands twice"),
        ('code = "KORIL-RDF"', 'code = "MOTIE"', r"bodies\[2\]\.code: 'MOTIE' stands twice"),
        ('authority = "MOTIE"', 'authority = "NOBODY"', r"parties\[1\]\.authority: must be the code of a body in \[\[bodies\]\], not 'NOBODY'"),
        ('authority = "MOTIE"', 'authority = "IIA"', r"parties\[1\]\.authority: 'IIA' is a body of another country \(IL\)"),
        ('names.en = "Machine learning"\n', "", r"tracks\[1\]\.subtopics\[1\]\.names\.en: is missing; an English text is required"),
        ("[[programmes.parties]]", "[[programmes.neighbours]]", r"parties: a programme has exactly two parties, not 1"),
        ('"kr.brn"', '"kr.nothing"', r"number_schemes: 'kr.nothing' is no scheme"),
        ('country = "KR"', 'country = "Korea"', r"country: must be a country code"),
        ('"Asia/Seoul"', '"Asia/Nowhere"', r"time_zone: must be a time zone"),
        ('currency = "KRW"', 'currency = "WON"', r"currency: must be a currency code"),
        ("weekend = [5, 6]", "weekend = [5, 7]", r"weekend: must be a list of different numbers from 0 to 6"),
        ("agreement_weeks = 6", 'agreement_weeks = "six"', r"rules\.agreement_weeks: must be a whole number, not 'six'"),
        ("agreement_weeks = 6", "agreement_week = 6", r"rules\.agreement_week: is not a key of this table"),
        ('source = "S39"', 'source = "S99"', r"source: 'S99' is not explained under \[sources\]"),
        ('roles = ["policy_owner"]', 'roles = ["king"]', r"roles: 'king' is not known; known are auditor"),
        ('code = "AI-02"', 'code = "AI-01"', r"subtopics\[2\]\.code: 'AI-01' stands twice"),
        ('code = "AI-02"', 'code = "RO-02"', r"subtopics\[2\]\.code: must be AI-, then two digits, not 'RO-02'"),
        ("\n[sources]\n", "\n[sources\n", r"the file is not TOML"),
        ('names.en = "Robotics"', 'names.en = "Rob\\u202Eotics"', r"names\.en: has invisible or control characters"),
        ('note = "Successor', 'number = { scheme = "il.hp", value = "520013955" }\nnote = "Successor', r"bodies\[4\]\.number: il.hp '520013955': The check digit"),
    ],
)
def test_a_faulty_file_is_refused(session, faulty, old, new, sentence):
    assert re.search(sentence, problems(faulty(old, new)))
    assert session.scalar(select(func.count(Programme.id))) == 0


def test_all_faults_are_named_at_once(session, faulty):
    path = faulty('source = "S39"', 'source = "S99"')
    Path(path).write_text(Path(path).read_text().replace('currency = "KRW"', 'currency = "WON"'))
    found = problems(path)
    assert "S99" in found
    assert "WON" in found


def test_a_file_that_is_none(session, tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes(b'a = "\xe9"')
    assert "not UTF-8" in problems(str(path))
    assert "no such file" in problems(str(tmp_path / "missing.toml"))
    assert "programmes: is missing" in problems(str(DATA / "vocabularies.toml"))


def test_a_party_cannot_be_exchanged(session, faulty):
    load_programme_file("korea-israel", by=CLOCK)
    path = faulty('country = "KR"\nauthority = "MOTIE"', 'country = "IL"\nauthority = "MoEI"')
    text = Path(path).read_text().replace('country = "IL"\nauthority = "MoEI"\ncurrency = "ILS"', 'country = "KR"\nauthority = "MOTIE"\ncurrency = "ILS"')
    Path(path).write_text(text)
    assert "cannot be exchanged" in problems(path)


def test_the_command(app, session):
    runner = app.test_cli_runner()
    first = runner.invoke(args=["programme", "load", "japan-israel"])
    assert first.exit_code == 0
    assert "75 subtopics" in first.output
    assert "nothing had to change" in runner.invoke(args=["programme", "load", "japan-israel"]).output
    refused = runner.invoke(args=["programme", "load", "nowhere"])
    assert refused.exit_code == 1
    assert "nothing was stored" in refused.output
