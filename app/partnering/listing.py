"""How profiles are listed: each row with what its reader may know, and the facets with what each choice would give."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.i18n import LazyText, _, _l, country_name, language_name, text
from app.core.templating import label
from app.organisations.models import Organisation
from app.partnering import policy, reading
from app.partnering.enums import ProfileKind
from app.partnering.models import Profile
from app.partnering.queries import Found, Wanted
from app.partnering.texts import shown_version
from app.programmes.vocabulary import collaboration_types

LEGENDS: Mapping[str, LazyText] = {
    "kind": _l("What it is"), "track": _l("Sector track"), "country": _l("Country of the owner"), "collaboration": _l("Kind of cooperation"),
    "language": _l("Written in"),
}


@dataclass(frozen=True)
class Listed:
    """A profile in a list. `owner` and `country` only where the reader may know them."""

    profile: Profile
    title: str
    summary: str
    language: str
    owner: Organisation | None
    country: str | None
    tracks: list[str]


def row(profile: Profile, by: Any) -> Listed:
    """A profile as its reader may see it, in the reader's language where there is a translation."""
    said, version = reading.chosen_text(profile), shown_version(profile)
    told = reading.facets(profile, version, by)
    owner = profile.organisation if policy.sees_owner(by, profile) else None
    return Listed(profile, said.title, said.summary or "", said.language, owner, told.country, [text(track.names) for track in told.tracks])


def facets(wanted: Wanted, found: Found) -> list[dict[str, Any]]:
    """The facets; a choice that gives nothing is left out unless it is made."""
    shown = []
    for name, legend in LEGENDS.items():
        picked, counts = getattr(wanted, name), found.counts[name]
        options = [
            {"value": value, "label": words, "count": counts.get(value, 0), "checked": value in picked}
            for value, words in _options(name, found)
            if counts.get(value) or value in picked
        ]
        if options:
            shown.append({"name": name, "legend": legend, "options": options})
    return shown


def chosen(wanted: Wanted, found: Found, address: Callable[[Wanted], str]) -> list[dict[str, str]]:
    """Each choice in words with the address of the same search without it."""
    return [
        {"text": words, "url": address(wanted.without(name, value))}
        for name in LEGENDS
        for value, words in _options(name, found)
        if value in getattr(wanted, name)
    ]


def _options(facet: str, found: Found) -> Iterator[tuple[str, str]]:
    match facet:
        case "kind":
            yield from ((str(kind), label(kind)) for kind in ProfileKind)
        case "track":
            several = len({track.programme_id for track in found.tracks.values()}) > 1
            for key, track in found.tracks.items():
                name = text(track.names)
                yield key, _("%(track)s (%(programme)s)", track=name, programme=text(track.programme.names)) if several else name
        case "country":
            yield from ((code, country_name(code)) for code in sorted(found.counts["country"]))
        case "collaboration":
            yield from ((code, text(names)) for code, names in collaboration_types().items())
        case _:
            yield from ((code, language_name(code)) for code in sorted(found.counts["language"]))
