"""Organisations of the registry."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.core.db import now
from app.organisations.enums import OrganisationKind, OrganisationSource, OrganisationState, TrackLinkState
from app.organisations.models import Organisation, TrackLink

NUMBERS = count(1)


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`organisation(country=…, state=verified, tracks=…, **values)`: verified and complete unless said otherwise."""

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

    return {"organisation": organisation}
