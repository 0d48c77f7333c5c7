"""The versions of a profile with what each changed, and what happened to it, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.core.events import CATALOGUE, Event
from app.core.i18n import _
from app.core.templating import label
from app.partnering import reading
from app.partnering.enums import ProfileSection
from app.partnering.models import Profile, ProfileVersion

HIDDEN = frozenset({"profile.score"})
"""Told where the scores stand."""


@dataclass(frozen=True)
class Change:
    """A row that reads differently in one version than in the one before."""

    section: ProfileSection
    key: str
    before: reading.Row | None
    after: reading.Row | None


@dataclass(frozen=True)
class Standing:
    """A version, what it changed, and whether it is the public one."""

    version: ProfileVersion
    public: bool
    changes: list[Change] = field(default_factory=list)


def versions(profile: Profile, by: Any) -> list[Standing]:
    """All versions, the newest first."""
    found = []
    before: ProfileVersion | None = None
    for version in profile.versions:
        found.append(Standing(version, version.id == profile.published_version_id, changes(profile, before, version, by) if before else []))
        before = version
    return found[::-1]


def changes(profile: Profile, before: ProfileVersion, after: ProfileVersion, by: Any) -> list[Change]:
    """The rows of two versions that differ."""
    old, new = reading.sections(profile, before, by), reading.sections(profile, after, by)
    found = []
    for section in new:
        rows, former = {row.key: row for row in new[section]}, {row.key: row for row in old[section]}
        found += [
            Change(section, key, former.get(key), rows.get(key)) for key in dict.fromkeys((*rows, *former)) if rows.get(key) != former.get(key)
        ]
    return found


def tell(events: Iterable[tuple[Event, str | None]]) -> list[dict[str, Any]]:
    """The entries of a timeline."""
    return [
        {"time": event.at, "actor": name, "text": _text(event), "detail": event.data.get("comment") or ""}
        for event, name in events
        if event.kind not in HIDDEN
    ]


def _text(event: Event) -> str:
    wording = str(CATALOGUE[event.kind].wording)
    if event.kind != "profile.edit":
        return wording
    return _("%(step)s: %(section)s", step=wording, section=label(ProfileSection(event.data["section"])))
