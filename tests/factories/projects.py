"""Joint projects, complete and moved along by the real services unless said otherwise."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.accounts.rights import CLOCK
from app.core.db import now
from app.programmes.models import Programme
from app.projects import services
from app.projects.enums import CostCategory, PartnerRole, PartnerState, ProjectState, Section, SensitiveTechnology
from app.projects.models import BudgetLine, Partner, Project
from app.projects.workflow import PROJECT

S = ProjectState
WAYS: dict[ProjectState, tuple[ProjectState, ...]] = {
    S.DRAFT: (),
    S.NOT_SUBMITTED: (S.NOT_SUBMITTED,),
    S.AWAITING_COMMITMENT: (S.AWAITING_COMMITMENT,),
    S.SUBMITTED: (S.AWAITING_COMMITMENT, S.SUBMITTED),
    S.INELIGIBLE: (S.AWAITING_COMMITMENT, S.SUBMITTED, S.INELIGIBLE),
    S.INFO_REQUESTED: (S.AWAITING_COMMITMENT, S.SUBMITTED, S.INFO_REQUESTED),
    S.UNDER_REVIEW: (S.AWAITING_COMMITMENT, S.SUBMITTED, S.UNDER_REVIEW),
    S.AWAITING_DECISIONS: (S.AWAITING_COMMITMENT, S.SUBMITTED, S.UNDER_REVIEW, S.AWAITING_DECISIONS),
    S.APPROVED: (S.AWAITING_COMMITMENT, S.SUBMITTED, S.UNDER_REVIEW, S.AWAITING_DECISIONS, S.APPROVED),
    S.REJECTED: (S.AWAITING_COMMITMENT, S.SUBMITTED, S.UNDER_REVIEW, S.AWAITING_DECISIONS, S.REJECTED),
    S.CHANGES_REQUESTED: (S.AWAITING_COMMITMENT, S.SUBMITTED, S.UNDER_REVIEW, S.AWAITING_DECISIONS, S.CHANGES_REQUESTED),
    S.ON_HOLD: (S.AWAITING_COMMITMENT, S.SUBMITTED, S.UNDER_REVIEW, S.AWAITING_DECISIONS, S.ON_HOLD),
    S.WITHDRAWN: (S.WITHDRAWN,),
}
COSTS = {"JPY": Decimal("20000000.00"), "ILS": Decimal("500000.00")}


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`project(state=…, lead=…, partners=…, programme=…, **values)`, `speaker(organisation)`, `sample_programme()`."""

    def sample_programme() -> Programme:
        return session.scalar(select(Programme).where(Programme.code == "sample")) or make.programme()

    def speaker(organisation: object, *roles: Role) -> Person:
        """Someone of the organisation who holds all these roles; representative and signatory unless said otherwise."""
        wanted = roles or (Role.REPRESENTATIVE, Role.SIGNATORY)
        members = session.scalars(
            select(Person).join(Membership, Membership.person_id == Person.id)
            .where(Membership.organisation_id == organisation.id).order_by(Person.id)  # type: ignore[attr-defined]
        )
        fitting = [p for p in members if all(p.holds(role, organisation_id=organisation.id) for role in wanted)]  # type: ignore[attr-defined]
        return fitting[0] if fitting else make.member(organisation, *wanted)

    def partner(organisation: object, role: PartnerRole, programme: Programme) -> Partner:
        party = programme.party_of(organisation.country)  # type: ignore[attr-defined]
        currency = party.currency if party else programme.reference_currency
        cost = COSTS.get(currency, Decimal("100000.00"))
        made = Partner(
            organisation=organisation, role=role, state=PartnerState.ACCEPTED, currency=currency, tasks="Builds and tries the sample.",
            total_cost=cost, funding_requested=cost / 2,
        )
        made.budget = [
            BudgetLine(category=CostCategory.LABOUR, amount=cost * 3 / 4), BudgetLine(category=CostCategory.EQUIPMENT, amount=cost / 4),
        ]
        speaker(organisation)
        return made

    def move(project: Project, target: ProjectState) -> None:
        fire = PROJECT.fire
        programme = project.programme
        lead = speaker(project.lead.organisation)
        if target == S.AWAITING_COMMITMENT:
            services.lock_project(project, by=lead)
        elif target == S.SUBMITTED:
            for member in project.accepted:
                services.commit_to_version(
                    project, version_hash=project.current_version.hash, by=speaker(member.organisation, Role.SIGNATORY)
                )
        elif target == S.NOT_SUBMITTED:
            fire("pass_deadline", project, by=CLOCK)
        elif target == S.WITHDRAWN:
            services.withdraw_project(project, by=lead, comment="Sample reason.")
        elif target == S.INFO_REQUESTED:
            services.ask_information(
                project, sections=[Section.SCHEDULE], question="Is the sample schedule right?",
                by=speaker(programme.parties[0].authority, Role.OFFICER),
            )
        elif target in {S.UNDER_REVIEW, S.INELIGIBLE}:
            action = "confirm_eligible" if target == S.UNDER_REVIEW else "reject_ineligible"
            fire(action, project, by=speaker(programme.parties[0].authority, Role.OFFICER), comment="Sample reason.")
        elif target == S.AWAITING_DECISIONS:
            fire("close_reviews", project, by=speaker(programme.secretariat, Role.COORDINATOR))
        else:
            actions = {S.APPROVED: "approve", S.REJECTED: "decide_rejected", S.CHANGES_REQUESTED: "request_changes", S.ON_HOLD: "hold"}
            fire(actions[target], project, by=CLOCK)

    def project(
        state: ProjectState = S.DRAFT, lead: object = None, partners: tuple[object, ...] | list[object] | None = None,
        programme: Programme | None = None, empty: bool = False, **values: object,
    ) -> Project:
        programme = programme or sample_programme()
        first, second = programme.parties
        lead = lead or make.organisation(country=first.country)
        others = [make.organisation(country=second.country)] if partners is None else list(partners)
        content: dict[str, object] = {} if empty else {
            "summary": "A plainly fictional joint project that builds sample machines for tests. " * 2,
            "innovation": "Nobody has built such a sample machine, since it exists only in tests.",
            "market": "Every test needs a sample machine, so that the market is as large as the tests.",
            "trl_from": 4, "trl_to": 7, "starts_on": date.today() + timedelta(days=200), "duration_months": 24,  # noqa: DTZ011
            "milestones": "Month 6: first sample. Month 24: last sample.", "background_ip": "Each partner keeps what it brings.",
            "foreground_ip": "Results belong to those who made them.", "sensitive_technology": SensitiveTechnology.NONE,
            "partners_independent": True,
        }
        representative = speaker(lead)
        made = Project(
            programme=programme, state=S.DRAFT, created_by=representative, reference=services.registration.new_reference(programme),
            **{"title": "Sample joint project", **content, **values},
        )
        if not empty:
            made.tracks, made.subtopics = [programme.tracks[0]], [programme.tracks[0].subtopics[0]]
        made.partners = [partner(lead, PartnerRole.LEAD, programme)]
        made.partners += [partner(organisation, PartnerRole.PARTNER, programme) for organisation in others]
        session.add(made)
        session.flush()
        for step in WAYS[state]:
            move(made, step)
        return made

    def call(programme: Programme | None = None, closes_in: timedelta = timedelta(days=30), **values: object) -> object:
        from app.programmes.models import Call

        programme = programme or sample_programme()
        defaults: dict[str, object] = {
            "names": {"en": "Sample call"}, "summary": {"en": "A sample call."}, "opens_at": now() - timedelta(days=30),
            "closes_at": now() + closes_in, "time_zone": programme.parties[0].time_zone,
        }
        made = Call(programme=programme, **{**defaults, **values})
        session.add(made)
        session.flush()
        return made

    return {"project": project, "speaker": speaker, "sample_programme": sample_programme, "open_call": call}
