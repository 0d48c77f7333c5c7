"""How a membership in an economic organisation comes about and ends, and what becomes of a vouch, as tables.

Either side asks; the other answers. What an economic organisation asks of one that is not registered yet waits until it is. A vouch
ends after 24 months unless it is renewed, is withdrawn with a reason, or ends with the membership.
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
from app.core.workflow import Workflow, itself, transition
from app.organisations.affiliations import policy
from app.organisations.affiliations.enums import AffiliationState as S
from app.organisations.affiliations.enums import VouchState as V
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.affiliations.queries import JOINING_STATES
from app.organisations.models import Organisation

SPEAKERS = (Role.REPRESENTATIVE, Role.SIGNATORY)
RENEWAL_DAYS = 90


def economic_in_force(affiliation: Affiliation, _by: Any) -> Sequence[Problem]:
    """The economic organisation is one, and verified."""
    if policy.is_economic(affiliation.economic) and affiliation.economic.is_verified:
        return ()
    return [Problem("organisation", _l("The economic organisation must be verified by the authority of its country."))]


def joinable(affiliation: Affiliation, by: Any) -> Sequence[Problem]:
    """The same, and the member stands in the registry."""
    problems = list(economic_in_force(affiliation, by))
    if affiliation.member.state not in JOINING_STATES:
        problems.append(Problem("organisation", _l("Declare the organisation in the registry first.")))
    return problems


def vouchable(vouch: Vouch, by: Any) -> Sequence[Problem]:
    """The membership stands, and the economic organisation is verified."""
    problems = list(economic_in_force(vouch.affiliation, by))
    if vouch.affiliation.state != S.ACTIVE:
        problems.append(Problem("affiliation", _l("The organisation is not a member any more.")))
    return problems


def renewable(vouch: Vouch, by: Any) -> Sequence[Problem]:
    """The same, in the last 90 days."""
    problems = list(vouchable(vouch, by))
    if vouch.expires_at > now() + timedelta(days=RENEWAL_DAYS):
        problems.append(Problem("expires_at", _l("A vouch can be renewed in the last 90 days before its end.")))
    return problems


def economic_people(affiliation: Affiliation) -> Iterable[Any]:
    """Who speaks for the economic organisation."""
    return people_with(*SPEAKERS, organisation_id=affiliation.economic_id)


def member_people(affiliation: Affiliation) -> Iterable[Any]:
    """Who speaks for the member."""
    return people_with(*SPEAKERS, organisation_id=affiliation.member_id)


def both_people(affiliation: Affiliation) -> Iterable[Any]:
    """Who speaks for either."""
    return {person.id: person for person in (*economic_people(affiliation), *member_people(affiliation))}.values()


def told_of_vouch(vouch: Vouch) -> Iterable[Any]:
    """Who speaks for the member."""
    return member_people(vouch.affiliation)


def told_of_vouch_ended(vouch: Vouch) -> Iterable[Any]:
    """The same, and the officers of its country."""
    officers = people_with(Role.OFFICER, country=vouch.affiliation.member.country)
    return {person.id: person for person in (*member_people(vouch.affiliation), *officers)}.values()


def both_of_vouch(vouch: Vouch) -> Iterable[Any]:
    """Who speaks for either."""
    return both_people(vouch.affiliation)


def member_of(affiliation: Affiliation) -> Organisation:
    """The organisation to whose history the events of a membership belong."""
    return affiliation.member


def voucher_of(vouch: Vouch) -> Organisation:
    """That of a vouch: the reason of a withdrawal stands in it, which the member does not read."""
    return vouch.affiliation.economic


REP, SYS = "representative", "system"

AFFILIATION = Workflow("affiliation", S, S.INVITED, (
    transition("invite", (), S.INVITED, may=policy.speaks_for_economic, roles=(REP,), guard=economic_in_force, tell=member_people,
               about=itself, label=_l("Invite as a member"), done=_l("Invited by an economic organisation to become its member")),
    transition("request", (), S.REQUESTED, may=policy.speaks_for_member, roles=(REP,), guard=joinable, tell=economic_people, about=itself,
               label=_l("Ask for membership"), done=_l("Membership in an economic organisation requested")),
    transition("accept", {S.INVITED, S.REQUESTED}, S.ACTIVE, may=policy.answers, roles=(REP,), guard=joinable, tell=both_people, about=itself,
               label=_l("Accept"), done=_l("Membership in an economic organisation begun")),
    transition("decline", {S.INVITED, S.REQUESTED}, S.DECLINED, may=policy.answers, roles=(REP,), tell=both_people, about=itself,
               label=_l("Decline"), done=_l("Membership in an economic organisation declined")),
    transition("withdraw", {S.INVITED, S.REQUESTED}, S.WITHDRAWN, may=policy.opened, roles=(REP,), tell=both_people, about=itself,
               label=_l("Withdraw the invitation or request"), done=_l("Invitation or request for a membership withdrawn")),
    transition("lapse", {S.INVITED, S.REQUESTED}, S.LAPSED, may=policy.clock, roles=(SYS,), internal=True, tell=both_people, about=itself,
               label=_l("Lapse"), done=_l("Invitation or request for a membership lapsed without an answer")),
    transition("end", {S.ACTIVE}, S.ENDED, may=policy.either, roles=(REP,), comment_required=True, tell=both_people, about=itself,
               label=_l("End the membership"), done=_l("Membership in an economic organisation ended")),
), subject=member_of)

VOUCH = Workflow("vouch", V, V.IN_FORCE, (
    transition("give", (), V.IN_FORCE, may=policy.vouches, roles=(REP,), guard=vouchable, tell=told_of_vouch, about=itself,
               label=_l("Vouch for the member"), done=_l("Vouched for a member")),
    transition("renew", {V.IN_FORCE}, V.IN_FORCE, may=policy.vouches, roles=(REP,), guard=renewable, tell=told_of_vouch, about=itself,
               label=_l("Renew the vouch"), done=_l("Vouch for a member renewed")),
    transition("withdraw", {V.IN_FORCE}, V.WITHDRAWN, may=policy.vouches, roles=(REP,), comment_required=True, tell=told_of_vouch_ended,
               about=itself, label=_l("Withdraw the vouch"), done=_l("Vouch for a member withdrawn")),
    transition("expire", {V.IN_FORCE}, V.EXPIRED, may=policy.clock, roles=(SYS,), internal=True, tell=both_of_vouch, about=itself,
               label=_l("Expire"), done=_l("Vouch for a member expired")),
    transition("end", {V.IN_FORCE}, V.ENDED, may=policy.ends_vouch, roles=(REP,), internal=True,
               label=_l("End the vouch"), done=_l("Vouch ended with the membership")),
), subject=voucher_of)

events.define("affiliation.allow", _l("What an economic organisation may see and do was changed"), "economic", "allowed", "refused", "version")
