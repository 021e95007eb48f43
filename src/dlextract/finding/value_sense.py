"""Can a number be a value of a setting?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values.grammar import Value

if TYPE_CHECKING:
    from ..knowledge import Pattern


def makes_sense(pattern: Pattern, value: Value) -> bool:
    """Tell whether ``value`` is one that a setting of this kind takes."""
    usual = pattern.traits.limits("usual")
    if value.percent and pattern.value not in {"fraction", "duration"}:
        return False
    if pattern.traits.whole and not value.whole and not value.percent:
        return False
    return usual is None or usual[0] <= value.number <= usual[1]
