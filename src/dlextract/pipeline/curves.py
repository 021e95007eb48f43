"""What share of a network's votes an entity has, and how likely it is right: a curve for each label.

``CURVES`` are those of spaCy's transition-based recogniser, measured with a model trained on the first 2,965 annotated
paragraphs on 1,380 of other papers, with the finds that no rule shares. A tagger brings its own.
"""

from __future__ import annotations

from ..candidates import likelihood, log_odds

CURVES = {"GPU": (0.5, -1.5), "DATASET": (0.51, -2.08), "ARCHITECTURE": (0.19, -0.73), "TASK": (0.67, -0.83)}
"""Label → slope and shift, in log odds, of the logistic map from a share to a chance."""

_USUAL = (0.4, -1.2)
_CLOSEST = 1e-6


def chance(label: str, share: float) -> float:
    """Return how likely an entity with this share is right, 0 to 1."""
    return on_curve(share, CURVES.get(label, _USUAL))


def on_curve(share: float, curve: tuple[float, float]) -> float:
    """Return the chance that a curve, slope and shift in log odds, gives to a share, 0 to 1."""
    slope, shift = curve
    return likelihood(slope * log_odds(share, _CLOSEST) + shift)
