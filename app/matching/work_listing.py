"""How projects, profiles and calls that were found are shown."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from app.core.i18n import LazyText, _l, text
from app.matching.chunks import language_of
from app.matching.listing import Facet, reasons, topic_name
from app.matching.models import SearchDocument
from app.matching.queries import Sought, Why, Works
from app.matching.snippets import Part, snippet
from app.matching.taxonomy import Taxonomy
from app.programmes.vocabulary import readiness

LEGENDS: dict[str, LazyText] = {"what": _l("What it is"), "track": _l("Sector track"), "trl": _l("Technology readiness")}
WHATS: dict[str, LazyText] = {"project": _l("Project"), "profile": _l("Profile"), "call": _l("Open call")}


@dataclass(frozen=True)
class WorkRow:
    """A project, profile or call in a list, with the passage in which it was found."""

    document: SearchDocument
    title: str
    title_language: str | None
    passage: list[Part]
    language: str | None
    reasons_found: list[str] = field(default_factory=list)


def row(document: SearchDocument, found: Works) -> WorkRow:
    """A document with its title as its reader may see it, the passage around the hits, and why it was found."""
    why = found.why.get(document.id, Why())
    wanted = found.question.wanted
    said = [(chunk.passage, chunk.language) for chunk in document.chunks]
    shown = [(snippet(passage, wanted), language) for passage, language in said]
    best = next(((parts, language) for parts, language in shown if any(part.is_hit for part in parts)), None)
    if best is None and why.meant:
        best = (snippet(why.meant.passage, wanted), why.meant.language)
    passage, language = best or (shown[0] if shown else ([], None))
    title = text(document.call.names) if document.call else document.title or ""
    spoken = language_of(title, document.language)
    return WorkRow(document, title, spoken, passage, language, reasons(why))


def facets(sought: Sought, taxonomy: Taxonomy, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """The facets with what each choice would give; a choice that gives nothing is left out unless it is made."""
    found = []
    for name, legend in LEGENDS.items():
        picked = getattr(sought, name)
        options = [
            {"value": value, "label": words, "count": counts[name].get(value, 0), "checked": value in picked}
            for value, words in _options(name, taxonomy)
            if counts[name].get(value) or value in picked
        ]
        if options:
            found.append(Facet(name, legend, options))
    return found


def chosen(sought: Sought, taxonomy: Taxonomy, address: Callable[[Sought], str]) -> list[dict[str, str]]:
    """Each choice in words with the address of the same search without it."""
    return [
        {"text": words, "url": address(sought.without(name, value))}
        for name in LEGENDS
        for value, words in _options(name, taxonomy)
        if value in getattr(sought, name)
    ]


def _options(facet: str, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    match facet:
        case "what":
            yield from ((value, str(words)) for value, words in WHATS.items())
        case "track":
            for key, track in taxonomy.tracks.items():
                yield key, topic_name(track, taxonomy)
        case "trl":
            yield from ((str(level), readiness(level)) for level in range(1, 10))
