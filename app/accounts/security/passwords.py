"""Passwords: argon2id (OWASP's parameters: 19 MiB, two passes, one lane), twelve characters or more, none that is common.

A password is compared in Unicode NFKC, so that the same word typed on another keyboard opens the same account.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import Problem
from app.core.i18n import _l

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 256
OWN_CHARACTERS = 5
SHORTEST_RUN = 3
COMMON_FILE = Path(__file__).with_name("common_passwords.txt")

YEAR = re.compile(r"(?:19|20)\d\d")
REPEATED = re.compile(r"(.)\1{2,}")
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def normalised(password: str) -> str:
    """The password as it is hashed."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its parameters and salt."""
    return HASHER.hash(normalised(password))


@cache
def nobodys_hash() -> str:
    """A hash that stands where there is no account, so that looking takes as long."""
    return HASHER.hash("this account does not exist")


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the one stored; takes as long where there is no account (`None`)."""
    try:
        return HASHER.verify(stored or nobodys_hash(), normalised(password)) and stored is not None
    except InvalidHashError:
        return matches(password, None)
    except VerificationError:
        return False


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(stored)


@cache
def common_words() -> tuple[str, ...]:
    """The listed passwords and words, longest first."""
    lines = COMMON_FILE.read_text(encoding="utf-8").splitlines()
    words = {bare(line) for line in lines if not line.startswith("#")} - {""}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def bare(text: str) -> str:
    """Letters and digits alone, without regard to case."""
    return NEITHER_LETTER_NOR_DIGIT.sub("", normalised(text).casefold())


def remainder(password: str, context: Sequence[str] = ()) -> str:
    """What is left of a password without common words, years, repetitions and what surrounds them."""
    left = bare(password)
    for word in sorted(filter(lambda word: len(word) >= SHORTEST_RUN, map(bare, context)), key=len, reverse=True):
        left = left.replace(word, " ")
    for word in common_words():
        left = left.replace(word, " ")
    left = REPEATED.sub(" ", YEAR.sub(" ", left))
    return without_runs(left).replace(" ", "")


def without_runs(text: str) -> str:
    """The text without characters in the order of the alphabet or of counting (`456`, `fedc`)."""
    kept: list[str] = []
    run: list[str] = []
    step = 0
    for character in text:
        move = ord(character) - ord(run[-1]) if run else 0
        if run and abs(move) == 1 and (len(run) == 1 or move == step):
            step = move
            run.append(character)
            continue
        kept.extend(run if len(run) < SHORTEST_RUN else ())
        run = [character]
    return "".join([*kept, *(run if len(run) < SHORTEST_RUN else ())])


def problems(password: str, *, field: str = "password", context: Sequence[str] = ()) -> list[Problem]:
    """Why a password may not be used; `context` are words of the person's own (name, address)."""
    length = len(normalised(password))
    if length < MINIMUM_LENGTH:
        return [Problem(field, _l("Choose a password of 12 characters or more. Several words together are easy to remember."))]
    if length > MAXIMUM_LENGTH:
        return [Problem(field, _l("Choose a password of 256 characters or fewer."))]
    if len(set(remainder(password, context))) < OWN_CHARACTERS:
        return [Problem(field, _l("Choose a password that is harder to guess. This one consists of words or sequences that are tried first."))]
    return []
