"""Stretches of a text, and which of them an offset lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from .records import SILENT_ROLES, Section


def covered(offset: int, stretches: Sequence[tuple[int, int]]) -> bool:
    """Tell whether ``offset`` lies in one of ``stretches`` ``(start, end)``, which are in order and do not overlap."""
    at = bisect_right(stretches, offset, key=lambda stretch: stretch[0]) - 1
    return at >= 0 and offset < stretches[at][1]


def silent(sections: Iterable[Section]) -> list[tuple[int, int]]:
    """Return where the sections stand that state nothing, in order."""
    return sorted((section.start, section.end) for section in sections if section.role in SILENT_ROLES)
