"""What a find of the rules counts for that the trained NER has read and not found, as its model has it measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..candidates import ShareOf, likelihood, log_odds
from ..errors import ModelError
from ..records import Mention

CLOSEST = 1e-4
"""Shares nearer to 0 or 1 count as this far from it."""

_KEYS = frozenset({"alone", "least"})


ALONE = "alone"
"""Name of the step that gives a doubtful find its chance."""


class Doubt(NamedTuple):
    """How likely a find of a rule is right that the trained NER does not share, and why."""

    chance: float
    why: str


@dataclass(frozen=True, slots=True)
class JoiningCurves:
    """How rules and one trained NER are joined.

    ``alone`` maps a label to slope and shift, in log odds, of the curve from the share that the NER gives to the words
    of a rule's find to the chance that the find is right. It speaks of finds that no entity overlaps; one with a chance
    under ``least`` is doubtful.
    """

    alone: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)

    def doubt(self, mention: Mention, share_of: ShareOf | None) -> Doubt | None:
        """Return the doubt in a rule's find that no entity overlaps, None where there is none."""
        curve = self.alone.get(mention.label)
        if curve is None or share_of is None:
            return None
        share = share_of(mention.label, mention.start, mention.end)
        if share is None:
            return None
        chance = likelihood(curve[0] * log_odds(share, CLOSEST) + curve[1])
        if chance >= self.least.get(mention.label, 0.5):
            return None
        chance = round(chance, 3)
        return Doubt(chance, f"chance {chance:g}: the trained model has read it and gives these words {share:.2g}")


FIXED = JoiningCurves()
"""For models of which nothing was measured: what rules find stays."""


def joining_curves(settings: object, model: str) -> JoiningCurves:
    """Return what ``settings``, the key ``dlextract_joining`` in the meta of a model, say; FIXED where it is missing.

    Raises:
        ModelError: it cannot be read; ``model`` is named.
    """
    if settings is None:
        return FIXED
    try:
        if not isinstance(settings, dict) or settings.keys() - _KEYS:
            raise ValueError(f"not a mapping of {', '.join(sorted(_KEYS))}")
        alone = {str(label): (float(a), float(b)) for label, (a, b) in settings.get("alone", {}).items()}
        least = {str(label): float(value) for label, value in settings.get("least", {}).items()}
        if not all(map(math.isfinite, [*least.values(), *(number for pair in alone.values() for number in pair)])):
            raise ValueError("a number that is none")
    except (AttributeError, TypeError, ValueError) as error:
        message = f"dlextract_joining in meta.json cannot be read ({error})"
        raise ModelError(model, message, "Install or train the model again") from error
    return JoiningCurves(alone, least)
