"""What an import does to the registry, on the real database."""

import io
import json
import tracemalloc
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.accounts.enums import Role
from app.accounts.rights import CLOCK
from app.core.errors import Refused
from app.core.events import Event
from app.core.outbox import Owed
from app.organisations import import_services
from app.organisations.enums import (
    ImportState,
    NameKind,
    OrganisationSource,
    OrganisationState,
    RowOutcome,
    TrackLinkState,
)
from app.organisations.importing.problems import FileRefused
from app.organisations.importing.run import Report, check_rows
from app.organisations.models import (
    ImportedRow,
    ImportProblem,
    OfficialNumber,
    Organisation,
    OrganisationName,
    RegistryImport,
    TrackLink,
)
from app.programmes.models import Programme
from config import ROOT
from tests.organisations.import_files import IL_ROWS, JP_ROWS, csv_file, form, il_file, jp_file

REGISTERS = ROOT.parent / "shared" / "data"

Import = Callable[..., Report]


@pytest.fixture
def programme(make: SimpleNamespace) -> Programme:
    return make.programme("first")


@pytest.fixture
def run(session: Session, programme: Programme) -> Import:
    def run(stream: io.BytesIO, key: str, **options: object) -> Report:
        report = import_services.import_from_command(
            stream, "register.csv", form(key), programme_code=programme.code, by=CLOCK, **options,
        )
        session.flush()
        session.expire_all()
        return report

    return run


def by_number(session: Session, number: str) -> Organisation:
    return session.scalars(select(Organisation).join(Organisation.numbers).where(OfficialNumber.value == number)).one()


def imported(session: Session) -> int:
    return session.scalar(select(func.count()).where(Organisation.source == OrganisationSource.IMPORTED)) or 0


def counts(report: Report) -> tuple[int, ...]:
    assert report.rows == report.created + report.updated + report.unchanged + report.merged + report.rejected
    return report.created, report.updated, report.unchanged, report.merged, report.rejected


def test_a_register_becomes_organisations(session: Session, run: Import) -> None:
    assert counts(run(il_file(), "il-companies")) == (3, 0, 0, 0, 1)
    made = by_number(session, "519990014")
    assert (made.state, made.source, made.country) == (OrganisationState.DECLARED, OrganisationSource.IMPORTED, "IL")
    assert (made.name_native, made.name_latin) == ('דוגמה בע"מ', None)
    assert made.sort_key == "דוגמה"
    assert [(name.kind, name.text, name.key) for name in made.names] == [(NameKind.NATIVE, 'דוגמה בע"מ', "דוגמה")]
    assert made.names[0].grams
    assert made.facts == {"multinational": False, "active": True}
    assert [(link.track.code, link.state, link.reason) for link in made.track_links] == [("RO", TrackLinkState.SUGGESTED, "“drone”, “robot”")]
    labelled = by_number(session, "519990006")
    assert [(link.track.code, link.state) for link in labelled.track_links] == [("AI", TrackLinkState.CONFIRMED)]
    assert labelled.description == "Cameras, that see"


def test_the_report_lists_every_fault(run: Import) -> None:
    report = run(il_file(), "il-companies").as_dict()
    assert list(report) == ["rows", "created", "updated", "unchanged", "merged", "rejected", "problems"]
    assert {"row": 4, "field": "registration_number", "value": "515308201", "problem": "check_digit"} in report["problems"]
    assert {"row": 3, "field": "website", "value": "www.drones.example", "problem": "not_a_web_address"} in report["problems"]
    assert json.dumps(report)


def test_one_number_on_two_rows_is_one_organisation(session: Session, run: Import) -> None:
    report = run(jp_file(), "jp-filers")
    assert counts(report) == (2, 0, 0, 1, 0)
    made = by_number(session, "6010001000001")
    assert [name.text for name in made.names if name.kind == NameKind.OTHER] == ["カブシキカイシャサンプル", "株式会社サンプル"]
    assert made.name_native == "株式会社　見本"
    assert made.sort_key == "ミホン"
    assert [(p.row, p.problem.value) for p in report.problems] == [(4, "same_number")]


def test_a_second_run_changes_nothing(session: Session, run: Import) -> None:
    for key, stream in (("il-companies", il_file), ("jp-filers", jp_file)):
        first = run(stream(), key)
        before = session.execute(text("SELECT o.*, n.text FROM organisation o JOIN organisation_name n ON n.organisation_id = o.id ORDER BY n.id")).all()
        second = run(stream(), key)
        assert (second.created, second.updated, second.merged) == (0, 0, 0)
        assert second.unchanged == first.rows - first.rejected
        assert second.problems == first.problems
        after = session.execute(text("SELECT o.*, n.text FROM organisation o JOIN organisation_name n ON n.organisation_id = o.id ORDER BY n.id")).all()
        assert before == after


def test_what_changed_in_the_register_is_brought_up_to_date(session: Session, run: Import) -> None:
    run(jp_file(), "jp-filers")
    report = run(jp_file(JP_ROWS[0].replace("見本,", "新見本,").replace("1500", "2500"), JP_ROWS[1]), "jp-filers")
    assert counts(report) == (0, 1, 1, 0, 0)
    made = by_number(session, "6010001000001")
    assert made.name_native == "株式会社　新見本"
    assert {name.text for name in made.names if name.kind == NameKind.OTHER} >= {"株式会社　見本"}
    assert made.facts["capital_million_jpy"] == 2500
    assert made.facts["listed"] is True
    assert made.version == 2


def test_an_empty_cell_erases_nothing(session: Session, run: Import) -> None:
    run(jp_file(), "jp-filers")
    report = run(jp_file(JP_ROWS[0].replace('"SAMPLE CO., LTD."', "").replace("機械", "").replace("1500", "")), "jp-filers")
    assert counts(report) == (0, 0, 1, 0, 0)
    assert by_number(session, "6010001000001").name_latin == "SAMPLE CO., LTD."


@pytest.mark.parametrize("how", ["member", "verified", "registered"])
def test_what_somebody_looks_after_is_never_overwritten(session: Session, run: Import, make: SimpleNamespace, how: str) -> None:
    run(jp_file(), "jp-filers")
    kept = by_number(session, "6010001000001")
    if how == "member":
        make.member(kept, Role.REPRESENTATIVE)
    elif how == "verified":
        kept.state, kept.verified_at, kept.valid_until = OrganisationState.VERIFIED, func.now(), func.now()
    else:
        kept.source = OrganisationSource.REGISTERED
    session.flush()
    report = run(jp_file(JP_ROWS[0].replace("見本,", "新見本,").replace("1500", "2500"), JP_ROWS[2].replace("サンプル", "別名")), "jp-filers")
    assert counts(report) == (0, 0, 2, 0, 0)
    assert by_number(session, "6010001000001").name_native == "株式会社　見本"
    assert [(p.row, p.field, p.problem.value) for p in report.problems if p.problem.value == "kept_as_registered"] == [
        (2, "facts", "kept_as_registered"), (2, "name_ja", "kept_as_registered"),
    ]


def test_a_number_of_a_merged_organisation_is_its_successors(session: Session, run: Import, make: SimpleNamespace) -> None:
    run(jp_file(), "jp-filers")
    old, successor = by_number(session, "6010001000001"), make.organisation(country="JP")
    old.state, old.merged_into = OrganisationState.MERGED, successor
    session.flush()
    report = run(jp_file(JP_ROWS[0]), "jp-filers")
    assert counts(report) == (0, 0, 1, 0, 0)
    assert imported(session) == 2


def test_own_csv_with_tracks_and_kinds(session: Session, run: Import) -> None:
    report = run(
        csv_file(
            "JP,jp.cn,6010001000001,research_institute,見本研究所,,,,,,,,AI;ZZ", "IL,il.hp,519990006,,,Sample Works,,,,,,,",
            "KR,kr.brn,1168200276,,,Elsewhere,,,,,,,",
        ),
        "csv",
    )
    assert counts(report) == (2, 0, 0, 0, 1)
    assert by_number(session, "6010001000001").kind == "research_institute"
    assert by_number(session, "519990006").kind == "company"
    assert [(p.row, p.problem.value) for p in report.problems] == [(2, "unknown_track"), (4, "country_not_allowed")]


def test_suggestions_that_a_person_decided_stay(session: Session, run: Import, make: SimpleNamespace) -> None:
    run(il_file(), "il-companies")
    link = session.scalars(select(TrackLink).where(TrackLink.state == TrackLinkState.SUGGESTED)).first()
    link.state, link.decided_by_id = TrackLinkState.DISMISSED, make.person().id
    session.flush()
    run(il_file(), "il-companies")
    session.refresh(link)
    assert link.state == TrackLinkState.DISMISSED


def test_a_dry_run_reports_the_same_and_stores_nothing(session: Session, run: Import) -> None:
    dry = run(jp_file(), "jp-filers", dry_run=True)
    assert imported(session) == 0
    assert session.scalar(select(func.count()).select_from(RegistryImport)) == 0
    assert dry.as_dict() == run(jp_file(), "jp-filers").as_dict()


def test_the_record_event_and_index_promises(session: Session, run: Import) -> None:
    run(jp_file(), "jp-filers")
    record = session.scalars(select(RegistryImport)).one()
    assert record.state == ImportState.DONE
    assert (record.rows_read, record.created, record.merged) == (3, 2, 1)
    assert "EDINET" in record.attribution
    assert record.content is None
    outcomes = session.scalars(select(ImportedRow.outcome).order_by(ImportedRow.row)).all()
    assert outcomes == [RowOutcome.CREATED, RowOutcome.CREATED, RowOutcome.MERGED]
    assert session.scalar(select(func.count()).select_from(ImportProblem)) == 1
    promise = session.scalars(select(Owed).where(Owed.topic == "index", Owed.dedup.startswith("index:import:"))).one()
    assert len(promise.payload["organisation_ids"]) == 2
    session.commit()
    event = session.scalars(select(Event).where(Event.kind == "registry_import.done")).one()
    assert event.data == {"rows": 3, "created": 2, "updated": 0, "unchanged": 0, "merged": 1, "rejected": 0}


def test_the_planner_knows_the_rows_at_once(session: Session, run: Import) -> None:
    run(jp_file(), "jp-filers")
    for table in ("organisation", "organisation_name", "official_number", "imported_row"):
        planned = session.scalar(text("SELECT reltuples FROM pg_class WHERE oid = to_regclass(:table)"), {"table": table})
        assert planned == session.scalar(text(f"SELECT count(*) FROM {table}")) > 0


def test_a_refused_file_stores_nothing(session: Session, run: Import) -> None:
    with pytest.raises(FileRefused):
        run(io.BytesIO(il_file().getvalue()[:-20]), "il-companies")
    session.rollback()
    assert imported(session) == 0


def test_without_a_programme_it_says_what_to_do(session: Session) -> None:
    with pytest.raises(Refused, match="flask programme load japan-israel"):
        import_services.import_from_command(il_file(), "x", form("il-companies"), programme_code=None, by=CLOCK)


def test_an_unknown_programme_is_named(session: Session, programme: Programme) -> None:
    with pytest.raises(Refused, match=r"no programme other. There are: first"):
        import_services.import_from_command(il_file(), "x", form("il-companies"), programme_code="other", by=CLOCK)


def everything(session: Session) -> list[object]:
    tables = ["organisation", "organisation_name", "official_number", "organisation_track", "imported_row"]
    return [
        session.execute(text(f"SELECT {columns} FROM {table} ORDER BY {columns}")).all()
        for table, columns in zip(tables, [
            "id, name_native, name_latin, name_kana, sort_key, facts::text, industry", "organisation_id, kind, text, key", "organisation_id, scheme, value",
            "organisation_id, track_id, state, reason", "organisation_id, row, outcome",
        ], strict=True)
    ]


def latest(session: Session) -> RegistryImport:
    return session.scalars(select(RegistryImport).order_by(RegistryImport.id.desc())).first()


def test_undo_leaves_no_trace(session: Session, run: Import) -> None:
    before = everything(session)
    run(jp_file(), "jp-filers")
    outcome = import_services.undo(latest(session), by=CLOCK)
    session.flush()
    assert (outcome.deleted, outcome.restored) == (2, 0)
    assert everything(session) == before
    assert latest(session).state == ImportState.UNDONE
    assert counts(run(jp_file(), "jp-filers")) == (2, 0, 0, 1, 0)


def test_undo_restores_what_was_changed(session: Session, run: Import) -> None:
    run(jp_file(*JP_ROWS[:2]), "jp-filers")
    before = everything(session)
    assert counts(run(jp_file(JP_ROWS[0].replace("見本,", "新見本,").replace("機械", "輸送用機器"), JP_ROWS[2]), "jp-filers")) == (0, 1, 0, 1, 0)
    assert everything(session) != before
    outcome = import_services.undo(latest(session), by=CLOCK)
    session.flush()
    assert (outcome.deleted, outcome.restored) == (0, 1)
    assert everything(session) == before


@pytest.mark.parametrize(
    ("what", "words"),
    [("member", "People belong"), ("edit", "changed since"), ("track", "decided"), ("later", "later import"), ("merged", "merged into")],
)
def test_undo_is_refused_with_what_stands_on_the_import(
    session: Session, run: Import, make: SimpleNamespace, what: str, words: str
) -> None:
    run(il_file(), "il-companies")
    record, made = latest(session), by_number(session, "519990014")
    if what == "member":
        make.member(made)
    elif what == "edit":
        made.city = "Haifa"
    elif what == "track":
        made.track_links[0].decided_by_id = make.person().id
    elif what == "later":
        run(il_file(IL_ROWS[1].replace("Health", "Fintech")), "il-companies")
    else:
        other = make.organisation(country="IL")
        other.state, other.merged_into = OrganisationState.MERGED, made
    session.flush()
    with pytest.raises(Refused, match=words) as refusal:
        import_services.undo(record, by=CLOCK)
    assert "דוגמה" in str(refusal.value)
    assert imported(session) == 3


def test_an_import_is_undone_once(session: Session, run: Import) -> None:
    run(il_file(), "il-companies")
    import_services.undo(latest(session), by=CLOCK)
    with pytest.raises(Refused):
        import_services.undo(latest(session), by=CLOCK)


def many(number: int) -> io.BytesIO:
    from stdnum.jp import cn

    bases = (f"{900_000_000_000 + at}" for at in range(number))
    return jp_file(*(f"{cn.calc_check_digit(base)}{base},株式会社見本{base},,ミホン,見本市{base},機械,no,10,,,E{base}" for base in bases))


def peak_of(session: Session, programme: Programme, stream: io.BytesIO) -> int:
    check_rows(jp_file(), form("jp-filers"), programme=programme)
    tracemalloc.start()
    check_rows(stream, form("jp-filers"), programme=programme)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_rows(session: Session, programme: Programme) -> None:
    few, most = peak_of(session, programme, many(2_000)), peak_of(session, programme, many(8_000))
    assert most < few * 1.3


@pytest.mark.slow
@pytest.mark.skipif(not REGISTERS.exists(), reason="the two public registers are not beside the repository")
def test_the_two_public_registers(session: Session, run: Import) -> None:
    before = everything(session)
    reports = {}
    for key, name in (("il-companies", "il_companies.csv"), ("jp-filers", "jp_filers.csv")):
        with (REGISTERS / name).open("rb") as stream:
            reports[key] = run(stream, key)
    assert counts(reports["il-companies"]) == (5985, 0, 0, 0, 3)
    assert counts(reports["jp-filers"]) == (7025, 0, 0, 9, 0)
    rejected = [(p.row, p.value, p.problem.value) for p in reports["il-companies"].problems if p.field == "registration_number"]
    assert rejected == [(2, "067179978", "component"), (1104, "51403240", "length"), (2630, "5153142683", "length")]
    assert sum(p.problem.value == "same_number" for p in reports["jp-filers"].problems) == 9
    other = session.scalars(select(OrganisationName.text).where(OrganisationName.kind == NameKind.OTHER)).all()
    assert "株式会社サスティナ" in other
    for key, name in (("il-companies", "il_companies.csv"), ("jp-filers", "jp_filers.csv")):
        with (REGISTERS / name).open("rb") as stream:
            again = run(stream, key)
        assert counts(again) == (0, 0, again.rows - reports[key].rejected, 0, reports[key].rejected)
    for record in session.scalars(select(RegistryImport).order_by(RegistryImport.id.desc())).all():
        import_services.undo(record, by=CLOCK)
    session.flush()
    assert everything(session) == before
