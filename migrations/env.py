"""Runs the migrations on the application's database, each in a transaction, one process at a time."""

from alembic import context
from sqlalchemy import text

from app.core.database import require_fit_server
from app.core.db import Base
from app.extensions import db

MIGRATION_LOCK = 7_206_300
FOREIGN_PREFIX = "procrastinate_"


def _ours(obj: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(FOREIGN_PREFIX))


with db.engine.connect() as connection:
    require_fit_server(connection)
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
    context.configure(
        connection=connection, target_metadata=Base.metadata, include_object=_ours, compare_type=True,
        compare_server_default=False, transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
