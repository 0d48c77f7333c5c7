"""An expression of interest is begun and changed."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _, language
from app.partnering import queries, reading
from app.partnering.forms.introductions import InterestForm, Request, standing
from app.partnering.introductions import policy
from app.partnering.models import Introduction, Profile
from app.partnering.services import introducing
from app.partnering.views.introducing.blueprint import back, blueprint


@blueprint.route("/profiles/<public_id>/interest", methods=["GET", "POST"])
@requires(policy.express, load=queries.get_open_profile)
def new(profile: Profile) -> ResponseReturnValue:
    """Write a request to the owner of a profile, whoever that is."""
    by = actor()
    organisations = [one for one in queries.list_writing_organisations(by) if one.id != profile.organisation_id]
    form = InterestForm(language=language(), organisation=organisations[0].public_id if len(organisations) == 1 else None)
    form.prepare(profile)
    form.offer(organisations)
    if form.validate_on_submit():
        organisation = next(one for one in organisations if one.public_id == form.organisation.data)
        values = {"answers": form.answers(), "withheld": form.withheld.data, "language": form.language.data}
        if form.accepted(introducing.write_introduction, organisation=organisation, profile=profile, by=by, **values):
            flash(_("The draft is saved. Read it through, then send it."), "success")
            return redirect(url_for("introductions.show", public_id=form.result.public_id))
    return page(
        "introductions/new.html", form, profile=profile, said=reading.chosen_text(profile), organisations=organisations,
        standing=queries.open_of(by, profile),
    )


@blueprint.route("/introductions/<public_id>/edit", methods=["GET", "POST"])
@requires(policy.writes, load=queries.get_introduction)
def edit(introduction: Introduction) -> ResponseReturnValue:
    """Change a draft."""
    form = Request(data=standing(introduction))
    form.prepare(introduction.profile)
    values = {"answers": form.answers(), "withheld": form.withheld.data, "language": form.language.data}
    if form.accepted(introducing.edit_introduction, introduction, by=actor(), version=form.version.data, **values):
        flash(_("Saved."), "success")
        return back(introduction)
    return page(
        "introductions/edit.html", form, introduction=introduction, profile=introduction.profile,
        said=reading.chosen_text(introduction.profile),
    )
