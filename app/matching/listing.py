"""How the registry's search is shown: rows with names in the reader's language first, facets, and removable choices."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.i18n import LazyText, _, _l, country_name, isolated_name, joined, language, language_name, text
from app.core.templating import label
from app.matching import tokens, wording
from app.matching.criteria import FACETS, NO, UNKNOWN, YES, Criteria
from app.matching.queries import Counterparts, Found, Gaps, Subject, Why
from app.matching.question import Question
from app.matching.scoring import Evidence, Fit
from app.matching.snippets import Part, snippet
from app.matching.taxonomy import Taxonomy, Topic
from app.organisations.enums import LISTED_STATES, OrganisationKind, OrganisationState, SizeBand
from app.organisations.models import Organisation
from app.partnering.enums import ProfileKind
from app.programmes.vocabulary import collaboration_types, readiness, readiness_levels

LEGENDS: dict[str, LazyText] = {
    "kind": _l("Kind of organisation"),
    "country": _l("Country"),
    "track": _l("Sector track"),
    "subtopic": _l("Subtopic"),
    "size": _l("Size"),
    "language": _l("Language of the description"),
    "verified": _l("Verification"),
    "profile": _l("Open partnering profiles"),
    "collaboration": _l("Kind of cooperation"),
    "trl": _l("Technology readiness in profiles"),
}


@dataclass(frozen=True)
class Name:
    """A name with the language that it is in."""

    text: str
    language: str | None


@dataclass(frozen=True)
class Row:
    """An organisation in a list."""

    organisation: Organisation
    name: Name
    other_names: list[Name]
    description: list[Part]
    description_language: str | None = None
    reasons_found: list[str] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        """Stands in the public registry as one that is active."""
        return self.organisation.state in LISTED_STATES - {OrganisationState.RETIRED}


@dataclass(frozen=True)
class Counterpart(Row):
    """An organisation with its reasons in words and their points out of 100, and what is taken off.

    `is_lifted`: it stands further up than by its points. `answering` is the address key of its profile that answers.
    """

    reasons: list[tuple[str, int]] = field(default_factory=list)
    points: int = 0
    less: tuple[str, int] | None = None
    is_lifted: bool = False
    answering: str = ""


@dataclass(frozen=True)
class Facet:
    """A group of choices, as the component shows it."""

    name: str
    legend: LazyText
    options: list[dict[str, Any]]


def names_of(organisation: Organisation) -> list[Name]:
    """The names, that in the reader's language first; else the one in Latin letters."""
    native_language = organisation.name_native_language
    native = Name(organisation.name_native or "", native_language)
    latin = Name(organisation.name_latin or "", "en")
    kana = Name(organisation.name_kana or "", native_language)
    ordered = [native, latin, kana] if native_language == language() else [latin, native, kana]
    return list({name.text: name for name in reversed(ordered) if name.text}.values())[::-1]


def row(organisation: Organisation, found: Found) -> Row:
    """An organisation with the part of its description in which it was found, and why it stands where it does."""
    first, *others = names_of(organisation)
    why = found.why.get(organisation.id, Why())
    described, spoken = organisation.description or "", organisation.description_language
    parts = snippet(described, found.question.wanted)
    if why.meant and not any(part.is_hit for part in parts):
        parts, spoken = snippet(why.meant.passage, found.question.wanted), why.meant.language
    return Row(organisation, first, others, parts, spoken, reasons(why))


def reasons(why: Why) -> list[str]:
    """Why something was found, in words."""
    found = []
    if why.by_words is not None:
        found.append(_("Holds the words: place %(place)s among those that do", place=why.by_words))
    if why.named is not None:
        found.append(_("Has a name that is written alike: %(name)s", name=isolated_name(why.named.name)))
    if why.meant is not None:
        found.append(_("Means something alike, in whatever language: place %(place)s by meaning", place=why.meant.place))
    return [str(one) for one in found]


def widenings(question: Question) -> list[str]:
    """What else the taxonomy calls what was asked for."""
    return [
        _("%(said)s, also as %(others)s", said=isolated_name(one.said), others=joined(one.others))
        for one in question.widened
    ]


def counterpart(
    organisation: Organisation, fit: Fit, subject: Subject, found: Counterparts, *, for_project: bool = False, for_text: bool = False
) -> Counterpart:
    """An organisation with the reasons for which it fits."""
    named, answer = found.named, found.answers.get(fit.key)
    labels = {
        Evidence.SHARED_TRACKS: {track.id: text(track.names) for track in subject.tracks},
        Evidence.SHARED_SUBTOPICS: {subtopic.id: text(subtopic.names) for subtopic in subject.subtopics},
        Evidence.PARTNERS_IN_COMMON: {key: one.display_name for key, one in named.items()},
    }
    words = next((" ".join(reason.words) for reason in fit.reasons if reason.evidence == Evidence.COMMON_WORDS), "")
    first, *others = names_of(organisation)
    said = {"for_project": for_project, "for_text": for_text}
    weighed = [(wording.sentence(reason, labels, **said, answer=answer), round(reason.share * 100)) for reason in fit.reasons]
    described = snippet(organisation.description or "", tokens.asked(words))
    return Counterpart(
        organisation, first, others, described, organisation.description_language, reasons=weighed, points=round(fit.score * 100),
        less=_less(fit, named), is_lifted=fit.key in found.lifted,
        answering=answer.theirs.public_id if answer else "",
    )


def _less(fit: Fit, named: Mapping[int, Organisation]) -> tuple[str, int] | None:
    points = round(fit.less.share * 100) if fit.less else 0
    if not fit.less or not points:
        return None
    names = joined([named[key].display_name for key in fit.less.because])
    return str(_("Less, because you set aside %(names)s as off topic", names=names)), points


@dataclass(frozen=True)
class SetMember(Row):
    """An organisation in a set, with the names of what it adds to those before it."""

    brings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PartnerSetShown:
    """A set of organisations, and the names of the needs that it leaves open."""

    members: list[SetMember]
    left_open: list[str]


def partner_sets(gaps: Gaps) -> list[PartnerSetShown]:
    """The sets with names in the reader's language."""
    return [
        PartnerSetShown(
            [_member(gaps, partner.key, one.brings(partner)) for partner in one.partners], _needs(gaps, one.open_needs)
        )
        for one in gaps.sets
    ]


def _member(gaps: Gaps, key: int, brings: frozenset[str]) -> SetMember:
    organisation = gaps.organisations[key]
    first, *others = names_of(organisation)
    described = snippet(organisation.description or "", tokens.asked(""))
    return SetMember(
        organisation, first, others, described, organisation.description_language, brings=_needs(gaps, brings)
    )


def _needs(gaps: Gaps, keys: frozenset[str]) -> list[str]:
    return [text(names) for need, names in gaps.needs.items() if need in keys]


def scopes(subject: Subject, address: Callable[..., str], *, anywhere: bool) -> list[dict[str, Any]]:
    """Where to look, for the tabs: the partner countries, or everywhere."""
    if not subject.countries:
        return []
    names = joined([country_name(code) for code in subject.countries])
    return [
        {"text": names, "url": address(), "current": not anywhere},
        {"text": _("Any country"), "url": address(countries="any"), "current": anywhere},
    ]


def facets(criteria: Criteria, taxonomy: Taxonomy, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """The facets with what each choice would give; a choice that gives nothing is left out unless it is made."""
    found = []
    for name in FACETS:
        chosen = criteria.chosen(name)
        options = [
            {"value": value, "label": words, "count": count, "checked": value in chosen}
            for value, words, count in _options(name, taxonomy, counts[name], chosen)
            if count or value in chosen
        ]
        if options:
            found.append(Facet(name, LEGENDS[name], options))
    return found


def chosen(criteria: Criteria, taxonomy: Taxonomy, address: Callable[[Criteria], str]) -> list[dict[str, str]]:
    """Each choice in words with the address of the same search without it."""
    words = {
        facet: {value: text for value, text, _count in _options(facet, taxonomy, {}, criteria.chosen(facet))}
        for facet in FACETS
        if criteria.chosen(facet)
    }
    return [
        {"text": texts[value], "url": address(criteria.without(facet, value))}
        for facet, texts in words.items()
        for value in criteria.chosen(facet)
    ]


def _options(
    facet: str, taxonomy: Taxonomy, counts: Mapping[str, int], chosen: tuple[str, ...]
) -> Iterator[tuple[str, str, int]]:
    """Value, words and number of each choice there is, in the order of the page."""
    match facet:
        case "kind":
            yield from ((kind, label(kind), counts.get(kind, 0)) for kind in OrganisationKind)
        case "country":
            codes = {*counts, *chosen}
            yield from sorted(((code, country_name(code), counts.get(code, 0)) for code in codes), key=lambda one: (-one[2], one[0]))
        case "track":
            for key, track in taxonomy.tracks.items():
                yield key, topic_name(track, taxonomy), counts.get(str(track.id), 0)
        case "subtopic":
            under = [(key, subtopic, counts.get(str(subtopic.id), 0)) for key, subtopic in taxonomy.subtopics.items()]
            for key, subtopic, count in sorted(under, key=lambda one: (one[0] not in chosen, -one[2])):
                yield key, topic_name(subtopic, taxonomy), count
        case "size":
            yield from ((size, label(size), counts.get(size, 0)) for size in SizeBand)
            yield UNKNOWN, _("Size not stated"), counts.get(UNKNOWN, 0)
        case "language":
            codes = {*counts, *chosen}
            ordered = sorted(codes, key=lambda code: (code == UNKNOWN, -counts.get(code, 0), code))
            yield from ((code, _spoken(code), counts.get(code, 0)) for code in ordered)
        case "verified":
            yield YES, _("Verified"), counts.get(YES, 0)
            yield NO, _("Not verified"), counts.get(NO, 0)
        case _:
            yield from ((value, words, counts.get(value, 0)) for value, words in _said_in_profiles(facet))


def _said_in_profiles(facet: str) -> Iterator[tuple[str, str]]:
    match facet:
        case "profile":
            yield from ((kind, label(kind)) for kind in ProfileKind)
        case "collaboration":
            yield from ((code, text(names)) for code, names in collaboration_types().items())
        case "trl":
            yield from ((str(level), readiness(level)) for level in readiness_levels())


def _spoken(code: str) -> str:
    return str(_("No description")) if code == UNKNOWN else language_name(code)


def topic_name(topic: Topic, taxonomy: Taxonomy) -> str:
    """The name of a track or subtopic, with its programme where another programme has one of the same name."""
    if taxonomy.is_unambiguous(topic):
        return text(topic.names)
    return str(_("%(track)s (%(programme)s)", track=text(topic.names), programme=text(topic.programme_names)))
