"""The quality check: every reviewer scores a version; an officer of the owner's country publishes or refuses it."""

from collections.abc import Mapping
from typing import Any

from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.core.workflow import Workflow
from app.extensions import db
from app.organisations.services.verification import one_year_after
from app.partnering import criteria, policy
from app.partnering.enums import ProfileState, RevisionState
from app.partnering.models import Profile, ProfileReview, ProfileVersion
from app.partnering.services.disclosure import settle
from app.partnering.services.due import changes_due
from app.partnering.services.words import refresh_words
from app.partnering.services.writing import give_up, touch
from app.partnering.workflow import PROFILE, REVISION

LONGEST_COMMENT = 4000


def _waiting(profile: Profile) -> tuple[Workflow, Any]:
    """What waits for the check: the profile, or the new version of a published one."""
    revision = profile.open_revision
    if profile.state == ProfileState.PUBLISHED and revision is not None and revision.state == RevisionState.IN_REVIEW:
        return REVISION, revision
    return PROFILE, profile


def score(profile: Profile, *, scores: Mapping[str, int], comment: str, by: Any, version: int | None = None) -> ProfileReview:
    """Store the reviewer's scores of the version in review; scoring again takes the place of the former scores.

    :raises Refused: a score is missing, or not one of the scale.
    """
    lock(profile, version)
    if not policy.check(by, profile):
        raise NotAllowed
    if not criteria.well_formed(scores):
        raise Refused.because("scores", _l("Score every criterion from 0 to 5."))
    if len(comment) > LONGEST_COMMENT:
        raise Refused.because("comment", _l("Shorten the text to 4,000 characters."))
    checked = profile.newest
    review = next((one for one in checked.reviews if one.reviewer_id == by.id), None)
    if review is None:
        review = ProfileReview(version_of=checked, reviewer_id=by.id)
        db.session.add(review)
    review.scores, review.comment, review.updated_at = dict(scores), comment.strip(), now()
    db.session.flush()
    events.record("profile.score", profile, by=by, data={"number": checked.number, "scores": dict(scores)})
    return review


def ask_for_changes(profile: Profile, *, scores: Mapping[str, int], comment: str, by: Any, version: int | None = None) -> None:
    """Hand the version back, with scores and the reason."""
    score(profile, scores=scores, comment=comment, by=by, version=version)
    workflow, thing = _waiting(profile)
    workflow.fire("ask_for_changes", thing, by=by, comment=comment, changes={"due_at": changes_due(profile.country)})
    touch(profile)


def publish(profile: Profile, *, scores: Mapping[str, int], comment: str, by: Any, version: int | None = None) -> None:
    """Publish the version in review for twelve months.

    :raises Refused: a reviewer scored a criterion below its threshold, the owner is not verified, or an anonymous text names it.
    """
    score(profile, scores=scores, comment=comment, by=by, version=version)
    workflow, thing = _waiting(profile)
    checked, moment = profile.newest, now()
    facts = {"published_version_id": checked.id, "published_at": moment, "expires_at": one_year_after(moment), "renewals": 0}
    if thing is profile:
        workflow.fire("publish", profile, by=by, comment=comment, changes={**facts, "due_at": None})
    else:
        workflow.fire("publish", thing, by=by, comment=comment, changes={"due_at": None})
        for name, value in facts.items():
            setattr(profile, name, value)
    _shown(profile, checked)


def _shown(profile: Profile, checked: ProfileVersion) -> None:
    profile.published_version = checked
    touch(profile)
    settle(profile)
    refresh_words(profile)


def refuse(profile: Profile, *, scores: Mapping[str, int], comment: str, by: Any, version: int | None = None) -> None:
    """Refuse the version in review, with the reason; of a published profile the public version stays."""
    score(profile, scores=scores, comment=comment, by=by, version=version)
    workflow, thing = _waiting(profile)
    if not comment.strip():
        raise Refused([Problem("comment", _l("Give a reason."))])
    workflow.fire("refuse", thing, by=by, comment=comment, changes={"due_at": None})
    if thing is not profile:
        give_up(profile)
    touch(profile)
