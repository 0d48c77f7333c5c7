"""What each kind of thing is found by, as it stands in the database: the content of its search documents."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, literal, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import Texts
from app.extensions import db
from app.matching import tokens
from app.matching.enums import Audience
from app.organisations.enums import NameKind, OrganisationState, TrackLinkState
from app.organisations.models import OfficialNumber, Organisation, OrganisationName, OrganisationSubtopic, TrackLink
from app.partnering.enums import ProfileState
from app.partnering.models import Profile, ProfileVersion
from app.partnering.texts import shown_version, texts_of
from app.programmes.models import Call, Programme, Subtopic, Track
from app.programmes.vocabulary import collaboration_types
from app.projects import snapshot
from app.projects.enums import ProjectState, Section
from app.projects.models import Commitment, Project, ProjectVersion

NAMES, WORK, TEXT, PLACE = "A", "B", "C", "D"
"""Weights: what a thing is called, what it works on, what it says of itself, where it is."""


@dataclass(frozen=True)
class Content:
    """One document: its subject and audience, its texts with their weights, the passages that get vectors, and its facts.

    A passage comes with the language that was given for it, if any.
    """

    subject_id: int
    fields: Sequence[tuple[str, str]]
    passages: Sequence[tuple[str, str | None]]
    language: str | None
    audience: Audience = Audience.EVERYONE
    title: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def of_organisations(ids: Sequence[int]) -> list[Content]:
    """One document each; none of a merged one, since its successor carries its names and numbers."""
    organisations = db.session.execute(_texts(ids)).all()
    names = _gather(
        select(OrganisationName.organisation_id, OrganisationName.text)
        .where(OrganisationName.organisation_id.in_(ids), OrganisationName.kind == NameKind.OTHER)
        .order_by(OrganisationName.id)
    )
    numbers = _gather(
        select(OfficialNumber.organisation_id, OfficialNumber.value)
        .where(OfficialNumber.organisation_id.in_(ids))
        .order_by(OfficialNumber.id)
    )
    labels = _labels(ids)
    return [_organisation(row, names[row.id], numbers[row.id], labels[row.id]) for row in organisations]


def of_calls(ids: Sequence[int]) -> list[Content]:
    """One document each, in all its languages. Whether a call is open is asked when somebody searches."""
    calls = db.session.scalars(
        select(Call).where(Call.id.in_(ids)).options(selectinload(Call.programme).selectinload(Programme.tracks)).order_by(Call.id)
    )
    return [_call(call) for call in calls]


def of_projects(ids: Sequence[int]) -> list[Content]:
    """A project as its consortium has it now; as it was submitted, for officials; and of an approved one the public part."""
    projects = db.session.scalars(
        select(Project).where(Project.id.in_(ids)).order_by(Project.id)
        .options(
            selectinload(Project.tracks), selectinload(Project.subtopics), selectinload(Project.partners),
            selectinload(Project.programme).selectinload(Programme.tracks).selectinload(Track.subtopics),
            selectinload(Project.versions).selectinload(ProjectVersion.commitments).joinedload(Commitment.partner),
        )
        .execution_options(populate_existing=True)
    )
    return [content for project in projects for content in _project(project)]


def of_profiles(ids: Sequence[int]) -> list[Content]:
    """A published profile in all its languages; whether it is open is asked when somebody searches.

    Of an anonymous one nothing of its owner, and only the tracks and subtopics that enough organisations share.
    """
    profiles = db.session.scalars(
        select(Profile).where(Profile.id.in_(ids), Profile.state == ProfileState.PUBLISHED).order_by(Profile.id)
        .options(
            joinedload(Profile.organisation), selectinload(Profile.translations),
            joinedload(Profile.published_version).options(selectinload(ProfileVersion.tracks), selectinload(ProfileVersion.subtopics)),
        )
        .execution_options(populate_existing=True)
    )
    return [_profile(profile) for profile in profiles]


def _profile(profile: Profile) -> Content:
    version = shown_version(profile)
    tracks = version.tracks if profile.shows_tracks or not profile.anonymous else []
    subtopics = version.subtopics if profile.shows_subtopics or not profile.anonymous else []
    owner = [] if profile.anonymous else [name for name in (profile.organisation.name_native, profile.organisation.name_latin) if name]
    kinds = collaboration_types()
    fields = [(name, WORK) for name in owner]
    labels = [*(track.names for track in tracks), *(topic.names for topic in subtopics)]
    fields += [(name, WORK) for names in labels for name in names.values()]
    fields += [(name, WORK) for code in version.collaboration if code in kinds for name in kinds[code].values()]
    fields += [(profile.keywords, WORK)] if profile.keywords else []
    written = {version.language: texts_of(version)} | {one.language: texts_of(one) for one in profile.translations}
    fields += [(text, NAMES if name == "title" else TEXT) for texts in written.values() for name, text in texts.items()]
    said = [("\n".join(texts.values()), language) for language, texts in written.items()]
    facts = {
        "track_ids": [track.id for track in tracks], "subtopic_ids": [topic.id for topic in subtopics], "trl_from": version.trl,
        "trl_to": version.trl, "automation_level": version.automation_level,
    }
    return Content(profile.id, fields, said, version.language, title=version.title, facts=facts)


def _texts(ids: Sequence[int]) -> Any:
    """What the documents are made of; locked against being deleted before they are stored."""
    o = Organisation
    columns = (
        o.id, o.name_native, o.name_latin, o.name_kana, o.description, o.description_language, o.industry, o.region, o.city,
    )
    wanted = select(*columns).where(o.id.in_(ids), o.state != OrganisationState.MERGED)
    return wanted.order_by(o.id).with_for_update(key_share=True, read=True)


def _gather(statement: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for organisation_id, value in db.session.execute(statement):
        found[organisation_id].append(value)
    return found


def _labels(ids: Sequence[int]) -> Mapping[int, list[Texts]]:
    """The names of confirmed tracks and of subtopics, in all their languages."""
    tracks = (
        select(TrackLink.organisation_id, Track.names, Track.id.label("ordering"), literal(1).label("level"))
        .join(Track, TrackLink.track_id == Track.id)
        .where(TrackLink.organisation_id.in_(ids), TrackLink.state == TrackLinkState.CONFIRMED)
    )
    subtopics = (
        select(OrganisationSubtopic.organisation_id, Subtopic.names, Subtopic.id, literal(2))
        .join(Subtopic, OrganisationSubtopic.subtopic_id == Subtopic.id)
        .where(OrganisationSubtopic.organisation_id.in_(ids))
    )
    both = tracks.union_all(subtopics).subquery()
    return _gather(select(both.c.organisation_id, both.c.names).order_by(both.c.organisation_id, both.c.level, both.c.ordering))


def _organisation(row: Row[Any], names: Sequence[str], numbers: Sequence[str], labels: Sequence[Texts]) -> Content:
    fields = [(name, NAMES) for name in (row.name_native, row.name_latin, row.name_kana, *names) if name]
    fields += [(form, NAMES) for number in numbers for form in tokens.number_forms(number)]
    fields += [(name, WORK) for texts in labels for name in texts.values()]
    fields += [(row.industry, WORK)] if row.industry else []
    fields += [(row.description, TEXT)] if row.description else []
    fields += [(place, PLACE) for place in (row.city, row.region) if place]
    said = [(row.description, row.description_language)] if row.description else []
    return Content(row.id, fields, said, row.description_language)


def _call(call: Call) -> Content:
    fields = [(name, NAMES) for name in call.names.values()]
    fields += [(name, WORK) for track in call.programme.tracks for name in track.names.values()]
    fields += [(text, TEXT) for text in call.summary.values()]
    said = [(f"{name}\n{call.summary.get(language, '')}", language) for language, name in call.names.items()]
    tracks = [track.id for track in call.programme.tracks if track.retired_at is None]
    return Content(call.id, fields, said, None, title=call.names["en"], facts={"track_ids": tracks})


def _project(project: Project) -> Iterator[Content]:
    yield _version(project, snapshot.build(project), Audience.CONSORTIUM)
    submitted = project.submitted_version
    if submitted is not None:
        yield _version(project, submitted.snapshot, Audience.OFFICIALS)
    if project.state == ProjectState.APPROVED:
        yield _version(project, submitted.snapshot if submitted else snapshot.build(project), Audience.EVERYONE)


def _version(project: Project, version: Mapping[str, Any], audience: Audience) -> Content:
    """A version as its readers see it. The public part is the title, the summary and the tracks."""
    said, topics = version[Section.SUMMARY], version[Section.TRACKS]
    is_public = audience == Audience.EVERYONE
    texts = [said["summary"]] if is_public else [said["summary"], said["innovation"], said["market"]]
    texts = [text for text in texts if text]
    labels = [*topics["tracks"], *([] if is_public else topics["subtopics"])]
    fields = [(said["title"], NAMES), *([] if is_public else [(project.reference, NAMES)])]
    fields += [(name, WORK) for label in labels for name in label["names"].values()]
    fields += [(text, TEXT) for text in texts]
    known = {track.code: track.id for track in project.programme.tracks}
    under = {subtopic.code: subtopic.id for track in project.programme.tracks for subtopic in track.subtopics}
    facts: dict[str, Any] = {"track_ids": [known[track["code"]] for track in topics["tracks"] if track["code"] in known]}
    if not is_public:
        facts["subtopic_ids"] = [under[topic["code"]] for topic in topics["subtopics"] if topic["code"] in under]
        facts |= {name: topics[name] for name in ("trl_from", "trl_to", "automation_level")}
    language = said["language"]
    return Content(
        project.id, fields, [("\n".join([said["title"], *texts]), language)], language, audience, said["title"], facts
    )
