"""A profile is begun, written section by section, and submitted.

Sections are saved as they are typed: well formed, not yet complete. What is material changes the newest version, or begins another
one where that is frozen; of a published profile it begins a new version that is checked while the old one stays public. What is
not changes at once.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused, StaleVersion
from app.core.i18n import _l
from app.extensions import db
from app.organisations.models import Organisation
from app.partnering import completeness, policy
from app.partnering.enums import ProfileKind, ProfileSection, ProfileState, RevisionState
from app.partnering.guide import MATERIAL, fields_of
from app.partnering.models import Profile, ProfileRevision, ProfileVersion
from app.partnering.models.profile import TEXTS
from app.partnering.services.due import draft_due, review_due
from app.partnering.services.words import refresh_words
from app.partnering.workflow import PROFILE, REVISION
from app.programmes.models import Programme

PLAIN = (*TEXTS, "language", "trl", "automation_level", "stage", "rights", "goals", "collaboration", "partner_kinds", "call_id", "deadline")
SUBMITTING = {ProfileState.DRAFT: "submit", ProfileState.CHANGES_REQUESTED: "resubmit", ProfileState.EXPIRED: "submit_again"}
SUBMITTING_REVISION = {RevisionState.WRITING: "submit", RevisionState.CHANGES_REQUESTED: "resubmit"}


def create_profile(
    *, organisation: Organisation, programme: Programme, kind: ProfileKind, title: str, by: Any, language: str = "en", anonymous: bool = False,
) -> Profile:
    """Begin a draft.

    :raises Refused: the organisation is not declared, or its country is no party of the programme.
    """
    party = programme.party_of(organisation.country)
    profile = Profile(
        organisation=organisation, programme=programme, kind=kind, anonymous=anonymous, created_by_id=by.id, state=ProfileState.DRAFT,
        languages=list(dict.fromkeys([language, *(party.languages if party else ())])),
        countries=[other.country for other in programme.parties if other is not party], due_at=draft_due(organisation.country),
        shows_tracks=not anonymous, shows_country=not anonymous, shows_subtopics=not anonymous,
    )
    profile.versions = [ProfileVersion(number=1, title=title, language=language, written_by_id=by.id)]
    db.session.add(profile)
    PROFILE.begin("create", profile, by=by)
    return profile


def touch(profile: Profile) -> None:
    """Raise the version, so that whoever holds an older one is told. A change of a draft moves its date on."""
    if profile.state == ProfileState.DRAFT:
        profile.due_at = draft_due(profile.country)
    flag_modified(profile, "state")
    db.session.flush()


def save_section(
    profile: Profile, *, section: ProfileSection, values: Mapping[str, Any], by: Any, version: int | None = None
) -> None:
    """Save the fields of one section; saving what already stands changes nothing.

    :raises ValueError: a field is not of the section.
    :raises Refused: a choice is not the programme's, or an open anonymous profile would tell who its owner is.
    """
    lock(profile)
    if not policy.EDITORS[section](by, profile):
        raise NotAllowed
    if values.keys() - set(fields_of(section)):
        raise ValueError(f"fields that are not of the section {section}: {sorted(values)}")
    thing = profile.newest if section in MATERIAL else profile
    if all(getattr(thing, name) == value for name, value in values.items()):
        return
    if version is not None and profile.version != version:
        raise StaleVersion(profile)
    problems = _problems(profile, values)
    if problems:
        raise Refused(problems)
    if section in MATERIAL:
        thing = _writable(profile, by)
    for name, value in values.items():
        setattr(thing, name, value)
    touch(profile)
    if section == ProfileSection.REACH:
        _after_reach(profile)
    events.record("profile.edit", profile, by=by, data={"section": str(section), "number": profile.newest.number})


def _problems(profile: Profile, values: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if any(track.programme_id != profile.programme_id for track in values.get("tracks", ())):
        problems.append(Problem("tracks", _l("Choose tracks of this programme.")))
    chosen = {track.id for track in values.get("tracks", ())}
    if any(topic.track_id not in chosen for topic in values.get("subtopics", ())):
        problems.append(Problem("subtopics", _l("Choose subtopics of the chosen tracks.")))
    parties = {party.country for party in profile.programme.parties}
    if set(values.get("countries", ())) - parties:
        problems.append(Problem("countries", _l("Choose countries of this programme.")))
    if values.get("anonymous") and profile.external_link:
        problems.append(Problem("anonymous", _l("Remove the link of the profile first: it leads to your organisation.")))
    if profile.anonymous and values.get("external_link"):
        problems.append(Problem("external_link", _l("An anonymous profile has no link.")))
    return problems


def _after_reach(profile: Profile) -> None:
    if profile.state in {ProfileState.PUBLISHED, ProfileState.PAUSED}:
        found = [passage for passage in completeness.passages(profile) if "." not in passage.field and completeness.section_of(passage.field) == ProfileSection.REACH]
        if found:
            raise Refused([Problem(passage.field, completeness.problem_of(passage).message) for passage in found])
        refresh_words(profile)


def _writable(profile: Profile, by: Any) -> ProfileVersion:
    """The version that may be written: the newest, or a copy of it where it is frozen."""
    if profile.state == ProfileState.PUBLISHED and profile.open_revision is None:
        revision = ProfileRevision(profile=profile, state=RevisionState.WRITING, due_at=draft_due(profile.country))
        db.session.add(revision)
        REVISION.begin("begin", revision, by=by)
    newest = profile.newest
    if newest.frozen_at is None:
        return newest
    copied = ProfileVersion(
        number=profile.versions[-1].number + 1, written_by_id=by.id, tracks=list(newest.tracks), subtopics=list(newest.subtopics),
        **{name: getattr(newest, name) for name in PLAIN},
    )
    profile.versions.append(copied)
    db.session.flush()
    return copied


def submit_profile(profile: Profile, *, by: Any, version: int | None = None) -> None:
    """Hand the newest version over to the check: that of the profile, or the new one of a published profile.

    :raises Refused: with everything that is missing.
    """
    lock(profile, version)
    due = review_due(profile.country)
    revision = profile.open_revision
    if profile.state == ProfileState.PUBLISHED and revision is not None:
        action = SUBMITTING_REVISION.get(revision.state, "submit")
        REVISION.fire(action, revision, by=by, changes={"due_at": due})
    else:
        action = SUBMITTING.get(profile.state, "submit")
        PROFILE.fire(action, profile, by=by, changes={"due_at": due, "submitted_at": profile.submitted_at or now()})
    if profile.newest.frozen_at is None:
        profile.newest.frozen_at = now()
    touch(profile)


def drop_revision(profile: Profile, *, by: Any, version: int | None = None) -> None:
    """Give up the new version; the public one stays.

    :raises Refused: there is none.
    """
    lock(profile, version)
    revision = profile.open_revision
    if revision is None:
        raise Refused.because("state", _l("There is no new version to give up."))
    REVISION.fire("drop", revision, by=by, changes={"due_at": None})
    give_up(profile)
    touch(profile)


def give_up(profile: Profile) -> None:
    """The versions after the public one count no more."""
    published = profile.published_version
    for version in profile.versions:
        if published is not None and version.number > published.number:
            version.given_up = True
    db.session.flush()
