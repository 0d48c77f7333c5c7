"""Who may do what with memberships in economic organisations. The actor comes first."""

from typing import Any

from app.accounts.enums import Role
from app.organisations.affiliations.enums import AffiliationState as S
from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.enums import OrganisationKind
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES


def clock(by: Any, _thing: Any) -> bool:
    """Only time itself."""
    return bool(by.is_clock)


def is_economic(organisation: Organisation) -> bool:
    """A chamber, an industry association, an export institute."""
    return organisation.kind == OrganisationKind.ECONOMIC_ORGANISATION


def of_some_economic(by: Any, _nothing: Any) -> bool:
    """One of the people of an economic organisation."""
    return any(grant.role in OWN_ROLES and is_economic(grant.organisation) for grant in by.active_grants if grant.organisation)


def speaks_for_some_economic(by: Any) -> bool:
    """A representative of an economic organisation."""
    return any(grant.role == Role.REPRESENTATIVE and is_economic(grant.organisation) for grant in by.active_grants if grant.organisation)


def of_economic(by: Any, organisation: Organisation) -> bool:
    """One of the people of this economic organisation."""
    return is_economic(organisation) and bool(by.holds(*OWN_ROLES, organisation_id=organisation.id))


def invite(by: Any, organisation: Organisation) -> bool:
    """A representative of this economic organisation."""
    return is_economic(organisation) and bool(by.holds(Role.REPRESENTATIVE, organisation_id=organisation.id))


def of_organisation(by: Any, organisation: Organisation) -> bool:
    """One of the organisation's people."""
    return bool(by.holds(*OWN_ROLES, organisation_id=organisation.id))


def request(by: Any, organisation: Organisation) -> bool:
    """A representative of the organisation."""
    return bool(by.holds(Role.REPRESENTATIVE, organisation_id=organisation.id))


def speaks_for_economic(by: Any, affiliation: Affiliation) -> bool:
    """A representative of the economic organisation."""
    return bool(by.holds(Role.REPRESENTATIVE, organisation_id=affiliation.economic.id))


def speaks_for_member(by: Any, affiliation: Affiliation) -> bool:
    """A representative of the member."""
    return bool(by.holds(Role.REPRESENTATIVE, organisation_id=affiliation.member.id))


def either(by: Any, affiliation: Affiliation) -> bool:
    """A representative of one of the two."""
    return speaks_for_economic(by, affiliation) or speaks_for_member(by, affiliation)


def see(by: Any, affiliation: Affiliation) -> bool:
    """The people of the two organisations."""
    return bool(by.holds(*OWN_ROLES, organisation_id=affiliation.economic.id) or by.holds(*OWN_ROLES, organisation_id=affiliation.member.id))


def answers(by: Any, affiliation: Affiliation) -> bool:
    """A representative of the one that was asked."""
    return speaks_for_member(by, affiliation) if affiliation.state == S.INVITED else speaks_for_economic(by, affiliation)


def opened(by: Any, affiliation: Affiliation) -> bool:
    """A representative of the one that asked."""
    return speaks_for_economic(by, affiliation) if affiliation.state == S.INVITED else speaks_for_member(by, affiliation)


def allow(by: Any, affiliation: Affiliation) -> bool:
    """A representative of the member, while the membership stands."""
    return affiliation.state == S.ACTIVE and speaks_for_member(by, affiliation)


def allowed(by: Any, affiliation: Affiliation, consent: Consent) -> bool:
    """One of the people of a verified economic organisation, as long as the member allows it."""
    economic = affiliation.economic
    in_force = affiliation.state == S.ACTIVE and is_economic(economic) and economic.is_verified
    return in_force and consent in affiliation.consents and of_economic(by, economic)


def vouch_for(by: Any, affiliation: Affiliation) -> bool:
    """A representative of the economic organisation, of one who is a member."""
    return affiliation.state == S.ACTIVE and speaks_for_economic(by, affiliation)


def vouches(by: Any, vouch: Vouch) -> bool:
    """A representative of the economic organisation."""
    return speaks_for_economic(by, vouch.affiliation)


def ends_vouch(by: Any, vouch: Vouch) -> bool:
    """It falls with the membership, which either side ends."""
    return either(by, vouch.affiliation)


def sees_past_vouches(by: Any, organisation: Organisation) -> bool:
    """Officials of the member's country see what was withdrawn or is over, and why."""
    return organisation.country in by.countries
