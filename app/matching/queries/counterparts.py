"""Counterparts: candidates narrowed in the database by common ground, then scored with reasons."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from app.core.db import now
from app.core.pagination import PAGE_SIZE, Page
from app.extensions import db
from app.matching import tokens
from app.matching.models import SearchDocument
from app.matching.queries.facets import is_verified
from app.matching.queries.past import findings
from app.matching.queries.registry import WITH_PARTS
from app.matching.queries.weights import active_weights
from app.matching.rarity import shares_of
from app.matching.scoring import Evidence, Finding, Fit, Profile, rank
from app.matching.scoring.fit import NOTHING
from app.matching.scoring.reserve import with_reserved
from app.matching.words import Words, words_of
from app.organisations.enums import LISTED_STATES, OrganisationState, SizeBand, TrackLinkState
from app.organisations.models import Organisation, OrganisationSubtopic, TrackLink
from app.organisations.queries import other_countries, visible_to
from app.programmes.models import Subtopic, Track
from app.projects.models import Project

SCORED = 200
"""How many candidates are scored; those with most in common by tracks, subtopics and words."""

PHRASES = 40
SMALL = frozenset({SizeBand.MICRO, SizeBand.SMALL})
NEW_FOR = timedelta(days=365)
STANDING_STATES = LISTED_STATES - {OrganisationState.RETIRED}
SIZE_RANK = {size: position for position, size in enumerate(SizeBand)}


@dataclass(frozen=True)
class Subject:
    """Who looks for counterparts: what it works on, where it looks by choice, who is left out, and who was set aside as off topic."""

    tracks: Sequence[Track]
    subtopics: Sequence[Subtopic]
    words: Words
    countries: Sequence[str]
    excluded: Sequence[int]
    size: int | None = None
    organisation_id: int | None = None
    text: str = ""
    off_topic: Sequence[int] = ()
    languages: Sequence[str] = ()

    @property
    def profile(self) -> Profile:
        """What is scored."""
        tracks = frozenset(track.id for track in self.tracks)
        subtopics = frozenset(subtopic.id for subtopic in self.subtopics)
        return Profile(tracks, subtopics, self.words, words_of(self.labels), size=self.size, languages=frozenset(self.languages))

    @property
    def asked_words(self) -> set[str]:
        """Every word that could be common to it and a candidate."""
        return {*self.words.written, *words_of(self.labels).written}

    @property
    def labels(self) -> list[str]:
        """The names of its subtopics and tracks in every language."""
        texts = [*(subtopic.names for subtopic in self.subtopics), *(track.names for track in self.tracks)]
        return [name for names in texts for name in names.values()]


@dataclass(frozen=True)
class Candidate:
    """What is compared of one organisation: its profile, and its own text."""

    profile: Profile
    text: str
    country: str
    is_small_or_new: bool


@dataclass(frozen=True)
class Counterparts:
    """A page of organisations, each with its fit, and the other organisations that its reasons name."""

    page: Page
    capped: bool
    named: Mapping[int, Organisation]


def of_organisation(organisation: Organisation) -> Subject:
    """An organisation as a subject; it looks in the countries with which its own shares a programme."""
    tracks, subtopics = organisation.confirmed_tracks, organisation.subtopics
    words = words_of((organisation.description, organisation.industry))
    size = SIZE_RANK.get(organisation.size_band) if organisation.size_band else None
    text = _joined((organisation.description, organisation.industry))
    return Subject(
        tracks, subtopics, words, other_countries(organisation.country), [organisation.id], size, organisation.id, text,
        languages=_spoken(organisation.description_language),
    )


def of_project(project: Project) -> Subject:
    """A project as a subject; it looks in the countries of the parties other than its lead's."""
    texts = (project.title, project.summary, project.innovation, project.market)
    lead = project.lead.organisation if project.lead else None
    home, key = (lead.country, lead.id) if lead else (None, None)
    countries = [party.country for party in project.programme.parties if party.country != home]
    partners = [partner.organisation_id for partner in project.consortium]
    return Subject(
        project.tracks, project.subtopics, words_of(texts), countries, partners, None, key, _joined(texts), languages=[project.language]
    )


def _spoken(language: str | None) -> list[str]:
    return [language] if language else []


def _joined(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text)


def counterparts(actor: Any, subject: Subject, page: int, *, anywhere: bool = False, reserved: int = 0) -> Counterparts:
    """The organisations that the actor sees and that fit, the best first, in a fixed number of statements.

    Of each ten places `reserved` per cent go to small and new organisations, where there are such.
    """
    able = candidates(actor, subject, anywhere=anywhere)
    past = findings(subject.text, {key: one.text for key, one in able.items()}, subject.organisation_id)
    fits = ranked(subject, able, past)
    fits = with_reserved([(fit, able[fit.key].is_small_or_new) for fit in fits], reserved)
    number = min(page, max(1, -(-len(fits) // PAGE_SIZE)))
    shown = fits[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = _with_parts(shown)
    met = {key for fit in shown for key in fit.ids_of(Evidence.PARTNERS_IN_COMMON)}
    because = {key for fit in shown if fit.less for key in fit.less.because}
    named = db.session.scalars(select(Organisation).where(Organisation.id.in_(because | met)))
    return Counterparts(Page(rows, number, PAGE_SIZE, len(fits)), len(able) == SCORED, {one.id: one for one in named})


def ranked(subject: Subject, able: Mapping[int, Candidate], past: Mapping[int, Sequence[Finding]] = NOTHING) -> list[Fit]:
    """Candidates by the weights in use, with words weighed by their rarity in the registry."""
    profiles = {key: one.profile for key, one in able.items()}
    off_topic = profiles_of(subject.off_topic)
    return rank(subject.profile, profiles, past, active_weights(), off_topic=off_topic, shares=shares_of(subject.asked_words))


def _with_parts(fits: Sequence[Fit]) -> list[tuple[Organisation, Fit]]:
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_([fit.key for fit in fits])).options(*WITH_PARTS))
    by_id = {organisation.id: organisation for organisation in found}
    return [(by_id[fit.key], fit) for fit in fits]


def candidates(
    actor: Any, subject: Subject, *, anywhere: bool = False, known_by: datetime | None = None
) -> dict[int, Candidate]:
    """Those with most common ground; of those only that stood in the registry by then, if a time is given."""
    nearest = _nearest(actor, subject, anywhere=anywhere)
    return _read(nearest if known_by is None else nearest.where(Organisation.created_at <= known_by))


def profiles_of(keys: Sequence[int]) -> dict[int, Profile]:
    """The profiles of these organisations."""
    return {key: one.profile for key, one in these(keys).items()}


def these(keys: Collection[int]) -> dict[int, Candidate]:
    """What is compared of these organisations."""
    return _read(select(Organisation.id).where(Organisation.id.in_(keys))) if keys else {}


def _read(keys: Any) -> dict[int, Candidate]:
    wanted = keys.subquery()
    confirmed = TrackLink.state == TrackLinkState.CONFIRMED
    tracks = select(func.array_agg(TrackLink.track_id)).where(TrackLink.organisation_id == Organisation.id, confirmed)
    subtopics = select(func.array_agg(OrganisationSubtopic.subtopic_id)).where(
        OrganisationSubtopic.organisation_id == Organisation.id
    )
    o = Organisation
    rows = db.session.execute(
        select(
            o.id, o.country, o.created_at, o.name_native, o.name_latin, o.description, o.description_language, o.industry, o.size_band, is_verified().label("verified"),
            tracks.correlate(o).scalar_subquery().label("tracks"), subtopics.correlate(o).scalar_subquery().label("subtopics"),
        ).join(wanted, wanted.c.id == o.id)
    )
    new_since = now() - NEW_FOR
    return {
        row.id: Candidate(
            Profile(
                frozenset(row.tracks or ()), frozenset(row.subtopics or ()), words_of((row.description, row.industry)),
                names=words_of((row.name_latin, row.name_native)), size=SIZE_RANK.get(row.size_band), verified=row.verified,
                languages=frozenset(_spoken(row.description_language)),
            ),
            _joined((row.description, row.industry)), row.country,
            row.size_band in SMALL or row.created_at > new_since,
        )
        for row in rows
    }


def _nearest(actor: Any, subject: Subject, *, anywhere: bool) -> Any:
    profile = subject.profile
    by_subtopic = (
        select(OrganisationSubtopic.organisation_id, func.count().label("shared"))
        .where(OrganisationSubtopic.subtopic_id.in_(profile.subtopics))
        .group_by(OrganisationSubtopic.organisation_id)
        .subquery()
    )
    by_track = (
        select(TrackLink.organisation_id, func.count().label("shared"))
        .where(TrackLink.track_id.in_(profile.tracks), TrackLink.state == TrackLinkState.CONFIRMED)
        .group_by(TrackLink.organisation_id)
        .subquery()
    )
    ground: list[ColumnElement[bool]] = [by_subtopic.c.shared > 0, by_track.c.shared > 0]
    nearness: ColumnElement[Any] = func.coalesce(by_subtopic.c.shared, 0) * 2 + func.coalesce(by_track.c.shared, 0)
    query = tokens.any_of([*subject.labels, *profile.labels.written.values(), *subject.words.written.values()][:PHRASES])
    if query:
        asked = cast(literal(query), TSQUERY)
        ground.append(SearchDocument.tokens.bool_op("@@")(asked))
        nearness = nearness + func.coalesce(func.ts_rank(SearchDocument.tokens, asked, 1), 0)
    where = [
        visible_to(actor), Organisation.state.in_(sorted(STANDING_STATES)), Organisation.id.not_in(subject.excluded), or_(*ground),
    ]
    if not anywhere:
        where.append(Organisation.country.in_(subject.countries))
    return (
        select(Organisation.id)
        .outerjoin(SearchDocument, SearchDocument.organisation_id == Organisation.id)
        .outerjoin(by_subtopic, by_subtopic.c.organisation_id == Organisation.id)
        .outerjoin(by_track, by_track.c.organisation_id == Organisation.id)
        .where(*where)
        .order_by(nearness.desc(), Organisation.id)
        .limit(SCORED)
    )
