"""What the two sides of an introduction hand to each other."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.core.pagination import Page, paginate
from app.documents.models import Document
from app.extensions import db
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import Audience, IntroductionState, Side, StepKind, StepState
from app.partnering.models import (
    Introduction,
    IntroductionAttachment,
    IntroductionDocument,
    IntroductionMessage,
    IntroductionReading,
    IntroductionStep,
)
from app.partnering.queries.introductions import asked_in, coordinated_by, owned_by, received_by, without_part

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


def messages_for(actor: Any) -> ColumnElement[bool]:
    """Messages to whose audience the actor belongs."""
    own = actor.organisations(*OWN_ROLES)
    asks, receives = Introduction.organisation_id.in_(own), received_by(own)
    own_side = and_(
        IntroductionMessage.audience == Audience.OWN_SIDE,
        or_(and_(IntroductionMessage.side == Side.ASKER, asks), and_(IntroductionMessage.side == Side.OWNER, receives)),
    )
    shared = and_(IntroductionMessage.audience.in_((Audience.BOTH_SIDES, Audience.WITH_OFFICERS)), or_(asks, receives))
    screeners = and_(Introduction.screened, or_(asked_in(actor, Role.OFFICER), coordinated_by(actor)), without_part(actor))
    officers = and_(IntroductionMessage.audience == Audience.WITH_OFFICERS, screeners)
    return select(Introduction.id).where(
        Introduction.id == IntroductionMessage.introduction_id, or_(own_side, shared, officers)
    ).correlate(IntroductionMessage).exists()


def asked_officers(introduction: Introduction) -> bool:
    """Whether a side has turned to the officers."""
    statement = select(IntroductionMessage.id).where(
        IntroductionMessage.introduction_id == introduction.id, IntroductionMessage.audience == Audience.WITH_OFFICERS
    )
    return db.session.scalar(select(statement.exists())) or False


def list_messages(actor: Any, introduction: Introduction, number: int) -> Page:
    """The messages of an introduction that the actor reads, the newest first."""
    statement = select(IntroductionMessage).where(IntroductionMessage.introduction_id == introduction.id, messages_for(actor))
    return paginate(statement.options(joinedload(IntroductionMessage.written_by)).order_by(IntroductionMessage.id.desc()), number)


def attachments_of(messages: Collection[int]) -> Mapping[int, Sequence[Document]]:
    """The documents that go with each of the messages."""
    statement = select(IntroductionAttachment).where(IntroductionAttachment.message_id.in_(messages))
    found: dict[int, list[Document]] = defaultdict(list)
    for one in db.session.scalars(statement.options(joinedload(IntroductionAttachment.document)).order_by(IntroductionAttachment.id)):
        found[one.message_id].append(one.document)
    return found


def get_attachment(actor: Any, *, lock: bool, public_id: str, document: str) -> IntroductionAttachment | None:
    """An attachment of a message that the actor reads. Nothing about it changes, so nothing is locked."""
    del lock
    statement = (
        select(IntroductionAttachment).join(IntroductionAttachment.message).join(IntroductionMessage.introduction)
        .join(IntroductionAttachment.document)
        .where(Introduction.public_id == public_id, Document.public_id == document, Document.removed_at.is_(None), messages_for(actor))
    )
    return db.session.scalars(statement).first()


def read_until(actor: Any, introduction: Introduction) -> int:
    """Up to which message the actor has read."""
    statement = select(IntroductionReading.message_id).where(
        IntroductionReading.introduction_id == introduction.id, IntroductionReading.person_id == actor.id
    )
    return db.session.scalar(statement) or 0


def last_message(actor: Any, introduction: Introduction, until: datetime) -> int | None:
    """The last message up to an instant that the actor reads."""
    statement = select(func.max(IntroductionMessage.id)).where(
        IntroductionMessage.introduction_id == introduction.id, IntroductionMessage.created_at <= until, messages_for(actor)
    )
    return db.session.scalar(statement)


def count_unread(actor: Any, introductions: Collection[int] | None = None) -> Mapping[int, int]:
    """How many messages of others the actor has not read, by introduction; of all where none are named."""
    read = select(IntroductionReading.message_id).where(
        IntroductionReading.introduction_id == IntroductionMessage.introduction_id, IntroductionReading.person_id == actor.id
    ).scalar_subquery()
    statement = select(IntroductionMessage.introduction_id, func.count()).where(
        IntroductionMessage.written_by_id != actor.id, IntroductionMessage.id > func.coalesce(read, 0), messages_for(actor)
    )
    if introductions is not None:
        statement = statement.where(IntroductionMessage.introduction_id.in_(introductions))
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(IntroductionMessage.introduction_id))}
