"""Officials, coordinators and reviewers free of conflicts, and projects with their decisions."""

from collections.abc import Callable
from itertools import count
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.approvals import queries
from app.approvals.enums import Outcome
from app.approvals.models import NationalDecision
from app.approvals.services import decisions as services
from app.programmes.models import Party, Programme
from app.projects.enums import ProjectState
from app.projects.models import Project

NUMBERS = count(1)


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`officer(party)`, `decider(party)`, `coordinator(programme)`, `reviewer()`, `case(**)`, `decision(project, party)`,
    `recommended(…)`, `decided(…)`."""

    def official(party: Party, role: Role, **values: object) -> Person:
        number = next(NUMBERS)
        defaults = {"email": f"official{number}@{party.country.lower()}-authority.example", "name": f"Sample Official {number}"}
        return make.member(party.authority, role, **{**defaults, **values})

    def officer(party: Party, **values: object) -> Person:
        return official(party, Role.OFFICER, **values)

    def decider(party: Party, **values: object) -> Person:
        return official(party, Role.DECISION_MAKER, **values)

    def coordinator(programme: Programme, **values: object) -> Person:
        number = next(NUMBERS)
        defaults = {"email": f"coordinator{number}@secretariat.example", "name": f"Sample Coordinator {number}"}
        return make.member(programme.secretariat, Role.COORDINATOR, **{**defaults, **values})

    def reviewer(**values: object) -> Person:
        number = next(NUMBERS)
        made = make.person(**{"email": f"reviewer{number}@reviewer{number}.example", "name": f"Sample Reviewer {number}", **values})
        made.memberships.append(Membership(organisation=None, role=Role.REVIEWER))
        session.flush()
        return made

    def case(state: ProjectState = ProjectState.AWAITING_DECISIONS, **values: object) -> Project:
        """A project; one that waits for decisions has them open."""
        project = make.project(state=state, **values)
        if state == ProjectState.AWAITING_DECISIONS:
            services.open_decisions(project)
        return project

    def decision(project: Project, place: int = 0) -> NationalDecision:
        """The decision of the first (0) or second (1) party on the current version."""
        return queries.current_decisions(project)[place]

    def recommended(project: Project, place: int, outcome: Outcome = Outcome.APPROVED, **values: object) -> NationalDecision:
        row = decision(project, place)
        points = ["Sample condition."] if outcome in services.WITH_POINTS else []
        by = values.pop("by", None) or officer(row.party)
        services.recommend(row, by=by, outcome=outcome, **{"reason": "Sample recommendation.", "points": points, **values})
        return row

    def decided(project: Project, place: int, outcome: Outcome = Outcome.APPROVED, **values: object) -> NationalDecision:
        row = decision(project, place)
        if row.recommendation is None:
            recommended(project, place, outcome)
        points = ["Sample condition."] if outcome in services.WITH_POINTS else []
        by = values.pop("by", None) or decider(row.party)
        services.decide(row, by=by, outcome=outcome, **{"reason": "Sample decision.", "points": points, **values})
        return row

    return {
        "officer": officer, "decider": decider, "coordinator": coordinator, "reviewer": reviewer, "case": case, "decision": decision,
        "recommended": recommended, "decided": decided,
    }
