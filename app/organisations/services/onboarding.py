"""The way of an organisation to its declaration, and back into the queue."""

from collections.abc import Mapping
from typing import Any

from app.accounts import services as accounts
from app.accounts.enums import Role
from app.accounts.models import Person
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations import policy, queries
from app.organisations.completeness import LEGAL_FIELDS, missing, taken
from app.organisations.enums import OrganisationSource, OrganisationState
from app.organisations.models import Organisation
from app.organisations.services.entries import checked_number, refresh_names, settle_legal_data
from app.organisations.services.moves import move, promise_index, require
from app.organisations.workflow import ORGANISATION, due_at


def _new(values: Mapping[str, Any], source: OrganisationSource, state: OrganisationState) -> Organisation:
    country = values.get("country") or ""
    organisation = Organisation(country=country, source=source, state=state, **{name: values.get(name) or None for name in LEGAL_FIELDS})
    organisation.due_at = due_at(country, state)
    db.session.add(organisation)
    return organisation


def _problems_at_start(values: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if not values.get("kind"):
        problems.append(Problem("kind", _l("Choose the kind of organisation.")))
    if not values.get("country"):
        problems.append(Problem("country", _l("Choose the country.")))
    elif values["country"] not in queries.countries():
        problems.append(Problem("country", _l("No programme has this country as a party. Choose a country of a programme.")))
    if not (values.get("name_native") or values.get("name_latin")):
        problems.append(Problem("name_native", _l("Enter at least one name.")))
    return problems


def start_organisation(values: Mapping[str, Any], *, by: Person) -> Organisation:
    """Begin a registration; the person becomes representative and signatory.

    `values` holds `kind`, `country`, names, and where known `number` with its `number_scheme`. The same person's second start
    under the same names gives the first draft.

    :raises Refused: the country is in no programme, no name is given, the number does not fit or is taken.
    """
    if not policy.start(by, None):
        raise NotAllowed
    problems = _problems_at_start(values)
    number = None
    try:
        number = checked_number(values.get("number_scheme"), values.get("number"), values.get("country") or "")
    except Refused as refusal:
        problems += refusal.problems if not any(p.field == "country" for p in problems) else []
    if number:
        problems += taken(number, None)
    if problems:
        raise Refused(problems)
    lock(by)
    begun = queries.get_own_draft(by, values["country"], values.get("name_native") or None, values.get("name_latin") or None)
    if begun is not None:
        return begun
    organisation = _new(values, OrganisationSource.REGISTERED, OrganisationState.DRAFT)
    organisation.facts = {"number": number} if number else {}
    ORGANISATION.begin("start", organisation, by=by)
    for role in (Role.REPRESENTATIVE, Role.SIGNATORY):
        accounts.give_role(by, role, organisation, by=by)
    refresh_names(organisation)
    promise_index(organisation)
    return organisation


def invite_organisation(values: Mapping[str, Any], email: str, *, by: Person) -> Organisation:
    """Invite an organisation that is not in the registry; the address gets an invitation to represent it, for 30 days."""
    problems = _problems_at_start(values)
    if problems:
        raise Refused(problems)
    organisation = _new(values, OrganisationSource.INVITED, OrganisationState.INVITED)
    ORGANISATION.begin("invite", organisation, by=by)
    refresh_names(organisation)
    accounts.send_invitation(organisation, email=email, role=Role.REPRESENTATIVE, by=by)
    return organisation


def accept(organisation: Organisation, *, by: Person, version: int | None = None) -> None:
    """Take up an invitation and begin the registration; who represents it also signs until somebody else is named."""
    move("accept", organisation, by=by, version=version)
    if not queries.has_signatory(organisation.id):
        accounts.give_role(by, Role.SIGNATORY, organisation, by=by)


def declare(organisation: Organisation, *, by: Person, none_of_these: bool = False, version: int | None = None) -> None:
    """Declare that the entries are true and ask for verification.

    :raises Refused: everything that is missing; and possible duplicates of which the person has not said that none is theirs.
    """
    require("declare", organisation, by=by, version=version)
    if not none_of_these and queries.duplicates_of(by, organisation):
        raise Refused(
            [
                *missing(organisation, by),
                Problem("none_of_these", _l("Look at the possible duplicates and confirm that none of them is your organisation.")),
            ]
        )
    move("declare", organisation, by=by)
    settle_legal_data(organisation, None)
    promise_index(organisation)


def resubmit(organisation: Organisation, *, by: Person, version: int | None = None) -> None:
    """Send the entries again after better ones were asked for. A proposed change stays proposed until verified."""
    move("resubmit", organisation, by=by, version=version, field_reasons={})
    if organisation.proposed_legal_data is None:
        settle_legal_data(organisation, None)
        promise_index(organisation)


def appeal(organisation: Organisation, *, by: Person, comment: str, version: int | None = None) -> None:
    """Ask for a rejection to be looked at again, with the reason why."""
    move("appeal", organisation, by=by, comment=comment, version=version)


def renew(organisation: Organisation, *, by: Person, version: int | None = None) -> None:
    """Ask for the verification of another year."""
    move("renew", organisation, by=by, version=version)
    if organisation.proposed_legal_data is None:
        settle_legal_data(organisation, None)
        promise_index(organisation)


