"""Who adds, opens and removes confidential documents of an introduction. Brokers never do; to whom a document is closed it does not exist."""

from typing import Any

from app.partnering import queries
from app.partnering.enums import Side
from app.partnering.introductions import policy
from app.partnering.models import Introduction, IntroductionDocument


def lists(by: Any, introduction: Introduction) -> bool:
    """One of the people of either side."""
    return policy.side_of(by, introduction) is not None


def adds(by: Any, introduction: Introduction) -> bool:
    """A representative of either side, once both know each other."""
    return policy.talks(by, introduction)


def opens(by: Any, paper: IntroductionDocument) -> bool:
    """One's own side's always; the other's while confidential documents may be opened."""
    if paper.document.removed_at is not None:
        return False
    return policy.side_of(by, paper.introduction) == paper.side or policy.may_open_documents(by, paper.introduction)


def removes(by: Any, paper: IntroductionDocument) -> bool:
    """A representative of the side whose document it is."""
    own = policy.asks if paper.side == Side.ASKER else policy.answers
    return paper.document.removed_at is None and own(by, paper.introduction)


def load(actor: Any, *, lock: bool, public_id: str, document: str) -> IntroductionDocument | None:
    """A document that the actor may open."""
    introduction = queries.get_introduction(actor, lock=lock, public_id=public_id)
    paper = queries.get_paper(introduction, document) if introduction is not None else None
    return paper if paper is not None and opens(actor, paper) else None
