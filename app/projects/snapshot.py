"""The frozen snapshot of a project: what was locked, section by section, each with its hash.

Everything in it is text, whole numbers, truth values and lists, so that its canonical JSON (sorted keys, UTF-8) is the same
wherever it is made. Names of organisations are those of that day. Hashes are SHA-256.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.projects.enums import Section
from app.projects.models import Partner, Project

Snapshot = dict[str, Any]


def build(project: Project) -> Snapshot:
    """The project as it stands, by section."""
    return {str(section): part(project) for section, part in PARTS.items()}


def digest(value: Any) -> str:
    """SHA-256 over canonical JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def section_hashes(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """The hash of each section."""
    return {section: digest(content) for section, content in snapshot.items()}


def changed_sections(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[Section]:
    """Sections whose hashes differ between two versions' `section_hashes`."""
    return frozenset(section for section in Section if before.get(str(section)) != after.get(str(section)))


def _summary(project: Project) -> Snapshot:
    return {
        "title": project.title, "summary": project.summary, "innovation": project.innovation, "market": project.market,
        "language": project.language,
    }


def _tracks(project: Project) -> Snapshot:
    return {
        "tracks": [{"code": track.code, "names": track.names} for track in sorted(project.tracks, key=lambda t: t.code)],
        "subtopics": [{"code": topic.code, "names": topic.names} for topic in sorted(project.subtopics, key=lambda s: s.code)],
        "trl_from": project.trl_from, "trl_to": project.trl_to, "automation_level": project.automation_level,
    }


def _partners(project: Project) -> list[Partner]:
    return sorted(project.accepted, key=lambda partner: partner.id)


def _consortium(project: Project) -> Snapshot:
    return {
        "partners": [
            {
                "partner": partner.public_id, "organisation": partner.organisation.public_id, "country": partner.organisation.country,
                "name_native": partner.organisation.name_native, "name_native_language": partner.organisation.name_native_language,
                "name_latin": partner.organisation.name_latin, "role": str(partner.role), "tasks": partner.tasks,
            }
            for partner in _partners(project)
        ],
        "partners_independent": project.partners_independent,
    }


def _budget(project: Project) -> Snapshot:
    return {
        "partners": [
            {
                "partner": partner.public_id, "currency": partner.currency, "total_cost": _amount(partner.total_cost),
                "funding_requested": _amount(partner.funding_requested),
                "rows": {str(line.category): _amount(line.amount) for line in partner.budget},
            }
            for partner in _partners(project)
        ],
    }


def _schedule(project: Project) -> Snapshot:
    return {
        "starts_on": project.starts_on.isoformat() if project.starts_on else None, "duration_months": project.duration_months,
        "milestones": project.milestones,
    }


def _intellectual_property(project: Project) -> Snapshot:
    return {"background_ip": project.background_ip, "foreground_ip": project.foreground_ip}


def _sensitive_technology(project: Project) -> Snapshot:
    declared = project.sensitive_technology
    return {"sensitive_technology": str(declared) if declared else None, "details": project.sensitive_technology_details}


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


PARTS = {
    Section.SUMMARY: _summary,
    Section.TRACKS: _tracks,
    Section.CONSORTIUM: _consortium,
    Section.BUDGET: _budget,
    Section.SCHEDULE: _schedule,
    Section.INTELLECTUAL_PROPERTY: _intellectual_property,
    Section.SENSITIVE_TECHNOLOGY: _sensitive_technology,
}
