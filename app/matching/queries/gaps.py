"""What a project's consortium does not cover yet, and the sets of organisations that together would."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import Texts
from app.extensions import db
from app.matching.queries.aside import Aside, without
from app.matching.queries.counterparts import candidates, ranked
from app.matching.queries.registry import WITH_PARTS
from app.matching.queries.subjects import of_project
from app.matching.scoring.sets import Candidate, PartnerSet, Rules, best_sets, fewest_partners
from app.organisations.enums import TrackLinkState
from app.organisations.models import Organisation, TrackLink
from app.projects.models import Project


@dataclass(frozen=True)
class Gaps:
    """The needs by key with their names, those that the consortium covers, what the rules ask for, and the best sets."""

    needs: Mapping[str, Texts]
    covered: frozenset[str]
    rules: Rules
    sets: Sequence[PartnerSet]
    organisations: Mapping[int, Organisation]

    @property
    def open_needs(self) -> list[str]:
        """What nobody in the consortium covers, in the order of the needs."""
        return [need for need in self.needs if need not in self.covered]


def needs_of(project: Project) -> dict[str, Texts]:
    """The subtopics of a project; a track of which it names no subtopic is a need of its own."""
    under = {subtopic.track_id for subtopic in project.subtopics}
    needs = {_subtopic(subtopic.id): subtopic.names for subtopic in project.subtopics}
    return needs | {_track(track.id): track.names for track in project.tracks if track.id not in under}


def gaps(actor: Any, project: Project, aside: Sequence[Aside] = ()) -> Gaps:
    """The gaps of a project and the best sets for them without those set aside, in a fixed number of statements."""
    needs = needs_of(project)
    members = _members(project)
    covered = frozenset(needs) & frozenset(key for one in members for key in _covers(one))
    parties = [party.country for party in project.programme.parties]
    present = Counter(one.country for one in members)
    cap = project.programme.share_cap_percent
    rules = Rules(frozenset(parties) - set(present), fewest_partners(present, float(cap) if cap else None))
    subject = replace(without(of_project(project), aside), countries=parties)
    able = candidates(actor, subject)
    found = ranked(subject, able)
    offered = [
        Candidate(
            fit.key, frozenset(map(_subtopic, able[fit.key].profile.subtopics)) | frozenset(map(_track, able[fit.key].profile.tracks)),
            able[fit.key].country, fit.score,
        )
        for fit in found
    ]
    sets = best_sets(frozenset(needs) - covered, offered, rules) if frozenset(needs) - covered or rules.parties else []
    keys = {partner.key for one in sets for partner in one.partners}
    shown = db.session.scalars(select(Organisation).where(Organisation.id.in_(keys)).options(*WITH_PARTS))
    return Gaps(needs, covered, rules, sets, {one.id: one for one in shown})


def _members(project: Project) -> Sequence[Organisation]:
    keys = [partner.organisation_id for partner in project.consortium]
    statement = select(Organisation).where(Organisation.id.in_(keys)).options(
        selectinload(Organisation.subtopics), selectinload(Organisation.track_links).joinedload(TrackLink.track)
    )
    return db.session.scalars(statement.order_by(Organisation.id)).all()


def _covers(organisation: Organisation) -> set[str]:
    tracks = {_track(link.track_id) for link in organisation.track_links if link.state == TrackLinkState.CONFIRMED}
    return tracks | {_subtopic(subtopic.id) for subtopic in organisation.subtopics}


def _subtopic(key: int) -> str:
    return f"subtopic-{key}"


def _track(key: int) -> str:
    return f"track-{key}"
