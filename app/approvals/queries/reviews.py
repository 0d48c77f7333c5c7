"""Reads of reviews."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.approvals.enums import READING, ReviewState
from app.approvals.models import NationalDecision, Review
from app.approvals.queries.cases import get_case
from app.core.db import lock as lock_row
from app.extensions import db
from app.projects import queries as projects
from app.projects.enums import ProjectState
from app.projects.models import Project

BATCH = 500

REVIEWED_STATES = frozenset({ProjectState.UNDER_REVIEW, ProjectState.INFO_REQUESTED})

OPEN_REVIEWS = frozenset({ReviewState.INVITED, ReviewState.ACCEPTED})


def current_reviews(project: Project) -> list[Review]:
    """The reviews of the current version: those that count for what is decided next."""
    return [review for review in reviews_of(project) if review.version_id == project.current_version_id]


def reviews_of(project: Project) -> list[Review]:
    """All reviews of the project, whatever version they read."""
    statement = (
        select(Review)
        .where(Review.project_id == project.id)
        .options(joinedload(Review.reviewer), joinedload(Review.party))
        .order_by(Review.party_id, Review.id)
    )
    return list(db.session.scalars(statement))


def review_by(project: Project, reviewer: Person) -> Review | None:
    """The review of the current version that was asked of this person."""
    statement = select(Review).where(Review.version_id == project.current_version_id, Review.reviewer_id == reviewer.id)
    return db.session.scalars(statement).first()


def get_own_review(actor: Any, *, lock: bool, public_id: str) -> Review | None:
    """A review that was asked of the actor; the project is locked, and its services lock the review after it."""
    if actor.id is None:
        return None
    statement = (
        select(Review)
        .where(Review.public_id == public_id, Review.reviewer_id == actor.id)
        .options(
            joinedload(Review.party), joinedload(Review.project_version), joinedload(Review.project).options(*projects.WHOLE)
        )
    )
    review = db.session.scalars(statement).first()
    if review is not None and lock:
        lock_row(review.project)
    return review


def get_case_review(actor: Any, *, lock: bool, public_id: str, review: str) -> Review | None:
    """A review of a case that the actor handles; the case is locked with it."""
    project = get_case(actor, lock=lock, public_id=public_id)
    return next((row for row in reviews_of(project) if row.public_id == review), None) if project else None


def list_own_reviews(actor: Any) -> Sequence[Review]:
    """What was asked of a reviewer, open ones first, then the latest."""
    statement = (
        select(Review)
        .where(Review.reviewer_id == actor.id)
        .options(joinedload(Review.party), joinedload(Review.project))
        .order_by(Review.state.not_in(OPEN_REVIEWS), Review.due_at.asc().nulls_last(), Review.id.desc())
        .limit(200)
    )
    return db.session.scalars(statement).all()


def assigned_to_review(actor: Any) -> ColumnElement[bool]:
    """Projects that the actor is asked to review, while they are under review.

    Not once a decision was opened on the version that they review or a later one: reviewers see nothing of decisions, and
    whoever reviewed the version before is not asked about the revised one.
    """
    if actor.id is None:
        return false()
    overtaken = exists().where(
        NationalDecision.project_id == Review.project_id, NationalDecision.version_id >= Review.version_id
    )
    mine = select(Review.project_id).where(Review.reviewer_id == actor.id, Review.state.in_(READING), ~overtaken)
    return and_(Project.id.in_(mine), Project.state.in_(REVIEWED_STATES))


def overtaken_reviews() -> Sequence[int]:
    """Keys of projects whose answer to a question made a new version while a review of the one before was still open."""
    decided = exists().where(NationalDecision.project_id == Project.id, NationalDecision.version_id >= Review.version_id)
    statement = (
        select(Project.id)
        .join(Review, Review.project_id == Project.id)
        .where(
            Project.state == ProjectState.UNDER_REVIEW, Review.state.in_(OPEN_REVIEWS),
            Review.version_id != Project.current_version_id, ~decided,
        )
        .distinct()
    )
    return db.session.scalars(statement.order_by(Project.id).limit(BATCH)).all()


def list_reviews_due(until: datetime) -> Sequence[Review]:
    """Open reviews that are due by an instant."""
    statement = select(Review).where(Review.state.in_(OPEN_REVIEWS), Review.due_at <= until)
    return db.session.scalars(statement.options(joinedload(Review.project)).order_by(Review.due_at, Review.id)).all()


def late_review_cases(at: datetime) -> Sequence[int]:
    """Keys of projects with an open review whose time has passed."""
    statement = select(Review.project_id).where(Review.state.in_(OPEN_REVIEWS), Review.due_at <= at).distinct()
    return db.session.scalars(statement.order_by(Review.project_id).limit(BATCH)).all()


__all__ = [
    "OPEN_REVIEWS", "READING", "assigned_to_review", "current_reviews", "get_case_review", "get_own_review", "late_review_cases",
    "list_own_reviews", "list_reviews_due", "overtaken_reviews", "review_by", "reviews_of",
]

projects.also_visible(assigned_to_review)
