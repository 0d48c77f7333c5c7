"""A programme of another pair of countries, loaded from its file, works in every page that the first one has."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, product

import pytest

from app.accounts.rights import CLOCK
from app.approvals.services import reviews
from app.core.db import now
from app.events.enums import EventState, ParticipantState, PlanState
from app.events.models import EventMeeting
from app.organisations.affiliations.enums import Consent
from app.organisations.bodies import load_programme_file
from app.organisations.enums import OrganisationKind, OrganisationState
from app.organisations.services import open_recovery, start_organisation
from app.partnering.enums import IntroductionState, MeetingState, ProfileState, Side, StepKind
from app.partnering.trials.enums import TrialState
from app.programmes.models import Call, ExchangeRate, Programme
from app.projects.enums import PartnerRole, ProjectState
from app.projects.services import invite_partner
from tests.journeys.site_map import NO_PAGES, addresses

ELSEWHERE = {
    "accounts.accept_invitation": "needs the link of a mail",
    "accounts.reset_password": "needs the link of a mail",
    "accounts.confirm_email": "needs the link of a mail",
    "organisations.show_import": "knows no programme of its own until a file is uploaded",
}
"""Pages that do not depend on the programme and need more than a sign-in, and why."""


@pytest.fixture
def programme(session):
    """Korea–Israel from its file, with rates and a call."""
    load_programme_file("korea-israel", by=CLOCK)
    loaded = session.query(Programme).one()
    for party, rate in zip(loaded.parties, ("0.0007", "0.27"), strict=True):
        session.add(ExchangeRate(programme_id=loaded.id, currency=party.currency, value=Decimal(rate), on=date(2026, 1, 5), source="sample rate"))
    session.add(Call(
        programme=loaded, names={"en": "First call"}, summary={"en": "All fields."}, opens_at=now(), closes_at=now() + timedelta(days=9),
        time_zone=loaded.parties[0].time_zone,
    ))
    session.flush()
    return loaded


@pytest.fixture
def people(make, programme):
    """Who together sees every page: one pair of organisations has a project in every state that has pages of its own."""
    first, second = programme.parties
    lead, partner = make.organisation(country=first.country), make.organisation(country=second.country)
    cases = {state: make.case(state, programme=programme, lead=lead, partners=[partner]) for state in ProjectState}
    invited = make.organisation(country=second.country)
    invite_partner(cases[ProjectState.DRAFT], organisation=invited, role=PartnerRole.PARTNER, message="", by=make.speaker(lead))
    for state in (ProfileState.DRAFT, ProfileState.IN_REVIEW, ProfileState.PUBLISHED):
        make.profile(state, organisation=lead, programme=programme)
    published = make.profile(ProfileState.PUBLISHED, organisation=lead, programme=programme)
    steps = {StepKind.PROJECT, StepKind.CONFIDENTIALITY, None}
    for state in IntroductionState:
        make.introduction(state, profile=published, organisation=make.organisation(country=second.country))
    for kind in steps:
        talks = make.introduction(
            IntroductionState.IN_TALKS, profile=make.profile(ProfileState.PUBLISHED, organisation=lead, programme=programme), organisation=partner
        )
        if kind:
            make.propose(talks, kind, Side.ASKER)
    for state in (IntroductionState.DRAFT, IntroductionState.QUESTION):
        profile = make.profile(ProfileState.PUBLISHED, organisation=lead, programme=programme)
        make.introduction(state, profile=profile, organisation=partner)
    for state in (MeetingState.DRAFT, MeetingState.REQUESTED, MeetingState.ACCEPTED, MeetingState.HELD):
        make.meeting(state, introduction=talks)
    make.pass_time(make.meeting(MeetingState.ACCEPTED, introduction=talks))
    for state in (TrialState.RUNNING, TrialState.ADOPTED):
        make.trial(state, introduction=talks)
    event = make.event(programme=programme, time_zone=first.time_zone)
    make.event(EventState.DRAFT, programme=programme, time_zone=first.time_zone)
    make.wish(make.participant(event, person=make.speaker(lead), organisation=lead), make.participant(event, country=second.country))
    make.event_plan(event, PlanState.CONFIRMED)
    make.let_it_be_over(make.session.query(EventMeeting).one())
    make.participant(event, country=second.country)
    make.participant(event, ParticipantState.PENDING)
    officer, reviewer, newcomer, seeker = make.officer(first), make.reviewer(), make.person(), make.person()
    review = reviews.invite_reviewer(cases[ProjectState.UNDER_REVIEW], by=officer, party=first, reviewer=reviewer)
    reviews.accept(review, by=reviewer)
    chamber = make.economic(first.country)
    make.suggestion(affiliation=make.affiliation(economic=chamber, member=partner, allows=tuple(Consent)), profile=published)
    start_organisation({"kind": "company", "country": first.country, "name_latin": "Saerobeun Co., Ltd."}, by=newcomer)
    _, declarer = make.in_state(programme, OrganisationState.DECLARED, country=first.country, kind=OrganisationKind.GOVERNMENT_BODY)
    open_recovery(make.organisation(country=first.country), by=seeker, reason="I am its managing director.")
    return [
        make.speaker(lead), make.speaker(partner), make.speaker(invited), make.speaker(chamber), newcomer, declarer, officer, make.officer(second), make.decider(first),
        make.coordinator(programme), make.administrator(), reviewer, seeker, None,
    ]


def test_every_page(app, client, people):
    browsers = [client(person) if person else client() for person in people]
    faults, unseen = [], set()
    for rule, language in zip(app.url_map.iter_rules(), cycle(("en", "he", "ja"))):
        if "GET" not in rule.methods or rule.endpoint in NO_PAGES or rule.endpoint in ELSEWHERE:
            continue
        paths = list(addresses(app, rule)) if rule.arguments else [rule.rule]
        for browser, path in product(browsers, paths):
            status = browser.get(f"{path}?lang={language}").status_code
            if status >= 500:
                faults.append(f"{path}: {status}")
            if status == 200:
                break
        else:
            unseen.add(rule.endpoint)
    assert faults == []
    assert unseen == set()
