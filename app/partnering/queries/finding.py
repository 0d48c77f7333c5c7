"""Search among open profiles by words and facets: narrowed, counted and paged in the database.

An anonymous profile is found by a facet only where enough organisations could be meant (`Profile.shows_…`). The order is by the day
of publication; nothing of the owner is searched, counted or sorted by.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, String, and_, cast, func, literal, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import joinedload, selectinload

from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.names import grams
from app.partnering.enums import ProfileKind
from app.partnering.models import Profile, ProfileTrack, ProfileVersion
from app.partnering.queries.profiles import open_now
from app.partnering.texts import compared
from app.programmes.models import Programme, Track

FACETS = ("kind", "track", "country", "collaboration", "language")
LONGEST_QUESTION = 200
MOST_WORDS = 12


@dataclass(frozen=True)
class Wanted:
    """What is searched for: words, and the choices of each facet (track as `programme:code`)."""

    text: str = ""
    kind: tuple[str, ...] = ()
    track: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    collaboration: tuple[str, ...] = ()
    language: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Any]:
        """The query parameters that lead back here."""
        values = {"q": self.text, **{name: list(getattr(self, name)) for name in FACETS}}
        return {name: value for name, value in values.items() if value}

    def without(self, facet: str, value: str) -> "Wanted":
        """The same search with one choice taken back."""
        kept: dict[str, Any] = {facet: tuple(one for one in getattr(self, facet) if one != value)}
        return replace(self, **kept)


@dataclass(frozen=True)
class Found:
    """A page of open profiles, with what each choice of a facet would give with the other facets applied."""

    page: Page
    counts: Mapping[str, Mapping[str, int]]
    tracks: Mapping[str, Track]


def read_wanted(text: str, values: Callable[[str], Sequence[str]]) -> Wanted:
    """What an address asks for."""
    chosen: dict[str, Any] = {name: tuple(dict.fromkeys(value[:80] for value in values(name)[:50])) for name in FACETS}
    chosen["kind"] = tuple(kind for kind in chosen["kind"] if kind in set(ProfileKind))
    return Wanted(" ".join(text.split())[:LONGEST_QUESTION], **chosen)


def words_of(text: str) -> list[str]:
    """The words of a question as profiles keep them."""
    return compared(text).split()[:MOST_WORDS]


def search_profiles(wanted: Wanted, number: int) -> Found:
    """The open profiles that have all the words and one choice of each facet, the last published first; nine statements."""
    tracks = _tracks()
    conditions = {name: _condition(name, getattr(wanted, name), tracks) for name in FACETS}
    base = [open_now(), *_words(wanted.text)]
    statement = _joined(select(Profile)).where(*base, *conditions.values()).options(
        joinedload(Profile.organisation), selectinload(Profile.translations), joinedload(Profile.programme),
        joinedload(Profile.published_version).options(selectinload(ProfileVersion.tracks), selectinload(ProfileVersion.subtopics)),
    )
    page = paginate(statement.order_by(Profile.published_at.desc(), Profile.id.desc()), number)
    keys = {track.id: key for key, track in tracks.items()}
    counts = {}
    for name in FACETS:
        others = [condition for other, condition in conditions.items() if other != name]
        rows = db.session.execute(_counted(name).where(*base, *others)).all()
        counts[name] = {keys.get(value, "") if name == "track" else str(value): count for value, count in rows}
    return Found(page, counts, tracks)


def _tracks() -> dict[str, Track]:
    statement = select(Track).join(Track.programme).options(joinedload(Track.programme))
    rows = db.session.scalars(statement.order_by(Programme.position, Programme.id, Track.position)).all()
    return {f"{track.programme.code}:{track.code}": track for track in rows}


def _joined(statement: Any) -> Any:
    return statement.join(ProfileVersion, ProfileVersion.id == Profile.published_version_id).join(
        Organisation, Organisation.id == Profile.organisation_id
    )


def _words(text: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for word in words_of(text):
        runs = [run for run in grams(word) if not run.endswith(" ") and (word.isascii() or not run.startswith(" "))]
        if runs:
            conditions.append(Profile.grams.op("@>")(cast(runs, ARRAY(String(8)))))
        conditions.append(Profile.words.contains(word, autoescape=True))
    return conditions


def _shown(flag: Any) -> ColumnElement[bool]:
    return or_(~Profile.anonymous, flag)


def _condition(name: str, chosen: Sequence[str], tracks: Mapping[str, Track]) -> ColumnElement[bool]:
    if not chosen:
        return literal(value=True)
    match name:
        case "kind":
            return Profile.kind.in_(chosen)
        case "track":
            ids = [tracks[key].id for key in chosen if key in tracks]
            under = select(ProfileTrack.version_id).where(ProfileTrack.version_id == ProfileVersion.id, ProfileTrack.track_id.in_(ids))
            return and_(_shown(Profile.shows_tracks), under.correlate(ProfileVersion).exists())
        case "country":
            return and_(_shown(Profile.shows_country), Organisation.country.in_(chosen))
        case "collaboration":
            return or_(*(cast(ProfileVersion.collaboration, JSONB).contains([code]) for code in chosen))
        case _:
            return ProfileVersion.language.in_(chosen)


def _counted(name: str) -> Select[Any]:
    many = func.count(Profile.id.distinct())
    match name:
        case "kind":
            return _joined(select(Profile.kind, many).select_from(Profile)).group_by(Profile.kind)
        case "track":
            joined = _joined(select(ProfileTrack.track_id, many).select_from(Profile)).join(ProfileTrack, ProfileTrack.version_id == ProfileVersion.id)
            return joined.where(_shown(Profile.shows_tracks)).group_by(ProfileTrack.track_id)
        case "country":
            return _joined(select(Organisation.country, many).select_from(Profile)).where(_shown(Profile.shows_country)).group_by(Organisation.country)
        case "collaboration":
            code = func.jsonb_array_elements_text(ProfileVersion.collaboration).label("code")
            return _joined(select(code, many).select_from(Profile)).group_by(literal_column("1"))
        case _:
            return _joined(select(ProfileVersion.language, many).select_from(Profile)).group_by(ProfileVersion.language)
