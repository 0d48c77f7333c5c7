"""The people of an organisation."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts import policy as accounts_policy
from app.accounts import queries as accounts_queries
from app.accounts import services as accounts
from app.core.access import actor, requires
from app.core.errors import NotFound
from app.core.forms import Form, page
from app.core.i18n import _
from app.organisations import policy, queries, services
from app.organisations.blueprint import blueprint
from app.organisations.forms import EndRoleForm, MemberForm, WithdrawForm
from app.organisations.models import Organisation
from app.organisations.views.parts import page_of


def _page(organisation: Organisation, form: Form) -> ResponseReturnValue:
    """The page: `form` is what was sent or, before that, the invitation, which the page always offers."""
    memberships = accounts_queries.list_members_of(organisation.id)
    return page(
        "organisations/members.html", form, organisation=organisation,
        rows=[(membership, accounts_policy.end_membership(actor(), membership)) for membership in memberships],
        invitations=accounts_queries.list_invitations_of(organisation.id), may_manage=policy.manage_members(actor(), organisation),
        invitation_form=form if isinstance(form, MemberForm) else MemberForm(formdata=None),
    )


@blueprint.get("/organisations/<public_id>/members")
@requires(policy.see_members, load=queries.get_organisation)
def members(organisation: Organisation) -> ResponseReturnValue:
    """Who does what in the organisation, and who is invited."""
    return _page(organisation, MemberForm())


@blueprint.post("/organisations/<public_id>/members/invite")
@requires(policy.manage_members, load=queries.get_organisation)
def invite_member(organisation: Organisation) -> ResponseReturnValue:
    """Invite somebody."""
    form = MemberForm()
    if form.accepted(lambda: services.invite_member(organisation, email=form.email.data or "", role=form.chosen_role(), by=actor())):
        flash(_("The invitation is on its way. It is open for 30 days."), "success")
        return redirect(page_of("members", organisation))
    return _page(organisation, form)


@blueprint.post("/organisations/<public_id>/members/end")
@requires(policy.see_members, load=queries.get_organisation)
def end_membership(organisation: Organisation) -> ResponseReturnValue:
    """End a role of somebody."""
    form = EndRoleForm()
    wanted = (form.person.data, form.role.data)
    found = [m for m in accounts_queries.list_members_of(organisation.id) if (m.person.public_id, str(m.role)) == wanted]
    if not found:
        raise NotFound
    if form.accepted(accounts.end_membership, found[0], by=actor()):
        flash(_("The role is ended."), "success")
        still_inside = policy.see_members(actor(), organisation)
        return redirect(page_of("members" if still_inside else "show", organisation))
    return _page(organisation, form)


@blueprint.post("/organisations/<public_id>/members/withdraw-invitation")
@requires(policy.manage_members, load=queries.get_organisation)
def withdraw_invitation(organisation: Organisation) -> ResponseReturnValue:
    """Take an invitation back."""
    form = WithdrawForm()
    invitations = accounts_queries.list_invitations_of(organisation.id)
    found = [invitation for invitation in invitations if invitation.public_id == form.invitation.data]
    if not found:
        raise NotFound
    if form.accepted(accounts.withdraw_invitation, found[0], by=actor()):
        flash(_("The invitation is withdrawn."), "success")
        return redirect(page_of("members", organisation))
    return _page(organisation, form)
