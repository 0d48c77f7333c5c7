"""No way leads an outsider from an anonymous profile to its owner: each way out has a test."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import Refused
from app.core.outbox import Owed
from app.organisations.models import OfficialNumber
from app.partnering import reading, services
from app.partnering.enums import ProfileSection
from app.partnering.enums import ProfileState as S
from app.partnering.enums import RevisionState as R
from app.partnering.services.disclosure import LEAST
from tests.factories.partnering import LOW

OUTSIDERS = ("visitor", "stranger", "other officer", "administrator", "foreign coordinator")


@pytest.fixture
def owner(make):
    """An organisation all of whose entries are words of their own."""
    organisation = make.organisation(
        name_latin="Kumonoue Works", name_native="雲之上工業", name_kana="クモノウエコウギョウ", city="Fudanotsuji", street="9 Hidden Lane",
        region="Hidden Prefecture", website="https://kumonoue.example", contact_email="desk@kumonoue.example", contact_name="Yuki Hiddenfield",
        contact_phone="+81 3 9999 0000", description="A hidden maker of hidden things.", sort_key="kumonoue works",
    )
    organisation.numbers.append(OfficialNumber(scheme="jp.cn", value="7000000009999"))
    make.member(organisation, Role.REPRESENTATIVE, Role.SIGNATORY, name="Aoi Hiddenperson", email="aoi@kumonoue.example")
    return organisation


def secrets(organisation):
    return [
        "Kumonoue", "kumonoue", "雲之上", "クモノウエ", "Fudanotsuji", "Hidden Lane", "Hidden Prefecture", "Hiddenfield", "9999 0000", "hidden maker",
        "7000000009999", "Hiddenperson", organisation.public_id,
    ]


@pytest.fixture
def profile(make, owner):
    return make.profile(S.PUBLISHED, organisation=owner, anonymous=True)


@pytest.fixture
def people(make):
    def cast(profile):
        second = profile.programme.parties[1]
        return {
            "visitor": None, "stranger": make.speaker(make.organisation()), "other officer": make.officer(second),
            "administrator": make.administrator(), "foreign coordinator": make.coordinator(make.programme(code="other")),
            "coordinator": make.coordinator(profile.programme),
        }

    return cast


def leaks(text, organisation):
    return [word for word in secrets(organisation) if word in text]


def read(client, person, path):
    answer = (client(person) if person else client()).get(path)
    return answer.status_code, answer.text + str(answer.headers)


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_the_page(client, people, profile, owner, language):
    for name, person in people(profile).items():
        status, text = read(client, person, f"/profiles/{profile.public_id}?lang={language}")
        assert status == 200, name
        assert leaks(text, owner) == [], name


def test_its_own_side_and_the_officials_of_its_country_see_the_owner(client, make, profile, owner):
    for person in (make.speaker(owner), make.profile_officer(profile), make.decider(profile.programme.parties[0])):
        assert "Kumonoue Works" in read(client, person, f"/profiles/{profile.public_id}")[1]


def test_other_pages_of_the_profile_are_closed_or_silent(client, people, profile, owner):
    paths = ("versions", "submit", "check", "summary", "reach", "anonymity", "translations/ja", "fulfil")
    for name, person in people(profile).items():
        for path in paths:
            status, text = read(client, person, f"/profiles/{profile.public_id}/{path}")
            assert leaks(text, owner) == [], (name, path)
            assert status != 200 or (name == "coordinator" and path == "versions"), (name, path)


def test_the_check_of_a_coordinator(client, make, owner):
    profile = make.profile(S.IN_REVIEW, organisation=owner, anonymous=True)
    coordinator = make.coordinator(profile.programme)
    services.score(profile, scores=LOW, comment="Kumonoue Works should say more.", by=make.profile_officer(profile))
    for path in (f"/profiles/{profile.public_id}/check", f"/profiles/{profile.public_id}", "/profiles/checks", "/work",
                 f"/profiles/{profile.public_id}/versions"):
        status, text = read(client, coordinator, path)
        assert status == 200
        assert leaks(text, owner) == [], path


def test_lists_of_profiles(client, people, profile, owner):
    for name, person in people(profile).items():
        for query in ("", "?q=gripper", "?kind=offer", "?language=en", "?collaboration=poc_pilot"):
            status, text = read(client, person, f"/profiles{query}")
            assert status == 200
            assert "Gripper for soft fruit" in text
            assert leaks(text, owner) == [], (name, query)


@pytest.mark.parametrize("word", ["Kumonoue", "雲之上", "クモノウエ", "Fudanotsuji", "kumonoue.example", "Hiddenperson", "7000000009999", "hidden"])
def test_a_search_for_the_owner_finds_nothing_and_counts_nothing(client, profile, word):
    _, text = read(client, None, f"/profiles?q={word}")
    assert "Gripper for soft fruit" not in text
    assert "No profile matches" in text
    assert 'class="count"' not in text


def test_the_organisations_own_lists_do_not_name_it(client, make, people, profile, owner):
    named = make.profile(S.PUBLISHED, organisation=owner, title="A named thing")
    for name, person in people(profile).items():
        for path in (f"/organisations/{owner.public_id}/profiles", f"/organisations/{owner.public_id}"):
            status, text = read(client, person, path)
            assert status == 200
            assert "Gripper for soft fruit" not in text, name
            assert profile.public_id not in text, name
    assert named.newest.title in read(client, None, f"/organisations/{owner.public_id}/profiles")[1]
    assert "Gripper for soft fruit" in read(client, make.speaker(owner), f"/organisations/{owner.public_id}/profiles")[1]


def test_a_count_of_an_organisations_profiles_does_not_tell(client, make, profile, owner):
    """The page reads the same as that of an organisation without any profile."""
    other = make.organisation()
    mine, theirs = (read(client, None, f"/organisations/{one.public_id}/profiles")[1] for one in (owner, other))

    def shape(text):
        return re.sub(r"[\w一-龠ァ-ヶ. ]*(Kumonoue|雲之上|Sample Works|見本製作所)[^<]*", "", text.split("<main")[1].split("</main")[0]).count("<")

    assert shape(mine) == shape(theirs)


def test_facets_count_it_only_where_enough_organisations_could_be_meant(client, make, profile, owner):
    track = profile.newest.tracks[0]
    key = f"sample:{track.code}"
    assert not profile.shows_tracks
    assert not profile.shows_country
    for query in (f"track={key}", "country=JP"):
        assert "No profile matches" in read(client, None, f"/profiles?{query}")[1]
    text = read(client, None, "/profiles")[1]
    assert f'value="{key}"' not in text
    assert 'value="JP"' not in text
    assert "Japan" not in read(client, None, f"/profiles/{profile.public_id}")[1].split("<main")[1].split("</main")[0]


def test_with_enough_organisations_the_facets_come_with_the_next_publication(client, make, owner):
    programme = make.programme(code="sample")
    make.peers(programme, "JP", LEAST - 1)
    first = make.profile(S.PUBLISHED, organisation=owner, anonymous=True, programme=programme, title="One too few")
    assert (first.shows_tracks, first.shows_country, first.shows_subtopics) == (False, True, False)
    make.peers(programme, "JP", 1)
    second = make.profile(S.PUBLISHED, organisation=owner, anonymous=True, programme=programme, title="Just enough")
    assert (second.shows_tracks, second.shows_country, second.shows_subtopics) == (True, True, True)
    text = read(client, None, "/profiles?country=JP&track=sample:AI")[1]
    assert "Just enough" in text
    assert "One too few" not in text


def test_what_is_shown_together_is_shared_by_enough(make, owner, session):
    """Many organisations of the country, many under the track, but few of the country under the track."""
    programme = make.programme(code="sample")
    make.peers(programme, "IL", LEAST)
    for _ in range(LEAST):
        make.organisation(country="JP")
    profile = make.profile(S.PUBLISHED, organisation=owner, anonymous=True, programme=programme)
    assert profile.shows_tracks
    assert not profile.shows_country
    told = reading.facets(profile, profile.published_version, make.person())
    assert told.country is None
    assert told.countries == ()
    assert told.languages == ()


def test_facets_that_few_share_by_now_are_hidden_and_do_not_come_back(make, owner, session):
    from app.organisations.enums import OrganisationState as O
    from app.partnering import tasks

    programme = make.programme(code="sample")
    peers = make.peers(programme, "JP", LEAST)
    profile = make.profile(S.PUBLISHED, organisation=owner, anonymous=True, programme=programme)
    assert profile.shows_country
    peers[0].state = O.SUSPENDED
    session.commit()
    assert tasks.hide_facets() == 1
    session.expire_all()
    assert not profile.shows_tracks
    peers[0].state = O.VERIFIED
    session.commit()
    assert tasks.hide_facets() == 0
    session.expire_all()
    assert not profile.shows_tracks


def test_a_named_profile_shows_all_its_facets(make, owner):
    profile = make.profile(S.PUBLISHED, organisation=owner)
    assert profile.shows_tracks
    assert profile.shows_country
    assert profile.shows_subtopics


def test_the_address_is_its_own(profile, owner):
    assert profile.public_id != owner.public_id
    assert len(profile.public_id) == 12


def test_the_order_of_the_list_is_that_of_publication(client, make, session):
    """Not that of the owners' names, ids or countries."""
    programme = make.programme(code="sample")
    moments = {}
    for name, days in (("zzz", 1), ("aaa", 3), ("mmm", 2)):
        organisation = make.organisation(name_latin=f"Order {name}", sort_key=name, country="IL" if name == "aaa" else "JP")
        made = make.profile(S.PUBLISHED, organisation=organisation, anonymous=True, programme=programme, title=f"Thing of day {days}")
        made.published_at = now() - timedelta(days=days)
        moments[days] = made
    session.flush()
    text = read(client, None, "/profiles")[1]
    places = [text.index(f"Thing of day {days}") for days in (1, 2, 3)]
    assert places == sorted(places)


def test_bookmarks(client, make, profile, owner):
    reader = make.person()
    services.keep_bookmark(profile, keep=True, by=reader)
    text = read(client, reader, "/profiles/bookmarks")[1]
    assert "Gripper for soft fruit" in text
    assert leaks(text, owner) == []
    assert leaks(read(client, reader, "/account")[1], owner) == []


def test_error_pages_and_refused_forms(client, people, profile, owner):
    for name, person in people(profile).items():
        browser = client(person) if person else client()
        for path in ("pause", "resume", "renew", "archive", "take-down", "drop-version", "fulfil", "submit", "check", "summary", "bookmark"):
            answer = browser.send(f"/profiles/{profile.public_id}/{path}", {"version": 0, "comment": "x", "keep": "yes"})
            assert leaks(answer.text + str(answer.headers), owner) == [], (name, path)


def test_what_happened_is_not_told_to_outsiders(client, people, profile, owner):
    for name, person in people(profile).items():
        text = read(client, person, f"/profiles/{profile.public_id}")[1]
        assert "What happened" not in text, name
        assert "timeline" not in text.split("<main")[1], name


def test_mails_to_the_secretariat(make, session, owner):
    from app.notices import composing, recipients

    profile = make.profile(organisation=owner, anonymous=True)
    coordinator = make.coordinator(profile.programme)
    services.submit_profile(profile, by=make.speaker(owner))
    session.flush()
    owed = [row for row in session.scalars(select(Owed)) if row.payload.get("person_id") == coordinator.id]
    assert owed
    for row in owed:
        mail = composing.compose(
            row.payload["kind"], recipients.find(row.payload), row.payload.get("data", {}), dedup=row.dedup, owed_at=now()
        )
        assert leaks(str(mail["Subject"]) + mail.get_content(), owner) == []


def test_mails_of_its_owner_say_no_more_than_its_title(make, profile):
    services.take_down(profile, by=make.profile_officer(profile), comment="It misleads.")
    assert profile.state == S.WITHDRAWN_BY_AUTHORITY


def test_a_new_version_names_nobody(make, profile, owner):
    by = make.speaker(owner)
    services.save_section(profile, section=ProfileSection.SUMMARY, values={"title": "Gripper by Kumonoue Works"}, by=by)
    with pytest.raises(Refused, match="names your organisation"):
        services.submit_profile(profile, by=by)


@pytest.mark.parametrize("values", [
    {"keywords": "Kumonoue, fruit"}, {"keywords": "雲之上工業"}, {"external_link": "https://kumonoue.example/x"}, {"keywords": "see kumonoue.example"},
])
def test_what_changes_at_once_names_nobody(make, session, profile, owner, values):
    with pytest.raises(Refused), session.begin_nested():
        services.save_section(profile, section=ProfileSection.REACH, values=values, by=make.speaker(owner))
    session.refresh(profile)
    assert profile.keywords is None
    assert profile.external_link is None


def test_translations_name_nobody(client, make, profile, owner):
    browser = client(make.speaker(owner))
    answer = browser.send(f"/profiles/{profile.public_id}/translations/ja", {
        "title": "雲之上工業のハンド", "made_by": "person", "version": profile.version,
    })
    assert answer.status_code == 422
    assert "names your organisation" in answer.text
    assert profile.translations == []


def test_submission_is_blocked_until_every_passage_is_gone(client, make, owner):
    profile = make.profile(organisation=owner, anonymous=True)
    by = make.speaker(owner)
    services.save_section(profile, section=ProfileSection.DESCRIPTION, by=by, values={
        "description": f"{profile.newest.description} By Kumonoue Works, Aoi Hiddenperson, 7000-0000-09999, see www.somewhere.example.",
    })
    page = client(by).get(f"/profiles/{profile.public_id}/submit").text
    for passage in ("Kumonoue Works", "Aoi Hiddenperson", "7000-0000-09999", "www.somewhere.example."):
        assert f'<mark dir="auto">{passage}</mark>' in page, passage
    assert client(by).send(f"/profiles/{profile.public_id}/submit", {"version": profile.version}).status_code == 422
    assert profile.state == S.DRAFT


def test_it_cannot_be_turned_after_the_publication(make, profile, owner):
    from app.core.errors import NotAllowed

    with pytest.raises(NotAllowed):
        services.save_section(profile, section=ProfileSection.ANONYMITY, values={"anonymous": False}, by=make.speaker(owner))


def test_the_database_keeps_links_out_of_anonymous_profiles(session, profile):
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), session.begin_nested():
        profile.external_link = "https://kumonoue.example"
        session.flush()


def test_reviews_of_a_new_version_stay_inside(client, make, owner):
    profile = make.revised(R.CHANGES_REQUESTED, organisation=owner, anonymous=True)
    profile.newest.reviews[0].comment = "Kumonoue Works should say more."
    for person in (None, make.speaker(make.organisation()), make.coordinator(profile.programme)):
        assert leaks(read(client, person, f"/profiles/{profile.public_id}")[1], owner) == []


def test_own_data_name_bookmarks_by_key(client, make, profile, owner):
    reader = make.person()
    services.keep_bookmark(profile, keep=True, by=reader)
    text = client(reader).get("/account/export").text
    assert [one["profile"] for one in json.loads(text)["bookmarks"]] == [profile.public_id]
    assert leaks(text, owner) == []
