"""Annotated candidates → the small network that reads the words around them (``judging/candidate_network.py``).

Adam on the losses of three questions together: do the authors use a data set or network (logistic), what did a data set
serve for, and what is a network in their work (choices), with dropout of words and of what the layers hand on, a rate
that rises and falls, and the mean of the last weights. What is learnt is brought to whole numbers afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..judging.candidate_network import (
    BESIDE,
    MARKS,
    NETWORKS,
    OUTPUTS,
    SETS,
    USED,
    WIDTH,
    CandidateInputs,
    CandidateLayers,
    CandidateNetwork,
    evened,
)
from ..judging.sentence_network import ONE, WordVectors
from .layers import Adam, Kept, drawn, dropout, rate_at, size_of, whole_layer

if TYPE_CHECKING:
    from ..judging.arrays import Flags, Floats, Integers, Singles

_DECAY = 0.02
_WARM = 100
_SAMPLE = 1024
_FLAT = 1e-6


@dataclass(frozen=True, slots=True)
class CandidateRecipe:
    """What can be set: networks, what their layers find, rounds, the largest step, candidates at once, shares."""

    members: int = 2
    found: int = 64
    joined: int = 64
    rounds: int = 8
    rate: float = 2e-3
    batch: int = 32
    dropped: float = 0.3
    dropped_words: float = 0.1
    shares: tuple[float, float, float] = (0.5, 0.4, 0.8)


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidates of one paper: what the network sees of them, and what is right.

    ``gold`` (facts × ``OUTPUTS``) says whether the authors use each, and what is chosen; several choices that are right
    add up to 1. ``known`` (facts × 3) tells whether a reader said so: of its use, of the roles of a data set, of those
    of a network.
    """

    inputs: CandidateInputs
    gold: Singles
    known: Flags


@dataclass(frozen=True, slots=True)
class _All:
    """The candidates of many papers one after the other; ``starts`` says where the mentions of each begin."""

    inputs: CandidateInputs
    starts: Integers
    told: Singles
    gold: Singles
    known: Singles


@dataclass(frozen=True, slots=True)
class _Batch:
    """Words (mentions × words × width), what is around, mentions of each fact, its features, and what is right."""

    words: Singles
    around: Singles
    sizes: Integers
    told: Singles
    gold: Singles
    known: Singles


def train_candidates(
    papers: Sequence[Examples],
    words: WordVectors,
    labels: Sequence[str],
    recipe: CandidateRecipe,
    seed: int,
    tell: Callable[[str], None] = lambda message: None,
) -> CandidateNetwork | None:
    """Return what is learnt from ``papers``; None where no reader has judged any candidate that is named.

    Args:
        papers: made with ``words`` and ``labels``.
        words: the vectors.
        labels: those of the finds in a sentence that are looked at.
        recipe: what can be set.
        seed: of all that is left to chance.
        tell: is told how it goes.
    """
    kept = [(paper, np.asarray(paper.known.any(axis=1))) for paper in papers if paper.known.any()]
    if not kept:
        return None
    inputs = _joined([_some_of(paper.inputs, some) for paper, some in kept])
    middle, size = _middle_and_size(inputs.told)
    ready = _All(
        inputs=inputs,
        starts=np.cumsum(inputs.sizes) - inputs.sizes,
        told=evened(inputs.told, middle, size) / np.float32(ONE),
        gold=np.concatenate([paper.gold[some] for paper, some in kept]),
        known=np.concatenate([paper.known[some] for paper, some in kept]).astype(np.float32),
    )
    vectors = words.vectors / np.float32(ONE)
    members = []
    for number in range(recipe.members):
        members.append(_learn(ready, vectors, recipe, seed + number))
        tell(f"network of candidates {number + 1} of {recipe.members}")
    return CandidateNetwork(words, tuple(labels), middle, size, tuple(members), recipe.shares)


def _middle_and_size(told: Floats) -> tuple[Floats, Floats]:
    """Return the mean of each feature and how far it spreads, over the facts that have it."""
    has = ~np.isnan(told)
    count = np.maximum(has.sum(axis=0), 1)
    middle: Floats = np.where(has, told, 0.0).sum(axis=0) / count
    size: Floats = np.sqrt(np.where(has, (told - middle) ** 2, 0.0).sum(axis=0) / count)
    return middle, np.where(size < _FLAT, 1.0, size)


def _some_of(inputs: CandidateInputs, kept: Flags) -> CandidateInputs:
    """Return what is seen of some of the facts."""
    mentions = np.repeat(kept, inputs.sizes)
    return CandidateInputs(
        inputs.rows[mentions], inputs.marks[mentions], inputs.around[mentions], inputs.sizes[kept], inputs.told[kept]
    )


def _joined(some: Sequence[CandidateInputs]) -> CandidateInputs:
    return CandidateInputs(
        rows=np.concatenate([one.rows for one in some]),
        marks=np.concatenate([one.marks for one in some]),
        around=np.concatenate([one.around for one in some]) / np.float32(ONE),
        sizes=np.concatenate([one.sizes for one in some]),
        told=np.concatenate([one.told for one in some]),
    )


def _learn(ready: _All, vectors: Singles, recipe: CandidateRecipe, seed: int) -> CandidateLayers:
    chance = np.random.default_rng(seed)
    net = _Net.begun(vectors.shape[1] + MARKS, ready.inputs.around.shape[1], ready.told.shape[1], recipe, chance)
    count = len(ready.gold)
    steps = recipe.rounds * (count // recipe.batch + 1)
    kept = Kept.of(net.values)
    done = 0
    for _ in range(recipe.rounds):
        order = chance.permutation(count)
        for at in range(0, count, recipe.batch):
            done += 1
            rate = rate_at(done, steps, recipe.rate, _WARM)
            batch = _batch(ready, order[at : at + recipe.batch], vectors, recipe, chance)
            net.step(batch, rate, recipe.dropped, chance)
            kept.add(net.values)
    net.values.update(kept.values)
    return _whole(net, _batch(ready, chance.permutation(count)[:_SAMPLE], vectors, recipe, None))


def _batch(
    ready: _All, some: Integers, vectors: Singles, recipe: CandidateRecipe, chance: np.random.Generator | None
) -> _Batch:
    sizes = ready.inputs.sizes[some]
    begins = np.cumsum(sizes) - sizes
    mentions = np.repeat(ready.starts[some] - begins, sizes) + np.arange(sizes.sum())
    rows = ready.inputs.rows[mentions]
    if chance is not None:
        rows = np.where(chance.random(rows.shape) < recipe.dropped_words, len(vectors) - 1, rows)
    marks = np.eye(MARKS, dtype=np.float32)[ready.inputs.marks[mentions]]
    return _Batch(
        words=np.concatenate([vectors[rows], marks], axis=2),
        around=ready.inputs.around[mentions],
        sizes=sizes,
        told=ready.told[some],
        gold=ready.gold[some],
        known=ready.known[some],
    )


@dataclass(frozen=True, slots=True)
class _Pass:
    """What the layers made of a batch, for the way back."""

    windows: Singles
    found: Singles
    best: tuple[Integers, Integers]
    pooled: Singles
    of_mention: Singles
    seen: Singles
    of_fact: Singles


@dataclass(slots=True)
class _Net:
    """The network while it learns: its weights by name, and how they move."""

    values: dict[str, Singles]
    learning: Adam

    @staticmethod
    def begun(width: int, around: int, told: int, recipe: CandidateRecipe, chance: np.random.Generator) -> _Net:
        """Return a network that has learnt nothing."""
        seen = 2 * recipe.joined + told
        values = {
            "window": drawn(chance, 3 * width, recipe.found),
            "window shift": np.zeros(recipe.found, dtype=np.float32),
            "mention": drawn(chance, 4 * recipe.found + around, recipe.joined),
            "mention shift": np.zeros(recipe.joined, dtype=np.float32),
            "fact": drawn(chance, seen, recipe.joined),
            "fact shift": np.zeros(recipe.joined, dtype=np.float32),
            "last": drawn(chance, recipe.joined, OUTPUTS, 0.3),
            "last shift": np.zeros(OUTPUTS, dtype=np.float32),
            "past": np.zeros((seen, OUTPUTS), dtype=np.float32),
        }
        return _Net(values, Adam.of(values, _DECAY))

    def through(self, batch: _Batch, drop: Callable[[Singles], Singles] = lambda made: made) -> _Pass:
        """Return what the layers make of ``batch``; ``drop`` drops, in place, a share of what they take."""
        values, words = self.values, batch.words
        windows = np.concatenate([words[:, :-2], words[:, 1:-1], words[:, 2:]], axis=2)
        windows = windows.reshape(-1, 3 * words.shape[2])
        found = (windows @ values["window"] + values["window shift"]).reshape(len(words), 2 * WIDTH + 1, -1)
        np.maximum(found, 0, out=found)
        best = found[:, :WIDTH].argmax(axis=1), found[:, WIDTH + 1 :].argmax(axis=1) + WIDTH + 1
        largest = [np.take_along_axis(found, some[:, None, :], axis=1)[:, 0] for some in best]
        means = [found.mean(axis=1) * np.float32(2), found[:, BESIDE].mean(axis=1)]
        pooled = drop(np.concatenate([*largest, *means, batch.around], axis=1))
        of_mention = np.maximum(pooled @ values["mention"] + values["mention shift"], 0)
        begins = np.cumsum(batch.sizes) - batch.sizes
        mean = np.add.reduceat(of_mention, begins, axis=0) / batch.sizes[:, None].astype(np.float32)
        seen = drop(np.concatenate([np.maximum.reduceat(of_mention, begins, axis=0), mean, batch.told], axis=1))
        of_fact = drop(np.maximum(seen @ values["fact"] + values["fact shift"], 0))
        return _Pass(windows, found, best, pooled, of_mention, seen, of_fact)

    def step(self, batch: _Batch, rate: float, dropped: float, chance: np.random.Generator) -> None:
        """Learn from a batch."""
        values = self.values
        masks: list[Singles] = []

        def drop(made: Singles) -> Singles:
            masks.append(dropout(made.shape, dropped, chance))
            return made * masks[-1]

        done = self.through(batch, drop)
        odds = done.of_fact @ values["last"] + done.seen @ values["past"] + values["last shift"]
        off = _off(odds, batch) / np.float32(len(odds))
        back = (off @ values["last"].T) * masks[2] * (done.of_fact > 0)
        back_seen = (back @ values["fact"].T + off @ values["past"].T) * masks[1]
        back_mention = _back_to_mentions(back_seen, done.of_mention, batch.sizes)
        width = done.found.shape[2]
        back_pooled = ((back_mention @ values["mention"].T) * masks[0])[:, : 4 * width]
        flat = _back_to_words(back_pooled, done).reshape(-1, width)
        self.learning.move(
            {
                "window": done.windows.T @ flat,
                "window shift": flat.sum(axis=0),
                "mention": done.pooled.T @ back_mention,
                "mention shift": back_mention.sum(axis=0),
                "fact": done.seen.T @ back,
                "fact shift": back.sum(axis=0),
                "last": done.of_fact.T @ off,
                "last shift": off.sum(axis=0),
                "past": done.seen.T @ off,
            },
            rate,
        )


def chances(odds: Singles) -> Singles:
    """Return the chance of each of the choices (facts × choices)."""
    grown = np.exp(odds - odds.max(axis=1, keepdims=True))
    made: Singles = grown / grown.sum(axis=1, keepdims=True)
    return made


def _off(odds: Singles, batch: _Batch) -> Singles:
    """Return by how much the chances are too large (facts × outputs); nought where nobody said what is right."""
    off: Singles = np.empty_like(odds)
    off[:, USED] = 1 / (1 + np.exp(-np.clip(odds[:, USED], -30, 30)))
    off[:, SETS], off[:, NETWORKS] = chances(odds[:, SETS]), chances(odds[:, NETWORKS])
    off -= batch.gold
    for number, part in enumerate((USED, SETS, NETWORKS)):
        off[:, part] *= batch.known[:, number, None]
    return off


def _back_to_mentions(back: Singles, of_mention: Singles, sizes: Integers) -> Singles:
    """Return what moves the layer over mentions, from what moves the largest and the mean of them."""
    width = of_mention.shape[1]
    begins = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(sizes)), sizes)
    top = of_mention == np.maximum.reduceat(of_mention, begins, axis=0)[owner]
    each = (back[:, width : 2 * width] / sizes[:, None].astype(np.float32))[owner]
    made: Singles = (each + back[:, :width][owner] * top) * (of_mention > 0)
    return made


def _back_to_words(back: Singles, done: _Pass) -> Singles:
    """Return what moves the layer over words in a row, from what moves the four numbers of each output."""
    found = done.found
    before, after, mean, beside = np.split(back, 4, axis=1)
    made = np.repeat((mean * np.float32(2 / found.shape[1]))[:, None, :], found.shape[1], axis=1)
    row, column = np.arange(len(found))[:, None], np.arange(found.shape[2])[None, :]
    made[row, done.best[0], column] += before
    made[row, done.best[1], column] += after
    made[:, BESIDE] += beside[:, None, :] / np.float32(3)
    made *= found > 0
    return made


def _whole(net: _Net, batch: _Batch) -> CandidateLayers:
    """Return the layers in whole numbers; ``batch`` tells how large what they find gets."""
    values = net.values
    done = net.through(batch)
    of_found, of_mention, of_fact = size_of(done.found), size_of(done.of_mention), size_of(done.of_fact)
    mention = np.full((done.pooled.shape[1], 1), float(ONE))
    mention[: 4 * done.found.shape[2]] = of_found
    seen = np.full((done.seen.shape[1], 1), float(ONE))
    seen[: 2 * done.of_mention.shape[1]] = of_mention
    return CandidateLayers(
        window=whole_layer(values["window"] / ONE, values["window shift"], of_found),
        mention=whole_layer(values["mention"] / mention, values["mention shift"], of_mention),
        fact=whole_layer(values["fact"] / seen, values["fact shift"], of_fact),
        last=whole_layer(values["last"] / of_fact, values["last shift"], 1.0),
        past=whole_layer(values["past"] / seen, np.zeros(OUTPUTS), 1.0),
    )
