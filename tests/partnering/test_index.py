"""Open profiles are found among projects and calls; an anonymous one by nothing of its owner."""

import pytest

from app.matching import indexing, taxonomy
from app.matching.models import SearchDocument
from app.matching.queries import read_sought, search_works
from app.organisations.services import refresh_names
from app.partnering import services
from app.partnering.enums import ProfileSection
from app.partnering.enums import ProfileState as S
from tests.factories.partnering import SCORES


def find(actor, text="", **values):
    known = taxonomy.load()
    return search_works(actor, read_sought(text, lambda name: values.get(name, []), known.track_keys), known, 1)


def titles(found):
    return [document.title for document in found.page.items]


@pytest.fixture
def reader(make):
    return make.person()


def indexed(session, *profiles):
    session.commit()
    indexing.follow_events()
    session.expire_all()
    return profiles[0] if len(profiles) == 1 else profiles


def test_a_published_profile_is_found_by_its_texts_and_its_owner(make, session, reader):
    organisation = make.organisation(name_latin="Kumonoue Works")
    profile = indexed(session, make.profile(S.PUBLISHED, organisation=organisation))
    for text in ("gripper", "strawberries", "Kumonoue", "Artificial intelligence", ""):
        assert titles(find(reader, text)) == [profile.published_version.title], text
    assert find(reader).counts["what"] == {"profile": 1}
    assert titles(find(reader, what=["project"])) == []
    assert titles(find(reader, trl=["6"])) == [profile.published_version.title]


@pytest.mark.parametrize("state", sorted(set(S) - {S.PUBLISHED}))
def test_no_other_is(make, session, reader, state):
    indexed(session, make.profile(state))
    assert titles(find(reader)) == []


def test_what_is_paused_leaves_the_index(make, session, reader):
    profile = indexed(session, make.profile(S.PUBLISHED))
    services.pause_profile(profile, by=make.speaker(profile.organisation))
    session.flush()
    assert titles(find(reader)) == []
    indexed(session, profile)
    assert session.query(SearchDocument).filter_by(profile_id=profile.id).count() == 0


def test_of_an_anonymous_one_nothing_of_the_owner_is_indexed(make, session, reader, client):
    organisation = make.listed(
        name_latin="Kumonoue Works", name_native="雲之上工業", name_kana="クモノウエ", city="Fudanotsuji", description="Hidden things.",
        number=("jp.cn", "7000000009999"),
    )
    refresh_names(organisation)
    profile = indexed(session, make.profile(S.PUBLISHED, organisation=organisation, anonymous=True))
    assert titles(find(reader, "gripper")) == [profile.published_version.title]
    for text in ("Kumonoue", "雲之上工業", "クモノウエ", "Fudanotsuji", "7000000009999", "Hidden", "Artificial intelligence", "Japan"):
        found = find(reader, text)
        assert titles(found) == [], text
        assert found.counts["what"] == {}, text
    document = session.query(SearchDocument).filter_by(profile_id=profile.id).one()
    assert document.track_ids == []
    assert document.subtopic_ids == []
    page = client().get("/projects-and-calls?q=gripper").text
    assert "Gripper for soft fruit" in page
    for word in ("Kumonoue", "雲之上", "Fudanotsuji", organisation.public_id):
        assert word not in page


def test_the_organisations_search_does_not_tell_of_an_anonymous_profile(make, session, client):
    organisation = make.listed(name_latin="Kumonoue Works")
    other = make.listed(name_latin="Kumonoue Mills")
    indexed(session, make.profile(S.PUBLISHED, organisation=organisation, anonymous=True, title="Gripper for soft fruit"))
    indexing.index_organisations([organisation.id, other.id])
    assert "Kumonoue" not in client().get("/organisations?q=gripper").text.split("<main")[1]
    page = client().get("/organisations?q=Kumonoue").text
    assert page.count("Gripper") == 0


def test_a_new_version_is_found_when_it_is_published(make, session, reader):
    profile = indexed(session, make.profile(S.PUBLISHED))
    by = make.speaker(profile.organisation)
    services.save_section(profile, section=ProfileSection.SUMMARY, values={"title": "Shuttle for a village"}, by=by)
    indexed(session, profile)
    assert titles(find(reader, "shuttle")) == []
    services.submit_profile(profile, by=by)
    services.publish(profile, scores=SCORES, comment="", by=make.profile_officer(profile))
    indexed(session, profile)
    assert titles(find(reader, "shuttle")) == ["Shuttle for a village"]


def test_its_owner_is_found_by_a_new_name(make, session, reader):
    organisation = make.listed(name_latin="Kumonoue Works")
    indexed(session, make.profile(S.PUBLISHED, organisation=organisation))
    organisation.name_latin = "Fudanotsuji Works"
    from app.core import events

    events.record("organisation.edit", organisation, by=make.speaker(organisation), data={"fields": ["name_latin"], "version": 1})
    indexed(session, organisation)
    assert titles(find(reader, "Fudanotsuji")) == ["Gripper for soft fruit"]
