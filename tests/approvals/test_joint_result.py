"""The 6 x 6 table of `workflows.md` § 4, cell by cell."""

from itertools import product

import pytest

from app.approvals.enums import DecisionState as D
from app.approvals.enums import JointResult as R
from app.approvals.joint_result import counted, joint_result, waiting_for

W, A, C, X, H = R.WAITING, R.APPROVED, R.CHANGES_REQUESTED, R.REJECTED, R.ON_HOLD
COLUMNS = (D.PENDING, D.APPROVED, D.APPROVED_WITH_CONDITIONS, D.CHANGES_REQUESTED, D.REJECTED, D.DEFERRED)
LATER = (W, C)
"""`changes_requested (after both or 10 d)`: waiting before, changes requested after."""

TABLE = {
    #                             pending approved conditions changes rejected deferred
    D.PENDING:                   (W,      W,       W,         LATER,  X,       H),
    D.APPROVED:                  (W,      A,       A,         C,      X,       H),
    D.APPROVED_WITH_CONDITIONS:  (W,      A,       A,         C,      X,       H),
    D.CHANGES_REQUESTED:         (LATER,  C,       C,         C,      X,       C),
    D.REJECTED:                  (X,      X,       X,         X,      X,       X),
    D.DEFERRED:                  (H,      H,       H,         C,      X,       H),
}  # fmt: skip
CELLS = [(row, column, cell) for row, cells in TABLE.items() for column, cell in zip(COLUMNS, cells, strict=True)]
NOT_FINAL = (D.PENDING, D.RECOMMENDED, D.STALE, D.RECUSED)


@pytest.mark.parametrize(("a", "b", "cell"), CELLS)
def test_every_cell(a, b, cell):
    before, after = cell if isinstance(cell, tuple) else (cell, cell)
    assert joint_result(a, b, waited=False) == before
    assert joint_result(a, b, waited=True) == after


def test_the_table_has_thirty_six_cells_and_every_final_state():
    assert len(CELLS) == 36
    assert set(COLUMNS) | set(NOT_FINAL) == set(D)


@pytest.mark.parametrize(("a", "b"), list(product(D, D)))
@pytest.mark.parametrize("waited", [False, True])
def test_it_does_not_matter_which_country_comes_first(a, b, waited):
    assert joint_result(a, b, waited=waited) == joint_result(b, a, waited=waited)
    assert waiting_for(a, b) == tuple(reversed(waiting_for(b, a)))


@pytest.mark.parametrize("state", NOT_FINAL)
@pytest.mark.parametrize("other", list(D))
@pytest.mark.parametrize("waited", [False, True])
def test_what_is_not_final_counts_as_pending(state, other, waited):
    assert joint_result(state, other, waited=waited) == joint_result(D.PENDING, other, waited=waited)
    assert joint_result(state, other, waited=waited) != R.APPROVED


@pytest.mark.parametrize("state", list(D))
def test_counted(state):
    assert counted(state) == (D.PENDING if state in NOT_FINAL else state)


@pytest.mark.parametrize(("a", "b"), list(product(D, D)))
def test_waiting_for_names_whose_final_decision_is_missing(a, b):
    assert waiting_for(a, b) == (a in NOT_FINAL, b in NOT_FINAL)


def test_an_approval_needs_two():
    approvals = {(a, b) for a, b in product(D, D) if joint_result(a, b, waited=True) == R.APPROVED}
    yes = {D.APPROVED, D.APPROVED_WITH_CONDITIONS}
    assert approvals == set(product(yes, yes))
