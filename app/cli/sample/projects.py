"""Projects in every state, each brought there by the people who would: lead, partner, officials, secretariat, clock."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.approvals import queries as approval_queries
from app.approvals.enums import IneligibilityReason, Outcome
from app.approvals.services import checks, decisions, reviews
from app.cli.sample.source import PROGRAMME, Source
from app.core.db import now
from app.extensions import db
from app.organisations.models import Organisation
from app.programmes.models import Call, ExchangeRate, Programme
from app.projects import services
from app.projects.entries import BudgetEntry, TasksEntry
from app.projects.enums import CostCategory, PartnerRole, Section, SensitiveTechnology
from app.projects.models import Partner, Project
from app.projects.services.time import pass_deadline

TOTALS = {"JPY": Decimal(60_000_000), "ILS": Decimal("1600000.00")}
PLANNING_RATES = {"JPY": Decimal("0.0067"), "ILS": Decimal("0.27")}
SUMMARY = (
    "A sample project: both partners bring technology of their own, build a common prototype, and try it with a user in each"
    " country. It shows how a joint project looks on this record."
)
INNOVATION = "The prototype joins two techniques that have not been used together, and measures what each contributes to the result."
MARKET = "Makers and operators in both countries who today do this work by hand; trial users have been named on both sides."
TASKS = "Brings its own technology, builds its part of the prototype, and runs the trial with the user in its own country."
MILESTONES = "Month 6: common specification.\nMonth 12: prototype in the laboratory.\nMonth 24: trials in both countries, report."
BACKGROUND = "Each partner keeps what it brings; both list it in an annex to the consortium agreement."
FOREGROUND = "Results belong to the partner that makes them; joint results are shared in equal parts, each may use them in its market."


class Cast:
    """Who acts in the sample's projects."""

    def __init__(self, source: Source, persons: Mapping[str, Person], organisations: Mapping[str, Organisation]) -> None:
        self.organisations = organisations
        self.persons = persons
        self.person_of = {p["of"]: persons[p["who"]] for p in source["people"] if p.get("of") in organisations}
        self.programme = db.session.scalars(select(Programme).where(Programme.code == PROGRAMME)).one()
        self.secretariat = persons["secretariat"]

    def official(self, seat: str, country: str) -> Person:
        """The officer or decider of a country."""
        return self.persons[f"{seat}.{country.lower()}"]

    @property
    def countries(self) -> list[str]:
        """The parties' countries, in the programme's order."""
        return [party.country for party in self.programme.parties]


def load(source: Source, persons: Mapping[str, Person], organisations: Mapping[str, Organisation]) -> None:
    """Make one project for each entry of the source."""
    cast = Cast(source, persons, organisations)
    _add_rates(cast.programme)
    for entry in source["projects"]:
        PATHS[entry["state"]](cast, entry)
        db.session.flush()


def _add_rates(programme: Programme) -> None:
    for currency, value in PLANNING_RATES.items():
        db.session.add(
            ExchangeRate(
                programme_id=programme.id, currency=currency, value=value, on=now().date() - timedelta(days=30),
                source="Planning rate of the sample; not a market rate",
            )
        )
    db.session.flush()


def _draft(cast: Cast, entry: Mapping[str, Any], call: Call | None = None) -> Project:
    lead, partner = cast.organisations[entry["lead"]], cast.organisations[entry["partner"]]
    by = cast.person_of[entry["lead"]]
    project = services.create_project(organisation=lead, programme=cast.programme, title=entry["title"], by=by, call=call)
    db.session.flush()
    services.save_summary(
        project, title=entry["title"], summary=SUMMARY, innovation=INNOVATION, market=MARKET, language="en", by=by
    )
    subtopics = lead.subtopics
    tracks = list({subtopic.track_id: subtopic.track for subtopic in subtopics}.values())
    level = 4 if any(track.code == "AD" for track in tracks) else None
    services.save_tracks(project, tracks=tracks, subtopics=subtopics, trl_from=3, trl_to=6, automation_level=level, by=by)
    services.save_schedule(
        project, starts_on=now().date() + timedelta(days=150), duration_months=24, milestones=MILESTONES, by=by
    )
    services.save_intellectual_property(project, background_ip=BACKGROUND, foreground_ip=FOREGROUND, by=by)
    services.save_sensitive_technology(project, declaration=SensitiveTechnology.NONE, details=None, by=by)
    services.invite_partner(
        project, organisation=partner, role=PartnerRole.PARTNER, by=by, message="We would like to do this with you."
    )
    return project


def _complete(cast: Cast, entry: Mapping[str, Any], call: Call | None = None) -> Project:
    project = _draft(cast, entry, call)
    by = cast.person_of[entry["lead"]]
    invited = next(p for p in project.partners if p.role == PartnerRole.PARTNER)
    services.answer_invitation(invited, accept=True, by=cast.person_of[entry["partner"]])
    for partner in project.consortium:
        _fill_in(project, partner, cast.person_of[_code_of(cast, partner)])
    services.save_consortium(project, tasks={}, independent=True, by=by)
    db.session.flush()
    return project


def _code_of(cast: Cast, partner: Partner) -> str:
    return next(code for code, organisation in cast.organisations.items() if organisation.id == partner.organisation_id)


def _fill_in(project: Project, partner: Partner, by: Person) -> None:
    services.save_consortium(project, tasks={partner.public_id: TasksEntry(partner.version, TASKS)}, by=by)
    total = TOTALS[partner.currency]
    rows = {CostCategory.LABOUR: total / 2, CostCategory.EQUIPMENT: total / 4, CostCategory.TRAVEL: total / 4}
    budget = BudgetEntry(partner.version, partner.currency, total, total / 2, rows)
    services.save_budget(project, budgets={partner.public_id: budget}, by=by)


def _locked(cast: Cast, entry: Mapping[str, Any]) -> Project:
    project = _complete(cast, entry)
    services.lock_project(project, by=cast.person_of[entry["lead"]])
    return project


def _submitted(cast: Cast, entry: Mapping[str, Any]) -> Project:
    project = _locked(cast, entry)
    for code in (entry["lead"], entry["partner"]):
        version = project.current_version
        assert version is not None  # noqa: S101 - a locked project has a version
        services.commit_to_version(project, version_hash=version.hash, by=cast.person_of[code])
    return project


def _under_review(cast: Cast, entry: Mapping[str, Any]) -> Project:
    project = _submitted(cast, entry)
    checks.confirm_complete(project, by=cast.secretariat)
    for country in cast.countries:
        checks.confirm_eligible(project, by=cast.official("officer", country))
    return project


def _awaiting_decisions(cast: Cast, entry: Mapping[str, Any]) -> Project:
    project = _under_review(cast, entry)
    reviews.close_reviews(project, by=cast.secretariat)
    return project


def _decided(outcomes: tuple[Outcome, Outcome]) -> Callable[[Cast, Mapping[str, Any]], Project]:
    def path(cast: Cast, entry: Mapping[str, Any]) -> Project:
        project = _awaiting_decisions(cast, entry)
        for outcome, decision in zip(outcomes, approval_queries.current_decisions(project), strict=True):
            country = decision.party.country
            points = ["Name the trial user in each country before the start."] if outcome in NEEDS_POINTS else []
            reason = "Sample reason: what the case rests on stands here."
            decisions.recommend(decision, by=cast.official("officer", country), outcome=outcome, reason=reason, points=points)
            decisions.decide(decision, by=cast.official("decider", country), outcome=outcome, reason=reason, points=points)
        return project

    return path


NEEDS_POINTS = frozenset({Outcome.APPROVED_WITH_CONDITIONS, Outcome.CHANGES_REQUESTED})


def _recommended(cast: Cast, entry: Mapping[str, Any]) -> Project:
    project = _awaiting_decisions(cast, entry)
    first = approval_queries.current_decisions(project)[0]
    officer = cast.official("officer", first.party.country)
    decisions.recommend(first, by=officer, outcome=Outcome.APPROVED, reason="Sample reason: strong on both sides.")
    return project


def _info_requested(cast: Cast, entry: Mapping[str, Any]) -> Project:
    project = _submitted(cast, entry)
    officer = cast.official("officer", cast.countries[0])
    services.ask_information(
        project, sections=[Section.SCHEDULE], question="Which trial comes first, and when does it end?", by=officer
    )
    return project


def _withdrawn(cast: Cast, entry: Mapping[str, Any]) -> Project:
    project = _complete(cast, entry)
    services.withdraw_project(project, by=cast.person_of[entry["lead"]], comment="The partners will try a smaller step first.")
    return project


def _ineligible(cast: Cast, entry: Mapping[str, Any]) -> Project:
    project = _submitted(cast, entry)
    country = cast.countries[0]
    checks.propose_ineligible(
        project, by=cast.official("officer", country), reason=IneligibilityReason.NO_TECHNOLOGICAL_RISK,
        comment="The work described is an installation of existing products.",
    )
    checks.confirm_ineligible(project, by=cast.official("deputy", country))
    return project


def _not_submitted(cast: Cast, entry: Mapping[str, Any]) -> Project:
    moment = now()
    call = Call(
        programme_id=cast.programme.id, names={"en": "Sample call, closed", "ja": "サンプル公募(終了)", "he": "קול קורא לדוגמה, נסגר"},
        summary={"en": "A call of the sample that has closed."}, time_zone=cast.programme.parties[0].time_zone,
        opens_at=moment - timedelta(days=120), closes_at=moment + timedelta(days=1),
    )
    db.session.add(call)
    db.session.flush()
    project = _draft(cast, entry, call)
    call.closes_at = moment - timedelta(days=2)
    db.session.flush()
    pass_deadline(project)
    return project


PATHS: dict[str, Callable[[Cast, Mapping[str, Any]], Project]] = {
    "draft": _draft,
    "awaiting_commitment": _locked,
    "submitted": _submitted,
    "under_review": _under_review,
    "info_requested": _info_requested,
    "awaiting_decisions": _recommended,
    "approved": _decided((Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS)),
    "rejected": _decided((Outcome.APPROVED, Outcome.REJECTED)),
    "changes_requested": _decided((Outcome.CHANGES_REQUESTED, Outcome.APPROVED)),
    "on_hold": _decided((Outcome.DEFERRED, Outcome.APPROVED)),
    "withdrawn": _withdrawn,
    "ineligible": _ineligible,
    "not_submitted": _not_submitted,
}
