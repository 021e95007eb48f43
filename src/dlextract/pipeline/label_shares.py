"""How likely a trained NER holds words for a name of a label, whether it found them or not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from .tags import Array


class LabelShares:
    """The shares of labels among the tags of the tokens of a text, as far as it was read.

    Args:
        labels: the labels, in the order of the columns; the shares of columns with the same label are added up.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self._columns: dict[str, list[int]] = {}
        for number, label in enumerate(labels):
            self._columns.setdefault(label, []).append(number)
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._rows: list[Array] = []

    def __bool__(self) -> bool:
        return bool(self._starts)

    def add(self, starts: Sequence[int], ends: Sequence[int], rows: Array) -> None:
        """Take in tokens that follow those before: their offsets and shares (tokens × labels; NaN: white space)."""
        self._starts += starts
        self._ends += ends
        self._rows += list(rows)

    def __call__(self, label: str, start: int, end: int) -> float | None:
        """Return the mean share of ``label`` over the words of ``start:end``; None where none of them was read."""
        columns = self._columns.get(label)
        if columns is None:
            return None
        first, stop = bisect_left(self._ends, start + 1), bisect_left(self._starts, end)
        shares = [float(row[columns].sum()) for row in self._rows[first:stop] if not np.isnan(row[0])]
        return sum(shares) / len(shares) if shares else None
