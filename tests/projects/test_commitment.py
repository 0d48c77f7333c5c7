"""Locking, committing, objecting; carried-over and stale commitments; submission by itself."""

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.errors import NotAllowed, Refused, StaleVersion, WrongState
from app.core.outbox import Owed
from app.projects import services
from app.projects.enums import CommitmentState as C
from app.projects.enums import ProjectState as S
from app.projects.enums import SensitiveTechnology
from app.projects.services.due import draft_due


def people(make, project):
    return [make.speaker(partner.organisation) for partner in project.accepted]


def commit(project, person):
    services.commit_to_version(project, version_hash=project.current_version.hash, by=person)


def states(project):
    return [commitment.state for commitment in project.current_version.commitments]


def test_an_incomplete_project_is_not_locked_and_names_everything(make):
    project = make.project(empty=True)
    with pytest.raises(Refused) as refusal:
        services.lock_project(project, by=make.speaker(project.lead.organisation))
    assert len(refusal.value.problems) > 8
    assert project.state == S.DRAFT
    assert project.versions == []


def test_the_last_commitment_submits(make):
    project = make.project(state=S.AWAITING_COMMITMENT)
    lead, partner = people(make, project)
    assert project.due_at is not None
    commit(project, lead)
    assert project.state == S.AWAITING_COMMITMENT
    commit(project, partner)
    assert project.state == S.SUBMITTED
    assert project.submitted_version is project.current_version


def test_committing_twice_is_committing_once(make):
    project = make.project(state=S.AWAITING_COMMITMENT)
    lead, partner = people(make, project)
    seen = project.current_version.hash
    for person in (lead, lead, partner, partner, lead):
        services.commit_to_version(project, version_hash=seen, by=person)
    assert states(project) == [C.COMMITTED, C.COMMITTED]


def test_a_commitment_names_the_version_that_was_shown(make):
    project = make.project(state=S.AWAITING_COMMITMENT)
    with pytest.raises(StaleVersion):
        services.commit_to_version(project, version_hash="0" * 64, by=people(make, project)[0])


def test_only_signatories_of_partners_commit(make):
    project = make.project(state=S.AWAITING_COMMITMENT)
    representative = make.member(project.lead.organisation, Role.REPRESENTATIVE)
    stranger = make.member(make.organisation(), Role.SIGNATORY)
    for person in (representative, stranger):
        with pytest.raises(NotAllowed):
            commit(project, person)


def test_an_objection_makes_it_a_draft_again_and_needs_a_reason(make):
    project = make.project(state=S.AWAITING_COMMITMENT)
    lead, partner = people(make, project)
    commit(project, lead)
    with pytest.raises(Refused):
        services.object_to_version(project, version_hash=project.current_version.hash, reason=" ", by=partner)
    services.object_to_version(project, version_hash=project.current_version.hash, reason="The share is wrong.", by=partner)
    assert project.state == S.DRAFT
    assert project.due_at == draft_due(project)
    assert not project.current_version.is_committed
    with pytest.raises(WrongState):
        commit(project, lead)


def test_commitments_are_carried_over_when_nothing_they_cover_changed(make):
    project = make.project(state=S.AWAITING_COMMITMENT)
    lead, partner = people(make, project)
    commit(project, lead)
    services.object_to_version(project, version_hash=project.current_version.hash, reason="Declare it.", by=partner)
    services.save_sensitive_technology(
        project, declaration=SensitiveTechnology.UNSURE, details="A sensor that may be listed.", by=lead
    )
    services.lock_project(project, by=lead)
    assert project.current_version.number == 2
    carried = project.current_version.commitments
    assert [(c.partner.organisation_id, c.state) for c in carried] == [(project.lead.organisation_id, C.COMMITTED)]
    assert carried[0].carried_from_id == project.versions[0].commitments[0].id
    commit(project, partner)
    assert project.state == S.SUBMITTED


def test_commitments_go_stale_when_a_section_they_cover_changed(make):
    project = make.project(state=S.AWAITING_COMMITMENT)
    lead, partner = people(make, project)
    commit(project, lead)
    services.object_to_version(project, version_hash=project.current_version.hash, reason="Too short.", by=partner)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=30, milestones=project.milestones, by=lead)
    services.lock_project(project, by=lead)
    assert project.versions[0].commitments[0].state == C.STALE
    assert states(project) == []
    commit(project, partner)
    assert project.state == S.AWAITING_COMMITMENT
    commit(project, lead)
    assert project.state == S.SUBMITTED


def test_a_revision_that_touches_no_commitment_is_submitted_at_once(make):
    project = make.project(state=S.CHANGES_REQUESTED)
    lead = people(make, project)[0]
    services.save_sensitive_technology(project, declaration=SensitiveTechnology.CONTROLLED, details="Listed sensor.", by=lead)
    services.revise_project(project, by=lead)
    assert project.state == S.SUBMITTED
    assert project.current_version.number == 2


def test_a_revision_of_the_budget_is_committed_to_anew(make):
    project = make.project(state=S.CHANGES_REQUESTED)
    lead, partner = people(make, project)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=18, milestones=project.milestones, by=lead)
    services.revise_project(project, by=lead)
    assert project.state == S.AWAITING_COMMITMENT
    for person in (lead, partner):
        commit(project, person)
    assert project.state == S.SUBMITTED


def test_a_partner_that_lost_its_verification_stops_the_submission(make, session):
    from app.organisations.enums import OrganisationState

    project = make.project(state=S.AWAITING_COMMITMENT)
    lead, partner = people(make, project)
    commit(project, lead)
    project.lead.organisation.state = OrganisationState.SUSPENDED
    session.flush()
    with pytest.raises(Refused, match="must be verified"):
        commit(project, partner)


def test_withdrawal_needs_a_reason_and_ends_the_project(make):
    project = make.project(state=S.UNDER_REVIEW)
    lead, partner = people(make, project)
    with pytest.raises(Refused):
        services.withdraw_project(project, by=lead, comment="")
    with pytest.raises(NotAllowed):
        services.withdraw_project(project, by=partner, comment="Not mine to end.")
    services.withdraw_project(project, by=lead, comment="The market has changed.")
    assert project.state == S.WITHDRAWN


@pytest.mark.parametrize("state", [S.AWAITING_COMMITMENT, S.SUBMITTED, S.INFO_REQUESTED, S.UNDER_REVIEW, S.CHANGES_REQUESTED, S.ON_HOLD])
def test_a_partner_that_leaves_makes_it_a_draft_and_commitments_stale(make, state):
    project = make.project(state=state)
    lead, partner = people(make, project)
    services.withdraw_partner(project, by=partner, comment="We cannot take part.")
    assert project.state == S.DRAFT
    assert project.returns_to is None
    assert [p.role for p in project.accepted] == ["lead"]
    assert C.COMMITTED not in states(project)
    with pytest.raises(Refused, match="At least 1"):
        services.lock_project(project, by=lead)


def test_everyone_concerned_is_told(make, session):
    project = make.project(state=S.AWAITING_COMMITMENT)
    lead, partner = people(make, project)
    officer = make.official(project.programme.parties[0], Role.OFFICER)
    commit(project, lead)
    commit(project, partner)
    owed = session.scalars(select(Owed).where(Owed.topic == "mail")).all()
    told = {(row.payload["kind"], row.payload["person_id"]) for row in owed}
    assert {("project.lock", partner.id), ("project.commit", lead.id), ("project.all_committed", officer.id)} <= told
    assert ("project.lock", lead.id) not in told


def test_each_commitment_is_told_by_itself(make, session):
    project = make.project(state=S.DRAFT, partners=[make.organisation(country="IL"), make.organisation(country="IL")])
    lead, first, second = people(make, project)
    services.lock_project(project, by=lead)
    for person in (first, second):
        commit(project, person)
    kinds = [row.payload["kind"] for row in session.scalars(select(Owed)) if row.payload["person_id"] == lead.id]
    assert kinds.count("project.commit") == 2
