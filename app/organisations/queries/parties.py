"""What the registry needs to know of a country: all of it is data of the programmes' parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.enums import Role
from app.core.calendar import WorkingCalendar
from app.extensions import db
from app.programmes.models import Party, Programme, Track

SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True)
class Country:
    """The facts of a country over all programmes in which it is a party; empty for one that is in none."""

    code: str
    is_party: bool
    number_schemes: tuple[str, ...] = ()
    legal_forms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    name_scripts: tuple[str, ...] = ()
    address_order: tuple[str, ...] = ()
    postal_code_pattern: str | None = None


def _union(parties: Sequence[Party], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for party in parties for value in getattr(party, name)))


def country_facts(code: str | None) -> Country:
    """What is known of a country."""
    parties = db.session.scalars(select(Party).where(Party.country == code).order_by(Party.id)).all() if code else []
    return Country(
        code or "", bool(parties),
        **{
            name: _union(parties, name)
            for name in ("number_schemes", "legal_forms", "languages", "name_scripts", "address_order")
        },
        postal_code_pattern=next((party.postal_code_pattern for party in parties if party.postal_code_pattern), None),
    )


def countries() -> list[str]:
    """Every country that is a party of a programme."""
    return list(db.session.scalars(select(Party.country).distinct().order_by(Party.country)))


def other_countries(code: str) -> list[str]:
    """The countries that share a programme with this one."""
    programmes = select(Party.programme_id).where(Party.country == code)
    statement = select(Party.country).where(Party.programme_id.in_(programmes), Party.country != code)
    return list(db.session.scalars(statement.distinct().order_by(Party.country)))


def secretariats_of(country: str) -> list[int]:
    """The secretariats of the programmes to which a country is a party."""
    statement = select(Programme.secretariat_id).where(Programme.secretariat_id.is_not(None), Programme.parties.any(country=country))
    return [key for key in db.session.scalars(statement.distinct()) if key is not None]


def coordinated_countries(actor: Any) -> list[str]:
    """The countries of the programmes whose secretariat the actor works for."""
    secretariats = actor.organisations(Role.COORDINATOR)
    if not secretariats:
        return []
    statement = select(Party.country).join(Party.programme).where(Programme.secretariat_id.in_(secretariats))
    return list(db.session.scalars(statement.distinct().order_by(Party.country)))


def calendar_of(country: str) -> WorkingCalendar:
    """The working days of a country, with its weekend and official zone."""
    party = db.session.execute(
        select(Party.weekend, Party.time_zone).where(Party.country == country).order_by(Party.id).limit(1)
    ).first()
    if party is None:
        return WorkingCalendar(country, SATURDAY_AND_SUNDAY, "UTC")
    return WorkingCalendar(country, frozenset(party.weekend), party.time_zone)


def list_tracks_for(country: str) -> Sequence[Track]:
    """The tracks in use of every programme in which the country is a party, with their subtopics."""
    statement = (
        select(Track)
        .join(Track.programme)
        .where(Track.retired_at.is_(None), Programme.parties.any(country=country))
        .options(selectinload(Track.subtopics), selectinload(Track.programme))
        .order_by(Programme.position, Programme.id, Track.position)
    )
    return db.session.scalars(statement).all()
