"""People of an organisation: inviting them; roles are ended and invitations withdrawn by the services of accounts."""

from app.accounts import services as accounts
from app.accounts.enums import Role
from app.accounts.models import Invitation, Person
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.organisations import policy
from app.organisations.models import Organisation


def invite_member(organisation: Organisation, *, email: str, role: Role, by: Person) -> Invitation:
    """Invite an address to become member, representative or signatory.

    :raises NotAllowed: the person does not act for the organisation, or may not invite into this role.
    :raises Refused: another role, or the person has it already.
    """
    if not policy.manage_members(by, organisation):
        raise NotAllowed
    if role not in policy.OWN_ROLES:
        raise Refused.because("role", _l("Choose a role from the list."))
    return accounts.invite(organisation, email=email, role=role, by=by)
