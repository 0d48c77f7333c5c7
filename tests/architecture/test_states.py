"""A state changes through `Workflow.fire` alone: nothing else in the application assigns one."""

import ast
from pathlib import Path

from config import ROOT

ALLOWED = {
    "app/core/workflow.py": "the one place",
    "app/core/errors.py": "a refusal names the state that it met",
    "app/accounts/": "invitations to a role have no table: they are sent, then accepted, declined, withdrawn or lapsed",
    "app/organisations/import_services.py": "an import is a job whose progress is no workflow",
    "app/organisations/importing/": "the same; and rows of a public register enter as declared, with the import on record",
    "app/organisations/services/tracks.py": "whether a suggested track is confirmed is an entry, recorded by its own events",
    "app/organisations/services/entries.py": "the same, where the tracks are written",
    "app/projects/services/": "a commitment to a version stands, or goes stale with the version: no workflow's state",
    "app/cli/": "sample data",
}
COMMITMENTS = {"commitment"}


def assignments(tree: ast.AST) -> list[tuple[int, str]]:
    """Line and owner's name of each assignment to an attribute `state`, also by `setattr` and in tuples."""
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
            found += [(node.lineno, getattr(p.value, "id", "")) for p in parts if isinstance(p, ast.Attribute) and p.attr == "state"]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
            name = node.args[1] if len(node.args) > 1 else None
            if isinstance(name, ast.Constant) and name.value == "state":
                found.append((node.lineno, "setattr"))
    return found


def faults(path: Path) -> list[str]:
    name = path.relative_to(ROOT).as_posix()
    allowed = next((key for key in ALLOWED if name.startswith(key)), None)
    found = assignments(ast.parse(path.read_text()))
    if allowed == "app/projects/services/":
        found = [(line, owner) for line, owner in found if owner not in COMMITMENTS]
    elif allowed:
        found = []
    return [f"{name}:{line}" for line, _owner in found]


def test_nothing_but_the_workflow_assigns_a_state():
    assert [fault for path in sorted((ROOT / "app").rglob("*.py")) for fault in faults(path)] == []


def test_each_exception_is_still_needed():
    used = set()
    for path in (ROOT / "app").rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        if assignments(ast.parse(path.read_text())):
            used |= {key for key in ALLOWED if name.startswith(key)}
    assert used >= ALLOWED.keys() - {"app/core/workflow.py"}


def test_the_check_sees_every_form():
    source = "a.state = 1\nb.state, c.due = 1, 2\nsetattr(d, 'state', 1)\nstate = 1\ne.state_since = 1\n"
    assert [line for line, _owner in assignments(ast.parse(source))] == [1, 2, 3]
