"""The engine: the order of its checks, and tables that make no sense."""

from enum import StrEnum

import pytest

from app.accounts.rights import CLOCK
from app.core.errors import NotAllowed, Problem, Refused, StaleVersion, WrongState
from app.core.events import CATALOGUE, Event
from app.core.workflow import REGISTER, Workflow, transition
from app.extensions import db
from app.organisations.enums import OrganisationState as S


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"


def anyone(_by, _thing):
    return True


def the_owner(by, thing):
    return by.holds("representative", organisation_id=thing.id)


def two_reasons(_thing, _by):
    return [Problem("a", "first"), Problem("b", "second")]


def row(action, sources, target, **values):
    return transition(action, sources, target, **{"may": anyone, "roles": ("representative",), "label": action, "done": action, **values})


@pytest.fixture
def table():
    """Defines throw-away workflows and forgets them afterwards."""
    before, kinds = set(REGISTER), set(CATALOGUE)
    yield lambda *rows, states=S, initial=S.DRAFT, name="throw_away": Workflow(name, states, initial, rows)
    for name in set(REGISTER) - before:
        del REGISTER[name]
    for name in set(CATALOGUE) - kinds:
        del CATALOGUE[name]


def everything(**changed):
    """Rows that reach every state of an organisation, so that a table is accepted."""
    rows = [row(f"to_{state}", {S.DRAFT}, state) for state in S if state != S.DRAFT]
    return [*rows, row("act", {S.DRAFT}, S.DECLARED, **changed)]


def test_an_unreachable_state_is_refused(table):
    with pytest.raises(ValueError, match="no way leads to"):
        table(row("light", {Lamp.ON}, Lamp.ON), states=Lamp, initial=Lamp.OFF)


def test_an_action_stands_once(table):
    with pytest.raises(ValueError, match="twice"):
        table(row("light", {Lamp.OFF}, Lamp.ON), row("light", {Lamp.ON}, Lamp.OFF), states=Lamp, initial=Lamp.OFF)


def test_all_reasons_are_given_and_nothing_changes(table, make):
    workflow = table(*everything(guard=two_reasons, comment_required=True))
    thing = make.organisation(state=S.DRAFT)
    with pytest.raises(Refused) as refusal:
        workflow.fire("act", thing, by=make.member(thing))
    assert [problem.field for problem in refusal.value.problems] == ["a", "b", "comment"]
    assert thing.state == S.DRAFT


def test_state_is_checked_before_the_actor(table, make):
    workflow = table(*everything(may=the_owner))
    thing = make.organisation(state=S.DECLARED)
    with pytest.raises(WrongState):
        workflow.fire("act", thing, by=make.person())


def test_the_actor_is_checked_before_the_guard(table, make):
    workflow = table(*everything(may=the_owner, guard=two_reasons))
    with pytest.raises(NotAllowed):
        workflow.fire("act", make.organisation(state=S.DRAFT), by=make.person())


def test_a_stale_version_is_refused_first(table, make):
    workflow = table(*everything())
    thing = make.organisation(state=S.DRAFT)
    with pytest.raises(StaleVersion):
        workflow.fire("act", thing, by=CLOCK, version=thing.version + 1)


def test_a_transition_leaves_one_event_with_the_acting_role(table, make, session):
    workflow = table(*everything(may=the_owner))
    workflow.name = "organisation_trial"
    CATALOGUE["organisation_trial.act"] = CATALOGUE["throw_away.act"]
    thing = make.organisation(state=S.DRAFT)
    by = make.member(thing)
    workflow.fire("act", thing, by=by, comment="  ready ")
    session.commit()
    event = db.session.scalars(_events(thing)).one()
    assert (event.kind, event.actor_id, event.actor_role) == ("organisation_trial.act", by.id, "representative")
    assert event.data["from"] == "draft"
    assert event.data["to"] == "declared"
    assert event.data["comment"] == "ready"


def _events(thing):
    from sqlalchemy import select

    return select(Event).where(Event.organisation_id == thing.id)


def test_available_gives_the_reasons_why_an_action_is_closed(table, make):
    workflow = table(*everything(guard=two_reasons))
    offered = {entry.action: entry for entry in workflow.available(make.organisation(state=S.DRAFT), make.person())}
    assert not offered["act"].open
    assert len(offered["act"].problems) == 2
    assert offered["to_declared"].open
