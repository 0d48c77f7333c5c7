"""The migrated schema is the models' schema, check constraints included, and the way there can be gone back."""

import re

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Enum, text

from app.core.db import Base
from app.core.health import alembic_config
from app.extensions import db
from tests.conftest import committed_application


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_the_models_equal_the_migrated_schema(session):
    def ours(_object, name, kind, _reflected, _compare_to):
        return not (kind == "table" and name.startswith("procrastinate_"))

    context = MigrationContext.configure(session.connection(), opts={"include_object": ours, "compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def expected_checks():
    """Name of each check constraint of the models, with the members of an enum's."""
    found = {}
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                column_types = [c.type for c in table.columns if isinstance(c.type, Enum) and f"ck_{table.name}_{c.type.name}" == constraint.name]
                found[str(constraint.name)] = set(column_types[0].enums) if column_types else set()
    return found


def test_every_check_constraint_is_in_the_database(session):
    rows = session.execute(
        text("SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'procrastinate%'")
    )
    stored = {row.conname: row.definition for row in rows}
    expected = expected_checks()
    assert expected.keys() == stored.keys()
    for name, members in expected.items():
        if members:
            assert members == set(re.findall(r"'([^']*)'::", stored[name])), name


def test_down_to_nothing_and_up_again(app):
    with committed_application(app) as live, live.app_context():
        command.downgrade(alembic_config(), "base")
        with db.engine.connect() as connection:
            left = connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"))
        assert left == 0
        command.upgrade(alembic_config(), "head")
