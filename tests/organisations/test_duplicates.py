"""Possible duplicates: found by number, equal and similar names in four scripts; what may not be seen is not told."""

import pytest

from app.core.errors import Refused
from app.organisations import queries, services
from app.organisations.enums import OrganisationState as S
from app.organisations.queries.duplicates import stretches
from tests.factories.organisations import corporate_number

KOREA = {"country": "KR", "currency": "KRW", "time_zone": "Asia/Seoul", "languages": ["ko", "en"], "weekend": [5, 6], "number_schemes": ["kr.brn"],
         "name_scripts": ["native", "latin"], "legal_forms": ["주식회사"], "postal_code_pattern": None, "address_order": []}


@pytest.fixture(autouse=True)
def programme(make):
    return make.programme()


@pytest.fixture
def reader(make):
    return make.person()


def found(reader, country, *names, **options):
    return [(c.organisation, str(c.reason)) for c in queries.possible_duplicates(reader, country=country, names=names, **options)]


@pytest.mark.parametrize(
    ("country", "stands", "typed", "reason"),
    [
        ("JP", "株式会社日本見本製作所", "日本見本製作所　株式会社", "same_name"),
        ("JP", "ﾐﾎﾝﾃﾞﾝｷ", "ミホンデンキ", "same_name"),
        ("JP", "日本見本製作所", "日本見本製作處", "similar_name"),
        ("IL", 'רובוטיקה מתקדמת לדוגמה בע"מ', "רובוטיקה מתקדמת לדוגמא", "similar_name"),
        ("IL", "מחקרים", "מחקרימ", "same_name"),
        ("IL", "Sample Autonomous Driving Ltd.", "SAMPLE AUTONOMOUS DRIVING", "same_name"),
        ("IL", "Sample Autonomous Driving", "Sampel Autonomous Drivng", "similar_name"),
        ("IL", "Sample Autonomous Driving", "Driving Autonomous Sample", "similar_name"),
    ],
)
def test_a_name_is_found_in_spite_of_forms_and_slips(make, reader, country, stands, typed, reason):
    organisation = make.listed(country=country, name_native=stands, name_latin=None)
    [(candidate, why)] = found(reader, country, typed)
    assert candidate == organisation
    assert why == reason or (reason == "similar_name" and why == "same_name")


@pytest.mark.parametrize(("stands", "typed"), [("日立製作所", "日産自動車"), ("Sample Robotics", "Entirely Different"), ("日立", "日産")])
def test_a_different_name_is_not(make, reader, stands, typed):
    make.listed(name_native=stands, name_latin=None)
    assert found(reader, "JP", typed) == []


def test_another_country_is_not_compared(make, reader):
    make.listed(country="IL", name_latin="Sample Works of Everywhere")
    assert found(reader, "JP", "Sample Works of Everywhere") == []


def test_a_party_of_a_third_country_has_its_own_legal_forms(make, reader):
    parties = ({**KOREA}, {**KOREA, "country": "IL", "legal_forms": []})
    make.programme(code="third", parties=parties)
    organisation = make.listed(country="KR", name_native="주식회사 표본산업", name_latin=None, name_native_language="ko")
    assert found(reader, "KR", "표본산업") == [(organisation, "same_name")]


def test_the_same_number_comes_first(make, reader):
    same_name = make.listed(name_latin="Sample Twin Works", name_native=None)
    same_number = make.listed(number=("jp.cn", corporate_number(1)), name_native="別の名前", name_latin=None)
    numbers = [("jp.cn", corporate_number(1))]
    assert found(reader, "JP", "Sample Twin Works", numbers=numbers) == [(same_number, "number"), (same_name, "same_name")]


@pytest.mark.parametrize("state", [S.DRAFT, S.INVITED, S.REJECTED, S.SUSPENDED])
def test_what_may_not_be_seen_is_not_told(make, reader, programme, state):
    hidden, own = make.in_state(programme, state, name_latin="Sample Secret Works")
    assert hidden not in [organisation for organisation, _ in found(reader, "JP", "Sample Secret Works")]
    assert hidden in [organisation for organisation, _ in found(own, "JP", "Sample Secret Works")]
    officer = make.official(programme.parties[0])
    assert hidden in [organisation for organisation, _ in found(officer, "JP", "Sample Secret Works")]


def test_declaring_asks_about_each_possible_duplicate(make, programme):
    make.listed(name_latin="Sample Unique Works", name_native="見本唯一製作所")
    draft, representative = make.draft(programme, name_latin="Sample Uniqe Works", name_native="別名株式会社")
    with pytest.raises(Refused) as refusal:
        services.declare(draft, by=representative)
    assert [problem.field for problem in refusal.value.problems] == ["none_of_these"]
    services.declare(draft, by=representative, none_of_these=True)
    assert draft.state == S.DECLARED


def test_a_number_that_was_taken_meanwhile_stops_the_declaration(make, programme):
    draft, representative = make.draft(programme)
    make.listed(number=("jp.cn", draft.facts["number"]["value"]))
    with pytest.raises(Refused) as refusal:
        services.declare(draft, by=representative, none_of_these=True)
    assert [problem.field for problem in refusal.value.problems] == ["number"]


def test_merging_moves_numbers_names_tracks_and_people(make, programme):
    duplicate, claimant = make.in_state(programme, S.IN_VERIFICATION, name_latin="Second Record")
    services_number = ("jp.cn", corporate_number(9))
    from app.organisations.models import OfficialNumber

    duplicate.numbers.append(OfficialNumber(scheme=services_number[0], value=services_number[1]))
    survivor = make.listed(name_latin="First Record", state=S.DECLARED)
    officer = make.official(programme.parties[0])
    services.merge_as_duplicate(duplicate, survivor, by=officer)
    assert (duplicate.state, duplicate.merged_into_id, duplicate.numbers) == (S.MERGED, survivor.id, [])
    assert [(n.scheme, n.value) for n in survivor.numbers] == [services_number]
    assert "Second Record" in {name.text for name in survivor.names}
    assert [link.state for link in survivor.track_links] == ["suggested"]
    assert claimant.holds("representative", "signatory", organisation_id=survivor.id)
    assert not claimant.belongs_to(duplicate.id)


def test_merging_gives_nobody_rights_in_an_organisation_that_is_represented(make, programme, session):
    from sqlalchemy import select

    from app.core.outbox import Owed

    duplicate, claimant = make.in_state(programme, S.DECLARED)
    survivor, signatory = make.in_state(programme, S.VERIFIED)
    services.merge_as_duplicate(duplicate, survivor, by=make.official(programme.parties[0]))
    assert not claimant.belongs_to(survivor.id)
    told = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "organisation.take_in")).all()
    assert [(owed.payload["person_id"], owed.payload["data"]["claimants"]) for owed in told] == [(signatory.id, [claimant.name])]


@pytest.mark.parametrize("where", ["itself", "another country", "a merged one"])
def test_merging_into_the_wrong_record_is_refused(make, programme, where):
    duplicate, _ = make.in_state(programme, S.DECLARED)
    merged, _ = make.in_state(programme, S.MERGED)
    survivor = {"itself": duplicate, "another country": make.organisation(country="IL"), "a merged one": merged}[where]
    with pytest.raises(Refused):
        services.merge_as_duplicate(duplicate, survivor, by=make.official(programme.parties[0]))


def test_the_fragment_is_shown_to_people_signed_in(make, client):
    organisation = make.listed(name_latin="Sample Fragment Works")
    query = {"country": "JP", "name_latin": "Sample Fragment Works", "name_native": "", "name_kana": "", "number": "", "number_scheme": ""}
    answer = client(make.person()).get("/organisations/duplicates", query_string=query)
    assert organisation.public_id in answer.text and "<html" not in answer.text
    assert client().get("/organisations/duplicates", query_string=query).status_code == 302
    assert client(make.person()).get("/organisations/duplicates?other=1").status_code == 400


@pytest.mark.parametrize("key", ["", "a", "日立", "sample works of everywhere", "日本見本製作所"])
def test_stretches_part_all_character_runs(key):
    from app.organisations.names import grams

    assert {gram for stretch in stretches(key) for gram in stretch} == {g for word in key.split() for g in grams(word)}
    assert len(stretches(key)) <= 3
