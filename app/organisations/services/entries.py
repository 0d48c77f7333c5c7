"""Entries of an organisation: drafts are saved with whatever is there; what is missing is said on declaring."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations import policy, queries
from app.organisations.completeness import LEGAL_FIELDS
from app.organisations.enums import NameKind, OrganisationState, TrackLinkState
from app.organisations.identifiers import NumberFault, check_number
from app.organisations.models import OfficialNumber, Organisation, OrganisationName, OrganisationSubtopic, TrackLink
from app.organisations.names import grams, match_key, sort_key
from app.organisations.services.moves import promise_index

OPEN_FIELDS = frozenset(
    {"website", "contact_name", "contact_email", "contact_phone", "postal_code", "region", "city", "street", "description",
     "description_language", "size_band", "industry"}
)
CHANGE_UNDER_WAY = frozenset({OrganisationState.IN_VERIFICATION, OrganisationState.UPDATE_NEEDED})


def checked_number(scheme: str | None, value: str | None, country: str) -> dict[str, str] | None:
    """The number in canonical form, or `None` where none was given.

    :raises Refused: the scheme is not one of the country's, or the number does not fit it.
    """
    if not value:
        return None
    schemes = queries.country_facts(country).number_schemes
    chosen = scheme or (schemes[0] if schemes else "")
    if chosen not in schemes:
        raise Refused.because("number_scheme", _l("Choose a kind of number that is given in this country."))
    try:
        return {"scheme": chosen, "value": check_number(chosen, value)}
    except NumberFault as fault:
        raise Refused.because("number", fault.message) from None


def save_draft(organisation: Organisation, values: Mapping[str, Any], *, by: Any, version: int | None = None) -> None:
    """Store entries as far as they are given.

    `values` holds fields of `OPEN_FIELDS` and `LEGAL_FIELDS`, and `number` with `number_scheme`. While a change of legal
    data is under way, legal entries go to the proposed change.

    :raises NotAllowed: the person may not edit, or not these entries in this state.
    """
    lock(organisation, version)
    legal = {name: values[name] for name in LEGAL_FIELDS if name in values}
    if not policy.edit(by, organisation) or ((legal or "number" in values) and not policy.edit_identity(by, organisation)):
        raise NotAllowed
    changed = [name for name in sorted(OPEN_FIELDS & values.keys()) if getattr(organisation, name) != values[name]]
    for name in changed:
        setattr(organisation, name, values[name])
    if "number" in values:
        legal["number"] = checked_number(values.get("number_scheme"), values["number"], organisation.country)
    if legal:
        changed += _save_legal(organisation, legal)
    if changed:
        _note(organisation, changed, by)


def _save_legal(organisation: Organisation, legal: dict[str, Any]) -> list[str]:
    if organisation.proposed_legal_data is not None:
        organisation.proposed_legal_data = {**organisation.proposed_legal_data, **legal}
        return sorted(legal)
    changed = [name for name in legal if name != "number" and getattr(organisation, name) != legal[name]]
    problems = [] if legal.get("name_native", organisation.name_native) or legal.get("name_latin", organisation.name_latin) else [
        Problem("name_native", _l("Enter at least one name."))
    ]
    if problems:
        raise Refused(problems)
    for name in changed:
        setattr(organisation, name, legal[name])
    if "number" in legal and legal["number"] != queries.pending_number(organisation):
        set_pending_number(organisation, legal["number"])
        changed.append("number")
    refresh_names(organisation)
    return sorted(changed)


def set_pending_number(organisation: Organisation, number: dict[str, str] | None) -> None:
    """Keep a number that waits for the declaration; one that the register holds already needs no waiting."""
    facts = {key: value for key, value in (organisation.facts or {}).items() if key != "number"}
    held = {(held.scheme, held.value) for held in organisation.numbers}
    if number and (number["scheme"], number["value"]) not in held:
        facts["number"] = number
    organisation.facts = facts


def settle_legal_data(organisation: Organisation, proposed: Mapping[str, Any] | None) -> None:
    """Put proposed legal data in force, and enter the waiting number in the register in place of one of its scheme."""
    for name in LEGAL_FIELDS:
        if proposed and name in proposed:
            setattr(organisation, name, proposed[name])
    number = (proposed or {}).get("number") or queries.pending_number(organisation)
    if number:
        same_scheme = [held for held in organisation.numbers if held.scheme == number["scheme"]]
        if same_scheme:
            same_scheme[0].value = number["value"]
        else:
            organisation.numbers.append(OfficialNumber(scheme=number["scheme"], value=number["value"]))
        set_pending_number(organisation, None)
    refresh_names(organisation)


def save_tracks(
    organisation: Organisation, track_ids: Sequence[int], subtopic_ids: Sequence[int], *, by: Any, version: int | None = None
) -> None:
    """Put the organisation under the tracks chosen and their subtopics. A suggestion that was not chosen stays one.

    :raises Refused: a track or subtopic is not in use for the country.
    """
    lock(organisation, version)
    if not policy.edit(by, organisation):
        raise NotAllowed
    tracks = {track.id: track for track in queries.list_tracks_for(organisation.country)}
    subtopics = {s.id for key in track_ids if key in tracks for s in tracks[key].subtopics if s.retired_at is None}
    if not set(track_ids) <= tracks.keys():
        raise Refused.because("tracks", _l("Choose tracks from the list."))
    if not set(subtopic_ids) <= subtopics:
        raise Refused.because("subtopics", _l("Choose subtopics of the tracks that you chose."))
    links = {link.track_id: link for link in organisation.track_links}
    for track_id in track_ids:
        link = links.get(track_id)
        if link is None:
            db.session.add(TrackLink(organisation_id=organisation.id, track_id=track_id, state=TrackLinkState.CONFIRMED, decided_by_id=by.id))
        elif link.state != TrackLinkState.CONFIRMED:
            link.state, link.decided_by_id = TrackLinkState.CONFIRMED, by.id
    for track_id, link in links.items():
        if link.state == TrackLinkState.CONFIRMED and track_id not in track_ids:
            link.state, link.decided_by_id = TrackLinkState.DISMISSED, by.id
    db.session.execute(delete(OrganisationSubtopic).where(OrganisationSubtopic.organisation_id == organisation.id))
    if subtopic_ids:
        rows = [{"organisation_id": organisation.id, "subtopic_id": key} for key in sorted(set(subtopic_ids))]
        db.session.execute(insert(OrganisationSubtopic), rows)
    db.session.flush()
    db.session.expire(organisation, ["track_links", "subtopics"])
    _note(organisation, ["tracks", "subtopics"], by)


def withdraw_change(organisation: Organisation, *, by: Any, version: int | None = None) -> None:
    """Give up a proposed change of legal data, so that the old data are verified again."""
    lock(organisation, version)
    if not policy.sign(by, organisation):
        raise NotAllowed
    if organisation.proposed_legal_data is None or organisation.state not in CHANGE_UNDER_WAY:
        raise Refused.because("state", _l("No change of legal data is under way."))
    organisation.proposed_legal_data = None
    db.session.flush()
    events.record("organisation.withdraw_change", organisation, by=by, data={"version": organisation.version})


def _note(organisation: Organisation, changed: Sequence[str], by: Any) -> None:
    touch(organisation)
    events.record("organisation.edit", organisation, by=by, data={"fields": list(changed), "version": organisation.version})
    promise_index(organisation)


def touch(organisation: Organisation) -> None:
    """Raise the version even where only rows beside the organisation's own have changed."""
    if not db.session.is_modified(organisation):
        organisation.facts = dict(organisation.facts or {})
    db.session.flush()


def refresh_names(organisation: Organisation) -> None:
    """Bring the names as they are compared, and the place in lists, in line with the organisation's names."""
    legal_forms = queries.country_facts(organisation.country).legal_forms
    organisation.sort_key = sort_key(
        native=organisation.name_native, latin=organisation.name_latin, kana=organisation.name_kana, legal_forms=legal_forms
    )
    db.session.flush()
    wanted = {
        kind: name
        for kind, name in (
            (NameKind.NATIVE, organisation.name_native), (NameKind.LATIN, organisation.name_latin),
            (NameKind.KANA, organisation.name_kana),
        )
        if name
    }
    for row in organisation.names:
        if row.kind != NameKind.OTHER and wanted.get(row.kind) != row.text:
            db.session.delete(row)
        else:
            row.key = match_key(row.text, legal_forms)
            row.grams = grams(row.key)
            wanted.pop(row.kind, None)
    for kind, name in wanted.items():
        key = match_key(name, legal_forms)
        db.session.add(OrganisationName(organisation_id=organisation.id, kind=kind, text=name, key=key, grams=grams(key)))
    db.session.flush()
    db.session.expire(organisation, ["names"])
