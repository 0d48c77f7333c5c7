"""Generated documents say what the application does."""

from app.cli import docs
from app.core.events import CATALOGUE
from app.core.workflow import REGISTER


def test_generated_documents_are_up_to_date(app):
    with app.app_context():
        assert docs.stale() == []


def test_a_stale_document_is_noticed(app, monkeypatch, tmp_path):
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    with app.app_context():
        assert set(docs.stale()) == {"access-matrix.md", "workflows.md"}


def test_every_transition_has_its_event_kind(app):
    kinds = {f"{name}.{action}" for name, workflow in REGISTER.items() for action in workflow.by_action}
    assert kinds <= CATALOGUE.keys()
    assert {"organisation", "project", "partner", "national_decision"} <= REGISTER.keys()
