"""What an officer of the organisation's country does with a declared organisation."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.accounts import services as accounts
from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.accounts.queries import people_with
from app.core import events, outbox
from app.core.db import lock, now
from app.core.errors import Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations import queries
from app.organisations.enums import NameKind, TrackLinkState
from app.organisations.models import Organisation, OrganisationName, TrackLink
from app.organisations.services.entries import settle_legal_data, touch
from app.organisations.services.moves import move, promise_index, require
from app.organisations.workflow import ORGANISATION, RECOVERY

LONGEST_EVIDENCE = 4000


def one_year_after(moment: datetime) -> datetime:
    """The same instant a year on; of the 29th of February, the 28th."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, day=28)


def take_up(organisation: Organisation, *, by: Person, version: int | None = None) -> None:
    """Begin the verification."""
    move("take_up", organisation, by=by, version=version)


def ask_for_data(
    organisation: Organisation, *, by: Person, reasons: Mapping[str, str], version: int | None = None
) -> None:
    """Hand the entries back, with what is wrong in each field (field → reason)."""
    given = {field: reason.strip() for field, reason in reasons.items() if reason and reason.strip()}
    comment = "\n".join(f"{field}: {reason}" for field, reason in given.items())
    move("ask_for_data", organisation, by=by, comment=comment, version=version, field_reasons=given)


def verify(organisation: Organisation, *, by: Person, evidence: str, version: int | None = None) -> None:
    """Verify for twelve months. `evidence` says what was looked at. A proposed change of legal data comes into force.

    :raises Refused: no evidence, or nobody is named to sign.
    """
    require("verify", organisation, by=by, version=version)
    problems = []
    if not evidence.strip():
        problems.append(Problem("evidence", _l("Say which evidence you looked at, such as a register extract and its date.")))
    if len(evidence) > LONGEST_EVIDENCE:
        problems.append(Problem("evidence", _l("Shorten the text to 4,000 characters.")))
    if problems:
        raise Refused([*problems, *ORGANISATION.by_action["verify"].guard(organisation, by)])
    proposed, verified_at = organisation.proposed_legal_data, now()
    move(
        "verify", organisation, by=by, evidence=evidence.strip(), verified_at=verified_at, verified_by_id=by.id,
        valid_until=one_year_after(verified_at), field_reasons={}, proposed_legal_data=None,
    )
    settle_legal_data(organisation, proposed)
    promise_index(organisation)


def reject(organisation: Organisation, *, by: Person, comment: str, version: int | None = None) -> None:
    """Reject the registration with a reason; an earlier verification ends with it."""
    move("reject", organisation, by=by, comment=comment, version=version, valid_until=None, proposed_legal_data=None)


def merge_as_duplicate(
    organisation: Organisation, survivor: Organisation, *, by: Person, comment: str = "", version: int | None = None
) -> None:
    """Merge a record into the one that stands; numbers, names and tracks move over.

    People move too where nobody represents the survivor; else they keep their place at the merged record, and the
    survivor's signatories are told of them.
    """
    for thing in sorted((organisation, survivor), key=lambda each: each.id):
        lock(thing, version if thing is organisation else None)
    require("merge_as_duplicate", organisation, by=by)
    if survivor.id == organisation.id or survivor.country != organisation.country or survivor.merged_into_id is not None:
        raise Refused.because("survivor", _l("Choose another organisation of the same country that is not merged itself."))
    move("merge_as_duplicate", organisation, by=by, comment=comment, merged_into_id=survivor.id)
    _move_numbers(organisation, survivor)
    _move_names(organisation, survivor)
    _move_tracks(organisation, survivor)
    _close_recovery(organisation, by, comment)
    if queries.has_representative(survivor.id):
        _tell_signatories(organisation, survivor)
    else:
        _move_people(organisation, survivor, by)
    db.session.flush()
    db.session.expire(organisation, ["numbers", "names", "track_links", "subtopics"])
    db.session.expire(survivor, ["numbers", "names", "track_links", "subtopics"])
    touch(survivor)
    data = {"duplicate": organisation.public_id, "version": survivor.version}
    events.record("organisation.take_in", survivor, by=by, data=data)
    promise_index(survivor)


def _move_numbers(organisation: Organisation, survivor: Organisation) -> None:
    for number in organisation.numbers:
        number.organisation_id = survivor.id


def _move_names(organisation: Organisation, survivor: Organisation) -> None:
    known = {name.text for name in survivor.names}
    for name in organisation.names:
        if name.text not in known:
            known.add(name.text)
            db.session.add(
                OrganisationName(organisation_id=survivor.id, kind=NameKind.OTHER, text=name.text, key=name.key, grams=name.grams)
            )


def _move_tracks(organisation: Organisation, survivor: Organisation) -> None:
    known = {link.track_id for link in survivor.track_links}
    for link in organisation.track_links:
        if link.track_id not in known:
            reason = str(_l("Stood at a duplicate record that was merged."))
            db.session.add(
                TrackLink(organisation_id=survivor.id, track_id=link.track_id, state=TrackLinkState.SUGGESTED, reason=reason)
            )
    survivor.subtopics.extend(s for s in organisation.subtopics if s not in survivor.subtopics)


def _close_recovery(organisation: Organisation, by: Person, comment: str) -> None:
    """A claim on a record that is merged cannot be granted any more; the claimant may claim the one that stands."""
    claim = queries.open_recovery_of(organisation)
    if claim is not None:
        RECOVERY.fire("close_with_merge", claim, by=by, comment=comment, changes={"decided_by_id": by.id, "decided_at": now()})


def _memberships(organisation: Organisation) -> list[Membership]:
    statement = select(Membership).where(Membership.organisation_id == organisation.id, Membership.ended_at.is_(None))
    return list(db.session.scalars(statement.order_by(Membership.id)))


def _move_people(organisation: Organisation, survivor: Organisation, by: Person) -> None:
    for membership in _memberships(organisation):
        membership.ended_at = now()
        data = {"role": membership.role, "person": membership.person_id}
        events.record("role.end", organisation, by=by, data=data)
        accounts.give_role(membership.person, membership.role, survivor, by=by)
        outbox.owe(
            "mail", f"organisation.merged:{organisation.id}:{membership.person_id}",
            {"kind": "organisation.merge_as_duplicate", "subject": "organisation", "subject_id": survivor.id,
             "person_id": membership.person_id},
        )


def _tell_signatories(organisation: Organisation, survivor: Organisation) -> None:
    names = sorted({membership.person.name for membership in _memberships(organisation)})
    for person in people_with(Role.SIGNATORY, Role.REPRESENTATIVE, organisation_id=survivor.id):
        outbox.owe(
            "mail", f"organisation.take_in:{organisation.id}:{person.id}",
            {"kind": "organisation.take_in", "subject": "organisation", "subject_id": survivor.id, "person_id": person.id,
             "data": {"claimants": names}},
        )
