"""What each feature adds to a sum, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .arrays import Floats

TELLING = 0.05
"""Least share of a sum that is said."""

MOST_REASONS = 4
"""So many features are named where a sum is told in one line."""


def spoken(names: Sequence[str], features: Floats, weights: Floats) -> tuple[str, ...]:
    """Return what each feature adds, as "+1.2 best sentence", the largest first; small ones are left out.

    Args:
        names: of the features.
        features: their values, in the order of ``names``.
        weights: of the features, in the same order, and one that stands for itself at the end.
    """
    shares = [
        (float(feature) * float(weight), name)
        for name, feature, weight in zip(names, features, weights[:-1], strict=True)
    ]
    ranked = sorted(shares, key=lambda share: -abs(share[0]))
    return tuple(f"{amount:+.1f} {name}" for amount, name in ranked if abs(amount) >= TELLING)
