"""The state tables of events (`workflows.md` § 7) as data.

Of the registration only what a round of meetings needs: no waiting list, payment or check-in. Added so that no state is a
dead end: a party may send a joint event back, its organiser may take it back, and a postponed event is taken up again.
Which time and table is free is checked in the services, in the transaction that takes it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.core import events
from app.core.db import now
from app.core.errors import Problem
from app.core.i18n import _l
from app.core.workflow import Workflow, itself, transition
from app.events import policy, queries
from app.events.enums import EventMeetingState, EventState, ParticipantState, PlanState, RequestState
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent

S, P, R, L, M = EventState, ParticipantState, RequestState, PlanState, EventMeetingState


def event_of(thing: Any) -> ProgrammeEvent:
    """The event to whose history the audit events belong."""
    event: ProgrammeEvent = thing.event
    return event


def to_come(event: ProgrammeEvent, _by: Any) -> Sequence[Problem]:
    """Nobody is invited to what is over."""
    problems = []
    if event.first_at <= now():
        problems.append(Problem("days", _l("The event would have begun already. Enter later days.")))
    if event.registration_closes_at <= now():
        problems.append(Problem("registration_closes_at", _l("The registration would be closed already. Enter a later time.")))
    return problems


def in_round(request: MeetingRequest, _by: Any) -> Sequence[Problem]:
    """The event still takes requests."""
    if request.event.state in policy.ROUND_STATES:
        return ()
    return [Problem("event", _l("The event takes no requests for meetings now."))]


def plannable(plan: MeetingPlan, _by: Any) -> Sequence[Problem]:
    """The same for plans."""
    if plan.event.state in policy.ROUND_STATES:
        return ()
    return [Problem("event", _l("The meetings of this event are not planned now."))]


def ahead(meeting: EventMeeting, _by: Any) -> Sequence[Problem]:
    """The meeting has not begun."""
    return [Problem("starts_at", _l("The meeting has begun already."))] if policy.begun(meeting) else ()


def begun(meeting: EventMeeting, _by: Any) -> Sequence[Problem]:
    """The meeting has begun."""
    return () if policy.begun(meeting) else [Problem("starts_at", _l("The meeting has not begun yet."))]


def organisers(thing: Any) -> Iterable[Any]:
    """The coordinators of the secretariat, and the officers of the party whose event it is or of both."""
    event: ProgrammeEvent = thing.event
    parties = event.programme.parties if event.party is None else [event.party]
    secretariat = event.programme.secretariat_id
    found = people_with(Role.COORDINATOR, organisation_id=secretariat) if secretariat is not None else []
    for party in parties:
        found += people_with(Role.OFFICER, organisation_id=party.authority_id)
    return list({person.id: person for person in found}.values())


def to_agree(event: ProgrammeEvent) -> Iterable[Any]:
    """The officers of the parties that have not agreed."""
    return [person for party in event.missing for person in people_with(Role.OFFICER, organisation_id=party.authority_id)]


def registered(event: ProgrammeEvent) -> Iterable[Any]:
    """Everybody who is registered, or waits to be."""
    return queries.registered_people(event)


def the_person(participant: EventParticipant) -> Iterable[Any]:
    """The person who is registered."""
    return [participant.person]


def asker(request: MeetingRequest) -> Iterable[Any]:
    """The person who asked."""
    return [request.asker.person]


def asked(request: MeetingRequest) -> Iterable[Any]:
    """The person who was asked."""
    return [request.asked.person]


def both(thing: MeetingRequest | EventMeeting) -> Iterable[Any]:
    """The two people of a request or a meeting."""
    return [thing.asker.person, thing.asked.person]


def planner(plan: MeetingPlan) -> Iterable[Any]:
    """Whoever had the plan made."""
    return [plan.by]


OFF, ORG, PERSON, SYS = "officer", ("officer", "coordinator"), ("participant",), ("system",)
CANCELLABLE = {S.DRAFT, S.AWAITING_BOTH, S.PUBLISHED, S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED, S.RUNNING, S.POSTPONED}

PROGRAMME_EVENT = Workflow("programme_event", EventState, S.DRAFT, (
    transition("write", (), S.DRAFT, may=policy.organises, roles=ORG, label=_l("Plan an event"), done=_l("Event begun to be planned")),
    transition("ask_both", {S.DRAFT}, S.AWAITING_BOTH, may=policy.asks_both, roles=ORG, guard=to_come, tell=to_agree,
               label=_l("Ask both countries to agree"), done=_l("Both countries asked to agree to the event")),
    transition("publish", {S.DRAFT}, S.PUBLISHED, may=policy.publishes, roles=ORG, guard=to_come, label=_l("Publish the event"), done=_l("Event published")),
    transition("agree", {S.AWAITING_BOTH}, (S.AWAITING_BOTH, S.PUBLISHED), may=policy.agrees, roles=(OFF,), guard=to_come, tell=organisers,
               label=_l("Agree for your country"), done=_l("Agreed to the joint event")),
    transition("send_back", {S.AWAITING_BOTH}, (S.DRAFT, S.POSTPONED), may=policy.agrees, roles=(OFF,), comment_required=True, tell=organisers,
               label=_l("Send it back"), done=_l("Joint event sent back")),
    transition("take_back", {S.AWAITING_BOTH}, (S.DRAFT, S.POSTPONED), may=policy.asks_both, roles=ORG,
               label=_l("Take it back to change it"), done=_l("Joint event taken back to be changed")),
    transition("open_registration", {S.PUBLISHED}, S.REGISTRATION_OPEN, may=policy.organises, roles=ORG, guard=to_come,
               label=_l("Open the registration"), done=_l("Registration opened")),
    transition("close_registration", {S.REGISTRATION_OPEN}, S.REGISTRATION_CLOSED, may=policy.organises_or_clock, roles=(*ORG, *SYS), tell=organisers,
               label=_l("Close the registration"), done=_l("Registration closed")),
    transition("begin", {S.REGISTRATION_CLOSED}, S.RUNNING, may=policy.clock, roles=SYS, internal=True, label=_l("Begin"), done=_l("Event begun")),
    transition("end", {S.RUNNING}, S.ENDED, may=policy.clock, roles=SYS, internal=True, label=_l("End"), done=_l("Event ended")),
    transition("archive", {S.ENDED}, S.ARCHIVED, may=policy.organises_or_clock, roles=(*ORG, *SYS), label=_l("Archive"), done=_l("Event archived")),
    transition("postpone", {S.PUBLISHED, S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED}, S.POSTPONED, may=policy.organises, roles=ORG, comment_required=True,
               tell=registered, label=_l("Postpone the event"), done=_l("Event postponed")),
    transition("resume", {S.POSTPONED}, (S.AWAITING_BOTH, S.PUBLISHED), may=policy.organises, roles=ORG, guard=to_come, tell=registered,
               label=_l("Take it up again with the new days"), done=_l("Event taken up again")),
    transition("cancel", CANCELLABLE, S.CANCELLED, may=policy.organises, roles=ORG, comment_required=True, tell=registered,
               label=_l("Cancel the event"), done=_l("Event cancelled")),
))

PARTICIPANT = Workflow("event_participant", ParticipantState, P.CONFIRMED, (
    transition("register", (), P.CONFIRMED, may=policy.is_self, roles=PERSON, label=_l("Register"), done=_l("Participant registered")),
    transition("apply", (), P.PENDING, may=policy.is_self, roles=PERSON, tell=organisers, about=itself, label=_l("Ask to take part"),
               done=_l("Registration asked for")),
    transition("confirm", {P.PENDING}, P.CONFIRMED, may=policy.organises, roles=ORG, tell=the_person, about=itself, label=_l("Confirm the registration"),
               done=_l("Registration confirmed")),
    transition("reject", {P.PENDING}, P.REJECTED, may=policy.organises, roles=ORG, comment_required=True, tell=the_person, about=itself,
               label=_l("Reject the registration"), done=_l("Registration rejected")),
    transition("withdraw", {P.PENDING, P.CONFIRMED}, P.WITHDRAWN, may=policy.is_self, roles=PERSON, label=_l("Withdraw from the event"),
               done=_l("Participant withdrew")),
    transition("cancel", {P.CONFIRMED}, P.CANCELLED, may=policy.organises, roles=ORG, comment_required=True, tell=the_person, about=itself,
               label=_l("Cancel the registration"), done=_l("Registration cancelled")),
), subject=event_of)

REQUEST = Workflow("event_request", RequestState, R.ASKED, (
    transition("ask", (), R.ASKED, may=policy.is_asker, roles=PERSON, guard=in_round, tell=asked, about=itself, label=_l("Ask for a meeting"),
               done=_l("Meeting at the event asked for")),
    transition("want", {R.ASKED}, R.WANTED, may=policy.is_asked, roles=PERSON, guard=in_round, tell=asker, about=itself,
               label=_l("I want this meeting too"), done=_l("Both want the meeting")),
    transition("decline", {R.ASKED, R.WANTED}, R.DECLINED, may=policy.is_asked, roles=PERSON, tell=asker, about=itself, label=_l("Decline"),
               done=_l("Request for a meeting at the event declined")),
    transition("withdraw", {R.ASKED, R.WANTED}, R.WITHDRAWN, may=policy.is_asker, roles=PERSON, tell=asked, about=itself,
               label=_l("Withdraw the request"), done=_l("Request for a meeting at the event withdrawn")),
    transition("place", {R.ASKED, R.WANTED}, R.PLACED, may=policy.clock, roles=SYS, internal=True, label=_l("Place"), done=_l("Request given a slot and a table")),
    transition("put_back", {R.PLACED}, (R.ASKED, R.WANTED), may=policy.organises, roles=ORG, internal=True, label=_l("Put back"),
               done=_l("Request open again, since the event was postponed")),
    transition("drop", {R.ASKED, R.WANTED}, R.LAPSED, may=policy.ends_request, roles=(*PERSON, *ORG), internal=True, tell=both, about=itself,
               label=_l("Drop"), done=_l("Request lapsed, since one of the two left the event")),
    transition("lapse", {R.ASKED, R.WANTED}, R.LAPSED, may=policy.organises_or_clock, roles=(*ORG, *SYS), internal=True, label=_l("Lapse"),
               done=_l("Request lapsed with the event")),
), subject=event_of)

PLAN = Workflow("event_plan", PlanState, L.QUEUED, (
    transition("order", (), L.QUEUED, may=policy.organises, roles=ORG, guard=plannable, label=_l("Plan the meetings"), done=_l("Plan of the meetings ordered")),
    transition("propose", {L.QUEUED}, L.PROPOSED, may=policy.clock, roles=SYS, internal=True, tell=planner, about=itself, label=_l("Propose"),
               done=_l("Plan of the meetings made")),
    transition("fail", {L.QUEUED}, L.FAILED, may=policy.clock, roles=SYS, internal=True, tell=planner, about=itself, label=_l("Fail"),
               done=_l("Plan of the meetings failed")),
    transition("confirm", {L.PROPOSED}, L.CONFIRMING, may=policy.organises, roles=ORG, guard=plannable, label=_l("Confirm these meetings"),
               done=_l("Plan of the meetings confirmed")),
    transition("settle", {L.CONFIRMING}, L.CONFIRMED, may=policy.clock, roles=SYS, internal=True, tell=planner, about=itself, label=_l("Settle"),
               done=_l("Meetings of the plan arranged")),
    transition("discard", {L.QUEUED, L.PROPOSED, L.CONFIRMING}, L.DISCARDED, may=policy.organises_or_clock, roles=(*ORG, *SYS), label=_l("Drop this plan"),
               done=_l("Plan of the meetings dropped")),
), subject=event_of)

MEETING = Workflow("event_meeting", EventMeetingState, M.CONFIRMED, (
    transition("confirm", (), M.CONFIRMED, may=policy.clock, roles=SYS, internal=True, label=_l("Confirm"), done=_l("Meeting at the event arranged")),
    transition("cancel", {M.CONFIRMED}, M.CANCELLED, may=policy.cancels, roles=(*PERSON, *ORG), guard=ahead, comment_required=True,
               label=_l("Cancel the meeting"), done=_l("Meeting at the event cancelled")),
    transition("hold", {M.CONFIRMED}, M.HELD, may=policy.meets, roles=PERSON, guard=begun, internal=True, tell=both, about=itself,
               label=_l("The meeting was held"), done=_l("Meeting at the event held")),
    transition("miss", {M.CONFIRMED}, M.NO_SHOW, may=policy.meets, roles=PERSON, guard=begun, internal=True, tell=both, about=itself,
               label=_l("Somebody did not come"), done=_l("Somebody did not come to the meeting at the event")),
), subject=event_of)

events.define("programme_event.edit", _l("Event changed"), "version", "changed")
events.define("event_participant.edit", _l("Slots of a participant changed"), "participant", "away")
