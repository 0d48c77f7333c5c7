"""Where organisations stand in the network of joint work.

Their vectors lie near each other where walks from partner to partner soon lead from one to the other: NetMF of Qiu et al. 2018 ("Network embedding as matrix factorization"), the closed form
of DeepWalk: the logarithm of how much more often than by chance walks of a few steps join two organisations, factorised.
"""

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from app.matching.scoring.texts import Array, Matrix

STEPS = 3
DIMENSIONS = 128
MOST = 8_000
"""The matrix is full, so of a greater network only those with most joint work are placed."""


def positions(cooperation: Matrix) -> Array:
    """Organisations × dimensions from how much each two did together; unit rows, zeros for those without a place."""
    size = cooperation.shape[0]
    joint = np.asarray(cooperation.sum(axis=1)).ravel()
    placed = np.sort(np.argsort(-joint, kind="stable")[:MOST])
    placed = placed[joint[placed] > 0]
    found = np.zeros((size, min(DIMENSIONS, max(len(placed), 1))), np.float32)
    if len(placed):
        found[placed] = _factors(sparse.csr_matrix(cooperation[placed][:, placed]), found.shape[1])
    return found


def _factors(joint: Matrix, dimensions: int) -> Array:
    much = np.asarray(joint.sum(axis=1)).ravel()
    much[much == 0] = 1
    step = (sparse.diags(1 / much) @ joint).toarray().astype(np.float32)
    walk, total = step, step.copy()
    for _ in range(STEPS - 1):
        walk = walk @ step
        total += walk
    total *= much.sum() / STEPS / much[None, :]
    left, strength, _ = randomized_svd(np.log(np.maximum(total, 1)), dimensions, random_state=0)
    vectors = left * np.sqrt(strength)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
