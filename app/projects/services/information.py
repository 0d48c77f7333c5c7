"""Officials ask for information; only the sections they name are open until the lead answers or the time runs out."""

from collections.abc import Collection
from typing import Any

from app.accounts.rights import CLOCK
from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.projects import policy, snapshot
from app.projects.enums import ProjectState, Section
from app.projects.models import InfoRequest, Project, ProjectVersion
from app.projects.services.commitment import freeze, go_on_with
from app.projects.services.due import answer_due, eligibility_due
from app.projects.services.registration import close_request
from app.projects.services.restoring import restore
from app.projects.services.touch import touch
from app.projects.workflow import PROJECT, complete


def ask_information(project: Project, *, sections: Collection[Section], question: str, by: Any, version: int | None = None) -> InfoRequest:
    """Ask the lead a question and open the named sections; the answer is due in working days of the lead's country."""
    lock(project, version)
    if not sections:
        raise Refused.because("sections", _l("Choose the sections that may be changed."))
    due = answer_due(project)
    PROJECT.fire(
        "ask_information", project, by=by, comment=question, changes={"returns_to": str(project.state), "due_at": due}
    )
    request = InfoRequest(
        project=project, asked_by=by, sections=sorted(str(section) for section in sections), question=question.strip(), due_at=due
    )
    db.session.add(request)
    db.session.flush()
    return request


def answer_information(project: Project, *, answer: str, by: Any, version: int | None = None) -> bool:
    """Answer the open question; gives whether the answer was handed in.

    It is not, where a section that commitments cover was changed: then the partners are asked to commit to the new version
    first, and with the last of them the answer is handed in.

    :raises Refused: the answer is empty, or something is missing in the sections that were opened.
    """
    lock(project, version)
    if not PROJECT.can("answer_information", project, by):
        PROJECT.fire("answer_information", project, by=by, to=ProjectState.SUBMITTED)
        raise NotAllowed
    request = project.info_requests[-1]
    opened = {str(section) for section in policy.open_sections(project)}
    problems = [problem for problem in complete(project, by) if problem.field in opened]
    if not answer.strip():
        problems.insert(0, Problem("answer", _l("Write an answer.")))
    if problems:
        raise Refused(problems)
    request.answer, request.answered_by_id, request.closed_at = answer.strip(), by.id, now()
    frozen = _version_of_answer(project, opened, by)
    changes: dict[str, Any] = {"current_version_id": frozen.id}
    handed_in = frozen.is_committed
    if handed_in:
        target = ProjectState(project.returns_to or ProjectState.SUBMITTED)
        changes |= {"returns_to": None, "due_at": eligibility_due(project)}
        PROJECT.fire("answer_information", project, by=by, to=target, comment=answer, changes=changes)
        go_on_with(project, frozen)
    else:
        touch(project)
        PROJECT.fire("prepare_answer", project, by=by, comment=answer, changes=changes)
    db.session.expire(project, ["current_version"])
    return handed_in


def _version_of_answer(project: Project, opened: Collection[str], by: Any) -> ProjectVersion:
    """What was submitted with the opened sections as they stand now: a version that has this content already, or a new one."""
    submitted, present = project.submitted_version, snapshot.build(project)
    content = {section: part if submitted is None or section in opened else submitted.snapshot[section] for section, part in present.items()}
    known = (submitted, project.current_version)
    same = next((version for version in known if version is not None and version.hash == snapshot.digest(content)), None)
    if same is not None:
        return same
    version = freeze(project, content, by=by)
    db.session.expire(project, ["versions"])
    return version


def time_out_information(project: Project) -> None:
    """The time for the answer has run out: the project goes back, with a note, to what was submitted last.

    What was changed in the meantime is put back, and commitments to it are void; those to what was submitted stand.
    """
    lock(project)
    submitted = project.submitted_version
    target = ProjectState(project.returns_to or ProjectState.SUBMITTED)
    changes = {"returns_to": None, "due_at": eligibility_due(project), "current_version_id": submitted.id if submitted else None}
    PROJECT.fire("time_out_information", project, by=CLOCK, to=target, changes=changes)
    db.session.expire(project, ["current_version"])
    if submitted is not None:
        go_on_with(project, submitted)
        restore(project, submitted, project.info_requests[-1].sections)
    close_request(project, timed_out=True)
