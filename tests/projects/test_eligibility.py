"""The complete list of what is missing, and who bears how much."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import now
from app.core.money import Rate
from app.organisations.enums import OrganisationState
from app.organisations.models import Organisation
from app.programmes.models import Party, Programme
from app.projects.eligibility import missing, shares
from app.projects.enums import CostCategory, PartnerRole, PartnerState, Section, SensitiveTechnology
from app.projects.models import BudgetLine, Partner, Project
from app.projects.workflow import facts


def texts(project, **changed):
    return [str(problem.message) for problem in missing(project, replace(facts(project), **changed))]


def fields(project):
    return {problem.field for problem in missing(project, facts(project))}


def test_a_complete_project_lacks_nothing(make):
    assert texts(make.project()) == []


def test_an_empty_draft_lacks_something_in_every_section(make):
    project = make.project(empty=True, partners=())
    project.lead.budget, project.lead.tasks, project.lead.total_cost, project.lead.funding_requested = [], None, None, None
    assert fields(project) == {str(section) for section in Section}
    assert len(texts(project)) >= 17


@pytest.mark.parametrize(
    ("change", "section", "words"),
    [
        ({"title": "abc"}, Section.SUMMARY, "5 characters"),
        ({"summary": "short"}, Section.SUMMARY, "80 characters"),
        ({"innovation": None}, Section.SUMMARY, "what is new"),
        ({"market": None}, Section.SUMMARY, "the market"),
        ({"tracks": []}, Section.TRACKS, "at least one track"),
        ({"subtopics": []}, Section.TRACKS, "at least one subtopic"),
        ({"trl_from": None}, Section.TRACKS, "at the start"),
        ({"trl_to": None}, Section.TRACKS, "at the end"),
        ({"partners_independent": False}, Section.CONSORTIUM, "independent"),
        ({"starts_on": None}, Section.SCHEDULE, "start date"),
        ({"starts_on": date(2020, 1, 1)}, Section.SCHEDULE, "in the future"),
        ({"duration_months": 11}, Section.SCHEDULE, "at least 12"),
        ({"duration_months": 37}, Section.SCHEDULE, "at most 36"),
        ({"milestones": None}, Section.SCHEDULE, "milestones"),
        ({"background_ip": None}, Section.INTELLECTUAL_PROPERTY, "brings"),
        ({"foreground_ip": ""}, Section.INTELLECTUAL_PROPERTY, "own and use"),
        ({"sensitive_technology": None}, Section.SENSITIVE_TECHNOLOGY, "declaration"),
        ({"sensitive_technology": SensitiveTechnology.UNSURE}, Section.SENSITIVE_TECHNOLOGY, "export control"),
    ],
)
def test_each_gap_is_named_at_its_section(make, session, change, section, words):
    project = make.project()
    for name, value in change.items():
        setattr(project, name, value)
    session.flush()
    problems = missing(project, facts(project))
    assert any(problem.field == section and words in str(problem.message) for problem in problems)


def test_a_retired_track_must_be_replaced(make, session):
    project = make.project()
    project.tracks[0].retired_at = now()
    session.flush()
    assert any("no longer offered" in text for text in texts(project))


def test_a_track_that_cites_the_standard_needs_an_automation_level(make, session):
    project = make.project()
    project.tracks[0].standards = "SAE J3016_202104 levels; ISO 26262"
    session.flush()
    assert any("J3016" in text for text in texts(project))
    project.automation_level = 0
    assert texts(project) == []


def test_the_consortium_needs_verified_partners_of_both_parties(make, session):
    project = make.project(partners=())
    assert any("At least 1" in text for text in texts(project))
    other = make.project(partners=[make.organisation(country="IL", state=OrganisationState.DECLARED)])
    found = texts(other)
    assert any("At least 1" in text for text in found)
    assert any("must be verified" in text for text in found)


def test_open_invitations_and_missing_signatories_are_named(make, session):
    project = make.project()
    session.add(Partner(
        project=project, organisation=make.organisation(country="IL"), role=PartnerRole.TEST_SITE, state=PartnerState.INVITED, currency="ILS"
    ))
    session.flush()
    session.expire(project, ["partners"])
    assert any("has not answered" in text for text in texts(project))
    assert sum("signatory" in text for text in texts(project, signing=frozenset())) == 2


def test_budget_rows_must_add_up(make, session):
    project = make.project()
    project.lead.budget[0].amount += 1
    session.flush()
    assert any("add up to 20,000,001.00 JPY" in text for text in texts(project))


def test_a_partner_without_rows_or_total_is_named(make, session):
    project = make.project()
    project.lead.budget = []
    project.accepted[1].total_cost = None
    session.flush()
    found = texts(project)
    assert any(text.endswith("enter its budget.") for text in found)
    assert any(text.endswith("give its total cost.") for text in found)


def test_a_missing_rate_is_named_with_who_can_add_it(make):
    project = make.project()
    found = texts(project, rates={"ILS": Rate("ILS", Decimal("0.27"), date(2026, 1, 5), "sample")})
    assert any("JPY" in text and "secretariat" in text for text in found)


def test_the_share_cap_binds_countries_and_partners(make, session):
    project = make.project()
    # 20,000,000 JPY are 130,000 USD and 500,000 ILS are 135,000 USD at the sample rates
    lead = project.lead
    lead.total_cost = Decimal(60_000_000)
    lead.budget = [BudgetLine(category=CostCategory.OVERHEAD, amount=Decimal(60_000_000))]
    session.flush()
    found = texts(project)
    assert any("A country may bear at most 70%" in text for text in found)
    assert any("A partner may bear at most 70%" in text for text in found)


def test_exactly_the_cap_is_allowed_and_a_cent_more_is_not(make, session):
    project = make.project()
    for partner, amount in zip(project.accepted, (Decimal("70.00"), Decimal("30.00")), strict=True):
        partner.currency, partner.total_cost, partner.funding_requested = "USD", amount, Decimal(0)
        partner.budget = [BudgetLine(category=CostCategory.OVERHEAD, amount=amount)]
    session.flush()
    assert texts(project) == []
    project.lead.total_cost = project.lead.budget[0].amount = Decimal("70.01")
    assert sum("may bear at most" in text for text in texts(project)) == 2


def test_the_latest_rate_up_to_today_counts(make, session):
    from app.programmes.models import ExchangeRate
    from app.projects.queries import rates_on

    programme = make.programme()
    for on, value in ((date(2026, 6, 1), "0.0070"), (date(2026, 12, 31), "0.0090")):
        session.add(ExchangeRate(programme_id=programme.id, currency="JPY", value=Decimal(value), on=on, source="sample"))
    session.flush()
    assert rates_on(programme, date(2026, 5, 31))["JPY"].value == Decimal("0.0065")
    assert rates_on(programme, date(2026, 6, 1))["JPY"].value == Decimal("0.0070")
    assert rates_on(programme, date(2026, 12, 30))["JPY"].on == date(2026, 6, 1)
    assert "JPY" not in rates_on(programme, date(2025, 12, 31))


def test_a_closed_call_is_named_unless_it_was_submitted_before(make):
    project = make.project(call=make.open_call(closes_in=timedelta(seconds=-1)))
    assert any("call is not open" in text for text in texts(project))
    assert texts(project, submitted_before=True) == []


def consortium(amounts, rate):
    parties = [Party(country="AA", currency="AAA", position=1), Party(country="BB", currency="BBB", position=2)]
    programme = Programme(reference_currency="AAA", share_cap_percent=Decimal(70), parties=parties)
    project = Project(programme=programme, partners=[])
    for number, (country, amount) in enumerate(amounts):
        organisation = Organisation(country=country, name_latin=f"Sample {number}")
        project.partners.append(Partner(
            public_id=f"p{number}", organisation=organisation, role=PartnerRole.PARTNER, state=PartnerState.ACCEPTED,
            currency="AAA" if country == "AA" else "BBB", total_cost=amount, budget=[],
        ))
    return project, {"BBB": Rate("BBB", rate, date(2026, 1, 1), "sample")}


AMOUNTS = st.lists(
    st.tuples(st.sampled_from(("AA", "BB")), st.decimals(min_value=0, max_value=10**12, places=2)), min_size=1, max_size=6
)


@given(AMOUNTS, st.decimals(min_value="0.0001", max_value="500", places=4))
def test_no_money_is_lost_between_partners_countries_and_the_whole(amounts, rate):
    project, rates = consortium(amounts, rate)
    result = shares(project, rates)
    assert sum(result.partners.values()) == sum(result.countries.values()) == result.whole
    total = sum(result.country_percent(country) for country in ("AA", "BB"))
    assert result.whole == 0 or abs(total - 100) <= Decimal("0.01")


@given(AMOUNTS, st.decimals(min_value="0.0001", max_value="500", places=4), st.integers(2, 9))
def test_shares_do_not_depend_on_the_unit_of_account(amounts, rate, factor):
    project, rates = consortium(amounts, rate)
    larger, _same = consortium([(country, amount * factor) for country, amount in amounts], rate)
    assert shares(project, rates).country_percent("AA") == shares(larger, rates).country_percent("AA")
