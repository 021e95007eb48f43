"""A decision as its sum: what spoke for it and against it, down to the words of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..knowledge import Question
from ..records import Answer, Fact
from .bench import Judges, chance_of
from .features import KINDS, Features, names_of
from .ranking import RANKING, counting, found_by_rules, rows
from .segments import Segment
from .spoken import TELLING, spoken
from .verdicts import VERDICT, row

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
    """How the judges came to their verdict: the chance that the question is answered, and what spoke for it."""

    cq: int
    chance: float
    because: tuple[str, ...]
    sentences: tuple[WeighedSentence, ...]


def sum_of(
    judges: Judges, lines: Sequence[Segment], scores: Floats, facts: Sequence[Fact], drafts: Sequence[Answer],
    question: Question,
) -> Sum:  # fmt: skip
    """Return the sum behind the ruling on ``question``; the arguments are those of ``Judges.rule``."""
    weights = judges.weights
    found = found_by_rules(lines, facts, drafts)
    answers = {draft.cq: draft for draft in drafts}
    at = question.cq - 1
    by_words = counting(scores, lines, question)
    table = rows(by_words, lines, found, question, answers[question.cq])
    ranked = weights.ranking(question.cq, table)
    features = row(by_words, ranked, found, question, answers, facts, weights.prior[at])
    odds = float(weights.verdict(question.cq, features[None])[0])
    best = [int(n) for n in np.argsort(-ranked, kind="stable")[:_MOST_SENTENCES]]
    everything = weights.words.features(lines)
    return Sum(
        cq=question.cq,
        chance=chance_of(odds),
        because=spoken(VERDICT, features, weights.verdict.weights[at]),
        sentences=tuple(
            WeighedSentence(
                page=lines[n].page,
                text=" ".join(lines[n].text.split()),
                chance=chance_of(float(ranked[n])),
                because=spoken(RANKING, table[n], weights.ranking.weights[at]),
                words=_words(judges, everything, lines, n, question.cq),
            )
            for n in best
        ),
    )


def _words(judges: Judges, everything: Features, lines: Sequence[Segment], number: int, cq: int) -> tuple[str, ...]:
    own = everything.line == number
    features = Features(1, everything.line[own] * 0, everything.kind[own], everything.bucket[own])
    shares = judges.weights.words.shares(features, cq)
    named = names_of(lines, number, judges.weights.words.clusters)
    order = sorted(range(len(shares)), key=lambda n: -abs(float(shares[n])))
    said = []
    for n in (n for n in order[:_MOST_WORDS] if abs(float(shares[n])) >= TELLING):
        kind, bucket = int(features.kind[n]), int(features.bucket[n])
        said.append(f"{float(shares[n]):+.1f} {KINDS[kind]} “{named.get((kind, bucket), '?')}”")
    return tuple(said)
