"""To whom a mail goes, and whether it may still go: rights are asked again at the moment of sending."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from app.accounts import queries as accounts
from app.accounts.enums import TokenPurpose
from app.accounts.models import Membership, Person
from app.events import queries as events
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.extensions import db
from app.messages.models import Message
from app.messages.queries import messages_for
from app.organisations import queries as organisations
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.affiliations.queries import visible_to as affiliations_of
from app.organisations.models import Organisation, Recovery
from app.partnering import queries as partnering
from app.partnering.models import (
    Introduction,
    IntroductionDocument,
    Meeting,
    MeetingParticipant,
    Profile,
    ProfileSuggestion,
    Trial,
)
from app.partnering.queries.brokering import suggested_to
from app.partnering.queries.exchange import papers_for_other_side
from app.partnering.queries.introductions import visible_to as introductions_of
from app.partnering.queries.meetings import meetings_of
from app.partnering.queries.trials import trials_of
from app.projects import queries as projects
from app.projects.models import Partner, Project


@dataclass(frozen=True)
class Recipient:
    """Where a mail goes: to a person, or to an invited address; `facts` are what its text speaks of."""

    email: str
    name: str
    language: str
    time_zone: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class NotDue(Exception):
    """The mail may not or need not go any more; the message says why, for the log."""


def find(payload: Mapping[str, Any]) -> Recipient:
    """The recipient of an owed mail.

    :raises NotDue: the person is gone, may not see the subject any more, or the link in the mail would not work.
    """
    if "invitation_id" in payload:
        return _invited(payload)
    if "participant_id" in payload:
        return _participant(payload)
    person = db.session.scalar(
        select(Person)
        .where(Person.id == payload["person_id"])
        .options(selectinload(Person.memberships).selectinload(Membership.organisation))
    )
    if person is None or person.disabled_at is not None:
        raise NotDue("the account is closed")
    facts: dict[str, Any] = {"person": person}
    if "token_id" in payload:
        purpose = TokenPurpose(str(payload["kind"]).removeprefix("accounts."))
        if accounts.get_token(str(payload["token"] or ""), purpose) is None:
            raise NotDue("the link does not work any more")
        facts["token"] = payload["token"]
    elif person.confirmed_at is None:
        raise NotDue("the address is not confirmed")
    if payload.get("subject"):
        facts[payload["subject"]] = facts["subject"] = _visible(payload["subject"], payload["subject_id"], person)
    return Recipient(person.email, person.name, person.language, person.time_zone, facts)


def _invited(payload: Mapping[str, Any]) -> Recipient:
    invitation = accounts.get_invitation_by_token(str(payload["token"] or ""))
    if invitation is None or invitation.id != payload["invitation_id"]:
        raise NotDue("the invitation is not open any more")
    owner = accounts.get_person_by_email(invitation.email)
    facts = {"invitation": invitation, "token": payload["token"]}
    if owner is None:
        return Recipient(invitation.email, "", invitation.language, "UTC", facts)
    if owner.disabled_at is not None:
        raise NotDue("the account is closed")
    return Recipient(invitation.email, owner.name, owner.language, owner.time_zone, facts)


def _participant(payload: Mapping[str, Any]) -> Recipient:
    """Whoever takes part in a meeting without an account."""
    participant = db.session.get(MeetingParticipant, payload["participant_id"])
    if participant is None:
        raise NotDue("the person does not take part any more")
    meeting = participant.meeting
    return Recipient(participant.email, participant.name, meeting.language, "UTC", {"meeting": meeting, "subject": meeting})


def _project(key: int, person: Person) -> Select[Any]:
    return select(Project).where(Project.id == key, projects.involved(person))


def _organisation(key: int, person: Person) -> Select[Any]:
    return select(Organisation).where(Organisation.id == key, organisations.visible_to(person))


def _partner(key: int, person: Person) -> Select[Any]:
    """Whoever belongs to the organisation may be told what became of its place, also when it sees the project no more."""
    own = person.organisations(*projects.APPLICANT_ROLES)
    return select(Partner).where(Partner.id == key, Partner.organisation_id.in_(own))


def _recovery(key: int, person: Person) -> Select[Any]:
    """The claimant may be told what became of the claim, also when the organisation is not to be seen any more."""
    told = or_(Recovery.claimant_id == person.id, organisations.visible_to(person))
    return select(Recovery).join(Recovery.organisation).where(Recovery.id == key, told)


def _affiliation(key: int, person: Person) -> Select[Any]:
    return select(Affiliation).where(Affiliation.id == key, affiliations_of(person))


def _vouch(key: int, person: Person) -> Select[Any]:
    """Both sides, and the officials of the member's country, who may have relied on it."""
    of_country = Affiliation.member.has(Organisation.country.in_(sorted(person.countries)))
    return select(Vouch).join(Vouch.affiliation).where(Vouch.id == key, or_(affiliations_of(person), of_country))


def _profile(key: int, person: Person) -> Select[Any]:
    return select(Profile).where(Profile.id == key, partnering.whole_for(person))


def _suggestion(key: int, person: Person) -> Select[Any]:
    return select(ProfileSuggestion).where(ProfileSuggestion.id == key, suggested_to(person))


def _introduction(key: int, person: Person) -> Select[Any]:
    return select(Introduction).where(Introduction.id == key, introductions_of(person))


def _introduction_document(key: int, person: Person) -> Select[Any]:
    return select(IntroductionDocument).where(IntroductionDocument.id == key, papers_for_other_side(person))


def _message(key: int, person: Person) -> Select[Any]:
    return select(Message).where(Message.id == key, messages_for(person))


def _meeting(key: int, person: Person) -> Select[Any]:
    return select(Meeting).where(Meeting.id == key, meetings_of(person))


def _trial(key: int, person: Person) -> Select[Any]:
    return select(Trial).where(Trial.id == key, trials_of(person))


def _programme_event(key: int, person: Person) -> Select[Any]:
    return select(ProgrammeEvent).where(ProgrammeEvent.id == key, events.visible_to(person))


def _event_participant(key: int, person: Person) -> Select[Any]:
    return select(EventParticipant).where(EventParticipant.id == key, events.participants_for(person))


def _event_request(key: int, person: Person) -> Select[Any]:
    return select(MeetingRequest).where(MeetingRequest.id == key, events.requests_of(person))


def _event_plan(key: int, person: Person) -> Select[Any]:
    return select(MeetingPlan).where(MeetingPlan.id == key, MeetingPlan.event.has(events.organised_by(person)))


def _event_meeting(key: int, person: Person) -> Select[Any]:
    return select(EventMeeting).where(EventMeeting.id == key, events.own_meetings(person))


RIGHTS: Mapping[str, Callable[[int, Person], Select[Any]]] = {
    Project.__tablename__: _project, Organisation.__tablename__: _organisation, Partner.__tablename__: _partner,
    Recovery.__tablename__: _recovery, Affiliation.__tablename__: _affiliation, Vouch.__tablename__: _vouch, Profile.__tablename__: _profile, Introduction.__tablename__: _introduction,
    IntroductionDocument.__tablename__: _introduction_document, Message.__tablename__: _message,
    Meeting.__tablename__: _meeting, Trial.__tablename__: _trial, ProfileSuggestion.__tablename__: _suggestion,
    ProgrammeEvent.__tablename__: _programme_event, EventParticipant.__tablename__: _event_participant,
    MeetingRequest.__tablename__: _event_request, MeetingPlan.__tablename__: _event_plan, EventMeeting.__tablename__: _event_meeting,
}
"""What a mail may be about, and the right to be told of it."""


def _visible(kind: str, key: int, person: Person) -> Any:
    if kind not in RIGHTS:
        raise ValueError(f"a mail about a {kind!r} has no rule of who may see it")
    found = db.session.scalar(RIGHTS[kind](key, person))
    if found is None:
        raise NotDue("the person may not see it any more")
    return found
