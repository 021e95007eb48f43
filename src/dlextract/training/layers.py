"""What the small networks of the judges are learnt with: Adam, dropout, the mean of the last weights, whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..judging.sentence_network import MOST, WholeLayer

if TYPE_CHECKING:
    from ..judging.arrays import Floats, Singles

_FASTEST, _SLOWEST = 0.9, 0.999
_KEPT = 0.998
_LEAST_RATE = 0.02
_NEARLY_ALL = 0.999


@dataclass(slots=True)
class Adam:
    """Moves weights, in place, by the means of their slopes and squared slopes; matrices are drawn to nought."""

    values: dict[str, Singles]
    slopes: dict[str, Singles]
    squares: dict[str, Singles]
    decay: float
    steps: int = 0

    @staticmethod
    def of(values: dict[str, Singles], decay: float) -> Adam:
        """Return what moves ``values``, not moved yet."""
        first = {name: np.zeros_like(value) for name, value in values.items()}
        return Adam(values, first, {name: np.zeros_like(value) for name, value in values.items()}, decay)

    def move(self, slopes: Mapping[str, Singles], rate: float) -> None:
        """Move the weights down their ``slopes``, by about ``rate``."""
        self.steps += 1
        first, second = 1 - _FASTEST**self.steps, 1 - _SLOWEST**self.steps
        for name, slope in slopes.items():
            mean, square, value = self.slopes[name], self.squares[name], self.values[name]
            mean += (1 - _FASTEST) * (slope - mean)
            square += (1 - _SLOWEST) * (slope * slope - square)
            move = mean / first / (np.sqrt(square / second) + 1e-8)
            if value.ndim > 1:
                move += self.decay * value
            value -= (rate * move).astype(np.float32)


@dataclass(slots=True)
class Kept:
    """The mean of weights while they are learnt, in which the last ones count most."""

    values: dict[str, Singles]
    count: int = 0

    @staticmethod
    def of(values: Mapping[str, Singles]) -> Kept:
        """Return the mean of ``values`` alone."""
        return Kept({name: value.copy() for name, value in values.items()})

    def add(self, values: Mapping[str, Singles]) -> None:
        """Take the next ``values`` into the mean."""
        self.count += 1
        part = np.float32(min(_KEPT, 1 - 1 / (self.count + 1)))
        for name, value in self.values.items():
            value *= part
            value += (1 - part) * values[name]


def rate_at(done: int, steps: int, largest: float, warm: int) -> float:
    """Return the rate at the ``done``-th of ``steps``: it rises over ``warm`` of them, and falls to the end."""
    return largest * min(1.0, done / warm) * max(_LEAST_RATE, 1 - done / steps)


def drawn(chance: np.random.Generator, inputs: int, outputs: int, size: float = 1.0) -> Singles:
    """Return weights of a layer that has learnt nothing (inputs × outputs)."""
    made: Singles = (chance.standard_normal((inputs, outputs)) * np.sqrt(2 / inputs) * size).astype(np.float32)
    return made


def dropout(shape: tuple[int, ...], dropped: float, chance: np.random.Generator) -> Singles:
    """Return by what to multiply what a layer hands on, so that a share of it is ``dropped``."""
    kept: Singles = (chance.random(shape, dtype=np.float32) >= dropped).astype(np.float32) / np.float32(1 - dropped)
    return kept


def size_of(found: Singles) -> float:
    """Return by what to multiply ``found`` so that nearly all of it that is more than nothing stays below 127."""
    some = found[found > 0]
    return MOST / float(np.quantile(some, _NEARLY_ALL)) if len(some) else 1.0


def whole_layer(weights: Singles | Floats, shift: Singles | Floats, size: float) -> WholeLayer:
    """Return a layer in whole numbers that hands on ``size`` times as much as ``weights`` and ``shift`` do."""
    largest = np.maximum(np.abs(weights).max(axis=0), 1e-9)
    whole = np.rint(weights / largest * MOST).astype(np.float32)
    return WholeLayer(whole, np.asarray(largest / MOST * size, dtype=np.float64), np.asarray(shift * size, np.float64))
