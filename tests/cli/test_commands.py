"""The commands as an operator calls them."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import text

from app.core.workflow import REGISTER
from config import ROOT
from tests.organisations.import_files import IL_ROWS, il_file

COUNTS = ("created", "updated", "unchanged", "merged", "rejected")


@pytest.fixture
def flask(app, session):
    """`flask(*arguments)` gives the result of a command."""
    runner = app.test_cli_runner()

    def run(*arguments):
        session.flush()
        result = runner.invoke(args=[str(argument) for argument in arguments])
        session.expire_all()
        return result

    return run


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(il_file().getvalue())
    return path


def test_importing_a_register_twice(flask, make, register, tmp_path):
    make.programme()
    report = tmp_path / "report.json"
    for outcome in ("created", "unchanged"):
        result = flask("registry", "import", register, "--format", "il-companies", "--report", report)
        assert result.exit_code == 0, result.output
        written = json.loads(report.read_text())
        assert list(written) == ["rows", *COUNTS, "problems"]
        assert written["rows"] == len(IL_ROWS) == sum(written[name] for name in COUNTS)
        assert (written[outcome], written["rejected"]) == (3, 1)
    assert {"row": 4, "field": "registration_number", "value": "515308201", "problem": "check_digit"} in written["problems"]


def test_a_dry_run_stores_nothing(flask, make, register, session):
    make.programme()
    before = session.scalar(text("SELECT count(*) FROM organisation"))
    result = flask("registry", "import", register, "--format", "il-companies", "--dry-run")
    assert result.exit_code == 0
    assert "nothing stored" in result.output
    assert session.scalar(text("SELECT count(*) FROM organisation")) == before


def test_a_refused_register_leaves_no_report(flask, make, register, tmp_path):
    make.programme()
    report = tmp_path / "report.json"
    result = flask("registry", "import", register, "--format", "jp-filers", "--report", report)
    assert result.exit_code == 1
    assert "These columns are missing" in result.output
    assert not report.exists()


def test_workflows_are_shown(flask):
    shown = json.loads(flask("workflows", "show", "--format", "json").output)
    assert set(shown) == set(REGISTER)
    for name, workflow in shown.items():
        assert workflow["initial"] in workflow["states"], name
        for row in workflow["transitions"]:
            assert set(row) == {"action", "from", "to", "roles"}
            assert row["to"] in workflow["states"]
    drawn = flask("workflows", "show", "--format", "mermaid").output
    assert drawn.count("stateDiagram-v2") == len(REGISTER)


def test_the_access_matrix_names_every_view(flask, app):
    shown = json.loads(flask("access", "show", "--format", "json").output)
    assert {row["endpoint"] for row in shown} == set(app.view_functions)
    assert all(row["methods"] and row["rule"] for row in shown)


def test_audit_verify_names_the_changed_entry(flask, make, session):
    make.project()
    make.programme("other")
    flask("programme", "load", "korea-israel")
    whole = flask("audit", "verify")
    assert whole.exit_code == 0
    assert "chain whole" in whole.output
    seq = session.scalar(text("SELECT min(seq) FROM event"))
    session.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
    session.execute(text("UPDATE event SET data = '{\"created\": 999}' WHERE seq = :seq"), {"seq": seq})
    broken = flask("audit", "verify")
    assert broken.exit_code == 1
    assert f"entry {seq}" in broken.output


def test_a_new_programme_asks_for_exchange_rates(flask):
    assert "No exchange rates yet in: korea-israel." in flask("programme", "load", "korea-israel").output


def test_the_sample_is_refused_in_production(flask, app):
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, production=True, base_url="https://musubi.example", allowed_hosts=("musubi.example",))
    try:
        result = flask("sample", "load")
    finally:
        app.config["SETTINGS"] = before
    assert result.exit_code == 1
    assert "MUSUBI_PRODUCTION" in result.output


def test_an_unsafe_production_site_says_why_it_does_not_start():
    environment = {**os.environ, "MUSUBI_PRODUCTION": "1", "SECRET_KEY": "short"}
    started = subprocess.run([sys.executable, "-c", "import wsgi"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert started.returncode == 1
    assert started.stderr.startswith("Musubi does not start: SECRET_KEY")
    assert "Traceback" not in started.stderr
