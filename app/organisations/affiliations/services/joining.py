"""A membership comes about, the member allows more or less, and it ends."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations import services as organisations
from app.organisations.affiliations import policy, queries
from app.organisations.affiliations.enums import AffiliationState, Consent
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.services.due import answer_due
from app.organisations.affiliations.workflow import AFFILIATION, VOUCH
from app.organisations.models import Organisation
from app.organisations.queries import Candidate, possible_duplicates

NAMES = ("name_native", "name_latin", "name_kana")
NOTHING_ALLOWED: dict[str, Any] = {str(consent): False for consent in Consent}


def _begin(action: str, economic: Organisation, member: Organisation, asked: Organisation, *, by: Any) -> Affiliation:
    for organisation in sorted((economic, member), key=lambda one: one.id):
        lock(organisation)
    if economic.id == member.id:
        raise Refused.because("organisation", _l("Choose another organisation."))
    if queries.open_between(economic, member) is not None:
        raise Refused.because("organisation", _l("There is a membership, or an invitation or request for one, between the two already."))
    state = AFFILIATION.by_action[action].targets[0]
    affiliation = Affiliation(economic=economic, member=member, state=state, due_at=answer_due(asked))
    db.session.add(affiliation)
    AFFILIATION.begin(action, affiliation, by=by)
    return affiliation


def invite_member(economic: Organisation, member: Organisation, *, by: Any) -> Affiliation:
    """Invite an organisation that stands in the registry.

    :raises Refused: the economic organisation is not verified, or something is open between the two.
    """
    return _begin("invite", economic, member, member, by=by)


def alike(economic: Organisation, values: Mapping[str, Any], *, by: Any) -> Sequence[Candidate]:
    """Organisations of the registry, of the same country, that may be the one whose names were typed."""
    return possible_duplicates(by, country=economic.country, names=[values.get(name) for name in NAMES])


def invite_newcomer(
    economic: Organisation, values: Mapping[str, Any], email: str, *, by: Any, none_of_these: bool = False
) -> Affiliation:
    """Invite an address to register an organisation of the same country; the invitation to the membership waits until it has.

    :raises Refused: the economic organisation is not verified, an entry is missing, or the registry has organisations that are
        called alike and `none_of_these` was not confirmed.
    """
    if not policy.invite(by, economic):
        raise NotAllowed
    if not economic.is_verified:
        raise Refused([Problem("organisation", _l("The economic organisation must be verified by the authority of its country."))])
    if not none_of_these and alike(economic, values, by=by):
        message = _l("Look at the organisations that are called alike, and confirm that none of them is meant.")
        raise Refused.because("none_of_these", message)
    member = organisations.invite_organisation({**values, "country": economic.country}, email, by=by)
    return invite_member(economic, member, by=by)


def request_membership(member: Organisation, economic: Organisation, *, by: Any) -> Affiliation:
    """Ask an economic organisation for membership.

    :raises Refused: one of the two does not stand, or something is open between them.
    """
    return _begin("request", economic, member, economic, by=by)


def accept_affiliation(affiliation: Affiliation, *, by: Any, version: int | None = None) -> None:
    """Whoever was asked says yes. Nothing is allowed by it but the membership itself."""
    AFFILIATION.fire("accept", affiliation, by=by, version=version, changes={"due_at": None})


def decline_affiliation(affiliation: Affiliation, *, by: Any, version: int | None = None) -> None:
    """Whoever was asked says no."""
    AFFILIATION.fire("decline", affiliation, by=by, version=version, changes={"due_at": None})


def withdraw_affiliation(affiliation: Affiliation, *, by: Any, version: int | None = None) -> None:
    """Whoever asked takes it back."""
    AFFILIATION.fire("withdraw", affiliation, by=by, version=version, changes={"due_at": None})


def end_affiliation(affiliation: Affiliation, *, comment: str, by: Any, version: int | None = None) -> None:
    """Either side ends the membership, with the reason; what was allowed, and a vouch, end with it."""
    lock(affiliation, version)
    vouch = queries.vouch_in_force(affiliation)
    AFFILIATION.fire("end", affiliation, by=by, comment=comment, changes={**NOTHING_ALLOWED, "end_reason": comment.strip()})
    if vouch is not None:
        VOUCH.fire("end", vouch, by=by)


def set_consents(affiliation: Affiliation, allowed: Collection[Consent], *, by: Any, version: int | None = None) -> None:
    """What the member allows from now on; saving what already stands changes nothing."""
    lock(affiliation, version)
    if affiliation.state != AffiliationState.ACTIVE or not policy.allow(by, affiliation):
        raise NotAllowed
    before, after = affiliation.consents, frozenset(allowed)
    if before == after:
        return
    for consent in Consent:
        setattr(affiliation, consent, consent in after)
    db.session.flush()
    data = {
        "economic": affiliation.economic.public_id, "allowed": sorted(after - before), "refused": sorted(before - after),
        "version": affiliation.version,
    }
    events.record("affiliation.allow", affiliation.member, by=by, data=data)
