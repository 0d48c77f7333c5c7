"""The state table of `workflows.md` § 2 as data, and that of a new version of a published profile.

Added so that no state is a dead end: a paused profile expires too, and an expired one that was renewed twice is submitted again.
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
from app.organisations.enums import LISTED_STATES
from app.organisations.enums import OrganisationState as O
from app.partnering import completeness, policy
from app.partnering.enums import ProfileState, RevisionState
from app.partnering.models import Profile, ProfileRevision

S, R = ProfileState, RevisionState
MOST_RENEWALS = 2
RENEWAL_WINDOW = timedelta(days=30)
WRITING_ORGANISATIONS = LISTED_STATES - {O.RETIRED, O.VERIFICATION_EXPIRED}
"""States in which an organisation may begin a profile."""


def declared(profile: Profile, _by: Any) -> Sequence[Problem]:
    """The organisation stands in the registry, and its country is a party of the programme."""
    problems = []
    if profile.organisation.state not in WRITING_ORGANISATIONS:
        problems.append(Problem("organisation", _l("Declare the organisation in the registry first.")))
    if profile.programme.party_of(profile.country) is None:
        problems.append(Problem("programme", _l("The country of the organisation is not a party of this programme.")))
    return problems


def complete(profile: Profile, _by: Any) -> Sequence[Problem]:
    """Nothing is missing."""
    return completeness.missing(profile)


def sufficient(profile: Profile, _by: Any) -> Sequence[Problem]:
    """The version was scored, no score is below its threshold, its owner is verified and, if it wants, not to be told from it."""
    return [*completeness.not_verified(profile), *completeness.scores_short(profile.newest), *completeness.revealing(profile)]


def renewable(profile: Profile, _by: Any) -> Sequence[Problem]:
    """Twice at most, in the last 30 days or afterwards."""
    problems = list(completeness.not_verified(profile))
    if profile.renewals >= MOST_RENEWALS:
        problems.append(Problem("renewals", _l("It was renewed twice. Let it be checked again instead.")))
    if profile.expires_at is not None and profile.expires_at > now() + RENEWAL_WINDOW:
        problems.append(Problem("expires_at", _l("It can be renewed in the last 30 days before it expires.")))
    if profile.state == S.EXPIRED and profile.newest is not profile.published_version:
        problems.append(Problem("version", _l("You have changed it since it expired. Let it be checked again instead.")))
    return problems + completeness.revealing(profile)


def in_date(profile: Profile, _by: Any) -> Sequence[Problem]:
    """It has not expired meanwhile, and its owner is verified."""
    problems = list(completeness.not_verified(profile))
    if profile.expires_at is not None and profile.expires_at <= now():
        problems.append(Problem("expires_at", _l("It has expired.")))
    return problems


def revision_complete(revision: ProfileRevision, by: Any) -> Sequence[Problem]:
    """The same of a new version."""
    return complete(revision.profile, by)


def revision_sufficient(revision: ProfileRevision, by: Any) -> Sequence[Problem]:
    """The same of a new version."""
    return sufficient(revision.profile, by)


def own_people(profile: Profile) -> Iterable[Any]:
    """Who speaks for the owner."""
    return people_with(*policy.SPEAKERS, organisation_id=profile.organisation_id)


def reviewers(profile: Profile) -> Iterable[Any]:
    """Officers of the owner's country, and the programme's coordinators."""
    found = people_with(Role.OFFICER, country=profile.country)
    if profile.programme.secretariat_id is not None:
        found += people_with(Role.COORDINATOR, organisation_id=profile.programme.secretariat_id)
    return [person for person in found if policy.review(person, profile)]


def both_sides(profile: Profile) -> Iterable[Any]:
    """Who speaks for the owner, and who checks."""
    return [*own_people(profile), *reviewers(profile)]


def revision_own_people(revision: ProfileRevision) -> Iterable[Any]:
    """Who speaks for the owner."""
    return own_people(revision.profile)


def revision_reviewers(revision: ProfileRevision) -> Iterable[Any]:
    """Who checks."""
    return reviewers(revision.profile)


REP, OFF, COORD, SYS = "representative", "officer", "coordinator", "system"

PROFILE = Workflow("profile", ProfileState, S.DRAFT, (
    transition("create", (), S.DRAFT, may=policy.edit, roles=(REP,), guard=declared,
               label=_l("Write a profile"), done=_l("Profile begun")),
    transition("submit", {S.DRAFT}, S.IN_REVIEW, may=policy.edit, roles=(REP,), guard=complete, tell=reviewers,
               label=_l("Submit for the check"), done=_l("Submitted for the check")),
    transition("ask_for_changes", {S.IN_REVIEW}, S.CHANGES_REQUESTED, may=policy.review, roles=(OFF, COORD), comment_required=True,
               tell=own_people, label=_l("Ask for changes"), done=_l("Changes asked for")),
    transition("resubmit", {S.CHANGES_REQUESTED}, S.IN_REVIEW, may=policy.edit, roles=(REP,), guard=complete, tell=reviewers,
               label=_l("Submit again"), done=_l("Submitted again after changes")),
    transition("publish", {S.IN_REVIEW}, S.PUBLISHED, may=policy.officer, roles=(OFF,), guard=sufficient, tell=own_people,
               label=_l("Publish"), done=_l("Published")),
    transition("refuse", {S.IN_REVIEW}, S.REJECTED, may=policy.officer, roles=(OFF,), comment_required=True, tell=own_people,
               label=_l("Refuse"), done=_l("Refused")),
    transition("pause", {S.PUBLISHED}, S.PAUSED, may=policy.edit, roles=(REP,), label=_l("Pause"), done=_l("Paused")),
    transition("resume", {S.PAUSED}, S.PUBLISHED, may=policy.edit, roles=(REP,), guard=in_date,
               label=_l("Show it again"), done=_l("Shown again")),
    transition("expire", {S.PUBLISHED, S.PAUSED}, S.EXPIRED, may=policy.clock, roles=(SYS,), internal=True, tell=own_people,
               label=_l("Expire"), done=_l("Expired")),
    transition("renew", {S.EXPIRED, S.PUBLISHED}, S.PUBLISHED, may=policy.edit, roles=(REP,), guard=renewable,
               label=_l("Renew for a year"), done=_l("Confirmed that it still holds, and renewed")),
    transition("submit_again", {S.EXPIRED}, S.IN_REVIEW, may=policy.edit, roles=(REP,), guard=complete, tell=reviewers,
               label=_l("Let it be checked again"), done=_l("Submitted again after it expired")),
    transition("fulfil", {S.PUBLISHED}, S.FULFILLED, may=policy.edit, roles=(REP,),
               label=_l("A partner was found"), done=_l("Partner found")),
    transition("archive", frozenset(S) - {S.DRAFT, S.ARCHIVED}, S.ARCHIVED, may=policy.edit_or_officer, roles=(REP, OFF), tell=own_people,
               label=_l("Archive"), done=_l("Archived")),
    transition("take_down", {S.PUBLISHED}, S.WITHDRAWN_BY_AUTHORITY, may=policy.officer, roles=(OFF,), comment_required=True,
               tell=both_sides, label=_l("Take down"), done=_l("Taken down by the authority")),
))


def profile_of(revision: ProfileRevision) -> Profile:
    """The profile to whose history the events of a new version belong."""
    return revision.profile


REVISION = Workflow("profile_revision", RevisionState, R.WRITING, (
    transition("begin", (), R.WRITING, may=policy.edits_revision, roles=(REP,),
               label=_l("Write a new version"), done=_l("New version begun")),
    transition("submit", {R.WRITING}, R.IN_REVIEW, may=policy.edits_revision, roles=(REP,), guard=revision_complete, tell=revision_reviewers,
               label=_l("Submit the new version"), done=_l("New version submitted")),
    transition("ask_for_changes", {R.IN_REVIEW}, R.CHANGES_REQUESTED, may=policy.reviews_revision, roles=(OFF, COORD),
               comment_required=True, tell=revision_own_people, label=_l("Ask for changes"), done=_l("Changes of the new version asked for")),
    transition("resubmit", {R.CHANGES_REQUESTED}, R.IN_REVIEW, may=policy.edits_revision, roles=(REP,), guard=revision_complete,
               tell=revision_reviewers, label=_l("Submit again"), done=_l("New version submitted again")),
    transition("publish", {R.IN_REVIEW}, R.PUBLISHED, may=policy.publishes_revision, roles=(OFF,), guard=revision_sufficient,
               tell=revision_own_people, label=_l("Publish"), done=_l("New version published")),
    transition("refuse", {R.IN_REVIEW}, R.REFUSED, may=policy.publishes_revision, roles=(OFF,), comment_required=True,
               tell=revision_own_people, label=_l("Refuse"), done=_l("New version refused")),
    transition("drop", {R.WRITING, R.IN_REVIEW, R.CHANGES_REQUESTED}, R.DROPPED, may=policy.drops_revision, roles=(REP, SYS),
               label=_l("Give up the new version"), done=_l("New version given up")),
), subject=profile_of)

events.define("profile.edit", _l("Section changed"), "section", "number")
events.define("profile.translate", _l("Translation changed"), "language")
events.define("profile.score", _l("Scored"), "number", "scores")
events.define("profile.hide_facets", _l("Facets hidden, since too few organisations could be meant"), "shown")
events.define("person.bookmark", _l("Bookmark kept or dropped"), "profile", "kept")
