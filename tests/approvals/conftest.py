"""Counting statements."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from app.extensions import db


@pytest.fixture
def statements(session) -> Callable[[Callable[[], object]], int]:
    """How many statements an act sends to the database, savepoints aside."""

    def count(act: Callable[[], object]) -> int:
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    return count
