"""Words in clusters: words that stand among the same words count alike, so that rare ones count at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .arrays import Codes, Integers


@dataclass(frozen=True, slots=True)
class WordClusters:
    """Two divisions of the known words, a fine and a coarse one.

    Args:
        codes: the CRC-32 of each known word, in ascending order.
        fine: number of its cluster in the fine division, from 1.
        coarse: the same in the coarse division.
        fine_names: the commonest words of each fine cluster, as one string.
        coarse_names: the same of each coarse one.
    """

    codes: Integers
    fine: Integers
    coarse: Integers
    fine_names: tuple[str, ...] = ()
    coarse_names: tuple[str, ...] = ()

    @property
    def are_whole(self) -> bool:
        """Tell whether each word has clusters, and each cluster a name."""
        divisions = ((self.fine, self.fine_names), (self.coarse, self.coarse_names))
        return all(
            len(some) == len(self.codes) and (not len(some) or 1 <= some.min() <= some.max() <= len(names))
            for some, names in divisions
        )

    def of(self, codes: Codes) -> tuple[Codes, Codes]:
        """Return the numbers of the fine and the coarse clusters of words with these ``codes``; 0 for unknown words."""
        if not len(self.codes):
            nothing = np.zeros(len(codes), dtype=np.uint64)
            return nothing, nothing
        place = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        known = self.codes[place] == codes
        fine: Codes = np.where(known, self.fine[place], 0).astype(np.uint64)
        coarse: Codes = np.where(known, self.coarse[place], 0).astype(np.uint64)
        return fine, coarse


def _nothing() -> Integers:
    return np.zeros(0, dtype=np.int64)


NO_CLUSTERS = WordClusters(_nothing(), _nothing(), _nothing())
"""Where no clusters were learnt, words stand for themselves alone."""
