"""Firing of a transition with what belongs to each: the due date of the new state, and the promise to index."""

from typing import Any

from app.core import outbox
from app.core.db import lock
from app.core.errors import NotAllowed, WrongState
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.workflow import ORGANISATION, due_at


def move(
    action: str, organisation: Organisation, *, by: Any, comment: str = "", version: int | None = None, **changes: Any
) -> None:
    """Fire a transition that leads to one state; `changes` are stored with the state."""
    target = ORGANISATION.by_action[action].targets[0]
    facts = {"due_at": due_at(organisation.country, target), **changes}  # type: ignore[arg-type]
    ORGANISATION.fire(action, organisation, by=by, comment=comment, version=version, changes=facts)
    promise_index(organisation)


def require(action: str, organisation: Organisation, *, by: Any, version: int | None = None) -> None:
    """Lock the row and refuse what the table refuses, before the conditions of the act itself are looked at.

    :raises WrongState: the action does not start from the present state.
    :raises NotAllowed: the actor may not.
    """
    lock(organisation, version)
    row = ORGANISATION.by_action[action]
    if organisation.state not in row.sources:
        raise WrongState(action, organisation.state)
    if not row.may(by, organisation):
        raise NotAllowed


def promise_index(organisation: Organisation) -> None:
    """Owe the search index a look at the organisation as it stands now."""
    db.session.flush()
    outbox.owe(
        "index", f"organisation:{organisation.id}:{organisation.version}", {"organisation_id": organisation.id}
    )
