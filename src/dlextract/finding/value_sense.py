"""Can a number be a value of a setting?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values.grammar import Value
from .parameter_lists import _USUAL as USUAL

if TYPE_CHECKING:
    from ..knowledge import Pattern


def makes_sense(pattern: Pattern, value: Value) -> bool:
    """Tell whether ``value`` is one that a setting of this kind takes."""
    low, high, whole = USUAL.get(pattern.label, (float("-inf"), float("inf"), False))
    if value.percent and pattern.value not in {"fraction", "duration"}:
        return False
    if whole and not value.whole and not value.percent:
        return False
    return low <= float(value.number) <= high
