"""Whose turn it is, as the pages say it, and the work list name the same people, in every state of every workflow."""

import re
from datetime import timedelta

import pytest

from app.accounts.enums import Role
from app.approvals import queries as approvals
from app.approvals.enums import DecisionState as D
from app.approvals.enums import IneligibilityReason, Outcome
from app.approvals.services import checks, decisions
from app.approvals.services import reviews as review_services
from app.core.db import now
from app.core.workflow import REGISTER
from app.desk.work import entries
from app.events.enums import EventMeetingState, EventState, ParticipantState, PlanState, RequestState
from app.organisations.affiliations.enums import AffiliationState as A
from app.organisations.affiliations.enums import Consent
from app.organisations.enums import OrganisationState as O
from app.partnering.enums import IntroductionState as I
from app.partnering.enums import MeetingState as M
from app.partnering.enums import ProfileState as F
from app.partnering.enums import RevisionState as V
from app.partnering.enums import Side, StepKind
from app.partnering.enums import SuggestionState as G
from app.partnering.services import introducing
from app.partnering.trials.enums import TrialState as T
from app.projects import services
from app.projects.enums import PartnerRole, Section
from app.projects.enums import ProjectState as S

COVERED = {
    "organisation": set(O), "project": set(S), "national_decision": {D.PENDING, D.RECOMMENDED, D.RECUSED, D.DEFERRED},
    "profile": set(F), "profile_revision": set(V), "introduction": set(I),
    "meeting": set(M), "trial": set(T), "affiliation": set(A), "suggestion": set(G),
    "programme_event": set(EventState), "event_participant": set(ParticipantState), "event_request": set(RequestState),
    "event_plan": set(PlanState), "event_meeting": set(EventMeetingState),
}


def waits_for(person, thing):
    keys = {thing.public_id}
    return any(entry.public_id in keys for entry in entries(person))


def page_says_mine(client, person, path):
    text = client(person).get(path).get_data(as_text=True)
    return bool(re.search(r'class="turn turn-mine"', text))


@pytest.fixture
def cast(make):
    """Everybody who could be concerned with an organisation of the first country, or with any project of the programme."""

    def people(programme, *organisations):
        first, second = programme.parties
        found = {
            "officer": make.officer(first), "second officer": make.officer(first), "decider": make.decider(first),
            "other officer": make.officer(second), "other decider": make.decider(second), "coordinator": make.coordinator(programme),
            "stranger": make.person(),
        }
        for number, organisation in enumerate(organisations):
            found |= {
                f"representative {number}": make.member(organisation, Role.REPRESENTATIVE),
                f"signatory {number}": make.member(organisation, Role.SIGNATORY),
                f"member {number}": make.member(organisation, Role.MEMBER),
            }
        return found

    return people


@pytest.mark.parametrize("state", list(O))
def test_organisations(client, make, cast, state):
    programme = make.programme()
    organisation, _ = make.in_state(programme, state)
    people = cast(programme, organisation)
    path = f"/organisations/{organisation.public_id}"
    for name, person in people.items():
        assert waits_for(person, organisation) == page_says_mine(client, person, path), name


def check_profile(client, cast, profile):
    people = cast(profile.programme, profile.organisation)
    found = set()
    for name, person in people.items():
        assert waits_for(person, profile) == page_says_mine(client, person, f"/profiles/{profile.public_id}"), name
        found |= {name} if waits_for(person, profile) else set()
    return found


WRITERS, CHECKERS = {"representative 0"}, {"officer", "second officer", "coordinator"}


@pytest.mark.parametrize("state", list(F))
def test_profiles(client, make, cast, state):
    found = check_profile(client, cast, make.profile(state))
    assert found == {F.DRAFT: WRITERS, F.CHANGES_REQUESTED: WRITERS, F.IN_REVIEW: CHECKERS}.get(state, set())


@pytest.mark.parametrize("state", list(V))
def test_new_versions_of_profiles(client, make, cast, state):
    found = check_profile(client, cast, make.revised(state))
    assert found == {V.WRITING: WRITERS, V.CHANGES_REQUESTED: WRITERS, V.IN_REVIEW: CHECKERS}.get(state, set())


def check_introduction(client, cast, introduction):
    """Representative 0 asks, 1 receives; the officers of the first country are the asker's."""
    people = cast(introduction.programme, introduction.organisation, introduction.profile.organisation)
    found = set()
    for name, person in people.items():
        path = f"/introductions/{introduction.public_id}"
        assert waits_for(person, introduction) == page_says_mine(client, person, path), name
        found |= {name} if waits_for(person, introduction) else set()
    return found


ASKS, ANSWERS = {"representative 0"}, {"representative 1"}


@pytest.fixture
def asked(make):
    """An introduction whose asker is of the first country."""

    def build(state):
        programme = make.sample_programme()
        first, second = (make.organisation(country=party.country) for party in programme.parties)
        return make.introduction(state, profile=make.profile(F.PUBLISHED, organisation=second, programme=programme), organisation=first)

    return build


@pytest.mark.parametrize("state", list(I))
def test_introductions(client, cast, asked, state):
    found = check_introduction(client, cast, asked(state))
    assert found == {
        I.DRAFT: ASKS, I.SCREENING: CHECKERS, I.SENT: ANSWERS, I.SEEN: ANSWERS, I.QUESTION: ASKS, I.ACCEPTED: ASKS | ANSWERS,
        I.IN_TALKS: ASKS | ANSWERS, I.UNDER_NDA: ASKS | ANSWERS,
    }.get(state, set())


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(("state", "kind"), [
    (I.ACCEPTED, StepKind.MEETING), (I.IN_TALKS, StepKind.CONFIDENTIALITY), (I.IN_TALKS, StepKind.PROJECT), (I.UNDER_NDA, StepKind.AGREEMENT),
])
def test_steps_of_introductions(client, make, cast, asked, state, kind, side):
    introduction = asked(state)
    make.propose(introduction, kind, side)
    assert check_introduction(client, cast, introduction) == (ASKS if side == Side.OWNER else ANSWERS)


@pytest.mark.parametrize("state", list(M))
def test_meetings(client, make, cast, asked, state):
    meeting = make.meeting(state, introduction=asked(I.ACCEPTED))
    people = cast(meeting.introduction.programme, meeting.introduction.organisation, meeting.introduction.profile.organisation)

    def found():
        for name, person in people.items():
            assert waits_for(person, meeting) == page_says_mine(client, person, f"/meetings/{meeting.public_id}"), name
        return {name for name, person in people.items() if waits_for(person, meeting)}

    assert found() == {M.DRAFT: ASKS, M.REQUESTED: ANSWERS, M.COUNTER_PROPOSED: ASKS, M.RESCHEDULING: ANSWERS}.get(state, set())
    if state == M.ACCEPTED:
        make.pass_time(meeting)
        assert found() == ASKS | ANSWERS


@pytest.mark.parametrize("state", list(T))
def test_trials(client, make, cast, asked, state):
    trial = make.trial(state, introduction=asked(I.IN_TALKS))
    introduction = trial.introduction
    people = cast(introduction.programme, introduction.organisation, introduction.profile.organisation)

    def found():
        for name, person in people.items():
            assert waits_for(person, trial) == page_says_mine(client, person, f"/trials/{trial.public_id}"), name
        return {name for name, person in people.items() if waits_for(person, trial)}

    assert found() == {T.PROPOSED: ANSWERS, T.DECISION_DUE: ASKS | ANSWERS}.get(state, set())
    if state in {T.RUNNING, T.DECISION_DUE}:
        make.proposed_verdict(trial, side=Side.OWNER)
        assert found() == ASKS


@pytest.mark.parametrize("state", list(A))
def test_memberships(client, make, cast, state):
    """Representative 0 speaks for the member, 1 for the economic organisation."""
    programme = make.programme()
    affiliation = make.affiliation(state)
    people = cast(programme, affiliation.member, affiliation.economic)
    for name, person in people.items():
        assert waits_for(person, affiliation) == page_says_mine(client, person, f"/memberships/{affiliation.public_id}"), name
    found = {name for name, person in people.items() if waits_for(person, affiliation)}
    assert found == {A.INVITED: ASKS, A.REQUESTED: ANSWERS}.get(state, set())


@pytest.mark.parametrize("state", list(G))
def test_suggestions(client, make, cast, state):
    """Representative 0 speaks for the member, 1 for the economic organisation."""
    suggestion = make.suggestion(state)
    people = cast(suggestion.profile.programme, suggestion.affiliation.member, suggestion.affiliation.economic)
    for name, person in people.items():
        assert waits_for(person, suggestion) == page_says_mine(client, person, f"/suggestions/{suggestion.public_id}"), name
    assert {name for name, person in people.items() if waits_for(person, suggestion)} == (ASKS if state == G.OPEN else set())


def test_requests_that_an_economic_organisation_brokers(client, make, cast, asked):
    introduction = asked(I.DRAFT)
    affiliation = make.affiliation(member=introduction.organisation, allows=(Consent.BROKERING,))
    introducing.send_introduction(introduction, by=make.asker(introduction))
    people = cast(introduction.programme, introduction.organisation, introduction.profile.organisation, affiliation.economic)
    for name, person in people.items():
        assert waits_for(person, introduction) == page_says_mine(client, person, f"/introductions/{introduction.public_id}"), name
    assert {name for name, person in people.items() if waits_for(person, introduction)} == CHECKERS | {"representative 2"}


def test_vouches_that_end_soon(make, cast, session):
    programme = make.programme()
    vouch = make.vouch()
    people = cast(programme, vouch.affiliation.member, vouch.affiliation.economic)
    assert not any(waits_for(person, vouch.affiliation) for person in people.values())
    vouch.expires_at = now() + timedelta(days=20)
    session.flush()
    assert {name for name, person in people.items() if waits_for(person, vouch.affiliation)} == ANSWERS


def check_event(client, people, thing, path):
    """Who has an entry; the page says the same of everybody who sees it."""
    found = set()
    for name, person in people.items():
        answer = client(person).get(f"{path}/{thing.public_id}")
        mine = answer.status_code == 200 and 'class="turn turn-mine"' in answer.text
        assert waits_for(person, thing) == mine, name
        found |= {name} if mine else set()
    return found


ORGANISERS = {"officer", "second officer", "coordinator"}


@pytest.mark.parametrize("state", list(EventState))
def test_events(client, make, cast, state):
    event = make.event(state)
    found = check_event(client, cast(event.programme), event, "/events")
    waiting = {EventState.DRAFT, EventState.PUBLISHED, EventState.REGISTRATION_CLOSED, EventState.ENDED, EventState.POSTPONED}
    if state == EventState.AWAITING_BOTH:
        assert found == {"officer", "second officer", "other officer"}
    else:
        assert found == (ORGANISERS if state in waiting else set())


def test_a_joint_event_to_which_one_country_agreed(client, make, cast):
    from app.events import services as events

    event = make.event(EventState.AWAITING_BOTH)
    people = cast(event.programme)
    events.agree(event, by=people["officer"])
    assert check_event(client, people, event, "/events") == {"other officer"}


@pytest.mark.parametrize("state", list(ParticipantState))
def test_registrations_for_events(client, make, cast, state):
    participant = make.participant(make.event(), state)
    people = {**cast(participant.event.programme), "participant": participant.person}
    found = check_event(client, people, participant, "/event-participants")
    assert found == (ORGANISERS if state == ParticipantState.PENDING else set())


@pytest.mark.parametrize("state", list(RequestState))
def test_requests_at_events(client, make, cast, state):
    one, other = make.pair(make.event())
    request = make.wish(one, other, state)
    people = {**cast(one.event.programme), "asker": one.person, "asked": other.person}
    found = check_event(client, people, request, "/event-requests")
    assert found == ({"asked"} if state == RequestState.ASKED else set())


@pytest.mark.parametrize("state", sorted(set(PlanState) - {PlanState.FAILED}))
def test_plans_of_events(client, make, cast, state):
    event = make.event()
    make.wish(*make.pair(event))
    plan = make.event_plan(event, state)
    found = check_event(client, cast(event.programme), plan, "/event-plans")
    assert found == (ORGANISERS if state == PlanState.PROPOSED else set())


@pytest.mark.parametrize("state", list(EventMeetingState))
def test_meetings_at_events(client, make, cast, state):
    meeting = make.event_meeting(state)
    people = {**cast(meeting.event.programme), "asker": meeting.asker.person, "asked": meeting.asked.person}
    assert check_event(client, people, meeting, "/event-meetings") == set()
    if state == EventMeetingState.CONFIRMED:
        make.let_it_be_over(meeting)
        assert check_event(client, people, meeting, "/event-meetings") == {"asker", "asked"}


def expected(project, people):
    """By the pages of the project and of the case."""
    from app.projects.turn import whose_turn

    rows, standing = approvals.current_decisions(project), approvals.standing_checks(project)
    reviews = [row for row in approvals.reviews_of(project) if row.version_id == project.current_version_id]
    turn = whose_turn(project)
    turns = approvals.turns(project, standing, rows, reviews) if project.submitted_version is not None else []
    return {
        name for name, person in people.items()
        if (turn is not None and turn.is_mine(person)) or any(each.is_of(person, project.programme) for each in turns)
    }


def check(project, people, *some):
    found = {name for name, person in people.items() if waits_for(person, project)}
    assert found == expected(project, people)
    for name in some:
        assert name in found
    return found


def people_of(cast, project):
    return cast(project.programme, *(partner.organisation for partner in project.accepted))


@pytest.mark.parametrize("state", list(S))
def test_projects(make, cast, state):
    project = make.case(state)
    found = check(project, people_of(cast, project))
    ended = {S.NOT_SUBMITTED, S.INELIGIBLE, S.APPROVED, S.REJECTED, S.WITHDRAWN}
    if state != S.ON_HOLD:  # without decisions, as the factory brings it there
        assert bool(found) != (state in ended)


def test_submissions_partly_checked(make, cast):
    project = make.case(S.SUBMITTED)
    people = people_of(cast, project)
    check(project, people, "officer", "second officer", "other officer", "coordinator")
    checks.confirm_complete(project, by=people["coordinator"])
    check(project, people, "officer", "other officer")
    checks.propose_ineligible(project, by=people["officer"], reason=IneligibilityReason.NOT_CIVILIAN, comment="Sample reason.")
    assert check(project, people, "second officer", "other officer") == {"second officer", "other officer"}
    checks.overrule_ineligible(project, by=people["decider"], comment="It is eligible.")
    check(project, people, "officer", "second officer", "other officer")


def test_reviews_that_the_programme_wants(make, cast):
    project = make.case(S.UNDER_REVIEW)
    project.programme.minimum_reviews_per_party = 1
    people = people_of(cast, project)
    check(project, people, "officer", "other officer", "coordinator")
    reviewer = make.reviewer()
    review = review_services.invite_reviewer(project, by=people["officer"], party=project.programme.parties[0], reviewer=reviewer)
    check(project, people, "other officer", "coordinator")
    assert not waits_for(people["officer"], project)
    assert waits_for(reviewer, review)
    review_services.decline(review, by=reviewer)
    check(project, people, "officer", "other officer", "coordinator")
    assert not waits_for(reviewer, review)


def test_a_question_and_its_answer(make, cast):
    project = make.case(S.INFO_REQUESTED)
    people = people_of(cast, project)
    check(project, people, "representative 0")
    lead = people["representative 0"]
    services.save_schedule(project, starts_on=project.starts_on, duration_months=20, milestones=project.milestones, by=lead)
    assert project.info_requests[-1].sections == [Section.SCHEDULE]
    services.answer_information(project, answer="Shortened.", by=lead)
    check(project, people, "signatory 0", "signatory 1")
    assert not waits_for(lead, project)


@pytest.mark.parametrize("state", sorted(COVERED["national_decision"]))
def test_decisions(make, cast, session, state):
    project = make.case()
    people = people_of(cast, project)
    row = make.decision(project, 0)
    if state == D.RECUSED:
        decisions.recuse(row, by=people["officer"], reason="Sample reason.")
        session.commit()
        # whoever withdrew is not among those whose turn it is
        withdrawn = people.pop("officer")
        assert not waits_for(withdrawn, project)
        check(project, people, "second officer", "decider")
        return
    if state != D.PENDING:
        make.recommended(project, 0, Outcome.DEFERRED, by=people["officer"])
    if state == D.DEFERRED:
        make.decided(project, 0, Outcome.DEFERRED, by=people["decider"])
        assert project.state == S.ON_HOLD
    assert row.state == state
    check(project, people, *{
        D.PENDING: ("officer", "second officer"), D.RECOMMENDED: ("decider",), D.DEFERRED: ("officer", "second officer", "decider"),
    }[state])


def test_invitations_into_a_consortium(make, cast):
    project = make.project()
    invited = make.organisation(country="IL")
    partner = services.invite_partner(project, organisation=invited, role=PartnerRole.PARTNER, by=make.speaker(project.lead.organisation))
    people = cast(project.programme, invited)
    found = {name for name, person in people.items() if waits_for(person, project)}
    assert found == {"representative 0", "signatory 0"}
    services.answer_invitation(partner, accept=False, by=people["signatory 0"])
    assert not any(waits_for(person, project) for person in people.values())


def test_claims_to_represent(make, cast):
    from app.organisations import services as organisations

    programme = make.programme()
    organisation = make.listed(state=O.VERIFIED)
    people = cast(programme)
    organisations.open_recovery(organisation, by=people["stranger"], reason="I direct it.")
    found = {name for name, person in people.items() if waits_for(person, organisation)}
    assert found == {"officer", "second officer"}


def test_whoever_is_linked_to_the_consortium_has_no_entry(make, cast, session):
    project = make.case()
    people = people_of(cast, project)
    assert waits_for(people["officer"], project)
    people["officer"].email = "someone@linked-works.example"
    project.lead.organisation.website = "https://linked-works.example"
    session.flush()
    assert not waits_for(people["officer"], project)


def test_every_workflow_is_walked():
    assert set(REGISTER) - set(COVERED) == {"introduction_step", "partner", "recovery", "review", "submission_check", "vouch"}  # each has a test of its own above
