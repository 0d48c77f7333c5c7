"""Partners are found, invited, answer, and are removed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import ActionForm, page
from app.core.i18n import _
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.projects import policy, queries, reading, services, snapshot
from app.projects.enums import PartnerRole
from app.projects.forms import AnswerForm, InviteForm
from app.projects.models import Partner, Project
from app.projects.views.blueprint import blueprint

LONGEST_SEARCH = 200


@blueprint.route("/projects/<public_id>/partners/invite", methods=["GET", "POST"])
@requires(policy.invite, load=queries.get_project, parameters=("q", "organisation"))
def invite_partner(project: Project) -> ResponseReturnValue:
    """Find an organisation of either country and invite it."""
    asked = request.args.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").strip()
    chosen = request.form.get("organisation") or request.args.get("organisation", "")
    picked = queries.get_invitable(project, chosen) if chosen else None
    found = list(queries.find_invitable(project, asked)) if asked else []
    if picked is not None and picked not in found:
        found.insert(0, picked)
    unrepresented = queries.unrepresented(organisation.id for organisation in found)
    form = InviteForm(organisation=chosen or None)
    form.organisation.choices = [(organisation.public_id, organisation.display_name) for organisation in found]
    if form.validate_on_submit() and picked is not None:
        values = {"organisation": picked, "role": PartnerRole(form.role.data), "message": form.message.data or ""}
        if form.accepted(services.invite_partner, project, **values, by=actor()):
            if picked.id in unrepresented:
                flash(_("The organisation is invited, but nobody represents it here yet. The authority of its country has been told."), "warning")
            else:
                flash(_("The invitation is sent. The organisation finds it in its work list."), "success")
            return redirect(url_for("projects.edit_consortium", public_id=project.public_id))
    return page(
        "projects/invite_partner.html", form, project=project, asked=asked, found=found, unrepresented=unrepresented,
    )


@blueprint.get("/organisations/<public_id>/invite-into-a-project")
@requires(policy.offer, load=organisations.get_organisation)
def offer(organisation: Organisation) -> ResponseReturnValue:
    """From an organisation to a project: one of the own drafts, or a new one."""
    return render_template("projects/offer.html", organisation=organisation, projects=queries.list_open_to(actor(), organisation))


@blueprint.route("/projects/<public_id>/partners/<partner>/answer", methods=["GET", "POST"])
@requires(policy.answer_invitation, load=queries.get_partner)
def answer_invitation(partner: Partner) -> ResponseReturnValue:
    """Join a consortium, or decline."""
    form = AnswerForm(obj=partner)
    accept = form.answer.data == "accept"
    if form.accepted(services.answer_invitation, partner, accept=accept, comment=form.comment.data or "", by=actor()):
        if accept:
            flash(_("Your organisation has joined the consortium. Describe its tasks and enter its budget."), "success")
            return redirect(url_for("projects.show", public_id=partner.project.public_id))
        flash(_("You declined. The lead partner has been told."), "success")
        return redirect(url_for("projects.index"))
    about = reading.introduction(snapshot.build(partner.project))
    return page("projects/answer_invitation.html", form, partner=partner, project=partner.project, about=about)


@blueprint.route("/projects/<public_id>/partners/<partner>/remove", methods=["GET", "POST"])
@requires(policy.leads_partners_project, load=queries.get_partner)
def remove_partner(partner: Partner) -> ResponseReturnValue:
    """Take a partner out of a draft."""
    form = ActionForm(obj=partner)
    if form.accepted(services.remove_partner, partner, by=actor(), version=form.version.data):
        flash(_("The partner is removed."), "success")
        return redirect(url_for("projects.edit_consortium", public_id=partner.project.public_id))
    return page("projects/remove_partner.html", form, partner=partner, project=partner.project)
