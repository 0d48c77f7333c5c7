"""Who writes messages to whom in an introduction, and who opens the page on which they stand.

Members of either side write to their own side at any time. Before both know each other nothing goes to the other side but the
question and the answer of the workflow. Officers take part once a side has turned to them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app.accounts.queries import people_with
from app.organisations.policy import OWN_ROLES
from app.partnering import queries
from app.partnering.enums import Audience, Side
from app.partnering.introductions import policy
from app.partnering.introductions.workflow import both_people, brokers
from app.partnering.models import Introduction, IntroductionAttachment


def audiences(by: Any, introduction: Introduction) -> Sequence[Audience]:
    """To whom the actor may write now."""
    if policy.side_of(by, introduction) is None:
        officers = introduction.state in policy.TALKING_STATES and reads(by, introduction)
        return [Audience.WITH_OFFICERS] if officers else []
    found = [Audience.OWN_SIDE]
    if policy.talks(by, introduction):
        found.append(Audience.BOTH_SIDES)
        found += [Audience.WITH_OFFICERS] if introduction.screened else []
    return found


def writes(by: Any, introduction: Introduction) -> bool:
    """Whoever may write to somebody."""
    return bool(audiences(by, introduction))


def reads(by: Any, introduction: Introduction) -> bool:
    """The people of either side; those who screen, once a side has turned to them."""
    if policy.side_of(by, introduction) is not None:
        return True
    return introduction.screened and policy.broker(by, introduction) and queries.asked_officers(introduction)


def opens(by: Any, attachment: IntroductionAttachment) -> bool:
    """Whoever reads the message."""
    introduction, found = attachment.message.introduction, queries.get_attachment
    keys = {"public_id": introduction.public_id, "document": attachment.document.public_id}
    return found(by, lock=False, **keys) is not None


def readers(introduction: Introduction, audience: Audience, side: Side | None) -> Iterable[Any]:
    """Who is told of a message."""
    if audience == Audience.OWN_SIDE:
        organisation = introduction.organisation_id if side == Side.ASKER else introduction.profile.organisation_id
        return people_with(*OWN_ROLES, organisation_id=organisation)
    if audience == Audience.BOTH_SIDES:
        return both_people(introduction)
    return {person.id: person for person in (*both_people(introduction), *brokers(introduction))}.values()
