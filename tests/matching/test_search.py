"""The registry's search: what is found, what each facet counts, and what stays unseen."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from app.accounts.enums import Role
from app.accounts.rights import Anonymous
from app.core.db import now
from app.matching import criteria as searching
from app.matching import indexing, queries, taxonomy
from app.matching.criteria import FACETS, Criteria
from app.organisations.enums import NameKind, OrganisationKind, OrganisationState, SizeBand, TrackLinkState
from app.organisations.models import OfficialNumber, Organisation, OrganisationName, TrackLink
from app.partnering.enums import ProfileKind, ProfileState

VISITOR = Anonymous()


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def index(session):
    """Bring the whole index up to date."""

    def index():
        session.flush()
        return indexing.index_organisations(session.scalars(select(Organisation.id)))

    return index


@pytest.fixture
def find(session):
    """The names that an actor finds."""

    def find(text="", by=VISITOR, page=1, **choices):
        return queries.search(by, Criteria(text=text, **choices), taxonomy.load(), page)

    return find


def names(found):
    return {organisation.name_latin for organisation in found.page.items}


@pytest.fixture
def kaneko(make, programme, index):
    made = make.organisation(
        country="JP", name_native="架空　種苗工業株式会社", name_latin="MIHON SEEDS CO., LTD.", name_kana="ミホンシュビョウコウギョウ",
        tracks=(programme.tracks[1],), city="前橋市", industry="水産・農林業", size_band=SizeBand.MEDIUM,
        description="収穫ロボットの制御装置を製造する工場。", description_language="ja",
    )
    made.subtopics = [programme.tracks[1].subtopics[0]]
    made.numbers = [OfficialNumber(scheme="jp.cn", value="5070001000715")]
    made.names = [OrganisationName(kind=NameKind.OTHER, text="Old Harvest Name", key="old harvest name", grams=[])]
    index()
    return made


@pytest.mark.parametrize(
    "text",
    ["種苗", "架空", "種苗工業株式会社", "ミホンシュビョウ", "みほん", "ﾐﾎﾝ", "mihon", "Seeds", "5070001000715", "5-0700-0100-0715", "５０７０００１０００７１５",
     "5070 0010 00715", "収穫ロボット", "工場", "前橋", "農林", "old harvest", "robotics", "ロボティクス", "רובוטיקה", "robotics topic 1", '"mihon seeds"'],
)
def test_an_organisation_is_found_by_everything_it_is_known_by(find, kaneko, text):
    assert names(find(text)) == {"MIHON SEEDS CO., LTD."}


@pytest.mark.parametrize("text", ["場工", "artificial intelligence", "mihon -seeds", '"seeds mihon"', "9999999999999", "病院", "?!"])
def test_nothing_else_is_found(find, kaneko, text):
    found = find(text)
    assert names(found) == set()
    assert found.page.total == 0


def test_a_number_is_found_without_the_zeros_in_front(find, make, index):
    made = make.organisation(country="IL", name_latin="Zero Works")
    made.numbers = [OfficialNumber(scheme="il.hp", value="067179978")]
    index()
    for text in ("067179978", "67179978", "06-717997-8"):
        assert names(find(text)) == {"Zero Works"}


def test_hebrew_names_are_found_with_and_without_prefix_and_niqqud(find, make, index):
    make.organisation(country="IL", name_latin="Harvest Labs", name_native='הקטיף החכם בע"מ')
    index()
    for text in ("קטיף", "הקטיף", "הַקָּטִיף", "חכמ", 'בע"מ', "בע״מ"):
        assert names(find(text)) == {"Harvest Labs"}, text


def test_a_hit_in_the_name_comes_first(find, make, index):
    make.organisation(name_latin="Aardvark Works", sort_key="a", description="Sells gripper parts made by others, gripper after gripper.")
    make.organisation(name_latin="Gripper Works", sort_key="z", description="Nothing of the kind.")
    index()
    assert [o.name_latin for o in find("gripper").page.items] == ["Gripper Works", "Aardvark Works"]


def test_without_words_the_list_is_in_its_own_order(find, make, programme):
    make.organisation(name_latin="Second", sort_key="0b")
    make.organisation(name_latin="First", sort_key="0a")
    assert [o.name_latin for o in find().page.items][:2] == ["First", "Second"]


def test_a_change_of_the_registry_reaches_the_index(find, make, index, kaneko, session):
    kaneko.name_latin = "Renamed Works"
    index()
    assert names(find("renamed")) == {"Renamed Works"}
    assert names(find("mihon")) == set()
    survivor = make.organisation(name_latin="Survivor")
    kaneko.state, kaneko.merged_into_id = OrganisationState.MERGED, survivor.id
    assert index() == session.query(Organisation).count() - 1
    assert names(find("renamed")) == set()


def test_promises_are_kept(find, make, session):
    made = [make.organisation(name_latin=f"Promised {n}") for n in range(3)]
    from app.core import outbox

    outbox.owe("index", "one", {"organisation_id": made[0].id})
    outbox.owe("index", "two", {"organisation_ids": [made[1].id, made[2].id, 10**9]})
    session.flush()
    for owed in session.scalars(select(outbox.Owed).where(outbox.Owed.topic == "index")):
        indexing.keep_promise(owed)
    assert names(find("promised")) == {"Promised 0", "Promised 1", "Promised 2"}


def test_the_command_builds_everything_anew(app, find, make):
    make.organisation(name_latin="Commanded Works")
    result = app.test_cli_runner().invoke(args=["match", "reindex"])
    assert result.exit_code == 0
    assert "organisations in the search index: 1" in result.output
    assert names(find("commanded")) == {"Commanded Works"}


def test_only_confirmed_tracks_count(find, make, programme, index):
    made = make.organisation(name_latin="Suggested Works")
    made.track_links = [TrackLink(track=programme.tracks[1], state=TrackLinkState.SUGGESTED, reason="name")]
    index()
    assert names(find("robotics")) == set()
    assert names(find(track=("sample.RO",))) == set()


def test_more_hits_than_are_ranked_are_said_to_be_more(find, make, index, monkeypatch):
    from app.matching.queries import hits

    for _ in range(4):
        make.organisation(name_latin="Common Works")
    index()
    assert not find("common").capped
    monkeypatch.setattr(hits, "RANKED", 3)
    found = find("common")
    assert found.capped
    assert found.page.total == 3
    assert len(found.page.items) == 3


def test_a_choice_narrows_before_hits_are_cut_off(find, make, index, monkeypatch):
    from app.matching.queries import hits

    for country in ("IL", "IL", "IL", "IL", "JP", "JP"):
        make.organisation(name_latin="Common Works", country=country)
    index()
    monkeypatch.setattr(hits, "RANKED", 2)
    monkeypatch.setattr(hits, "COUNTED", 3)
    found = find("common", country=("JP",))
    assert not found.capped
    assert found.page.total == len(found.page.items) == 2
    assert {one.country for one in found.page.items} == {"JP"}


def test_a_page_after_the_last_shows_the_last(find, make, index):
    for _ in range(3):
        make.organisation(name_latin="Common Works")
    index()
    found = find("common", page=7)
    assert found.page.number == 1
    assert len(found.page.items) == 3


STATES = [OrganisationState.VERIFIED, OrganisationState.DECLARED, OrganisationState.DRAFT, OrganisationState.SUSPENDED, OrganisationState.REJECTED]
choice = st.fixed_dictionaries(
    {
        "country": st.sampled_from(["JP", "IL", "KR"]), "kind": st.sampled_from(list(OrganisationKind)), "state": st.sampled_from(STATES),
        "size_band": st.sampled_from([None, SizeBand.MICRO, SizeBand.LARGE]), "track": st.sets(st.sampled_from([0, 1]), max_size=2),
        "subtopic": st.sets(st.sampled_from([0, 1, 2, 3]), max_size=2), "word": st.sampled_from(["gripper", "lidar"]),
    }
)
asked = st.fixed_dictionaries(
    {
        "text": st.sampled_from(["", "gripper", "sample", "-gripper"]),
        "kind": st.lists(st.sampled_from([str(kind) for kind in OrganisationKind]), max_size=2, unique=True),
        "country": st.lists(st.sampled_from(["JP", "IL"]), max_size=2, unique=True),
        "track": st.lists(st.sampled_from(["sample.AI", "sample.RO"]), max_size=2, unique=True),
        "subtopic": st.lists(st.sampled_from(["sample.AI-01", "sample.RO-02"]), max_size=2, unique=True),
        "size": st.lists(st.sampled_from(["1-10", "unknown"]), max_size=2, unique=True),
        "verified": st.lists(st.sampled_from(["yes", "no"]), max_size=2, unique=True),
        "language": st.lists(st.sampled_from(["en", "ja"]), max_size=2, unique=True),
    }
).map(lambda values: Criteria(**{name: tuple(value) if name != "text" else value for name, value in values.items()}))

SUSPENDED_ABROAD = {
    "country": "IL", "kind": OrganisationKind.COMPANY, "state": OrganisationState.SUSPENDED, "size_band": None, "track": set(),
    "subtopic": set(), "word": "gripper",
}


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@example(organisations=[SUSPENDED_ABROAD], criteria=Criteria(), role=3)
@given(organisations=st.lists(choice, min_size=1, max_size=6), criteria=asked, role=st.integers(0, 4))
def test_counts_are_what_lists_show_and_the_unseen_stays_unseen(make, programme, organisations, criteria, role):
    with make.session.begin_nested() as savepoint:
        check_counts(make, programme, organisations, criteria, role)
        savepoint.rollback()


def check_counts(make, programme, organisations, criteria, role):
    session = make.session
    subtopics = [subtopic for track in programme.tracks for subtopic in track.subtopics]
    made = []
    for facts in organisations:
        tracks = tuple(programme.tracks[n] for n in facts["track"])
        one = make.organisation(
            country=facts["country"], kind=facts["kind"], state=facts["state"], size_band=facts["size_band"], tracks=tracks,
            description=f"A sample maker of {facts['word']}.",
        )
        one.subtopics = [subtopics[n] for n in facts["subtopic"]]
        made.append(one)
    session.flush()
    indexing.index_organisations(session.scalars(select(Organisation.id)))
    by = [
        lambda: VISITOR, make.person, lambda: make.member(made[0]), lambda: make.official(programme.parties[0], Role.OFFICER), make.administrator,
    ][role]()
    told = {party.country for party in programme.parties} if by.is_official else set()
    seen = {
        one.id for one in session.scalars(select(Organisation))
        if one.state in {OrganisationState.VERIFIED, OrganisationState.DECLARED} or by.is_administrator or one.country in by.countries
        or by.belongs_to(one.id) or (one.state == OrganisationState.SUSPENDED and one.country in told)
    }
    known = taxonomy.load()
    found = queries.search(by, criteria, known, 1)
    shown = {one.id for one in found.page.items}
    assert len(shown) == found.page.total == found.counts["total"].get("", 0)
    assert shown <= seen
    assert shown == {one.id for one in session.scalars(select(Organisation)) if one.id in seen and meets(one, criteria)}
    keys = {"track": {str(t.id): key for key, t in known.tracks.items()}, "subtopic": {str(s.id): key for key, s in known.subtopics.items()}}
    for facet in FACETS:
        for value, count in found.counts[facet].items():
            only = keys.get(facet, {}).get(value, value)
            narrowed = queries.search(by, searching.replace(criteria, **{facet: (only,)}), known, 1)
            assert narrowed.page.total == count, (facet, value)
            assert narrowed.page.total <= len(seen)


def meets(one, criteria):
    words = f"{one.name_latin} {one.description}".lower()
    tests = {
        "kind": one.kind, "country": one.country, "size": one.size_band or "unknown", "verified": "yes" if one.is_verified else "no",
        "language": one.description_language or "unknown",
    }
    text = {"": True, "gripper": "gripper" in words, "sample": "sample" in words, "-gripper": "gripper" not in words}[criteria.text]
    tracks = {f"sample.{track.code}" for track in one.confirmed_tracks}
    subtopics = {f"sample.{subtopic.code}" for subtopic in one.subtopics}
    plain = all(not criteria.chosen(facet) or value in criteria.chosen(facet) for facet, value in tests.items())
    return text and plain and (not criteria.track or bool(tracks & set(criteria.track))) and (
        not criteria.subtopic or bool(subtopics & set(criteria.subtopic))
    )


def test_the_number_of_statements_is_fixed(session, find, make, programme, index):
    def statements(text, **choices):
        seen = []
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
        session.expire_all()
        found = find(text, **choices)
        for organisation in found.page.items:
            assert organisation.confirmed_tracks is not None
            assert organisation.numbers is not None
        return len([one for one in seen if one.startswith(("SELECT", "WITH"))])

    make.organisation(name_latin="Counted Works", tracks=tuple(programme.tracks))
    index()
    taxonomy.load()
    first = statements("counted"), statements("", country=("JP",), track=("sample.AI",))
    for n in range(3):
        make.organisation(name_latin=f"Counted Works {n}", tracks=(programme.tracks[n % 2],))
    index()
    assert (statements("counted"), statements("", country=("JP",), track=("sample.AI",))) == first
    assert first == (10, 5)


def test_choices_of_an_address():
    values = {
        "kind": ["company", "nonsense"], "country": ["JP", "jp", "J1", "ZZ"], "track": ["AI", "x"], "subtopic": ["p.AI-01"], "size": ["1-10", "unknown", "2"],
        "verified": ["yes", "perhaps"], "language": ["ja", "J!", "unknown"], "profile": ["offer", "gift"], "collaboration": ["poc_pilot", "x"],
        "trl": ["6", "10"],
    }
    criteria = searching.read(
        "  two   words ", lambda name: values[name], tracks={"AI": ("p.AI", "q.AI")}, subtopics={"p.AI-01": ("p.AI-01",)}
    )
    assert criteria == Criteria(
        "two words", ("company",), ("JP", "ZZ"), ("p.AI", "q.AI"), ("p.AI-01",), ("1-10", "unknown"), ("ja", "unknown"), ("yes",), ("offer",), ("poc_pilot",), ("6",),
    )
    assert criteria.without("country", "ZZ").country == ("JP",)
    assert "page" not in criteria.arguments()
    assert Criteria().arguments() == {}


def test_verified_and_out_of_date_is_not_verified(find, make, index):
    from datetime import timedelta

    make.organisation(name_latin="Dated Works", valid_until=now() - timedelta(days=1))
    index()
    assert names(find("dated", verified=("yes",))) == set()
    assert names(find("dated", verified=("no",))) == {"Dated Works"}


def test_open_profiles_that_name_their_owner_are_facets(find, make, index):
    named = make.profile(ProfileState.PUBLISHED, kind=ProfileKind.OFFER)
    hidden = make.profile(ProfileState.PUBLISHED, kind=ProfileKind.REQUEST, anonymous=True, programme=named.programme)
    paused = make.profile(ProfileState.PAUSED, kind=ProfileKind.RD_REQUEST, programme=named.programme)
    for profile in (named, hidden, paused):
        profile.organisation.description = "Makers of soft grippers."
    index()
    for text in ("", "gripper"):
        counts = find(text).counts
        assert (counts["profile"], counts["collaboration"], counts["trl"]) == ({"offer": 1}, {"poc_pilot": 1}, {"6": 1}), text
        for choice in ({"profile": ("offer",)}, {"collaboration": ("poc_pilot",)}, {"trl": ("6",)}):
            assert [one.id for one in find(text, **choice).page.items] == [named.organisation_id], (text, choice)
        assert find(text, profile=("request", "rd_request")).page.total == 0
