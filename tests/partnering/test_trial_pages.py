"""The pages of trials, for the two sides; figures for officials, who read names only as the introduction discloses them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.db import now
from app.partnering.enums import IntroductionState, Side
from app.partnering.models import Trial
from app.partnering.services import trial as services
from app.partnering.trials.enums import TrialOutcome as O
from app.partnering.trials.enums import TrialState as S
from app.projects.services import link_trial
from tests.approvals.conftest import statements  # noqa: F401 - a fixture
from tests.factories.trials import TEXTS
from tests.partnering.test_documents import cast

SIDES = {"asker", "asker member", "owner", "owner member"}


def days(details):
    return {name: value.isoformat() if hasattr(value, "isoformat") else value or "" for name, value in details.items()}


def test_from_the_proposal_to_the_joint_project(client, make, session):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    asker, owner = client(make.asker(introduction)), client(make.owner(introduction))
    page = f"/introductions/{introduction.public_id}"
    assert f"{page}/propose-trial" in asker.get(page).text
    track = introduction.programme.tracks[0]
    data = {**days(make.trial_details()), "track": track.code, "subtopic": track.subtopics[0].code}
    assert asker.send(f"{page}/propose-trial", data).status_code == 302
    trial = session.scalars(select(Trial)).one()
    assert (trial.track.code, trial.subtopic.code) == (track.code, track.subtopics[0].code)
    path = f"/trials/{trial.public_id}"
    assert TEXTS["subject"] in owner.get(page).text
    assert TEXTS["success_test"] in owner.get(path).text
    assert owner.send(f"{path}/agree", {"version": trial.version}).status_code == 302
    decision = {"version": trial.version, "outcome": "extend", "met": "not_met", "results": "It rained.", **days({
        "ends_on": now().date() + timedelta(days=50), "decide_by": now().date() + timedelta(days=60), "reason": "", "explanation": "",
    })}
    assert owner.send(f"{path}/decide", decision).status_code == 302
    assert "It rained." in asker.get(path).text
    assert asker.send(f"{path}/set-aside", {"version": trial.version, "comment": "Not yet"}).status_code == 302
    assert owner.send(f"{path}/decide", {**decision, "version": trial.version}).status_code == 302
    assert owner.send(f"{path}/confirm", {"version": trial.version}).status_code == 403
    assert asker.send(f"{path}/confirm", {"version": trial.version}).status_code == 302
    assert trial.extensions == 1
    adopt = {"version": trial.version, "outcome": "adopt", "met": "met", "results": "85 of 100.", "reason": "", "explanation": "", "ends_on": "", "decide_by": ""}
    assert asker.send(f"{path}/decide", adopt).status_code == 302
    assert owner.send(f"{path}/confirm", {"version": trial.version}).status_code == 302
    assert trial.state == S.ADOPTED
    assert "There is no joint project" in asker.get(f"{path}/project").text
    project = make.project(lead=introduction.profile.organisation, partners=[introduction.organisation])
    session.commit()
    assert asker.send(f"{path}/project", {"version": trial.version, "project": project.public_id}).status_code == 302
    assert f"/projects/{project.public_id}" in owner.get(path).text


def test_what_is_refused_keeps_what_was_typed(client, make, session):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    browser, path = client(make.asker(introduction)), f"/introductions/{introduction.public_id}/propose-trial"
    answer = browser.send(path, {**days(make.trial_details()), "decide_by": "soon", "scope": ""})
    assert answer.status_code == 422
    assert TEXTS["success_test"] in answer.text
    assert "soon" in answer.text
    assert session.scalars(select(Trial)).all() == []
    trial = make.trial(S.RUNNING, introduction=introduction)
    path = f"/trials/{trial.public_id}/decide"
    for data in ({"results": "Kept words"}, {"results": "Kept words", "outcome": "stop", "met": "met"}, {"results": "Kept words", "outcome": "all", "met": "met"}):
        answer = browser.send(path, {"version": trial.version, **data})
        assert answer.status_code == 422
        assert "Kept words" in answer.text
    assert trial.open_step is None


@pytest.mark.parametrize("state", list(S))
def test_outsiders_learn_nothing(client, make, state):
    trial = make.trial(state, introduction=make.introduction(IntroductionState.UNDER_NDA))
    path = f"/trials/{trial.public_id}"
    for name, person in cast(make, trial.introduction).items():
        browser = client(person) if person else client()
        inside = name in SIDES
        assert (browser.get(path).status_code == 200) == inside, name
        if person is not None and not inside:
            for page in ("decide", "project"):
                assert browser.get(f"{path}/{page}").status_code == 404, name
            for step in ("agree", "decline", "withdraw", "confirm", "set-aside"):
                assert browser.send(f"{path}/{step}").status_code == 404, name
        for page in (f"/introductions/{trial.introduction.public_id}", "/trials", "/work", "/figures/trials"):
            assert (TEXTS["subject"] in browser.get(page).text) <= inside, (name, page)


def test_the_list_of_ones_own(client, make, statements):  # noqa: F811
    introduction = make.introduction(IntroductionState.UNDER_NDA)
    make.trial(S.RUNNING, introduction=introduction, subject="First try")
    browser = client(make.asker(introduction))
    browser.get("/trials")
    few = {page: statements(lambda page=page: browser.get(page)) for page in ("/trials", "/work")}
    for number in range(3):
        make.trial(introduction=introduction, subject=f"Another try {number}")
    assert "Another try 2" in browser.get("/trials").text
    assert {page: statements(lambda page=page: browser.get(page)) for page in few} == few
    assert "First try" not in client(make.speaker(make.organisation())).get("/trials").text


@pytest.fixture
def tried(make, session):
    """Trials of one programme in several states and tracks, two of them with a project."""
    programme = make.sample_programme()
    first, second = programme.tracks[:2]
    for state, track in ((S.PROPOSED, first), (S.RUNNING, first), (S.STOPPED, first), (S.ADOPTED, first), (S.ADOPTED, second), (S.DECLINED, None)):
        trial = make.trial(state, track=track)
        if state == S.RUNNING:
            make.decided_trial(trial, O.EXTEND)
        if state == S.ADOPTED:
            introduction = trial.introduction
            project = make.project(lead=introduction.profile.organisation, partners=[introduction.organisation])
            trial.agreed_at -= timedelta(days=20 if track is first else 10)
            link_trial(trial, project=project, by=make.asker(introduction))
    services.come_due(late := make.trial(S.RUNNING, track=second))
    late.starts_on, late.ends_on, late.decide_by = (now().date() - timedelta(days=number) for number in (9, 5, 2))
    session.commit()
    return programme


def test_figures(make, tried):
    from app.desk.trial_figures import count_trials

    total, first, second, without = count_trials([tried])
    assert (total.total, total.number, total.projects, total.extended, total.late) == (True, 7, 2, 1, 1)
    assert total.states == {S.PROPOSED: 1, S.RUNNING: 1, S.DECISION_DUE: 1, S.ADOPTED: 2, S.STOPPED: 1, S.DECLINED: 1, S.WITHDRAWN: 0, S.LAPSED: 0}
    assert round(total.days) == 15
    assert (first.track.code, first.number, first.projects, round(first.days)) == (tried.tracks[0].code, 4, 1, 20)
    assert (second.number, second.late, round(second.days)) == (2, 1, 10)
    assert (without.track, without.number, without.days) == (None, 1, None)
    assert count_trials([]) == []


def test_who_reads_the_figures(client, make, tried, session):
    first, second = tried.parties
    for person in (make.officer(first), make.officer(second), make.decider(first), make.coordinator(tried)):
        text = client(person).get("/figures/trials").text
        assert tried.tracks[0].names["en"] in text
        assert "15 days" in text
    for person in (make.speaker(make.organisation()), make.administrator(), make.reviewer()):
        assert client(person).get("/figures/trials").status_code == 403
    other = make.programme(code="other")
    assert "No trial has been proposed" in client(make.coordinator(other)).get("/figures/trials").text


def test_names_only_as_the_introduction_discloses_them(client, make, session):
    introduction = make.introduction(IntroductionState.IN_TALKS, anonymous=True)
    make.trial(S.RUNNING, introduction=introduction)
    session.commit()
    asker, owner = introduction.organisation.display_name, introduction.profile.organisation.display_name
    first, second = introduction.programme.parties
    expected = {"broker": (True, False), "coordinator": (False, False)}
    people = {"broker": make.officer(second), "coordinator": make.coordinator(introduction.programme), "owner's officer": make.officer(first)}
    for name, person in people.items():
        text = client(person).get("/figures/trials").text
        assert (asker in text, owner in text) == expected.get(name, (False, False)), name
        assert TEXTS["subject"] not in text
        assert TEXTS["scope"] not in text


def test_a_fixed_number_of_statements_for_figures(client, make, tried, session, statements):  # noqa: F811
    browser = client(make.coordinator(tried))
    browser.get("/figures/trials")
    few = statements(lambda: browser.get("/figures/trials"))
    for _more in range(3):
        make.trial(S.RUNNING, side=Side.OWNER, track=tried.tracks[1])
    session.commit()
    assert statements(lambda: browser.get("/figures/trials")) == few
