"""Counterparts: candidates narrowed in the database by common ground, then scored with reasons."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.core.db import now
from app.core.pagination import PAGE_SIZE, Page
from app.extensions import db
from app.matching import embeddings
from app.matching.geometry import Vectors
from app.matching.queries.facets import is_verified
from app.matching.queries.narrowing import SCORED, Near, narrowed, near_by_meaning, own_vectors
from app.matching.queries.past import findings
from app.matching.queries.registry import WITH_PARTS
from app.matching.queries.weights import active_weights
from app.matching.rarity import shares_of
from app.matching.scoring import Evidence, Finding, Fit, Profile, rank
from app.matching.scoring.fit import NOTHING, by_meaning
from app.matching.scoring.reserve import with_reserved
from app.matching.words import Words, words_of
from app.organisations.enums import LISTED_STATES, OrganisationState, SizeBand, TrackLinkState
from app.organisations.models import Organisation, OrganisationSubtopic, TrackLink
from app.organisations.queries import other_countries, visible_to
from app.programmes.models import Subtopic, Track
from app.projects.models import Project

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
    project_id: int | None = None

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
    near: Near | None = None

    @property
    def meant(self) -> list[Finding]:
        """What nearness by meaning says for it."""
        return by_meaning(self.near.cosine, self.near.passage) if self.near else []


@dataclass(frozen=True)
class Counterparts:
    """A page of organisations, each with its fit, and the other organisations that its reasons name.

    `by_meaning` is false where vectors cannot be had.
    """

    page: Page
    capped: bool
    named: Mapping[int, Organisation]
    by_meaning: bool = True


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
        project.tracks, project.subtopics, words_of(texts), countries, partners, None, key, _joined(texts),
        languages=[project.language], project_id=project.id,
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
    return Counterparts(Page(rows, number, PAGE_SIZE, len(fits)), len(able) == SCORED, {one.id: one for one in named}, embeddings.model() is not None)


def ranked(subject: Subject, able: Mapping[int, Candidate], past: Mapping[int, Sequence[Finding]] = NOTHING) -> list[Fit]:
    """Candidates by the weights in use, with words weighed by their rarity in the registry."""
    profiles = {key: one.profile for key, one in able.items()}
    off_topic = profiles_of(subject.off_topic)
    return rank(subject.profile, profiles, with_meaning(able, past), active_weights(), off_topic=off_topic, shares=shares_of(subject.asked_words))


def with_meaning(able: Mapping[int, Candidate], past: Mapping[int, Sequence[Finding]]) -> dict[int, list[Finding]]:
    """What the record says of each candidate, and what nearness by meaning says."""
    return {key: [*one.meant, *past.get(key, ())] for key, one in able.items()}


def _with_parts(fits: Sequence[Fit]) -> list[tuple[Organisation, Fit]]:
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_([fit.key for fit in fits])).options(*WITH_PARTS))
    by_id = {organisation.id: organisation for organisation in found}
    return [(by_id[fit.key], fit) for fit in fits]


def candidates(
    actor: Any, subject: Subject, *, anywhere: bool = False, known_by: datetime | None = None
) -> dict[int, Candidate]:
    """Those with most common ground; of those only that stood in the registry by then, if a time is given."""
    seen = [visible_to(actor), Organisation.state.in_(sorted(STANDING_STATES)), Organisation.id.not_in(subject.excluded)]
    if not anywhere:
        seen.append(Organisation.country.in_(subject.countries))
    if known_by is not None:
        seen.append(Organisation.created_at <= known_by)
    profile, vectors = subject.profile, own_vectors(subject.organisation_id, subject.project_id)
    phrases = [*subject.labels, *profile.labels.written.values(), *subject.words.written.values()]
    keys = db.session.scalars(narrowed(seen, profile.subtopics, profile.tracks, phrases, vectors)).all()
    return these(keys, vectors)


def profiles_of(keys: Sequence[int]) -> dict[int, Profile]:
    """The profiles of these organisations."""
    return {key: one.profile for key, one in these(keys).items()}


def these(keys: Collection[int], vectors: Sequence[Vectors] = ()) -> dict[int, Candidate]:
    """What is compared of these organisations, with how near they come to the vectors."""
    if not keys:
        return {}
    wanted = select(Organisation.id).where(Organisation.id.in_(keys)).subquery()
    near = near_by_meaning(select(wanted.c.id), vectors)
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
            row.size_band in SMALL or row.created_at > new_since, near.get(row.id),
        )
        for row in rows
    }
