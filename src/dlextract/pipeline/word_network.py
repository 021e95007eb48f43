"""The shipped network, read and run without spaCy: importing that takes a third of the time of a cold start.

A word has a vector of what it is (its norm, first letter, ending, shape, tag and parts), which is worked out once for
each distinct word and kept; then each word takes up what stands around it, layer by layer, and gets a score for each
tag. The arithmetic is that of spaCy's layers MultiHashEmbed, StaticVectors (floret) and MaxoutWindowEncoder, and of
``dlextract.Tagger.v1``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from .hashes import long_hashes, numbers_of, spread
from .tags import Array

Word: TypeAlias = str | tuple[str, str]
"""A word, with its tag if it has one."""

_KEPT = 50_000
"""Words whose vectors are kept: about those of 25 papers, 19 MB."""

_MANY = 1_000
"""Rows of vectors of one word that are added up one after the other; those of a longer one in larger pieces."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer that takes the largest of some sums, normalised: ``weights`` pieces × outputs × inputs."""

    weights: Array
    shift: Array
    scale: Array
    offset: Array

    def __call__(self, x: Array) -> Array:
        """Return rows × outputs for rows × inputs."""
        pieces, width, inputs = self.weights.shape
        sums = np.matmul(x, self.weights.reshape(pieces * width, inputs).T)
        sums += self.shift
        best: Any = np.maximum(sums[:, :width], sums[:, width : 2 * width])
        for piece in range(2, pieces):
            np.maximum(best, sums[:, piece * width : (piece + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread_ = (best * best).mean(axis=1, keepdims=True)
        spread_ += np.float32(1e-8)
        best *= spread_ ** np.float32(-0.5)
        best *= self.scale
        best += self.offset
        made: Array = best
        return made


@dataclass(frozen=True, slots=True)
class Pieces:
    """Vectors of the parts of words (floret): ``rows`` as read from the file, and how parts are cut and hashed."""

    rows: Array
    shortest: int
    longest: int
    count: int
    seed: int
    begin: str
    end: str

    def of(self, words: Sequence[str]) -> Array:
        """Return the mean vector of the parts of each word, words × width."""
        parts = [self._parts(word) for word in words]
        sizes = np.asarray([len(some) * self.count for some in parts])
        ends = np.cumsum(sizes)
        places = self._places(parts)
        means = np.zeros((len(words), self.rows.shape[1]), dtype="float32")
        for number in np.flatnonzero(sizes > _MANY).tolist():
            for at in range(ends[number] - sizes[number], ends[number], _MANY):
                means[number] += self.rows[places[at : min(at + _MANY, ends[number])]].sum(axis=0)
        usual = np.flatnonzero(sizes <= _MANY)
        usual = usual[np.argsort(-sizes[usual], kind="stable")]
        starts, left = (ends - sizes)[usual], len(usual)
        sums = np.zeros((left, means.shape[1]), dtype="float32")
        for part in range(int(sizes[usual].max(initial=0))):
            while sizes[usual[left - 1]] <= part:
                left -= 1
            sums[:left] += self.rows[places[starts[:left] + part]]
        means[usual] = sums
        means *= (1.0 / sizes).astype("float32")[:, None]
        return means

    def _parts(self, word: str) -> list[str]:
        """Return the word, with signs for its begin and end, and its parts."""
        key = f"{self.begin}{word}{self.end}"
        sizes = range(self.shortest, self.longest + 1)
        return [key, *(key[start : start + size] for size in sizes for start in range(len(key) - size + 1))]

    def _places(self, parts: Sequence[Sequence[str]]) -> Array:
        """Return the rows of all parts of all words, one after the other."""
        numbers = {part: number for number, part in enumerate(dict.fromkeys(chain.from_iterable(parts)))}
        hashes = long_hashes([part.encode() for part in numbers], self.seed)[:, : self.count]
        rows = hashes.astype("int64") % len(self.rows)
        return rows[[numbers[part] for part in chain.from_iterable(parts)]].reshape(-1)


class WordNetwork:
    """Says of each word of a text how likely each tag is.

    Args:
        tables: for norm, prefix, suffix, shape and tag of a word, in this order: a seed and a table of vectors.
        pieces: vectors of the parts of words.
        pieces_to_width: width × the width of these.
        embed: the layer that joins them.
        encode: the layers that look at neighbours.
        head: the layer above them.
        out: weights (tags × width) and shift of the scores.
    """

    def __init__(
        self,
        tables: Sequence[tuple[int, Array]],
        pieces: Pieces,
        pieces_to_width: Array,
        embed: Layer,
        encode: Sequence[Layer],
        head: Layer,
        out: tuple[Array, Array],
    ) -> None:
        self._tables, self._pieces, self._pieces_to_width = tables, pieces, pieces_to_width
        self._embed, self._encode, self._head, self._out = embed, encode, head, out
        self.tags = len(out[0])
        self._rows: dict[Word, int] = {}
        self._vectors = np.zeros((0, len(out[0][0])), dtype="float32")

    def __len__(self) -> int:
        return len(self._rows)

    def vectors(self, words: Sequence[Word]) -> Array:
        """Return the vector of each word before its neighbours are looked at, words × width."""
        rows = self._rows
        new = [word for word in dict.fromkeys(words) if word not in rows]
        if new:
            if len(rows) + len(new) > len(self._vectors):
                rows.clear()
                new = list(dict.fromkeys(words))
                if len(new) > len(self._vectors):
                    self._vectors = np.empty((max(_KEPT, len(new)), self._vectors.shape[1]), dtype="float32")
            first = len(rows)
            self._vectors[first : first + len(new)] = self._embedded(new)
            rows.update(zip(new, range(first, first + len(new)), strict=True))
        return self._vectors[[rows[word] for word in words]]

    def scores(self, parts: Sequence[Array]) -> list[Array]:
        """Return words × tags for each part of a text, given the vectors of its words; no part sees another."""
        pad = len(self._encode)
        width = self._vectors.shape[1]
        gap = np.zeros((pad, width), dtype="float32")
        x = np.concatenate([gap, *chain.from_iterable((part, gap) for part in parts)])
        windows = np.zeros((len(x), 3, width), dtype="float32")
        for layer in self._encode:
            windows[1:, 0], windows[:, 1], windows[:-1, 2] = x[:-1], x, x[1:]
            x += layer(windows.reshape(len(x), 3 * width))
        weights, shift = self._out
        scores = np.matmul(self._head(x), weights.T)
        scores += shift
        starts = np.cumsum([pad, *(len(part) + pad for part in parts)])
        return [scores[start : start + len(part)] for start, part in zip(starts.tolist(), parts, strict=False)]

    def _embedded(self, words: Sequence[Word]) -> Array:
        printed = [word if isinstance(word, str) else word[0] for word in words]
        tags = ["" if isinstance(word, str) else word[1] for word in words]
        norms, _ = _constants()
        features = (
            [norms.get(word) or word.lower() for word in printed],
            [word[:1] for word in printed],
            [word[-3:] for word in printed],
            [_shape(word) for word in printed],
            tags,
        )
        columns = [_looked_up(seed, table, some) for (seed, table), some in zip(self._tables, features, strict=True)]
        distinct = {word: number for number, word in enumerate(dict.fromkeys(printed))}
        parts = np.matmul(self._pieces.of(list(distinct)), self._pieces_to_width.T)
        return self._embed(np.concatenate([*columns, parts[[distinct[word] for word in printed]]], axis=1))


def _looked_up(seed: int, table: Array, texts: Sequence[str]) -> Array:
    """Return the sum of the four vectors that each text has in the table."""
    _, symbols = _constants()
    distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    numbers = numbers_of([text.encode() for text in distinct])
    for text, number in distinct.items():
        if not text or text in symbols:
            numbers[number] = symbols.get(text, 0)
    places = spread(numbers, seed).astype("int64") % len(table)
    vectors: Any = table[places[:, 0]]
    for column in range(1, places.shape[1]):
        vectors += table[places[:, column]]
    found: Array = vectors[[distinct[text] for text in texts]]
    return found


def _shape(word: str) -> str:
    """Return what spaCy calls the shape: x, X and d for letters and digits, at most four alike in a row."""
    if len(word) >= 100:
        return "LONG"
    shape: list[str] = []
    last, alike = "", 0
    for char in word:
        kind = ("X" if char.isupper() else "x") if char.isalpha() else "d" if char.isdigit() else char
        alike = alike + 1 if kind == last else 0
        last = kind
        if alike < 4:
            shape.append(kind)
    return "".join(shape)


@lru_cache(maxsize=1)
def _constants() -> tuple[dict[str, str], dict[str, int]]:
    """Return the norms that are not just the word in lower case, and the strings with numbers of their own."""
    found = json.loads(Path(__file__).with_name("spacy_words.json").read_text(encoding="utf-8"))
    return found["norms"], found["symbols"]
