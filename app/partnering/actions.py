"""What may be done with a profile now, as its page offers it, and whose scores a reader sees."""

from dataclasses import dataclass
from typing import Any

from app.core.i18n import LazyText, _l
from app.partnering import policy
from app.partnering.enums import ProfileState, RevisionState
from app.partnering.models import Profile, ProfileReview, ProfileVersion
from app.partnering.workflow import PROFILE, REVISION

SUBMITTING = frozenset({"submit", "resubmit", "submit_again"})
CHECKING = frozenset({"publish", "ask_for_changes", "refuse"})
OWN_PAGES = {"fulfil": "profiles.fulfil"}
WITH_COMMENT = frozenset({"archive", "take_down"})
DANGEROUS = frozenset({"archive", "take_down", "drop"})
CONFIRMATIONS: dict[str, LazyText] = {
    "renew": _l("You confirm that all of it still holds."),
    "archive": _l("An archived profile can only be read. This cannot be undone."),
    "take_down": _l("The profile leaves the public at once. This cannot be undone."),
    "drop": _l("What you have changed since the publication counts no more."),
    "pause": _l("Readers do not see the profile until you show it again. Its time runs on."),
}


@dataclass(frozen=True)
class Action:
    """A button: a link to a page of its own, or a form with a comment where one fits."""

    action: str
    endpoint: str
    label: LazyText
    is_page: bool
    kind: str
    takes_comment: bool
    comment_required: bool
    confirm: LazyText | None
    reasons: list[str]


def may_submit(profile: Profile) -> bool:
    """A version may be handed over to the check."""
    revision = profile.open_revision
    if profile.state == ProfileState.PUBLISHED:
        return revision is not None and revision.state in policy.REVISABLE
    return profile.state in policy.WRITING_STATES


def of(profile: Profile, by: Any) -> list[Action]:
    """What the actor may do; submitting and checking have pages that show what is missing themselves."""
    rows = list(PROFILE.available(profile, by))
    revision = profile.open_revision
    if revision is not None and profile.state == ProfileState.PUBLISHED:
        rows += REVISION.available(revision, by)
    found = []
    for row in rows:
        action = row.action
        if action in CHECKING or (action in SUBMITTING and revision is not None and revision.state == RevisionState.IN_REVIEW):
            continue
        page = "profiles.submit" if action in SUBMITTING else OWN_PAGES.get(action)
        kind = "primary" if action in SUBMITTING or (action == "renew" and row.open) else "danger" if action in DANGEROUS else "secondary"
        found.append(Action(
            action, page or f"profiles.{action}", row.transition.label, page is not None, kind, action in WITH_COMMENT,
            row.transition.comment_required, CONFIRMATIONS.get(action), [] if page else [str(problem) for problem in row.problems],
        ))
    return sorted(found, key=lambda one: (one.kind != "primary", one.kind == "danger"))


def reviews_of(version: ProfileVersion, profile: Profile, by: Any) -> list[ProfileReview]:
    """The scores of a version: all for whoever may know the owner, whom a comment may name; else one's own."""
    known = policy.sees_owner(by, profile)
    return [review for review in version.reviews if known or review.reviewer_id == by.id]


def reviews_for(profile: Profile, by: Any) -> list[ProfileReview]:
    """The scores of the newest version that was scored."""
    scored = [version for version in profile.versions if version.reviews]
    return reviews_of(scored[-1], profile, by) if scored else []
