"""Whether what one side offers is what the other seeks. Pure.

An offer meets a request, or a request for research partners, of the other side; a project that looks for partners is such a
request, and a text that does not say which it is meets either. How far they meet is

    topic × (1/2 + 1/4 × readiness + 1/4 × cooperation)

*Topic* is 1 − 1/2ⁿ for n subtopics in common, or nearness by meaning, whichever is more; where one side names no subtopic, a
track in common gives `ON_TRACK`. *Readiness* is 1 where the level that the offer has reached lies between the least and the most
that is asked for, and half as much for each level outside. *Cooperation* is 1 where both name a kind of it in common, 0 where
they name others. What is not said counts `UNSAID` in either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.matching.scoring.nearness import degree_of
from app.partnering.enums import ProfileKind

ON_TRACK = 0.25
UNSAID = 0.5
HIGHEST = 9
Levels = tuple[int, int]


@dataclass(frozen=True)
class Stance:
    """What one side offers or seeks; `kind` is None where a text does not say which.

    `key` is the profile's, 0 of what is none, and `public_id` names it in addresses. `levels` are the readiness reached
    (both alike) or asked for, from the least to the most; `cosine` how near it is by meaning to what it is compared with.
    """

    key: int
    title: str
    kind: ProfileKind | None = None
    tracks: frozenset[int] = frozenset()
    subtopics: frozenset[int] = frozenset()
    levels: Levels | None = None
    collaboration: frozenset[str] = frozenset()
    cosine: float | None = None
    public_id: str = ""


@dataclass(frozen=True)
class Answer:
    """An open profile of the other side that answers an own one: to what degree, and what of it suits.

    `levels` are the readiness that the offer has reached and the least that is asked for, where both are told and suit.
    """

    theirs: Stance
    own: Stance
    degree: float
    levels: Levels | None = None
    collaboration: frozenset[str] = frozenset()


def levels_of(kind: ProfileKind, level: int | None) -> Levels | None:
    """What the one level of a profile says: an offer has reached it, research begins there, another request asks for at least that."""
    if level is None:
        return None
    return level, HIGHEST if kind == ProfileKind.REQUEST else level


def best_answer(own: Sequence[Stance], theirs: Sequence[Stance]) -> Answer | None:
    """The pair that meets best, the earliest of equal ones; nothing where none meets."""
    met = [answer for one in own for other in theirs if (answer := _answer(one, other)) is not None]
    return min(met, key=lambda one: (-one.degree, one.theirs.key, one.own.key), default=None)


def _answer(own: Stance, theirs: Stance) -> Answer | None:
    if own.kind is not None and _offers(own) == _offers(theirs):
        return None
    topic = _topic(own, theirs)
    if not topic:
        return None
    offer, request = (theirs, own) if _offers(theirs) else (own, theirs)
    readiness, together = _readiness(offer, request), _together(own, theirs)
    levels = (offer.levels[0], request.levels[0]) if offer.levels and request.levels and readiness == 1 else None
    degree = topic * (1 / 2 + readiness / 4 + together / 4)
    return Answer(theirs, own, degree, levels, own.collaboration & theirs.collaboration)


def _offers(one: Stance) -> bool:
    return one.kind == ProfileKind.OFFER


def _topic(own: Stance, theirs: Stance) -> float:
    meant = degree_of(theirs.cosine) if theirs.cosine is not None else 0.0
    said = 1 - 0.5 ** len(own.subtopics & theirs.subtopics)
    if not (own.subtopics and theirs.subtopics) and own.tracks & theirs.tracks:
        said = ON_TRACK
    return max(meant, said)


def _readiness(offer: Stance, request: Stance) -> float:
    if offer.levels is None or request.levels is None:
        return UNSAID
    reached, (least, most) = offer.levels[0], request.levels
    return float(0.5 ** max(least - reached, reached - most, 0))


def _together(own: Stance, theirs: Stance) -> float:
    if not (own.collaboration and theirs.collaboration):
        return UNSAID
    return 1.0 if own.collaboration & theirs.collaboration else 0.0
