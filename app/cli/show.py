"""`flask workflows show` and `flask access show`: the tables of the application, for people and machines."""

import json

import click
from flask import current_app
from flask.cli import AppGroup

from app.core import access
from app.core.workflow import REGISTER, Workflow

group = AppGroup("workflows", help="The workflow tables.")
access_group = AppGroup("access", help="Who may call which view.")


def mermaid(workflow: Workflow) -> str:
    """A state diagram in Mermaid's language."""
    lines = ["stateDiagram-v2", f"    [*] --> {workflow.initial}"]
    for row in workflow.transitions:
        for source, target in row.steps():
            start = source or "[*]"
            if source is None and target == workflow.initial:
                continue
            lines.append(f"    {start} --> {target}: {row.action}")
    return "\n".join(lines)


@group.command("show")
@click.option("--format", "form", type=click.Choice(["json", "mermaid"]), default="json", show_default=True)
@click.option("--name", help="Only this workflow.")
def show_workflows(form: str, name: str | None) -> None:
    """Print every workflow."""
    if name and name not in REGISTER:
        raise click.ClickException(f"There is no workflow {name!r}; there are {', '.join(sorted(REGISTER))}.")
    chosen = {key: REGISTER[key] for key in sorted(REGISTER) if name in (None, key)}
    if form == "json":
        click.echo(json.dumps({key: workflow.as_dict() for key, workflow in chosen.items()}, indent=2))
        return
    for key, workflow in chosen.items():
        click.echo(f"---\ntitle: {key}\n---\n{mermaid(workflow)}\n")


@access_group.command("show")
@click.option("--format", "form", type=click.Choice(["json", "text"]), default="text", show_default=True)
def show_access(form: str) -> None:
    """Print every endpoint with its methods and rule."""
    rows = access.rules(current_app)
    if form == "json":
        click.echo(json.dumps(rows, indent=2))
        return
    width = max(len(row["endpoint"]) for row in rows)
    for row in rows:
        click.echo(f"{row['endpoint']:<{width}}  {','.join(row['methods']):<9}  {row['rule']}")
