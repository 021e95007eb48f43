"""BILUO tags of words, and the entities that a table of scores makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.generic]

SPANS = "encoder"
"""Key of ``Doc.spans`` for the entities with their chances (``attrs["scores"]``)."""

_SURE = 0.95
"""Words that are this likely no part of an entity part the stretches that are looked at for entities."""

Found: TypeAlias = tuple[str, int, int, float]
"""Label, first token, the token behind the last one and the chance that it is right."""

_PLACES = 4
"""Tags of a label: B, I, L and U."""


def tags_of(labels: Iterable[str]) -> tuple[str, ...]:
    """Return the tags of the network in order: "O", then B, I, L and U of each label."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BILU"))


def check_tags(number: object, labels: Sequence[str]) -> None:
    """Raise a ValueError unless a network of ``number`` tags is one for ``labels``."""
    if number != len(tags_of(labels)):
        raise ValueError(f"the network has {number} tags, its labels need {len(tags_of(labels))}")


def shares_of_labels(scores: Array) -> Array:
    """Return the share that the tags of each label have at each word, words × labels.

    Args:
        scores: of each word (rows) for each tag of ``tags_of(labels)``.
    """
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    labels: Array = shares[:, 1:].reshape(len(scores), (shares.shape[1] - 1) // _PLACES, _PLACES).sum(axis=2)
    return labels


def entities(scores: Array, labels: Sequence[str]) -> Iterator[tuple[str, int, int, float]]:
    """Yield ``(label, first word, word behind the last, share)`` of the best sequence of tags.

    Args:
        scores: of each word (rows) for each tag of ``tags_of(labels)``.
        labels: the labels in the order of the tags.
    """
    tags = tags_of(labels)
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    shares = np.exp(logs)
    start = 0
    for word, tag in enumerate(_best(logs, tags)):
        place, _, label = tags[tag].partition("-")
        if place in "BU":
            start = word
        if place in "LU":
            path = [
                tags.index(f"{p}-{label}") for p in ("U" if start == word else "B" + "I" * (word - start - 1) + "L")
            ]
            yield label, start, word + 1, float(min(shares[start + k, t] for k, t in enumerate(path)))


def entities_between(scores: Array, space: Array, labels: Sequence[str]) -> Iterator[tuple[str, int, int, float]]:
    """Yield what ``entities`` does for a text with white space among its tokens, which is in no entity's edges.

    Args:
        scores: of each token (rows) for each tag of ``tags_of(labels)``.
        space: which tokens are white space.
        labels: the labels in the order of the tags.
    """
    words = np.flatnonzero(np.logical_not(space))
    scores = scores[words]
    if not len(words):
        return
    scores = scores - scores.max(axis=1, keepdims=True)
    shares = np.exp(scores)
    none = shares[:, 0] / shares.sum(axis=1)
    open_ = np.concatenate([[False], none < _SURE, [False]])
    starts, stops = np.flatnonzero(open_[1:] & ~open_[:-1]), np.flatnonzero(open_[:-1] & ~open_[1:])
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        for label, first, end, share in entities(scores[start:stop], labels):
            yield label, int(words[start + first]), int(words[start + end - 1]) + 1, share


def shares_of_words(scores: Array, space: Array) -> Array:
    """Return the share of each label at each token, tokens × labels; of white space NaN."""
    shares = shares_of_labels(scores)
    shares[space] = np.nan
    return shares


def _best(logs: Array, tags: Sequence[str]) -> list[int]:
    """Return the likeliest sequence of tags that fits together."""
    if not len(logs):
        return []
    allowed = _transitions(tuple(tags))
    opens = np.array([0.0 if tag[0] in "OBU" else -np.inf for tag in tags])
    closes = np.array([0.0 if tag[0] in "OLU" else -np.inf for tag in tags])
    best = logs[0] + opens
    back = np.zeros(logs.shape, dtype="int64")
    for word in range(1, len(logs)):
        paths = best[:, None] + allowed
        back[word] = paths.argmax(axis=0)
        best = paths[back[word], np.arange(len(tags))] + logs[word]
    path = [int((best + closes).argmax())]
    for word in range(len(logs) - 1, 0, -1):
        path.append(int(back[word, path[-1]]))
    return path[::-1]


@lru_cache(maxsize=8)
def _transitions(tags: tuple[str, ...]) -> Array:
    def fits(one: str, other: str) -> bool:
        if one[0] in "BI":
            return other[0] in "IL" and other[2:] == one[2:]
        return other[0] in "OBU"

    return np.array([[0.0 if fits(one, other) else -np.inf for other in tags] for one in tags])
