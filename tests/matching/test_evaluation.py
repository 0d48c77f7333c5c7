"""`flask match evaluate`, on small made-up works."""

import json
import random

import pytest

METHODS = ("random", "popularity", "bm25", "tfidf", "ours")
SETTINGS = ("all", "new", "new_foreign", "one_country")
KEYS = ["setting", "method", "queries", "candidates", "recall@10", "recall@50", "hit@1", "hit@5", "mrr", "ndcg@10"]
TOPICS = ("gripper fruit harvest", "lidar road traffic", "speech dialogue learning", "surgery needle robot")


def write(folder, works, countries):
    folder.mkdir(exist_ok=True)
    with (folder / "works.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(work) + "\n" for work in works)
    rows = [f"{key},Sample {key},{country},sample.example,HES,9\n" for key, country in enumerate(countries)]
    (folder / "organisations.csv").write_text("id,name,country,domain,kind_guess,works\n" + "".join(rows), encoding="utf-8")


@pytest.fixture
def data(tmp_path):
    """Sixteen organisations in four topics; who works on a topic works with others of that topic."""
    chance = random.Random(7)
    works = []
    for year in range(2010, 2020):
        for _ in range(40):
            topic = chance.randrange(4)
            partners = chance.sample(range(topic * 4, topic * 4 + 4), 2)
            words = chance.choices(TOPICS[topic].split(), k=6) + chance.choices(["model", "result", "paper", "value"], k=4)
            works.append({"id": len(works), "year": year, "venue": chance.choice(["one", "two"]), "title": " ".join(words), "abstract": "", "organisations": partners})
    folder = tmp_path / "data"
    write(folder, works, ["JP", "IL", "JP", ""] * 4)
    return folder


@pytest.fixture
def evaluate(app, data):
    def evaluate(*more, before="2018", queries="2018-2019"):
        arguments = ["match", "evaluate", "--data", str(data), "--history-before", before, "--queries", queries, "--json", *more]
        return app.test_cli_runner().invoke(args=arguments)

    return evaluate


def rows(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_for_each_setting_and_method(evaluate):
    found = rows(evaluate())
    assert [(row["setting"], row["method"]) for row in found] == [(setting, method) for setting in SETTINGS for method in METHODS]
    assert all(list(row) == KEYS for row in found)
    assert all(0 <= row[key] <= 1 for row in found for key in KEYS[4:])


def test_who_works_on_the_topic_is_found(evaluate):
    by_method = {row["method"]: row for row in rows(evaluate()) if row["setting"] == "all"}
    assert by_method["ours"]["queries"] == 80
    assert by_method["ours"]["candidates"] == 15
    assert by_method["ours"]["mrr"] > by_method["popularity"]["mrr"]
    assert by_method["ours"]["hit@5"] == 1


def test_the_same_seed_gives_the_same_figures_from_the_cache_too(evaluate):
    assert evaluate("--limit", "20", "--seed", "3").stdout == evaluate("--limit", "20", "--seed", "3").stdout


def test_a_limit_and_venues_narrow(evaluate):
    assert rows(evaluate("--limit", "5"))[0]["queries"] == 5
    assert rows(evaluate("--venues", "one"))[0]["queries"] < 80


def test_tables_and_ablation(evaluate):
    found = rows(evaluate("--tables", "--ablation"))
    tables = {row.get("table") for row in found}
    assert tables == {None, "weights", "paired", "newcomers", "fairness", "ablation"}
    fair = [row for row in found if row.get("table") == "fairness" and row["facet"] == "country" and row["method"] == "ours"]
    for share in ("eligible", "exposure", "partners"):
        assert sum(row[share] for row in fair) == pytest.approx(1, abs=0.01)
    weights = next(row for row in found if row.get("table") == "weights")
    assert sum(weights["weights"].values()) == pytest.approx(1, abs=0.01)
    assert "2016-2017" in weights["source"]
    assert next(row for row in found if row.get("table") == "ablation" and row["without"] == "reach")["lost"]


def test_too_few_outcomes_fall_back_to_the_starting_weights(evaluate):
    weights = next(row for row in rows(evaluate("--tables", before="2011", queries="2011")) if row.get("table") == "weights")
    assert "starting weights" in weights["source"]


def test_years_that_were_seen_are_refused(evaluate):
    result = evaluate(queries="2016-2018")
    assert result.exit_code == 1
    assert "not unseen" in result.output


def test_years_without_queries_are_refused(evaluate):
    assert evaluate(queries="2030").exit_code == 1


@pytest.mark.parametrize("broken", ['{"year": 2010', '{"year": "x", "organisations": []}', '{"title": "no year"}'])
def test_a_broken_line_is_named(evaluate, data, broken):
    with (data / "works.jsonl").open("a") as file:
        file.write(broken + "\n")
    result = evaluate()
    assert result.exit_code == 1
    assert "line 401" in result.output


def test_nothing_of_the_query_years_is_learned(evaluate, data):
    """Words and partners of later works change nothing about earlier questions."""
    before = evaluate(queries="2018").stdout
    works = [json.loads(line) for line in (data / "works.jsonl").read_text().splitlines()]
    for work in works:
        if work["year"] == 2019:
            work["title"], work["organisations"] = "entirely other words", [0, 9]
    (data / "works.jsonl").write_text("".join(json.dumps(work) + "\n" for work in works))
    assert evaluate(queries="2018").stdout == before


def test_weights_are_learned_and_shown(app, session, data):
    runner = app.test_cli_runner()
    shown = json.loads(runner.invoke(args=["match", "weights", "show"]).stdout)
    learned = json.loads(runner.invoke(args=["match", "weights", "fit", "--data", str(data), "--history-before", "2018"]).stdout)
    for found in (shown, learned):
        assert sum(found["weights"].values()) == pytest.approx(1, abs=0.001)
        assert found["fitted_on"]
    assert "2016-2017" in learned["measure"]
    assert learned["weights"]["shared_subtopics"] == shown["weights"]["shared_subtopics"]
    assert learned["weights"] != shown["weights"]
