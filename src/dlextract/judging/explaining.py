"""A decision as its sum: what spoke for it and against it, down to the words of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..knowledge import Question
from ..records import Answer, Fact
from .bench import UNSAID, Judges, chance_of, is_silent, weigh, why_unsaid
from .features import KINDS, Features, names_of
from .ranking import RANKING, found_by_rules
from .segments import Segment
from .spoken import TELLING, spoken
from .verdicts import VERDICT

if TYPE_CHECKING:
    from .arrays import Floats

_MOST_SENTENCES = 3
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class WeighedSentence:
    """One of the best sentences: the chance that it answers, what spoke for it, and its most telling words."""

    page: int
    text: str
    chance: float
    because: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """How the judges came to their verdict: the chance that the question is answered, and what spoke for it.

    ``unsaid`` is why it is not stated though it is likely answered ("" where it is stated, or not likely).
    """

    cq: int
    chance: float
    because: tuple[str, ...]
    sentences: tuple[WeighedSentence, ...]
    unsaid: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """What spoke for the verdict, and why it is not stated all the same."""
        return (*self.because, f"{UNSAID}{self.unsaid}") if self.unsaid else self.because


def sum_of(
    judges: Judges, lines: Sequence[Segment], scores: Floats, facts: Sequence[Fact], drafts: Sequence[Answer],
    question: Question,
) -> Sum:  # fmt: skip
    """Return the sum behind the ruling on ``question``; the arguments are those of ``Judges.rule``."""
    weights = judges.weights
    found = found_by_rules(lines, facts, drafts)
    answers = {draft.cq: draft for draft in drafts}
    at = question.cq - 1
    weighed = weigh(weights, lines, scores, found, facts, answers, question)
    best = [int(n) for n in np.argsort(-weighed.ranked, kind="stable")[:_MOST_SENTENCES]]
    told = _Told(judges, lines, question.cq)
    return Sum(
        cq=question.cq,
        chance=chance_of(weighed.odds),
        because=spoken(VERDICT, weighed.features, weights.verdict.weights[at]),
        sentences=tuple(
            WeighedSentence(
                page=lines[n].page,
                text=" ".join(lines[n].text.split()),
                chance=chance_of(float(weighed.ranked[n])),
                because=spoken(RANKING, weighed.table[n], weights.ranking.weights[at]),
                words=told.of(n),
            )
            for n in best
        ),
        unsaid=why_unsaid(weighed, found, answers[question.cq].stated, is_silent(drafts, lines)),
    )


class _Told:
    """What each sentence of a paper says for and against a question, word by word."""

    def __init__(self, judges: Judges, lines: Sequence[Segment], cq: int) -> None:
        self._lines, self._cq = lines, cq
        self._words, network = judges.weights.words, judges.weights.network
        self._features = self._words.features(lines)
        self._share = network.share if network else 0.0
        by_network = network.scores(lines)[:, cq - 1] if network else np.zeros(len(lines))
        self._by_network: Floats = (by_network - np.median(by_network)) * self._share

    def of(self, number: int) -> tuple[str, ...]:
        """Return what spoke most for and against sentence ``number``, what the network makes of it first."""
        own = self._features.line == number
        kind, bucket = self._features.kind[own], self._features.bucket[own]
        shares = self._words.shares(Features(1, np.zeros_like(kind), kind, bucket), self._cq) * (1 - self._share)
        named = names_of(self._lines, number, self._words.clusters)
        order = sorted(range(len(shares)), key=lambda n: -abs(float(shares[n])))
        said = [f"{self._by_network[number]:+.1f} in their order"] if self._share else []
        for n in (n for n in order[:_MOST_WORDS] if abs(float(shares[n])) >= TELLING):
            found = named.get((int(kind[n]), int(bucket[n])), "?")
            said.append(f"{float(shares[n]):+.1f} {KINDS[int(kind[n])]} “{found}”")
        return tuple(said)
