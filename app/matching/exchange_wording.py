"""Sentences of what candidates offer and seek openly, and of how they answer."""

from typing import Any

from flask_babel import format_percent

from app.core.i18n import _, _n, isolated_name, joined, text
from app.matching.scoring import Evidence, Reason
from app.matching.scoring.complementarity import Answer
from app.partnering.enums import ProfileKind
from app.programmes.vocabulary import collaboration_types

KINDS = frozenset({Evidence.COMPLEMENTARITY, Evidence.ANSWERING, Evidence.AVAILABILITY})


def sentence(reason: Reason, answer: Answer | None) -> str:
    """A reason of one of these kinds; `answer` is the open profile that answers."""
    match reason.evidence:
        case Evidence.COMPLEMENTARITY if answer is not None:
            return _answered(answer)
        case Evidence.AVAILABILITY:
            said = _n("It looks for partners now: %(num)s open profile", "It looks for partners now: %(num)s open profiles", reason.count)
        case _ if reason.words:
            said = _answering(*map(int, reason.words))
        case _:
            said = _("How it answers requests is not known yet; it counts like the average")
    return str(said)


def _answered(answer: Answer) -> str:
    """The profile that answers, what it answers, and what of both suits."""
    theirs, own = isolated_name(answer.theirs.title), isolated_name(answer.own.title)
    said = str(_met(answer.theirs.kind, theirs, own) if answer.own.title else _like(answer.theirs.kind, theirs))
    facts = []
    if answer.levels:
        reached, asked = answer.levels
        facts.append(_("readiness %(reached)d reached, %(asked)d asked for", reached=reached, asked=asked))
    kinds = collaboration_types()
    common = [text(names) for code, names in kinds.items() if code in answer.collaboration]
    if common:
        facts.append(_("both want: %(kinds)s", kinds=joined(common)))
    return said if not facts else str(_("%(sentence)s (%(facts)s)", sentence=said, facts="; ".join(map(str, facts))))


def _met(kind: ProfileKind | None, theirs: str, own: str) -> Any:
    match kind:
        case ProfileKind.OFFER:
            return _("Its offer “%(theirs)s” meets what “%(own)s” seeks", theirs=theirs, own=own)
        case ProfileKind.REQUEST:
            return _("Its request “%(theirs)s” seeks what “%(own)s” offers", theirs=theirs, own=own)
        case _:
            return _("Its request for research partners “%(theirs)s” seeks what “%(own)s” offers", theirs=theirs, own=own)


def _like(kind: ProfileKind | None, theirs: str) -> Any:
    match kind:
        case ProfileKind.OFFER:
            return _("Its open offer “%(theirs)s” is close to the text", theirs=theirs)
        case ProfileKind.REQUEST:
            return _("Its open request “%(theirs)s” is close to the text", theirs=theirs)
        case _:
            return _("Its open request for research partners “%(theirs)s” is close to the text", theirs=theirs)


def _answering(days: int, percent: int) -> Any:
    share = format_percent(percent / 100, "#,##0%")
    if not percent:
        return _("Has answered none of the requests of the last two years")
    return _n(
        "Answers requests within %(num)d day (median); %(share)s answered", "Answers requests within %(num)d days (median); %(share)s answered",
        days, share=share,
    )
