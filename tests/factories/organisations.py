"""Organisations of the registry."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.accounts.enums import Role
from app.core.db import now
from app.organisations import services
from app.organisations.enums import OrganisationKind, OrganisationSource, OrganisationState, SizeBand, TrackLinkState
from app.organisations.models import OfficialNumber, Organisation, TrackLink

NUMBERS = count(1)


def corporate_number(index: int) -> str:
    """A Japanese corporate number with its check digit, from a running index."""
    body = f"{700_000_000_000 + index:012d}"
    total = sum(int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(body)))
    return f"{9 - total % 9}{body}"


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`organisation(country=…, state=verified, tracks=…, **values)`: verified and complete unless said otherwise.

    `listed(**values)`: the same, found by its names, with `number=(scheme, value)`; `draft(programme, country=…)`: a complete draft
    and its representative, who also signs; `in_state(programme, state)`: the same, brought there.
    """

    def organisation(
        country: str = "JP", state: OrganisationState = OrganisationState.VERIFIED, tracks: tuple[object, ...] = (), **values: object
    ) -> Organisation:
        number = next(NUMBERS)
        defaults: dict[str, object] = {
            "kind": OrganisationKind.COMPANY, "source": OrganisationSource.REGISTERED, "name_latin": f"Sample Works {number}",
            "name_native": f"見本製作所{number}" if country == "JP" else f"מפעלי דוגמה {number}",
            "name_native_language": "ja" if country == "JP" else "he",
            "description": "A plainly fictional maker of sample machines for use in tests.", "description_language": "en",
            "city": "Sample City", "street": "1 Sample Street", "contact_email": f"contact{number}@sample.example",
            "sort_key": f"sample works {number:06d}",
        }
        if state == OrganisationState.VERIFIED:
            defaults |= {"verified_at": now(), "valid_until": now() + timedelta(days=365), "evidence": "sample register extract"}
        made = Organisation(country=country, state=state, **{**defaults, **values})
        made.track_links = [TrackLink(track=track, state=TrackLinkState.CONFIRMED) for track in tracks]
        session.add(made)
        session.flush()
        return made

    def listed(number: tuple[str, str] | None = None, **values: object) -> Organisation:
        made = organisation(**values)
        if number:
            made.numbers.append(OfficialNumber(scheme=number[0], value=number[1]))
        services.refresh_names(made)
        return made

    def draft(programme: object, country: str = "JP", **values: object) -> tuple[Organisation, object]:
        index = next(NUMBERS)
        defaults: dict[str, object] = {
            "state": OrganisationState.DRAFT, "size_band": SizeBand.SMALL, "tracks": tuple(programme.tracks[:1]),  # type: ignore[attr-defined]
            "kind": OrganisationKind.GOVERNMENT_BODY if country != "JP" else OrganisationKind.COMPANY,
        }
        if country == "JP":
            defaults["facts"] = {"number": {"scheme": "jp.cn", "value": corporate_number(index)}}
        made = organisation(country=country, **{**defaults, **values})
        services.refresh_names(made)
        return made, make.member(made, Role.REPRESENTATIVE, Role.SIGNATORY)

    def in_state(programme: object, state: OrganisationState, country: str = "JP", **values: object) -> tuple[Organisation, object]:
        facts: dict[str, object] = {"state": state}
        if state in {OrganisationState.VERIFIED, OrganisationState.SUSPENDED, OrganisationState.RETIRED}:
            facts |= {"verified_at": now(), "valid_until": now() + timedelta(days=365), "evidence": "sample register extract"}
        if state == OrganisationState.VERIFICATION_EXPIRED:
            facts |= {"verified_at": now() - timedelta(days=366), "valid_until": now() - timedelta(days=1)}
        if state == OrganisationState.MERGED:
            facts["merged_into_id"] = organisation(country=country).id
        return draft(programme, country, **{**facts, **values})

    return {"organisation": organisation, "listed": listed, "draft": draft, "in_state": in_state}
