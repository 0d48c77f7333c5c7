"""How rare words are in the whole registry, counted anew by the worker now and then."""

import re
from collections.abc import Collection

from sqlalchemy import delete, func, select, text

from app.core import transaction
from app.core.folding import CJK
from app.extensions import db
from app.matching import tokens
from app.matching.models import SearchDocument, WordShare
from app.matching.scoring.fit import RAREST

FEWEST_DOCUMENTS = 1_000
"""A registry of fewer organisations says little about which words are common."""

PAIR = 2
_HAS_RUN = re.compile(f"[{CJK}]")

COUNT = text(
    "INSERT INTO word_share (word, share) SELECT word, least(ndoc::float / :total, 1)"
    " FROM ts_stat('SELECT tokens FROM search_document WHERE organisation_id IS NOT NULL') WHERE ndoc > :total * :rarest"
)


def refresh() -> int:
    """Count the words of all organisations anew; gives how many are kept: rarer ones than `RAREST` are all alike."""
    with transaction.unit():
        statement = select(func.count()).select_from(SearchDocument).where(SearchDocument.organisation_id.is_not(None))
        total = db.session.scalar(statement) or 0
        db.session.execute(delete(WordShare))
        if total < FEWEST_DOCUMENTS:
            return 0
        db.session.execute(COUNT, {"total": total, "rarest": RAREST})
        return db.session.scalar(select(func.count()).select_from(WordShare)) or 0


def shares_of(words: Collection[str]) -> dict[str, float] | None:
    """Word → the share of the organisations that hold it; nothing at all where none was counted yet.

    A run of Japanese or Korean letters is as rare as the rarest pair in it.
    """
    if not db.session.scalar(select(select(WordShare.word).exists())):
        return None
    parts = {word: _parts(word) for word in words}
    wanted = {part for many in parts.values() for part in many}
    rows = db.session.execute(select(WordShare.word, WordShare.share).where(WordShare.word.in_(wanted)))
    found = {row.word: row.share for row in rows}
    return {word: min(found.get(part, 0.0) for part in many) for word, many in parts.items()}


def _parts(word: str) -> list[str]:
    pairs = [form for form, _place in tokens.index_tokens(word) if len(form) == PAIR]
    return pairs if pairs and _HAS_RUN.search(word) else [word]
