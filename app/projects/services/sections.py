"""Sections of a draft are saved as they are typed: well-formed, not yet complete.

Saving what already stands changes nothing, so a form sent twice is saved once; otherwise the version seen must be the
present one.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused, StaleVersion
from app.core.i18n import _l
from app.extensions import db
from app.programmes.models import Subtopic, Track
from app.projects import policy
from app.projects.entries import BudgetEntry, TasksEntry
from app.projects.enums import Section, SensitiveTechnology
from app.projects.models import Partner, Project
from app.projects.services.restoring import replace_rows
from app.projects.services.touch import touch

events.define("project.edit", _l("changed a section"), "section", "partner")


def _save(project: Project, section: Section, values: Mapping[str, Any], *, by: Any, version: int | None) -> None:
    lock(project)
    if not policy.EDITORS[section](by, project):
        raise NotAllowed
    if all(getattr(project, name) == value for name, value in values.items()):
        return
    if version is not None and project.version != version:
        raise StaleVersion(project)
    for name, value in values.items():
        setattr(project, name, value)
    touch(project)
    events.record("project.edit", project, by=by, data={"section": str(section), "partner": None})


def save_summary(
    project: Project, *, title: str, summary: str | None, innovation: str | None, market: str | None, language: str, by: Any,
    version: int | None = None,
) -> None:
    """What the project is, what is new, and for which market."""
    values = {"title": title, "summary": summary, "innovation": innovation, "market": market, "language": language}
    _save(project, Section.SUMMARY, values, by=by, version=version)


def save_tracks(
    project: Project, *, tracks: Sequence[Track], subtopics: Sequence[Subtopic], trl_from: int | None, trl_to: int | None,
    automation_level: int | None, by: Any, version: int | None = None,
) -> None:
    """The tracks and subtopics, and the readiness of the technology from start to end.

    :raises Refused: a track is of another programme, or the readiness falls.
    """
    problems = []
    if any(track.programme_id != project.programme_id for track in tracks):
        problems.append(Problem("tracks", _l("Choose tracks of the programme of this project.")))
    if trl_from is not None and trl_to is not None and trl_from > trl_to:
        problems.append(Problem("trl_to", _l("The level at the end cannot be lower than the level at the start.")))
    if problems:
        raise Refused(problems)
    values = {
        "tracks": sorted(tracks, key=lambda t: t.position), "subtopics": sorted(subtopics, key=lambda s: s.code),
        "trl_from": trl_from, "trl_to": trl_to, "automation_level": automation_level,
    }
    _save(project, Section.TRACKS, values, by=by, version=version)


def save_schedule(
    project: Project, *, starts_on: date | None, duration_months: int | None, milestones: str | None, by: Any,
    version: int | None = None,
) -> None:
    """Start, duration and milestones."""
    values = {"starts_on": starts_on, "duration_months": duration_months, "milestones": milestones}
    _save(project, Section.SCHEDULE, values, by=by, version=version)


def save_intellectual_property(
    project: Project, *, background_ip: str | None, foreground_ip: str | None, by: Any, version: int | None = None
) -> None:
    """What each partner brings, and who owns and uses the results."""
    values = {"background_ip": background_ip, "foreground_ip": foreground_ip}
    _save(project, Section.INTELLECTUAL_PROPERTY, values, by=by, version=version)


def save_sensitive_technology(
    project: Project, *, declaration: SensitiveTechnology | None, details: str | None, by: Any, version: int | None = None
) -> None:
    """The declaration on technology under export control."""
    values = {"sensitive_technology": declaration, "sensitive_technology_details": details}
    _save(project, Section.SENSITIVE_TECHNOLOGY, values, by=by, version=version)


def save_consortium(
    project: Project, *, tasks: Mapping[str, TasksEntry], by: Any, independent: bool | None = None, version: int | None = None
) -> None:
    """Each partner's tasks, by the public id of the partner; the lead also declares that partners are independent.

    :raises NotAllowed: a partner is not the actor's to edit.
    """
    lock(project)
    if not policy.edit_consortium(by, project):
        raise NotAllowed
    if independent is not None:
        if not policy.leads(by, project):
            raise NotAllowed
        _save(project, Section.CONSORTIUM, {"partners_independent": independent}, by=by, version=version)
    for key, entry in tasks.items():
        partner = _own_partner(project, key, by)
        if partner.tasks == entry.tasks:
            continue
        lock(partner, entry.version)
        partner.tasks = entry.tasks
        _saved(partner, Section.CONSORTIUM, by)


def save_budget(project: Project, *, budgets: Mapping[str, BudgetEntry], by: Any) -> None:
    """Partners' budgets, by the public id of the partner.

    :raises NotAllowed: a partner is not the actor's to edit.
    :raises Refused: a currency is not one of the programme, or more funding is asked for than the cost.
    """
    lock(project)
    if not policy.edit_budget(by, project):
        raise NotAllowed
    for key, entry in budgets.items():
        _save_partner_budget(_own_partner(project, key, by), entry, by)


def currencies(project: Project) -> list[str]:
    """The currencies in which partners budget: the parties' own and the reference currency."""
    return list(dict.fromkeys([*(party.currency for party in project.programme.parties), project.programme.reference_currency]))


def _save_partner_budget(partner: Partner, entry: BudgetEntry, by: Any) -> None:
    problems = []
    if entry.currency not in currencies(partner.project):
        problems.append(Problem("currency", _l("Choose a currency of this programme.")))
    if entry.total_cost is not None and entry.funding_requested is not None and entry.funding_requested > entry.total_cost:
        problems.append(Problem("funding_requested", _l("The funding asked for cannot be more than the total cost.")))
    if problems:
        raise Refused(problems)
    rows = {line.category: line.amount for line in partner.budget}
    present = (partner.currency, partner.total_cost, partner.funding_requested, rows)
    if present == (entry.currency, entry.total_cost, entry.funding_requested, dict(entry.rows)):
        return
    lock(partner, entry.version)
    partner.currency, partner.total_cost, partner.funding_requested = entry.currency, entry.total_cost, entry.funding_requested
    replace_rows(partner, entry.rows)
    _saved(partner, Section.BUDGET, by)


def _own_partner(project: Project, public_id: str, by: Any) -> Partner:
    partner = next((p for p in project.consortium if p.public_id == public_id), None)
    if partner is None or not policy.edits_partner(by, partner):
        raise NotAllowed
    return partner


def _saved(partner: Partner, section: Section, by: Any) -> None:
    touch(partner)
    data = {"section": str(section), "partner": partner.public_id}
    events.record("project.edit", partner.project, by=by, data=data)
    db.session.flush()
