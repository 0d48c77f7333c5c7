"""Weights: stored, in use, learned from this installation's own outcomes, and reset."""

import json
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.db import now
from app.matching import queries
from app.matching.enums import AsideReason, WeightSource
from app.matching.models import SetAside, WeightSet
from app.matching.queries.outcomes import KINDS, outcomes
from app.matching.queries.weights import active_weights
from app.matching.scoring import Evidence, Weights, starting_weights
from app.matching.scoring.learning import HOLD, SHARPNESS, Choice, reciprocal_rank, refit
from app.matching.services.weights import reset_weights, store_weights
from app.organisations.enums import SizeBand, TrackLinkState
from app.organisations.models import TrackLink
from app.partnering.enums import IntroductionState, ProfileState
from app.partnering.models import Introduction
from app.projects.enums import ProjectState

START = np.array([starting_weights().values[kind] for kind in KINDS])


def only(kind):
    return Weights({one: 1.0 if one == kind else 0.0 for one in Evidence}, "2026-01-01", "made up")


@pytest.fixture
def run(app, session):
    def run(*arguments):
        session.flush()
        result = app.test_cli_runner().invoke(args=["match", "weights", *map(str, arguments)])
        session.expire_all()
        return result

    return run


def test_the_starting_weights_hold_until_others_are_activated(run, session):
    assert active_weights() == starting_weights()
    row = store_weights(only(Evidence.VERIFIED), source=WeightSource.REFERENCE, outcomes=7, activate=False)
    assert active_weights() == starting_weights()
    assert run("activate", row.id).exit_code == 0
    shown = json.loads(run("show").stdout)
    assert shown["weights"]["verified"] == 1
    assert shown["number"] == row.id
    assert [one["active"] for one in shown["stored"]] == [True]
    assert run("activate", row.id + 1_000_000).exit_code == 1
    assert run("reset").exit_code == 0
    shown = json.loads(run("show").stdout)
    assert shown["weights"] == json.loads(starting_weights().written())["weights"]
    assert [(one["active"], bool(one["in_use_until"])) for one in shown["stored"]] == [(False, True)]


def test_weights_that_ended_come_back_as_new_ones(run, session):
    first = store_weights(only(Evidence.VERIFIED), source=WeightSource.REFERENCE, outcomes=1, activate=True)
    store_weights(only(Evidence.REACH), source=WeightSource.REFERENCE, outcomes=1, activate=True)
    assert active_weights().values[Evidence.REACH] == 1
    assert run("activate", first.id).exit_code == 0
    assert active_weights().values[Evidence.VERIFIED] == 1
    rows = session.scalars(select(WeightSet).order_by(WeightSet.id)).all()
    assert [row.active for row in rows] == [False, False, True]
    assert [row.ended_at is None for row in rows] == [False, False, True]


@pytest.mark.parametrize("facts", [{"active": True}, {"outcomes": -1}, {"ended_at": now()}, {"active": True, "activated_at": now(), "ended_at": now()}])
def test_weights_that_cannot_be_are_not_stored(session, facts):
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(WeightSet(**{"source": WeightSource.OUTCOMES, "values": {}, "measure": "", "outcomes": 0, **facts}))
        session.flush()


def test_one_set_is_in_use_at_a_time(session):
    store_weights(only(Evidence.REACH), source=WeightSource.REFERENCE, outcomes=1, activate=True)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(WeightSet(source=WeightSource.OUTCOMES, values={}, measure="", outcomes=0, active=True, activated_at=now()))
        session.flush()


@pytest.fixture
def programme(make):
    return make.programme()


def test_counterparts_are_ranked_by_the_weights_in_use(make, programme, index):
    track = programme.tracks[1]
    ours = make.organisation(country="JP", tracks=(track,), description="Grippers.", size_band=SizeBand.MICRO)
    by_size = make.organisation(country="IL", tracks=(track,), description="Makers.", size_band=SizeBand.LARGE)
    by_words = make.organisation(country="IL", tracks=(track,), description="Grippers.", size_band=SizeBand.MICRO)
    index()

    def first():
        return queries.counterparts(make.person(), queries.of_organisation(ours), 1).page.items[0][0]

    assert first() == by_words
    store_weights(only(Evidence.COMPLEMENTARY_SIZE), source=WeightSource.REFERENCE, outcomes=1, activate=True)
    assert first() == by_size
    reset_weights()
    assert first() == by_words


def test_administrators_see_the_weights(client, make, programme):
    store_weights(only(Evidence.MOMENTUM), source=WeightSource.OUTCOMES, outcomes=7, activate=True)
    administrator = client(make.administrator())
    assert "/administration/matching-weights" in administrator.get("/administration/programmes").text
    page = administrator.get("/administration/matching-weights").text
    for said in ("Recent work", "made up", "Outcomes of this installation", "7 outcomes"):
        assert said in page
    reset_weights()
    assert "The weights that the product starts with" in administrator.get("/administration/matching-weights").text
    for person in (make.person(), make.coordinator(programme), make.officer(programme.parties[0])):
        assert client(person).get("/administration/matching-weights").status_code == 403
    assert "matching-weights" not in client(make.coordinator(programme)).get("/administration/programmes").text
    assert client().get("/administration/matching-weights").status_code == 302


@pytest.fixture
def project(make, programme, index):
    """A project whose lead chose one of two; the other shares the track alone."""
    track = programme.tracks[1]
    lead = make.organisation(country="JP", tracks=(track,))
    chosen, rival = (make.organisation(country="IL", tracks=(track,)) for _ in range(2))
    chosen.subtopics = [track.subtopics[0]]
    project = make.project(state=ProjectState.SUBMITTED, lead=lead, partners=[chosen], programme=programme)
    project.tracks, project.subtopics = [track], [track.subtopics[0]]
    index()
    project.rival = rival
    return project


def places(choices):
    (choice,) = choices
    return len(choice.evidence), choice.chosen.tolist()


def test_a_submitted_project_is_an_outcome(project):
    (choice,) = outcomes()
    assert choice.evidence.shape[1] == len(KINDS)
    assert len(choice.chosen) == 1
    subtopics = choice.evidence[:, KINDS.index(Evidence.SHARED_SUBTOPICS)]
    assert subtopics[choice.chosen].min() > 0
    assert np.delete(subtopics, choice.chosen).max() == 0


@pytest.mark.parametrize(("state", "is_told"), [(IntroductionState.ACCEPTED, True), (IntroductionState.DECLINED, False), (IntroductionState.SENT, False)])
def test_an_accepted_introduction_is_an_outcome(make, index, state, is_told):
    made = make.introduction(state)
    programme = made.profile.programme
    owner, asker = made.profile.organisation, made.organisation
    rival = make.organisation(country=owner.country, created_at=made.created_at)
    for organisation in (owner, asker, rival):
        make.session.add(TrackLink(organisation=organisation, track=programme.tracks[0], state=TrackLinkState.CONFIRMED, reason=""))
    owner.subtopics = asker.subtopics = [programme.tracks[0].subtopics[0]]
    make.session.flush()
    index()
    found = list(outcomes())
    assert len(found) == is_told
    for choice in found:
        assert len(choice.chosen) == 1
        assert choice.evidence[choice.chosen[0], KINDS.index(Evidence.SHARED_SUBTOPICS)] > 0


def test_open_profiles_and_answers_count_as_they_were_then(make, programme, project):
    def told(kind):
        (choice,) = list(outcomes())[-1:]
        return choice.evidence[:, KINDS.index(kind)].max()

    offer = make.profile(ProfileState.PUBLISHED, organisation=project.rival, programme=programme)
    offer.published_version.subtopics = list(project.subtopics)
    make.session.flush()
    assert told(Evidence.AVAILABILITY) == told(Evidence.COMPLEMENTARITY) == 0
    offer.published_at = project.created_at
    make.session.flush()
    assert told(Evidence.AVAILABILITY) == 1
    assert told(Evidence.COMPLEMENTARITY) > 0
    for _ in range(5):
        made = make.introduction(IntroductionState.DECLINED, profile=offer, organisation=make.organisation(country="JP", description=None))
        made.sent_at = project.created_at - timedelta(days=3)
    make.session.flush()
    assert told(Evidence.ANSWERING) == 0
    for made in make.session.scalars(select(Introduction)):
        made.answered_at = project.created_at - timedelta(days=1)
    make.session.flush()
    assert told(Evidence.ANSWERING) > 0


def test_that_the_owner_could_be_asked_is_no_reason_for_an_introduction(make, index):
    made = make.introduction(IntroductionState.ACCEPTED)
    programme, owner = made.profile.programme, made.profile.organisation
    rival = make.organisation(country=owner.country, created_at=made.created_at)
    for organisation in (owner, made.organisation, rival):
        make.session.add(TrackLink(organisation=organisation, track=programme.tracks[0], state=TrackLinkState.CONFIRMED, reason=""))
    make.session.flush()
    index()
    (choice,) = outcomes()
    assert choice.evidence[:, KINDS.index(Evidence.AVAILABILITY)].max() == 0


def test_a_draft_is_none(make, programme, project):
    project.state = ProjectState.DRAFT
    make.session.flush()
    assert list(outcomes()) == []


def test_who_came_later_is_no_rival(session, make, programme, project, index):
    before = places(outcomes())
    make.organisation(country="IL", tracks=(programme.tracks[1],))
    index()
    session.flush()
    assert places(outcomes()) == before


@pytest.mark.parametrize(("reason", "counts"), [(AsideReason.COMPETITOR, True), (AsideReason.KNOWN, False)])
def test_who_was_set_aside_was_looked_at_and_not_chosen(session, make, project, reason, counts):
    candidates, _ = places(outcomes())
    session.add(SetAside(project=project, counterpart=project.rival, reason=reason, by=make.person()))
    session.flush()
    left = list(outcomes())
    assert (len(left[0].evidence) if left else 1) == candidates - (not counts)


def test_what_was_approved_later_is_no_evidence(make, programme, project):
    def cooperation():
        (choice,) = outcomes()
        return choice.evidence[:, KINDS.index(Evidence.COOPERATION)].max()

    assert cooperation() == 0
    done = make.project(state=ProjectState.APPROVED, lead=project.lead.organisation, partners=[project.rival], programme=programme)
    assert done.state_since > project.created_at
    assert list(outcomes())[-1].evidence[:, KINDS.index(Evidence.COOPERATION)].max() == 0


def test_learning_from_own_outcomes_changes_little_at_first(run, session, project):
    result = run("learn")
    assert result.exit_code == 0, result.output
    learned = json.loads(result.stdout)
    assert "1 joint projects of this installation" in learned["measure"]
    start = json.loads(starting_weights().written())["weights"]
    assert learned["weights"]["shared_subtopics"] > start["shared_subtopics"]
    assert all(abs(learned["weights"][kind] - start[kind]) < 0.02 for kind in start)
    row = session.scalars(select(WeightSet)).one()
    assert (row.source, row.outcomes, row.active) == (WeightSource.OUTCOMES, 1, False)
    assert run("learn", "--activate").exit_code == 0
    assert active_weights().measure.startswith("conditional logit on 1")


def test_without_outcomes_nothing_is_learned(run, session, programme):
    result = run("learn")
    assert result.exit_code == 1
    assert "no outcome to learn from" in result.output
    assert session.scalars(select(WeightSet)).all() == []


def choices_for(kind, number):
    evidence = np.zeros((6, len(KINDS)), np.float32)
    evidence[0, kind] = 1
    return [Choice(evidence, np.array([0]))] * number


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.lists(st.lists(st.floats(0, 1, width=32), min_size=len(KINDS), max_size=len(KINDS)), min_size=2, max_size=5), st.integers(0, 1)),
        max_size=4,
    )
)
def test_an_outcome_pulls_with_a_bounded_force(told):
    """The sharpness-scaled weights move by no more than half the number of outcomes over the strength of the prior."""
    choices = [Choice(np.array(rows, np.float32), np.array([chosen])) for rows, chosen in told]
    learned = refit(choices, START)
    assert learned.sum() == pytest.approx(1)
    assert learned.min() >= 0
    most = len(choices) / (2 * HOLD * SHARPNESS)
    assert np.abs(learned - START).max() <= (most + START.max() * most * len(KINDS)) / max(1 - most * len(KINDS), 0.1) + 1e-3


def test_many_outcomes_outweigh_the_starting_weights():
    kind = KINDS.index(Evidence.REACH)
    few, many = (refit(choices_for(kind, number), START)[kind] for number in (1, 500))
    assert START[kind] < few < START[kind] + 0.02
    assert many > START[kind] + 0.05
    assert np.allclose(refit([], START), START)


def test_the_measure_counts_ties_against_the_weights():
    assert reciprocal_rank(choices_for(0, 1), np.ones(len(KINDS))) == 1
    assert reciprocal_rank([Choice(np.zeros((4, len(KINDS)), np.float32), np.array([0]))], START) == pytest.approx(1 / 4)
