"""Words of the accounts domain for readers."""

from app.accounts.enums import InvitationState, Role
from app.core.i18n import _l
from app.core.templating import words

words(
    {
        Role.MEMBER: _l("Member"),
        Role.REPRESENTATIVE: _l("Representative"),
        Role.SIGNATORY: _l("Authorised signatory"),
        Role.OFFICER: _l("Programme officer"),
        Role.DECISION_MAKER: _l("Decision maker"),
        Role.FINANCE_OFFICER: _l("Finance officer"),
        Role.COORDINATOR: _l("Coordinator (joint secretariat)"),
        Role.REVIEWER: _l("Outside reviewer"),
        Role.ADMINISTRATOR: _l("Administrator"),
        InvitationState.SENT: _l("Waiting for an answer"),
        InvitationState.ACCEPTED: _l("Accepted"),
        InvitationState.WITHDRAWN: _l("Withdrawn"),
        InvitationState.EXPIRED: _l("Expired"),
    }
)
