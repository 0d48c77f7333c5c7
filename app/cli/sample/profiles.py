"""Partnering profiles, each brought to its state by the people who would: its owner, its country's officer, the clock."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.accounts.models import Person
from app.cli.sample.projects import Cast
from app.cli.sample.source import FOLDER
from app.core.db import now
from app.partnering import services
from app.partnering.enums import Criterion, ProfileKind, ProfileSection, Stage
from app.partnering.models import Profile

SCORES = {str(criterion): 4 for criterion in Criterion}
LOW = {**SCORES, str(Criterion.SUBSTANCE): 2}
DESCRIBED = ("description", "advantages", "expertise")


def load(cast: Cast) -> None:
    """Make one profile for each entry of the file."""
    for entry in tomllib.loads((FOLDER / "profiles.toml").read_text())["profiles"]:
        _bring(cast, entry, _write(cast, entry))


def _write(cast: Cast, entry: Mapping[str, Any]) -> Profile:
    organisation, by = cast.organisations[entry["of"]], cast.person_of[entry["of"]]
    profile = services.create_profile(
        organisation=organisation, programme=cast.programme, kind=ProfileKind(entry["kind"]), title=entry["title"],
        language=entry["language"], anonymous=entry.get("anonymous", False), by=by,
    )
    subtopics = organisation.subtopics
    tracks = list({subtopic.track_id: subtopic.track for subtopic in subtopics}.values())
    ends = now().date() + timedelta(days=entry["deadline_days"]) if "deadline_days" in entry else None
    sections: dict[ProfileSection, dict[str, Any]] = {
        ProfileSection.SUMMARY: {"summary": entry["summary"]},
        ProfileSection.DESCRIPTION: {name: entry[name] for name in DESCRIBED if name in entry},
        ProfileSection.TECHNOLOGY: {
            "tracks": sorted(tracks, key=lambda track: track.position), "subtopics": list(subtopics), "trl": entry["trl"],
            "automation_level": entry.get("automation_level"), "stage": Stage(entry["stage"]) if "stage" in entry else None,
            "rights": entry.get("rights", []),
        },
        ProfileSection.COOPERATION: {
            "collaboration": entry["collaboration"], "partner_role": entry.get("partner_role"), "deadline": ends,
        },
        ProfileSection.REACH: {"keywords": entry.get("keywords")},
    }
    for section, values in sections.items():
        services.save_section(profile, section=section, values=values, by=by)
    for language, said in entry.get("translations", {}).items():
        texts = {name: text for name, text in said.items() if name != "by_machine"}
        services.save_translation(
            profile, language=language, texts=texts, by_machine=said["by_machine"], checked=not said["by_machine"], by=by
        )
    return profile


def _bring(cast: Cast, entry: Mapping[str, Any], profile: Profile) -> None:
    state, by = entry["state"], cast.person_of[entry["of"]]
    officer = cast.official("officer", profile.country)
    if state == "draft":
        return
    services.submit_profile(profile, by=by)
    if state == "changes_requested":
        services.ask_for_changes(profile, scores=LOW, comment="Say in which vehicles it was tried, and for how long.", by=officer)
    elif state != "in_review":
        services.publish(profile, scores=SCORES, comment="Clear and concrete.", by=officer)
        _go_on(entry, profile, by)


def _go_on(entry: Mapping[str, Any], profile: Profile, by: Person) -> None:
    if entry["state"] == "expired":
        profile.expires_at = now() - timedelta(days=3)
        services.expire_profile(profile)
    elif entry["state"] == "revised":
        services.save_section(profile, section=ProfileSection.SUMMARY, values={"title": entry["new_title"]}, by=by)
        services.submit_profile(profile, by=by)
