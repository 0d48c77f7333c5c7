"""Who may do what at an event. The actor comes first; the thing has been found for the actor by its loader.

"Organisers" are the coordinators of the programme's secretariat and the officers of the party whose event it is, of both
parties where it is joint.
"""

from typing import Any

from app.accounts.enums import Role
from app.core.db import now
from app.events import queries
from app.events.enums import EventMeetingState, EventState, ParticipantState, PlanState, RequestState
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.programmes.models import Party, Programme
from app.programmes.policy import coordinates

S = EventState
EDITABLE = frozenset({S.DRAFT, S.PUBLISHED, S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED, S.POSTPONED})
DAYS_OPEN = frozenset({S.DRAFT, S.POSTPONED})
"""States in which the days may change: nobody relies on them."""
ROUND_STATES = frozenset({S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED, S.RUNNING})
"""States in which participants ask each other and meetings are planned."""
REQUEST_OPEN = frozenset({RequestState.ASKED, RequestState.WANTED})


def see(_by: Any, _nothing: Any) -> bool:
    """Events that are published are public."""
    return True


def view(_by: Any, _event: ProgrammeEvent) -> bool:
    """Whoever finds it may look at it; the loader has narrowed already."""
    return True


def clock(by: Any, _thing: Any) -> bool:
    """Only time itself."""
    return bool(by.is_clock)


def create(by: Any, _nothing: Any) -> bool:
    """An officer or a coordinator: may open the page on which an event is planned."""
    return bool(by.holds(Role.OFFICER, Role.COORDINATOR))


def officer_of(by: Any, party: Party) -> bool:
    """An officer of a party's authority."""
    return bool(by.holds(Role.OFFICER, organisation_id=party.authority_id))


def organises_in(by: Any, programme: Programme, party: Party | None) -> bool:
    """May hold an event of the programme that is the party's, or joint."""
    parties = programme.parties if party is None else [party]
    return coordinates(by, programme) or any(officer_of(by, one) for one in parties)


def organises(by: Any, thing: Any) -> bool:
    """One of the organisers."""
    event: ProgrammeEvent = thing.event
    return organises_in(by, event.programme, event.party)


def organises_or_clock(by: Any, thing: Any) -> bool:
    """The same, or time itself."""
    return clock(by, thing) or organises(by, thing)


def publishes(by: Any, event: ProgrammeEvent) -> bool:
    """An organiser, where the event is that of one party."""
    return not event.joint and organises(by, event)


def asks_both(by: Any, event: ProgrammeEvent) -> bool:
    """An organiser, where the event is joint."""
    return event.joint and organises(by, event)


def agrees(by: Any, event: ProgrammeEvent) -> bool:
    """An officer of a party that has not agreed to the joint event."""
    return any(officer_of(by, party) for party in event.missing)


def edits(by: Any, event: ProgrammeEvent) -> bool:
    """An organiser, until the event begins; not while a party considers it."""
    return event.state in EDITABLE and organises(by, event)


def registers(by: Any, event: ProgrammeEvent) -> bool:
    """One of the people of a verified organisation who is not registered, while the registration is open."""
    if event.state != S.REGISTRATION_OPEN or not by.is_authenticated or queries.participation_of(event, by) is not None:
        return False
    return bool(queries.organisations_for(event, by))


def takes_part(by: Any, event: ProgrammeEvent) -> bool:
    """A participant whose registration is confirmed."""
    found = queries.participation_of(event, by)
    return found is not None and found.state == ParticipantState.CONFIRMED


def sees_people(by: Any, event: ProgrammeEvent) -> bool:
    """A participant, or an organiser."""
    return organises(by, event) or takes_part(by, event)


def see_participant(_by: Any, _participant: EventParticipant) -> bool:
    """Whoever was let through to a participant knows who it is."""
    return True


def is_self(by: Any, participant: EventParticipant) -> bool:
    """The person who is registered."""
    return bool(by.id is not None and participant.person_id == by.id)


def changes_presence(by: Any, participant: EventParticipant) -> bool:
    """The person, until the event is over."""
    standing = participant.state in {ParticipantState.PENDING, ParticipantState.CONFIRMED}
    return standing and participant.event.state in ROUND_STATES and is_self(by, participant)


def asks(by: Any, participant: EventParticipant) -> bool:
    """Another participant, of another organisation, who has no open request or meeting with this one."""
    event = participant.event
    if event.state not in ROUND_STATES or participant.state != ParticipantState.CONFIRMED:
        return False
    mine = queries.participation_of(event, by)
    if mine is None or mine.state != ParticipantState.CONFIRMED or mine.organisation_id == participant.organisation_id:
        return False
    return queries.open_request_between(mine, participant) is None and not queries.have_meeting(mine, participant)


def see_request(_by: Any, _request: MeetingRequest) -> bool:
    """Whoever was let through to a request is one of the two."""
    return True


def is_asker(by: Any, request: MeetingRequest) -> bool:
    """The participant who asked."""
    return is_self(by, request.asker)


def is_asked(by: Any, request: MeetingRequest) -> bool:
    """The participant who was asked."""
    return is_self(by, request.asked)


def ends_request(by: Any, request: MeetingRequest) -> bool:
    """Time itself, an organiser, or one of the two who leaves the event."""
    return organises_or_clock(by, request) or is_asker(by, request) or is_asked(by, request)


def see_plan(by: Any, plan: MeetingPlan) -> bool:
    """An organiser."""
    return organises(by, plan)


def plans(by: Any, event: ProgrammeEvent) -> bool:
    """An organiser, while participants may still meet."""
    return event.state in ROUND_STATES and organises(by, event)


def confirms(by: Any, plan: MeetingPlan) -> bool:
    """An organiser, while the proposal waits."""
    return plan.state == PlanState.PROPOSED and organises(by, plan)


def see_meeting(_by: Any, _meeting: EventMeeting) -> bool:
    """Whoever was let through to a meeting reads when and where it is."""
    return True


def meets(by: Any, meeting: EventMeeting) -> bool:
    """One of the two who meet."""
    return any(is_self(by, participant) for participant in meeting.participants)


def cancels(by: Any, meeting: EventMeeting) -> bool:
    """One of the two; an organiser where the event or a registration falls through."""
    return meets(by, meeting) or organises(by, meeting)


def records(by: Any, meeting: EventMeeting) -> bool:
    """One of the two, once the meeting has begun."""
    return meeting.state == EventMeetingState.CONFIRMED and begun(meeting) and meets(by, meeting)


def downloads(by: Any, meeting: EventMeeting) -> bool:
    """One of the two, while the meeting stands."""
    return meeting.state == EventMeetingState.CONFIRMED and meets(by, meeting)


def begun(meeting: EventMeeting) -> bool:
    """Its time has come."""
    return meeting.starts_at <= now()
