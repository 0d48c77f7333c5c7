"""Onboarding of an organisation (`workflows.md` § 1), and the recovery of a lost representative.

Two rows are added to the table so that no state is a dead end: *renew* asks for a verification anew in the last 60 days
or after its end, and *appeal* brings a rejected registration back into the queue.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.queries import people_with
from app.core import events
from app.core.db import now
from app.core.errors import Problem
from app.core.i18n import _l
from app.core.workflow import Workflow, itself, transition
from app.organisations import policy, queries
from app.organisations.completeness import missing
from app.organisations.enums import OrganisationState as S
from app.organisations.enums import RecoveryState as R
from app.organisations.models import Organisation, Recovery

INVITATION_DAYS = 30
RENEWAL_DAYS = 60
WORKING_DAYS = {
    S.DRAFT: 20, S.DECLARED: 5, S.IN_VERIFICATION: 10, S.UPDATE_NEEDED: 10, S.VERIFICATION_EXPIRED: 20, S.REJECTED: 20, S.SUSPENDED: 60,
}
"""How long a state may wait for its owner, in working days of the organisation's country; what follows says `waiting`."""
OWNERS = {
    S.INVITED: Role.REPRESENTATIVE, S.DRAFT: Role.REPRESENTATIVE, S.UPDATE_NEEDED: Role.REPRESENTATIVE,
    S.VERIFICATION_EXPIRED: Role.REPRESENTATIVE, S.REJECTED: Role.REPRESENTATIVE, S.DECLARED: Role.OFFICER,
    S.IN_VERIFICATION: Role.OFFICER, S.SUSPENDED: Role.OFFICER,
}
"""Whose turn it is in a state that waits."""
RECOVERY_WORKING_DAYS = 10
CLAIMANTS = (Role.MEMBER, "anyone where nobody represents it")
"""Who may say that the representative is lost (`policy.claim`)."""


def due_at(country: str, state: S) -> datetime | None:
    """When a state that begins now is due; `None` where nothing waits."""
    if state == S.INVITED:
        return now() + timedelta(days=INVITATION_DAYS)
    if state not in WORKING_DAYS:
        return None
    return queries.calendar_of(country).add_working_days(now(), WORKING_DAYS[state])


def recovery_due(organisation: Organisation) -> datetime:
    """Until when a claim that begins now should be decided, in working days of the organisation's country."""
    return queries.calendar_of(organisation.country).add_working_days(now(), RECOVERY_WORKING_DAYS)


def renewal_is_open(organisation: Organisation) -> bool:
    """The verification has ended, or ends within 60 days."""
    return organisation.valid_until is None or organisation.valid_until <= now() + timedelta(days=RENEWAL_DAYS)


def _own_people(organisation: Organisation) -> Iterable[Person]:
    return people_with(Role.REPRESENTATIVE, Role.SIGNATORY, organisation_id=organisation.id)


def _officers(organisation: Organisation) -> Iterable[Person]:
    return people_with(Role.OFFICER, country=organisation.country)


def _all_sides(organisation: Organisation) -> Iterable[Person]:
    yield from _own_people(organisation)
    for country in queries.other_countries(organisation.country):
        yield from people_with(Role.OFFICER, country=country)


def _signatory_named(organisation: Organisation, _by: Any) -> Sequence[Problem]:
    if queries.has_signatory(organisation.id):
        return ()
    return [Problem("signatory", _l("The organisation must name an authorised signatory first."))]


def _someone_answers(organisation: Organisation, _by: Any) -> Sequence[Problem]:
    if queries.has_representative(organisation.id):
        return ()
    return [Problem("representative", _l("Nobody represents the organisation yet. Somebody must claim it first."))]


def _no_open_project(organisation: Organisation, _by: Any) -> Sequence[Problem]:
    if not queries.count_open_projects(organisation.id):
        return ()
    return [Problem("projects", _l("The organisation is a partner in a project that is still open."))]


def _time_to_renew(organisation: Organisation, by: Any) -> Sequence[Problem]:
    if not renewal_is_open(organisation):
        return [Problem("valid_until", _l("The verification can be renewed in the last 60 days before its end."))]
    return missing(organisation, by)


ORGANISATION = Workflow(
    "organisation", S, S.DRAFT,
    (
        transition(
            "start", (), S.DRAFT, may=policy.start, roles=(Role.REPRESENTATIVE,), label=_l("Start a registration"),
            done=_l("Registration started"),
        ),
        transition(
            "invite", (), S.INVITED, may=policy.invite_for, roles=(Role.OFFICER, Role.COORDINATOR, Role.REPRESENTATIVE),
            label=_l("Invite an organisation"), done=_l("Organisation invited"),
        ),
        transition(
            "accept", {S.INVITED}, S.DRAFT, may=policy.represent, roles=(Role.REPRESENTATIVE,),
            label=_l("Accept and begin the registration"), done=_l("Invitation accepted"),
        ),
        transition(
            "lapse", {S.INVITED}, S.EXPIRED, may=policy.clock, roles=("system",), label=_l("Lapse"),
            done=_l("Invitation lapsed unanswered"), internal=True,
        ),
        transition(
            "declare", {S.DRAFT}, S.DECLARED, may=policy.represent, roles=(Role.REPRESENTATIVE,), label=_l("Declare"),
            done=_l("Registration declared"), guard=missing, tell=_officers,
        ),
        transition(
            "take_up", {S.DECLARED}, S.IN_VERIFICATION, may=policy.verify_for_country, roles=(Role.OFFICER,),
            label=_l("Take up for verification"), done=_l("Verification taken up"), guard=_someone_answers, tell=_own_people,
        ),
        transition(
            "ask_for_data", {S.IN_VERIFICATION}, S.UPDATE_NEEDED, may=policy.verify_for_country, roles=(Role.OFFICER,),
            label=_l("Ask for better entries"), done=_l("Better entries asked for"), comment_required=True, tell=_own_people,
        ),
        transition(
            "resubmit", {S.UPDATE_NEEDED}, S.IN_VERIFICATION, may=policy.represent, roles=(Role.REPRESENTATIVE,),
            label=_l("Send the entries again"), done=_l("Entries sent again"), guard=missing, tell=_officers,
        ),
        transition(
            "verify", {S.IN_VERIFICATION}, S.VERIFIED, may=policy.verify_for_country, roles=(Role.OFFICER,),
            label=_l("Verify"), done=_l("Organisation verified"), guard=_signatory_named, tell=_own_people,
        ),
        transition(
            "reject", {S.IN_VERIFICATION}, S.REJECTED, may=policy.verify_for_country, roles=(Role.OFFICER,),
            label=_l("Reject"), done=_l("Registration rejected"), comment_required=True, tell=_own_people,
        ),
        transition(
            "appeal", {S.REJECTED}, S.DECLARED, may=policy.represent, roles=(Role.REPRESENTATIVE,), label=_l("Appeal"),
            done=_l("Appeal made against the rejection"), comment_required=True, guard=missing, tell=_officers,
        ),
        transition(
            "merge_as_duplicate", {S.DECLARED, S.IN_VERIFICATION}, S.MERGED, may=policy.merge,
            roles=(Role.OFFICER, Role.ADMINISTRATOR), label=_l("Merge as a duplicate"), done=_l("Merged as a duplicate"),
            guard=_no_open_project, tell=_own_people,
        ),
        transition(
            "change_legal_data", {S.VERIFIED}, S.IN_VERIFICATION, may=policy.sign, roles=(Role.SIGNATORY,),
            label=_l("Change legal data"), done=_l("Change of legal data asked for"), tell=_officers,
        ),
        transition(
            "pass_date", {S.VERIFIED}, S.VERIFICATION_EXPIRED, may=policy.clock, roles=("system",), label=_l("Expire"),
            done=_l("Verification expired"), internal=True, tell=_own_people,
        ),
        transition(
            "renew", {S.VERIFIED, S.VERIFICATION_EXPIRED}, S.IN_VERIFICATION, may=policy.represent_or_sign,
            roles=(Role.REPRESENTATIVE, Role.SIGNATORY), label=_l("Renew the verification"),
            done=_l("Renewal of the verification asked for"), guard=_time_to_renew, tell=_officers,
        ),
        transition(
            "suspend", {S.VERIFIED}, S.SUSPENDED, may=policy.verify_for_country, roles=(Role.OFFICER,), label=_l("Suspend"),
            done=_l("Organisation suspended"), comment_required=True, tell=_all_sides,
        ),
        transition(
            "lift", {S.SUSPENDED}, S.VERIFIED, may=policy.verify_for_country, roles=(Role.OFFICER,),
            label=_l("Lift the suspension"), done=_l("Suspension lifted"), tell=_all_sides,
        ),
        transition(
            "retire", {S.VERIFIED, S.SUSPENDED}, S.RETIRED, may=policy.retire, roles=(Role.SIGNATORY, Role.OFFICER),
            label=_l("Retire the organisation"), done=_l("Organisation retired"), guard=_no_open_project, tell=_own_people,
        ),
        transition(
            "lose_representative", {S.VERIFIED}, S.VERIFIED, may=policy.claim, roles=CLAIMANTS,
            label=_l("Report that the representative is lost"), done=_l("Loss of the representative reported"), internal=True,
        ),
    ),
)
"""The table. `lose_representative` is fired by opening a recovery (`RECOVERY`), which an officer decides."""


def _organisation_of(recovery: Recovery) -> Organisation:
    return recovery.organisation


def _may_claim(by: Any, recovery: Recovery) -> bool:
    return policy.claim(by, recovery.organisation)


def _may_merge(by: Any, recovery: Recovery) -> bool:
    return policy.merge(by, recovery.organisation)


def _recovery_officers(recovery: Recovery) -> Iterable[Person]:
    return [*_officers(recovery.organisation), *_own_people(recovery.organisation)]


def _claimant(recovery: Recovery) -> Iterable[Person]:
    return [recovery.claimant, *_own_people(recovery.organisation)]


RECOVERY = Workflow(
    "recovery", R, R.OPEN,
    (
        transition(
            "open_recovery", (), R.OPEN, may=_may_claim, roles=CLAIMANTS, label=_l("Claim this organisation"),
            done=_l("Somebody asked to represent the organisation"), tell=_recovery_officers,
        ),
        transition(
            "grant", {R.OPEN}, R.GRANTED, may=policy.decide_recovery, roles=(Role.OFFICER,), label=_l("Grant the claim"),
            done=_l("Claim to represent the organisation granted"), tell=_claimant,
        ),
        transition(
            "refuse", {R.OPEN}, R.REFUSED, may=policy.decide_recovery, roles=(Role.OFFICER,), label=_l("Refuse the claim"),
            done=_l("Claim to represent the organisation refused"), comment_required=True, tell=_claimant, about=itself,
        ),
        transition(
            "close_with_merge", {R.OPEN}, R.REFUSED, may=_may_merge, roles=(Role.OFFICER, Role.ADMINISTRATOR), internal=True,
            label=_l("Close the claim"), done=_l("Claim to represent the organisation closed, since the record was merged"),
            tell=_claimant, about=itself,
        ),
    ),
    subject=_organisation_of,
)

events.define("organisation.edit", _l("Entries changed"), "fields", "version")
events.define("organisation.confirm_track", _l("Suggested track confirmed"), "track", "version")
events.define("organisation.dismiss_track", _l("Suggested track dismissed"), "track", "version")
events.define("organisation.take_in", _l("Duplicate record taken in"), "duplicate", "version")
events.define("organisation.withdraw_change", _l("Proposed change of legal data withdrawn"), "version")
