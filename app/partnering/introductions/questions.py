"""The guided questions of an expression of interest, by kind of profile, and the least length of each answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.errors import Problem
from app.core.i18n import LazyText, _l
from app.partnering.enums import ProfileKind
from app.partnering.models import Introduction

LONGEST = 3000


@dataclass(frozen=True)
class Question:
    """What is asked, with a hint, and how many characters an answer needs."""

    label: LazyText
    hint: LazyText | None = None
    least: int = 0


_timing = Question(_l("When could you begin?"), _l("A month or a quarter is enough."), 2)
_questions = Question(_l("What would you like to know first?"))
QUESTIONS: Mapping[ProfileKind, Mapping[str, Question]] = {
    ProfileKind.OFFER: {
        "why": Question(_l("Why are you interested in this offer?"), _l("What you would use it for, and where."), 20),
        "brings": Question(_l("What do you bring?"), _l("Users, a site, technology, a market, money."), 20),
        "seeks": Question(_l("What do you expect of the owner?"), None, 10),
        "timing": _timing, "questions": _questions,
    },
    ProfileKind.REQUEST: {
        "why": Question(_l("Why can you meet this need?"), _l("What you have done that is like it."), 20),
        "brings": Question(_l("What do you offer?"), _l("How far it is developed, and what is proven."), 20),
        "seeks": Question(_l("What do you expect in return?"), None, 10),
        "timing": _timing, "questions": _questions,
    },
    ProfileKind.RD_REQUEST: {
        "why": Question(_l("Why do you want to take part in this project?"), None, 20),
        "brings": Question(_l("Which part of the work would you do?"), _l("Technology, people, facilities, and funding of your own."), 20),
        "seeks": Question(_l("What do you want to own or use afterwards?"), None, 10),
        "timing": _timing, "questions": _questions,
    },
}


def unanswered(introduction: Introduction) -> Iterator[Problem]:
    """The questions whose answers are missing or too short."""
    for name, question in QUESTIONS[introduction.profile.kind].items():
        length = len(getattr(introduction, name) or "")
        if length < question.least:
            message = _l("“%(field)s” needs at least %(least)d characters; it has %(length)d.", field=question.label, least=question.least, length=length)
            yield Problem(name, message)
