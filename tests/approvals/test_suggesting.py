"""Reviewers say what they know, and are suggested for the projects that they suit."""

import re

import pytest
from sqlalchemy import event, select

from app.approvals import conflicts, suggesting
from app.approvals.models import Expertise, Review
from app.approvals.services import reviews
from app.core.events import Event
from app.projects.enums import ProjectState

PAGE = "/reviews/expertise"


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def project(make, programme):
    project = make.project(state=ProjectState.UNDER_REVIEW, programme=programme)
    project.tracks, project.subtopics = [programme.tracks[1]], [programme.tracks[1].subtopics[0]]
    project.title, project.summary = "Grippers for orchards", "Adaptive grippers."
    return project


@pytest.fixture
def knows(session):
    def knows(person, tracks=(), subtopics=(), **values):
        session.add(Expertise(**{"person": person, "tracks": list(tracks), "subtopics": list(subtopics), "languages": [], **values}))
        session.flush()
        return person

    return knows


def offered(page):
    return re.findall(r'name="reviewer"[^>]*value="([^"]+)"', page)


def test_a_reviewer_says_what_the_reviewer_knows(client, make, session, programme):
    reviewer = make.reviewer()
    tester, track = client(reviewer), programme.tracks[1]
    assert PAGE in tester.get("/reviews").text
    assert "Robotics topic 1" in tester.get(PAGE).text
    data = {"tracks": [track.id], "subtopics": [track.subtopics[0].id], "languages": ["en", "he"], "text": "Soft grippers."}
    assert tester.send(PAGE, data).status_code == 302
    row = session.scalars(select(Expertise)).one()
    assert ([one.code for one in row.tracks], [one.code for one in row.subtopics]) == (["RO"], ["RO-01"])
    assert (row.languages, row.text) == (["en", "he"], "Soft grippers.")
    shown = tester.get(PAGE).text
    assert "Soft grippers." in shown
    version = row.version
    assert tester.send(PAGE, {"tracks": [track.id], "text": "Other.", "version": version}).status_code == 302
    stale = tester.send(PAGE, {"tracks": [track.id], "text": "Too late.", "version": version})
    assert stale.status_code == 422
    assert "Too late." in stale.text
    session.commit()
    assert len(session.scalars(select(Event).where(Event.kind == "reviewer.describe", Event.person_id == reviewer.id)).all()) == 2


def test_what_cannot_be_chosen_is_refused_and_kept(client, make, session, programme):
    tester, (first, second) = client(make.reviewer()), programme.tracks
    refused = tester.send(PAGE, {"tracks": [first.id], "subtopics": [second.subtopics[0].id], "text": "Kept text."})
    assert refused.status_code == 422
    assert "Choose only subtopics of the tracks that you chose." in refused.text
    assert "Kept text." in refused.text
    assert tester.send(PAGE, {"tracks": [999_999_999]}).status_code == 422
    assert session.scalars(select(Expertise)).all() == []


def test_only_reviewers_have_the_page(client, make, programme):
    for person in (make.person(), make.administrator(), make.officer(programme.parties[0])):
        assert client(person).get(PAGE).status_code == 403
        assert client(person).send(PAGE, {"text": "x"}).status_code == 403


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_those_who_suit_come_first_with_reasons(client, make, programme, project, knows, language):
    track = programme.tracks[1]
    stranger = make.reviewer()
    by_track = knows(make.reviewer(), [track])
    best = knows(make.reviewer(), [track], [track.subtopics[0]], text="Adaptive grippers and their control.", languages=["en"])
    tester = client(make.officer(programme.parties[0]))
    page = tester.get(f"/approvals/{project.public_id}/invite-reviewer?lang={language}").text
    assert offered(page) == [best.public_id, by_track.public_id, stranger.public_id]
    if language == "en":
        assert "Knows of the project&#39;s subtopics: \u2068Robotics topic 1\u2069" in page
        assert "Words in common: " in page
        assert "Reads \u2068English\u2069" in page
        assert "Nothing is known of this reviewer that meets the project." in page
    data = {"party": programme.parties[0].country, "reviewer": stranger.public_id}
    assert tester.send(f"/approvals/{project.public_id}/invite-reviewer", data).status_code == 302


def test_earlier_reviews_count_without_telling_which(client, session, make, programme, project):
    officer = make.officer(programme.parties[0])
    experienced, other = make.reviewer(), make.reviewer()
    before = make.project(state=ProjectState.UNDER_REVIEW, programme=programme)
    before.title = "A secret title"
    before.tracks, before.subtopics = list(project.tracks), list(project.subtopics)
    session.flush()
    review = reviews.invite_reviewer(before, by=officer, party=programme.parties[0], reviewer=experienced)
    reviews.accept(review, by=experienced)
    first, second = suggesting.suggestions(project, [other, experienced])
    assert first.reasons == () or second.reasons == ()
    assert first.person == other
    reviews.submit(review, by=experienced, score=70, strengths="Good.", weaknesses="")
    page = client(officer).get(f"/approvals/{project.public_id}/invite-reviewer").text
    assert offered(page) == [experienced.public_id, other.public_id]
    assert "Reviewed 1 other project in the same field" in page
    assert "A secret title" not in page


def test_who_declared_a_conflict_is_not_asked_again(client, make, session, programme, project, knows):
    officer = make.officer(programme.parties[0])
    reviewer = knows(make.reviewer(), [programme.tracks[1]], [programme.tracks[1].subtopics[0]])
    review = reviews.invite_reviewer(project, by=officer, party=programme.parties[0], reviewer=reviewer)
    reviews.declare_conflict(review, by=reviewer, comment="My former student leads it.")
    (found,) = conflicts.reviewer_conflicts([reviewer], project)[reviewer.id]
    assert found.kind == conflicts.ConflictKind.DECLARED
    assert reviewer.public_id not in offered(client(officer).get(f"/approvals/{project.public_id}/invite-reviewer").text)
    assert session.scalars(select(Review)).one() == review


def test_members_of_partners_are_taken_out_however_well_they_fit(client, make, programme, project, knows):
    track = programme.tracks[1]
    linked = knows(make.reviewer(), [track], [track.subtopics[0]])
    linked.memberships.extend(make.member(project.lead.organisation).memberships[:1])
    page = client(make.officer(programme.parties[0])).get(f"/approvals/{project.public_id}/invite-reviewer").text
    assert linked.public_id not in offered(page)
    assert "With a conflict of interest" in page


def test_suggesting_takes_a_fixed_number_of_statements(session, make, programme, project, knows):
    people = []

    def statements():
        people.append(knows(make.reviewer(), programme.tracks, programme.tracks[1].subtopics))
        session.flush()
        seen = []
        listen = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(session.connection(), "before_cursor_execute", listen)
        suggesting.suggestions(project, people)
        event.remove(session.connection(), "before_cursor_execute", listen)
        return len(seen)

    statements()
    assert statements() == statements()
