"""Whose turn it is with a profile: that of its owner's representatives, or of those who check it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.db import now
from app.partnering import policy
from app.partnering.enums import ProfileState, RevisionState
from app.partnering.models import Profile


@dataclass(frozen=True)
class Turn:
    """Whether the reviewers have the turn (else the owner), since when, and until when."""

    profile: Profile
    of_reviewers: bool
    since: datetime
    due: datetime | None

    @property
    def late(self) -> bool:
        """The due instant has gone by."""
        return self.due is not None and self.due < now()

    def is_mine(self, by: Any) -> bool:
        """Whether the actor is one of them."""
        return policy.review(by, self.profile) if self.of_reviewers else policy.edit(by, self.profile)


def whose_turn(profile: Profile) -> Turn | None:
    """Who must act next; nobody where nothing waits."""
    revision = profile.open_revision
    if profile.state in {ProfileState.PUBLISHED, ProfileState.PAUSED} and revision is not None:
        return Turn(profile, revision.state == RevisionState.IN_REVIEW, revision.state_since, revision.due_at)
    if profile.state == ProfileState.IN_REVIEW:
        return Turn(profile, True, profile.state_since, profile.due_at)
    if profile.state in {ProfileState.DRAFT, ProfileState.CHANGES_REQUESTED}:
        return Turn(profile, False, profile.state_since, profile.due_at)
    return None
