"""The registration journey through the browser's eyes: names of four languages, what bad input gets, twice is once."""

import re

import pytest
from sqlalchemy import func, select

from app.accounts.enums import Role
from app.organisations.enums import OrganisationState as S
from app.organisations.models import Organisation
from tests.factories.organisations import corporate_number

NAMES = {
    "ja": {"name_native": "株式会社見本ロボット", "name_latin": "Mihon Robot K.K.", "name_kana": "ミホンロボット"},
    "he": {"name_native": 'רובוטיקה לדוגמה בע"מ', "name_latin": "Sample Robotics Ltd."},
    "en": {"name_native": "Sample & Sons <Works>", "name_latin": "Sample & Sons <Works>"},
    "ko": {"name_native": "주식회사 표본", "name_latin": "Sample Korea Co., Ltd."},
}


@pytest.fixture(autouse=True)
def programme(make):
    return make.programme()


def version_of(client, path):
    return re.search(r'name="version" value="(\d+)"', client.get(path).text)[1]


def start(client, **values):
    entries = {"kind": "government_body", "country": "JP", "name_native_language": "ja", "number_scheme": "jp.cn", **NAMES["ja"], **values}
    answer = client.send("/organisations/new", entries)
    assert answer.status_code == 302, answer.text
    return answer.location.removesuffix("/edit")


def fill(client, url, programme):
    track = programme.tracks[0]
    parts = {
        "contact": {"street": "1-1", "city": "Sample", "postal_code": "100-0001", "contact_email": "info@sample.example"},
        "description": {"description": "説明" * 25, "description_language": "ja", "size_band": "11-50"},
        "tracks": {"tracks": [track.id], "subtopics": [track.subtopics[0].id]},
    }
    for part, entries in parts.items():
        path = f"{url}/edit/{part}"
        answer = client.send(path, {"version": version_of(client, path), **entries})
        assert answer.status_code == 302, answer.text


@pytest.mark.parametrize("language", NAMES)
def test_a_name_of_each_language_is_kept_and_shown_with_its_language(make, client, session, language):
    person = client(make.person())
    url = start(person, **{"name_kana": "", "name_native_language": language if language in {"ja", "he", "en"} else "", **NAMES[language]})
    organisation = session.scalar(select(Organisation).where(Organisation.public_id == url.rsplit("/", 1)[1]))
    assert organisation.name_native == NAMES[language]["name_native"]
    text = person.get(url).text
    assert "<Works>" not in text
    if language in {"ja", "he"}:
        assert re.search(rf'<bdi[^>]*lang="{language}"', text)


def test_the_whole_journey(make, client, session, programme):
    somebody = make.person()
    person = client(somebody)
    url = start(person, kind="company", number=corporate_number(1)[:4] + "-" + corporate_number(1)[4:])
    assert "0 of 4" not in person.get(f"{url}/edit").text
    fill(person, url, programme)
    check = person.get(f"{url}/check").text
    assert "Change" in check and "ミホンロボット" in check
    answer = person.send(f"{url}/declare", {"version": version_of(person, f"{url}/check")})
    assert answer.location.endswith("/declared")
    assert url.rsplit("/", 1)[1] in person.get(answer.location).text
    officer = client(make.official(programme.parties[0]))
    assert url in officer.get("/verification").text
    assert officer.send(f"{url}/take-up").status_code == 302
    assert officer.send(f"{url}/verify", {"evidence": "extract of today"}).status_code == 302
    organisation = session.scalar(select(Organisation).where(Organisation.public_id == url.rsplit("/", 1)[1]))
    assert (organisation.state, organisation.numbers[0].value) == (S.VERIFIED, corporate_number(1))
    assert {m.role for m in somebody.memberships} == {Role.REPRESENTATIVE, Role.SIGNATORY}


def test_starting_twice_gives_the_same_draft(make, client, session):
    person = client(make.person())
    assert start(person) == start(person)
    assert session.scalar(select(func.count()).select_from(Organisation).where(Organisation.state == S.DRAFT)) == 1


def test_what_was_typed_stays_in_a_refused_form(make, client):
    person = client(make.person())
    wrong = str((int(corporate_number(2)[0]) + 1) % 10) + corporate_number(2)[1:]
    answer = person.send("/organisations/new", {"kind": "company", "country": "JP", **NAMES["ja"], "number_scheme": "jp.cn", "number": wrong})
    assert answer.status_code == 422
    assert wrong in answer.text and NAMES["ja"]["name_native"] in answer.text
    assert "check digit" in answer.text


def test_a_country_without_a_programme_is_refused(make, client):
    answer = client(make.person()).send("/organisations/new", {"kind": "company", "country": "FR", **NAMES["en"]})
    assert answer.status_code == 422


def test_invisible_characters_are_refused(make, client):
    answer = client(make.person()).send("/organisations/new", {"kind": "company", "country": "JP", "name_latin": "Sam\u202eple"})
    assert answer.status_code == 422


def test_a_taken_number_leads_to_the_claim(make, client):
    holder = make.listed(number=("jp.cn", corporate_number(3)))
    answer = client(make.person()).send(
        "/organisations/new", {"kind": "company", "country": "JP", "name_latin": "Other", "number_scheme": "jp.cn", "number": corporate_number(3)}
    )
    assert answer.status_code == 422
    assert f"/organisations/{holder.public_id}/claim" in answer.text


def test_a_number_in_the_draft_of_another_is_neither_told_nor_blocked(make, client, session, programme):
    first = client(make.person())
    start(first, kind="company", number=corporate_number(4))
    second = client(make.person())
    answer = second.get("/organisations/duplicates", query_string={"country": "JP", "name_native": NAMES["ja"]["name_native"], "number": corporate_number(4)})
    assert NAMES["ja"]["name_native"] not in answer.text
    start(second, kind="company", number=corporate_number(4), name_latin="Second")


def test_a_stale_edit_is_shown_again_with_what_was_typed(make, client):
    person = client(make.person())
    url = start(person)
    seen = version_of(person, f"{url}/edit/description")
    assert person.send(f"{url}/edit/description", {"version": seen, "industry": "first", "description_language": "", "size_band": ""}).status_code == 302
    answer = person.send(f"{url}/edit/description", {"version": seen, "industry": "second", "description_language": "", "size_band": ""})
    assert answer.status_code == 422
    assert "second" in answer.text and "Someone else changed this" in answer.text
    assert person.send(f"{url}/edit/description", {"version": version_in(answer), "industry": "second", "description_language": "", "size_band": ""}).status_code == 302


def version_in(answer):
    return re.search(r'name="version" value="(\d+)"', answer.text)[1]


def test_an_expired_token_shows_the_filled_form_again(make, client):
    person = client(make.person())
    url = start(person)
    answer = person.post(f"{url}/edit/description", data={"csrf_token": "old", "version": "1", "industry": "typed before", "description_language": "", "size_band": ""})
    assert answer.status_code == 422
    assert "typed before" in answer.text


def test_declaring_with_gaps_lists_them_with_links(make, client):
    person = client(make.person())
    url = start(person)
    answer = person.send(f"{url}/declare", {"version": version_of(person, f"{url}/check")})
    assert answer.status_code == 422
    for part in ("contact#street", "contact#city", "contact#contact_email", "description#description", "tracks#tracks"):
        assert f"{url}/edit/{part}" in answer.text


def test_a_second_declaration_does_nothing_twice(make, client, programme):
    person = client(make.person())
    url = start(person)
    fill(person, url, programme)
    seen = version_of(person, f"{url}/check")
    assert person.send(f"{url}/declare", {"version": seen}).status_code == 302
    assert person.send(f"{url}/declare", {"version": seen}).status_code == 422


def test_subtopics_of_tracks_not_chosen_are_refused(make, client, programme):
    person = client(make.person())
    url = start(person)
    path = f"{url}/edit/tracks"
    answer = person.send(
        path, {"version": version_of(person, path), "tracks": [programme.tracks[0].id], "subtopics": [programme.tracks[1].subtopics[0].id]}
    )
    assert answer.status_code == 422


def test_reasons_of_the_officer_stand_at_their_fields(make, client, programme):
    organisation, representative = make.in_state(programme, S.IN_VERIFICATION)
    officer = client(make.official(programme.parties[0]))
    url = f"/organisations/{organisation.public_id}"
    assert officer.send(f"{url}/ask-for-data", {}).status_code == 422
    assert officer.send(f"{url}/ask-for-data", {"city": "There is no such city."}).status_code == 302
    person = client(representative)
    for path in (url, f"{url}/edit", f"{url}/edit/contact", f"{url}/check"):
        assert "There is no such city." in person.get(path).text, path
    assert person.send(f"{url}/resubmit", {"version": version_of(person, f"{url}/check")}).status_code == 302


def test_an_action_without_its_reason_shows_the_page_again(make, client, programme):
    organisation, _ = make.in_state(programme, S.VERIFIED)
    officer = client(make.official(programme.parties[0]))
    answer = officer.send(f"/organisations/{organisation.public_id}/suspend", {"comment": " "})
    assert answer.status_code == 422
    assert "Give a reason." in answer.text


def test_a_change_of_legal_data_is_shown_side_by_side(make, client, programme):
    organisation, signatory = make.in_state(programme, S.VERIFIED, name_latin="Old Works")
    url = f"/organisations/{organisation.public_id}"
    person = client(signatory)
    page = person.get(f"{url}/change-legal-data").text
    entries = {"version": version_of(person, f"{url}/change-legal-data"), "kind": "company", "name_native": organisation.name_native,
               "name_native_language": "ja", "name_latin": "New Works", "number_scheme": "jp.cn", "number": ""}
    assert "Old Works" in page
    assert person.send(f"{url}/change-legal-data", entries).status_code == 302
    text = client(make.official(programme.parties[0])).get(f"{url}/verify").text
    assert "Old Works" in text and "New Works" in text
    assert "New Works" not in client().get(url).text
