"""What is known of a find between the stages: its status, its sentence, and how sure both are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .records import Mention


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one find says.

    ``probability`` is that of ``status`` being right, ``reason`` names the strongest cue, ``odds`` is the logarithm of
    the odds of ``used`` against ``mentioned``.
    """

    status: str
    probability: float
    reason: str
    roles: tuple[tuple[str, float], ...]
    odds: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A find with everything known about it: value, scope, status, and the sentence ``start:end`` that holds it."""

    mention: Mention
    text: str
    value: str
    scope: str
    verdict: Verdict
    section: str
    start: int
    end: int
    confidence: float
    attributes: tuple[tuple[str, str], ...]


def likelihood(odds: float) -> float:
    """Return the probability that belongs to the logarithm of the odds."""
    return 1 / (1 + math.exp(-odds))
