"""One page per section of a draft. Drafts are saved as typed."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.db import now
from app.core.forms import VersionedForm, page
from app.core.i18n import _
from app.programmes import suggesting
from app.programmes.vocabulary import needs_automation_level
from app.projects import eligibility, policy, queries, services
from app.projects.enums import Section, SensitiveTechnology
from app.projects.forms import (
    BudgetForm,
    ConsortiumForm,
    IntellectualPropertyForm,
    ScheduleForm,
    SensitiveTechnologyForm,
    SummaryForm,
    TracksForm,
)
from app.projects.models import Partner, Project
from app.projects.services.sections import currencies
from app.projects.views.blueprint import blueprint
from app.projects.workflow import facts

TOLD = ("title", "summary", "innovation", "market")
"""The texts by which tracks are suggested."""


def _answer(
    section: Section, project: Project, form: VersionedForm, service: Callable[..., None], values: Mapping[str, Any],
    **context: Any,
) -> ResponseReturnValue:
    asked = suggesting.asked()
    if not asked and form.accepted(service, project, by=actor(), **values):
        flash(_("Saved."), "success")
        return redirect(url_for("projects.show", public_id=project.public_id))
    missing = [p for p in eligibility.missing(project, facts(project)) if p.field == section] if not form.is_submitted() else []
    return page(f"projects/edit_{section}.html", form, project=project, section=section, missing=missing, asked=asked, **context)


@blueprint.route("/projects/<public_id>/summary", methods=["GET", "POST"])
@requires(policy.edit_summary, load=queries.get_project)
def edit_summary(project: Project) -> ResponseReturnValue:
    """Title, summary, what is new, market."""
    form = SummaryForm(obj=project)
    values = {name: form[name].data or None for name in ("summary", "innovation", "market")}
    values |= {"title": form.title.data, "language": form.language.data, "version": form.version.data}
    found = suggesting.suggest([form[name].data for name in TOLD], project.programme.tracks) if suggesting.asked() else None
    return _answer(Section.SUMMARY, project, form, services.save_summary, values, least=eligibility.MINIMUM_LENGTHS, found=found)


@blueprint.route("/projects/<public_id>/tracks", methods=["GET", "POST"])
@requires(policy.edit_tracks, load=queries.get_project)
def edit_tracks(project: Project) -> ResponseReturnValue:
    """Tracks, subtopics and readiness."""
    chosen = {"tracks": [t.code for t in project.tracks], "subtopics": [s.code for s in project.subtopics]}
    form = TracksForm(data={**_levels(project), **chosen})
    form.offer(project)
    tracks = [track for track in project.programme.tracks if track.code in (form.tracks.data or ())]
    subtopics = [topic for track in project.programme.tracks for topic in track.subtopics if topic.code in (form.subtopics.data or ())]
    values = {
        "tracks": tracks, "subtopics": subtopics, "trl_from": form.trl_from.data, "trl_to": form.trl_to.data,
        "automation_level": form.automation_level.data, "version": form.version.data,
    }
    automated = [track for track in project.programme.tracks if needs_automation_level(track)]
    told = [getattr(project, name) for name in TOLD]
    found = suggesting.suggest(told, project.programme.tracks) if suggesting.asked() else None
    return _answer(
        Section.TRACKS, project, form, services.save_tracks, values, automated=automated, found=found,
        hints=suggesting.hints(found, lambda thing: thing.code),
    )


def _levels(project: Project) -> dict[str, Any]:
    return {name: getattr(project, name) for name in ("version", "trl_from", "trl_to", "automation_level")}


@blueprint.route("/projects/<public_id>/consortium", methods=["GET", "POST"])
@requires(policy.edit_consortium, load=queries.get_project)
def edit_consortium(project: Project) -> ResponseReturnValue:
    """Tasks of the partners; the lead also invites and removes partners, and declares their independence."""
    by = actor()
    editable = _editable(project, by)
    entries = [{"partner": p.public_id, "version": p.version, "tasks": p.tasks} for p in editable]
    form = ConsortiumForm(data={"version": project.version, "independent": project.partners_independent, "entries": entries})
    leads = policy.leads(by, project)
    values: dict[str, Any] = {"tasks": form.tasks()}
    if leads:
        values |= {"independent": form.independent.data, "version": form.version.data}
    return _answer(
        Section.CONSORTIUM, project, form, services.save_consortium, values, leads=leads, may_invite=policy.invite(by, project),
        partners={partner.public_id: partner for partner in project.consortium},
    )


def _editable(project: Project, by: Any) -> list[Partner]:
    return [partner for partner in project.consortium if policy.edits_partner(by, partner)]


@blueprint.route("/projects/<public_id>/budget", methods=["GET", "POST"])
@requires(policy.edit_budget, load=queries.get_project)
def edit_budget(project: Project) -> ResponseReturnValue:
    """Cost per partner and category, with the shares of both countries."""
    editable = _editable(project, actor())
    form = BudgetForm(data={"version": project.version, "entries": [_budget_entry(partner) for partner in editable]})
    form.offer(currencies(project))
    rates = queries.rates_on(project.programme, now().date())
    used = [rates[c] for c in sorted({p.currency for p in project.consortium} & rates.keys() - {project.programme.reference_currency})]
    values = {"budgets": form.budgets()}
    return _answer(
        Section.BUDGET, project, form, services.save_budget, values, shares=eligibility.shares(project, rates), rates=used,
        row_total=eligibility.row_total, partners={partner.public_id: partner for partner in project.consortium},
    )


def _budget_entry(partner: Partner) -> dict[str, Any]:
    rows = {f"cost_{line.category}": line.amount for line in partner.budget}
    return {
        "partner": partner.public_id, "version": partner.version, "currency": partner.currency, "total_cost": partner.total_cost,
        "funding_requested": partner.funding_requested, **rows,
    }


@blueprint.route("/projects/<public_id>/schedule", methods=["GET", "POST"])
@requires(policy.edit_schedule, load=queries.get_project)
def edit_schedule(project: Project) -> ResponseReturnValue:
    """Start, duration, milestones."""
    form = ScheduleForm(obj=project)
    form.limit_duration(project.programme.duration_months_min, project.programme.duration_months_max)
    values = {
        "starts_on": form.starts_on.data, "duration_months": form.duration_months.data, "milestones": form.milestones.data or None,
        "version": form.version.data,
    }
    least, most = project.programme.duration_months_min, project.programme.duration_months_max
    bounded = least is not None and most is not None
    hint = _("From %(least)d to %(most)d months.", least=least, most=most) if bounded else None
    return _answer(Section.SCHEDULE, project, form, services.save_schedule, values, duration_hint=hint)


@blueprint.route("/projects/<public_id>/intellectual-property", methods=["GET", "POST"])
@requires(policy.edit_intellectual_property, load=queries.get_project)
def edit_intellectual_property(project: Project) -> ResponseReturnValue:
    """What is brought, and who owns the results."""
    form = IntellectualPropertyForm(obj=project)
    values = {name: form[name].data or None for name in ("background_ip", "foreground_ip")} | {"version": form.version.data}
    return _answer(Section.INTELLECTUAL_PROPERTY, project, form, services.save_intellectual_property, values)


@blueprint.route("/projects/<public_id>/sensitive-technology", methods=["GET", "POST"])
@requires(policy.edit_sensitive_technology, load=queries.get_project)
def edit_sensitive_technology(project: Project) -> ResponseReturnValue:
    """The declaration on export control."""
    declared = project.sensitive_technology
    form = SensitiveTechnologyForm(
        data={"version": project.version, "declaration": declared and str(declared), "details": project.sensitive_technology_details}
    )
    chosen = form.declaration.data
    valid = chosen in {str(choice) for choice in SensitiveTechnology}
    values = {
        "declaration": SensitiveTechnology(chosen) if valid else None, "details": form.details.data or None, "version": form.version.data,
    }
    return _answer(Section.SENSITIVE_TECHNOLOGY, project, form, services.save_sensitive_technology, values)
