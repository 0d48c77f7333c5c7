"""Loading a programme file: its public bodies become organisations of the registry, then its programmes are stored."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.core import outbox
from app.core.db import now
from app.extensions import db
from app.organisations.enums import OrganisationKind, OrganisationSource, OrganisationState
from app.organisations.identifiers import NumberFault, check_number, is_known
from app.organisations.models import OfficialNumber, Organisation
from app.organisations.services import refresh_names
from app.programmes.bundle import Body, Bundle, read_bundle
from app.programmes.loading import Changes, store_programmes
from app.programmes.models import Programme
from app.programmes.toml_table import Faults, FaultyFile

VALIDITY = timedelta(days=3653)
ROR_SCHEME = "ror"
LOADING_LOCK = 7_206_312


@dataclass(frozen=True)
class Loaded:
    """What a file held and what its loading changed."""

    bundle: Bundle
    programmes: list[Programme]
    changes: Changes


def load_programme_file(name_or_path: str, *, by: Any) -> Loaded:
    """Load a packaged file by name, or any file by path, whole or not at all. A second time nothing changes.

    :raises FaultyFile: with every fault of the file, before anything is stored.
    """
    faults = Faults()
    bundle = read_bundle(name_or_path, faults)
    _check_numbers(bundle, faults)
    faults.refuse_any()
    db.session.execute(select(func.pg_advisory_xact_lock(LOADING_LOCK)))
    changes = Changes()
    touched: list[Organisation] = []
    organisations = {body.code: _store_body(body, changes, touched) for body in bundle.bodies}
    ids = {code: organisation.id for code, organisation in organisations.items()}
    programmes = store_programmes(bundle, ids, changes, by=by)
    for organisation in touched:
        refresh_names(organisation)
    outbox.owe_many(
        "index", [(f"organisation:{row.id}:{row.version}", {"organisation_id": row.id}) for row in touched]
    )
    return Loaded(bundle, programmes, changes)


def _check_numbers(bundle: Bundle, faults: Faults) -> None:
    """Official numbers need a known scheme and the right check digit."""
    for body in bundle.bodies:
        if body.number is not None:
            try:
                check_number(*body.number)
            except NumberFault as fault:
                faults.add(f"{body.key}.number", f"{body.number[0]} {body.number[1]!r}: {fault.message}")
    for programme in bundle.programmes:
        for party in programme.parties:
            for scheme in party.values["number_schemes"]:
                if not is_known(scheme):
                    faults.add(f"{party.key}.number_schemes", f"{scheme!r} is no scheme of official numbers (a module of python-stdnum)")


def _store_body(body: Body, changes: Changes, touched: list[Organisation]) -> Organisation:
    organisation = _find(body)
    values = {
        "kind": OrganisationKind(body.kind), "name_latin": body.latin, "name_native": body.native or None,
        "name_native_language": body.native_language or None, "name_kana": body.kana or None,
        "evidence": f"Public body of a programme file. Sources: {body.source}", "facts": {"note": body.note} if body.note else {},
    }
    if organisation is None:
        organisation = Organisation(
            code=body.code, country=body.country, source=OrganisationSource.PROGRAMME, state=OrganisationState.VERIFIED,
            verified_at=now(), valid_until=now() + VALIDITY, **values,
        )
        changes.make(organisation)
        changed = True
    elif organisation.country != body.country:
        raise FaultyFile([f"{body.key}.country: {body.code!r} stands in the registry under {organisation.country!r}"])
    elif organisation.source != OrganisationSource.PROGRAMME:
        changed = changes.bring(organisation, {"code": organisation.code or body.code})
    else:
        changed = changes.bring(organisation, values)
    changed |= _store_numbers(organisation, body)
    db.session.flush()
    if changed:
        touched.append(organisation)
        changes.bodies.append(body.code)
    return organisation


def _find(body: Body) -> Organisation | None:
    """The organisation with the body's code, else with its official number; its successor where it was merged."""
    found = db.session.scalars(select(Organisation).where(Organisation.code == body.code)).first()
    if found is None and body.number is not None:
        scheme, value = body.number[0], check_number(*body.number)
        numbered = select(Organisation).join(OfficialNumber).where(OfficialNumber.scheme == scheme, OfficialNumber.value == value)
        found = db.session.scalars(numbered).first()
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found


def _store_numbers(organisation: Organisation, body: Body) -> bool:
    wanted = [(body.number[0], check_number(*body.number))] if body.number else []
    wanted += [(ROR_SCHEME, body.ror)] if body.ror else []
    held = {(number.scheme, number.value) for number in organisation.numbers}
    missing = [pair for pair in wanted if pair not in held]
    organisation.numbers.extend(OfficialNumber(scheme=scheme, value=value) for scheme, value in missing)
    return bool(missing)

