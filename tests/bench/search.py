"""How fast the search is: `python -m tests.bench.search ORGANISATIONS [--data FOLDER]`, on a database of its own.

Builds that many organisations from the two registers with varied text (words of several descriptions mixed, so that no two
are alike), vectors from real ones with noise, then measures the search of the registry as a visitor and the whole page. Figures: all rounds, and the best round of each
question, which other work on the machine disturbs least.
"""

import argparse
import csv
import json
import os
import random
import statistics
import time
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, event, select, text

QUESTIONS = [
    "robot", "machine vision", "ロボット", "センサー 製造", "רובוט", "בינה מלאכותית", "autonomous driving lidar", "機械学習",
    '"computer vision" -medical', "トヨタ", "semicondutor", "cyber security", "自動車部品", "water leak detection", "サイバー",
    "電気", "medical imaging", "חקלאות", "drone", "7010401012345",
]
ROUNDS = 4


def texts(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    with (folder / "il_companies.csv").open(encoding="utf-8-sig") as file:
        israeli = list(csv.DictReader(file))
    with (folder / "jp_filers.csv").open(encoding="utf-8-sig") as file:
        japanese = list(csv.DictReader(file))
    return israeli, japanese


def column(row: dict[str, str], *names: str) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def build(count: int, folder: Path) -> None:
    from app.extensions import db
    from app.matching import embeddings, indexing, meaning

    draw = random.Random(0)
    israeli, japanese = texts(folder)
    sentences = [s.strip() for row in israeli for s in column(row, "description", "description_en").split(". ") if len(s) > 20]
    industries = sorted({column(row, "industry", "industry_ja") for row in japanese} - {""})
    connection = db.session.connection()
    made = connection.scalar(text("SELECT count(*) FROM organisation"))
    if made >= count:
        return
    rows = []
    for number in range(made, count):
        is_israeli = number % 2 == 0
        row = draw.choice(israeli if is_israeli else japanese)
        name = column(row, "name", "name_en", "name_latin") or f"Works {number}"
        native = column(row, "name_ja", "name_native", "name_he") or None
        words = ". ".join(draw.sample(sentences, 2)) if is_israeli else f"{draw.choice(industries)}に関する{draw.choice(['ロボット', 'センサー', '自動車部品', '電気機器', '機械学習', '医療機器'])}の{draw.choice(['開発', '製造', '販売'])}。{number}号"
        rows.append(
            {
                "public": f"b{number:011d}", "country": "IL" if is_israeli else "JP", "latin": f"{name} {number}"[:290], "native": native,
                "language": "ja" if native else None, "description": words, "spoken": "en" if is_israeli else "ja",
                "size": draw.choice([None, "1-10", "11-50", "51-200", "201-1000", "1001+"]), "sort": f"{name} {number}".lower()[:290],
                "state": draw.choice(["declared", "verified", "verified", "verified"]), "kind": draw.choice(["company"] * 8 + ["research_institute", "government_body"]),
            }
        )
    insert = text(
        "INSERT INTO organisation (public_id, kind, country, state, state_since, source, name_latin, name_native, name_native_language, sort_key, description,"
        " description_language, size_band, verified_at, valid_until) SELECT :public, :kind, :country, :state, now(), 'imported', :latin, :native, :language, :sort,"
        " :description, :spoken, :size, now(), now() + interval '300 days'"
    )
    for start in range(0, len(rows), 5000):
        connection.execute(insert, rows[start : start + 5000])
        print("organisations", start, flush=True)
    connection.execute(text(
        "INSERT INTO organisation_name (organisation_id, kind, text, key, grams) SELECT id, 'latin', name_latin, lower(name_latin), ARRAY[]::varchar[] FROM organisation o"
        " WHERE NOT EXISTS (SELECT 1 FROM organisation_name n WHERE n.organisation_id = o.id)"
    ))
    connection.execute(text(
        "INSERT INTO organisation_track (organisation_id, track_id, state, reason) SELECT o.id, t.id, 'confirmed', '' FROM organisation o"
        " JOIN LATERAL (SELECT id FROM track ORDER BY md5(o.id::text || id) LIMIT 1) t ON true WHERE o.id % 3 = 0 ON CONFLICT DO NOTHING"
    ))
    connection.execute(text(
        "INSERT INTO organisation_subtopic (organisation_id, subtopic_id) SELECT o.id, t.id FROM organisation o"
        " JOIN LATERAL (SELECT id FROM subtopic ORDER BY md5(o.id::text || id) LIMIT 1) t ON true WHERE o.id % 3 = 0 ON CONFLICT DO NOTHING"
    ))
    db.session.commit()
    from app.organisations.names import grams

    while True:
        empty = db.session.execute(text("SELECT id, key FROM organisation_name WHERE grams = '{}' LIMIT 5000")).all()
        if not empty:
            break
        db.session.execute(
            text("UPDATE organisation_name SET grams = :grams WHERE id = :id"), [{"id": row.id, "grams": grams(row.key) or ["-"]} for row in empty]
        )
        db.session.commit()
    if connection.scalar(text("SELECT count(*) FROM search_document")) < count:
        indexing.reindex(lambda done: print("indexed", done, flush=True), resume=True)
    noise = np.random.default_rng(0)
    languages = {
        "en": sentences[:120], "ja": [f"{industry}に関する製造と開発" for industry in industries[:40]],
    }
    known = meaning.means()
    real = {spoken: known.centre(embeddings.encode(some), [spoken] * len(some)) for spoken, some in languages.items()}
    db.session.execute(text("DROP INDEX IF EXISTS ix_search_chunk_vector"))
    db.session.commit()
    while True:
        waiting = db.session.execute(text("SELECT id, language FROM search_chunk WHERE vector IS NULL LIMIT 2000")).all()
        if not waiting:
            break
        values = []
        for row in waiting:
            base = real.get(row.language, real["en"])
            vector = base[draw.randrange(len(base))] + noise.normal(scale=0.03, size=embeddings.DIMENSIONS)
            values.append({"id": row.id, "vector": "[" + ",".join(f"{x:.4f}" for x in vector / np.linalg.norm(vector)) + "]"})
        db.session.execute(text("UPDATE search_chunk SET vector = CAST(:vector AS halfvec), mean_version = 0 WHERE id = :id"), values)
        db.session.commit()
    began = time.monotonic()
    db.session.execute(text("SET maintenance_work_mem = '1GB'"))
    db.session.execute(text("CREATE INDEX ix_search_chunk_vector ON search_chunk USING hnsw (vector halfvec_cosine_ops)"))
    db.session.commit()
    print("vector index", round(time.monotonic() - began), "s", flush=True)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as own:
        own.execute(text("VACUUM ANALYZE"))


class Clock:
    """How long the database took for the statements since it was last read, in milliseconds."""

    def __init__(self, engine: Engine) -> None:
        self.spent = 0.0
        event.listen(engine, "before_cursor_execute", self._begin)
        event.listen(engine, "after_cursor_execute", self._end)

    def _begin(self, *_: object) -> None:
        self.began = time.perf_counter()

    def _end(self, *_: object) -> None:
        self.spent += (time.perf_counter() - self.began) * 1000

    def read(self) -> float:
        spent, self.spent = self.spent, 0.0
        return spent


def measured(work: object, questions: list[str]) -> dict[str, float]:
    times: dict[str, list[float]] = {question: [] for question in questions}
    for _ in range(ROUNDS):
        for question in questions:
            began = time.perf_counter()
            told = work(question)  # type: ignore[operator]
            times[question].append((time.perf_counter() - began) * 1000 if told is None else told)
    for question, spent in times.items():
        print(f"{statistics.median(spent):8.1f} {min(spent):8.1f} ms  {question}", flush=True)
    every = sorted(one for spent in times.values() for one in spent)
    best = sorted(map(min, times.values()))
    return {
        "p50": round(statistics.median(every), 1), "p95": round(every[int(len(every) * 0.95) - 1], 1),
        "best p50": round(statistics.median(best), 1), "best p95": round(best[int(len(best) * 0.95)], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("organisations", type=int)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folder", type=Path, default=Path("instance/bench"))
    given = parser.parse_args()
    os.environ["MUSUBI_INSTANCE"] = str(given.folder.absolute())
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from alembic import command

    from app import create_app
    from app.accounts.rights import Anonymous
    from app.core import health
    from app.extensions import db
    from app.matching import queries, taxonomy
    from app.matching.criteria import Criteria
    from app.organisations.models import Organisation

    app = create_app()
    with app.app_context():
        command.upgrade(health.alembic_config(), "head")
    app.test_cli_runner().invoke(args=["programme", "load", "japan-israel"])
    with app.app_context():
        build(given.organisations, given.data)

    def asked(question: str) -> None:
        with app.test_request_context():
            known = taxonomy.load()
            queries.search(Anonymous(), Criteria(text=question), known, 1)
            db.session.rollback()

    with app.app_context():
        clock = Clock(db.engine)

    def statements(question: str) -> float:
        clock.read()
        asked(question)
        return clock.read()

    def counterparts(key: str) -> None:
        with app.test_request_context():
            organisation = db.session.get_one(Organisation, int(key))
            queries.counterparts(Anonymous(), queries.of_organisation(organisation), 1, reserved=20)
            db.session.rollback()

    def reference(_: str) -> None:
        with app.app_context():
            db.session.execute(text("SELECT count(*) FROM generate_series(1, 100000)"))
            db.session.rollback()

    client = app.test_client()

    def page(question: str) -> None:
        assert client.get("/organisations", query_string={"q": question}, headers={"Host": "localhost"}).status_code == 200

    everything = [*QUESTIONS, ""]
    with app.app_context():
        some = select(Organisation.id).where(Organisation.id % (given.organisations // 20) == 0).order_by(Organisation.id).limit(20)
        subjects = [str(key) for key in db.session.scalars(some)]
    figures = {
        "organisations": given.organisations, "reference": measured(reference, ["counting 100,000 numbers"]),
        "search": measured(asked, everything), "its statements": measured(statements, everything), "page": measured(page, everything),
        "counterparts": measured(counterparts, subjects),
        "reference after": measured(reference, ["counting 100,000 numbers"]),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
