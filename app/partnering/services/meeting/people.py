"""Who takes part in a meeting, for each side."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.accounts.queries import people_with
from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations.policy import OWN_ROLES
from app.partnering import queries
from app.partnering.enums import Side
from app.partnering.meetings import policy
from app.partnering.meetings.invitation import ADDRESS, Method
from app.partnering.meetings.limits import MOST_PEOPLE
from app.partnering.models import Meeting, MeetingParticipant
from app.partnering.services.meeting.holding import hold
from app.partnering.services.meeting.inviting import send_invitations

SPACES = re.compile(r"\s+")


def add_person(meeting: Meeting, side: Side, person: Any) -> None:
    """Somebody with an account takes part, once."""
    if any(one.person_id == person.id or one.email == person.email.lower() for one in meeting.participants):
        return
    meeting.participants.append(MeetingParticipant(
        side=side, person_id=person.id, name=person.name, reading=person.name_reading, email=person.email.lower(),
    ))


def add_person_if_none(meeting: Meeting, side: Side, by: Any) -> None:
    """Whoever answers takes part where the side has named nobody."""
    if not meeting.participants_of(side):
        add_person(meeting, side, by)
        db.session.flush()


def name_people(meeting: Meeting, *, people: Sequence[Mapping[str, str | None]], by: Any, version: int | None = None) -> None:
    """Who takes part for the actor's side. An address of one of the side's own people is that person's account.

    Once a time is agreed on people can be added, not taken out: they have the invitation. Those added take the time, and all get the
    invitation anew.

    :raises Refused: nobody, too many, an address that is none, or one that stands twice; for an agreed time also somebody who is taken
        out, or is in another meeting then.
    """
    lock(meeting, version)
    if not policy.names_people(by, meeting):
        raise NotAllowed
    side = policy.side_of(by, meeting)
    if side is None:
        raise NotAllowed
    others = {one.email for one in meeting.participants if one.side != side}
    kept = {one.email: one for one in meeting.participants_of(side)}
    own = {person.email.lower(): person for person in people_with(*OWN_ROLES, organisation_id=meeting.organisation_of(side).id)}
    wanted = {(row["email"] or "").lower(): row for row in people}
    agreed = meeting.starts_at is not None
    problems = list(_unfit(people, others))
    if agreed:
        problems += [
            Problem("people", _l("%(name)s has the invitation and stays in the list.", name=one.name)) for email, one in kept.items() if email not in wanted
        ]
    if problems:
        raise Refused(problems)
    for email, one in kept.items():
        if email not in wanted:
            meeting.participants.remove(one)
    for email, row in wanted.items():
        one = kept.get(email) or MeetingParticipant(side=side, email=email, name="")
        one.name, one.reading, one.title = SPACES.sub(" ", str(row["name"])), row["reading"], row["title"]
        one.person_id = own[email].id if email in own else None
        if email not in kept:
            meeting.participants.append(one)
    if agreed:
        _join(meeting)
    db.session.flush()
    events.record("meeting.name_people", meeting.introduction, by=by, data={"side": str(side), "number": len(wanted)})


def _join(meeting: Meeting) -> None:
    """All who take part take the agreed time, and get the invitation anew."""
    queries.lock_people([one.person_id for one in meeting.participants if one.person_id is not None])
    try:
        hold(meeting)
    except IntegrityError:
        raise Refused.because("people", _l("Somebody whom you add is in another meeting at that time.")) from None
    meeting.sequence += 1
    send_invitations(meeting, Method.REQUEST)


def _unfit(people: Sequence[Mapping[str, str | None]], others: set[str]) -> Sequence[Problem]:
    problems = []
    if not people:
        problems.append(Problem("people", _l("Name who takes part for your side.")))
    if len(people) > MOST_PEOPLE:
        problems.append(Problem("people", _l("Name at most %(number)d people.", number=MOST_PEOPLE)))
    seen: set[str] = set()
    for place, row in enumerate(people, start=1):
        email = (row["email"] or "").lower()
        if not row["name"] or not ADDRESS.fullmatch(email):
            problems.append(Problem("people", _l("Person %(number)d needs a name and an e-mail address.", number=place)))
        elif email in seen or email in others:
            problems.append(Problem("people", _l("The address %(email)s stands twice.", email=email)))
        seen.add(email)
    return problems
