"""Confidences that mean what they say: of all facts or answers with 0.8, about 80 in 100 are right.

The stages weigh cues and rank by what comes out; here, at the end of the chain, these weights become probabilities.
All numbers of the calibration stand in this module. ``benchmarks/calibration.py`` measures them on gold papers (a
reliability table and the expected calibration error) and prints what would fit best. The constants are rounded, and
lie below the best fit on papers that rules were written with: on papers that no rule has seen more goes wrong.

What is calibrated: a used fact is right if the paper states this value as the authors' own; an answer is right if the
question is answered in the paper; "not stated" is right if the paper is really silent. Other facts (mentioned,
negated, searched, and labels that hold whole phrases) keep the weight that the cues gave them.

Source: J. Platt, Probabilistic outputs for support vector machines, 1999 (the logistic map).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .knowledge import Pattern
from .records import Answer, Fact

EVEN = 0.5
"""A fact below this is rather wrong than right."""

MOST = 0.99
"""Nothing is surer than this."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic map of one weight to a probability: ``slope`` and ``shift`` in log odds.

    Below ``lowest``, where too little was seen to measure, it is a straight line down to 0.
    """

    slope: float
    shift: float
    lowest: float = 0.4

    def __call__(self, weight: float) -> float:
        if weight < self.lowest:
            return round(self(self.lowest) * weight / self.lowest, 3)
        weight = min(weight, MOST)
        odds = self.slope * math.log(weight / (1 - weight)) + self.shift
        return round(min(MOST, 1 / (1 + math.exp(-odds))), 3)


CURVES = {
    "name": Curve(0.85, 0.85),
    "link": Curve(0.85, 0.85),
    "setting": Curve(1.0, 2.8),
    "answers": Curve(0.7, 0.7),
}
"""Kind of label (see ``knowledge.Traits``) → its map; ``answers`` is that of answers."""

USUAL = frozenset(
    {
        "data_collection",
        "data_format",
        "datasets",
        "preprocessing",
        "data_split",
        "model",
        "hyperparameters",
        "metrics",
        "purpose",
    }
)
"""Questions that at least 85 in 100 deep-learning papers answer: silence is more likely an oversight there."""

SILENT = 0.94
"""Chance that the paper is silent where nothing was found."""

SILENT_BUT_NEAR = 0.68
"""The same where something came near and was set aside."""

SILENT_BUT_USUAL = 0.5
"""The same for a question that nearly every paper answers."""

SILENT_AT_ALL = 0.97
"""The same where hardly any question is answered: the paper reports no deep learning of its own."""

_HARDLY_ANY = 0.125
"""Share of the questions that are answered at most where ``SILENT_AT_ALL`` holds."""


def calibrate_facts(facts: Sequence[Fact], patterns: Mapping[str, Pattern]) -> tuple[Fact, ...]:
    """Return the facts with calibrated confidences; doubts about a value (attribute ``likely``) stay as they are."""
    return tuple(
        _fact(fact, CURVES.get(pattern.traits.kind) if (pattern := patterns.get(fact.label)) else None)
        for fact in facts
    )


def unsure(facts: Sequence[Fact]) -> frozenset[str]:
    """Return the ids of calibrated facts that are rather wrong than right."""
    return frozenset(fact.id for fact in facts if fact.confidence < EVEN)


def _fact(fact: Fact, curve: Curve | None) -> Fact:
    if curve is None or fact.status != "used" or any(name == "likely" for name, _ in fact.attributes):
        return fact
    return replace(fact, confidence=curve(fact.confidence))


def calibrate_answers(answers: Sequence[Answer], pages: int) -> tuple[Answer, ...]:
    """Return the answers with calibrated confidences, those of "not stated" among them.

    Args:
        answers: all answers of one paper.
        pages: of the paper; where some are unreadable, silence is less sure by their share.
    """
    stated = sum(answer.stated for answer in answers)
    quiet = stated <= _HARDLY_ANY * len(answers)
    return tuple(
        replace(
            answer,
            confidence=CURVES["answers"](answer.confidence) if answer.stated else _silence(answer, quiet, pages),
        )
        for answer in answers
    )


def _silence(answer: Answer, quiet: bool, pages: int) -> float:
    if quiet:
        chance = SILENT_AT_ALL
    elif answer.question in USUAL:
        chance = SILENT_BUT_USUAL
    else:
        chance = SILENT_BUT_NEAR if answer.nearest else SILENT
    unreadable = len(answer.searched.unreadable_pages)
    return round(chance * (1 - unreadable / max(1, pages, unreadable)), 3)


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[list[Mapping[str, float]], float]:
    """Return the rows of a reliability table and the expected calibration error.

    Args:
        pairs: confidence and whether it was right.
        bins: of equal width; rows of empty bins are left out.

    Source: M. Pakdaman Naeini, G. Cooper and M. Hauskrecht, Obtaining well calibrated probabilities using Bayesian
    binning, 2015.
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        groups.setdefault(min(bins - 1, int(confidence * bins)), []).append((confidence, right))
    rows: list[Mapping[str, float]] = []
    error = 0.0
    for number, some in sorted(groups.items()):
        mean = sum(confidence for confidence, _ in some) / len(some)
        share = sum(right for _, right in some) / len(some)
        error += abs(mean - share) * len(some) / len(pairs)
        rows.append({"from": number / bins, "count": len(some), "confidence": mean, "right": share})
    return rows, error
