"""Counterparts: candidates narrowed in the database by common ground, then scored with reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.core.db import now
from app.core.pagination import PAGE_SIZE, Page
from app.extensions import db
from app.matching import embeddings
from app.matching.geometry import Vectors
from app.matching.queries.exchange import exchange
from app.matching.queries.facets import is_verified
from app.matching.queries.narrowing import SCORED, Near, narrowed, near_by_meaning, own_vectors
from app.matching.queries.past import findings, partners_before
from app.matching.queries.registry import WITH_PARTS
from app.matching.queries.subjects import SIZE_RANK, Subject, joined_texts, spoken
from app.matching.queries.weights import active_weights
from app.matching.rarity import shares_of
from app.matching.scoring import Evidence, Finding, Fit, Profile, rank
from app.matching.scoring.complementarity import Answer
from app.matching.scoring.fit import NOTHING, by_meaning
from app.matching.scoring.reserve import lifted, places_of, with_reserved
from app.matching.words import words_of
from app.organisations.enums import LISTED_STATES, OrganisationSource, OrganisationState, SizeBand, TrackLinkState
from app.organisations.models import Organisation, OrganisationSubtopic, TrackLink
from app.organisations.queries import visible_to

SMALL = frozenset({SizeBand.MICRO, SizeBand.SMALL})
LARGE = frozenset({SizeBand.LARGE, SizeBand.VERY_LARGE})
NEW_FOR = timedelta(days=365)
STANDING_STATES = LISTED_STATES - {OrganisationState.RETIRED}


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

    `by_meaning` is false where vectors cannot be had. `answers` are the open profiles that answer best, by candidate. Of ten places
    `reserved` are kept for small and new organisations; `lifted` are those that stand further up for it.
    """

    page: Page
    capped: bool
    named: Mapping[int, Organisation]
    by_meaning: bool = True
    answers: Mapping[int, Answer] = field(default_factory=dict)
    reserved: int = 0
    lifted: frozenset[int] = frozenset()


def counterparts(actor: Any, subject: Subject, page: int, *, anywhere: bool = False, reserved: int = 0) -> Counterparts:
    """The organisations that the actor sees and that fit, the best first, in a fixed number of statements.

    Of each ten places `reserved` per cent go to small and new organisations, where there are such.
    """
    subject = with_vectors(subject)
    able = candidates(actor, subject, anywhere=anywhere)
    past = findings(subject.text, {key: one.text for key, one in able.items()}, subject.organisation_id)
    exchanged = exchange(able.keys(), subject.stances, subject.organisation_id, subject.vectors or ())
    by_score = ranked(subject, able, together(past, exchanged.findings))
    fits = with_reserved([(fit, able[fit.key].is_small_or_new) for fit in by_score], reserved)
    number = min(page, max(1, -(-len(fits) // PAGE_SIZE)))
    shown = fits[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = _with_parts(shown)
    met = {key for fit in shown for key in fit.ids_of(Evidence.PARTNERS_IN_COMMON)}
    because = {key for fit in shown if fit.less for key in fit.less.because}
    named = db.session.scalars(select(Organisation).where(Organisation.id.in_(because | met)))
    return Counterparts(
        Page(rows, number, PAGE_SIZE, len(fits)), len(able) == SCORED, {one.id: one for one in named}, embeddings.model() is not None,
        exchanged.answers, places_of(reserved), lifted([fit.key for fit in by_score], [fit.key for fit in fits]),
    )


def with_vectors(subject: Subject) -> Subject:
    """The subject with its vectors, those that stand in the index where it brings none of its own."""
    if subject.vectors is not None:
        return subject
    return replace(subject, vectors=own_vectors(subject.organisation_id, subject.project_id))


def ranked(subject: Subject, able: Mapping[int, Candidate], past: Mapping[int, Sequence[Finding]] = NOTHING) -> list[Fit]:
    """Candidates by the weights in use, with words weighed by their rarity in the registry."""
    profiles = {key: one.profile for key, one in able.items()}
    off_topic = profiles_of(subject.off_topic)
    return rank(subject.profile, profiles, with_meaning(able, past), active_weights(), off_topic=off_topic, shares=shares_of(subject.asked_words))


def with_meaning(able: Mapping[int, Candidate], past: Mapping[int, Sequence[Finding]]) -> dict[int, list[Finding]]:
    """What the record says of each candidate, and what nearness by meaning says."""
    return {key: [*one.meant, *past.get(key, ())] for key, one in able.items()}


def together(first: Mapping[int, Sequence[Finding]], second: Mapping[int, Sequence[Finding]]) -> dict[int, list[Finding]]:
    """What both say of each candidate."""
    return {key: [*first.get(key, ()), *second.get(key, ())] for key in (*first, *second)}


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
    if subject.kinds:
        seen.append(Organisation.kind.in_(subject.kinds))
    if subject.new_only and subject.organisation_id is not None:
        seen.append(Organisation.id.not_in(partners_before(subject.organisation_id)))
    profile, vectors = subject.profile, with_vectors(subject).vectors or ()
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
            o.id, o.country, o.created_at, o.source, o.name_native, o.name_latin, o.description, o.description_language, o.industry, o.size_band, is_verified().label("verified"),
            tracks.correlate(o).scalar_subquery().label("tracks"), subtopics.correlate(o).scalar_subquery().label("subtopics"),
        ).join(wanted, wanted.c.id == o.id)
    )
    new_since = now() - NEW_FOR
    return {
        row.id: Candidate(
            Profile(
                frozenset(row.tracks or ()), frozenset(row.subtopics or ()), words_of((row.description, row.industry)),
                names=words_of((row.name_latin, row.name_native)), size=SIZE_RANK.get(row.size_band), verified=row.verified,
                languages=frozenset(spoken(row.description_language)),
            ),
            joined_texts((row.description, row.industry)), row.country,
            _is_small_or_new(row, new_since), near.get(row.id),
        )
        for row in rows
    }


def _is_small_or_new(row: Any, new_since: datetime) -> bool:
    """Small, or entered of late by people and not large: a register's rows are all new on the day of its import."""
    is_new = row.created_at > new_since and row.source != OrganisationSource.IMPORTED
    return row.size_band in SMALL or (is_new and row.size_band not in LARGE)
