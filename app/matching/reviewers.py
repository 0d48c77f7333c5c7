"""Who suits the review of a project: the scoring of counterparts, asked about people.

A reviewer's tracks and subtopics are those of the own account and of the projects reviewed before; titles of those are not
told, since whoever asks may not know of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.accounts.models import Person
from app.approvals import queries, suggesting
from app.approvals.models import Expertise
from app.approvals.suggesting import Suggestion
from app.core.i18n import _, _n, joined, language_name, text
from app.matching.queries import of_project
from app.matching.queries.weights import active_weights
from app.matching.rarity import shares_of
from app.matching.scoring import Evidence, Finding, Profile, Reason, rank
from app.matching.words import words_of
from app.projects.models import Project

FOR_MOST = 0.5
"""Each earlier review in the field leaves so much of what is missing to full evidence."""


def suggest(project: Project, people: Sequence[Person]) -> list[Suggestion]:
    """All the people, those who fit best first, with the reasons; the others after them in their order."""
    subject = of_project(project)
    known, reviewed = queries.expertise_of(people), queries.reviewed_by(people, project)
    profiles = {person.id: _profile(known.get(person.id), reviewed.get(person.id, ())) for person in people}
    past = {key: _experience(project, projects) for key, projects in reviewed.items()}
    ranked = rank(subject.profile, profiles, past, active_weights(), shares=shares_of(subject.asked_words))
    reasons = {fit.key: [str(_sentence(reason, project)) for reason in fit.reasons] for fit in ranked}
    places = {fit.key: place for place, fit in enumerate(ranked)}
    ordered = sorted(people, key=lambda person: places.get(person.id, len(places)))
    return [Suggestion(person, reasons.get(person.id, ())) for person in ordered]


def _profile(known: Expertise | None, reviewed: Sequence[Project]) -> Profile:
    tracks = {track.id for thing in (known, *reviewed) if thing for track in thing.tracks}
    subtopics = {topic.id for thing in (known, *reviewed) if thing for topic in thing.subtopics}
    words = words_of([known.text if known else None])
    return Profile(frozenset(tracks), frozenset(subtopics), words, languages=frozenset(known.languages if known else ()))


def _experience(project: Project, reviewed: Sequence[Project]) -> list[Finding]:
    """Reviews of projects under the same subtopics, or tracks where the project names no subtopic."""
    mine = _topics(project)
    number = sum(1 for one in reviewed if mine & _topics(one))
    return [Finding(Evidence.SIMILAR_WORK, 1 - FOR_MOST**number, count=number)] if number else []


def _topics(project: Project) -> set[tuple[str, int]]:
    return {("subtopic", one.id) for one in project.subtopics} or {("track", one.id) for one in project.tracks}


def _sentence(reason: Reason, project: Project) -> Any:
    match reason.evidence:
        case Evidence.SHARED_SUBTOPICS:
            return _("Knows of the project's subtopics: %(names)s", names=_names(reason, {one.id: one.names for one in project.subtopics}))
        case Evidence.SHARED_TRACKS:
            return _("Knows of the project's tracks: %(names)s", names=_names(reason, {one.id: one.names for one in project.tracks}))
        case Evidence.COMMON_WORDS:
            return _("Words in common: %(words)s", words=joined(reason.words))
        case Evidence.COMMON_LANGUAGE:
            return _("Reads %(languages)s", languages=joined([language_name(code) for code in reason.words]))
        case _:
            return _n(
                "Reviewed %(num)s other project in the same field", "Reviewed %(num)s other projects in the same field", reason.count,
            )


def _names(reason: Reason, names: Mapping[int, Mapping[str, str]]) -> str:
    return joined([text(names[key]) for key in reason.ids])


suggesting.ranked_by(suggest)
