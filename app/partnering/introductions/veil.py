"""Texts that the other side reads before it may know who writes: they must not name the writer.

Each side is checked against what is known of itself only; a check against the other would tell who that is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.errors import Problem
from app.core.i18n import _l, isolated_name
from app.partnering import anonymity, completeness, queries
from app.partnering import policy as profiles
from app.partnering.enums import Hint, Side
from app.partnering.introductions import policy
from app.partnering.models import Introduction
from app.partnering.models.introduction import ANSWERS

HINTS = {
    Hint.NAME: _l("“%(passage)s” names your organisation, which the other side must not know yet."),
    Hint.PERSON: _l("“%(passage)s” names a person of your organisation, which the other side must not know yet."),
    Hint.LINK: _l("“%(passage)s” is a link, which leads to your organisation."),
    Hint.MAIL: _l("“%(passage)s” is an address, which leads to your organisation."),
    Hint.PHONE: _l("“%(passage)s” looks like a telephone number."),
    Hint.NUMBER: _l("“%(passage)s” looks like a number of a register or a patent, by which you can be found."),
}
OF_OWNER = _l("The text names the owner of the anonymous profile.")


def hidden(introduction: Introduction, side: Side) -> bool:
    """Whether the other side must not know who this side is yet."""
    if introduction.accepted_at is not None:
        return False
    return introduction.withheld if side == Side.ASKER else introduction.profile.anonymous


def _known(introduction: Introduction, side: Side) -> anonymity.Known:
    organisation = introduction.organisation_of(side)
    return completeness.known_of_organisation(organisation, introduction.programme)


def revealing(introduction: Introduction, side: Side, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Passages of a side's texts that tell who it is."""
    if hidden(introduction, side):
        for passage in anonymity.passages(texts, _known(introduction, side)):
            yield Problem(passage.field, str(HINTS[passage.hint]) % {"passage": isolated_name(passage.text)})


def request_revealing(introduction: Introduction) -> Iterator[Problem]:
    """The same of the answers to the guided questions."""
    yield from revealing(introduction, Side.ASKER, {name: text for name in ANSWERS if (text := getattr(introduction, name))})


def _knows_owner(by: Any, introduction: Introduction) -> bool:
    """Also whose economic organisation the owner lets see its anonymous profiles."""
    return profiles.sees_owner(by, introduction.profile) or queries.shares_profiles_with(by, introduction.profile.organisation)


def broker_revealing(introduction: Introduction, comment: str, by: Any) -> Iterator[Problem]:
    """A broker who may know the owner must not tell the asker; of one who may not, nothing is compared."""
    if hidden(introduction, Side.OWNER) and _knows_owner(by, introduction) and policy.side_of(by, introduction) is None:
        names = anonymity.passages({"comment": comment}, _known(introduction, Side.OWNER))
        if any(passage.hint in {Hint.NAME, Hint.PERSON} for passage in names):
            yield Problem("comment", OF_OWNER)
