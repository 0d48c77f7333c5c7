"""Who may see and change programmes."""

from typing import Any

from app.accounts.enums import Role
from app.programmes.models import Call, Programme


def see(_actor: Any, _thing: Any) -> bool:
    """Programmes, their tracks and calls are public."""
    return True


def administer(actor: Any, _thing: Any) -> bool:
    """Texts, rules, tracks and subtopics are the administrators' matter."""
    return bool(actor.is_administrator)


def manage(actor: Any, thing: Programme | Call) -> bool:
    """Exchange rates and calls are also the matter of the secretariat's coordinators."""
    programme = thing.programme if isinstance(thing, Call) else thing
    return administer(actor, programme) or coordinates(actor, programme)


def coordinates(actor: Any, programme: Programme) -> bool:
    """The actor is a coordinator in the programme's secretariat."""
    secretariat = programme.secretariat_id
    return secretariat is not None and bool(actor.holds(Role.COORDINATOR, organisation_id=secretariat))


def manage_some(actor: Any, _thing: Any) -> bool:
    """The list of programmes under administration is for all who may change something in one."""
    return administer(actor, None) or bool(actor.holds(Role.COORDINATOR))
