"""The terms by which texts are compared: stems without stop words, and pairs of neighbours, in any language."""

from functools import lru_cache
from itertools import pairwise

from app.matching import tokens
from app.matching.words import stop_words


@lru_cache(maxsize=10_000)
def remembered_terms(text: str) -> tuple[str, ...]:
    """The terms of a text that is asked for again and again, such as an organisation's description."""
    return tuple(terms_of(text))


def terms_of(text: str) -> list[str]:
    """The terms of a text in their order; the spellings of one Hebrew word stand side by side."""
    dropped = stop_words()
    stems = [token for token, _position in tokens.index_tokens(text) if token not in dropped and not token.isdecimal()]
    return stems + [f"{first} {second}" for first, second in pairwise(stems)]
