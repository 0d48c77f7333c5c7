"""The methods to compare with, as others use them: chance, popularity, BM25 and TF-IDF."""

from collections.abc import Mapping

import bm25s
import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from app.matching.evaluation.collaborations import Split
from app.matching.scoring.texts import Array

RANDOM, POPULARITY, BM25, TFIDF = "random", "popularity", "bm25", "tfidf"


def scores(split: Split, seed: int) -> Mapping[str, Array]:
    """Method → queries × candidates."""
    shape = (len(split.queries), len(split.candidates))
    return {
        RANDOM: np.random.default_rng(seed).random(shape, np.float32),
        POPULARITY: np.broadcast_to(split.works_before.astype(np.float32), shape),
        BM25: _bm25(split),
        TFIDF: _tfidf(split),
    }


def _bm25(split: Split) -> Array:
    """One document per organisation, all its works; the package's defaults and English stop words."""
    documents: list[list[str]] = [[] for _ in split.candidates]
    for row in split.rows:
        work = split.data.works[row]
        for one in work.organisations:
            if one in split.position:
                documents[split.position[one]].append(work.text)
    engine = bm25s.BM25()
    engine.index(bm25s.tokenize([" ".join(texts) for texts in documents], stopwords="english", show_progress=False), show_progress=False)
    asked = bm25s.tokenize(_asked(split), stopwords="english", return_ids=False, show_progress=False)
    return np.stack([engine.get_scores(tokens) for tokens in asked]).astype(np.float32)


def _tfidf(split: Split) -> Array:
    """The centroid of each organisation's sublinear TF-IDF vectors of words and pairs."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english", min_df=2, dtype=np.float32)
    try:
        works = vectorizer.fit_transform([split.data.works[row].text for row in split.rows])
    except ValueError:  # no word is held by two works
        return np.zeros((len(split.queries), len(split.candidates)), np.float32)
    centroids = normalize(sparse.csr_matrix(split.holders[:, split.candidates].T @ works))
    return np.asarray((vectorizer.transform(_asked(split)) @ centroids.T).toarray(), np.float32)


def _asked(split: Split) -> list[str]:
    return [split.data.works[query.row].text for query in split.queries]
