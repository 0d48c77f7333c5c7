"""Reviews by outside reviewers: asked for by a country, refused to whoever has a conflict of interest."""

from collections.abc import Sequence
from typing import Any

from app.accounts.models import Person
from app.approvals import conflicts, policy, queries
from app.approvals.enums import ReviewState
from app.approvals.models import Review
from app.approvals.services import decisions
from app.approvals.services.record import put_on_record, reason_problems
from app.approvals.workflow import REVIEW
from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused, StaleVersion
from app.core.i18n import _l, _n, country_name, isolated_name
from app.extensions import db
from app.programmes.models import Party
from app.projects.models import Project
from app.projects.services import due
from app.projects.workflow import PROJECT


def invite_reviewer(project: Project, *, by: Any, party: Party, reviewer: Person) -> Review:
    """Ask a reviewer on behalf of a party. Asked twice by the same person, it is asked once.

    :raises Refused: with every conflict of interest, or because the reviewer was asked already.
    """
    lock(project)
    conflicts.require_unlinked(by, project)
    if project.current_version is None:
        raise NotAllowed
    there = queries.review_by(project, reviewer)
    if there is not None:
        if there.invited_by_id == by.id and there.state == ReviewState.INVITED:
            return there
        raise Refused.because("reviewer", _l("This reviewer was asked already."))
    review = Review(
        project=project,
        project_version=project.current_version,
        party=party,
        reviewer=reviewer,
        invited_by_id=by.id,
        state=ReviewState.INVITED,
        due_at=due.in_working_days(project.programme, party.country, project.programme.recommendation_working_days),
    )
    db.session.add(review)
    REVIEW.begin("invite", review, by=by)
    return review


def accept(review: Review, *, by: Any) -> None:
    """The reviewer agrees to write."""
    _enter_case(review, by)
    if review.state != ReviewState.ACCEPTED:
        REVIEW.fire("accept", review, by=by)


def decline(review: Review, *, by: Any) -> None:
    """The reviewer does not take part."""
    lock(review.project)
    lock(review)
    if review.state != ReviewState.DECLINED:
        REVIEW.fire("decline", review, by=by, changes={"due_at": None})


def declare_conflict(review: Review, *, by: Any, comment: str) -> None:
    """The reviewer tells of a conflict that was not known, and is out."""
    lock(review.project)
    lock(review)
    if review.state != ReviewState.DECLARED_CONFLICT:
        _require(comment)
        REVIEW.fire("declare_conflict", review, by=by, changes={"due_at": None})
        put_on_record(review.project, by=by, step="declare_conflict", country=review.party.country, reason=comment)


def save_draft(
    review: Review, *, by: Any, score: int | None, strengths: str, weaknesses: str, version: int | None = None
) -> None:
    """Keep what is written so far; nobody else sees it before it is sent."""
    _enter_case(review, by)
    if not REVIEW.can("submit", review, by):
        raise Refused.because("state", _l("This review is not open for writing."))
    if version is not None and review.version != version:
        raise StaleVersion(review)
    review.score, review.strengths, review.weaknesses = score, strengths or None, weaknesses or None


def submit(review: Review, *, by: Any, score: int | None, strengths: str, weaknesses: str, version: int | None = None) -> None:
    """Send the review: a score from 0 to 100, strengths and weaknesses. Sent twice with the same content, it is stored once."""
    _enter_case(review, by)
    if review.state == ReviewState.SUBMITTED and (review.score, review.strengths, review.weaknesses) == (
        score,
        strengths,
        weaknesses,
    ):
        return
    problems = []
    if score is None or not 0 <= score <= 100:
        problems.append(Problem("score", _l("Give a score from 0 to 100.")))
    if not strengths.strip():
        problems.append(Problem("strengths", _l("Say what is strong in this project.")))
    if problems:
        raise Refused(problems)
    facts = {"score": score, "strengths": strengths, "weaknesses": weaknesses, "submitted_at": now(), "due_at": None}
    REVIEW.fire("submit", review, by=by, version=version, changes=facts)


def reopen(review: Review, *, by: Any, comment: str) -> None:
    """Send a review back to its reviewer, with the reason."""
    _enter_case(review, by)
    days = review.project.programme.decision_working_days
    _require(comment)
    REVIEW.fire(
        "reopen",
        review,
        by=by,
        changes={"submitted_at": None, "due_at": due.in_working_days(review.project.programme, review.party.country, days)},
    )
    put_on_record(review.project, by=by, step="reopen", country=review.party.country, reason=comment)


def close_problems(project: Project) -> list[Problem]:
    """What stands against closing the reviews of the current version: all of it."""
    reviews = queries.current_reviews(project)
    problems = []
    for party in project.programme.parties:
        sent = sum(1 for review in reviews if review.party_id == party.id and review.state == ReviewState.SUBMITTED)
        missing = project.programme.minimum_reviews_per_party - sent
        if missing > 0:
            words = _n(
                "%(num)d more review asked for by %(country)s must be sent.",
                "%(num)d more reviews asked for by %(country)s must be sent.",
                missing,
                country=country_name(party.country),
            )
            problems.append(Problem("reviews", words))
    waiting = sum(1 for review in reviews if review.state in queries.OPEN_REVIEWS)
    if waiting:
        words = _n("%(num)d review is still open.", "%(num)d reviews are still open.", waiting)
        problems.append(Problem("reviews", words))
    return problems + _undeclared(project, reviews)


def close_reviews(project: Project, *, by: Any) -> None:
    """The secretariat closes the reviews, and both countries' decisions are opened.

    :raises Refused: with everything that stands against it.
    """
    lock(project)
    conflicts.require_unlinked(by, project)
    if not policy.coordinate(by, project):
        raise NotAllowed
    if PROJECT.can("close_reviews", project, by):
        problems = close_problems(project)
        if problems:
            raise Refused(problems)
    days = project.programme.recommendation_working_days
    PROJECT.fire("close_reviews", project, by=by, changes={"due_at": due.in_joint_working_days(project.programme, days)})
    decisions.open_decisions(project)


def follow_version(project: Project) -> int:
    """Open reviews go on with the current version, which answered a question in the same round; gives how many.

    What was sent stays an opinion on the version that was read, and does not count for the new one.
    """
    version = project.current_version
    if version is None:
        return 0
    current = queries.current_reviews(project)
    taken = {review.reviewer_id for review in current}
    behind = [
        review for review in queries.reviews_of(project)
        if review not in current and review.state in queries.OPEN_REVIEWS and review.reviewer_id not in taken
    ]
    for review in behind:
        review.project_version = version
    db.session.flush()
    return len(behind)


def _require(comment: str) -> None:
    problems = reason_problems("comment", comment)
    if problems:
        raise Refused(problems)


def _undeclared(project: Project, reviews: Sequence[Review]) -> list[Problem]:
    """Conflicts that arose, or became known, after a review was sent."""
    written = [review.reviewer for review in reviews if review.state == ReviewState.SUBMITTED]
    found = conflicts.reviewer_conflicts(written, project) if written else {}
    return [
        Problem(
            "reviews",
            _l("%(name)s, who reviewed, has a conflict of interest: %(reason)s", name=isolated_name(person.name), reason=conflict.message),
        )
        for person in written
        for conflict in found[person.id]
    ]


def _enter_case(review: Review, by: Any) -> None:
    lock(review.project)
    conflicts.require_unlinked(by, review.project)
    lock(review)
