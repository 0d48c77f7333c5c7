"""What is missing before a project can be locked: always the whole list, each entry at the section that mends it.

Pure functions over a project that was loaded whole, with the facts that lie outside it (`Facts`). Rules: `domain.md`
§ 2.6 R1, R2, R5, R6 and R15, with the figures of the programme.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.core.errors import Problem
from app.core.i18n import LazyText, _l, country_name, isolated_name
from app.core.money import MissingRate, Rate, converted, share
from app.programmes.vocabulary import automation_standard, needs_automation_level
from app.projects.enums import PartnerRole, PartnerState, Section, SensitiveTechnology
from app.projects.models import Partner, Project

MINIMUM_LENGTHS: dict[str, int] = {"title": 5, "summary": 80, "innovation": 60, "market": 60}
"""Least number of characters of the texts by which others judge the project."""

FULL_PARTNERS = frozenset({PartnerRole.LEAD, PartnerRole.PARTNER})
"""Roles that count towards the partners that each party must bring."""

_SUMMARY_TEXTS: dict[str, tuple[LazyText, LazyText]] = {
    "title": (_l("Give the project a title."), _l("Write a longer title: at least %(least)d characters.", least=MINIMUM_LENGTHS["title"])),
    "summary": (
        _l("Write a summary."), _l("Write a longer summary: at least %(least)d characters.", least=MINIMUM_LENGTHS["summary"]),
    ),
    "innovation": (
        _l("Describe what is new."),
        _l("Describe what is new in more words: at least %(least)d characters.", least=MINIMUM_LENGTHS["innovation"]),
    ),
    "market": (
        _l("Describe the market."),
        _l("Describe the market in more words: at least %(least)d characters.", least=MINIMUM_LENGTHS["market"]),
    ),
}


@dataclass(frozen=True)
class Facts:
    """What the rules need besides the project, as of one instant.

    `signing`: organisations that have a signatory. `submitted_before`: its call may have closed. `submitted_partners` (public
    ids) took part in an earlier submission: they go on though their verification has ended.
    """

    at: datetime
    rates: Mapping[str, Rate] = field(default_factory=dict)
    signing: frozenset[int] = frozenset()
    submitted_before: bool = False
    submitted_partners: frozenset[str] = frozenset()

    def counts_as_verified(self, partner: Partner) -> bool:
        """Verified now, or at an earlier submission of this project."""
        return partner.organisation.is_verified or partner.public_id in self.submitted_partners


@dataclass(frozen=True)
class Shares:
    """The budget in the reference currency: per country and per partner (public id), unrounded.

    `missing` names currencies without a rate; their partners are left out.
    """

    whole: Decimal
    countries: Mapping[str, Decimal]
    partners: Mapping[str, Decimal]
    missing: frozenset[str]

    def country_percent(self, country: str) -> Decimal:
        """Share of a country, in per cent."""
        return share(self.countries.get(country, Decimal(0)), self.whole)

    def partner_percent(self, partner: Partner) -> Decimal:
        """Share of a partner, in per cent."""
        return share(self.partners.get(partner.public_id, Decimal(0)), self.whole)


def row_total(partner: Partner) -> Decimal:
    """The sum of a partner's budget rows, in its currency."""
    return sum((line.amount for line in partner.budget), Decimal(0))


def shares(project: Project, rates: Mapping[str, Rate]) -> Shares:
    """Who bears how much of the total cost."""
    reference = project.programme.reference_currency
    countries: dict[str, Decimal] = {party.country: Decimal(0) for party in project.programme.parties}
    partners: dict[str, Decimal] = {}
    missing: set[str] = set()
    for partner in project.consortium:
        try:
            amount = converted(partner.total_cost or Decimal(0), partner.currency, reference, rates)
        except MissingRate as error:
            missing.add(error.currency)
            continue
        partners[partner.public_id] = amount
        country = partner.organisation.country
        countries[country] = countries.get(country, Decimal(0)) + amount
    return Shares(sum(partners.values(), Decimal(0)), countries, partners, frozenset(missing))


def missing(project: Project, facts: Facts) -> list[Problem]:
    """Everything that keeps the project from being locked, section by section."""
    return [
        Problem(str(section), message)
        for section, rule in RULES.items()
        for message in rule(project, facts)
    ]


def _summary(project: Project, facts: Facts) -> Iterator[LazyText]:
    for name, (absent, short) in _SUMMARY_TEXTS.items():
        text = getattr(project, name) or ""
        if not text:
            yield absent
        elif len(text) < MINIMUM_LENGTHS[name]:
            yield short
    if project.call is not None and not facts.submitted_before and not project.call.is_open(facts.at):
        yield _l("The call is not open. Copy the project into a new one for another call, or without a call.")


def _tracks(project: Project, _facts: Facts) -> Iterator[LazyText]:
    if not project.tracks:
        yield _l("Choose at least one track.")
    if any(track.retired_at is not None for track in project.tracks):
        yield _l("A track that you chose is no longer offered. Choose another one.")
    if not project.subtopics:
        yield _l("Choose at least one subtopic.")
    if any(subtopic.retired_at is not None for subtopic in project.subtopics):
        yield _l("A subtopic that you chose is no longer offered. Choose another one.")
    chosen = {track.id for track in project.tracks}
    if any(subtopic.track_id not in chosen for subtopic in project.subtopics):
        yield _l("Choose subtopics of the tracks that you chose.")
    if project.trl_from is None:
        yield _l("Give the technology readiness level at the start.")
    if project.trl_to is None:
        yield _l("Give the technology readiness level at the end.")
    if project.automation_level is None and any(needs_automation_level(track) for track in project.tracks):
        yield _l("Give the driving automation level by %(standard)s.", standard=automation_standard())


def _consortium(project: Project, facts: Facts) -> Iterator[LazyText]:
    lead = project.lead
    if lead is None or lead.state != PartnerState.ACCEPTED:
        yield _l("The project needs a lead partner.")
    least = project.programme.minimum_partners_per_party
    for party in project.programme.parties:
        found = sum(
            partner.role in FULL_PARTNERS and partner.organisation.country == party.country and facts.counts_as_verified(partner)
            for partner in project.accepted
        )
        if found < least:
            yield _l(
                "Verified partners of %(country)s that accepted: %(found)d. At least %(least)d are needed.",
                country=country_name(party.country), least=least, found=found,
            )
    for partner in project.consortium:
        yield from _partner(partner, facts)
    if not project.partners_independent:
        yield _l("Declare that the partners are independent of each other.")


def _partner(partner: Partner, facts: Facts) -> Iterator[LazyText]:
    name = isolated_name(partner.organisation.display_name)
    if partner.state == PartnerState.INVITED:
        yield _l("%(name)s has not answered the invitation. Wait for the answer, or remove the partner.", name=name)
        return
    if not facts.counts_as_verified(partner):
        yield _l("%(name)s must be verified by the authority of its country.", name=name)
    if partner.organisation_id not in facts.signing:
        yield _l("%(name)s needs an authorised signatory who can commit to the project.", name=name)
    if not partner.tasks:
        yield _l("%(name)s: describe its tasks.", name=name)


def _budget(project: Project, facts: Facts) -> Iterator[LazyText]:
    for partner in project.accepted:
        yield from _partner_budget(partner)
    result = shares(project, facts.rates)
    for currency in sorted(result.missing):
        yield _l(
            "There is no exchange rate of %(currency)s to %(reference)s. The secretariat of the programme can add it.",
            currency=currency, reference=project.programme.reference_currency,
        )
    cap = project.programme.share_cap_percent
    if cap is None or result.missing or result.whole == 0:
        return
    for country, amount in result.countries.items():
        if amount * 100 > cap * result.whole:
            yield _l(
                "Partners of %(country)s bear %(share)s%% of the cost. A country may bear at most %(cap)s%%.",
                country=country_name(country), share=result.country_percent(country), cap=_plain(cap),
            )
    for partner in project.consortium:
        if result.partners[partner.public_id] * 100 > cap * result.whole:
            yield _l(
                "%(name)s bears %(share)s%% of the cost. A partner may bear at most %(cap)s%%.",
                name=isolated_name(partner.organisation.display_name), share=result.partner_percent(partner), cap=_plain(cap),
            )


def _partner_budget(partner: Partner) -> Iterator[LazyText]:
    name, currency = isolated_name(partner.organisation.display_name), partner.currency
    if not partner.budget:
        yield _l("%(name)s: enter its budget.", name=name)
        return
    if partner.total_cost is None:
        yield _l("%(name)s: give its total cost.", name=name)
    elif row_total(partner) != partner.total_cost:
        yield _l(
            "The rows of %(name)s add up to %(rows)s %(currency)s, but its total is %(total)s %(currency)s. Correct one of them.",
            name=name, rows=_amount(row_total(partner)), total=_amount(partner.total_cost), currency=currency,
        )
    if partner.funding_requested is None:
        yield _l("Give the funding that %(name)s asks for; 0 if none.", name=name)
    elif partner.total_cost is not None and partner.funding_requested > partner.total_cost:
        yield _l("%(name)s asks for more funding than its total cost.", name=name)


def _schedule(project: Project, facts: Facts) -> Iterator[LazyText]:
    least, most = project.programme.duration_months_min, project.programme.duration_months_max
    if project.starts_on is None:
        yield _l("Give the start date.")
    elif project.starts_on <= facts.at.date():
        yield _l("Give a start date in the future.")
    months = project.duration_months
    if months is None:
        yield _l("Give the duration in months.")
    elif least is not None and months < least:
        yield _l("The duration must be at least %(least)d months.", least=least)
    elif most is not None and months > most:
        yield _l("The duration must be at most %(most)d months.", most=most)
    if not project.milestones:
        yield _l("List the milestones.")


def _intellectual_property(project: Project, _facts: Facts) -> Iterator[LazyText]:
    if not project.background_ip:
        yield _l("Describe the intellectual property that each partner brings.")
    if not project.foreground_ip:
        yield _l("Describe who will own and use the results.")


def _sensitive_technology(project: Project, _facts: Facts) -> Iterator[LazyText]:
    if project.sensitive_technology is None:
        yield _l("Make the declaration on sensitive technology.")
    elif project.sensitive_technology != SensitiveTechnology.NONE and not project.sensitive_technology_details:
        yield _l("Describe the technology that is, or may be, under export control.")


def _amount(value: Decimal) -> str:
    return f"{value:,.2f}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


RULES: dict[Section, Any] = {
    Section.SUMMARY: _summary,
    Section.TRACKS: _tracks,
    Section.CONSORTIUM: _consortium,
    Section.BUDGET: _budget,
    Section.SCHEDULE: _schedule,
    Section.INTELLECTUAL_PROPERTY: _intellectual_property,
    Section.SENSITIVE_TECHNOLOGY: _sensitive_technology,
}
