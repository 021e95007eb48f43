"""What stands around the finds of a fact: shared by the sums for data sets and for networks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..candidates import FROM_TABLE, Candidate
from .weights import Sums

if TYPE_CHECKING:
    from .arrays import Floats


def role_weights(items: Sequence[Candidate]) -> Mapping[str, float]:
    """Return what the cues of ``items`` have in favour of each role, on average; a role that none names is left out."""
    weights: defaultdict[str, float] = defaultdict(float)
    for item in items:
        for role, weight in item.verdict.roles:
            weights[role] += weight
    return {role: weight / len(items) for role, weight in weights.items()}


def in_tables(items: Sequence[Candidate], *sections: str) -> list[bool]:
    """Return of each find whether it stands in one of ``sections``, or was read from a table."""
    return [item.section in sections or item.mention.found_by.startswith(FROM_TABLE) for item in items]


def pieces_around(items: Sequence[Candidate], text: str, near: int) -> tuple[set[str], set[str], set[str]]:
    """Return the sentences of the finds, and the ``near`` characters before and after them within those."""
    whole = {text[item.start : item.end] for item in items}
    before = {text[max(item.start, item.mention.start - near) : item.mention.start] for item in items}
    after = {text[item.mention.end : min(item.end, item.mention.end + near)] for item in items}
    return whole, before, after


def mean(values: Sequence[float]) -> float:
    """Return the mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def odds_of(table: Floats, sums: Sums) -> Floats:
    """Return what each choice has in its favour (rows of ``table`` × the choices of ``sums``)."""
    return np.stack([sums(number, table) for number in range(1, len(sums.weights) + 1)], axis=1)


def rival_of(number: int, odds: Floats) -> int:
    """Return the number of the best choice but ``number`` (choices)."""
    return max((n for n in range(len(odds)) if n != number), key=lambda n: float(odds[n]))
