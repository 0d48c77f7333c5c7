"""Confidential documents of the two sides of an introduction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.documents.models import Document
from app.extensions import db
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import IntroductionState, Side, StepKind, StepState
from app.partnering.models import Introduction, IntroductionDocument, IntroductionStep
from app.partnering.queries.introductions import owned_by

S = IntroductionState
DOCUMENT_STATES = (S.UNDER_NDA, S.CONVERTED, S.AGREED)


def get_paper(introduction: Introduction, document: str) -> IntroductionDocument | None:
    """A confidential document of the introduction that was not removed."""
    statement = select(IntroductionDocument).join(IntroductionDocument.document).where(
        IntroductionDocument.introduction_id == introduction.id, Document.public_id == document, Document.removed_at.is_(None)
    )
    return db.session.scalars(statement.options(joinedload(IntroductionDocument.document).joinedload(Document.uploaded_by))).first()


def list_papers(introduction: Introduction, side: Side) -> Sequence[IntroductionDocument]:
    """The confidential documents of one side, the newest first."""
    statement = select(IntroductionDocument).join(IntroductionDocument.document).where(
        IntroductionDocument.introduction_id == introduction.id, IntroductionDocument.side == side, Document.removed_at.is_(None)
    )
    loaded = statement.options(joinedload(IntroductionDocument.document).joinedload(Document.uploaded_by))
    return db.session.scalars(loaded.order_by(IntroductionDocument.id.desc())).all()


def count_papers(introduction: Introduction, side: Side) -> int:
    """How many confidential documents of one side stand."""
    statement = select(func.count()).select_from(IntroductionDocument).join(IntroductionDocument.document).where(
        IntroductionDocument.introduction_id == introduction.id, IntroductionDocument.side == side, Document.removed_at.is_(None)
    )
    return db.session.scalar(statement) or 0


def papers_for_other_side(actor: Any) -> ColumnElement[bool]:
    """Confidential documents that the actor may open as one of the other side: the rule of `introductions.documents.opens`."""
    own = actor.organisations(*OWN_ROLES)
    agreed = select(IntroductionStep.id).where(
        IntroductionStep.introduction_id == Introduction.id, IntroductionStep.kind == StepKind.CONFIDENTIALITY,
        IntroductionStep.state == StepState.CONFIRMED,
    ).exists()
    of_other = or_(
        and_(IntroductionDocument.side == Side.OWNER, Introduction.organisation_id.in_(own)),
        and_(IntroductionDocument.side == Side.ASKER, owned_by(own)),
    )
    standing = select(Document.id).where(Document.id == IntroductionDocument.document_id, Document.removed_at.is_(None)).exists()
    return and_(
        select(Introduction.id).where(
            Introduction.id == IntroductionDocument.introduction_id, Introduction.state.in_(DOCUMENT_STATES), agreed, of_other
        ).exists(),
        standing,
    )
