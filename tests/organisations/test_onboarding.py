"""Every row of the onboarding table: who may, who may not, what it needs and what it leaves behind."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.accounts.rights import CLOCK
from app.core.db import now
from app.core.errors import NotAllowed, Refused, StaleVersion, WrongState
from app.core.events import PENDING
from app.core.outbox import Owed
from app.organisations import services, tasks
from app.organisations.enums import OrganisationState as S
from app.organisations.workflow import ORGANISATION
from app.projects.enums import PartnerRole, PartnerState, ProjectState
from app.projects.models import Partner, Project

ROWS = {
    "accept": ({"representative"}, S.INVITED, S.DRAFT),
    "declare": ({"representative"}, S.DRAFT, S.DECLARED),
    "take_up": ({"officer"}, S.DECLARED, S.IN_VERIFICATION),
    "ask_for_data": ({"officer"}, S.IN_VERIFICATION, S.UPDATE_NEEDED),
    "resubmit": ({"representative"}, S.UPDATE_NEEDED, S.IN_VERIFICATION),
    "verify": ({"officer"}, S.IN_VERIFICATION, S.VERIFIED),
    "reject": ({"officer"}, S.IN_VERIFICATION, S.REJECTED),
    "appeal": ({"representative"}, S.REJECTED, S.DECLARED),
    "merge_as_duplicate": ({"officer", "administrator"}, S.DECLARED, S.MERGED),
    "change_legal_data": ({"signatory"}, S.VERIFIED, S.IN_VERIFICATION),
    "renew": ({"representative", "signatory"}, S.VERIFICATION_EXPIRED, S.IN_VERIFICATION),
    "suspend": ({"officer"}, S.VERIFIED, S.SUSPENDED),
    "lift": ({"officer"}, S.SUSPENDED, S.VERIFIED),
    "retire": ({"signatory", "officer"}, S.VERIFIED, S.RETIRED),
    "lapse": ({"clock"}, S.INVITED, S.EXPIRED),
    "pass_date": ({"clock"}, S.VERIFIED, S.VERIFICATION_EXPIRED),
}
SERVICES = {
    "ask_for_data": lambda o, by, _: services.ask_for_data(o, by=by, reasons={"city": "Which one?"}),
    "verify": lambda o, by, _: services.verify(o, by=by, evidence="register extract"),
    "merge_as_duplicate": lambda o, by, other: services.merge_as_duplicate(o, other, by=by),
    "change_legal_data": lambda o, by, _: services.change_legal_data(o, {"name_latin": "Renamed Works"}, by=by),
    "declare": lambda o, by, _: services.declare(o, by=by, none_of_these=True),
    "lapse": lambda o, by, _: ORGANISATION.fire("lapse", o, by=by),
    "pass_date": lambda o, by, _: ORGANISATION.fire("pass_date", o, by=by),
} | {
    name: (lambda o, by, _, name=name: getattr(services, name)(o, by=by, comment="for a reason"))
    for name in ("reject", "appeal", "suspend", "lift", "retire")
} | {
    name: (lambda o, by, _, name=name: getattr(services, name)(o, by=by)) for name in ("accept", "take_up", "resubmit", "renew")
}


@pytest.fixture
def programme(make):
    return make.programme()


def everyone(make, programme, organisation):
    """One person of each kind."""
    japan, israel = programme.parties
    return {
        "representative": make.member(organisation, Role.REPRESENTATIVE), "signatory": make.member(organisation, Role.SIGNATORY),
        "member": make.member(organisation, Role.MEMBER), "stranger": make.person(),
        "representative of another": make.member(make.organisation(), Role.REPRESENTATIVE, Role.SIGNATORY),
        "officer": make.official(japan), "officer of the other country": make.official(israel),
        "decision maker": make.official(japan, Role.DECISION_MAKER),
        "officer with a part in it": linked_officer(make, japan, organisation),
        "coordinator": make.member(programme.secretariat, Role.COORDINATOR), "administrator": make.administrator(), "clock": CLOCK,
    }


def linked_officer(make, party, organisation):
    officer = make.official(party)
    from app.accounts.models import Membership

    officer.memberships.append(Membership(organisation=organisation, role=Role.MEMBER))
    return officer


@pytest.mark.parametrize("action", ROWS)
def test_each_row_is_for_its_roles_alone(make, programme, session, action):
    allowed, source, target = ROWS[action]
    organisation, _ = make.in_state(programme, source)
    other = make.listed()
    for name, by in everyone(make, programme, organisation).items():
        mark = session.begin_nested()
        pending = len(session.info.get(PENDING, []))
        if name in allowed:
            SERVICES[action](organisation, by, other)
            assert organisation.state == target, name
        else:
            with pytest.raises(NotAllowed):
                SERVICES[action](organisation, by, other)
        mark.rollback()
        del session.info.get(PENDING, [])[pending:]
        session.expire_all()


def test_the_table_has_no_row_that_is_not_tested():
    assert set(ORGANISATION.by_action) - set(ROWS) == {"start", "invite", "lose_representative"}


@pytest.mark.parametrize("action", [name for name in ROWS if name not in {"lapse", "pass_date"}])
def test_a_second_click_does_nothing_twice(make, programme, action):
    _, source, _ = ROWS[action]
    organisation, representative = make.in_state(programme, source)
    by = representative if ROWS[action][0] & {"representative", "signatory"} else make.official(programme.parties[0])
    other = make.listed()
    SERVICES[action](organisation, by, other)
    with pytest.raises(WrongState):
        SERVICES[action](organisation, by, other)


def test_a_stale_version_is_refused(make, programme):
    organisation, _ = make.in_state(programme, S.DECLARED)
    officer = make.official(programme.parties[0])
    seen = organisation.version
    services.take_up(organisation, by=officer, version=seen)
    with pytest.raises(StaleVersion):
        services.verify(organisation, by=officer, evidence="x", version=seen)


def test_declaring_lists_everything_that_is_missing_at_once(make, programme):
    organisation, representative = make.draft(
        programme, name_native=None, name_native_language=None, facts={}, street=None, city=None, contact_email=None,
        description="short", description_language=None, size_band=None, tracks=(), postal_code="12",
    )
    with pytest.raises(Refused) as refusal:
        services.declare(organisation, by=representative)
    assert {problem.field for problem in refusal.value.problems} == {
        "name_native", "number", "street", "city", "postal_code", "contact_email", "description", "description_language", "size_band", "tracks",
    }
    assert organisation.state == S.DRAFT


def test_a_government_body_needs_no_number(make, programme):
    organisation, representative = make.draft(programme, kind="government_body", facts={})
    services.declare(organisation, by=representative)
    assert organisation.state == S.DECLARED


def test_the_due_date_counts_working_days_of_the_country(make, programme):
    organisation, representative = make.draft(programme)
    services.declare(organisation, by=representative)
    assert organisation.due_at > now() + timedelta(days=5)
    assert organisation.due_at.astimezone(__import__("zoneinfo").ZoneInfo("Asia/Tokyo")).strftime("%H:%M:%S") == "23:59:59"


def test_the_number_enters_the_register_with_the_declaration(make, programme):
    organisation, representative = make.draft(programme)
    waiting = organisation.facts["number"]["value"]
    assert organisation.numbers == []
    services.declare(organisation, by=representative)
    assert [number.value for number in organisation.numbers] == [waiting]
    assert "number" not in organisation.facts


def test_verification_needs_evidence_and_a_signatory(make, programme):
    organisation, representative = make.in_state(programme, S.IN_VERIFICATION)
    for membership in representative.memberships:
        membership.ended_at = now()
    with pytest.raises(Refused) as refusal:
        services.verify(organisation, by=make.official(programme.parties[0]), evidence="  ")
    assert {problem.field for problem in refusal.value.problems} == {"evidence", "signatory"}


def test_a_verification_lasts_twelve_months(make, programme):
    organisation, _ = make.in_state(programme, S.IN_VERIFICATION)
    officer = make.official(programme.parties[0])
    services.verify(organisation, by=officer, evidence="register extract")
    assert organisation.is_verified
    assert organisation.verified_by_id == officer.id
    assert timedelta(days=364) < organisation.valid_until - now() < timedelta(days=367)


def test_a_row_of_a_public_register_is_not_taken_up_before_somebody_answers_for_it(make, programme):
    organisation = make.listed(state=S.DECLARED)
    with pytest.raises(Refused) as refusal:
        services.take_up(organisation, by=make.official(programme.parties[0]))
    assert [problem.field for problem in refusal.value.problems] == ["representative"]


def test_old_legal_data_stay_in_force_until_the_new_ones_are_verified(make, programme):
    organisation, signatory = make.in_state(programme, S.VERIFIED, facts={}, name_latin="Old Works")
    services.change_legal_data(organisation, {"name_latin": "New Works", "number_scheme": "jp.cn", "number": "4000012090001"}, by=signatory)
    assert (organisation.name_latin, organisation.is_verified, organisation.numbers) == ("Old Works", True, [])
    services.verify(organisation, by=make.official(programme.parties[0]), evidence="extract")
    assert (organisation.name_latin, organisation.numbers[0].value) == ("New Works", "4000012090001")
    assert organisation.proposed_legal_data is None
    assert {name.text for name in organisation.names} >= {"New Works"}
    assert "Old Works" not in {name.text for name in organisation.names}


def test_a_proposed_change_can_be_withdrawn(make, programme):
    organisation, signatory = make.in_state(programme, S.VERIFIED)
    services.change_legal_data(organisation, {"name_latin": "New Works"}, by=signatory)
    services.withdraw_change(organisation, by=signatory)
    services.verify(organisation, by=make.official(programme.parties[0]), evidence="extract")
    assert organisation.name_latin != "New Works"


def test_a_rejection_ends_an_earlier_verification(make, programme):
    organisation, signatory = make.in_state(programme, S.VERIFIED)
    services.change_legal_data(organisation, {"name_latin": "New Works"}, by=signatory)
    officer = make.official(programme.parties[0])
    services.reject(organisation, by=officer, comment="not true")
    services.appeal(organisation, by=signatory, comment="it is")
    services.take_up(organisation, by=officer)
    assert not organisation.is_verified


def test_a_rejection_needs_a_reason(make, programme):
    organisation, _ = make.in_state(programme, S.IN_VERIFICATION)
    with pytest.raises(Refused) as refusal:
        services.reject(organisation, by=make.official(programme.parties[0]), comment=" ")
    assert [problem.field for problem in refusal.value.problems] == ["comment"]


def open_project(session, programme, organisation, person, state=ProjectState.DRAFT):
    project = Project(reference=f"S-{organisation.id}", programme_id=programme.id, state=state, created_by_id=person.id, title="Sample")
    session.add(project)
    session.flush()
    session.add(
        Partner(project_id=project.id, organisation_id=organisation.id, role=PartnerRole.LEAD, state=PartnerState.ACCEPTED, currency="JPY")
    )
    session.flush()
    return project


def test_nobody_retires_with_an_open_project(make, programme, session):
    organisation, signatory = make.in_state(programme, S.VERIFIED)
    project = open_project(session, programme, organisation, signatory)
    with pytest.raises(Refused) as refusal:
        services.retire(organisation, by=signatory)
    assert [problem.field for problem in refusal.value.problems] == ["projects"]
    project.state = ProjectState.WITHDRAWN
    services.retire(organisation, by=signatory)
    assert organisation.state == S.RETIRED


def mails(session, kind):
    return session.scalars(select(Owed).where(Owed.topic == "mail", Owed.payload["kind"].astext == kind)).all()


def test_the_other_country_is_told_of_a_suspension(make, programme, session):
    organisation, representative = make.in_state(programme, S.VERIFIED)
    other = make.official(programme.parties[1])
    services.suspend(organisation, by=make.official(programme.parties[0]), comment="sanctions")
    assert {owed.payload["person_id"] for owed in mails(session, "organisation.suspend")} == {representative.id, other.id}


def test_each_change_is_owed_to_the_index(make, programme, session):
    organisation, representative = make.draft(programme)
    services.declare(organisation, by=representative)
    owed = session.scalars(select(Owed.dedup).where(Owed.topic == "index")).all()
    assert f"organisation:{organisation.id}:{organisation.version}" in owed


def test_the_clock_lets_invitations_lapse_and_verifications_end(make, programme, session):
    invited, _ = make.in_state(programme, S.INVITED, due_at=now() - timedelta(seconds=1))
    waiting, _ = make.in_state(programme, S.INVITED, due_at=now() + timedelta(days=1))
    ended, _ = make.in_state(programme, S.VERIFIED, valid_until=now() - timedelta(seconds=1))
    assert tasks.run_clock() == 2
    assert [o.state for o in (invited, waiting, ended)] == [S.EXPIRED, S.INVITED, S.VERIFICATION_EXPIRED]
    assert tasks.run_clock() == 0


def test_notices_before_the_end_are_owed_once(make, programme, session):
    organisation, _ = make.in_state(programme, S.VERIFIED, valid_until=now() + timedelta(days=45))
    tasks.remind()
    tasks.remind()
    assert [owed.payload["data"]["days"] for owed in mails(session, "organisation.expiry_notice")] == [60]
    organisation.valid_until = now() + timedelta(days=6)
    session.flush()
    tasks.remind()
    assert sorted(owed.payload["data"]["days"] for owed in mails(session, "organisation.expiry_notice")) == [7, 60]


def test_an_overdue_verification_reminds_the_officers_of_the_country(make, programme, session):
    make.in_state(programme, S.DECLARED, due_at=now() - timedelta(hours=1))
    officer = make.official(programme.parties[0])
    make.official(programme.parties[1])
    tasks.remind()
    tasks.remind()
    assert [owed.payload["person_id"] for owed in mails(session, "organisation.reminder")] == [officer.id]


def test_an_invited_organisation_becomes_a_draft_of_who_accepts(make, programme, session):
    values = {"kind": "company", "country": "JP", "name_latin": "Invited Works"}
    coordinator = make.member(programme.secretariat, Role.COORDINATOR)
    organisation = services.invite_organisation(values, "new@sample.example", by=coordinator)
    assert (organisation.state, organisation.due_at is not None) == (S.INVITED, True)
    representative = make.member(organisation, Role.REPRESENTATIVE)
    services.accept(organisation, by=representative)
    assert representative.holds(Role.SIGNATORY, organisation_id=organisation.id)
    with pytest.raises(NotAllowed):
        services.invite_organisation(values, "x@sample.example", by=make.official(programme.parties[1]))


def test_renewal_opens_in_the_last_sixty_days(make, programme):
    organisation, representative = make.in_state(programme, S.VERIFIED)
    with pytest.raises(Refused):
        services.renew(organisation, by=representative)
    organisation.valid_until = now() + timedelta(days=30)
    services.renew(organisation, by=representative)
    assert organisation.is_verified
