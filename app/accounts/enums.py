"""Words of the accounts domain."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does for an organisation (`workflows.md`, "Roles")."""

    MEMBER = "member"
    REPRESENTATIVE = "representative"
    SIGNATORY = "signatory"
    OFFICER = "officer"
    DECISION_MAKER = "decision_maker"
    FINANCE_OFFICER = "finance_officer"
    COORDINATOR = "coordinator"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


UNBOUND_ROLES = frozenset({Role.ADMINISTRATOR, Role.REVIEWER})
"""Roles that may stand without an organisation: they concern the whole workspace."""


class TokenPurpose(StrEnum):
    """What a single-use link is for."""

    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of a purpose


class InvitationState(StrEnum):
    """Where an invitation into an organisation stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
