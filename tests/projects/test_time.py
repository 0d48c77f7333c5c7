"""Deadlines, to the instant, and what lapses."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from app.core.db import now
from app.core.errors import Refused
from app.projects import queries, services
from app.projects.enums import PartnerRole, PartnerState
from app.projects.enums import ProjectState as S
from app.projects.services import time
from app.projects.workflow import call_open


def at(instant):
    return patch("app.projects.workflow.now", lambda: instant)


def test_the_instant_of_closing_is_too_late_and_the_one_before_is_not(make):
    call = make.open_call()
    project = make.project(call=call, state=S.AWAITING_COMMITMENT)
    with at(call.closes_at - timedelta(microseconds=1)):
        assert call_open(project, None) == ()
    with at(call.closes_at):
        assert len(call_open(project, None)) == 1
        with pytest.raises(Refused, match="call has closed"):
            services.commit_to_version(
                project, version_hash=project.current_version.hash, by=make.speaker(project.lead.organisation)
            )


def test_the_clock_takes_projects_at_the_instant_of_closing(make):
    call = make.open_call()
    project = make.project(call=call)
    assert queries.list_past_closing(call.closes_at - timedelta(microseconds=1)) == []
    assert queries.list_past_closing(call.closes_at) == [project.id]
    time.pass_deadline(project)
    assert project.state == S.NOT_SUBMITTED


def test_a_project_that_was_submitted_is_not_bound_by_its_call_any_more(make, session):
    call = make.open_call()
    project = make.project(call=call, state=S.CHANGES_REQUESTED)
    lead = make.speaker(project.lead.organisation)
    call.closes_at = now() - timedelta(days=1)
    session.flush()
    services.save_schedule(project, starts_on=project.starts_on, duration_months=18, milestones=project.milestones, by=lead)
    services.revise_project(project, by=lead)
    assert project.state == S.AWAITING_COMMITMENT
    assert queries.list_past_closing(now()) == []
    for partner in project.accepted:
        services.commit_to_version(project, version_hash=project.current_version.hash, by=make.speaker(partner.organisation))
    assert project.state == S.SUBMITTED


def test_commitments_of_a_call_are_due_at_its_closing_at_the_latest(make):
    project = make.project(call=make.open_call(closes_in=timedelta(days=2)), state=S.AWAITING_COMMITMENT)
    assert project.due_at == project.call.closes_at


def test_the_clock_does_all_that_is_due(make, session):
    invited = make.project()
    lead = make.speaker(invited.lead.organisation)
    partner = services.invite_partner(invited, organisation=make.organisation(country="IL"), role=PartnerRole.PARTNER, by=lead)
    asked = make.project(state=S.INFO_REQUESTED)
    late = make.project(state=S.AWAITING_COMMITMENT)
    for thing in (partner, asked, late):
        thing.due_at = now() - timedelta(seconds=1)
    waiting = make.project(state=S.AWAITING_COMMITMENT)
    session.commit()
    assert services.run_clock() == 3
    assert (partner.state, asked.state, late.state) == (PartnerState.LAPSED, S.SUBMITTED, S.NOT_SUBMITTED)
    assert waiting.state == S.AWAITING_COMMITMENT
    assert services.run_clock() == 0
