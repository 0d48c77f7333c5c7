"""What can be changed of a meeting whose time is agreed on, without asking the other side again."""

from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Refused
from app.extensions import db
from app.partnering.meetings import policy
from app.partnering.meetings.invitation import Method
from app.partnering.models import Meeting
from app.partnering.services.meeting.inviting import send_invitations
from app.partnering.services.meeting.planning import check_link


def change_link(meeting: Meeting, *, join_link: str | None, by: Any, version: int | None = None) -> None:
    """Give another link to join, or none; all who take part get the invitation anew.

    :raises Refused: it is no link.
    """
    lock(meeting, version)
    if not policy.changes_link(by, meeting):
        raise NotAllowed
    problems = check_link(join_link)
    if problems:
        raise Refused(problems)
    if join_link == meeting.join_link:
        return
    meeting.join_link, meeting.sequence = join_link, meeting.sequence + 1
    db.session.flush()
    events.record("meeting.change_link", meeting.introduction, by=by)
    send_invitations(meeting, Method.REQUEST)
