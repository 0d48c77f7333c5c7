"""Reads of programmes. What stands under a track belongs to the domains above and is read by table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Table, func, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core.db import Base, now
from app.core.i18n import language
from app.extensions import db
from app.programmes.models import Call, ExchangeRate, Party, Programme, ProgrammeBody, Subtopic, Track

PUBLIC_ORGANISATIONS = frozenset({"declared", "in_verification", "update_needed", "verified", "verification_expired", "retired"})
"""States in which an organisation stands in the public registry."""
PUBLIC_PROJECTS = frozenset({"approved"})
"""States in which a project has a public summary."""
CONFIRMED = "confirmed"
SHOWN = 8


@dataclass
class Figures:
    """Live numbers of a track: organisations in the public registry by country, and approved projects."""

    organisations: dict[str, int] = field(default_factory=dict)
    projects: int = 0

    @property
    def total(self) -> int:
        """Organisations of all countries."""
        return sum(self.organisations.values())


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _with_parties() -> Select[Programme]:
    parties = selectinload(Programme.parties).joinedload(Party.authority)
    return select(Programme).options(parties, joinedload(Programme.secretariat))


def list_programmes() -> Sequence[Programme]:
    """All programmes with their parties and tracks, in their order; three statements."""
    order = (Programme.position, Programme.id)
    return db.session.scalars(_with_parties().options(selectinload(Programme.tracks)).order_by(*order)).all()


def list_unrated() -> Sequence[Programme]:
    """Programmes without any exchange rate: budgets in several currencies cannot be compared in them."""
    rated = select(ExchangeRate.programme_id)
    return db.session.scalars(select(Programme).where(Programme.id.not_in(rated)).order_by(Programme.position, Programme.id)).all()


def get_programme(_actor: Any, *, lock: bool, code: str) -> Programme | None:
    """A programme by its code, with parties, tracks and subtopics."""
    tracks = selectinload(Programme.tracks).selectinload(Track.subtopics)
    statement = _with_parties().options(tracks).where(Programme.code == code)
    return db.session.scalars(statement.with_for_update(of=Programme) if lock else statement).first()


def get_track(_actor: Any, *, lock: bool, code: str, track_code: str) -> Track | None:
    """A track of a programme, with its subtopics."""
    programme = contains_eager(Track.programme)
    statement = (
        select(Track)
        .join(Track.programme)
        .where(Programme.code == code, Track.code == track_code)
        .options(programme.selectinload(Programme.parties), selectinload(Track.subtopics))
    )
    return db.session.scalars(statement.with_for_update(of=(Programme, Track)) if lock else statement).first()


def get_subtopic(_actor: Any, *, lock: bool, code: str, subtopic_code: str) -> Subtopic | None:
    """A subtopic of a programme, with its track."""
    track = contains_eager(Subtopic.track).contains_eager(Track.programme)
    statement = (
        select(Subtopic)
        .join(Subtopic.track)
        .join(Track.programme)
        .where(Programme.code == code, Subtopic.code == subtopic_code)
        .options(track)
    )
    return db.session.scalars(statement.with_for_update(of=Subtopic) if lock else statement).first()


def get_call(_actor: Any, *, lock: bool, code: str, public_id: str) -> Call | None:
    """A programme's call for proposals, with the programme and its parties."""
    programme = contains_eager(Call.programme).selectinload(Programme.parties)
    statement = (
        select(Call).join(Call.programme).where(Programme.code == code, Call.public_id == public_id).options(programme)
    )
    return db.session.scalars(statement.with_for_update(of=Call) if lock else statement).first()


def list_merge_targets(subtopic: Subtopic) -> Sequence[Subtopic]:
    """The subtopics that may take up another: those of its track that are in use."""
    statement = select(Subtopic).where(Subtopic.track_id == subtopic.track_id, Subtopic.id != subtopic.id, Subtopic.retired_at.is_(None))
    return db.session.scalars(statement.order_by(Subtopic.code, Subtopic.id)).all()


def count_links(subtopic: Subtopic) -> dict[str, int]:
    """How many organisations and projects stand under a subtopic, whatever their state."""
    tables = {"organisations": _table("organisation_subtopic"), "projects": _table("project_subtopic")}
    return {
        name: db.session.scalar(select(func.count()).where(table.c.subtopic_id == subtopic.id)) or 0
        for name, table in tables.items()
    }


def list_calls(programme: Programme, *, open_at: datetime | None = None) -> Sequence[Call]:
    """The calls of a programme, the last to close first; only those open or still to open at an instant where one is given."""
    statement = select(Call).where(Call.programme_id == programme.id).order_by(Call.closes_at.desc(), Call.id)
    return db.session.scalars(statement if open_at is None else statement.where(Call.closes_at > open_at)).all()


def list_bodies(programme: Programme) -> Sequence[ProgrammeBody]:
    """The roles that bodies hold in a programme now, body by body."""
    organisation = _table("organisation")
    today = now().date()
    statement = (
        select(ProgrammeBody)
        .join(ProgrammeBody.organisation)
        .where(ProgrammeBody.programme_id == programme.id)
        .where(ProgrammeBody.valid_from.is_(None) | (ProgrammeBody.valid_from <= today))
        .where(ProgrammeBody.valid_until.is_(None) | (ProgrammeBody.valid_until >= today))
        .order_by(organisation.c.country, ProgrammeBody.id)
        .options(contains_eager(ProgrammeBody.organisation))
    )
    return db.session.scalars(statement).all()


def list_rates(programme: Programme) -> Sequence[ExchangeRate]:
    """The exchange rates of a programme, newest first."""
    order = (ExchangeRate.on.desc(), ExchangeRate.currency, ExchangeRate.id)
    return db.session.scalars(select(ExchangeRate).where(ExchangeRate.programme_id == programme.id).order_by(*order)).all()


def count_by_track(tracks: Collection[Track]) -> dict[int, Figures]:
    """The live numbers of each track, in two statements."""
    figures = {track.id: Figures() for track in tracks}
    organisation, link = _table("organisation"), _table("organisation_track")
    registered = (
        select(link.c.track_id, organisation.c.country, func.count())
        .join(organisation, organisation.c.id == link.c.organisation_id)
        .where(link.c.track_id.in_(figures), link.c.state == CONFIRMED, organisation.c.state.in_(PUBLIC_ORGANISATIONS))
        .group_by(link.c.track_id, organisation.c.country)
    )
    for track_id, country, number in db.session.execute(registered):
        figures[track_id].organisations[country] = number
    project, chosen = _table("project"), _table("project_track")
    approved = (
        select(chosen.c.track_id, func.count())
        .join(project, project.c.id == chosen.c.project_id)
        .where(chosen.c.track_id.in_(figures), project.c.state.in_(PUBLIC_PROJECTS))
        .group_by(chosen.c.track_id)
    )
    for track_id, number in db.session.execute(approved):
        figures[track_id].projects = number
    return figures


def count_by_country(countries: Collection[str]) -> dict[str, int]:
    """Organisations of each country in the public registry."""
    organisation = _table("organisation")
    statement = (
        select(organisation.c.country, func.count())
        .where(organisation.c.country.in_(countries), organisation.c.state.in_(PUBLIC_ORGANISATIONS))
        .group_by(organisation.c.country)
    )
    return {**dict.fromkeys(countries, 0), **dict(db.session.execute(statement).all())}


def count_by_subtopic(track: Track) -> dict[int, int]:
    """Organisations of the public registry by subtopic of a track."""
    organisation, link = _table("organisation"), _table("organisation_subtopic")
    statement = (
        select(link.c.subtopic_id, func.count())
        .join(organisation, organisation.c.id == link.c.organisation_id)
        .join(Subtopic, Subtopic.id == link.c.subtopic_id)
        .where(Subtopic.track_id == track.id, organisation.c.state.in_(PUBLIC_ORGANISATIONS))
        .group_by(link.c.subtopic_id)
    )
    return dict(db.session.execute(statement).all())


def count_projects(programme: Programme) -> int:
    """Approved projects of a programme."""
    project = _table("project")
    statement = select(func.count()).where(project.c.programme_id == programme.id, project.c.state.in_(PUBLIC_PROJECTS))
    return db.session.scalar(statement) or 0


def list_organisations(track: Track, countries: Sequence[str], *, limit: int = SHOWN) -> dict[str, list[Row[Any]]]:
    """The first organisations of each country under a track: public_id, names and kind; one statement.

    By the reading of the name for readers of Japanese, for all others by the name in Latin letters.
    """
    organisation, link = _table("organisation"), _table("organisation_track")
    columns = ("public_id", "name_native", "name_native_language", "name_latin", "country", "kind")
    latin = func.lower(func.coalesce(organisation.c.name_latin, organisation.c.name_native))
    order = [organisation.c.sort_key] if language() == "ja" else [latin, organisation.c.sort_key]
    statements = [
        select(*(organisation.c[name] for name in columns))
        .join(link, link.c.organisation_id == organisation.c.id)
        .where(link.c.track_id == track.id, link.c.state == CONFIRMED)
        .where(organisation.c.country == country, organisation.c.state.in_(PUBLIC_ORGANISATIONS))
        .order_by(*order, organisation.c.id)
        .limit(limit)
        for country in countries
    ]
    found: dict[str, list[Row[Any]]] = {country: [] for country in countries}
    for row in db.session.execute(union_all(*statements)):
        found[row.country].append(row)
    return found


def list_projects(track: Track, *, limit: int = SHOWN) -> Sequence[Row[Any]]:
    """The newest approved projects under a track: public_id, reference, title, summary and language."""
    project, chosen = _table("project"), _table("project_track")
    columns = ("public_id", "reference", "title", "summary", "language", "state_since")
    statement = (
        select(*(project.c[name] for name in columns))
        .join(chosen, chosen.c.project_id == project.c.id)
        .where(chosen.c.track_id == track.id, project.c.state.in_(PUBLIC_PROJECTS))
        .order_by(project.c.state_since.desc(), project.c.id)
        .limit(limit)
    )
    return db.session.execute(statement).all()
