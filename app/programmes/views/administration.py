"""Administration of programmes: texts and rules, tracks and subtopics."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page
from app.core.i18n import _
from app.programmes import policy, queries, services
from app.programmes.blueprint import blueprint
from app.programmes.forms import MergeForm, NewSubtopicForm, NewTrackForm, ProgrammeForm, SubtopicForm, TrackForm, differences
from app.programmes.models import Programme, Subtopic, Track

PROGRAMME = "/administration/programmes/<code>"
TRACK = f"{PROGRAMME}/tracks/<track_code>"
SUBTOPIC = f"{PROGRAMME}/subtopics/<subtopic_code>"


def _present(form: VersionedForm, thing: Any) -> list[dict[str, Any]]:
    """What stands now where a form that came too late differs from it."""
    if not form.version.errors:
        return []
    names = [name for name in form._fields if hasattr(thing, name) and name not in {"version", "csrf_token"}]
    found = differences(form, {name: getattr(thing, name) for name in names})
    return [{"key": field.label.text, "value": value} for field, value in found]


def _version() -> int | None:
    return request.form.get("version", type=int)


@blueprint.get("/administration/programmes")
@requires(policy.manage_some)
def administer() -> ResponseReturnValue:
    """The programmes that the person administers or whose secretariat the person coordinates."""
    by = actor()
    programmes = [programme for programme in queries.list_programmes() if policy.manage(by, programme)]
    return render_template("programmes/administer.html", programmes=programmes)


@blueprint.route(PROGRAMME, methods=["GET", "POST"])
@requires(policy.administer, load=queries.get_programme)
def edit(programme: Programme) -> ResponseReturnValue:
    """Change texts and rules."""
    form = ProgrammeForm(obj=programme)
    texts = {name: form[name].data for name in ("names", "purpose", "goal")}
    if form.accepted(
        services.edit_programme, programme, by=actor(), version=form.version.data, texts=texts, rules=form.rules
    ):
        flash(_("The programme is saved."), "success")
        return redirect(url_for("programmes.show", code=programme.code))
    return page("programmes/edit.html", form, programme=programme, present=_present(form, programme))


@blueprint.get(f"{PROGRAMME}/tracks")
@requires(policy.administer, load=queries.get_programme)
def tracks(programme: Programme) -> ResponseReturnValue:
    """The tracks with their subtopics."""
    return render_template("programmes/tracks.html", programme=programme)


@blueprint.route(f"{PROGRAMME}/tracks/new", methods=["GET", "POST"])
@requires(policy.administer, load=queries.get_programme)
def new_track(programme: Programme) -> ResponseReturnValue:
    """Add a track."""
    form = NewTrackForm()
    if form.accepted(
        services.add_track, programme, by=actor(), code=form.code.data, names=form.names.data, summary=form.summary.data,
        standards=form.standards.data or "",
    ):
        flash(_("The track is added."), "success")
        return redirect(url_for("programmes.tracks", code=programme.code))
    return page("programmes/new_track.html", form, programme=programme)


@blueprint.route(TRACK, methods=["GET", "POST"])
@requires(policy.administer, load=queries.get_track)
def edit_track(track: Track) -> ResponseReturnValue:
    """Change the texts of a track."""
    form = TrackForm(obj=track)
    if form.accepted(
        services.edit_track, track, by=actor(), version=form.version.data, names=form.names.data, summary=form.summary.data,
        standards=form.standards.data or "",
    ):
        flash(_("The track is saved."), "success")
        return redirect(url_for("programmes.tracks", code=track.programme.code))
    return page("programmes/edit_track.html", form, track=track, programme=track.programme, present=_present(form, track))


def _back_to_tracks(thing: Track | Subtopic) -> ResponseReturnValue:
    track = thing if isinstance(thing, Track) else thing.track
    return redirect(url_for("programmes.tracks", code=track.programme.code, _anchor=f"track-{track.code}"))


@blueprint.post(f"{TRACK}/up")
@requires(policy.administer, load=queries.get_track)
def move_track_up(track: Track) -> ResponseReturnValue:
    """Show a track before the one above it."""
    services.move_track(track, by=actor(), up=True)
    return _back_to_tracks(track)


@blueprint.post(f"{TRACK}/down")
@requires(policy.administer, load=queries.get_track)
def move_track_down(track: Track) -> ResponseReturnValue:
    """Show a track after the one below it."""
    services.move_track(track, by=actor(), up=False)
    return _back_to_tracks(track)


@blueprint.post(f"{TRACK}/retire")
@requires(policy.administer, load=queries.get_track)
def retire_track(track: Track) -> ResponseReturnValue:
    """Take a track out of use."""
    services.retire_track(track, by=actor(), version=_version())
    return _back_to_tracks(track)


@blueprint.post(f"{TRACK}/restore")
@requires(policy.administer, load=queries.get_track)
def restore_track(track: Track) -> ResponseReturnValue:
    """Take a track into use again."""
    services.restore_track(track, by=actor(), version=_version())
    return _back_to_tracks(track)


@blueprint.route(f"{TRACK}/subtopics/new", methods=["GET", "POST"])
@requires(policy.administer, load=queries.get_track)
def new_subtopic(track: Track) -> ResponseReturnValue:
    """Add a subtopic; its number follows by itself."""
    form = NewSubtopicForm()
    if form.accepted(services.add_subtopic, track, by=actor(), names=form.names.data, references=form.references.data or ""):
        flash(_("The subtopic %(code)s is added.", code=form.result.code), "success")
        return _back_to_tracks(track)
    return page("programmes/new_subtopic.html", form, track=track, programme=track.programme)


@blueprint.route(SUBTOPIC, methods=["GET", "POST"])
@requires(policy.administer, load=queries.get_subtopic)
def edit_subtopic(subtopic: Subtopic) -> ResponseReturnValue:
    """Change the name and the references of a subtopic."""
    form = SubtopicForm(obj=subtopic)
    if form.accepted(
        services.edit_subtopic, subtopic, by=actor(), version=form.version.data, names=form.names.data,
        references=form.references.data or "",
    ):
        flash(_("The subtopic is saved."), "success")
        return _back_to_tracks(subtopic)
    return page(
        "programmes/edit_subtopic.html", form, subtopic=subtopic, programme=subtopic.track.programme,
        present=_present(form, subtopic),
    )


@blueprint.post(f"{SUBTOPIC}/retire")
@requires(policy.administer, load=queries.get_subtopic)
def retire_subtopic(subtopic: Subtopic) -> ResponseReturnValue:
    """Take a subtopic out of use."""
    services.retire_subtopic(subtopic, by=actor(), version=_version())
    return _back_to_tracks(subtopic)


@blueprint.post(f"{SUBTOPIC}/restore")
@requires(policy.administer, load=queries.get_subtopic)
def restore_subtopic(subtopic: Subtopic) -> ResponseReturnValue:
    """Take a subtopic into use again."""
    services.restore_subtopic(subtopic, by=actor(), version=_version())
    return _back_to_tracks(subtopic)


@blueprint.route(f"{SUBTOPIC}/merge", methods=["GET", "POST"])
@requires(policy.administer, load=queries.get_subtopic)
def merge_subtopic(subtopic: Subtopic) -> ResponseReturnValue:
    """Have another subtopic take up the organisations and projects of this one."""
    form = MergeForm(subtopic, obj=subtopic)
    if form.accepted(services.merge_subtopic, subtopic, form.target, by=actor(), version=form.version.data):
        flash(_("The subtopic is merged; its organisations and projects have moved."), "success")
        return _back_to_tracks(subtopic)
    return page(
        "programmes/merge_subtopic.html", form, subtopic=subtopic, programme=subtopic.track.programme,
        links=queries.count_links(subtopic),
    )
