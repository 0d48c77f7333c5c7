"""Pages of imports: upload and check, start, progress, result, undo."""

import csv
import io
import unicodedata

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import ActionForm, page
from app.core.i18n import _
from app.core.pagination import page_number, paginate
from app.core.templating import label
from app.organisations import import_services
from app.organisations.blueprint import blueprint
from app.organisations.import_forms import UploadForm
from app.organisations.importing import policy, queries
from app.organisations.importing.formats import formats
from app.organisations.importing.problems import ProblemCode
from app.organisations.importing.wording import TONES
from app.organisations.models import RegistryImport

FORMULA_STARTS = ("=", "+", "-", "@", ";", "\t", "\r", "\n", "\0")
PROBLEMS_SHOWN = 20
ADDRESS = "/administration/imports"


@blueprint.get(ADDRESS)
@requires(policy.import_organisations, parameters=("page",))
def imports() -> ResponseReturnValue:
    """The imports, newest first."""
    found = paginate(queries.list_imports(actor()), page_number(request.args.get("page")))
    return page(
        "organisations/imports/imports.html", found=found, formats=formats(), tones=TONES,
        page_url=lambda number: url_for("organisations.imports", page=number),
    )


@blueprint.route(f"{ADDRESS}/new", methods=["GET", "POST"])
@requires(policy.import_organisations, uploads=True)
def new_import() -> ResponseReturnValue:
    """Upload a register and have it checked; nothing is imported yet."""
    by = actor()
    programmes = queries.list_programmes_for(by)
    form = UploadForm(policy.formats_for(by), programmes)
    if form.accepted(_check, form):
        return redirect(url_for("organisations.show_import", public_id=form.result.public_id))
    return page("organisations/imports/new_import.html", form, programmes=programmes)


def _check(form: UploadForm) -> RegistryImport:
    upload = form.file.data
    programme = queries.get_programme(form.programme.data)
    return import_services.check_upload(upload.read(), upload.filename or "", form.chosen, programme=programme, by=actor())


@blueprint.get(f"{ADDRESS}/<public_id>")
@requires(policy.see_import, load=queries.get_import, parameters=("page",))
def show_import(record: RegistryImport) -> ResponseReturnValue:
    """What the check found, how far the import is, or what became of it."""
    return _show(record)


def _show(record: RegistryImport, form: ActionForm | None = None) -> ResponseReturnValue:
    problems = paginate(queries.list_problems(record), page_number(request.args.get("page")), size=PROBLEMS_SHOWN)
    return page(
        "organisations/imports/show_import.html", form, record=record, problems=problems, format=formats()[record.format], tones=TONES,
        words=lambda code: label(ProblemCode(code)), may_change=policy.change_import(actor(), record),
        page_url=lambda number: url_for("organisations.show_import", public_id=record.public_id, page=number),
    )


@blueprint.post(f"{ADDRESS}/<public_id>/run")
@requires(policy.change_import, load=queries.get_import)
def run_import(record: RegistryImport) -> ResponseReturnValue:
    """Have the worker import the file."""
    form = ActionForm()
    if form.accepted(import_services.start_import, record, by=actor(), version=form.version.data):
        flash(_("The import has started."), "success")
        return redirect(url_for("organisations.show_import", public_id=record.public_id))
    return _show(record, form)


@blueprint.post(f"{ADDRESS}/<public_id>/undo")
@requires(policy.change_import, load=queries.get_import)
def undo_import(record: RegistryImport) -> ResponseReturnValue:
    """Take the whole import back, while nothing stands on it."""
    form = ActionForm()
    if form.accepted(import_services.undo, record, by=actor(), version=form.version.data):
        flash(_("The import was undone."), "success")
        return redirect(url_for("organisations.show_import", public_id=record.public_id))
    return _show(record, form)


@blueprint.get(f"{ADDRESS}/<public_id>/problems")
@requires(policy.see_import, load=queries.get_import)
def problems(record: RegistryImport) -> ResponseReturnValue:
    """Every problem of an import, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Row"), _("Column"), _("Value"), _("Code"), _("Problem")])
    for problem in queries.all_problems(record):
        writer.writerow([
            problem.row, harmless(problem.field), harmless(problem.value), problem.problem, label(ProblemCode(problem.problem)),
        ])
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="import-{record.public_id}-problems.csv"'
    return answer


def harmless(value: str) -> str:
    """A cell that no spreadsheet takes for a formula, full-width signs and leading spaces included."""
    read = unicodedata.normalize("NFKC", value)
    return f"'{value}" if read.startswith(FORMULA_STARTS) or read.strip().startswith(FORMULA_STARTS) else value
