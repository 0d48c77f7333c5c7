"""What is known of reviewers: their own account, and the projects that they reviewed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.approvals.enums import ReviewState
from app.approvals.models import Expertise, Review
from app.extensions import db
from app.programmes.models import Party, Programme, Track
from app.projects.models import Project

WITH_TOPICS = (selectinload(Expertise.tracks), selectinload(Expertise.subtopics))


def get_expertise(actor: Any) -> Expertise | None:
    """The actor's own account."""
    return db.session.scalars(select(Expertise).where(Expertise.person_id == actor.id).options(*WITH_TOPICS)).first()


def expertise_of(people: Sequence[Person]) -> dict[int, Expertise]:
    """The accounts of some people, by their keys."""
    statement = select(Expertise).where(Expertise.person_id.in_([person.id for person in people])).options(*WITH_TOPICS)
    return {row.person_id: row for row in db.session.scalars(statement)}


def reviewed_by(people: Sequence[Person], other_than: Project) -> Mapping[int, list[Project]]:
    """The other projects on which some people sent a review, with their topics."""
    statement = (
        select(Review)
        .where(
            Review.reviewer_id.in_([person.id for person in people]), Review.state == ReviewState.SUBMITTED,
            Review.project_id != other_than.id,
        )
        .options(
            joinedload(Review.project).selectinload(Project.tracks), joinedload(Review.project).selectinload(Project.subtopics),
        )
    )
    found: defaultdict[int, dict[int, Project]] = defaultdict(dict)
    for review in db.session.scalars(statement):
        found[review.reviewer_id][review.project_id] = review.project
    return {key: list(projects.values()) for key, projects in found.items()}


def list_tracks_in_use() -> Sequence[Track]:
    """The tracks of every programme that are not retired, with their subtopics."""
    statement = (
        select(Track).join(Track.programme).where(Track.retired_at.is_(None))
        .options(selectinload(Track.subtopics), selectinload(Track.programme))
        .order_by(Programme.position, Programme.id, Track.position, Track.id)
    )
    return db.session.scalars(statement).all()


def languages_in_use() -> list[str]:
    """The languages of the parties of all programmes."""
    return sorted({code for languages in db.session.scalars(select(Party.languages)) for code in languages})
