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
from app.projects.models import InfoRequest, Project
from app.projects.services.commitment import freeze
from app.projects.services.due import answer_due, eligibility_due
from app.projects.services.registration import close_request
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
    changes = _frozen_if_changed(project, by)
    current = project.versions[-1]
    if current.is_committed:
        target = ProjectState(project.returns_to or ProjectState.SUBMITTED)
        changes |= {"returns_to": None, "due_at": eligibility_due(project)}
        PROJECT.fire("answer_information", project, by=by, to=target, comment=answer, changes=changes)
    else:
        touch(project)
        PROJECT.fire("prepare_answer", project, by=by, comment=answer, changes=changes)
    db.session.expire(project, ["current_version"])
    return current.is_committed


def _frozen_if_changed(project: Project, by: Any) -> dict[str, Any]:
    """Freeze what was changed; gives what the project's row must then say."""
    if project.current_version is not None and snapshot.digest(snapshot.build(project)) == project.current_version.hash:
        return {}
    version = freeze(project, by=by)
    db.session.expire(project, ["versions"])
    return {"current_version_id": version.id}


def time_out_information(project: Project) -> None:
    """The time for the answer has run out: the project goes back, with a note, to what was submitted last."""
    lock(project)
    submitted = project.submitted_version
    target = ProjectState(project.returns_to or ProjectState.SUBMITTED)
    changes = {"returns_to": None, "due_at": eligibility_due(project), "current_version_id": submitted.id if submitted else None}
    PROJECT.fire("time_out_information", project, by=CLOCK, to=target, changes=changes)
    db.session.expire(project, ["current_version"])
    close_request(project, timed_out=True)
