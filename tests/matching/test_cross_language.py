"""Texts found across languages: cutting, languages, vectors, and the command that measures."""

import csv
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import cross_language, embeddings, geometry
from app.matching.chunks import capped, chunks, digest, language_of
from app.matching.cross_language import FaultyPairs

PAIRS = [
    ("協働ロボット", "Robots that work beside people"),
    ("機械学習", "Machine learning"),
    ("ライダーによる距離の測定", "Measuring distance by LiDAR"),
    ("農業用の無人航空機", "Drones for agriculture"),
    ("病院の患者を遠隔で見守る", "Watching over patients of a hospital from afar"),
    ("電力網の需要予測", "Forecasting demand in the power grid"),
]


@pytest.fixture
def pairs(tmp_path):
    path = tmp_path / "pairs.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("source", "target"), *PAIRS])
    return path


@pytest.mark.parametrize(
    ("text", "given", "language"),
    [("収穫ロボット", None, "ja"), ("רובוט קטיף", None, "he"), ("로봇 공학", None, "ko"), ("Harvest robot", None, "en"),
     ("Harvest robot", "he", "en"), ("Robot récolteur", "fr", "fr"), ("LiDARセンサの製造", "en", "ja"), ("機器人", "zh", "zh"),
     ("12345", "ja", "ja"), ("", None, "en"), ("מצלמות LiDAR ו-Radar לרכב", "en", "he")],
)
def test_the_language_of_a_text(text, given, language):
    assert language_of(text, given) == language


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab רק収穫。. \n", max_size=900))
def test_chunks_hold_the_whole_text_in_order(text):
    parts = chunks(text)
    assert all(part and capped(part) == part for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_texts_are_capped_at_300_words():
    assert capped("word " * 1000) == ("word " * 300).strip()
    assert len(capped("機" * 1000)) == 600
    assert len(chunks("A plain sentence of seven words here. " * 60)) == 4
    assert digest("one") != digest("two")


def test_the_mean_of_a_language_is_taken_out():
    rng = np.random.default_rng(0)
    vectors = geometry.unit(rng.normal(size=(40, 8)).astype(np.float32) + 5)
    languages = ["ja"] * 20 + ["en"] * 20
    means = {"ja": vectors[:20].mean(axis=0), "en": vectors[20:].mean(axis=0)}
    moved = geometry.centred(vectors, languages, means)
    assert np.allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
    assert abs((moved[:20] @ moved[20:].T).mean()) < 0.1 < (vectors[:20] @ vectors[20:].T).mean()


def test_hubs_lose_what_they_have_of_everybody():
    scores = np.array([[0.9, 0.8, 0.1], [0.9, 0.1, 0.8], [0.95, 0.2, 0.2]], np.float32)
    assert list(scores.argmax(axis=1)) == [0, 0, 0]
    assert list(geometry.balanced(scores).argmax(axis=1)) == [1, 2, 0]


def test_translations_lie_near_each_other(app, session):
    vectors = embeddings.encode([text for pair in PAIRS for text in pair])
    scores = cross_language.by_meaning(vectors[::2], vectors[1::2], ("ja", "en"), None)
    assert list(scores.argmax(axis=1)) == list(range(len(PAIRS)))


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["match", "cross-language", "--from-language", "ja", "--to-language", "en", *map(str, arguments)])


def test_the_command_measures_by_words_and_by_all(app, session, pairs):
    result = run(app, "--pairs", pairs, "--no-glossary", "--json")
    assert result.exit_code == 0, result.output
    lines = {line["method"]: line for line in map(json.loads, filter(lambda row: row.startswith("{"), result.stdout.splitlines()))}
    assert set(lines) == {"words", "ours_alone", "ours"}
    assert lines["ours"]["recall@1"] == 1
    assert lines["words"]["recall@1"] < 1
    assert lines["ours"]["recall@10"] == lines["words"]["recall@10"] == 1
    assert lines["ours"]["pairs"] == len(PAIRS)


def test_without_vectors_the_command_goes_by_words_and_taxonomy(app, session, pairs, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], embeddings=False))
    result = run(app, "--pairs", pairs, "--json")
    assert result.exit_code == 0
    assert "by words, taxonomy and glossary alone" in result.stderr
    ours = next(line for line in map(json.loads, result.stdout.splitlines()) if line["method"] == "ours")
    assert 0 < ours["recall@1"] <= 1
    with pytest.raises(embeddings.Unavailable):
        embeddings.encode(["text"])


def test_a_file_without_pairs_is_refused(app, session, tmp_path):
    for content in ("a,b\n1,2\n", "source,target\n,\n"):
        path = tmp_path / "faulty.csv"
        path.write_text(content)
        assert run(app, "--pairs", path).exit_code == 1
        with pytest.raises(FaultyPairs):
            cross_language.read_pairs(path)


def test_equal_scores_stand_in_the_order_of_the_seed_and_equal_texts_are_right():
    level = np.zeros((4, 4), np.float32)
    first = cross_language.measures(level, list("abcd"), seed=1)
    assert first == cross_language.measures(level, list("abcd"), seed=1)
    assert first["recall@1"] == 0.25
    assert cross_language.measures(level, list("aaaa"), seed=1)["mrr"] == 1


class Answering(BaseHTTPRequestHandler):
    """A server of vectors that counts letters."""

    length = embeddings.DIMENSIONS

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rows = [{"index": at, "embedding": [float(len(text))] + [0.0] * (self.length - 1)} for at, text in enumerate(asked["input"])]
        body = json.dumps({"data": rows[::-1], "model": asked["model"]}).encode()
        self.send_response(200 if self.headers["Authorization"] == "Bearer sample-key" else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Say nothing."""


def test_a_server_of_vectors_takes_the_place_of_the_package(app, session, monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        there = replace(
            app.config["SETTINGS"], embeddings_url=f"http://127.0.0.1:{server.server_port}/v1", embeddings_model="sample", embeddings_key="sample-key",
        )
        monkeypatch.setitem(app.config, "SETTINGS", there)
        assert embeddings.encode(["a", "abc"])[:, 0].tolist() == [1.0, 1.0]
        monkeypatch.setitem(app.config, "SETTINGS", replace(there, embeddings_key="other"))
        with pytest.raises(embeddings.Unavailable):
            embeddings.encode(["a"])
        monkeypatch.setitem(app.config, "SETTINGS", there)
        monkeypatch.setattr(Answering, "length", 5)
        with pytest.raises(embeddings.Unavailable):
            embeddings.encode(["a"])
    finally:
        server.shutdown()
        server.server_close()
