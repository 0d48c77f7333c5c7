"""A project's sections are put back to what a frozen version says of them."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.extensions import db
from app.programmes.models import Subtopic
from app.projects import snapshot
from app.projects.enums import CostCategory, Section, SensitiveTechnology
from app.projects.models import BudgetLine, Partner, Project, ProjectVersion
from app.projects.services.touch import touch

Content = snapshot.Snapshot
SCALARS = {
    Section.SUMMARY: ("title", "summary", "innovation", "market", "language"),
    Section.TRACKS: ("trl_from", "trl_to", "automation_level"),
    Section.CONSORTIUM: ("partners_independent",),
    Section.SCHEDULE: ("duration_months", "milestones"),
    Section.INTELLECTUAL_PROPERTY: ("background_ip", "foreground_ip"),
}
"""Columns of the project that a section of a snapshot holds as they are."""


def restore(project: Project, version: ProjectVersion, sections: Collection[str]) -> None:
    """Put these sections back where they differ from the version.

    A subtopic that was merged since comes back as its successor.
    """
    present = snapshot.build(project)
    for section in map(Section, sections):
        content = version.snapshot[section]
        if present[section] == content:
            continue
        for name in SCALARS.get(section, ()):
            setattr(project, name, content[name])
        if section in PARTS:
            PARTS[section](project, content)
    touch(project)


def _tracks(project: Project, content: Content) -> None:
    tracks, topics = {track["code"] for track in content["tracks"]}, {topic["code"] for topic in content["subtopics"]}
    project.tracks = [track for track in project.programme.tracks if track.code in tracks]
    offered = [topic for track in project.tracks for topic in track.subtopics]
    project.subtopics = list(dict.fromkeys(_successor(topic) for topic in offered if topic.code in topics))


def _successor(topic: Subtopic) -> Subtopic:
    while topic.merged_into_id is not None:
        topic = db.session.get_one(Subtopic, topic.merged_into_id)
    return topic


def _partners(project: Project, content: Content) -> list[tuple[Partner, Content]]:
    stood = {entry["partner"]: entry for entry in content["partners"]}
    return [(partner, stood[partner.public_id]) for partner in project.accepted if partner.public_id in stood]


def _consortium(project: Project, content: Content) -> None:
    for partner, entry in _partners(project, content):
        if partner.tasks != entry["tasks"]:
            partner.tasks = entry["tasks"]


def _budget(project: Project, content: Content) -> None:
    for partner, entry in _partners(project, content):
        partner.currency = entry["currency"]
        partner.total_cost, partner.funding_requested = _amount(entry["total_cost"]), _amount(entry["funding_requested"])
        rows = {CostCategory(category): Decimal(amount) for category, amount in entry["rows"].items()}
        replace_rows(partner, rows)
        touch(partner)


def replace_rows(partner: Partner, rows: Mapping[CostCategory, Decimal]) -> None:
    """Let the partner's budget have these rows and no other."""
    for line in list(partner.budget):
        if line.category not in rows:
            partner.budget.remove(line)
        else:
            line.amount = rows[line.category]
    known = {line.category for line in partner.budget}
    partner.budget.extend(BudgetLine(category=category, amount=amount) for category, amount in rows.items() if category not in known)


def _amount(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _schedule(project: Project, content: Content) -> None:
    project.starts_on = date.fromisoformat(content["starts_on"]) if content["starts_on"] else None


def _sensitive_technology(project: Project, content: Content) -> None:
    declared = content["sensitive_technology"]
    project.sensitive_technology = SensitiveTechnology(declared) if declared else None
    project.sensitive_technology_details = content["details"]


PARTS: dict[Section, Callable[[Project, Any], None]] = {
    Section.TRACKS: _tracks,
    Section.CONSORTIUM: _consortium,
    Section.BUDGET: _budget,
    Section.SCHEDULE: _schedule,
    Section.SENSITIVE_TECHNOLOGY: _sensitive_technology,
}
