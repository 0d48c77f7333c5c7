"""The search index: one document for each organisation, built in batches from what stands in the registry.

Who may find an organisation is decided when somebody asks (`queries`); only a merged one has no document, since its
successor carries its names and numbers.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, delete, func, literal, select, text

from app.core import outbox, transaction
from app.core.db import Texts
from app.extensions import db
from app.matching import tokens
from app.matching.models import SearchDocument
from app.organisations.enums import NameKind, OrganisationState, TrackLinkState
from app.organisations.models import OfficialNumber, Organisation, OrganisationName, OrganisationSubtopic, TrackLink
from app.programmes.models import Subtopic, Track

BATCH = 1_000
PROMISES = 500
TOPIC = "index"
ONE_AT_A_TIME = 7_205_514_401

NAMES, WORK, TEXT, PLACE = "A", "B", "C", "D"
"""Weights: what an organisation is called, what it works on, what it says of itself, where it is."""

STORE = text(
    "INSERT INTO search_document (organisation_id, tokens, indexed_at)"
    " SELECT id, tokens::tsvector, now() FROM unnest(CAST(:ids AS bigint[]), CAST(:tokens AS text[])) AS made (id, tokens)"
    " ON CONFLICT (organisation_id) DO UPDATE SET tokens = excluded.tokens, indexed_at = excluded.indexed_at"
)


def index_organisations(ids: Iterable[int]) -> int:
    """Bring the documents of these organisations up to date; gives how many stand in the index.

    Two that build at once would let an older reading overwrite a newer one, so they wait for each other.
    """
    wanted = sorted(set(ids))
    kept = 0
    for start in range(0, len(wanted), BATCH):
        kept += _index_batch(wanted[start : start + BATCH])
    return kept


def reindex(told: Callable[[int], None] = lambda _: None) -> int:
    """Build every document anew, a batch in a transaction of its own; `told` hears how many are done. Gives how many stand."""
    kept = done = last = 0
    following = select(Organisation.id).order_by(Organisation.id).limit(BATCH)
    while ids := db.session.scalars(following.where(Organisation.id > last)).all():
        with transaction.unit():
            kept += index_organisations(ids)
        last = ids[-1]
        done += len(ids)
        told(done)
    return kept


def keep_promise(owed: outbox.Owed) -> None:
    """Index what one promise names: `organisation_id`, or `organisation_ids`."""
    payload = owed.payload
    index_organisations(payload["organisation_ids"] if "organisation_ids" in payload else [payload["organisation_id"]])


def keep_promises() -> int:
    """Index what is owed; gives how many promises were kept."""
    return outbox.deliver(TOPIC, keep_promise, limit=PROMISES)


def _index_batch(ids: Sequence[int]) -> int:
    db.session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    organisations = db.session.execute(_texts(ids)).all()
    names = _gather(
        select(OrganisationName.organisation_id, OrganisationName.text)
        .where(OrganisationName.organisation_id.in_(ids), OrganisationName.kind == NameKind.OTHER)
        .order_by(OrganisationName.id)
    )
    numbers = _gather(
        select(OfficialNumber.organisation_id, OfficialNumber.value)
        .where(OfficialNumber.organisation_id.in_(ids))
        .order_by(OfficialNumber.id)
    )
    labels = _labels(ids)
    documents = [_document(row, names[row.id], numbers[row.id], labels[row.id]) for row in organisations]
    gone = set(ids) - {row.id for row in organisations}
    if gone:
        db.session.execute(delete(SearchDocument).where(SearchDocument.organisation_id.in_(gone)))
    if documents:
        db.session.execute(STORE, {"ids": [row.id for row in organisations], "tokens": documents})
    return len(documents)


def _texts(ids: Sequence[int]) -> Any:
    """What the documents are made of; locked against being deleted before they are stored."""
    o = Organisation
    columns = (o.id, o.name_native, o.name_latin, o.name_kana, o.description, o.industry, o.region, o.city)
    wanted = select(*columns).where(o.id.in_(ids), o.state != OrganisationState.MERGED)
    return wanted.order_by(o.id).with_for_update(key_share=True, read=True)


def _gather(statement: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for organisation_id, value in db.session.execute(statement):
        found[organisation_id].append(value)
    return found


def _labels(ids: Sequence[int]) -> Mapping[int, list[Texts]]:
    """The names of confirmed tracks and of subtopics, in all their languages."""
    tracks = (
        select(TrackLink.organisation_id, Track.names, Track.id.label("ordering"), literal(1).label("level"))
        .join(Track, TrackLink.track_id == Track.id)
        .where(TrackLink.organisation_id.in_(ids), TrackLink.state == TrackLinkState.CONFIRMED)
    )
    subtopics = (
        select(OrganisationSubtopic.organisation_id, Subtopic.names, Subtopic.id, literal(2))
        .join(Subtopic, OrganisationSubtopic.subtopic_id == Subtopic.id)
        .where(OrganisationSubtopic.organisation_id.in_(ids))
    )
    both = tracks.union_all(subtopics).subquery()
    return _gather(select(both.c.organisation_id, both.c.names).order_by(both.c.organisation_id, both.c.level, both.c.ordering))


def _document(row: Row[Any], names: Sequence[str], numbers: Sequence[str], labels: Sequence[Texts]) -> str:
    fields = [(name, NAMES) for name in (row.name_native, row.name_latin, row.name_kana, *names) if name]
    fields += [(form, NAMES) for number in numbers for form in tokens.number_forms(number)]
    fields += [(name, WORK) for texts in labels for name in texts.values()]
    fields += [(row.industry, WORK)] if row.industry else []
    fields += [(row.description, TEXT)] if row.description else []
    fields += [(place, PLACE) for place in (row.city, row.region) if place]
    return tokens.to_tsvector_literal(fields)
