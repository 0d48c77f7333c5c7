"""National decisions and the joint result.

Order of locks, always: the project, then its decisions by key. Whoever records a decision derives the joint result in the
same transaction, so that two last decisions at once cannot both miss each other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts.rights import CLOCK
from app.approvals import conflicts, queries
from app.approvals.enums import DecisionState, JointResult, Outcome
from app.approvals.joint_result import joint_result
from app.approvals.models import Condition, NationalDecision
from app.approvals.services.record import put_on_record, reason_problems
from app.approvals.workflow import APPROVALS, DECIDING_STATES, DECISION
from app.core.db import lock, now
from app.core.errors import Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.projects.enums import ProjectState, Section
from app.projects.models import Project, ProjectVersion
from app.projects.services import due
from app.projects.workflow import PROJECT

WITH_POINTS = frozenset({Outcome.APPROVED_WITH_CONDITIONS, Outcome.CHANGES_REQUESTED})
MAX_POINTS = 30
MAX_POINT = 500

_JOINT_ACTIONS = {
    JointResult.APPROVED: "approve",
    JointResult.REJECTED: "decide_rejected",
    JointResult.CHANGES_REQUESTED: "request_changes",
    JointResult.ON_HOLD: "hold",
}
_NO_RECOMMENDATION: dict[str, Any] = {
    "recommender_id": None,
    "recommendation": None,
    "recommendation_reason": None,
    "recommended_at": None,
    "decider_id": None,
    "reason": None,
    "decided_at": None,
    "decided_hash": None,
}


def open_decisions(project: Project) -> None:
    """Open one decision per party on the current version; called when the project begins to wait for decisions.

    An approval or recommendation of the version before is carried over when no section that it covers has changed; all
    else on earlier versions goes stale.
    """
    lock(project)
    there = {decision.party_id for decision in queries.current_decisions(project, lock=True)}
    earlier: dict[int, NationalDecision] = {}
    for decision in queries.earlier_decisions(project):
        earlier.setdefault(decision.party_id, decision)
    for party in project.programme.parties:
        if party.id in there:
            continue
        decision = NationalDecision(
            project=project,
            party=party,
            project_version=project.current_version,
            state=DecisionState.PENDING,
            due_at=due.in_working_days(project.programme, party.country, project.programme.recommendation_working_days),
            sections=[str(section) for section in Section],
        )
        db.session.add(decision)
        DECISION.begin("open", decision, by=CLOCK)
        _carry_or_void(earlier.get(party.id), decision)
    derive(project)


def _carry_or_void(before: NationalDecision | None, decision: NationalDecision) -> None:
    if before is None:
        return
    if before.state in APPROVALS | {DecisionState.RECOMMENDED} and unchanged(before, decision.project_version):
        carried = {name: getattr(before, name) for name in _NO_RECOMMENDATION}
        DECISION.fire("carry", decision, by=CLOCK, to=before.state, changes=carried)
        decision.conditions = [Condition(text=point.text, before_start=point.before_start) for point in before.conditions]
    else:
        DECISION.fire("go_stale", before, by=CLOCK)


def unchanged(decision: NationalDecision, version: ProjectVersion) -> bool:
    """Whether all that the decision covers reads the same in that version."""
    old, new = decision.project_version.section_hashes, version.section_hashes
    return all(name in old and old[name] == new.get(name) for name in decision.sections)


def recommend(
    decision: NationalDecision, *, by: Any, outcome: Outcome, reason: str, points: Sequence[str] = (), version: int | None = None
) -> None:
    """An officer recommends, with reasons. Sent twice with the same content, it is stored once.

    :raises Refused: a condition or a change is missing where the outcome needs one, or the step is closed.
    """
    _enter_case(decision, by)
    said = (decision.recommender_id, decision.recommendation, decision.recommendation_reason)
    if decision.state == DecisionState.RECOMMENDED and said == (by.id, outcome, reason.strip()):
        return
    kept = _kept(outcome, reason, points)
    facts = {
        "recommender_id": by.id,
        "recommendation": outcome,
        "recommendation_reason": reason.strip(),
        "recommended_at": now(),
        "due_at": _due(decision, decision.project.programme.decision_working_days),
    }
    DECISION.fire("recommend", decision, by=by, version=version, changes=facts)
    decision.conditions = kept
    _record(decision, "recommend", by=by, reason=reason, outcome=outcome)


def decide(
    decision: NationalDecision, *, by: Any, outcome: Outcome, reason: str, points: Sequence[str] = (), version: int | None = None
) -> None:
    """Another person of the same authority decides; the joint result follows at once. Sent twice, it is stored once.

    :raises Refused: the same person recommended, a condition or a change is missing, or the step is closed.
    """
    project = _enter_case(decision, by)
    state = DecisionState(str(outcome))
    if (decision.state, decision.decider_id, decision.reason) == (state, by.id, reason.strip()):
        return
    kept = _kept(outcome, reason, points)
    deferred = state == DecisionState.DEFERRED
    facts = {
        "decider_id": by.id,
        "reason": reason.strip(),
        "decided_at": now(),
        "decided_hash": decision.project_version.hash,
        "due_at": _due(decision, decision.project.programme.decision_working_days) if deferred else None,
    }
    DECISION.fire("decide", decision, by=by, to=state, version=version, changes=facts)
    decision.conditions = kept
    _record(decision, "decide", by=by, reason=reason, outcome=outcome)
    derive(project)


def reconsider(decision: NationalDecision, *, by: Any, reason: str, version: int | None = None) -> None:
    """Take up a deferred decision again: it is recommended and decided anew, and the project is no longer on hold."""
    project = _enter_case(decision, by)
    facts = _NO_RECOMMENDATION | {"due_at": _due(decision, decision.project.programme.recommendation_working_days)}
    _require(reason)
    DECISION.fire("reconsider", decision, by=by, version=version, changes=facts)
    decision.conditions = []
    _record(decision, "reconsider", by=by, reason=reason)
    derive(project)


def recuse(decision: NationalDecision, *, by: Any, reason: str, version: int | None = None) -> None:
    """An official withdraws from the case for good; what that person recommended is void. Linked officials may, too."""
    lock(decision.project)
    queries.current_decisions(decision.project, lock=True)
    facts = dict(_NO_RECOMMENDATION) if decision.recommender_id == by.id else {}
    _require(reason)
    DECISION.fire("recuse", decision, by=by, version=version, changes=facts)
    if facts:
        decision.conditions = []
    _record(decision, "recuse", by=by, reason=reason)


def reassign(decision: NationalDecision, *, by: Any, version: int | None = None) -> None:
    """Another official of the authority takes over; a recommendation of someone else still stands."""
    _enter_case(decision, by)
    target = DecisionState.RECOMMENDED if decision.recommendation else DecisionState.PENDING
    DECISION.fire(
        "reassign",
        decision,
        by=by,
        to=target,
        version=version,
        changes={"due_at": _due(decision, decision.project.programme.recommendation_working_days)},
    )


def derive(project: Project) -> JointResult | None:
    """Let the project follow from both decisions on its current version; the caller holds the project's lock."""
    rows = queries.current_decisions(project)
    if project.state not in DECIDING_STATES or len(rows) != len(project.programme.parties):
        return None
    first, second = rows
    result = joint_result(first.state, second.state, waited=waited(project, rows))
    if result == JointResult.WAITING:
        if project.state == ProjectState.ON_HOLD:
            PROJECT.fire("resume_decisions", project, by=CLOCK, changes={"due_at": _latest_due(rows)})
        return result
    if result != JointResult.ON_HOLD or project.state != ProjectState.ON_HOLD:
        PROJECT.fire(_JOINT_ACTIONS[result], project, by=CLOCK, changes={"due_at": _due_of(result, project, rows)})
    return result


def waited(project: Project, rows: Sequence[NationalDecision]) -> bool:
    """Whether the time that a request for changes waits for the other country has passed."""
    asked = [row.decided_at for row in rows if row.state == DecisionState.CHANGES_REQUESTED and row.decided_at]
    return bool(asked) and min(asked) + timedelta(days=project.programme.changes_wait_days) <= now()


def _due(decision: NationalDecision, days: int) -> datetime:
    return due.in_working_days(decision.project.programme, decision.party.country, days)


def _due_of(result: JointResult, project: Project, rows: Sequence[NationalDecision]) -> datetime | None:
    if result == JointResult.CHANGES_REQUESTED:
        return due.commitment_due(project)
    return _latest_due(rows) if result == JointResult.ON_HOLD else None


def _latest_due(rows: Sequence[NationalDecision]) -> datetime | None:
    return max((row.due_at for row in rows if row.due_at), default=None)


def _enter_case(decision: NationalDecision, by: Any) -> Project:
    project = decision.project
    lock(project)
    conflicts.require_unlinked(by, project)
    queries.current_decisions(project, lock=True)
    return project


def _record(decision: NationalDecision, step: str, *, by: Any, reason: str, outcome: Outcome | None = None) -> None:
    points = [point.text for point in decision.conditions]
    country = decision.party.country
    put_on_record(decision.project, by=by, step=step, country=country, reason=reason, outcome=str(outcome or ""), points=points)


def _require(reason: str) -> None:
    problems = reason_problems("comment", reason)
    if problems:
        raise Refused(problems)


def _kept(outcome: Outcome, reason: str, points: Sequence[str]) -> list[Condition]:
    """The conditions or changes, one each; none where the outcome has none.

    :raises Refused: with all that is wrong with them and with the reason.
    """
    texts = [text.strip() for text in points if text.strip()] if outcome in WITH_POINTS else []
    problems = reason_problems("reason", reason)
    if outcome in WITH_POINTS and not texts:
        problems.append(Problem("points", _l("List at least one condition or change, one per line.")))
    if len(texts) > MAX_POINTS:
        problems.append(Problem("points", _l("List at most %(number)s conditions or changes.", number=MAX_POINTS)))
    if any(len(text) > MAX_POINT for text in texts):
        problems.append(Problem("points", _l("Shorten each condition or change to %(number)s characters.", number=MAX_POINT)))
    if problems:
        raise Refused(problems)
    return [Condition(text=text, before_start=outcome == Outcome.APPROVED_WITH_CONDITIONS) for text in texts]
