"""No state waits for ever: each state that waits has an owner, a date, a reminder, and what follows when the date passes."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from app.accounts.enums import Role
from app.approvals import tasks as approvals_tasks
from app.approvals.enums import CheckState, IneligibilityReason, Outcome
from app.approvals.enums import DecisionState as D
from app.approvals.enums import ReviewState as R
from app.approvals.services import checks, decisions
from app.approvals.services import reviews as review_services
from app.approvals.waiting import CASE_WAITS, CHECK_WAITS, DECISION_WAITS, REVIEW_WAITS
from app.core.db import now
from app.core.events import Event
from app.core.outbox import Owed
from app.core.waiting import ESCALATE, PARTS, RENEW, STANDS
from app.core.workflow import REGISTER
from app.desk.work import entries
from app.events import tasks as events_tasks
from app.events.enums import EventMeetingState, EventState, ParticipantState, PlanState, RequestState
from app.events.waiting import MEETING_WAITS as EVENT_MEETING_WAITS
from app.events.waiting import PARTICIPANT_WAITS, PLAN_WAITS, REQUEST_WAITS
from app.events.waiting import WAITS as EVENT_WAITS
from app.notices import delivery
from app.organisations import services as organisations
from app.organisations import tasks as organisations_tasks
from app.organisations.affiliations import tasks as affiliation_tasks
from app.organisations.affiliations.enums import AffiliationState, VouchState
from app.organisations.affiliations.waiting import VOUCH_WAITS
from app.organisations.affiliations.waiting import WAITS as AFFILIATION_WAITS
from app.organisations.enums import OrganisationState as O
from app.organisations.enums import RecoveryState
from app.organisations.waiting import RECOVERY_WAITS
from app.organisations.waiting import WAITS as ORGANISATION_WAITS
from app.organisations.workflow import due_at
from app.partnering import introduction_tasks, meeting_tasks, suggestion_tasks, trial_tasks
from app.partnering import tasks as partnering_tasks
from app.partnering.brokering.waiting import WAITS as SUGGESTION_WAITS
from app.partnering.enums import IntroductionState as I
from app.partnering.enums import MeetingState as M
from app.partnering.enums import ProfileState as F
from app.partnering.enums import StepKind, StepState, SuggestionState
from app.partnering.introductions.waiting import STEP_WAITS
from app.partnering.introductions.waiting import WAITS as INTRODUCTION_WAITS
from app.partnering.meetings.waiting import WAITS as MEETING_WAITS
from app.partnering.trials.enums import TrialState as T
from app.partnering.trials.waiting import WAITS as TRIAL_WAITS
from app.partnering.waiting import REVISION_WAITS
from app.partnering.waiting import WAITS as PROFILE_WAITS
from app.projects import services
from app.projects import tasks as projects_tasks
from app.projects.enums import PartnerRole, PartnerState
from app.projects.enums import ProjectState as S
from app.projects.waiting import PARTNER_WAITS
from app.projects.waiting import WAITS as PROJECT_WAITS

TABLES = {
    "organisation": ORGANISATION_WAITS, "recovery": RECOVERY_WAITS, "project": PROJECT_WAITS | CASE_WAITS, "partner": PARTNER_WAITS,
    "national_decision": DECISION_WAITS, "submission_check": CHECK_WAITS, "review": REVIEW_WAITS, "profile": PROFILE_WAITS,
    "profile_revision": REVISION_WAITS, "introduction": INTRODUCTION_WAITS, "introduction_step": STEP_WAITS, "meeting": MEETING_WAITS,
    "trial": TRIAL_WAITS, "affiliation": AFFILIATION_WAITS, "vouch": VOUCH_WAITS,
    "suggestion": SUGGESTION_WAITS,
    "programme_event": EVENT_WAITS, "event_participant": PARTICIPANT_WAITS, "event_request": REQUEST_WAITS, "event_plan": PLAN_WAITS,
    "event_meeting": EVENT_MEETING_WAITS,
}
AT_REST = {
    ("affiliation", AffiliationState.ACTIVE): "it stands until one of the two ends it",
    ("partner", PartnerState.ACCEPTED): "in the consortium; the project waits",
    ("review", R.SUBMITTED): "done, unless it is sent back",
    ("national_decision", D.APPROVED): "final; only a newer version makes it void",
    ("national_decision", D.APPROVED_WITH_CONDITIONS): "the same",
    ("national_decision", D.CHANGES_REQUESTED): "the same",
    ("national_decision", D.REJECTED): "the same",
    ("introduction", I.DORMANT): "nothing is due; either side may take it up again",
    ("event_participant", ParticipantState.CONFIRMED): "takes part",
    ("event_request", RequestState.WANTED): "both want it; the plan places it, or it lapses with the event",
    ("event_request", RequestState.PLACED): "there is a meeting; open again only if the event is postponed",
    ("event_plan", PlanState.QUEUED): "the worker makes it",
    ("event_plan", PlanState.CONFIRMING): "the worker arranges its meetings",
    ("profile", F.EXPIRED): "over; its owner may renew it or let it be checked again",
    ("profile", F.FULFILLED): "over; it may be archived",
    ("profile", F.REJECTED): "the same",
    ("profile", F.WITHDRAWN_BY_AUTHORITY): "the same",
}
"""States that a transition leads out of, and in which nothing is waited for."""


@pytest.mark.parametrize("name", sorted(REGISTER))
def test_every_state_that_is_not_final_waits_for_somebody_or_is_at_rest(app, name):
    workflow = REGISTER[name]
    open_states = {source for row in workflow.transitions for source in row.sources if set(row.targets) != {source}}
    waits = TABLES[name]
    assert open_states - waits.keys() == {state for which, state in AT_REST if which == name}
    assert waits.keys() <= open_states


@pytest.fixture
def programme(make):
    made = make.programme()
    for party in made.parties:
        make.officer(party), make.decider(party)
    make.coordinator(made)
    return made


def project_in(state):
    def build(make, programme):
        project = make.case(S.AWAITING_DECISIONS if state == S.ON_HOLD else state, programme=programme)
        if state == S.ON_HOLD:
            make.decided(project, 0, Outcome.DEFERRED)
        assert project.state == state
        return project, project

    return build


def decision_in(state):
    def build(make, programme):
        project = make.case(programme=programme)
        row = make.decision(project, 0)
        if state == D.RECUSED:
            decisions.recuse(row, by=make.officer(programme.parties[0]), reason="Sample reason.")
        elif state == D.DEFERRED:
            make.decided(project, 0, Outcome.DEFERRED)
        elif state == D.RECOMMENDED:
            make.recommended(project, 0)
        return row, project

    return build


def organisation_in(state):
    def build(make, programme):
        values = {"valid_until": now() + timedelta(days=300)} if state == O.VERIFIED else {"due_at": due_at("JP", state)}
        organisation, _ = make.in_state(programme, state, **values)
        return organisation, organisation

    return build


def claim(make, programme):
    made = organisations.open_recovery(make.listed(state=O.DECLARED), by=make.person(), reason="I direct it.")
    return made, made.organisation


def invitation(make, programme):
    project = make.project(programme=programme)
    organisation = make.organisation(country="IL")
    make.speaker(organisation)
    partner = services.invite_partner(
        project, organisation=organisation, role=PartnerRole.PARTNER, by=make.speaker(project.lead.organisation)
    )
    return partner, project


def review_in(state):
    def build(make, programme):
        project, party = make.case(S.UNDER_REVIEW, programme=programme), programme.parties[0]
        review = review_services.invite_reviewer(project, by=make.officer(party), party=party, reviewer=make.reviewer())
        if state == R.ACCEPTED:
            review_services.accept(review, by=review.reviewer)
        return review, project

    return build


def profile_in(state):
    def build(make, programme):
        profile = make.profile(state, programme=programme)
        return profile, profile

    return build


def revision_in(state):
    def build(make, programme):
        profile = make.revised(state, programme=programme)
        return profile.revisions[-1], profile

    return build


def introduction_in(state):
    def build(make, programme):
        introduction = make.introduction(state, programme=programme)
        return introduction, introduction

    return build


def step_to_confirm(make, programme):
    introduction = make.introduction(I.IN_TALKS, programme=programme)
    make.propose(introduction, StepKind.AGREEMENT)
    make.owner(introduction)
    return introduction.open_step, introduction


def meeting_in(state):
    def build(make, programme):
        meeting = make.meeting(state, introduction=make.introduction(I.ACCEPTED, programme=programme))
        if state == M.ACCEPTED:
            make.pass_time(meeting)
        return meeting, meeting

    return build


def trial_in(state):
    def build(make, programme):
        trial = make.trial(state, introduction=make.introduction(I.IN_TALKS, programme=programme))
        return trial, trial

    return build


def verdict_to_confirm(make, programme):
    trial = make.trial(T.RUNNING, introduction=make.introduction(I.IN_TALKS, programme=programme))
    make.proposed_verdict(trial)
    make.owner(trial.introduction)
    return trial.open_step, trial


def affiliation_in(state):
    def build(make, programme):
        affiliation = make.affiliation(state)
        return affiliation, affiliation

    return build


def vouch(make, programme):
    made = make.vouch()
    return made, made.affiliation


def event_in(state):
    def build(make, programme):
        event = make.event(state, programme=programme, joint=state == EventState.AWAITING_BOTH)
        return event, event

    return build


def registration(make, programme):
    made = make.participant(make.event(programme=programme), ParticipantState.PENDING)
    return made, made


def request_at_event(make, programme):
    made = make.wish(*make.pair(make.event(programme=programme)))
    return made, made


def plan_of_event(make, programme):
    event = make.event(programme=programme)
    make.wish(*make.pair(event))
    made = make.event_plan(event)
    return made, made


def meeting_at_event(make, programme):
    made = make.event_meeting(programme=programme)
    make.let_it_be_over(made)
    return made, made


def proposal(make, programme):
    project, party = make.case(S.SUBMITTED, programme=programme), programme.parties[0]
    check = checks.propose_ineligible(
        project, by=make.officer(party), reason=IneligibilityReason.NOT_CIVILIAN, comment="Sample reason."
    )
    return check, project


WAITING = [
    *((f"project {state}", project_in(state), wait) for state, wait in (PROJECT_WAITS | CASE_WAITS).items()),
    *((f"decision {state}", decision_in(state), wait) for state, wait in DECISION_WAITS.items()),
    *((f"organisation {state}", organisation_in(state), wait) for state, wait in ORGANISATION_WAITS.items()),
    *((f"review {state}", review_in(state), wait) for state, wait in REVIEW_WAITS.items()),
    *((f"profile {state}", profile_in(state), wait) for state, wait in PROFILE_WAITS.items()),
    *((f"new version {state}", revision_in(state), wait) for state, wait in REVISION_WAITS.items()),
    *((f"introduction {state}", introduction_in(state), wait) for state, wait in INTRODUCTION_WAITS.items()),
    *((f"meeting {state}", meeting_in(state), wait) for state, wait in MEETING_WAITS.items()),
    *((f"trial {state}", trial_in(state), wait) for state, wait in TRIAL_WAITS.items()),
    ("decision on a trial", verdict_to_confirm, STEP_WAITS[StepState.PROPOSED]),
    *((f"membership {state}", affiliation_in(state), wait) for state, wait in AFFILIATION_WAITS.items()),
    ("vouch", vouch, VOUCH_WAITS[VouchState.IN_FORCE]),
    ("suggestion", lambda make, _programme: [make.suggestion()] * 2, SUGGESTION_WAITS[SuggestionState.OPEN]),
    *((f"event {state}", event_in(state), wait) for state, wait in EVENT_WAITS.items()),
    ("registration for an event", registration, PARTICIPANT_WAITS[ParticipantState.PENDING]),
    ("request at an event", request_at_event, REQUEST_WAITS[RequestState.ASKED]),
    ("plan of an event", plan_of_event, PLAN_WAITS[PlanState.PROPOSED]),
    ("meeting at an event", meeting_at_event, EVENT_MEETING_WAITS[EventMeetingState.CONFIRMED]),
    ("step of an introduction", step_to_confirm, STEP_WAITS[StepState.PROPOSED]),
    ("claim", claim, RECOVERY_WAITS[RecoveryState.OPEN]),
    ("invitation", invitation, PARTNER_WAITS[PartnerState.INVITED]),
    ("proposal", proposal, CHECK_WAITS[CheckState.PROPOSED_INELIGIBLE]),
]


def set_due(thing, instant, session):
    """Move the date of a wait, wherever it is kept."""
    if hasattr(thing, "valid_until") and thing.state == O.VERIFIED:
        thing.valid_until = instant
    elif hasattr(thing, "expires_at") and thing.state in (F.PUBLISHED, F.PAUSED, VouchState.IN_FORCE):
        thing.expires_at = instant
    elif hasattr(thing, "due_at"):
        thing.due_at = instant
        if getattr(thing, "current_version", None) is not None and thing.state in (S.AWAITING_DECISIONS, S.ON_HOLD):
            from app.approvals.queries import current_decisions

            for row in current_decisions(thing):
                row.due_at = instant
    else:
        thing.project.due_at = instant
    session.commit()


def run_jobs():
    for tasks in (organisations_tasks, affiliation_tasks, partnering_tasks, introduction_tasks, meeting_tasks, trial_tasks, suggestion_tasks, events_tasks, projects_tasks, approvals_tasks):
        tasks.remind()


def mails(session, *endings):
    rows = session.scalars(select(Owed).where(Owed.topic == "mail"))
    return [row for row in rows if row.payload["kind"].endswith(endings)]


@pytest.mark.parametrize(("build", "wait"), [pytest.param(build, wait, id=name) for name, build, wait in WAITING])
def test_it_is_reminded_of_and_something_follows(make, session, programme, build, wait):
    thing, about = build(make, programme)
    session.commit()
    run_jobs()
    before = thing.state
    owners = {person.id for person in wait.owners(thing)}
    assert owners
    assert wait.due(thing) is not None
    assert wait.due(thing) > now()

    session.execute(Owed.__table__.delete())
    soon = now() + min(wait.ahead, timedelta(days=3)) - timedelta(hours=1)
    set_due(thing, soon, session)
    run_jobs()
    reminded = mails(session, ".reminder", ".expiry_notice")
    assert owners <= {row.payload["person_id"] for row in reminded}
    number = len(reminded)
    run_jobs()
    assert len(mails(session, ".reminder", ".expiry_notice")) == number
    assert_delivered(session)

    set_due(thing, now() - timedelta(hours=1), session)
    for clock in (organisations_tasks, affiliation_tasks, partnering_tasks, introduction_tasks, meeting_tasks, trial_tasks, suggestion_tasks, events_tasks, projects_tasks, approvals_tasks):
        clock.run_clock()
    run_jobs()
    session.expire_all()
    follows = wait.follows(thing) if thing.state == before else "a transition"
    if follows in {ESCALATE, PARTS}:
        assert thing.state == before
        told = {row.payload["person_id"] for row in mails(session, ".overdue")}
        assert told
        assert session.scalar(select(Event).where(Event.kind.endswith(f".{ESCALATE}")))
        number = len(mails(session, ".overdue"))
        run_jobs()
        assert len(mails(session, ".overdue")) == number
        assert_delivered(session)
        for person in (p for p in wait.overseers(thing) if p.id in told):
            assert any(entry.late and entry.public_id == about.public_id for entry in entries(person))
    elif follows == RENEW:
        assert wait.due(thing) > now()
    elif follows == STANDS:
        assert not any(entry.public_id == about.public_id for person in wait.owners(thing) for entry in entries(person))
    else:
        assert thing.state != before


def assert_delivered(session):
    session.commit()
    with capture_logs() as logs:
        delivery.send_owed()
    faults = [entry for entry in logs if entry["event"] in {"outbox.postponed", "mail.dropped"}]
    assert faults == []


def test_drafts_have_a_date_that_moves_with_each_change(make, session, programme):
    organisation = make.organisation(country="JP")
    lead = make.speaker(organisation)
    project = services.create_project(organisation=organisation, programme=programme, title="Sample", by=lead)
    assert project.due_at > now() + timedelta(days=80)
    project.due_at = now() + timedelta(days=1)
    values = {"summary": "Sample.", "innovation": None, "market": None, "language": "en"}
    services.save_summary(project, title="Sample", by=lead, **values)
    assert project.due_at > now() + timedelta(days=80)


def test_a_draft_for_a_call_follows_its_closing(make, session, programme):
    call = make.open_call(programme=programme)
    organisation = make.organisation(country="JP")
    project = services.create_project(organisation=organisation, programme=programme, title="Sample", by=make.speaker(organisation), call=call)
    assert project.due_at == call.closes_at
    call.closes_at += timedelta(days=9)
    session.commit()
    projects_tasks.remind()
    session.expire_all()
    assert project.due_at == call.closes_at


def test_an_unclaimed_row_of_a_register_waits_for_nobody(make, session, programme):
    organisation = make.listed(state=O.DECLARED)
    session.commit()
    run_jobs()
    session.expire_all()
    assert organisation.due_at is None
    assert mails(session, ".reminder", ".overdue") == []


def test_what_is_late_does_not_cross_over_to_who_may_not_see_it(make, session, programme):
    """A draft of an organisation is not shown to the other country or the secretariat, however late."""
    organisation, _ = make.in_state(programme, O.UPDATE_NEEDED, due_at=now() - timedelta(days=1))
    stranger = make.official(make.programme(code="other").parties[1], Role.OFFICER)
    session.commit()
    assert not any(entry.public_id == organisation.public_id for entry in entries(stranger))
