"""A small network that reads the words around each mention of a data set or a network, in their order.

Twelve words before a mention and twelve after it have a vector each, those of the sentence network, and a mark where
they name a data set, a network, a task or a metric. A layer looks at every three words in a row; the largest it finds
before and after the mention, the mean, and the mean beside the mention go through one layer more, together with the
section, the labels in the sentence, what the sentence judge says of it, the heading, the place and the cues. The
largest and the mean over all mentions, and the features that the sums look at, give the log odds: whether the authors
use the thing, what a data set served for, and whether a network is theirs, a part of it, or compared with it.

All is reckoned in whole numbers, as in ``sentence_network``: the same on every machine.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ..candidates import FROM_TABLE, Candidate
from ..records import FROM_MODEL, Fact, Paper
from .around import NetworkOdds
from .segments import QUESTIONS, Segment, words_of
from .sentence_network import MOST, MOST_INPUTS, ONE, WholeLayer, WordVectors
from .status import SECTIONS, finds_of

if TYPE_CHECKING:
    from .arrays import Floats, Integers, Singles

LABELS = ("DATASET", "ARCHITECTURE")
"""The labels whose candidates it looks at."""

USED, SETS, NETWORKS = slice(0, 1), slice(1, 6), slice(6, 9)
"""What it tells: the log odds that the authors use the thing, then what speaks for each set of roles of a data set
(``roles.CHOICES``), then for each role of a network (``networks.CHOICES``)."""

OUTPUTS = NETWORKS.stop
"""So many numbers it tells of each fact."""

WIDTH = 12
"""So many words before a mention, and after it."""

_MARKED = {"DATASET": 1, "ARCHITECTURE": 2, "TASK": 3, "METRIC": 4}
_NO_WORD = 5
_ITSELF = 6
BESIDE = slice(WIDTH - 1, WIDTH + 2)
"""The place of a mention among its words, and those beside it."""

MARKS = 7
"""Marks of words: none, the four labels, beyond the sentence, the mention itself."""

_MOST_MENTIONS = 10
_HEADING_WORDS = 12
_LEAST, _LARGEST = -6.0, 4.0
_SCORE = 1 / 3
_ODDS = 0.5
_HEADING = 1.5
_FAR = 3.0
_CUED = ("evaluation", "pretraining", "training", "main", "component", "compared")
_MENTION_FEATURES = 5


@dataclass(frozen=True, slots=True)
class CandidateInputs:
    """What the network sees of some facts of one paper, mention after mention.

    ``rows`` (mentions × words) are rows of the vectors, ``marks`` those of the same words, ``around`` (mentions ×
    inputs) what is known of each mention, as whole numbers. ``sizes`` says how many mentions each fact has, at least
    one, ``told`` (facts × features) holds the features of the sums as they are,
    not a number where a fact does not have one.
    """

    rows: Integers
    marks: Integers
    around: Singles
    sizes: Integers
    told: Floats


@dataclass(frozen=True, slots=True)
class CandidateLayers:
    """The layers of one network: over words in a row, over a mention, over a fact, and the last.

    ``past`` takes what the layer over a fact takes straight to the outputs.
    """

    window: WholeLayer
    mention: WholeLayer
    fact: WholeLayer
    last: WholeLayer
    past: WholeLayer

    def scores(self, inputs: CandidateInputs, told: Singles, vectors: Singles) -> Floats:
        """Return the log odds, facts × ``OUTPUTS``; ``told`` are the features of the sums, ``evened``."""
        found = self.mention(np.hstack([self._pooled(inputs, vectors), inputs.around]))
        begins = np.cumsum(inputs.sizes) - inputs.sizes
        means = np.add.reduceat(found, begins, axis=0) / inputs.sizes[:, None].astype(np.float32)
        seen = np.hstack([np.maximum.reduceat(found, begins, axis=0), np.rint(means), told])
        made: Floats = self.last.sums(self.fact(seen)) + self.past.sums(seen) + self.last.shift
        return made

    def _pooled(self, inputs: CandidateInputs, vectors: Singles) -> Singles:
        """Return the largest before and after, the mean, and the mean beside the mention."""
        width = vectors.shape[1]
        distinct, at = np.unique(inputs.rows, return_inverse=True)
        places: Integers = at.reshape(-1, 2 * WIDTH + 3)
        exact = np.zeros((len(places), 2 * WIDTH + 1, self.window.weights.shape[1]), dtype=np.float32)
        for shift, part in enumerate(np.split(self.window.weights, 3)):
            some = slice(shift, 2 * WIDTH + 1 + shift)
            exact += np.matmul(vectors[distinct], part[:width])[places[:, some]]
            exact += (part[width:] * np.float32(ONE))[inputs.marks[:, some]]
        found = self.window.handed_on(exact)
        mean = found.sum(axis=1) * np.float32(2) / np.float32(found.shape[1])
        beside = found[:, BESIDE].sum(axis=1) / np.float32(3)
        largest = [found[:, :WIDTH].max(axis=1), found[:, WIDTH + 1 :].max(axis=1)]
        return np.hstack([*largest, np.minimum(np.rint(mean), MOST), np.rint(beside)])


@dataclass(frozen=True, slots=True)
class ByWords:
    """What the network says beside the sums: of the use of facts, of the roles of data sets, and of networks.

    None where there is no network.
    """

    used: NetworkOdds | None = None
    sets: NetworkOdds | None = None
    networks: NetworkOdds | None = None


@dataclass(frozen=True, slots=True)
class CandidateNetwork:
    """Networks that look at the same. ``words`` are the vectors of the sentence network.

    ``labels`` are those of the finds in a sentence that it knows, ``middle`` and ``size`` bring the features of the
    sums to one size. ``shares`` are what the mean of the networks' log odds counts beside those of the sums: for the
    use, for the roles of data sets and for those of networks.
    """

    words: WordVectors
    labels: tuple[str, ...]
    middle: Floats
    size: Floats
    members: tuple[CandidateLayers, ...]
    shares: tuple[float, float, float]

    @property
    def fits(self) -> bool:
        """Tell whether the layers fit one another, and no sum can grow beyond what is exact."""
        around = width_of(self.words, self.labels)
        return bool(self.members) and all(
            member.window.weights.shape[0] == 3 * (self.words.vectors.shape[1] + MARKS)
            and member.mention.weights.shape[0] == 4 * member.window.weights.shape[1] + around
            and member.fact.weights.shape[0] == 2 * member.mention.weights.shape[1] + len(self.middle)
            and member.fact.weights.shape[0] == member.past.weights.shape[0]
            and member.last.weights.shape == (member.fact.weights.shape[1], OUTPUTS)
            and all(len(getattr(member, field.name).weights) <= MOST_INPUTS for field in fields(CandidateLayers))
            for member in self.members
        )

    def scores(self, seen: SeenCandidates) -> Floats:
        """Return the log odds of each fact (facts × ``OUTPUTS``); not a number of those that it does not look at."""
        which = looked_at(seen)
        inputs = inputs_of(seen, which, self.words, self.labels) if which else None
        return self.placed(len(seen.facts), which, inputs)

    def placed(self, facts: int, which: Sequence[int], inputs: CandidateInputs | None) -> Floats:
        """Return the log odds of so many ``facts``, those ``which`` by what is seen of them, as ``scores`` does."""
        odds = np.full((facts, OUTPUTS), np.nan)
        if inputs is not None:
            odds[list(which)] = self.odds(inputs)
        return odds

    def beside(self, odds: Floats) -> ByWords:
        """Return what ``odds`` of facts count beside each of the sums."""
        parts = (odds[:, USED], odds[:, SETS], odds[:, NETWORKS])
        return ByWords(*(NetworkOdds(part, share) for part, share in zip(parts, self.shares, strict=True)))

    def odds(self, inputs: CandidateInputs) -> Floats:
        """Return the log odds of the facts that ``inputs`` were made of (facts × ``OUTPUTS``)."""
        told = evened(inputs.told, self.middle, self.size)
        made: Floats = np.mean([one.scores(inputs, told, self.words.vectors) for one in self.members], axis=0)
        return made


@dataclass(frozen=True, slots=True)
class SeenCandidates:
    """The facts of a paper with all that speaks of them.

    ``found`` are their finds, ``lines`` the sentences, ``scores`` the log odds that these answer each question
    (lines × questions). The features of the sums are ``status`` (facts × features), ``sets`` (data sets × features)
    and ``networks`` (networks × features).
    """

    facts: Sequence[Fact]
    found: Sequence[Candidate]
    paper: Paper
    lines: Sequence[Segment]
    scores: Floats
    status: Floats
    sets: Floats
    networks: Floats


def looked_at(seen: SeenCandidates) -> list[int]:
    """Return the numbers of the facts that the network looks at: those of ``LABELS`` that are named anywhere."""
    of_labels = [number for number, fact in enumerate(seen.facts) if fact.label in LABELS]
    some = finds_of([seen.facts[n] for n in of_labels], [item for item in seen.found if item.mention.label in LABELS])
    return [number for number, items in zip(of_labels, some, strict=True) if items]


def inputs_of(seen: SeenCandidates, which: Sequence[int], words: WordVectors, labels: Sequence[str]) -> CandidateInputs:
    """Return what a network with these vectors and labels sees of the facts ``which``; ``told`` is not yet evened."""
    facts = [seen.facts[number] for number in which]
    items = list(map(_spread, finds_of(facts, [item for item in seen.found if item.mention.label in LABELS])))
    mentions = [(fact.label, item) for fact, some in zip(facts, items, strict=True) for item in some]
    cut = _Cut(seen)
    windows = [cut.window(item) for _, item in mentions]
    nothing = len(words.codes)
    rows = words.rows([word for some, _ in windows for word in some]).reshape(-1, 2 * WIDTH + 3)
    marks = np.array([some for _, some in windows], dtype=np.int64)
    rows[marks >= _NO_WORD] = nothing
    return CandidateInputs(
        rows=rows,
        marks=marks,
        around=_around(mentions, seen, words, labels),
        sizes=np.array(list(map(len, items))),
        told=np.hstack([seen.status, *_told(seen)])[which],
    )


def _told(seen: SeenCandidates) -> list[Floats]:
    """Return for all facts the features of the sums for data sets and for networks; not a number of all others."""
    tables = []
    for label, some in zip(LABELS, (seen.sets, seen.networks), strict=True):
        table = np.full((len(seen.facts), some.shape[1]), np.nan)
        table[[fact.label == label for fact in seen.facts]] = some
        tables.append(table)
    return tables


def evened(told: Floats, middle: Floats, size: Floats) -> Singles:
    """Return features brought to one size, as whole numbers; nought for those that a fact does not have."""
    made: Singles = np.rint(ONE * np.nan_to_num(np.clip((told - middle) / size, -_FAR, _FAR))).astype(np.float32)
    return made


def width_of(words: WordVectors, labels: Sequence[str]) -> int:
    """Return how many numbers stand for what is around a mention."""
    of_sentence = len(labels) + QUESTIONS + int(words.vectors.shape[1])
    return len(LABELS) + len(SECTIONS) + of_sentence + _MENTION_FEATURES + len(_CUED)


def _spread(items: Sequence[Candidate]) -> list[Candidate]:
    """Return one find for each place, at most ten of them, spread over the paper."""
    some = list({item.mention.start: item for item in reversed(items)}.values())[::-1]
    if len(some) <= _MOST_MENTIONS:
        return some
    return [some[round(n * (len(some) - 1) / (_MOST_MENTIONS - 1))] for n in range(_MOST_MENTIONS)]


class _Cut:
    """The sentences of finds, cut into words that carry marks; each is cut once."""

    def __init__(self, seen: SeenCandidates) -> None:
        self._text = seen.paper.text
        marked = [item.mention for item in seen.found if item.mention.label in _MARKED]
        self._spans = sorted({(some.start, some.end, _MARKED[some.label]) for some in marked})
        self._starts = [start for start, _, _ in self._spans]
        self._done: dict[tuple[int, int], tuple[list[str], list[int], dict[int, int]]] = {}

    def window(self, item: Candidate) -> tuple[list[str], list[int]]:
        """Return the words before and after a mention, and their marks; one more of nothing at each end."""
        words, marks, place = self._sentence(min(item.start, item.mention.start), max(item.end, item.mention.end))
        first, last = place[item.mention.start], place[item.mention.end]
        before = max(0, first - WIDTH)
        short = WIDTH - (first - before)
        after = words[last : last + WIDTH]
        some = [""] * (short + 1) + words[before:first] + [""] + after
        signs = [_NO_WORD] * (short + 1) + marks[before:first] + [_ITSELF] + marks[last : last + WIDTH]
        rest = 2 * WIDTH + 3 - len(some)
        return some + [""] * rest, signs + [_NO_WORD] * rest

    def _sentence(self, start: int, end: int) -> tuple[list[str], list[int], dict[int, int]]:
        """Return words, marks, and at which word each edge of a marked find stands."""
        if (start, end) not in self._done:
            spans = self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
            edges = sorted({start, end, *(edge for a, b, _ in spans for edge in (a, min(b, end)))})
            words: list[str] = []
            marks: list[int] = []
            place = {start: 0}
            for a, b in pairwise(edges):
                piece = words_of(self._text[a:b])
                mark = next((sign for left, right, sign in spans if left <= a < right), 0)
                words += piece
                marks += [mark] * len(piece)
                place[b] = len(words)
            self._done[start, end] = words, marks, place
        return self._done[start, end]


def _around(
    mentions: Sequence[tuple[str, Candidate]], seen: SeenCandidates, words: WordVectors, labels: Sequence[str]
) -> Singles:
    """Return what is known of each mention besides the words around it, as whole numbers."""
    number = {label: place for place, label in enumerate(labels)}
    starts = [line.start for line in seen.lines]
    whole = max(1, len(seen.paper.text))
    headings: dict[str, Singles] = {}
    table = np.zeros((len(mentions), width_of(words, labels)), dtype=np.float64)
    at = np.cumsum([0, len(LABELS), len(SECTIONS), len(labels), QUESTIONS, words.vectors.shape[1], _MENTION_FEATURES])
    for row, (label, item) in zip(table, mentions, strict=True):
        row[LABELS.index(label)] = ONE
        if item.section in SECTIONS:
            row[at[1] + SECTIONS.index(item.section)] = ONE
        line = bisect_right(starts, item.mention.start) - 1
        row[at[3] : at[4]] = ONE * _SCORE * _LEAST
        if line >= 0 and item.mention.start < seen.lines[line].end:
            for name in seen.lines[line].labels:
                if name in number:
                    row[at[2] + number[name]] = ONE
            row[at[3] : at[4]] = ONE * _SCORE * np.clip(seen.scores[line], _LEAST, _LARGEST)
            title = seen.lines[line].heading
            if title not in headings:
                headings[title] = _mean_of(words_of(title)[:_HEADING_WORDS], words)
            row[at[4] : at[5]] = headings[title]
        place = item.mention.start / whole
        found_by = item.mention.found_by
        row[at[5] : at[6]] = [
            ONE * place,
            ONE * place**2,
            ONE * _ODDS * item.verdict.odds,
            ONE * found_by.startswith(FROM_TABLE),
            ONE * found_by.startswith(FROM_MODEL),
        ]
        cued = dict(item.verdict.roles)
        row[at[6] :] = [ONE * cued.get(role, 0.0) for role in _CUED]
    made: Singles = np.clip(np.rint(table), -MOST, MOST).astype(np.float32)
    return made


def _mean_of(some: Sequence[str], words: WordVectors) -> Singles:
    rows = words.rows(some)
    if not len(rows):
        return np.zeros(words.vectors.shape[1], dtype=np.float32)
    made: Singles = words.vectors[rows].sum(axis=0) * np.float32(_HEADING) / np.float32(len(rows))
    return made
