"""Shares with their intervals, agreement beyond chance, and intervals by bootstrap."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeVar

from .accuracy import Counts

T = TypeVar("T")

_DRAWS = 1000
_Z = 1.959964
_LEAST_YOUDEN = 0.1
"""Sensitivity plus specificity less one: with less, a finding tells nothing about the paper."""


class Estimate(NamedTuple):
    """A share and its 95 % interval, all between 0 and 1."""

    share: float
    low: float
    high: float


def wilson(count: int, of: int) -> Estimate:
    """Return the share ``count / of`` with its score interval; (0, 0, 1) where ``of`` is 0.

    Source: Wilson, Journal of the American Statistical Association 22, 1927, 209-212.
    """
    if not of:
        return Estimate(0.0, 0.0, 1.0)
    share, square = count / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))


def corrected(count: int, of: int, known: Counts) -> Estimate | None:
    """Return the share of papers that truly state something, of which ``count`` of ``of`` were found to do so.

    It is corrected for the measured error of the findings; the interval also knows that this error was measured on few
    papers. None where the findings tell too little, or nothing was measured.

    Sources: Rogan and Gladen, American Journal of Epidemiology 107, 1978, 71-76 (share); Lang and Reiczigel, Preventive
    Veterinary Medicine 113, 2014, 13-22 (interval).
    """
    if not of or not known.stated or not known.silent:
        return None
    youden = known.sensitivity + known.specificity - 1
    if youden < _LEAST_YOUDEN:
        return None
    share = (count / of + known.specificity - 1) / youden
    square = _Z * _Z
    found = (count + square / 2) / (of + square)
    sensitivity = (known.stated_found + 1) / (known.stated + 2)
    specificity = (known.silent_found + 1) / (known.silent + 2)
    reach = sensitivity + specificity - 1
    if reach < _LEAST_YOUDEN:
        return None
    middle = (found + specificity - 1) / reach
    of_stated = sensitivity * (1 - sensitivity) / known.stated
    of_silent = specificity * (1 - specificity) / known.silent
    moved = middle + 2 * square * (middle * of_stated - (1 - middle) * of_silent)
    spread = found * (1 - found) / (of + square) + middle**2 * of_stated + (1 - middle) ** 2 * of_silent
    half = _Z * math.sqrt(spread) / reach
    share = _inside(share)
    return Estimate(share, min(share, _inside(moved - half)), max(share, _inside(moved + half)))


def _inside(share: float) -> float:
    return min(1.0, max(0.0, share))


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Return Cohen's kappa of two judgements of the same things; 1 where there is nothing to disagree on."""
    count = len(pairs)
    if not count:
        return 1.0
    agreed = sum(one == two for one, two in pairs) / count
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum(first[value] * second[value] for value in first) / count**2
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
