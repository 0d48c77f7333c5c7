"""Reasons in the reader's language."""

from collections.abc import Mapping
from typing import Any

from app.core.i18n import LazyText, _, _l, _n, isolated_name, joined, language_name
from app.core.templating import words
from app.matching import exchange_wording
from app.matching.enums import AsideReason, WeightSource
from app.matching.scoring import Evidence, Reason
from app.matching.scoring.complementarity import Answer

NAMES_SHOWN = 5
PASSAGE_SHOWN = 120

words(
    {
        AsideReason.OFF_TOPIC: _l("Not our topic"),
        AsideReason.WRONG_SIZE: _l("Too large or too small for us"),
        AsideReason.NO_CAPACITY: _l("We have no capacity to work with them now"),
        AsideReason.DISTANCE_OR_LANGUAGE: _l("Distance or language stands against it"),
        AsideReason.COMPETITOR: _l("A competitor"),
        AsideReason.KNOWN: _l("We know them already"),
        AsideReason.TRIED: _l("We tried before"),
        AsideReason.OTHER: _l("Another reason"),
    },
    {
        Evidence.SHARED_SUBTOPICS: _l("Shared subtopics"),
        Evidence.SHARED_TRACKS: _l("Shared sector tracks"),
        Evidence.COMMON_WORDS: _l("Telling words in common"),
        Evidence.MEANING: _l("Nearness by meaning"),
        Evidence.SAME_CIRCLE: _l("Same circle of partners"),
        Evidence.TOPIC_CIRCLE: _l("Nearness to those who work on the topic"),
        Evidence.PROFILE_WORDS: _l("Words of all its texts and projects"),
        Evidence.PROFILE_LIKENESS: _l("Likeness of its texts as a whole"),
        Evidence.SIMILAR_WORK: _l("Similar work"),
        Evidence.COOPERATION: _l("Earlier cooperation"),
        Evidence.COOPERATION_ON_TOPIC: _l("Earlier cooperation on the topic"),
        Evidence.PARTNERS_IN_COMMON: _l("Partners in common"),
        Evidence.REACH: _l("Nearness in the network of projects"),
        Evidence.MOMENTUM: _l("Recent work"),
        Evidence.COMPLEMENTARY_SIZE: _l("Complementary size"),
        Evidence.COMMON_LANGUAGE: _l("Language in common"),
        Evidence.VERIFIED: _l("Verification"),
        Evidence.COMPLEMENTARITY: _l("Offer meets request"),
        Evidence.ANSWERING: _l("How reliably it answers"),
        Evidence.AVAILABILITY: _l("Open profiles"),
    },
    {
        WeightSource.REFERENCE: _l("Reference data"),
        WeightSource.OUTCOMES: _l("Outcomes of this installation"),
    },
)


def sentence(
    reason: Reason, labels: Mapping[Evidence, Mapping[int, str]], *, for_project: bool = False, for_text: bool = False, answer: Answer | None = None
) -> str:
    """A reason as a sentence; `labels` names tracks, subtopics and partners by their ids, `answer` is the profile that answers.

    What is said of a profile or a text speaks of the candidate alone.
    """
    known = labels.get(reason.evidence, {})
    names = joined([known[key] for key in reason.ids[:NAMES_SHOWN] if key in known])
    count = len(reason.ids)
    if reason.evidence in exchange_wording.KINDS:
        return exchange_wording.sentence(reason, answer)
    if for_text and reason.evidence in ABOUT_TEXT:
        spoken = joined([language_name(code) for code in reason.words])
        return str(ABOUT_TEXT[reason.evidence]) % {"names": names or spoken}
    return str(_worded(reason, names, count, for_project=for_project))


ABOUT_TEXT: Mapping[Evidence, LazyText] = {
    Evidence.SHARED_SUBTOPICS: _l("Works on %(names)s"),
    Evidence.SHARED_TRACKS: _l("Sector tracks in common: %(names)s"),
    Evidence.COMMON_LANGUAGE: _l("Writes in a language in common: %(names)s"),
}


def _worded(reason: Reason, names: str, count: int, *, for_project: bool) -> Any:
    match reason.evidence:
        case Evidence.SHARED_SUBTOPICS if for_project:
            return _n("Works on a subtopic of the project: %(names)s", "Works on subtopics of the project: %(names)s", count, names=names)
        case Evidence.SHARED_SUBTOPICS:
            return _("Both work on %(names)s", names=names)
        case Evidence.SHARED_TRACKS if for_project:
            return _n("In the sector track of the project: %(names)s", "In sector tracks of the project: %(names)s", count, names=names)
        case Evidence.SHARED_TRACKS:
            return _n("Both are in the sector track %(names)s", "Both are in the sector tracks %(names)s", count, names=names)
        case Evidence.COMMON_WORDS:
            return _("Words in common: %(words)s", words=joined(reason.words))
        case Evidence.MEANING:
            return _("It says much the same in its own words: “%(passage)s”", passage=isolated_name(_short(reason.words[0])))
        case Evidence.COMPLEMENTARY_SIZE:
            return _("A smaller and a larger organisation can complement each other")
        case Evidence.VERIFIED:
            return _("Verified by its authority")
        case Evidence.COMMON_LANGUAGE:
            return _("Both write in %(languages)s", languages=joined([language_name(code) for code in reason.words]))
        case _:
            return _past(reason, names)


def _short(passage: str) -> str:
    """The beginning of a passage, cut at a word where there are words."""
    plain = " ".join(passage.split())
    if len(plain) <= PASSAGE_SHOWN:
        return plain
    return plain[:PASSAGE_SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:.、。") + "…"


def _past(reason: Reason, names: str) -> Any:
    titles, more = joined(reason.words), reason.count > len(reason.words)
    match reason.evidence:
        case Evidence.SIMILAR_WORK if more:
            return _("%(count)s of its approved projects are about like things, first of all: %(titles)s", count=reason.count, titles=titles)
        case Evidence.SIMILAR_WORK if reason.words:
            return _n(
                "%(num)s of its approved projects is about like things: %(titles)s",
                "%(num)s of its approved projects are about like things: %(titles)s", reason.count, titles=titles,
            )
        case Evidence.SIMILAR_WORK:
            return _("What it says of its work is like this in wording")
        case Evidence.PROFILE_WORDS | Evidence.PROFILE_LIKENESS:
            return _("Its texts and projects as a whole speak of the same matters")
        case Evidence.MOMENTUM if reason.count:
            return _n(
                "%(num)s of its approved projects is of the last four years", "%(num)s of its approved projects are of the last four years",
                reason.count,
            )
        case Evidence.MOMENTUM:
            return _("Nothing in its record is old")
        case _:
            return _together(reason, names, titles, more=more)


def _together(reason: Reason, names: str, titles: str, *, more: bool) -> Any:
    match reason.evidence:
        case Evidence.COOPERATION_ON_TOPIC | Evidence.COOPERATION if more:
            return _("%(count)s earlier joint projects of both, among them: %(titles)s", count=reason.count, titles=titles)
        case Evidence.COOPERATION_ON_TOPIC | Evidence.COOPERATION if titles:
            return _("Earlier joint projects of both: %(titles)s", titles=titles)
        case Evidence.COOPERATION_ON_TOPIC | Evidence.COOPERATION:
            return _("Both worked together before")
        case Evidence.PARTNERS_IN_COMMON if names:
            return _("Both worked with %(names)s", names=names)
        case Evidence.PARTNERS_IN_COMMON:
            return _("Both worked with the same partners")
        case Evidence.SAME_CIRCLE:
            return _("Its joint projects are with the same circle of organisations")
        case Evidence.TOPIC_CIRCLE:
            return _("Works together with organisations whose work is like this")
        case _:
            return _("Few steps away in the network of approved joint projects")
