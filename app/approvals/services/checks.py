"""Checks of a submission: the secretariat's for completeness, each country's for eligibility, and questions to the lead."""

from collections.abc import Collection, Sequence
from typing import Any

from app.approvals import conflicts, policy, queries
from app.approvals.enums import CheckKind, CheckState, IneligibilityReason
from app.approvals.models import SubmissionCheck
from app.approvals.services.record import put_on_record, reason_problems
from app.approvals.workflow import CHECK
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.programmes.models import Party
from app.projects import services as projects
from app.projects.enums import Section
from app.projects.models import Project
from app.projects.services import due
from app.projects.workflow import PROJECT

DONE_BY_OTHER = Problem("state", _l("Someone else has recorded this check already."))


def confirm_complete(project: Project, *, by: Any) -> SubmissionCheck:
    """The secretariat finds the submission complete. Said twice by the same person, it is stored once."""
    return _confirm(project, None, by)


def confirm_eligible(project: Project, *, by: Any) -> SubmissionCheck:
    """An officer finds the partners of the own country eligible. Said twice by the same person, it is stored once."""
    return _confirm(project, _own_side(project, by), by)


def propose_ineligible(project: Project, *, by: Any, reason: IneligibilityReason, comment: str) -> SubmissionCheck:
    """An officer proposes that the submission is not eligible; a second person must confirm."""
    party = _own_side(project, by)
    standing = _open(project, party, by)
    if standing is not None:
        if (standing.state, standing.by_id, standing.reason) == (CheckState.PROPOSED_INELIGIBLE, by.id, reason):
            return standing
        raise Refused([DONE_BY_OTHER])
    _require(comment)
    check = _new(project, party, by, state=CheckState.PROPOSED_INELIGIBLE, reason=reason, comment=comment.strip())
    CHECK.begin("propose_ineligible", check, by=by)
    put_on_record(project, by=by, step="propose_ineligible", country=party.country, outcome=str(reason), reason=comment)
    return check


def confirm_ineligible(project: Project, *, by: Any) -> None:
    """A second officer of the same country confirms: the project ends as not eligible."""
    check = _open(project, _own_side(project, by), by)
    if check is not None and check.state == CheckState.CONFIRMED_INELIGIBLE and check.second_person_id == by.id:
        return
    if check is None:
        raise Refused.because("state", _l("Nobody has proposed that this submission is not eligible."))
    CHECK.fire("confirm_ineligible", check, by=by, changes={"second_person_id": by.id})
    PROJECT.fire("reject_ineligible", project, by=by, comment=check.comment, changes={"due_at": None})


def overrule_ineligible(project: Project, *, by: Any, comment: str) -> None:
    """An official of the same country sets the proposal aside; the check is open again."""
    check = _open(project, _own_side(project, by), by)
    if check is None:
        raise Refused.because("state", _l("There is no proposal to set aside."))
    _require(comment)
    CHECK.fire("overrule", check, by=by)
    put_on_record(project, by=by, step="overrule", country=check.party.country if check.party else "", reason=comment)


def ask_information(
    project: Project, *, by: Any, sections: Collection[Section], question: str, version: int | None = None
) -> None:
    """Ask the lead partner a question and open the named sections. A question that is open already is not asked again."""
    lock(project)
    conflicts.require_unlinked(by, project)
    if not policy.ask_information(by, project):
        raise NotAllowed
    last = project.info_requests[-1] if project.info_requests else None
    if last and last.closed_at is None and (last.asked_by_id, last.question) == (by.id, question.strip()):
        return
    projects.ask_information(project, sections=sections, question=question, by=by, version=version)


def missing_checks(project: Project, checks: Sequence[SubmissionCheck]) -> list[tuple[CheckKind, Party | None]]:
    """The checks of the current version that have not been passed."""
    passed = {(check.kind, check.party_id) for check in checks if check.state == CheckState.PASSED}
    wanted: list[tuple[CheckKind, Party | None]] = [(CheckKind.COMPLETENESS, None)]
    wanted += [(CheckKind.ELIGIBILITY, party) for party in project.programme.parties]
    return [(kind, party) for kind, party in wanted if (kind, party.id if party else None) not in passed]


def _require(comment: str) -> None:
    problems = reason_problems("comment", comment)
    if problems:
        raise Refused(problems)


def _own_side(project: Project, by: Any) -> Party:
    side = queries.side_of(by, project)
    if side is None:
        raise NotAllowed
    return side


def _open(project: Project, party: Party | None, by: Any) -> SubmissionCheck | None:
    """Lock the case, refuse the linked, and give the check that stands for this party."""
    lock(project)
    conflicts.require_unlinked(by, project)
    key = party.id if party else None
    return next((check for check in queries.standing_checks(project, lock=True) if check.party_id == key), None)


def _confirm(project: Project, party: Party | None, by: Any) -> SubmissionCheck:
    standing = _open(project, party, by)
    if standing is not None:
        if standing.state == CheckState.PASSED and standing.by_id == by.id:
            return standing
        raise Refused([DONE_BY_OTHER])
    check = _new(project, party, by, state=CheckState.PASSED)
    CHECK.begin("confirm", check, by=by)
    if not missing_checks(project, queries.standing_checks(project)):
        days = project.programme.recommendation_working_days
        PROJECT.fire("confirm_eligible", project, by=by, changes={"due_at": due.in_joint_working_days(project.programme, days)})
    return check


def _new(project: Project, party: Party | None, by: Any, **values: Any) -> SubmissionCheck:
    if project.current_version is None:
        raise NotAllowed
    check = SubmissionCheck(
        project=project,
        project_version=project.current_version,
        party=party,
        by=by,
        kind=CheckKind.ELIGIBILITY if party else CheckKind.COMPLETENESS,
        **values,
    )
    db.session.add(check)
    return check
