"""Agreement beyond chance, and intervals by bootstrap."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

_DRAWS = 1000


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Return Cohen's kappa of two yes/no judgements; 1 where there is nothing to disagree on."""
    count = len(pairs)
    if not count:
        return 1.0
    agreed = sum(one == two for one, two in pairs) / count
    first, second = sum(one for one, _ in pairs) / count, sum(two for _, two in pairs) / count
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def interval(items: Sequence[T], figure: Callable[[Sequence[T]], float], seed: int = 0) -> tuple[float, float]:
    """Return the 95 % percentile interval of ``figure`` over ``items`` drawn with replacement.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    if not items:
        return (0.0, 0.0)
    rng = random.Random(seed)
    figures = sorted(figure(rng.choices(items, k=len(items))) for _ in range(_DRAWS))
    return figures[int(0.025 * _DRAWS)], figures[int(0.975 * _DRAWS) - 1]
