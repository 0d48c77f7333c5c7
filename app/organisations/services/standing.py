"""What happens to an organisation that stands: changes of legal data, suspension, retirement, and the passing of time."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import Person
from app.accounts.rights import CLOCK
from app.core.errors import Problem, Refused
from app.core.i18n import _l
from app.organisations.completeness import LEGAL_FIELDS, legal_data, taken
from app.organisations.models import Organisation
from app.organisations.services.entries import checked_number
from app.organisations.services.moves import move, require


def change_legal_data(
    organisation: Organisation, values: Mapping[str, Any], *, by: Person, comment: str = "", version: int | None = None
) -> None:
    """Propose other legal data; the old ones stay in force until an officer has verified the new ones.

    :raises Refused: nothing differs, a name is missing, or the number does not fit or is taken.
    """
    require("change_legal_data", organisation, by=by, version=version)
    present = legal_data(organisation)
    wanted = {name: values[name] or None for name in LEGAL_FIELDS if name in values}
    problems = []
    if values.get("number"):
        number = checked_number(values.get("number_scheme"), values["number"], organisation.country)
        wanted["number"] = number
        problems += taken(number, organisation) if number else []
    if not (wanted.get("name_native", present["name_native"]) or wanted.get("name_latin", present["name_latin"])):
        problems.append(Problem("name_native", _l("Enter at least one name.")))
    proposed = {name: value for name, value in wanted.items() if value != present[name]}
    if not proposed:
        problems.append(Problem("", _l("Nothing differs from the data in force.")))
    if problems:
        raise Refused(problems)
    move("change_legal_data", organisation, by=by, comment=comment, proposed_legal_data=proposed)


def suspend(organisation: Organisation, *, by: Person, comment: str, version: int | None = None) -> None:
    """Suspend with a reason; the officers of the other countries are told."""
    move("suspend", organisation, by=by, comment=comment, version=version)


def lift(organisation: Organisation, *, by: Person, comment: str = "", version: int | None = None) -> None:
    """Lift a suspension; the officers of the other countries are told."""
    move("lift", organisation, by=by, comment=comment, version=version)


def retire(organisation: Organisation, *, by: Person, comment: str = "", version: int | None = None) -> None:
    """Retire: read-only from now on."""
    move("retire", organisation, by=by, comment=comment, version=version, proposed_legal_data=None)


def lapse(organisation: Organisation) -> None:
    """Let an invitation lapse that nobody answered."""
    move("lapse", organisation, by=CLOCK)


def pass_date(organisation: Organisation) -> None:
    """End a verification whose date has passed."""
    move("pass_date", organisation, by=CLOCK)
