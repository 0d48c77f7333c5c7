"""The tables of national decisions, submission checks and reviews (`workflows.md` § 4 and § 6)."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.queries import people_with
from app.accounts.rights import OFFICIALS
from app.approvals import conflicts, policy, queries
from app.approvals.enums import CheckState, ReviewState
from app.approvals.enums import DecisionState as D
from app.approvals.models import DECIDED, NationalDecision, Review, SubmissionCheck
from app.core.errors import Problem
from app.core.i18n import _l
from app.core.workflow import Workflow, transition
from app.programmes.models import Party
from app.projects.enums import ProjectState
from app.projects.models import Project

DECIDING_STATES = frozenset({ProjectState.AWAITING_DECISIONS, ProjectState.ON_HOLD})
"""A deferral holds the project, but the other country may go on."""

APPROVALS = frozenset({D.APPROVED, D.APPROVED_WITH_CONDITIONS})
LIVE = frozenset(D) - {D.STALE}

NEW_VERSION = _l("There is a newer version of the project. Decide on that one.")
NOT_DECIDING = _l("The project is not waiting for decisions.")


def on_current_version(decision: NationalDecision, _by: Any) -> Sequence[Problem]:
    """Only the current version is decided, while the project waits for it."""
    problems = []
    if decision.version_id != decision.project.current_version_id:
        problems.append(Problem("version", NEW_VERSION))
    if decision.project.state not in DECIDING_STATES:
        problems.append(Problem("state", NOT_DECIDING))
    return problems


def by_another_person(decision: NationalDecision, by: Any) -> Sequence[Problem]:
    """Whoever recommended does not decide (four eyes)."""
    problems = list(on_current_version(decision, by))
    if decision.recommender_id == by.id:
        problems.append(Problem("decider", _l("You gave the recommendation. Another person of your authority must decide.")))
    return problems


def officials_of(project: Project, party: Party, *roles: Role) -> list[Person]:
    """Those of an authority who are free to act; the linked and the withdrawn are not told."""
    away = queries.recused_people(project)
    people = people_with(*roles, organisation_id=party.authority_id)
    return [person for person in people if person.id not in away and not conflicts.links_to(person, project)]


def officers(decision: NationalDecision) -> Iterable[Person]:
    """The officers of the deciding authority."""
    return officials_of(decision.project, decision.party, Role.OFFICER)


def deciders(decision: NationalDecision) -> Iterable[Person]:
    """The decision makers of the deciding authority, without the one who recommended."""
    return [person for person in officials_of(decision.project, decision.party, Role.DECISION_MAKER) if person.id != decision.recommender_id]


def officials(decision: NationalDecision) -> Iterable[Person]:
    """The officers and decision makers of the deciding authority."""
    return officials_of(decision.project, decision.party, *OFFICIALS)


def both_sides(decision: NationalDecision) -> Iterable[Person]:
    """The officials of both authorities: final decisions are seen by both."""
    parties = decision.project.programme.parties
    return [person for party in parties for person in officials_of(decision.project, party, *OFFICIALS)]


DECISION = Workflow(
    "national_decision", D, D.PENDING,
    (
        transition(
            "open", (), D.PENDING, may=policy.clock, roles=(), internal=True, tell=officers,
            label=_l("Open the decision"), done=_l("The decision of one country was opened"),
        ),
        transition(
            "carry", {D.PENDING}, (D.RECOMMENDED, *sorted(APPROVALS)), may=policy.clock, roles=(), internal=True,
            label=_l("Carry over"),
            done=_l("A decision on the version before was carried over, since nothing that it covers changed"),
        ),
        transition(
            "recommend", {D.PENDING}, D.RECOMMENDED, may=policy.recommend, guard=on_current_version, roles=(Role.OFFICER,),
            tell=deciders, label=_l("Record the recommendation"), done=_l("A recommendation was recorded"),
        ),
        transition(
            "decide", {D.RECOMMENDED},
            (D.APPROVED, D.APPROVED_WITH_CONDITIONS, D.CHANGES_REQUESTED, D.REJECTED, D.DEFERRED),
            may=policy.decide, guard=by_another_person, roles=(Role.DECISION_MAKER,), tell=both_sides,
            label=_l("Record the decision"), done=_l("recorded the decision of one country"),
        ),
        transition(
            "reconsider", {D.DEFERRED}, D.PENDING, may=policy.take_part, guard=on_current_version,
            roles=(Role.OFFICER, Role.DECISION_MAKER), tell=officers,
            label=_l("Take up again"), done=_l("took up a deferred decision again"),
        ),
        transition(
            "recuse", {D.PENDING, D.RECOMMENDED}, D.RECUSED, may=policy.withdraw_from, guard=on_current_version,
            roles=(Role.OFFICER, Role.DECISION_MAKER), tell=officials,
            label=_l("Withdraw from this case"), done=_l("withdrew from the case"),
        ),
        transition(
            "reassign", {D.RECUSED}, (D.PENDING, D.RECOMMENDED), may=policy.take_part, guard=on_current_version,
            roles=(Role.OFFICER, Role.DECISION_MAKER), label=_l("Take over the case"), done=_l("took over the case"),
        ),
        transition(
            "go_stale", LIVE, D.STALE, may=policy.clock, roles=(), internal=True,
            label=_l("Go stale"), done=_l("A decision became void, since what it covers changed"),
        ),
    ),
    subject=lambda decision: decision.project,
)


def on_submitted(check: SubmissionCheck, _by: Any) -> Sequence[Problem]:
    """Submissions are checked before the review, on the current version."""
    if check.project.state != ProjectState.SUBMITTED or check.version_id != check.project.current_version_id:
        return [Problem("state", _l("The project is not waiting for these checks."))]
    return ()


def by_second_person(check: SubmissionCheck, by: Any) -> Sequence[Problem]:
    """Not eligible is confirmed by another person of the same country."""
    problems = list(on_submitted(check, by))
    if check.by_id == by.id:
        problems.append(Problem("second_person", _l("You proposed this. A second officer of your authority must confirm it.")))
    return problems


def officers_of_check(check: SubmissionCheck) -> Iterable[Person]:
    """The officers of the country whose partners are checked; the secretariat's check concerns none of them."""
    return officials_of(check.project, check.party, Role.OFFICER) if check.party is not None else ()


CHECK = Workflow(
    "submission_check", CheckState, CheckState.PASSED,
    (
        transition(
            "confirm", (), CheckState.PASSED, may=policy.check_submission, guard=on_submitted,
            roles=(Role.COORDINATOR, Role.OFFICER), label=_l("Confirm"), done=_l("passed a check of the submission"),
        ),
        transition(
            "propose_ineligible", (), CheckState.PROPOSED_INELIGIBLE, may=policy.officer_checks, guard=on_submitted,
            roles=(Role.OFFICER,), tell=officers_of_check, label=_l("Propose: not eligible"),
            done=_l("proposed that the submission is not eligible"),
        ),
        transition(
            "confirm_ineligible", {CheckState.PROPOSED_INELIGIBLE}, CheckState.CONFIRMED_INELIGIBLE, may=policy.officer_checks,
            guard=by_second_person, roles=(Role.OFFICER,), label=_l("Confirm: not eligible"),
            done=_l("confirmed that the submission is not eligible"),
        ),
        transition(
            "overrule", {CheckState.PROPOSED_INELIGIBLE}, CheckState.OVERRULED, may=policy.official_checks, guard=on_submitted,
            roles=(Role.OFFICER, Role.DECISION_MAKER), tell=officers_of_check, label=_l("Set the proposal aside"),
            done=_l("set aside a proposal that the submission is not eligible"),
        ),
    ),
    subject=lambda check: check.project,
)


def under_review(review: Review, _by: Any) -> Sequence[Problem]:
    """Reviews are written while the project is under review."""
    if review.project.state != ProjectState.UNDER_REVIEW:
        return [Problem("state", _l("The project is not under review."))]
    return ()


def reviewer_free(review: Review, by: Any) -> Sequence[Problem]:
    """Conflicts are computed before inviting; whoever has one is not invited."""
    problems = list(under_review(review, by))
    if not review.reviewer.holds(Role.REVIEWER):
        problems.append(Problem("reviewer", _l("This person is no reviewer.")))
    found = conflicts.reviewer_conflicts([review.reviewer], review.project)[review.reviewer.id]
    return [*problems, *(Problem("reviewer", conflict.message) for conflict in found)]


def reviewer_of(review: Review) -> Iterable[Person]:
    """The reviewer."""
    return [review.reviewer]


def inviter_of(review: Review) -> Iterable[Person]:
    """Who asked for the review."""
    return people_with(Role.OFFICER, organisation_id=review.party.authority_id)


REVIEW = Workflow(
    "review", ReviewState, ReviewState.INVITED,
    (
        transition(
            "invite", (), ReviewState.INVITED, may=policy.invite_reviewer,
            guard=reviewer_free, roles=(Role.OFFICER, Role.COORDINATOR), tell=reviewer_of, label=_l("Invite"), done=_l("invited a reviewer"),
        ),
        transition(
            "accept", {ReviewState.INVITED}, ReviewState.ACCEPTED, may=policy.reviews_unlinked, guard=under_review,
            roles=(Role.REVIEWER,), tell=inviter_of, label=_l("Accept"), done=_l("accepted to review"),
        ),
        transition(
            "decline", {ReviewState.INVITED}, ReviewState.DECLINED, may=policy.reviews, roles=(Role.REVIEWER,), tell=inviter_of,
            label=_l("Decline"), done=_l("declined to review"),
        ),
        transition(
            "declare_conflict", {ReviewState.INVITED, ReviewState.ACCEPTED}, ReviewState.DECLARED_CONFLICT, may=policy.reviews,
            roles=(Role.REVIEWER,), tell=inviter_of, label=_l("Declare a conflict of interest"),
            done=_l("declared a conflict of interest"),
        ),
        transition(
            "submit", {ReviewState.ACCEPTED}, ReviewState.SUBMITTED, may=policy.reviews_unlinked, guard=under_review,
            roles=(Role.REVIEWER,), tell=inviter_of, label=_l("Send the review"), done=_l("sent a review"),
        ),
        transition(
            "reopen", {ReviewState.SUBMITTED}, ReviewState.ACCEPTED, may=policy.invite_reviewer, guard=under_review,
            roles=(Role.OFFICER, Role.COORDINATOR), tell=reviewer_of, label=_l("Send back"),
            done=_l("sent a review back to its reviewer"),
        ),
        transition(
            "lapse", {ReviewState.INVITED, ReviewState.ACCEPTED}, ReviewState.LAPSED, may=policy.clock, roles=(), internal=True,
            tell=inviter_of, label=_l("Lapse"), done=_l("A review was not sent in time"),
        ),
    ),
    subject=lambda review: review.project,
)

__all__ = ["APPROVALS", "CHECK", "DECIDED", "DECIDING_STATES", "DECISION", "REVIEW", "officials", "officials_of"]
