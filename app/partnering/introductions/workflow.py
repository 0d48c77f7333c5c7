"""The state table of `workflows.md` § 3 as data, and that of the steps that one side proposes and the other confirms.

Added so that no state is a dead end: a question that is not answered lapses or is withdrawn, accepted introductions that nobody goes
on with become dormant or end as talks do, and a proposed step lapses or is set aside. What both sides confirm is fired by the
confirmed step.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.core import events
from app.core.db import now
from app.core.errors import Problem
from app.core.i18n import _l
from app.core.workflow import Workflow, transition
from app.organisations.enums import LISTED_STATES, OrganisationState
from app.partnering import queries
from app.partnering.enums import IntroductionState, ProfileState, Side, StepState
from app.partnering.introductions import policy, questions, veil
from app.partnering.models import Introduction, IntroductionStep
from app.partnering.policy import SPEAKERS

S, P = IntroductionState, StepState
WRITING_ORGANISATIONS = LISTED_STATES - {OrganisationState.RETIRED, OrganisationState.VERIFICATION_EXPIRED}
PAUSE_AFTER_REFUSAL = timedelta(days=90)
"""For so long an organisation that was turned down does not ask the same owner for the same profile again."""


def writable(introduction: Introduction, _by: Any) -> Sequence[Problem]:
    """The organisation stands in the registry of a party, the profile is another's and open, and nothing is open between the two."""
    organisation, profile = introduction.organisation, introduction.profile
    problems = []
    if organisation.state not in WRITING_ORGANISATIONS:
        problems.append(Problem("organisation", _l("Declare the organisation in the registry first.")))
    if introduction.programme.party_of(organisation.country) is None:
        problems.append(Problem("organisation", _l("The country of the organisation is not a party of this programme.")))
    if profile.organisation_id == organisation.id:
        problems.append(Problem("organisation", _l("This is a profile of the same organisation.")))
    return [*problems, *profile_open(introduction, _by)]


def profile_open(introduction: Introduction, _by: Any) -> Sequence[Problem]:
    """The profile can still be read."""
    return () if queries.is_open(introduction.profile) else [Problem("profile", _l("The profile is not open any more."))]


def sendable(introduction: Introduction, by: Any) -> Sequence[Problem]:
    """Verified, answered, within the quota, not turned down lately, and nothing that names an asker who withholds its name."""
    problems = [*writable(introduction, by), *questions.unanswered(introduction), *veil.request_revealing(introduction)]
    if not introduction.organisation.is_verified:
        problems.append(Problem("organisation", _l("Your organisation must be verified by the authority of its country.")))
    quota = introduction.programme.introduction_quota
    if queries.count_requests(introduction.organisation_id, introduction.profile.programme_id) >= quota:
        problems.append(Problem("quota", _l("Your organisation has %(quota)d open requests already, as many as the programme allows. Wait for an answer, or withdraw one.", quota=quota)))
    if queries.turned_down_since(introduction, now() - PAUSE_AFTER_REFUSAL):
        problems.append(Problem("profile", _l("Your request for this profile was turned down in the last 90 days.")))
    return problems


def forwardable(introduction: Introduction, by: Any) -> Sequence[Problem]:
    """The profile is open, and the asker verified as far as the broker may know who it is: else a closed button would tell."""
    problems = list(profile_open(introduction, by))
    if policy.knows_asker(by, introduction) and not introduction.organisation.is_verified:
        problems.append(Problem("organisation", _l("At present the asking organisation is not verified by the authority of its country.")))
    return problems


def owner_in_force(introduction: Introduction, _by: Any) -> Sequence[Problem]:
    """The owner is verified, and the authority has not taken the profile down. Of an asker not known yet nothing is asked."""
    problems = []
    if not introduction.profile.organisation.is_verified:
        problems.append(Problem("organisation", _l("Your organisation must be verified by the authority of its country.")))
    if introduction.profile.state == ProfileState.WITHDRAWN_BY_AUTHORITY:
        problems.append(Problem("profile", _l("The authority has taken the profile down.")))
    return problems


def both_in_force(introduction: Introduction, _by: Any) -> Sequence[Problem]:
    """Both organisations are verified."""
    if introduction.organisation.is_verified and introduction.profile.organisation.is_verified:
        return ()
    return [Problem("organisation", _l("At present one of the two organisations is not verified by the authority of its country."))]


def asker_people(introduction: Introduction) -> Iterable[Any]:
    """Who speaks for the asker."""
    return people_with(*SPEAKERS, organisation_id=introduction.organisation_id)


def owner_people(introduction: Introduction) -> Iterable[Any]:
    """Who speaks for the owner."""
    return people_with(*SPEAKERS, organisation_id=introduction.profile.organisation_id)


def both_people(introduction: Introduction) -> Iterable[Any]:
    """Who speaks for either side."""
    return {person.id: person for person in (*asker_people(introduction), *owner_people(introduction))}.values()


def screening_officers(introduction: Introduction) -> Iterable[Any]:
    """Officers of the asker's country and the programme's coordinators who have a part in neither side."""
    found = people_with(Role.OFFICER, country=introduction.organisation.country)
    if introduction.programme.secretariat_id is not None:
        found += people_with(Role.COORDINATOR, organisation_id=introduction.programme.secretariat_id)
    return {person.id: person for person in found if policy.screening_officer(person, introduction)}.values()


def brokers(introduction: Introduction) -> Iterable[Any]:
    """The same, and representatives of the economic organisations that the asker lets broker."""
    found = [*screening_officers(introduction)]
    for one in introduction.brokerages:
        found += [person for person in people_with(Role.REPRESENTATIVE, organisation_id=one.economic_id) if policy.member_broker(person, introduction)]
    return {person.id: person for person in found}.values()


def next_readers(introduction: Introduction) -> Iterable[Any]:
    """Those to whom a sent request goes: the brokers, or straight to the owner."""
    return brokers(introduction) if introduction.state == S.SCREENING else owner_people(introduction)


def reached_owner(introduction: Introduction) -> Iterable[Any]:
    """The owner, if the request ever reached it."""
    return owner_people(introduction) if introduction.sent_at is not None else ()


REP, OFF, COORD, SYS = "representative", "officer", "coordinator", "system"

INTRODUCTION = Workflow("introduction", IntroductionState, S.DRAFT, (
    transition("write", (), S.DRAFT, may=policy.asks, roles=(REP,), guard=writable,
               label=_l("Express interest"), done=_l("Request begun")),
    transition("send", {S.DRAFT}, (S.SCREENING, S.SENT), may=policy.asks, roles=(REP,), guard=sendable, tell=next_readers,
               label=_l("Send the request"), done=_l("Request sent")),
    transition("forward", {S.SCREENING}, S.SENT, may=policy.broker, roles=(OFF, COORD, REP), guard=forwardable, tell=both_people,
               label=_l("Forward"), done=_l("Forwarded to the owner of the profile")),
    transition("send_back", {S.SCREENING}, S.DRAFT, may=policy.broker, roles=(OFF, COORD, REP), comment_required=True, tell=asker_people,
               label=_l("Send back"), done=_l("Sent back to be changed")),
    transition("refuse", {S.SCREENING}, S.REFUSED_BY_BROKER, may=policy.broker, roles=(OFF, COORD, REP), comment_required=True,
               tell=asker_people, label=_l("Refuse"), done=_l("Not forwarded")),
    transition("view", {S.SENT}, S.SEEN, may=policy.answers, roles=(REP,), label=_l("Open the request"), done=_l("Opened by the owner")),
    transition("accept", {S.SENT, S.SEEN}, S.ACCEPTED, may=policy.answers, roles=(REP,), guard=owner_in_force, tell=asker_people,
               label=_l("Accept"), done=_l("Accepted: both sides know each other now")),
    transition("decline", {S.SENT, S.SEEN}, S.DECLINED, may=policy.answers, roles=(REP,), tell=asker_people,
               label=_l("Decline"), done=_l("Declined")),
    transition("ask", {S.SENT, S.SEEN}, S.QUESTION, may=policy.answers, roles=(REP,), tell=asker_people,
               label=_l("Ask a question"), done=_l("Question asked")),
    transition("answer", {S.QUESTION}, S.SEEN, may=policy.asks, roles=(REP,), tell=owner_people,
               label=_l("Answer the question"), done=_l("Question answered")),
    transition("lapse", {S.SENT, S.SEEN, S.QUESTION}, S.LAPSED, may=policy.clock, roles=(SYS,), internal=True, tell=both_people,
               label=_l("Lapse"), done=_l("Lapsed without an answer")),
    transition("withdraw", {S.DRAFT, S.SCREENING, S.SENT, S.SEEN, S.QUESTION}, S.WITHDRAWN, may=policy.asks, roles=(REP,),
               tell=reached_owner, label=_l("Withdraw"), done=_l("Request withdrawn")),
    transition("meeting_held", {S.ACCEPTED}, S.IN_TALKS, may=policy.either, roles=(REP,), internal=True, tell=both_people,
               label=_l("A meeting was held"), done=_l("Both confirmed that a meeting was held")),
    transition("sign_nda", {S.IN_TALKS}, S.UNDER_NDA, may=policy.either, roles=(REP,), internal=True, tell=both_people,
               label=_l("Confidentiality agreement"), done=_l("Both confirmed the confidentiality agreement")),
    transition("register_project", {S.IN_TALKS, S.UNDER_NDA}, S.CONVERTED, may=policy.either, roles=(REP,), internal=True, tell=both_people,
               guard=both_in_force, label=_l("Register a joint project"), done=_l("Both confirmed a joint project; its draft is made")),
    transition("agree", {S.IN_TALKS, S.UNDER_NDA}, S.AGREED, may=policy.either, roles=(REP,), internal=True, tell=both_people,
               label=_l("Agreement other than a project"), done=_l("Both confirmed an agreement")),
    transition("end", {S.ACCEPTED, S.IN_TALKS, S.UNDER_NDA}, S.CLOSED_NO_DEAL, may=policy.either, roles=(REP,), tell=both_people,
               label=_l("End without a deal"), done=_l("Ended without a deal")),
    transition("go_dormant", {S.ACCEPTED, S.IN_TALKS, S.UNDER_NDA}, S.DORMANT, may=policy.clock, roles=(SYS,), internal=True,
               tell=both_people, label=_l("Become dormant"), done=_l("Dormant after 90 days without a word")),
    transition("reopen", {S.DORMANT}, (S.ACCEPTED, S.IN_TALKS, S.UNDER_NDA), may=policy.either, roles=(REP,), tell=both_people,
               label=_l("Take up again"), done=_l("Taken up again")),
))


def introduction_of(step: IntroductionStep) -> Introduction:
    """The introduction to whose history the events of a step belong."""
    return step.introduction


def step_others(step: IntroductionStep) -> Iterable[Any]:
    """Who speaks for the side that did not propose the step."""
    return asker_people(step.introduction) if step.side == Side.OWNER else owner_people(step.introduction)


def step_both(step: IntroductionStep) -> Iterable[Any]:
    """Who speaks for either side."""
    return both_people(step.introduction)


STEP = Workflow("introduction_step", StepState, P.PROPOSED, (
    transition("propose", (), P.PROPOSED, may=policy.proposes_step, roles=(REP,), tell=step_others,
               label=_l("Propose a step"), done=_l("Step proposed; the other side confirms it")),
    transition("confirm", {P.PROPOSED}, P.CONFIRMED, may=policy.confirms_step, roles=(REP,), internal=True,
               label=_l("Confirm"), done=_l("Step confirmed")),
    transition("set_aside", {P.PROPOSED}, P.SET_ASIDE, may=policy.drops_step, roles=(REP, SYS), tell=step_both,
               label=_l("Set the step aside"), done=_l("Proposed step set aside")),
    transition("lapse", {P.PROPOSED}, P.LAPSED, may=policy.clock, roles=(SYS,), internal=True, tell=step_both,
               label=_l("Lapse"), done=_l("Proposed step lapsed without a confirmation")),
), subject=introduction_of)

events.define("introduction.edit", _l("Request changed"), "version")
events.define("introduction.message", _l("Message sent"), "message")
events.define("introduction.officer_message", _l("Message sent to both sides"), "message")
events.define("introduction.found", _l("Linked to the closed profile: the partner was found through it"))
