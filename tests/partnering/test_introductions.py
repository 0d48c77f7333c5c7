"""Each row of the table of introductions: from which state, by whom, on which condition; and nothing besides it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused, StaleVersion, WrongState
from app.core.events import Event
from app.core.templating import label
from app.messages.services import send_message
from app.organisations.enums import OrganisationState as O
from app.organisations.queries import calendar_of
from app.partnering import queries
from app.partnering.enums import (
    AgreementType,
    ClosingReason,
    ConfidentialityText,
    DecliningReason,
    ProfileState,
    Side,
    StepKind,
    StepState,
)
from app.partnering.enums import IntroductionState as S
from app.partnering.introductions import policy
from app.partnering.introductions.confidentiality import digest
from app.partnering.introductions.wording import GENERAL
from app.partnering.introductions.workflow import INTRODUCTION, STEP
from app.partnering.services import introducing
from app.projects.enums import PartnerRole, PartnerState, ProjectState
from app.projects.models import Project
from app.projects.services import register_introduced
from tests.factories.introductions import ANSWERS

REQUEST = {S.DRAFT, S.SCREENING, S.SENT, S.SEEN}
TABLE = {
    (None, "write", S.DRAFT), (S.DRAFT, "send", S.SCREENING), (S.DRAFT, "send", S.SENT), (S.SCREENING, "forward", S.SENT),
    (S.SCREENING, "send_back", S.DRAFT), (S.SCREENING, "refuse", S.REFUSED_BY_BROKER), (S.SENT, "view", S.SEEN),
    *((state, action, target) for state in (S.SENT, S.SEEN) for action, target in (
        ("accept", S.ACCEPTED), ("decline", S.DECLINED), ("ask", S.QUESTION), ("lapse", S.LAPSED),
    )),
    (S.QUESTION, "answer", S.SEEN), *((state, "withdraw", S.WITHDRAWN) for state in REQUEST), (S.ACCEPTED, "meeting_held", S.IN_TALKS),
    (S.IN_TALKS, "sign_nda", S.UNDER_NDA),
    *((state, action, target) for state in (S.IN_TALKS, S.UNDER_NDA) for action, target in (
        ("register_project", S.CONVERTED), ("agree", S.AGREED), ("end", S.CLOSED_NO_DEAL), ("go_dormant", S.DORMANT),
    )),
    (S.DORMANT, "reopen", S.IN_TALKS), (S.DORMANT, "reopen", S.UNDER_NDA),
}
"""`workflows.md` § 3."""
ADDED = {
    (S.QUESTION, "lapse", S.LAPSED), (S.QUESTION, "withdraw", S.WITHDRAWN), (S.ACCEPTED, "end", S.CLOSED_NO_DEAL),
    (S.ACCEPTED, "go_dormant", S.DORMANT), (S.DORMANT, "reopen", S.ACCEPTED),
}
"""So that neither a question nor an accepted introduction waits for ever."""


def test_the_table_is_that_of_the_specification():
    assert {(source, row.action, target) for row in INTRODUCTION.transitions for source, target in row.steps()} == TABLE | ADDED


@pytest.mark.parametrize("state", list(S))
def test_every_state_is_reached(make, state):
    assert make.introduction(state).state == state


@pytest.fixture
def cast(make):
    def people(introduction):
        first, second = introduction.programme.parties
        return {
            "asker": make.asker(introduction), "asker member": make.member(introduction.organisation, Role.MEMBER),
            "asker signatory": make.member(introduction.organisation, Role.SIGNATORY), "owner": make.owner(introduction),
            "owner member": make.member(introduction.profile.organisation, Role.MEMBER), "broker": make.broker(introduction),
            "owner officer": make.officer(first), "decider": make.decider(second), "coordinator": make.coordinator(introduction.programme),
            "foreign coordinator": make.coordinator(make.programme(code="other")), "administrator": make.administrator(),
            "stranger": make.speaker(make.organisation()),
        }

    return people


WHO = {
    **dict.fromkeys(("write", "send", "answer", "withdraw"), frozenset(("asker",))), **dict.fromkeys(("view", "accept", "decline", "ask"), frozenset(("owner",))),
    **dict.fromkeys(("forward", "send_back", "refuse"), frozenset(("broker", "coordinator"))), **dict.fromkeys(("lapse", "go_dormant"), frozenset()),
    **dict.fromkeys(("meeting_held", "sign_nda", "register_project", "agree", "end", "reopen"), frozenset(("asker", "owner"))),
}


@pytest.mark.parametrize("row", INTRODUCTION.transitions, ids=lambda row: row.action)
def test_who_may(make, cast, row):
    introduction = make.introduction(min(row.sources, default=S.DRAFT))
    assert {name for name, person in cast(introduction).items() if row.may(person, introduction)} == WHO[row.action]


@pytest.mark.parametrize("side", [Side.ASKER, Side.OWNER])
def test_who_confirms_a_step(make, cast, side):
    introduction = make.introduction(S.ACCEPTED)
    make.propose(introduction, StepKind.MEETING, side)
    step, people = introduction.open_step, cast(introduction)
    may = {row.action: {name for name, person in people.items() if row.may(person, step)} for row in STEP.transitions}
    assert may == {"propose": {str(side)}, "confirm": {str(side.other)}, "set_aside": {"asker", "owner"}, "lapse": set()}


def test_a_broker_has_a_part_in_neither_side(make, session):
    introduction = make.introduction(S.SCREENING)
    officer = make.broker(introduction)
    for organisation in (introduction.organisation, introduction.profile.organisation):
        linked = make.member(organisation, Role.MEMBER)
        linked.memberships.append(officer.memberships[0].__class__(organisation=officer.memberships[0].organisation, role=Role.OFFICER))
        session.flush()
        assert not policy.broker(linked, introduction)
        with pytest.raises(NotAllowed):
            introducing.forward_introduction(introduction, by=linked)


def test_the_screening_can_be_switched_off(make):
    programme = make.programme(code="sample", introduction_screening_days=0)
    introduction = make.introduction(programme=programme)
    introducing.send_introduction(introduction, by=make.asker(introduction))
    assert introduction.state == S.SENT
    assert not introduction.screened
    assert queries.get_introduction(make.broker(introduction), lock=False, public_id=introduction.public_id) is None


def test_all_that_is_missing_is_told_at_once(make):
    introduction = make.introduction(why="", brings="short", seeks="", timing="")
    introduction.organisation.state = O.DECLARED
    with pytest.raises(Refused) as refusal:
        introducing.send_introduction(introduction, by=make.asker(introduction))
    assert {problem.field for problem in refusal.value.problems} == {"organisation", "why", "brings", "seeks", "timing"}


def test_an_organisation_does_not_ask_itself(make):
    profile = make.profile(ProfileState.PUBLISHED)
    with pytest.raises(Refused, match="same organisation"):
        make.introduction(profile=profile, organisation=profile.organisation)


def test_only_an_open_profile_is_asked_for(make):
    with pytest.raises(Refused, match="not open"):
        make.introduction(profile=make.profile(ProfileState.PAUSED))


def test_nothing_is_doubled(make, session):
    introduction = make.introduction(S.SENT)
    with pytest.raises(Refused, match="already"):
        make.introduction(profile=introduction.profile, organisation=introduction.organisation)
    introducing.withdraw_introduction(introduction, by=make.asker(introduction))
    again = make.introduction(profile=introduction.profile, organisation=introduction.organisation)
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE introduction SET state = 'draft' WHERE id = :key"), {"key": introduction.id})
    assert again.state == S.DRAFT


def test_the_quota_counts_open_requests(make):
    programme = make.programme(code="sample", introduction_quota=2)
    organisation = make.organisation(country="IL")
    first, _second = (make.introduction(state, programme=programme, organisation=organisation) for state in (S.SEEN, S.SCREENING))
    third = make.introduction(programme=programme, organisation=organisation)
    with pytest.raises(Refused, match="2 open requests"):
        introducing.send_introduction(third, by=make.asker(third))
    introducing.accept_introduction(first, by=make.owner(first))
    introducing.send_introduction(third, by=make.asker(third))
    assert third.state == S.SCREENING


def test_who_was_turned_down_waits_before_asking_the_same_again(make, session):
    introduction = make.introduction(S.DECLINED)
    again = make.introduction(profile=introduction.profile, organisation=introduction.organisation)
    with pytest.raises(Refused, match="turned down"):
        introducing.send_introduction(again, by=make.asker(again))
    introduction.state_since = now() - timedelta(days=91)
    session.flush()
    introducing.send_introduction(again, by=make.asker(again))


@pytest.mark.parametrize("act", [introducing.send_back, introducing.refuse_introduction])
def test_a_broker_gives_a_reason(make, act):
    introduction = make.introduction(S.SCREENING)
    with pytest.raises(Refused, match="reason"):
        act(introduction, comment=" ", by=make.broker(introduction))


def test_what_was_sent_back_is_changed_and_sent_again(make):
    introduction = make.introduction(S.SCREENING)
    introducing.send_back(introduction, comment="Say what you bring.", by=make.broker(introduction))
    assert introduction.state == S.DRAFT
    introducing.edit_introduction(introduction, answers={**ANSWERS, "brings": "Three greenhouses, an engineer and a cold store."}, withheld=False, language="en", by=make.asker(introduction))
    introducing.send_introduction(introduction, by=make.asker(introduction))
    assert introduction.state == S.SCREENING
    with pytest.raises(NotAllowed):
        introducing.edit_introduction(introduction, answers=ANSWERS, withheld=False, language="en", by=make.asker(introduction))


def test_a_question_and_its_answer(make):
    introduction = make.introduction(S.QUESTION)
    introducing.answer_question(introduction, text="Two degrees at night.", by=make.asker(introduction))
    assert introduction.state == S.SEEN
    assert [(one.organisation_id, one.text) for one in introduction.questioning] == [
        (introduction.organisation_of(Side.OWNER).id, "How cold is it there in January?"),
        (introduction.organisation_id, "Two degrees at night."),
    ]


def test_what_was_done_is_not_done_again(make):
    introduction = make.introduction(S.ACCEPTED)
    with pytest.raises(WrongState):
        introducing.accept_introduction(introduction, by=make.owner(introduction))


def test_the_second_of_two_editors_is_told(make):
    introduction = make.introduction()
    by, seen = make.asker(introduction), introduction.version
    save = {"withheld": False, "language": "en", "by": by, "version": seen}
    introducing.edit_introduction(introduction, answers={**ANSWERS, "timing": "From May."}, **save)
    with pytest.raises(StaleVersion):
        introducing.edit_introduction(introduction, answers={**ANSWERS, "timing": "From June."}, **save)


def test_a_step_counts_when_another_person_of_the_other_side_confirms_it(make):
    introduction = make.introduction(S.ACCEPTED)
    make.propose(introduction, StepKind.MEETING)
    for person in (make.asker(introduction), make.member(introduction.organisation)):
        with pytest.raises(NotAllowed):
            introducing.confirm_step(introduction, by=person)
    both = make.asker(introduction)
    both.memberships.append(both.memberships[0].__class__(organisation=introduction.profile.organisation, role=Role.REPRESENTATIVE))
    with pytest.raises(NotAllowed):
        introducing.confirm_step(introduction, by=both)
    introducing.confirm_step(introduction, by=make.owner(introduction))
    assert introduction.state == S.IN_TALKS
    with pytest.raises(Refused, match="No step"):
        introducing.confirm_step(introduction, by=make.owner(introduction))


def test_one_step_at_a_time_and_it_can_be_set_aside(make):
    introduction = make.introduction(S.IN_TALKS)
    make.propose(introduction, StepKind.AGREEMENT)
    with pytest.raises(Refused, match="Another step"):
        make.propose(introduction, StepKind.CONFIDENTIALITY, Side.OWNER)
    introducing.set_step_aside(introduction, by=make.owner(introduction), comment="Not yet.")
    make.propose(introduction, StepKind.CONFIDENTIALITY, Side.OWNER)
    assert introduction.open_step.side == Side.OWNER


def test_a_step_belongs_to_its_state(make):
    introduction = make.introduction(S.ACCEPTED)
    for kind in (StepKind.CONFIDENTIALITY, StepKind.PROJECT, StepKind.AGREEMENT):
        with pytest.raises(Refused, match="not open in the present state"):
            make.propose(introduction, kind)
    with pytest.raises(Refused, match="future"):
        introducing.propose_meeting_held(introduction, on=now().date() + timedelta(days=2), by=make.asker(introduction))


def test_what_both_confirmed_of_confidentiality_is_on_record(make):
    introduction = make.introduction(S.UNDER_NDA)
    step = introduction.confidentiality
    assert (step.text_version, step.digest) == (ConfidentialityText.STANDARD_1, digest(ConfidentialityText.STANDARD_1))
    assert (step.proposed_by, step.confirmed_by) == (make.asker(introduction), make.owner(introduction))
    assert step.created_at <= step.confirmed_at <= now()


def test_an_agreement_of_the_sides_own_is_named(make):
    introduction = make.introduction(S.IN_TALKS)
    with pytest.raises(Refused, match="Name the agreement"):
        introducing.propose_confidentiality(introduction, text_version=ConfidentialityText.OWN, by=make.asker(introduction))
    introducing.propose_confidentiality(
        introduction, text_version=ConfidentialityText.OWN, reference="Mutual NDA of 3 May 2026", by=make.asker(introduction)
    )
    introducing.confirm_step(introduction, by=make.owner(introduction))
    assert introduction.confidentiality.reference == "Mutual NDA of 3 May 2026"


def test_an_agreement_other_than_a_project(make):
    introduction = make.introduction(S.AGREED)
    assert introduction.agreement_type == AgreementType.SUPPLIER


@pytest.mark.parametrize("side", [Side.ASKER, Side.OWNER])
@pytest.mark.parametrize("state", [S.IN_TALKS, S.UNDER_NDA])
def test_the_joint_project_has_both_organisations_in_it(make, session, side, state):
    introduction = make.introduction(state, anonymous=True)
    make.propose(introduction, StepKind.PROJECT, side)
    with pytest.raises(NotAllowed):
        introducing.confirm_step(introduction, by=make.owner(introduction) if side == Side.ASKER else make.asker(introduction))
    confirmer = make.owner(introduction) if side == Side.ASKER else make.asker(introduction)
    project = register_introduced(introduction, by=confirmer)
    asker, owner = introduction.organisation, introduction.profile.organisation
    assert introduction.state == S.CONVERTED
    assert introduction.project_id == project.id
    assert project.state == ProjectState.DRAFT
    assert project.lead.organisation == (asker if side == Side.ASKER else owner)
    assert {(partner.organisation_id, partner.state) for partner in project.partners} == {
        (asker.id, PartnerState.ACCEPTED), (owner.id, PartnerState.ACCEPTED)
    }
    assert [partner.role for partner in project.partners if partner is not project.lead] == [PartnerRole.PARTNER]


def test_a_project_is_not_made_by_halves(make, session):
    introduction = make.introduction(S.IN_TALKS)
    make.propose(introduction, StepKind.PROJECT)
    introduction.organisation.state = O.SUSPENDED
    with pytest.raises(Refused), session.begin_nested():
        register_introduced(introduction, by=make.owner(introduction))
    session.expire_all()
    assert introduction.state == S.IN_TALKS
    assert introduction.open_step is not None
    assert session.scalars(select(Project)).all() == []


def test_whoever_left_does_not_lead_a_project(make, session):
    introduction = make.introduction(S.IN_TALKS)
    make.propose(introduction, StepKind.PROJECT)
    for membership in introduction.open_step.proposed_by.memberships:
        membership.ended_at = now()
    session.flush()
    with pytest.raises(Refused, match="does not represent"):
        register_introduced(introduction, by=make.owner(introduction))


def test_the_end_drops_what_was_proposed(make):
    introduction = make.introduction(S.IN_TALKS)
    make.propose(introduction, StepKind.AGREEMENT)
    introducing.end_talks(introduction, reason=ClosingReason.OTHER_PARTNER, by=make.owner(introduction))
    assert introduction.state == S.CLOSED_NO_DEAL
    assert introduction.steps[-1].state == StepState.SET_ASIDE


@pytest.mark.parametrize("state", [S.ACCEPTED, S.IN_TALKS, S.UNDER_NDA])
def test_ninety_silent_days_and_either_takes_it_up_again(make, session, state):
    introduction = make.introduction(state)
    assert timedelta(days=89) < introduction.due_at - now() < timedelta(days=91)
    introduction.due_at = now() + timedelta(days=3)
    session.flush()
    send_message(introduction, text="We are still at it.", by=make.owner(introduction))
    assert introduction.due_at > now() + timedelta(days=89)
    introduction.due_at = now() - timedelta(minutes=1)
    session.commit()
    assert introducing.run_introduction_clock() == 1
    session.expire_all()
    assert introduction.state == S.DORMANT
    introducing.reopen_talks(introduction, by=make.asker(introduction))
    assert introduction.state == state
    assert introduction.due_at > now() + timedelta(days=89)


def test_a_step_that_nobody_confirms_lapses(make, session):
    introduction = make.introduction(S.IN_TALKS)
    make.propose(introduction, StepKind.AGREEMENT)
    introduction.open_step.due_at = now() - timedelta(minutes=1)
    session.commit()
    assert introducing.run_introduction_clock() == 1
    session.expire_all()
    assert introduction.steps[-1].state == StepState.LAPSED
    assert introduction.state == S.IN_TALKS


def test_every_step_leaves_an_event(make, session):
    introduction = make.introduction(S.UNDER_NDA)
    send_message(introduction, text="See you in spring.", by=make.asker(introduction))
    session.commit()
    kinds = set(session.scalars(select(Event.kind).where(Event.introduction_id == introduction.id)))
    assert kinds == {
        "introduction.write", "introduction.send", "introduction.forward", "introduction.view", "introduction.accept", "introduction_step.propose",
        "introduction_step.confirm", "introduction.meeting_held", "introduction.sign_nda", "introduction.message",
    }


IMPOSSIBLE = [
    "UPDATE introduction SET state = 'accepted'", "UPDATE introduction SET state = 'declined', answered_at = now()",
    "UPDATE introduction SET state = 'converted', accepted_at = now(), answered_at = now()",
    "UPDATE introduction SET state = 'agreed', accepted_at = now(), answered_at = now()",
    "UPDATE introduction SET state = 'dormant', accepted_at = now(), answered_at = now()",
    "UPDATE introduction SET state = 'closed_no_deal', accepted_at = now(), answered_at = now()", "UPDATE introduction SET sent_at = NULL",
    "UPDATE introduction SET declining_reason = 'trust'", "UPDATE introduction SET found_partner = true",
    "UPDATE introduction SET state = 'screening', screened = false",
    "INSERT INTO introduction_step (introduction_id, kind, state, state_since, side, proposed_by_id, \"on\") SELECT id, 'meeting', 'proposed', now(), 'asker', created_by_id, now() FROM introduction",
    "INSERT INTO introduction_step (introduction_id, kind, state, state_since, side, proposed_by_id, due_at) SELECT id, 'confidentiality', 'proposed', now(), 'asker', created_by_id, now() FROM introduction",
    "INSERT INTO introduction_step (introduction_id, kind, state, state_since, side, proposed_by_id, confirmed_by_id, confirmed_at, \"on\") SELECT id, 'meeting', 'confirmed', now(), 'asker', created_by_id, created_by_id, now(), now() FROM introduction",
]


@pytest.mark.parametrize("statement", IMPOSSIBLE)
def test_an_impossible_row_cannot_be_stored(make, session, statement):
    make.introduction(S.SENT)
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(statement))


@pytest.fixture
def at(monkeypatch):
    """Sets the instant that the services see."""
    from app.partnering.services import due as profile_due
    from app.partnering.services.introducing import due, writing

    def set_to(instant):
        for module in (profile_due, due, writing):
            monkeypatch.setattr(module, "now", lambda: instant)

    return set_to


@pytest.mark.parametrize(("country", "expected"), [("JP", date(2027, 5, 25)), ("IL", date(2027, 5, 23))])
def test_fifteen_working_days_of_the_receivers_country(make, at, country, expected):
    """From 29 April 2027: Golden Week and its Saturdays in one country, other holidays and the other weekend in the other."""
    programme = make.sample_programme()
    receiver = make.organisation(country=country)
    profile = make.profile(ProfileState.PUBLISHED, organisation=receiver, programme=programme)
    introduction = make.introduction(S.SCREENING, profile=profile, organisation=make.organisation(country="IL" if country == "JP" else "JP"))
    at(datetime(2027, 4, 29, 3, tzinfo=UTC))
    introducing.forward_introduction(introduction, by=make.broker(introduction))
    zone = programme.party_of(country).time_zone
    assert introduction.due_at.astimezone(ZoneInfo(zone)).date() == expected
    calendar = calendar_of(country)
    assert calendar.working_days_between(date(2027, 4, 29), expected) == 15


def test_the_date_does_not_tell_a_hidden_country(make, at):
    """The same for a hidden owner of either country: days on which both work."""
    programme, dues = make.sample_programme(), set()
    for country in ("JP", "IL"):
        profile = make.profile(ProfileState.PUBLISHED, organisation=make.organisation(country=country), programme=programme, anonymous=True)
        assert not profile.shows_country
        introduction = make.introduction(S.SCREENING, profile=profile, organisation=make.organisation(country="JP"))
        at(datetime(2027, 4, 29, 3, tzinfo=UTC))
        introducing.forward_introduction(introduction, by=make.broker(introduction))
        dues.add(introduction.due_at)
    assert len(dues) == 1


def test_five_working_days_for_the_screening(make, at):
    introduction = make.introduction()
    at(datetime(2027, 3, 3, 9, tzinfo=UTC))
    introducing.send_introduction(introduction, by=make.asker(introduction))
    assert introduction.due_at == datetime(2027, 3, 10, 21, 59, 59, tzinfo=UTC)


def test_figures_from_five_answers_on(make, session):
    owner = make.organisation(country="JP")
    programme = make.programme(code="sample", introduction_quota=100)

    def reached(state, days, **values):
        profile = make.profile(ProfileState.PUBLISHED, organisation=owner, programme=programme, **values)
        introduction = make.introduction(state, profile=profile)
        introduction.sent_at = now() - timedelta(days=days)
        session.flush()

    for state, days in ((S.ACCEPTED, 2), (S.DECLINED, 4), (S.QUESTION, 6), (S.LAPSED, 20), (S.SENT, 1)):
        reached(state, days)
    assert queries.answering_of(owner) is None
    for _ in range(3):
        reached(S.ACCEPTED, 1, anonymous=True)
    assert queries.answering_of(owner) is None
    reached(S.ACCEPTED, 8)
    median, share = queries.answering_of(owner)
    assert round(median, 1) == 5.0
    assert share == 0.8


@pytest.mark.parametrize("reason", list(DecliningReason))
def test_the_asker_reads_general_words(make, client, reason):
    introduction = make.introduction(S.SEEN)
    introducing.decline_introduction(introduction, reason=reason, note="They are slow payers.", by=make.owner(introduction))
    path = f"/introductions/{introduction.public_id}"
    page = client(make.asker(introduction)).get(path).text
    own = client(make.owner(introduction)).get(path).text
    assert str(GENERAL[reason]) in page
    assert label(reason) not in page
    assert "slow payers" not in page
    assert label(reason) in own
    assert "slow payers" in own
    for person in (make.broker(introduction), make.coordinator(introduction.programme)):
        text = client(person).get(path).text
        assert label(reason) not in text
        assert str(GENERAL[reason]) not in text
        assert "slow payers" not in text


def test_nobody_asks_in_the_name_of_another_organisation(make):
    profile, other = make.profile(ProfileState.PUBLISHED), make.speaker(make.organisation())
    with pytest.raises(NotAllowed):
        introducing.write_introduction(organisation=make.organisation(), profile=profile, answers=ANSWERS, withheld=False, by=other)
    assert not other.holds(Role.REPRESENTATIVE, organisation_id=None)
    assert not other.holds(Role.REPRESENTATIVE, country=None)
    assert other.holds(Role.REPRESENTATIVE)
