"""An economic organisation vouches for a member, renews it, or withdraws it."""

from datetime import datetime
from typing import Any

from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations.affiliations import policy, queries
from app.organisations.affiliations.enums import VouchState
from app.organisations.affiliations.models import EARLIEST_YEAR, Affiliation, Vouch
from app.organisations.affiliations.workflow import VOUCH

YEARS = 2
LEAST_STATEMENT = 20


def two_years_on() -> datetime:
    """When a vouch ends that is given now; the 28th for a 29th of February."""
    moment = now()
    try:
        return moment.replace(year=moment.year + YEARS)
    except ValueError:
        return moment.replace(year=moment.year + YEARS, day=28)


def give_vouch(
    affiliation: Affiliation, *, known_since: int | None, known_as: str, statement: str, language: str, by: Any, version: int | None = None
) -> Vouch:
    """Say since when and as what the member is known, and what speaks for it.

    :raises Refused: something is missing, the organisation is no member, or a vouch is in force.
    """
    lock(affiliation, version)
    if not policy.speaks_for_economic(by, affiliation):
        raise NotAllowed
    problems = []
    if known_since is None or not EARLIEST_YEAR <= known_since <= now().year:
        problems.append(Problem("known_since", _l("Enter the year since when you know the organisation.")))
    if not known_as.strip():
        problems.append(Problem("known_as", _l("Say as what you know the organisation.")))
    if len(statement.strip()) < LEAST_STATEMENT:
        problems.append(Problem("statement", _l("Say in at least %(least)d characters what speaks for the organisation.", least=LEAST_STATEMENT)))
    if queries.vouch_in_force(affiliation) is not None:
        problems.append(Problem("", _l("You vouch for this member already.")))
    if problems:
        raise Refused(problems)
    vouch = Vouch(
        affiliation=affiliation, state=VouchState.IN_FORCE, known_since=known_since, known_as=known_as.strip(), statement=statement.strip(),
        language=language, given_by_id=by.id, expires_at=two_years_on(),
    )
    db.session.add(vouch)
    VOUCH.begin("give", vouch, by=by)
    return vouch


def renew_vouch(vouch: Vouch, *, by: Any, version: int | None = None) -> None:
    """Stand by it for another 24 months."""
    VOUCH.fire("renew", vouch, by=by, version=version, changes={"expires_at": two_years_on()})


def withdraw_vouch(vouch: Vouch, *, comment: str, by: Any, version: int | None = None) -> None:
    """Stand by it no more; the officers of the member's country read why."""
    VOUCH.fire("withdraw", vouch, by=by, comment=comment, version=version, changes={"withdrawal_reason": comment.strip()})
