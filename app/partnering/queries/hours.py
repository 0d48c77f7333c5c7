"""Working hours and days off of organisations."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import now
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.partnering.models import DayOff, WorkingWeek

YESTERDAY = timedelta(days=1)


def get_week(organisation: Organisation) -> WorkingWeek | None:
    """The week that an organisation has set."""
    return weeks_of([organisation.id]).get(organisation.id)


def weeks_of(organisations: Collection[int]) -> Mapping[int, WorkingWeek]:
    """The weeks that organisations have set."""
    statement = select(WorkingWeek).where(WorkingWeek.organisation_id.in_(organisations)).options(selectinload(WorkingWeek.days))
    return {week.organisation_id: week for week in db.session.scalars(statement)}


def days_off_of(organisations: Collection[int]) -> Mapping[int, Sequence[DayOff]]:
    """Their days off that are not over, whatever the zone."""
    statement = select(DayOff).where(DayOff.organisation_id.in_(organisations), DayOff.last >= _today())
    found: dict[int, list[DayOff]] = defaultdict(list)
    for one in db.session.scalars(statement.order_by(DayOff.first, DayOff.id)):
        found[one.organisation_id].append(one)
    return found


def list_days_off(organisation: Organisation) -> Sequence[DayOff]:
    """Those of one, the next first."""
    return days_off_of([organisation.id]).get(organisation.id, ())


def get_day_off(actor: Any, *, lock: bool, public_id: str, day_off: str) -> DayOff | None:
    """One of an organisation that the actor sees."""
    organisation = get_organisation(actor, lock=False, public_id=public_id)
    if organisation is None:
        return None
    statement = select(DayOff).where(DayOff.organisation_id == organisation.id, DayOff.public_id == day_off)
    return db.session.scalars(statement.with_for_update(of=DayOff) if lock else statement).first()


def _today() -> date:
    return now().date() - YESTERDAY
