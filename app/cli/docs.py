"""`flask docs …`: the documents that are generated from the application, written anew or compared."""

import sys
from collections.abc import Mapping

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.show import mermaid
from app.core import access
from app.core.workflow import REGISTER
from config import ROOT

group = AppGroup("docs", help="Generated documents.")

FOLDER = ROOT / "docs"


def access_matrix() -> str:
    """Every endpoint with its methods and rule, as a Markdown table."""
    rows = [f"| {row['endpoint']} | {', '.join(row['methods'])} | {row['rule']} |" for row in access.rules(current_app)]
    head = ["# Who may call which view", "", "Written by `make docs`; a test compares it with the application.", ""]
    return "\n".join([*head, "| endpoint | methods | rule |", "|---|---|---|", *rows, ""])


def workflow_diagrams() -> str:
    """Every workflow as a table and a Mermaid diagram."""
    parts = ["# Workflows", "", "Written by `make docs` from the tables in the code; a test compares them.", ""]
    for name, workflow in sorted(REGISTER.items()):
        parts += [f"## {name}", "", "| from | action | to | roles |", "|---|---|---|---|"]
        parts += [
            f"| {source or '-'} | {row.action} | {target} | {', '.join(row.roles)} |"
            for row in workflow.transitions
            for source, target in row.steps()
        ]
        parts += ["", "```mermaid", mermaid(workflow), "```", ""]
    return "\n".join(parts)


def generated() -> Mapping[str, str]:
    """Name of each generated document and what must stand in it."""
    return {"access-matrix.md": access_matrix(), "workflows.md": workflow_diagrams()}


def stale() -> list[str]:
    """The documents that no longer say what the application does."""
    return [name for name, text in generated().items() if not _same(name, text)]


def _same(name: str, text: str) -> bool:
    path = FOLDER / name
    return path.exists() and path.read_text() == text


@group.command()
def write() -> None:
    """Write the generated documents."""
    for name, text in generated().items():
        (FOLDER / name).write_text(text)
        click.echo(f"docs/{name}")


@group.command()
def check() -> None:
    """Exit 1 where a generated document is out of date."""
    names = stale()
    for name in names:
        click.echo(f"docs/{name} is out of date; run make docs", err=True)
    sys.exit(1 if names else 0)
