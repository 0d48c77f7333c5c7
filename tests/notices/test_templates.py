"""Every mail template renders in every language, for a subject with awkward names, without markup."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.enums import Role
from app.accounts.models import Invitation
from app.core.db import now
from app.core.i18n import LANGUAGES
from app.events.models import MeetingPlan
from app.messages.models import Message
from app.notices.composing import compose
from app.notices.recipients import Recipient
from app.organisations.models import Recovery
from app.partnering.enums import MeetingState, ProfileState
from app.partnering.models import IntroductionDocument
from config import ROOT

KINDS = sorted(path.stem for path in Path(ROOT, "templates/emails").glob("*.txt") if path.stem != "layout")
DATA = {
    "claimants": ["見本 花子", "<b>Sample</b>"], "days": 2, "inviter": "<i>Sample</i> & Sons", "state": "declared", "due": now().isoformat(),
    "follows": "escalate", "late": False,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_renders(app, make, session, kind, language):
    organisation = make.organisation(name_latin="Ben & Sons\r\nBcc: x@sample.example")
    person = make.member(organisation, Role.SIGNATORY)
    invitation = Invitation(organisation=organisation, role=Role.MEMBER, invited_by=person, expires_at=now(), email="x@sample.example")
    project = make.project(title="Ben & Sons\r\nBcc: x@sample.example", lead=organisation)
    meeting = make.meeting(MeetingState.ACCEPTED, subject="Ben & Sons\r\nBcc: x@sample.example")
    affiliation = make.affiliation(economic=make.economic(name_latin="Ben & Sons\r\nBcc: x@sample.example"))
    facts = {
        "affiliation": affiliation, "vouch": make.vouch(affiliation=affiliation), "profile_suggestion": make.suggestion(profile=make.profile(ProfileState.PUBLISHED, title="Ben & Sons\r\nBcc: x@sample.example")), "meeting": meeting, "person": person, "organisation": organisation, "subject": organisation, "invitation": invitation, "token": "sample-token",
        "introduction": make.introduction(profile=make.profile(ProfileState.PUBLISHED, title="Ben & Sons\r\nBcc: x@sample.example")), "partner": project.lead, "profile": make.profile(title="Ben & Sons\r\nBcc: x@sample.example"), "project": project, "recovery": Recovery(organisation=organisation, claimant=person, reason="Sample reason."),
    }
    facts["trial"] = make.trial(subject="Ben & Sons\r\nBcc: x@sample.example")
    facts["introduction_document"] = IntroductionDocument()
    set_committed_value(facts["introduction_document"], "introduction", facts["introduction"])
    facts["message"] = Message(introduction_id=facts["introduction"].id)
    if kind.startswith(("event_", "programme_event")):
        there = make.event_meeting()
        there.request.subject = "Ben & Sons\r\nBcc: x@sample.example"
        there.event.titles = {"en": "Ben & Sons\r\nBcc: x@sample.example"}
        facts |= {
            "event_meeting": there, "event_request": there.request, "event_participant": there.asker, "programme_event": there.event,
            "event_plan": session.scalars(select(MeetingPlan)).one(),
        }
    recipient = Recipient(person.email, person.name, language, "Asia/Tokyo", facts)
    mail = compose("organisation.declare" if kind == "transition" else kind, recipient, DATA, dedup=kind, owed_at=now())
    body = mail.get_content()
    assert mail["Content-Language"] == language
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    assert len(mail["Subject"]) > 3
    assert "http://localhost/" in body
    assert "&amp;" not in body
    assert "&lt;" not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_of_a_project(app, make, session, language):
    project = make.project()
    person = make.person()
    facts = {"person": person, "project": project, "subject": project}
    mail = compose("project.withdraw", Recipient(person.email, person.name, language, "UTC", facts), {}, dedup="x", owed_at=now())
    assert project.title in mail["Subject"]
    assert f"/projects/{project.public_id}" in mail.get_content()
