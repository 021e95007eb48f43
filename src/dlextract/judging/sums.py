"""Logistic sums over named features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .arrays import Floats


@dataclass(frozen=True, slots=True)
class Sums:
    """Logistic sums over a few named features, one for each question or kind of thing; the constant comes last."""

    names: tuple[str, ...]
    weights: Floats

    def __call__(self, number: int, rows: Floats) -> Floats:
        """Return the log odds for ``rows`` (cases × names) by the sum of a question or kind, counted from 1."""
        row = self.weights[number - 1]
        if len(rows) == 1:  # the same sum, without arrays of one number
            one = float(row[-1])
            for feature, weight in zip(rows[0].tolist(), row.tolist()[:-1], strict=True):
                one += feature * weight
            return np.array([one])
        total = np.full(len(rows), row[-1])
        for column in range(len(self.names)):  # one after the other: the same sum on every machine
            total = total + rows[:, column] * row[column]
        return total
