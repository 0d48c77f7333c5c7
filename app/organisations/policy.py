"""Who may do what to an organisation: one predicate a line of the table, read as a sentence."""

from typing import Any

from app.accounts.enums import Role
from app.organisations import queries
from app.organisations.enums import LISTED_STATES, OrganisationKind
from app.organisations.enums import OrganisationState as S
from app.organisations.models import Organisation

EDITABLE = frozenset({S.DRAFT, S.UPDATE_NEEDED, S.DECLARED, S.IN_VERIFICATION, S.VERIFIED, S.VERIFICATION_EXPIRED})
IDENTITY_OPEN = frozenset({S.DRAFT, S.UPDATE_NEEDED, S.VERIFICATION_EXPIRED})
CLAIMABLE = LISTED_STATES - {S.RETIRED}
OWN_ROLES = (Role.MEMBER, Role.REPRESENTATIVE, Role.SIGNATORY)


def see(_by: Any, _organisation: Organisation) -> bool:
    """Whoever finds it may look at it; the loader has narrowed already."""
    return True


def start(by: Any, _nothing: Any) -> bool:
    """Anyone with a confirmed account may begin a registration."""
    return bool(by.is_authenticated)


def represent(by: Any, organisation: Organisation) -> bool:
    """A representative of the organisation."""
    return bool(by.holds(Role.REPRESENTATIVE, organisation_id=organisation.id))


def sign(by: Any, organisation: Organisation) -> bool:
    """An authorised signatory of the organisation."""
    return bool(by.holds(Role.SIGNATORY, organisation_id=organisation.id))


def represent_or_sign(by: Any, organisation: Organisation) -> bool:
    """A representative or signatory of the organisation."""
    return represent(by, organisation) or sign(by, organisation)


def verify_for_country(by: Any, organisation: Organisation) -> bool:
    """An officer of the organisation's own country who has no part in it."""
    return bool(by.holds(Role.OFFICER, country=organisation.country)) and not by.holds(
        *OWN_ROLES, organisation_id=organisation.id
    )


def merge(by: Any, organisation: Organisation) -> bool:
    """An officer of the own country, or an administrator."""
    return verify_for_country(by, organisation) or by.is_administrator


def retire(by: Any, organisation: Organisation) -> bool:
    """A signatory, or an officer of the own country."""
    return sign(by, organisation) or verify_for_country(by, organisation)


def invite_for(by: Any, organisation: Organisation) -> bool:
    """An officer of that country, the secretariat of a programme to which it is a party, or one of its economic organisations."""
    official = verify_for_country(by, organisation) or organisation.country in queries.coordinated_countries(by)
    return official or speaks_for_economic_of(by, organisation.country)


def speaks_for_economic_of(by: Any, country: str) -> bool:
    """A representative of a verified economic organisation of that country."""
    return any(
        grant.role == Role.REPRESENTATIVE and grant.country == country
        and grant.organisation.kind == OrganisationKind.ECONOMIC_ORGANISATION and grant.organisation.is_verified
        for grant in by.active_grants if grant.organisation is not None
    )


def invite_somewhere(by: Any, _nothing: Any) -> bool:
    """An officer or a coordinator: may open the page on which an organisation is invited."""
    return bool(by.holds(Role.OFFICER, Role.COORDINATOR))


def clock(by: Any, _organisation: Organisation) -> bool:
    """Time alone."""
    return bool(by.is_clock)


def edit(by: Any, organisation: Organisation) -> bool:
    """A representative, while the entries are open."""
    return represent(by, organisation) and organisation.state in EDITABLE


def edit_identity(by: Any, organisation: Organisation) -> bool:
    """A representative, while kind, names and number are open; afterwards a change of legal data is asked for."""
    return represent(by, organisation) and organisation.state in IDENTITY_OPEN


def see_contacts(by: Any, organisation: Organisation) -> bool:
    """Contacts are for its own people, for officials, and for people of verified organisations."""
    if by.belongs_to(organisation.id) or by.is_official or by.is_administrator:
        return True
    return any(grant.organisation is not None and grant.organisation.is_verified for grant in by.active_grants)


def see_history(by: Any, organisation: Organisation) -> bool:
    """Who did what is for its own people, the officials of its country, and administrators."""
    return by.belongs_to(organisation.id) or organisation.country in by.countries or by.is_administrator


def decide_tracks(by: Any, organisation: Organisation) -> bool:
    """A representative, an officer of the country, or an administrator confirms a suggested track."""
    return represent(by, organisation) or verify_for_country(by, organisation) or by.is_administrator


def see_members(by: Any, organisation: Organisation) -> bool:
    """Its own people, the officials of its country, and administrators."""
    return see_history(by, organisation)


def manage_members(by: Any, organisation: Organisation) -> bool:
    """A representative or signatory of an organisation that stands."""
    return represent_or_sign(by, organisation) and organisation.state not in {S.MERGED, S.RETIRED, S.EXPIRED}


def claim(by: Any, organisation: Organisation) -> bool:
    """A member of a listed organisation who does not represent it; where nobody does, any signed-in person."""
    if not by.is_authenticated or organisation.state not in CLAIMABLE or represent(by, organisation):
        return False
    return bool(by.belongs_to(organisation.id)) or not queries.is_represented(organisation.id)


def decide_recovery(by: Any, recovery: Any) -> bool:
    """An officer of the organisation's country, who is not the claimant."""
    return verify_for_country(by, recovery.organisation) and recovery.claimant_id != by.id


def open_queue(by: Any, _nothing: Any) -> bool:
    """Officers work on the queue; administrators look."""
    return bool(by.holds(Role.OFFICER)) or by.is_administrator
