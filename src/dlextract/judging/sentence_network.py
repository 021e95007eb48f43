"""A small network that reads the words of a sentence in their order, and what stands around it.

Each word has a vector; a layer looks at every three words in a row (Kim, "Convolutional Neural Networks for Sentence
Classification", EMNLP 2014); the largest and the mean of what it finds, with the mean vectors of the neighbouring
sentences and of the heading, the section, the place and the labels found, give through one more layer the log odds for
each question.

All inputs, weights and what the layers hand on are whole numbers from -127 to 127. A product of matrices adds at most
1,024 products of two of them, less than 2²⁴, which float32 holds exactly: the sums are the same on every machine, in
whatever order they are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from .segments import Segment, words_of

if TYPE_CHECKING:
    from .arrays import Floats, Integers, Singles

MOST = 127
"""The largest number that a layer takes or hands on."""

ONE = 40
"""The number that stands for 1."""

MOST_INPUTS = 1024
"""So many inputs a layer has at most: what it adds stays exact."""

_MOST_WORDS = 60
_HEADING_WORDS = 12
_MEAN = 3
_WINDOW = 3
_PLACES = 2


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Vectors of words: ``codes`` are their CRC-32 in ascending order, ``vectors`` words × width, whole numbers.

    The last row of ``vectors``, one more than there are codes, is that of all other words: nought.
    """

    codes: Integers
    vectors: Singles

    def rows(self, words: Sequence[str]) -> Integers:
        """Return the row of each word."""
        codes = np.array([crc32(word.encode()) for word in words], dtype=np.int64)
        if not len(self.codes):
            return np.zeros(len(codes), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        rows: Integers = np.where(self.codes[place] == codes, place, len(self.codes))
        return rows


@dataclass(frozen=True, slots=True)
class WholeLayer:
    """A layer: whole ``weights`` (inputs × outputs), ``scale`` and ``shift`` of each output.

    A layer between others hands on its sums, scaled and shifted, cut to 0 … 127 and rounded.
    """

    weights: Singles
    scale: Floats
    shift: Floats

    def sums(self, x: Singles) -> Floats:
        """Return rows × outputs for whole numbers, rows × inputs."""
        exact = np.matmul(x, self.weights)
        made: Floats = exact.astype(np.float64) * self.scale
        return made

    def __call__(self, x: Singles) -> Singles:
        """Return what is handed on."""
        return self.handed_on(np.matmul(x, self.weights))

    def handed_on(self, exact: Singles) -> Singles:
        """Return what becomes of exact sums, which are lost."""
        exact *= self.scale.astype(np.float32)
        exact += self.shift.astype(np.float32)
        np.clip(exact, 0, MOST, out=exact)
        return np.rint(exact, out=exact)


@dataclass(frozen=True, slots=True)
class SentenceInputs:
    """What the network sees of the sentences of one paper.

    ``rows`` are the rows of the vectors of all words, one sentence after the other, ``sizes`` how many belong to each,
    ``around`` (sentences × inputs) what stands around them, as whole numbers.
    """

    rows: Integers
    sizes: Integers
    around: Singles


@dataclass(frozen=True, slots=True)
class NetworkLayers:
    """The layers of one network: over words in a row, over what is found in the sentence and around it, and the last.

    ``past`` takes what the middle layer takes straight to the questions.
    """

    window: WholeLayer
    middle: WholeLayer
    last: WholeLayer
    past: WholeLayer

    def scores(self, text: _Words, sizes: Integers, around: Singles) -> Floats:
        """Return the log odds, sentences × questions."""
        pooled = np.zeros((len(sizes), 2 * self.window.weights.shape[1]), dtype=np.float32)
        told = np.flatnonzero(sizes)
        if len(told):
            pooled[told] = self._pooled(text, sizes[told])
        seen = np.hstack([pooled, around])
        found: Floats = self.last.sums(self.middle(seen)) + self.past.sums(seen) + self.last.shift
        return found

    def _pooled(self, text: _Words, sizes: Integers) -> Singles:
        """Return the largest and twice the mean of what the first layer finds in each sentence."""
        before, at, after = np.split(self.window.weights, _WINDOW)
        exact = np.matmul(text.vectors, at)[text.at]  # what each distinct word adds is worked out once
        exact += np.matmul(text.vectors, before)[text.before]
        exact += np.matmul(text.vectors, after)[text.after]
        found = self.window.handed_on(exact)
        begins = np.cumsum(sizes) - sizes
        means = np.add.reduceat(found, begins, axis=0) * np.float32(2) / sizes[:, None].astype(np.float32)
        return np.hstack([np.maximum.reduceat(found, begins, axis=0), np.minimum(np.rint(means), MOST)])


@dataclass(frozen=True, slots=True)
class SentenceNetwork:
    """Networks that look at the same: how the words look, which sections and labels they know, and their layers.

    Their mean counts ``share`` beside the log odds by the words one by one.
    """

    words: WordVectors
    roles: tuple[str, ...]
    labels: tuple[str, ...]
    members: tuple[NetworkLayers, ...]
    share: float

    @property
    def fits(self) -> bool:
        """Tell whether the layers fit one another, and no sum can grow beyond what is exact."""
        around = width_of(self.words, self.roles, self.labels)
        return (
            bool(self.members)
            and len(self.words.vectors) == len(self.words.codes) + 1
            and all(
                member.window.weights.shape[0] == 3 * self.words.vectors.shape[1]
                and member.middle.weights.shape[0] == member.past.weights.shape[0]
                and member.middle.weights.shape[0] == 2 * member.window.weights.shape[1] + around
                and member.last.weights.shape[0] == member.middle.weights.shape[1]
                and all(len(layer.weights) <= MOST_INPUTS for layer in (member.window, member.middle, member.last))
                for member in self.members
            )
        )

    def scores(self, lines: Sequence[Segment]) -> Floats:
        """Return the log odds that each sentence answers each question, an array of lines × questions."""
        inputs = inputs_of(lines, self.words, self.roles, self.labels)
        text = _Words.of(inputs, self.words.vectors)
        found: Floats = np.mean([some.scores(text, inputs.sizes, inputs.around) for some in self.members], axis=0)
        return found


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text one after the other, as numbers of the distinct ones: itself, the one before, the one after.

    ``vectors`` are those of the distinct words, the last one nought: there is none beside a word at an edge.
    """

    vectors: Singles
    at: Integers
    before: Integers
    after: Integers

    @staticmethod
    def of(inputs: SentenceInputs, vectors: Singles) -> _Words:
        """Return the words of ``inputs``, which have these ``vectors``."""
        distinct, at = np.unique(inputs.rows, return_inverse=True)
        before, after = beside(at, inputs.sizes, len(distinct))
        return _Words(np.vstack([vectors[distinct], vectors[-1:]]), at, before, after)


def beside(words: Integers, sizes: Integers, nothing: int) -> tuple[Integers, Integers]:
    """Return the word before and the word after each in its sentence, ``nothing`` at its edges.

    Args:
        words: numbers of the words of all sentences, one after the other.
        sizes: how many belong to each sentence.
        nothing: stands for no word.
    """
    owner = np.repeat(np.arange(len(sizes)), sizes)
    before, after = np.full(len(words), nothing), np.full(len(words), nothing)
    together = owner[1:] == owner[:-1]
    before[1:][together] = words[:-1][together]
    after[:-1][together] = words[1:][together]
    return before, after


def inputs_of(
    lines: Sequence[Segment], words: WordVectors, roles: Sequence[str], labels: Sequence[str]
) -> SentenceInputs:
    """Return what a network with these vectors, sections and labels sees of ``lines``, the sentences of one paper."""
    texts = [words_of(line.text)[:_MOST_WORDS] for line in lines]
    sizes = np.array([len(some) for some in texts], dtype=np.int64)
    rows = words.rows([word for some in texts for word in some])
    means = _means(rows, sizes, words.vectors)
    titles = list(dict.fromkeys(line.heading for line in lines))
    headings = [words_of(title)[:_HEADING_WORDS] for title in titles]
    of_title = _means(
        words.rows([word for some in headings for word in some]),
        np.array([len(some) for some in headings], dtype=np.int64),
        words.vectors,
    )
    place = {title: number for number, title in enumerate(titles)}
    nothing = np.zeros((1, means.shape[1]), dtype=np.float32)
    parts = [
        np.vstack([nothing, means[:-1]]),
        np.vstack([means[1:], nothing]),
        of_title[[place[line.heading] for line in lines]],
        _named([(line.role,) for line in lines], roles),
        _named([line.labels for line in lines], labels),
        _places(len(lines)),
    ]
    return SentenceInputs(rows, sizes, np.hstack(parts).astype(np.float32))


def width_of(words: WordVectors, roles: Sequence[str], labels: Sequence[str]) -> int:
    """Return how many numbers stand for what is around a sentence."""
    return 3 * int(words.vectors.shape[1]) + len(roles) + len(labels) + _PLACES


def _means(rows: Integers, sizes: Integers, vectors: Singles) -> Singles:
    """Return three times the mean vector of the words of each sentence, as whole numbers."""
    means = np.zeros((len(sizes), vectors.shape[1]), dtype=np.float32)
    told = np.flatnonzero(sizes)
    if len(told):
        begins = (np.cumsum(sizes) - sizes)[told]
        sums = np.add.reduceat(vectors[rows], begins, axis=0) * np.float32(_MEAN)
        means[told] = np.clip(np.rint(sums / sizes[told, None].astype(np.float32)), -MOST, MOST)
    return means


def _named(some: Sequence[Sequence[str]], names: Sequence[str]) -> Singles:
    number = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(some), len(names)), dtype=np.float32)
    for line, given in enumerate(some):
        for name in given:
            if name in number:
                table[line, number[name]] = ONE
    return table


def _places(count: int) -> Singles:
    """Return where each sentence stands in the paper, from 0 (the first) to 1 (the last), and its square."""
    place = np.arange(count) / max(1, count - 1)
    made: Singles = np.rint(ONE * np.stack([place, place**2], axis=1)).astype(np.float32)
    return made
