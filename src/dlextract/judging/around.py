"""What stands around the finds of a fact: shared by the sums for data sets and for networks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..candidates import FROM_TABLE, Candidate
from ..records import Fact
from .spoken import MOST_REASONS, spoken

if TYPE_CHECKING:
    from .arrays import Floats
    from .sums import Sums


WORDS_AROUND = "the words around it"
"""What the network of candidates adds to a sum, where sums are told."""


@dataclass(frozen=True, slots=True)
class NetworkOdds:
    """The log odds of the network of candidates (facts × choices; not a number where it does not look at a fact).

    They count ``share``, the sum beside them the rest.
    """

    odds: Floats
    share: float

    @staticmethod
    def nothing(facts: int, choices: int = 1) -> NetworkOdds:
        """Return what says nothing of so many facts."""
        return NetworkOdds(np.full((facts, choices), np.nan), 0.0)

    def mixed(self, sums: Floats) -> Floats:
        """Return what sums (facts × choices) and network say together."""
        mixed: Floats = np.where(np.isnan(self.odds), sums, (1 - self.share) * sums + self.share * self.odds)
        return mixed

    def of(self, some: Sequence[int]) -> NetworkOdds:
        """Return what it says of ``some`` of the facts."""
        return NetworkOdds(self.odds[list(some)], self.share)

    def told(
        self, names: Sequence[str], features: Floats, weights: Floats, own: float
    ) -> tuple[Sequence[str], Floats, Floats]:
        """Return names, features and weights of a sum to which the network adds ``own``, as ``spoken`` takes them."""
        if np.isnan(own):
            return names, features, weights
        shared = np.concatenate([weights[:-1] * (1 - self.share), [own * self.share], weights[-1:]])
        return (*names, WORDS_AROUND), np.append(features, 1.0), shared


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


def beside_of(facts: Sequence[Fact], label: str, beside: NetworkOdds | None, choices: int) -> NetworkOdds:
    """Return what ``beside`` says of the facts of ``label``, in their order; nothing where it is None."""
    some = [number for number, fact in enumerate(facts) if fact.label == label]
    return beside.of(some) if beside else NetworkOdds.nothing(len(some), choices)


def reasons(names: Sequence[str], features: Floats, sums: Sums, choices: tuple[int, int], beside: NetworkOdds) -> str:
    """Return what spoke most for the first of two choices against the second, of one fact, in words."""
    first, second = choices
    own = float(beside.odds[0, first] - beside.odds[0, second])
    because = spoken(*beside.told(names, features, sums.weights[first] - sums.weights[second], own))
    return ", ".join(because[:MOST_REASONS])
