"""A programme of two parties with its tracks."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.organisations.enums import OrganisationKind
from app.programmes.models import ExchangeRate, Party, Programme, Subtopic, Track

PARTIES = (
    {"country": "JP", "currency": "JPY", "time_zone": "Asia/Tokyo", "languages": ["ja", "en"], "weekend": [5, 6],
     "number_schemes": ["jp.cn"], "name_scripts": ["native", "kana", "latin"], "legal_forms": ["カブシキガイシャ", "株式会社", "co., ltd.", "ltd."],
     "postal_code_pattern": r"^\d{3}-\d{4}$", "address_order": ["postal_code", "region", "city", "street"]},
    {"country": "IL", "currency": "ILS", "time_zone": "Asia/Jerusalem", "languages": ["he", "en"], "weekend": [4, 5],
     "number_schemes": ["il.hp"], "name_scripts": ["native", "latin"], "legal_forms": ['בע"מ', "ltd."],
     "postal_code_pattern": r"^\d{7}$", "address_order": ["street", "city", "postal_code"]},
)
TRACKS = (
    ("AI", "Artificial intelligence", "人工知能", "בינה מלאכותית"),
    ("RO", "Robotics", "ロボティクス", "רובוטיקה"),
)


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`programme(code=…, **rules)` with authorities, secretariat, two tracks of two subtopics, and exchange rates."""

    def programme(code: str = "sample", parties: tuple[dict[str, object], ...] = PARTIES, **values: object) -> Programme:
        defaults = {
            "names": {"en": f"Programme {code}"}, "purpose": {"en": "A sample programme."}, "reference_currency": "USD",
            "share_cap_percent": Decimal(70), "duration_months_min": 12, "duration_months_max": 36,
        }
        secretariat = make.organisation(name_latin=f"Secretariat of {code}", kind=OrganisationKind.GOVERNMENT_BODY, country=parties[0]["country"])
        made = Programme(code=code, secretariat=secretariat, **{**defaults, **values})
        for position, facts in enumerate(parties, start=1):
            authority = make.organisation(
                name_latin=f"Authority {facts['country']} of {code}", kind=OrganisationKind.GOVERNMENT_BODY, country=facts["country"]
            )
            made.parties.append(Party(position=position, authority=authority, **facts))
        for position, (track_code, en, ja, he) in enumerate(TRACKS, start=1):
            track = Track(code=track_code, position=position, names={"en": en, "ja": ja, "he": he}, summary={"en": f"{en} in short."})
            track.subtopics = [
                Subtopic(code=f"{track_code}-0{n}", names={"en": f"{en} topic {n}", "ja": f"{ja}{n}", "he": f"{he} {n}"}) for n in (1, 2)
            ]
            made.tracks.append(track)
        session.add(made)
        session.flush()
        for currency, rate in (("JPY", "0.0065"), ("ILS", "0.27")):
            session.add(
                ExchangeRate(programme_id=made.id, currency=currency, value=Decimal(rate), on=date(2026, 1, 5), source="sample rate")
            )
        session.flush()
        return made

    return {"programme": programme}
