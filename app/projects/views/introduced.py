"""From an introduction to a joint project."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.partnering.introductions import policy as introductions
from app.partnering.introductions import reading
from app.partnering.models import Introduction
from app.partnering.queries import get_introduction
from app.projects import services
from app.projects.forms import IntroducedForm
from app.projects.views.blueprint import blueprint


@blueprint.route("/introductions/<public_id>/project", methods=["GET", "POST"])
@requires(introductions.confirms_project, load=get_introduction)
def confirm_introduction(introduction: Introduction) -> ResponseReturnValue:
    """Confirm the project that the other side proposed: a draft is made with both organisations in it."""
    by, step = actor(), introduction.open_step
    form = IntroducedForm(obj=introduction)
    if form.accepted(services.register_introduced, introduction, by=by, version=form.version.data):
        flash(_("The draft of the joint project is made. Both organisations are in it."), "success")
        return redirect(url_for("projects.show", public_id=form.result.public_id))
    return page("projects/confirm_introduction.html", form, introduction=introduction, step=step, seen=reading.seen_by(introduction, by))
