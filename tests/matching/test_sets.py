"""Sets of partners that together cover what a project needs."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.matching import queries
from app.matching.scoring.sets import Candidate, Rules, best_sets, fewest_partners
from app.projects.enums import ProjectState


def keys(sets):
    return [[partner.key for partner in one.partners] for one in sets]


def candidate(key, covers, party="IL", score=0.5):
    return Candidate(key, frozenset(covers), party, score)


def test_one_that_covers_all_is_better_than_two():
    found = best_sets("ab", [candidate(1, "a"), candidate(2, "b"), candidate(3, "ab", score=0.1)], Rules())
    assert keys(found)[:2] == [[3], [1, 2]]
    assert found[0].open_needs == frozenset()


def test_what_stays_open_is_said_and_comes_last():
    found = best_sets("abc", [candidate(1, "a"), candidate(2, "b")], Rules())
    assert keys(found) == [[1, 2]]
    assert found[0].open_needs == {"c"}


def test_a_missing_party_must_be_in():
    rules = Rules(parties=frozenset({"JP"}))
    found = best_sets("a", [candidate(1, "a", "IL"), candidate(2, "", "JP"), candidate(3, "a", "JP", 0.2)], rules)
    assert keys(found) == [[3], [1, 2]]


def test_as_many_join_as_the_cap_asks_for():
    assert fewest_partners({"JP": 1}, 34) == 2
    assert fewest_partners({"JP": 2}, 75) == 1
    assert fewest_partners({}, None) == 1
    found = best_sets("a", [candidate(1, "a"), candidate(2, "a")], Rules(fewest=2))
    assert keys(found) == [[1, 2]]


def test_each_brings_what_those_before_do_not():
    (found,) = best_sets("abc", [candidate(1, "ab", score=0.9), candidate(2, "bc")], Rules())
    assert [found.brings(partner) for partner in found.partners] == [{"a", "b"}, {"c"}]


candidates = st.lists(
    st.builds(candidate, st.integers(1, 99), st.sets(st.sampled_from("abcd")), st.sampled_from(["IL", "JP"]), st.floats(0, 1)),
    max_size=7, unique_by=lambda one: one.key,
)


@settings(deadline=None)
@given(needs=st.sets(st.sampled_from("abcd"), min_size=1), able=candidates, parties=st.sets(st.sampled_from(["IL", "JP"])), fewest=st.integers(1, 3))
def test_every_set_obeys_the_rules_and_holds_nobody_for_nothing(needs, able, parties, fewest):
    found = best_sets(needs, able, Rules(frozenset(parties), fewest))
    assert [len(one.open_needs) for one in found] == sorted(len(one.open_needs) for one in found)
    for one in found:
        assert parties <= {partner.party for partner in one.partners}
        assert len(one.partners) >= fewest
        covered = frozenset().union(*(partner.covers for partner in one.partners))
        assert one.open_needs == needs - covered
        for partner in one.partners:
            rest = [other for other in one.partners if other != partner]
            lost = covered - frozenset().union(*(other.covers for other in rest))
            assert lost or len(rest) < fewest or not parties <= {other.party for other in rest}


def test_a_lead_sees_sets_that_complete_the_project(client, make, session):
    programme = make.programme()
    robotics = programme.tracks[1]
    lead = make.organisation(country="JP", tracks=(robotics,))
    first = make.organisation(country="IL", name_latin="Sample First Ltd", tracks=(robotics,))
    second = make.organisation(country="IL", name_latin="Sample Second Ltd", tracks=(robotics,))
    one, two = robotics.subtopics[:2]
    first.subtopics, second.subtopics = [one], [two]
    project = make.project(state=ProjectState.DRAFT, lead=lead, partners=[], programme=programme)
    project.tracks, project.subtopics = [robotics], [one, two]
    session.flush()
    page = client(make.member(lead)).get(f"/projects/{project.public_id}/partner-sets").get_data(as_text=True)
    shown = page.split("<main")[1]
    assert shown.index("Sample First Ltd") > 0
    assert shown.index("Sample Second Ltd") > 0
    assert "Covers everything that is open." in shown
    assert "The programme asks for a partner of each party" in shown
    assert client(make.person()).get(f"/projects/{project.public_id}/partner-sets").status_code == 404


def test_a_project_without_needs_says_so(client, make, session):
    programme = make.programme()
    lead, partner = make.organisation(country="JP"), make.organisation(country="IL")
    project = make.project(state=ProjectState.DRAFT, lead=lead, partners=[partner], programme=programme)
    project.tracks, project.subtopics = [], []
    session.flush()
    page = client(make.member(lead)).get(f"/projects/{project.public_id}/partner-sets").get_data(as_text=True)
    assert "No set to suggest" in page


def test_sets_take_a_fixed_number_of_statements(make, session):
    programme = make.programme()
    robotics = programme.tracks[1]
    lead = make.organisation(country="JP", tracks=(robotics,))
    project = make.project(state=ProjectState.DRAFT, lead=lead, partners=[], programme=programme)
    project.tracks, project.subtopics = [robotics], robotics.subtopics[:2]
    by = make.member(lead)

    def statements():
        session.flush()
        session.expire_all()
        assert project.programme.parties
        assert project.tracks and project.subtopics and [partner.organisation.country for partner in project.consortium]
        assert [topic.names for topic in project.subtopics] and not by.is_administrator
        seen = []
        listen = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(session.connection(), "before_cursor_execute", listen)
        found = queries.gaps(by, project)
        event.remove(session.connection(), "before_cursor_execute", listen)
        return len(seen), len(found.organisations)

    def add():
        one = make.organisation(country="IL", tracks=(robotics,))
        one.subtopics = [robotics.subtopics[0]]

    add()
    first, one = statements()
    add()
    add()
    second, three = statements()
    assert (one, three) == (1, 3)
    assert first == second
