"""Conflicts of interest, computed from what the register knows (`workflows.md` § 4 and § 6, Review).

Nobody linked to an organisation of the consortium acts in any step of its approval. A link is a membership of any role,
in force or ended within `RELATION_DAYS`, or an e-mail address of the organisation's house. For outside reviewers an
organisation shared with someone of the consortium and an earlier joint project count as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, Person
from app.accounts.rights import OFFICIALS
from app.approvals import mail_domains
from app.approvals.enums import ReviewState
from app.approvals.models import Review
from app.core.db import now
from app.core.errors import NotAllowed
from app.core.events import Event
from app.core.i18n import LazyText, _l, isolated_name
from app.extensions import db
from app.organisations.models import Organisation
from app.projects.models import IN_CONSORTIUM, Partner, Project

RELATION_DAYS = 3 * 365
FEWEST_OF_A_HOUSE = 2


class ConflictKind(StrEnum):
    """Where a conflict comes from."""

    MEMBERSHIP = "membership"
    MAIL_DOMAIN = "mail_domain"
    SHARED_ORGANISATION = "shared_organisation"
    PAST_PROJECT = "past_project"
    AUTHORITY = "authority"
    DECLARED = "declared"


@dataclass(frozen=True)
class Conflict:
    """One link between a person and a consortium; `message` tells it to whoever must judge."""

    kind: ConflictKind
    message: LazyText

    def __str__(self) -> str:
        return str(self.message)


class Conflicted(NotAllowed):
    """The person may see the case but is linked to its consortium; carries every reason."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = list(conflicts)
        super().__init__("; ".join(str(conflict) for conflict in conflicts))


def links(person: Any, projects: Iterable[Project]) -> dict[int, list[Conflict]]:
    """Of each project, by its key, the links of the person to its consortium; three statements for all of them."""
    projects = list(projects)
    cases = {project.id: [partner.organisation for partner in project.consortium] for project in projects}
    ids = {organisation.id for many in cases.values() for organisation in many}
    if getattr(person, "email", None) is None or not ids:
        return {key: [] for key in cases}
    joined = _joined([person.id], ids)[person.id]
    domains, houses = _member_domains(ids, person), _houses(projects)
    return {
        key: [c for organisation in many for c in _with(person, organisation, joined, domains, houses)] for key, many in cases.items()
    }


def links_to(person: Any, project: Project) -> list[Conflict]:
    """The links of the person to the consortium of one project."""
    return links(person, [project])[project.id]


def require_unlinked(person: Any, project: Project) -> None:
    """Refuse whoever is linked to the consortium.

    :raises Conflicted: with every link.
    """
    found = links_to(person, project)
    if found:
        raise Conflicted(found)


def recused_people(project: Project) -> set[int]:
    """Who withdrew from deciding on this project; the audit chain says so, and that cannot be taken back."""
    statement = select(Event.actor_id).where(Event.project_id == project.id, Event.kind == "national_decision.recuse")
    return {key for key in db.session.scalars(statement) if key is not None}


def reviewer_conflicts(people: Sequence[Person], project: Project) -> dict[int, list[Conflict]]:
    """Of each possible reviewer, by key, every conflict; a fixed number of statements, however many people."""
    organisations = [partner.organisation for partner in project.consortium]
    ids = {organisation.id for organisation in organisations}
    shared = _shared_organisations(people, ids)
    past = _past_projects(people, ids, project)
    declared = _declared(project) | recused_people(project)
    joined = _joined([person.id for person in people], ids)
    officials = _officials({party.authority_id for party in project.programme.parties})
    domains, houses = _member_domains(ids, None), _houses([project])
    found: dict[int, list[Conflict]] = {}
    for person in people:
        mine = [c for organisation in organisations for c in _with(person, organisation, joined[person.id], domains, houses)]
        if person.id in officials:
            mine.append(Conflict(ConflictKind.AUTHORITY, _l("Acts for an authority that decides on this project.")))
        mine += [
            Conflict(ConflictKind.SHARED_ORGANISATION, _l("Belongs to %(name)s, as someone of the consortium does.", name=name))
            for name in shared.get(person.id, ())
        ]
        mine += [
            Conflict(
                ConflictKind.PAST_PROJECT,
                _l("Worked on project %(reference)s with an organisation of the consortium.", reference=reference),
            )
            for reference in past.get(person.id, ())
        ]
        if person.id in declared:
            mine.append(Conflict(ConflictKind.DECLARED, _l("Declared a conflict of interest in this project, or withdrew from it.")))
        found[person.id] = mine
    return found


def _declared(project: Project) -> set[int]:
    """Reviewers of any version of the project who told of a conflict themselves."""
    statement = select(Review.reviewer_id).where(Review.project_id == project.id, Review.state == ReviewState.DECLARED_CONFLICT)
    return set(db.session.scalars(statement))


def _joined(person_ids: Sequence[int], organisation_ids: set[int]) -> Mapping[int, set[int]]:
    """Of each person, to which of the organisations they belong, or belonged lately."""
    earliest = now() - timedelta(days=RELATION_DAYS)
    statement = select(Membership.person_id, Membership.organisation_id).where(
        Membership.person_id.in_(person_ids),
        Membership.organisation_id.in_(organisation_ids),
        or_(Membership.ended_at.is_(None), Membership.ended_at > earliest),
    )
    found: dict[int, set[int]] = {person_id: set() for person_id in person_ids}
    for person_id, organisation_id in db.session.execute(statement):
        found[person_id].add(organisation_id or 0)
    return found


def _officials(authority_ids: set[int]) -> set[int]:
    statement = select(Membership.person_id).where(
        Membership.organisation_id.in_(authority_ids), Membership.role.in_(OFFICIALS), Membership.ended_at.is_(None)
    )
    return set(db.session.scalars(statement))


def _member_domains(organisation_ids: set[int], but: Any) -> Mapping[int, set[str]]:
    if not organisation_ids:
        return {}
    domain = func.lower(func.split_part(Person.email, "@", 2))
    statement = (
        select(Membership.organisation_id, domain)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id.in_(organisation_ids), Membership.ended_at.is_(None))
        .distinct()
    )
    if but is not None:
        statement = statement.where(Person.id != but.id)
    found: dict[int, set[str]] = {}
    for organisation_id, name in db.session.execute(statement):
        found.setdefault(organisation_id, set()).add(mail_domains.of_address(f"@{name}"))
    return found


def _houses(projects: Sequence[Project]) -> set[str]:
    """The mail domains that two or more officials of an authority or people of the secretariat share: those are its own.

    An applicant who gives such a domain as the website or contact of a partner proves nothing by it; else anyone could
    keep an authority from the own case.
    """
    bodies = {party.authority_id for project in projects for party in project.programme.parties}
    bodies |= {project.programme.secretariat_id for project in projects if project.programme.secretariat_id is not None}
    domain = func.lower(func.split_part(Person.email, "@", 2))
    statement = (
        select(domain)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id.in_(bodies), Membership.ended_at.is_(None))
        .group_by(Membership.organisation_id, domain)
        .having(func.count(Person.id.distinct()) >= FEWEST_OF_A_HOUSE)
    )
    return {mail_domains.of_address(f"@{name}") for name in db.session.scalars(statement)}


def _with(
    person: Any, organisation: Organisation, joined: set[int], domains: Mapping[int, set[str]], houses: set[str]
) -> list[Conflict]:
    if organisation.id in joined:
        return [Conflict(ConflictKind.MEMBERSHIP, _l("Belongs or belonged to %(name)s, a partner.", name=isolated_name(organisation.display_name)))]
    given = {mail_domains.of_website(organisation.website), mail_domains.of_address(organisation.contact_email)}
    known = {one for one in given if not mail_domains.shared(one, houses)} | domains.get(organisation.id, set())
    match = mail_domains.shared(mail_domains.of_address(person.email), known)
    if not match:
        return []
    message = _l("Has an e-mail address of %(domain)s, as %(name)s, a partner, does.", domain=match, name=isolated_name(organisation.display_name))
    return [Conflict(ConflictKind.MAIL_DOMAIN, message)]


def _shared_organisations(people: Sequence[Person], consortium: set[int]) -> Mapping[int, list[str]]:
    """Organisations, other than partners, to which both a person and some member of a partner belong now."""
    mine, theirs, partner = aliased(Membership), aliased(Membership), aliased(Membership)
    statement = (
        select(mine.person_id, Organisation)
        .join(Organisation, Organisation.id == mine.organisation_id)
        .join(theirs, theirs.organisation_id == mine.organisation_id)
        .join(partner, partner.person_id == theirs.person_id)
        .where(
            mine.person_id.in_([person.id for person in people]),
            mine.ended_at.is_(None),
            theirs.ended_at.is_(None),
            partner.ended_at.is_(None),
            theirs.person_id != mine.person_id,
            partner.organisation_id.in_(consortium),
            mine.organisation_id.not_in(consortium),
        )
        .distinct()
        .order_by(Organisation.id)
    )
    found: dict[int, list[str]] = {}
    for person_id, organisation in db.session.execute(statement):
        found.setdefault(person_id, []).append(organisation.display_name)
    return found


def _past_projects(people: Sequence[Person], consortium: set[int], present: Project) -> Mapping[int, list[str]]:
    """References of other projects, locked at least once, in which an organisation of the person stood with a partner."""
    own, other = aliased(Partner), aliased(Partner)
    statement = (
        select(Membership.person_id, Project.reference)
        .join(own, own.organisation_id == Membership.organisation_id)
        .join(Project, Project.id == own.project_id)
        .join(other, other.project_id == Project.id)
        .where(
            Membership.person_id.in_([person.id for person in people]),
            own.state.in_(IN_CONSORTIUM),
            other.state.in_(IN_CONSORTIUM),
            other.organisation_id.in_(consortium),
            other.organisation_id != own.organisation_id,
            Project.id != present.id,
            Project.current_version_id.is_not(None),
        )
        .distinct()
        .order_by(Project.reference)
    )
    found: dict[int, list[str]] = {}
    for person_id, reference in db.session.execute(statement):
        found.setdefault(person_id, []).append(reference)
    return found
