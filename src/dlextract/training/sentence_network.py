"""Annotated sentences → the small network that reads words in their order (``judging/sentence_network.py``).

Adam on the logistic losses of all questions together, with dropout of words and of what the layers hand on, a rate that
rises and falls, a share of the sentences that answer nothing in each round (they count so much more), and the mean of
the last weights, exponentially weighted. What is learnt is brought to whole numbers afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from ..judging.segments import QUESTIONS, Segment
from ..judging.sentence_network import (
    MOST,
    ONE,
    NetworkLayers,
    SentenceInputs,
    SentenceNetwork,
    WordVectors,
    inputs_of,
    width_of,
)
from .layers import Adam, Kept, drawn, dropout, rate_at, size_of, whole_layer

if TYPE_CHECKING:
    from ..judging.arrays import Flags, Integers, Singles

_RARE = -4.0
_DECAY = 0.005
_WARM = 200
_SAMPLE = 4096
_MIXED = 6


@dataclass(frozen=True, slots=True)
class NetworkRecipe:
    """What can be set: networks, what their layers find, rounds, the largest step, sentences at once, shares."""

    members: int = 2
    found: int = 160
    joined: int = 128
    rounds: int = 8
    rate: float = 3e-3
    batch: int = 128
    dropped: float = 0.3
    dropped_words: float = 0.1
    silent: float = 0.35
    share: float = 0.45


@dataclass(frozen=True, slots=True)
class _Texts:
    """Sentences of many papers: the rows of their words one after the other, where each begins, what is around."""

    rows: Integers
    starts: Integers
    sizes: Integers
    around: Singles
    gold: Singles


def word_vectors(words: Iterable[str], vectors: Singles) -> WordVectors:
    """Return ``vectors`` (words × width) in whole numbers, so that their mean size is 1; words of one code are one."""
    codes, first = np.unique(np.array([crc32(word.encode()) for word in words], dtype=np.int64), return_index=True)
    size = float(np.sqrt(np.square(vectors).mean())) if len(codes) else 1.0
    whole = np.clip(np.rint(vectors[first] / max(size, 1e-9) * ONE), -MOST, MOST)
    return WordVectors(codes, np.vstack([whole, np.zeros((1, vectors.shape[1]))]).astype(np.float32))


def train_network(
    papers: Sequence[tuple[Sequence[Segment], Flags]],
    words: WordVectors,
    recipe: NetworkRecipe,
    seed: int,
    tell: Callable[[str], None] = lambda message: None,
) -> SentenceNetwork:
    """Return what is learnt from ``papers``: sentences, and what each answers (sentences × questions)."""
    lines = [line for some, _ in papers for line in some]
    roles = tuple(sorted({line.role for line in lines}))
    labels = tuple(sorted({label for line in lines for label in line.labels}))
    texts = _texts([(inputs_of(some, words, roles, labels), gold) for some, gold in papers])
    members = tuple(
        _learn(texts, words, recipe, seed + number, tell, width_of(words, roles, labels))
        for number in range(recipe.members)
    )
    return SentenceNetwork(words, roles, labels, members, recipe.share)


def _learn(
    texts: _Texts, words: WordVectors, recipe: NetworkRecipe, seed: int, tell: Callable[[str], None], around: int
) -> NetworkLayers:
    net = _Net.begun(int(words.vectors.shape[1]), around, recipe, seed)
    chance = np.random.default_rng(seed)
    vectors = words.vectors / np.float32(ONE)
    telling: Flags = np.asarray(texts.gold.max(axis=1) > 0)
    weight = np.where(telling, 1.0, 1 / recipe.silent).astype(np.float32)
    steps = recipe.rounds * int((telling.sum() + recipe.silent * (~telling).sum()) / recipe.batch) + 1
    kept = Kept.of(net.values)
    done = 0
    for number in range(recipe.rounds):
        loss = 0.0
        for batch in _batches(texts, telling, recipe, chance):
            done += 1
            rate = rate_at(done, steps, recipe.rate, _WARM)
            loss += net.step(_batch(texts, batch, vectors, recipe, chance), weight[batch], rate, recipe.dropped, chance)
            kept.add(net.values)
        tell(f"network {seed}, round {number + 1} of {recipe.rounds}: loss {loss / max(1, len(texts.sizes)):.4f}")
    net.values.update(kept.values)
    some = chance.permutation(len(texts.sizes))[:_SAMPLE]
    return _whole(net, _batch(texts, some, vectors, recipe, None))


def _texts(papers: Sequence[tuple[SentenceInputs, Flags]]) -> _Texts:
    sizes = np.concatenate([inputs.sizes for inputs, _ in papers])
    return _Texts(
        rows=np.concatenate([inputs.rows for inputs, _ in papers]),
        starts=np.cumsum(sizes) - sizes,
        sizes=sizes,
        around=np.concatenate([inputs.around for inputs, _ in papers]),
        gold=np.concatenate([gold for _, gold in papers]).astype(np.float32),
    )


def _batches(texts: _Texts, telling: Flags, recipe: NetworkRecipe, chance: np.random.Generator) -> list[Integers]:
    """Return the sentences of a round, those of about one length together, in an order left to chance."""
    kept = np.flatnonzero(telling | (chance.random(len(telling)) < recipe.silent))
    about = texts.sizes[kept] + chance.integers(0, _MIXED, len(kept))
    kept = kept[np.lexsort((chance.random(len(kept)), about))]
    batches = [kept[at : at + recipe.batch] for at in range(0, len(kept), recipe.batch)]
    order: list[int] = chance.permutation(len(batches)).tolist()
    return [batches[number] for number in order]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Sentences × words × width, with a word of nothing before the first and after the last; sizes; around; gold."""

    words: Singles
    sizes: Integers
    around: Singles
    gold: Singles


def _batch(
    texts: _Texts, some: Integers, vectors: Singles, recipe: NetworkRecipe, chance: np.random.Generator | None
) -> _Batch:
    sizes = texts.sizes[some]
    longest = max(1, int(sizes.max(initial=1)))
    rows = np.full((len(some), longest + 2), len(vectors) - 1)
    inside = np.arange(longest)[None, :] < sizes[:, None]
    rows[:, 1:-1][inside] = texts.rows[(texts.starts[some][:, None] + np.arange(longest))[inside]]
    if chance is not None:
        rows[chance.random(rows.shape) < recipe.dropped_words] = len(vectors) - 1
    return _Batch(vectors[rows], sizes, texts.around[some] / np.float32(ONE), texts.gold[some])


@dataclass(slots=True)
class _Net:
    """The network while it learns: its weights by name, and how they move."""

    values: dict[str, Singles]
    learning: Adam

    @staticmethod
    def begun(width: int, around: int, recipe: NetworkRecipe, seed: int) -> _Net:
        """Return a network that has learnt nothing."""
        chance = np.random.default_rng(seed)

        seen = 2 * recipe.found + around
        values = {
            "window": drawn(chance, 3 * width, recipe.found),
            "window shift": np.zeros(recipe.found, dtype=np.float32),
            "middle": drawn(chance, seen, recipe.joined),
            "middle shift": np.zeros(recipe.joined, dtype=np.float32),
            "last": drawn(chance, recipe.joined, QUESTIONS, 0.3),
            "last shift": np.full(QUESTIONS, _RARE, dtype=np.float32),
            "past": np.zeros((seen, QUESTIONS), dtype=np.float32),
        }  # fmt: skip
        return _Net(values, Adam.of(values, _DECAY))

    def found(self, batch: _Batch) -> tuple[Singles, Singles, Singles, Integers]:
        """Return the windows, what is found in each, all that the middle layer sees, and where the largest is."""
        words, sizes = batch.words, batch.sizes
        count, longest, width = words.shape[0], words.shape[1] - 2, words.shape[2]
        windows = np.concatenate([words[:, :-2], words[:, 1:-1], words[:, 2:]], axis=2).reshape(-1, 3 * width)
        found = (windows @ self.values["window"] + self.values["window shift"]).reshape(count, longest, -1)
        np.maximum(found, 0, out=found)
        found *= (np.arange(longest)[None, :] < sizes[:, None])[:, :, None]
        best = found.argmax(axis=1)
        largest = np.take_along_axis(found, best[:, None, :], axis=1)[:, 0]
        mean = found.sum(axis=1) * (2 / np.maximum(sizes, 1)).astype(np.float32)[:, None]
        return windows, found, np.concatenate([largest, mean, batch.around], axis=1), best

    def step(self, batch: _Batch, weight: Singles, rate: float, dropped: float, chance: np.random.Generator) -> float:
        """Learn from a batch of sentences that count ``weight``; return the sum of their losses before."""
        values = self.values
        windows, found, seen, best = self.found(batch)
        kept_seen = dropout(seen.shape, dropped, chance)
        seen = seen * kept_seen
        joined = np.maximum(seen @ values["middle"] + values["middle shift"], 0)
        kept_joined = dropout(joined.shape, dropped, chance)
        joined = joined * kept_joined
        odds = np.clip(joined @ values["last"] + seen @ values["past"] + values["last shift"], -30, 30)
        off = (1 / (1 + np.exp(-odds)) - batch.gold) * (weight / np.float32(len(weight)))[:, None]
        back = (off @ values["last"].T) * kept_joined * (joined > 0)
        back_seen = (back @ values["middle"].T + off @ values["past"].T) * kept_seen
        width = found.shape[2]
        each = back_seen[:, width : 2 * width] * (2 / np.maximum(batch.sizes, 1)).astype(np.float32)[:, None]
        back_found = np.repeat(each[:, None, :], found.shape[1], axis=1)
        back_found[np.arange(len(found))[:, None], best, np.arange(width)[None, :]] += back_seen[:, :width]
        back_found *= found > 0
        flat = back_found.reshape(-1, width)
        self.learning.move(
            {
                "window": windows.T @ flat,
                "window shift": flat.sum(axis=0),
                "middle": seen.T @ back,
                "middle shift": back.sum(axis=0),
                "last": joined.T @ off,
                "last shift": off.sum(axis=0),
                "past": seen.T @ off,
            },
            rate,
        )
        return float((weight[:, None] * (np.logaddexp(0, odds) - batch.gold * odds)).sum())


def _whole(net: _Net, batch: _Batch) -> NetworkLayers:
    """Return the layers in whole numbers; ``batch`` tells how large what they find gets."""
    values = net.values
    _, found, seen, _ = net.found(batch)
    joined = np.maximum(seen @ values["middle"] + values["middle shift"], 0)
    of_found, of_joined = size_of(found), size_of(joined)
    width = found.shape[2]
    units = np.concatenate([np.full(2 * width, of_found), np.full(seen.shape[1] - 2 * width, ONE)])[:, None]
    nothing = np.zeros(QUESTIONS)
    return NetworkLayers(
        window=whole_layer(values["window"] / ONE, values["window shift"], of_found),
        middle=whole_layer(values["middle"] / units, values["middle shift"], of_joined),
        last=whole_layer(values["last"] / of_joined, values["last shift"], 1.0),
        past=whole_layer(values["past"] / units, nothing, 1.0),
    )
