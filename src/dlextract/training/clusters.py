"""Sentences without any marks → clusters of words that stand among the same words.

Positive pointwise mutual information of words and the words beside them (left, right, and two to four words away), with
the contexts' shares smoothed, a truncated singular value decomposition with the square roots of the singular values,
and k-means on vectors of unit length; see Levy, Goldberg and Dagan, "Improving Distributional Similarity with Lessons
Learned from Word Embeddings", TACL 2015.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from ..errors import UsageError
from ..judging.clusters import NO_CLUSTERS, WordClusters

if TYPE_CHECKING:
    from ..judging.arrays import Floats, Integers

FINE = 512
COARSE = 128
LEAST_FINDS = 5
"""Words that stand less often have no cluster."""

_CONTEXTS = 6000
_NEAR = (2, 3, 4)
_DIMENSIONS = 100
_SMOOTHING = 0.75
_WORDS_PER_CLUSTER = 8
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words that stand often enough, the commonest first, and a vector of unit length for each."""

    words: tuple[str, ...]
    vectors: Floats


def known_words(sentences: Iterable[Sequence[str]], seed: int) -> KnownWords:
    """Return the words of ``sentences`` that stand often enough, with vectors; none where there are too few of them.

    Raises:
        UsageError: scikit-learn is not installed.
    """
    texts = [list(words) for words in sentences]
    counted = Counter(word for words in texts for word in words)
    known = sorted((word for word in counted if counted[word] >= LEAST_FINDS), key=lambda word: (-counted[word], word))
    if len(known) < 2 * _WORDS_PER_CLUSTER:
        return KnownWords((), np.zeros((0, 0)))
    return KnownWords(tuple(known), _vectors(texts, {word: number for number, word in enumerate(known)}, seed))


def clusters_of(known: KnownWords, seed: int) -> WordClusters:
    """Return the clusters of the ``known`` words; none where there are too few for two clusters."""
    if not known.words:
        return NO_CLUSTERS
    fine, fine_names = _divide(known.vectors, known.words, FINE, seed)
    coarse, coarse_names = _divide(known.vectors, known.words, COARSE, seed)
    codes, first = np.unique(np.array([crc32(word.encode()) for word in known.words], np.int64), return_index=True)
    return WordClusters(codes, fine[first], coarse[first], fine_names, coarse_names)


def _vectors(texts: Sequence[Sequence[str]], numbers: dict[str, int], seed: int) -> Floats:
    """Return a vector of unit length for each word, words × dimensions."""
    try:
        from scipy.sparse import csr_matrix
        from sklearn.utils.extmath import randomized_svd
    except ImportError as error:
        raise UsageError("train judges", "scikit-learn is missing", "pip install 'dlextract[train]'") from error
    table = _together(texts, numbers).tocoo()
    total = float(table.sum())
    of_word = np.asarray(table.sum(axis=1)).ravel()
    of_context = np.asarray(table.sum(axis=0)).ravel() ** _SMOOTHING
    of_context *= total / of_context.sum()
    information = np.log(table.data * total / (of_word[table.row] * of_context[table.col]))
    kept = information > 0
    table = csr_matrix((information[kept], (table.row[kept], table.col[kept])), shape=table.shape)
    most = min(_DIMENSIONS, len(numbers) - 1)
    left, sizes, _ = randomized_svd(table, most, n_iter=4, random_state=seed)
    vectors: Floats = left * np.sqrt(sizes)
    vectors -= vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return vectors


def _together(texts: Sequence[Sequence[str]], numbers: dict[str, int]) -> Any:
    """Return how often each word stands beside each of the common ones: left of it, right of it, near it."""
    from scipy.sparse import coo_matrix, hstack

    flat = np.array([numbers.get(word, -1) for words in texts for word in words], dtype=np.int64)
    owner = np.repeat(np.arange(len(texts)), [len(words) for words in texts])
    contexts = min(len(numbers), _CONTEXTS)

    def beside(distance: int, backwards: bool) -> Any:
        first, second = flat[:-distance], flat[distance:]
        both = (owner[:-distance] == owner[distance:]) & (first >= 0) & (second >= 0)
        word, context = (second[both], first[both]) if backwards else (first[both], second[both])
        common = context < contexts
        ones = np.ones(int(common.sum()), dtype=np.float64)
        return coo_matrix((ones, (word[common], context[common])), shape=(len(numbers), contexts)).tocsr()

    near = sum(beside(distance, backwards) for distance in _NEAR for backwards in (True, False))
    return hstack([beside(1, True), beside(1, False), near]).tocsr()


def _divide(vectors: Floats, words: Sequence[str], most: int, seed: int) -> tuple[Integers, tuple[str, ...]]:
    """Return the number of each word's cluster, from 1, and the commonest words of each; ``words`` are in order."""
    from sklearn.cluster import KMeans

    count = min(most, len(words) // _WORDS_PER_CLUSTER)
    labels: Integers = KMeans(count, n_init=1, max_iter=40, random_state=seed).fit(vectors).labels_.astype(np.int64)
    names = tuple(
        ", ".join(words[number] for number in np.flatnonzero(labels == cluster)[:_EXAMPLES]) for cluster in range(count)
    )
    labels += 1
    return labels, names
