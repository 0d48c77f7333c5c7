"""What organisations offer and seek openly, and how they answer, for the scoring.

Only open profiles that name their owner are read, of candidates and of the one who asks alike: of an anonymous one nothing may
follow for anybody, neither a reason nor a number nor a place in the order.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.core.i18n import language
from app.extensions import db
from app.matching.geometry import Vectors
from app.matching.models import SearchChunk, SearchDocument
from app.matching.scoring import Evidence, Finding
from app.matching.scoring.answering import Figures, answering
from app.matching.scoring.complementarity import Answer, Stance, best_answer, levels_of
from app.organisations.models import Organisation
from app.partnering.enums import ProfileState
from app.partnering.models import Profile, ProfileSubtopic, ProfileTrack, ProfileTranslation, ProfileVersion
from app.partnering.queries import SHOWING_STATES, answering_among, in_date


@dataclass(frozen=True)
class Exchange:
    """What is said of each candidate, and the open profile of it that answers best."""

    findings: Mapping[int, Sequence[Finding]] = field(default_factory=dict)
    answers: Mapping[int, Answer] = field(default_factory=dict)


def exchange(
    candidates: Collection[int], own: Sequence[Stance], asking: int | None, vectors: Sequence[Vectors] = (), at: datetime | None = None
) -> Exchange:
    """Two statements. `own` is what is asked for, with its `vectors`; without, the open profiles of the organisation that asks."""
    if not candidates:
        return Exchange()
    mine = not own and asking is not None
    stances = open_stances({*candidates, asking} if mine and asking else candidates, vectors if own else (), at)
    sought = stances.get(asking or 0, ()) if mine else own
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    answers = {}
    for key in candidates:
        theirs = stances.get(key, ())
        if theirs:
            found[key].append(Finding(Evidence.AVAILABILITY, 1, count=len(theirs)))
        answer = best_answer(sought, theirs)
        if answer is not None:
            answers[key] = answer
            found[key].append(Finding(Evidence.COMPLEMENTARITY, answer.degree, ids=(answer.theirs.key,), words=(answer.theirs.title,)))
    for key, finding in answering(candidates, _figures(candidates, at)).items():
        found[key].append(finding)
    return Exchange(found, answers)


def open_stances(
    organisations: Collection[int], vectors: Sequence[Vectors] = (), at: datetime | None = None
) -> dict[int, list[Stance]]:
    """Organisation → its open profiles that name it, with how near each comes to the vectors; one statement.

    Titles are in the reader's language where there is a translation.
    At another time: those published by then that were not ended or paused by then, as far as their last change tells.
    """
    version = ProfileVersion
    tracks = select(func.array_agg(ProfileTrack.track_id)).where(ProfileTrack.version_id == version.id)
    subtopics = select(func.array_agg(ProfileSubtopic.subtopic_id)).where(ProfileSubtopic.version_id == version.id)
    translated = select(ProfileTranslation.title).where(ProfileTranslation.profile_id == Profile.id, ProfileTranslation.language == language())
    title = func.coalesce(translated.correlate(Profile).scalar_subquery(), version.title).label("title")
    rows = db.session.execute(
        select(
            Profile.id, Profile.public_id, Profile.organisation_id, Profile.kind, title, version.trl, version.collaboration,
            tracks.correlate(version).scalar_subquery().label("tracks"), subtopics.correlate(version).scalar_subquery().label("subtopics"),
            *([_cosine(vectors)] if vectors else []),
        )
        .join(version, version.id == Profile.published_version_id).join(Organisation, Organisation.id == Profile.organisation_id)
        .where(
            Organisation.id.in_(organisations), Organisation.state.in_(sorted(SHOWING_STATES)), Profile.organisation_id.in_(organisations),
            ~Profile.anonymous, in_date() if at is None else _open_at(at),
        )
        .order_by(Profile.id)
    )
    found: defaultdict[int, list[Stance]] = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(Stance(
            row.id, row.title, row.kind, frozenset(row.tracks or ()), frozenset(row.subtopics or ()), levels_of(row.kind, row.trl),
            frozenset(row.collaboration), row.cosine if vectors else None, row.public_id,
        ))
    return found


def _cosine(vectors: Sequence[Vectors]) -> ColumnElement[float]:
    cosines = [1 - SearchChunk.vector.cosine_distance(vector) for vector in vectors]
    nearest = func.max(func.greatest(*cosines) if len(cosines) > 1 else cosines[0])
    of_profile = select(nearest).join_from(SearchChunk, SearchDocument).where(
        SearchDocument.profile_id == Profile.id, SearchChunk.vector.is_not(None)
    )
    return of_profile.correlate(Profile).scalar_subquery().label("cosine")


def _open_at(at: datetime) -> ColumnElement[bool]:
    stood = or_(Profile.state == ProfileState.PUBLISHED, Profile.state_since > at)
    return and_(Profile.published_at <= at, Profile.expires_at > at, stood)


def _figures(organisations: Collection[int], at: datetime | None) -> dict[int, Figures]:
    return {key: Figures(one.days, one.share, one.requests) for key, one in answering_among(organisations, until=at).items()}
