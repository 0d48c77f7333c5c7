"""Every form that creates something, sent twice as it stands: made once, and the second post led to the first result."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier

import pytest
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, select, text

from app.accounts.enums import Role
from app.accounts.models import Invitation, Membership, OneTimeToken
from app.accounts.services import start_session
from app.approvals.models import Review, SubmissionCheck
from app.core import once, transaction
from app.core.db import now
from app.core.events import Event
from app.core.outbox import Owed
from app.events.models import EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.events.reading import slot_key
from app.events.slots import slots_of
from app.extensions import db
from app.matching.models import SetAside
from app.messages.models import Message
from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.enums import OrganisationState
from app.organisations.models import Organisation, Recovery, RegistryImport
from app.partnering.enums import IntroductionState, MeetingState, ProfileState, StepKind
from app.partnering.models import (
    DayOff,
    Introduction,
    IntroductionDocument,
    IntroductionStep,
    Meeting,
    Profile,
    ProfileSuggestion,
    Trial,
    TrialVerdict,
)
from app.partnering.trials.enums import TrialState
from app.programmes.models import Call, ExchangeRate, Subtopic, Track
from app.projects.enums import ProjectState as S
from app.projects.models import InfoRequest, Partner, Project
from tests import factories
from tests.conftest import committed_application
from tests.documents.files import PDF
from tests.organisations.import_files import jp_file

AT_ONCE = 4
ORGANISATION = {"kind": "company", "country": "JP", "name_native": "見本", "name_native_language": "ja", "number_scheme": "jp.cn"}
PASSWORD = "plainly made up words 42"
CALL = {
    "names-en": "Sample call", "summary-en": "A sample.", "opens_at": "2031-01-01T00:00", "closes_at": "2031-03-01T00:00", "time_zone": "Asia/Tokyo",
}


@pytest.fixture(autouse=True)
def no_attempts(app):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM attempt"))


def new_project(make):
    organisation = make.organisation()
    frame = f"programme:{make.sample_programme().code}"
    data = {"title": "Sample project", "organisation": organisation.public_id, "frame": frame, "language": "en"}
    return make.speaker(organisation), "/projects/new", data, Project


def new_profile(make):
    organisation = make.organisation()
    data = {"kind": "offer", "title": "Sample profile", "programme": make.sample_programme().code, "language": "en", "named": "named"}
    return make.speaker(organisation), f"/organisations/{organisation.public_id}/profiles/new", data, Profile


def copied_project(make):
    project = make.project(state=S.WITHDRAWN)
    return make.speaker(project.lead.organisation), f"/projects/{project.public_id}/copy", {"version": project.version}, Project


def invited_partner(make):
    project, organisation = make.project(), make.organisation(country="IL")
    path = f"/projects/{project.public_id}/partners/invite?organisation={organisation.public_id}"
    return make.speaker(project.lead.organisation), path, {"organisation": organisation.public_id, "role": "partner"}, Partner


def started_organisation(make):
    make.sample_programme()
    return make.person(), "/organisations/new", ORGANISATION, Organisation


def invited_organisation(make):
    officer = make.official(make.sample_programme().parties[0])
    return officer, "/organisations/invite", {**ORGANISATION, "email": "guest@sample.example"}, Organisation


def invited_member(make):
    make.sample_programme()
    organisation = make.organisation()
    path = f"/organisations/{organisation.public_id}/members"
    return make.speaker(organisation), (path, f"{path}/invite"), {"email": "guest@sample.example", "role": "member"}, Invitation


def claimed_organisation(make):
    make.sample_programme()
    organisation = make.organisation(state=OrganisationState.DECLARED)
    return make.person(), f"/organisations/{organisation.public_id}/claim", {"reason": "I work there and can show it. " * 3}, Recovery


def uploaded_register(make):
    data = {"programme": make.sample_programme().code, "format": "jp-filers", "file": lambda: (jp_file(), "jp.csv")}
    return make.administrator(), "/administration/imports/new", data, RegistryImport


def added_call(make):
    return make.administrator(), f"/administration/programmes/{make.sample_programme().code}/calls/new", CALL, Call


def added_track(make):
    path = f"/administration/programmes/{make.sample_programme().code}/tracks/new"
    return make.administrator(), path, {"code": "ZZ", "names-en": "Sample track", "summary-en": "A sample."}, Track


def added_subtopic(make):
    path = f"/administration/programmes/{make.sample_programme().code}/tracks/AI/subtopics/new"
    return make.administrator(), path, {"code": "AI-77", "names-en": "Sample subtopic"}, Subtopic


def entered_rate(make):
    path = f"/administration/programmes/{make.sample_programme().code}/rates"
    data = {"currency": "JPY", "on": "2026-02-02", "value": "0.007", "source": "Sample bank"}
    return make.administrator(), path, data, ExchangeRate


def granted_role(make):
    data = {"role": "reviewer", "organisation": ""}
    return make.administrator(), f"/administration/people/{make.person().public_id}", data, Membership


def asked_question(make):
    project = make.project(state=S.SUBMITTED)
    officer = make.officer(project.programme.parties[0])
    data = {"version": project.version, "sections": ["schedule"], "question": "How long?"}
    return officer, f"/approvals/{project.public_id}/ask-information", data, InfoRequest


def invited_reviewer(make):
    project = make.project(state=S.UNDER_REVIEW)
    data = {"party": project.programme.parties[0].country, "reviewer": make.reviewer().public_id}
    return make.officer(project.programme.parties[0]), f"/approvals/{project.public_id}/invite-reviewer", data, Review


def proposed_ineligible(make):
    project = make.project(state=S.SUBMITTED)
    data = {"reason": "incomplete", "comment": "A sample reason."}
    return make.officer(project.programme.parties[0]), f"/approvals/{project.public_id}/propose-ineligible", data, SubmissionCheck


def set_counterpart_aside(make):
    ours, theirs = make.organisation(), make.organisation(country="IL")
    return make.speaker(ours), f"/organisations/{ours.public_id}/counterparts/{theirs.public_id}/set-aside", {"reason": "known"}, SetAside


def signed_up(_make):
    data = {"email": "new@sample.example", "name": "Sample New", "password": PASSWORD, "language": "en", "time_zone": "UTC"}
    return None, "/sign-up", data, OneTimeToken


def asked_for_reset(make):
    return None, "/forgot-password", {"email": make.person().email}, OneTimeToken


def expressed_interest(make):
    profile = make.profile(ProfileState.PUBLISHED)
    organisation = make.organisation(country="IL")
    data = {"organisation": organisation.public_id, "language": "en", "why": "To pick strawberries."}
    return make.speaker(organisation), f"/profiles/{profile.public_id}/interest", data, Introduction


def _introduced(make, state, page, data, model, by="asker"):
    introduction = make.introduction(state)
    path = f"/introductions/{introduction.public_id}/{page}"
    return getattr(make, by)(introduction), path, {**data, "version": introduction.version}, model


def asked_back(make):
    return _introduced(make, IntroductionState.SEEN, "ask", {"text": "How cold is it?"}, Message, "owner")


def answered_back(make):
    return _introduced(make, IntroductionState.QUESTION, "answer", {"text": "Two degrees."}, Message)


def wrote_in_talks(make):
    return _introduced(make, IntroductionState.IN_TALKS, "message", {"text": "See you in spring.", "audience": "both_sides"}, Message)


def wrote_about_a_meeting(make):
    meeting = make.meeting(MeetingState.REQUESTED)
    data = {"text": "Bring the sample.", "audience": "both_sides"}
    return make.asker(meeting.introduction), f"/meetings/{meeting.public_id}/message", data, Message


def wrote_to_partners(make):
    project = make.project()
    data = {"text": "See the draft.", "audience": "both_sides"}
    return make.speaker(project.lead.organisation), f"/projects/{project.public_id}/message", data, Message


def said_that_they_met(make):
    return _introduced(make, IntroductionState.ACCEPTED, "propose-meeting", {"on": now().date().isoformat()}, IntroductionStep)


def proposed_confidentiality(make):
    data = {"text_version": "standard_1", "confirm": "y"}
    return _introduced(make, IntroductionState.IN_TALKS, "propose-confidentiality", data, IntroductionStep)


def proposed_project(make):
    return _introduced(make, IntroductionState.IN_TALKS, "propose-project", {"title": "Grippers in the cold"}, IntroductionStep)


def proposed_agreement(make):
    return _introduced(make, IntroductionState.IN_TALKS, "propose-agreement", {"agreement_type": "supplier"}, IntroductionStep)


def planned_meeting(make):
    data = {"subject": "Grippers in the cold", "language": "en", "half_hours": "2"}
    return _introduced(make, IntroductionState.ACCEPTED, "plan-meeting", data, Meeting)


def proposed_trial(make):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    data = {name: str(value or "") for name, value in make.trial_details().items()}
    return make.asker(introduction), f"/introductions/{introduction.public_id}/propose-trial", data, Trial


def proposed_verdict(make):
    trial = make.trial(TrialState.RUNNING)
    data = {"outcome": "adopt", "met": "met", "results": "85 of 100.", "reason": "", "version": trial.version}
    return make.asker(trial.introduction), f"/trials/{trial.public_id}/decide", data, TrialVerdict


def confirmed_project(make):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    make.propose(introduction, StepKind.PROJECT)
    path = f"/introductions/{introduction.public_id}/project"
    return make.owner(introduction), path, {"version": introduction.version}, Project


def added_document(make):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    data = {"file": lambda: (BytesIO(PDF), "plan.pdf")}
    return make.owner(introduction), f"/introductions/{introduction.public_id}/documents/new", data, IntroductionDocument


def invited_into_chamber(make):
    make.sample_programme()
    chamber, member = make.economic(), make.listed()
    path = f"/organisations/{chamber.public_id}/our-members/invite?q=Sample+Works"
    return make.speaker(chamber), path, {"organisation": member.public_id}, Affiliation


def asked_for_membership(make):
    make.sample_programme()
    chamber, member = make.economic(), make.listed()
    path = f"/organisations/{member.public_id}/memberships/request?q=Sample+Works"
    return make.speaker(member), path, {"organisation": chamber.public_id}, Affiliation


def invited_newcomer(make):
    make.sample_programme()
    chamber = make.economic()
    data = {**ORGANISATION, "email": "guest@sample.example"}
    return make.speaker(chamber), f"/organisations/{chamber.public_id}/our-members/invite-by-e-mail", data, Affiliation


def vouched_for(make):
    affiliation = make.affiliation()
    data = {
        "known_since": "2009", "known_as": "exhibitor", "statement": "It has shown at our fair each year.", "language": "en",
        "version": affiliation.version,
    }
    return make.chamber(affiliation), f"/memberships/{affiliation.public_id}/vouch", data, Vouch


def added_day_off(make):
    make.sample_programme()
    organisation = make.organisation()
    data = {"first": (now().date() + timedelta(days=9)).isoformat(), "last": "", "note": "Founding day"}
    paths = (f"/organisations/{organisation.public_id}/working-hours", f"/organisations/{organisation.public_id}/days-off")
    return make.speaker(organisation), paths, data, DayOff


def suggested_profile(make):
    profile = make.profile(ProfileState.PUBLISHED)
    affiliation = make.affiliation(allows=(Consent.BROKERING,))
    data = {"profile": profile.public_id, "note": "It picks soft fruit.", "language": "en"}
    return make.chamber(affiliation), f"/memberships/{affiliation.public_id}/suggest?q=gripper", data, ProfileSuggestion




def planned_event(make):
    programme = make.sample_programme()
    data = {
        "owner": f"{programme.code}:both", "titles-en": "Sample days", "descriptions-en": "Two fields meet.", "place": "Sample Hall",
        "time_zone": "Asia/Tokyo", "half_hours": "1", "tables": "3", "meeting_limit": "4", "registration_closes_at": "2031-01-01T12:00",
        "days-0-day": "2031-02-02", "days-0-opens": "09:00", "days-0-closes": "12:00",
    }
    return make.coordinator(programme), "/events/new", data, ProgrammeEvent


def registered_for_event(make):
    event, organisation = make.event(), make.organisation()
    data = {"organisation": organisation.public_id, "present": [slot_key(slots_of(event)[0].start)]}
    return make.speaker(organisation), f"/events/{event.public_id}/register", data, EventParticipant


def asked_at_event(make):
    one, other = make.pair(make.event())
    data = {"subject": "Grippers in the cold", "language": "en", "priority": "3"}
    return one.person, f"/event-participants/{other.public_id}/ask", data, MeetingRequest


def ordered_plan(make):
    event = make.event()
    make.wish(*make.pair(event))
    return make.organiser(event), f"/events/{event.public_id}/plans", {}, MeetingPlan


CREATING = (
    suggested_profile,
    added_day_off,
    invited_into_chamber, asked_for_membership, invited_newcomer, vouched_for,
    planned_event, registered_for_event, asked_at_event, ordered_plan,
    added_document,
    new_project, new_profile, copied_project, invited_partner, started_organisation, invited_organisation, invited_member, claimed_organisation,
    uploaded_register, added_call, added_track, added_subtopic, entered_rate, granted_role, asked_question, invited_reviewer,
    proposed_ineligible, set_counterpart_aside, signed_up, asked_for_reset, expressed_interest, asked_back, answered_back,
    wrote_in_talks, wrote_about_a_meeting, wrote_to_partners, said_that_they_met, proposed_confidentiality, proposed_project, proposed_agreement, confirmed_project,
    planned_meeting, proposed_trial, proposed_verdict,
)


def key_in(page):
    return re.search(r'name="once" value="([^"]+)"', page)[1]


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def fresh(data):
    return {name: value() if callable(value) else value for name, value in data.items()}


@pytest.mark.parametrize("creating", CREATING)
def test_sent_twice_is_made_once(client, make, session, creating):
    person, paths, data, model = creating(make)
    shown, sent = (paths, paths) if isinstance(paths, str) else paths
    session.commit()
    tester = client(person)
    data = {**data, "once": key_in(tester.get(shown).text)}
    before = count(session, model)
    first = tester.send(sent, fresh(data))
    assert first.status_code == 302, first.text
    made = [count(session, thing) for thing in (model, Event, Owed)]
    assert made[0] == before + 1
    second = tester.send(sent, fresh(data))
    assert (second.status_code, second.location) == (302, first.location)
    assert [count(session, thing) for thing in (model, Event, Owed)] == made
    assert "was sent before" in tester.get("/").text


def test_a_refused_form_keeps_its_key_and_may_be_sent_again(client, make, session):
    person, path, data, _model = new_project(make)
    tester = client(person)
    key = key_in(tester.get(path).text)
    refused = tester.send(path, {**data, "title": "", "once": key})
    assert refused.status_code == 422
    assert key_in(refused.text) == key
    assert count(session, once.SentForm) == 0
    assert tester.send(path, {**data, "once": key}).status_code == 302
    assert count(session, Project) == 1


def test_a_form_shown_anew_makes_another_one(client, make, session):
    person, path, data, _model = new_project(make)
    tester = client(person)
    places = {tester.send(path, {**data, "once": key_in(tester.get(path).text)}).location for _ in range(2)}
    assert len(places) == count(session, Project) == 2


def test_a_key_is_the_persons_own(client, make, session):
    person, path, data, _model = new_project(make)
    other = make.member(person.memberships[0].organisation, Role.REPRESENTATIVE)
    key = key_in(client(person).get(path).text)
    places = {client(who).send(path, {**data, "once": key}).location for who in (person, other)}
    assert len(places) == count(session, Project) == 2


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "' OR 1=1 --" * 3])
def test_what_is_no_key_is_not_kept(client, make, session, key):
    person, path, data, _model = new_project(make)
    assert client(person).send(path, {**data, "once": key}).status_code == 302
    assert count(session, once.SentForm) == 0


def test_old_keys_are_forgotten(session):
    for age in (timedelta(days=8), timedelta(hours=1)):
        session.add(once.SentForm(owner="person:1", key=once.new_key(), created_at=now() - age))
    session.commit()
    assert once.forget_old() == 1
    assert count(session, once.SentForm) == 1


@pytest.fixture(scope="module")
def live(app):
    with committed_application(app) as application:
        yield application


@pytest.mark.parametrize("creating", [new_project, copied_project, invited_organisation, added_call])
def test_sent_several_times_at_once_is_made_once(live, creating):
    """Several connections at once: the others wait for the first."""
    with live.app_context():
        with transaction.unit():
            person, path, data, model = creating(factories.collect(db.session))
            db.session.flush()
            signed_in = start_session(person, address="127.0.0.1", agent="tests")
        before, mails = count(db.session, model), count(db.session, Owed)
    with live.test_request_context():
        cookie["sign_in"] = signed_in
        token, stored = generate_csrf(), dict(cookie)
    body = {**data, "csrf_token": token, "once": once.new_key()}
    barrier = Barrier(AT_ONCE)

    def send(_number):
        tester = live.test_client()
        with tester.session_transaction() as own:
            own.update(stored)
        barrier.wait()
        return tester.post(path, data=body)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    with live.app_context():
        assert count(db.session, model) == before + 1
        told = count(db.session, Owed) - mails
        addressed = select(func.count(func.distinct(Owed.dedup))).select_from(Owed)
        assert told == db.session.scalar(addressed) - mails
