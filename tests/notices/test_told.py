"""Each transition's `tell`, of every workflow, is delivered for real: whoever is told has a right to it at that time."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from app.accounts.enums import Role
from app.accounts.rights import CLOCK
from app.approvals.enums import IneligibilityReason, Outcome
from app.approvals.services import checks, decisions
from app.approvals.services import reviews as review_services
from app.approvals.workflow import REVIEW
from app.core.db import now
from app.core.outbox import Owed
from app.core.workflow import REGISTER, nobody
from app.events import services as event_services
from app.events import tasks as event_tasks
from app.events.enums import EventMeetingState, EventState, ParticipantState, PlanState
from app.events.enums import RequestState as EventRequestState
from app.events.workflow import PLAN
from app.notices import delivery
from app.organisations import services as organisations
from app.organisations.affiliations import services as affiliations
from app.organisations.affiliations.enums import AffiliationState, VouchState
from app.organisations.enums import OrganisationState as O
from app.organisations.workflow import ORGANISATION
from app.partnering import services as partnering
from app.partnering.enums import IntroductionState, MeetingState, Side, StepKind
from app.partnering.introductions.workflow import INTRODUCTION, STEP
from app.partnering.services import introducing
from app.partnering.services import meeting as meetings
from app.partnering.trials.enums import TrialOutcome
from app.partnering.trials.enums import TrialState as T
from app.partnering.workflow import PROFILE, REVISION
from app.projects import services
from app.projects.enums import PartnerRole, Section
from app.projects.enums import ProjectState as S
from app.projects.services import time
from app.projects.workflow import PROJECT
from tests.factories.partnering import SCORES


@pytest.fixture
def post(session):
    """Delivers what is owed; nobody may be left without a mail. Knows which kinds have arrived."""

    class Post:
        def __init__(self):
            self.kinds = set()

        def __call__(self):
            session.commit()
            owed = {row.id: row for row in session.scalars(select(Owed).where(Owed.topic == "mail", Owed.done_at.is_(None)))}
            with capture_logs() as logs:
                delivery.send_owed()
            dropped = {entry["outbox_id"] for entry in logs if entry["event"] == "mail.dropped"}
            assert [entry for entry in logs if entry["event"] == "outbox.postponed"] == []
            sent = {(row.payload["person_id"]) for row in owed.values() if row.id not in dropped and "person_id" in row.payload}
            left_out = {(row.payload["kind"], row.payload["person_id"]) for row in owed.values() if row.id in dropped}
            assert {pair for pair in left_out if pair[1] not in sent} == set()
            self.kinds |= {row.payload["kind"] for row in owed.values() if row.id not in dropped}

        def has_told(self, *names):
            wanted = {
                f"{name}.{row.action}" for name in names for row in REGISTER[name].transitions if row.tell is not nobody
            }
            assert wanted - self.kinds == set()

    return Post()


def officials(make, programme):
    first, second = programme.parties
    for party in (first, second):
        make.officer(party), make.decider(party)
    return make.coordinator(programme)


def test_organisations(make, session, post):
    programme = make.programme()
    officer = make.official(programme.parties[0])
    make.official(programme.parties[1])
    survivor = make.organisation()
    facts = {
        "verify": {"verified_at": now(), "valid_until": now() + timedelta(days=365)}, "merge_as_duplicate": {"merged_into_id": survivor.id},
        "reject": {"valid_until": None},
    }
    for row in ORGANISATION.transitions:
        for source in row.sources:
            values = {"valid_until": now() + timedelta(days=5)} if row.action == "renew" else {}
            organisation, owner = make.in_state(programme, source)
            for name, value in values.items():
                setattr(organisation, name, value)
            make.member(organisation, Role.REPRESENTATIVE, Role.SIGNATORY)
            by = CLOCK if row.may(CLOCK, organisation) else officer if row.may(officer, organisation) else owner
            by = make.member(organisation, Role.MEMBER) if row.action == "lose_representative" else by
            ORGANISATION.fire(row.action, organisation, by=by, comment="Sample reason.", changes=facts.get(row.action, {}))
            post()
    post.has_told("organisation")


def test_claims(make, session, post):
    programme = make.programme()
    officer = make.official(programme.parties[0])
    claim = organisations.open_recovery(make.listed(state=O.VERIFIED), by=make.person(), reason="Sample reason.")
    post()
    organisations.grant_recovery(claim, by=officer, end_others=True)
    post()
    claim = organisations.open_recovery(make.listed(state=O.VERIFIED), by=make.person(), reason="Sample reason.")
    organisations.refuse_recovery(claim, by=officer, comment="No proof.")
    post()
    duplicate, survivor = make.listed(state=O.DECLARED), make.listed(state=O.DECLARED)
    claim = organisations.open_recovery(duplicate, by=make.person(), reason="Sample reason.")
    organisations.merge_as_duplicate(duplicate, survivor, by=make.administrator(), comment="The same.")
    assert claim.state == "refused"
    post()
    post.has_told("recovery")


def test_memberships_and_vouches(make, post):
    make.official(make.programme().parties[0])
    for state in AffiliationState:
        make.affiliation(state)
        post()
    for state in VouchState:
        made = make.vouch(state)
        post()
        if state == VouchState.IN_FORCE:
            made.expires_at = now() + timedelta(days=5)
            affiliations.renew_vouch(made, by=make.chamber(made.affiliation))
            post()
    post.has_told("affiliation", "vouch")


def test_suggestions(make, post):
    make.suggestion()
    post()
    post.has_told("suggestion")


def test_partners_and_what_removal_tells(make, session, post):
    project = make.project()
    lead = make.speaker(project.lead.organisation)

    def invited():
        organisation = make.organisation(country="IL")
        make.speaker(organisation)
        partner = services.invite_partner(project, organisation=organisation, role=PartnerRole.PARTNER, by=lead)
        post()
        return partner

    for accept in (True, False):
        partner = invited()
        services.answer_invitation(partner, accept=accept, by=make.speaker(partner.organisation))
        post()
    time.lapse_invitation(invited())
    post()
    partner = invited()
    services.remove_partner(partner, by=lead)
    post()
    assert "partner.remove" in post.kinds
    partner = invited()
    services.answer_invitation(partner, accept=True, by=make.speaker(partner.organisation))
    colleague = make.member(partner.organisation, Role.SIGNATORY)
    services.withdraw_partner(project, by=make.speaker(partner.organisation), comment="Sample reason.")
    owed = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "partner.leave")).all()
    assert colleague.id in {row.payload["person_id"] for row in owed}
    post()
    post.has_told("partner")


def test_projects(make, session, post):
    programme = make.programme()
    coordinator = officials(make, programme)

    def begun(state, **values):
        organisation = make.organisation(country="JP")
        make.member(organisation, Role.REPRESENTATIVE)
        project = make.project(state=state, programme=programme, lead=organisation, **values)
        post()
        return project, make.speaker(project.lead.organisation), make.speaker(project.accepted[1].organisation)

    for state in S:
        begun(state)
    project, lead, partner = begun(S.AWAITING_COMMITMENT)
    services.object_to_version(project, version_hash=project.current_version.hash, reason="No.", by=partner)
    post()
    project, lead, partner = begun(S.SUBMITTED)
    services.withdraw_project(project, by=lead, comment="Sample reason.")
    post()
    project, lead, partner = begun(S.INFO_REQUESTED)
    services.answer_information(project, answer="Yes.", by=lead)
    post()
    project, lead, partner = begun(S.INFO_REQUESTED)
    services.time_out_information(project)
    post()
    project, lead, partner = begun(S.INFO_REQUESTED)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=20, milestones=project.milestones, by=lead)
    assert project.info_requests[-1].sections == [Section.SCHEDULE]
    services.answer_information(project, answer="Shortened.", by=lead)
    post()
    for person in (lead, partner):
        services.commit_to_version(project, version_hash=project.current_version.hash, by=person)
        post()
    project, lead, partner = begun(S.CHANGES_REQUESTED)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=20, milestones=project.milestones, by=lead)
    services.revise_project(project, by=lead)
    post()
    services.withdraw_partner(project, by=partner, comment="Sample reason.")
    post()
    project, lead, partner = begun(S.ON_HOLD)
    PROJECT.fire("resume_decisions", project, by=CLOCK)
    post()
    assert coordinator.id
    post.has_told("project")


def test_checks_and_decisions(make, session, post):
    programme = make.programme()
    officials(make, programme)
    first = programme.parties[0]
    project = make.case(S.SUBMITTED, programme=programme)
    checks.propose_ineligible(project, by=make.officer(first), reason=IneligibilityReason.NOT_CIVILIAN, comment="Sample reason.")
    post()
    checks.overrule_ineligible(project, by=make.decider(first), comment="It is civilian.")
    post()
    project = make.case(programme=programme)
    post()
    make.decided(project, 0, Outcome.DEFERRED)
    post()
    decisions.reconsider(make.decision(project, 0), by=make.officer(first), reason="New facts.")
    post()
    decisions.recuse(make.decision(project, 0), by=make.officer(first), reason="A friend of mine.")
    post()
    make.decided(project, 1)
    post()
    post.has_told("submission_check", "national_decision")


def test_reviews_of_both_rounds(make, session, post):
    programme = make.programme()
    officials(make, programme)
    project = make.case(S.UNDER_REVIEW, programme=programme)
    party = programme.parties[0]

    def asked(reviewer=None):
        review = review_services.invite_reviewer(project, by=make.officer(party), party=party, reviewer=reviewer or make.reviewer())
        post()
        return review

    def write(review):
        review_services.accept(review, by=review.reviewer)
        post()
        review_services.submit(review, by=review.reviewer, score=70, strengths="Sample strengths.", weaknesses="")
        post()

    for act in (
        lambda review: review_services.decline(review, by=review.reviewer), lambda review: REVIEW.fire("lapse", review, by=CLOCK),
        lambda review: review_services.declare_conflict(review, by=review.reviewer, comment="A friend."),
    ):
        act(asked())
        post()
    review = asked()
    write(review)
    review_services.reopen(review, by=make.officer(party), comment="Say more.")
    post()
    write(review)
    post.has_told("review")

    review_services.close_reviews(project, by=make.coordinator(programme))
    make.decided(project, 0, Outcome.CHANGES_REQUESTED)
    make.decided(project, 1, Outcome.CHANGES_REQUESTED)
    post()
    lead = make.speaker(project.lead.organisation)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=18, milestones=project.milestones, by=lead)
    services.revise_project(project, by=lead)
    for member in project.accepted:
        services.commit_to_version(project, version_hash=project.current_version.hash, by=make.speaker(member.organisation))
    PROJECT.fire("confirm_eligible", project, by=make.officer(party))
    assert project.state == S.UNDER_REVIEW
    post.kinds.clear()
    write(asked())
    assert {"review.invite", "review.submit"} <= post.kinds


def test_profiles(make, session, post):
    programme = make.programme()
    officials(make, programme)
    officer = make.officer(programme.parties[0])
    facts = {"submit": {"submitted_at": now()}, "renew": {"expires_at": now() + timedelta(days=300)}, "publish": {"expires_at": now() + timedelta(days=300)}}
    for row in PROFILE.transitions:
        for source in row.sources:
            profile = make.profile(source, programme=programme)
            owner = make.speaker(profile.organisation)
            make.member(profile.organisation, Role.REPRESENTATIVE, Role.SIGNATORY)
            if row.action == "publish":
                partnering.score(profile, scores=SCORES, comment="", by=officer)
            if row.action == "renew":
                profile.expires_at = now() + timedelta(days=5)
                session.flush()
            by = CLOCK if row.may(CLOCK, profile) else officer if row.may(officer, profile) else owner
            changes = {**facts.get(row.action, {}), **({"found_through": "elsewhere"} if row.action == "fulfil" else {})}
            if row.action == "publish":
                changes["published_version_id"] = profile.newest.id
            PROFILE.fire(row.action, profile, by=by, comment="Sample reason.", changes=changes)
            post()
    for row in REVISION.transitions:
        for source in row.sources:
            profile = make.revised(source, programme=programme)
            make.member(profile.organisation, Role.REPRESENTATIVE, Role.SIGNATORY)
            if row.action == "publish":
                partnering.score(profile, scores=SCORES, comment="", by=officer)
            revision = profile.revisions[-1]
            by = officer if row.may(officer, revision) else make.speaker(profile.organisation)
            REVISION.fire(row.action, revision, by=by, comment="Sample reason.")
            post()
    post.has_told("profile", "profile_revision")


INTRODUCED = {
    "send": {"to": "screening", "changes": {"screened": True, "submitted_at": now()}}, "forward": {"changes": {"sent_at": now()}},
    "accept": {"changes": {"accepted_at": now(), "answered_at": now()}},
    "decline": {"changes": {"declining_reason": "trust", "answered_at": now()}}, "agree": {"changes": {"agreement_type": "supplier"}},
    "end": {"changes": {"closing_reason": "no_funding"}},
}


def test_introductions(make, session, post):
    programme = make.programme()
    officials(make, programme)
    for row in INTRODUCTION.transitions:
        for source in row.sources:
            introduction = make.introduction(source, programme=programme)
            for organisation in (introduction.organisation, introduction.profile.organisation):
                make.member(organisation, Role.REPRESENTATIVE, Role.SIGNATORY)
            post()
            facts = INTRODUCED.get(row.action, {})
            if row.action == "go_dormant":
                facts = {"changes": {"returns_to": source}}
            elif row.action == "reopen":
                facts = {"to": introduction.returns_to, "changes": {"returns_to": None}}
            elif row.action == "register_project":
                facts = {"changes": {"project_id": make.project(programme=programme).id}}
            people = (CLOCK, make.asker(introduction), make.owner(introduction), make.broker(introduction))
            by = next(person for person in people if row.may(person, introduction))
            INTRODUCTION.fire(row.action, introduction, by=by, comment="Sample reason.", **facts)
            post()
    post.has_told("introduction")


def test_steps_of_introductions(make, session, post):
    programme = make.programme()
    for action in ("set_aside", "lapse"):
        introduction = make.introduction(IntroductionState.IN_TALKS, programme=programme)
        make.propose(introduction, StepKind.AGREEMENT, Side.OWNER)
        post()
        by = CLOCK if action == "lapse" else make.asker(introduction)
        STEP.fire(action, introduction.open_step, by=by, changes={"due_at": None})
        post()
    post.has_told("introduction_step")


def test_meetings(make, session, post):
    programme = make.programme()
    officials(make, programme)
    for state in MeetingState:
        introduction = make.introduction(IntroductionState.ACCEPTED, programme=programme)
        for organisation in (introduction.organisation, introduction.profile.organisation):
            make.member(organisation, Role.SIGNATORY)
        make.meeting(state, introduction=introduction)
        post()
    meeting = make.meeting(MeetingState.RESCHEDULING, introduction=make.introduction(IntroductionState.ACCEPTED, programme=programme))
    meetings.keep_time(meeting, by=make.asker(meeting.introduction))
    post()
    post.has_told("meeting")
    assert {"meeting.invitation", "meeting.cancellation"} <= post.kinds


def test_events(make, session, post):
    programme = make.programme()
    officials(make, programme)
    for state in EventState:
        event = make.event(state, programme=programme)
        if state in (EventState.POSTPONED, EventState.REGISTRATION_OPEN):
            event = make.event(programme=programme)
            make.participant(event)
            event_services.postpone(event, by=make.organiser(event), comment="The hall is flooded.")
            post()
            event_services.resume(event, by=make.organiser(event))
        post()
    for step in (event_services.send_back, event_services.agree):
        event = make.event(EventState.AWAITING_BOTH, programme=programme)
        values = {"comment": "Not in that week."} if step is event_services.send_back else {}
        step(event, by=make.officer(programme.parties[0]), **values)
        post()
    event = make.event(programme=programme)
    make.participant(event)
    event_services.cancel_event(event, by=make.organiser(event), comment="Nobody comes.")
    post()
    post.has_told("programme_event")


def test_participants_requests_and_meetings_of_events(make, session, post):
    programme = make.programme()
    officials(make, programme)
    event = make.event(programme=programme)
    for state in ParticipantState:
        made = make.participant(event, state)
        if state == ParticipantState.PENDING:
            event_services.confirm_registration(made, by=make.organiser(event))
        post()
    for wish in EventRequestState:
        make.wish(*make.pair(event), wish)
        post()
    for meeting in EventMeetingState:
        make.event_meeting(meeting, event_=event)
        post()
    post.has_told("event_participant", "event_request", "event_meeting")
    assert {"event_meeting.invitation", "event_meeting.cancellation"} <= post.kinds


def test_plans_of_events(make, session, post):
    event = make.event()
    officials(make, event.programme)
    make.wish(*make.pair(event))
    for state in PlanState:
        make.wish(*make.pair(event))
        if state == PlanState.FAILED:
            PLAN.fire("fail", event_services.order_plan(event, by=make.organiser(event)), by=CLOCK, changes={"failure": "Sample reason."})
        elif state in (PlanState.PROPOSED, PlanState.CONFIRMED):
            plan = make.event_plan(event, state)
            if state == PlanState.PROPOSED:
                event_services.discard_plan(plan, by=make.organiser(event))
        post()
        event_tasks.run_owed()
    post.has_told("event_plan")


def test_a_request_sent_straight_tells_the_owner(make, session, post):
    introduction = make.introduction(programme=make.programme(introduction_screening_days=0))
    introducing.send_introduction(introduction, by=make.asker(introduction))
    told = session.scalars(select(Owed.payload["person_id"].as_integer()).where(Owed.payload["kind"].astext == "introduction.send"))
    assert set(told) == {make.owner(introduction).id}
    post()


def test_trials(make, session, post):
    programme = make.programme()
    for state in T:
        introduction = make.introduction(IntroductionState.IN_TALKS, programme=programme)
        for organisation in (introduction.organisation, introduction.profile.organisation):
            make.member(organisation, Role.REPRESENTATIVE, Role.SIGNATORY)
        make.trial(state, introduction=introduction)
        post()
    make.decided_trial(make.trial(T.RUNNING, introduction=introduction), TrialOutcome.EXTEND)
    post()
    post.has_told("trial")
