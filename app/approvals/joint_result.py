"""What two national decisions make together: the 6 x 6 table of `workflows.md` § 4, and nothing else.

Pure: no database, no clock. A decision that is not final (pending, recommended, recused) counts as pending, and so does
one that went stale: it says nothing about the present version.
"""

from app.approvals.enums import DecisionState, JointResult

_FINAL = frozenset(
    {DecisionState.APPROVED, DecisionState.APPROVED_WITH_CONDITIONS, DecisionState.CHANGES_REQUESTED, DecisionState.REJECTED,
     DecisionState.DEFERRED}
)
_APPROVALS = frozenset({DecisionState.APPROVED, DecisionState.APPROVED_WITH_CONDITIONS})


def counted(state: DecisionState) -> DecisionState:
    """The row or column of the table in which a decision stands."""
    return state if state in _FINAL else DecisionState.PENDING


def joint_result(a: DecisionState, b: DecisionState, *, waited: bool) -> JointResult:
    """The joint result of both countries' decisions on the same version.

    `waited`: the programme's time for the other country has passed since changes were requested; before that, and while
    the other decision is open, a request for changes waits for it.
    """
    both = {counted(a), counted(b)}
    if DecisionState.REJECTED in both:
        return JointResult.REJECTED
    if DecisionState.CHANGES_REQUESTED in both:
        open_still = DecisionState.PENDING in both
        return JointResult.WAITING if open_still and not waited else JointResult.CHANGES_REQUESTED
    if DecisionState.DEFERRED in both:
        return JointResult.ON_HOLD
    return JointResult.APPROVED if both <= _APPROVALS else JointResult.WAITING


def waiting_for(a: DecisionState, b: DecisionState) -> tuple[bool, bool]:
    """Of each of the two, in their order, whether its final decision is still to come."""
    return counted(a) == DecisionState.PENDING, counted(b) == DecisionState.PENDING
