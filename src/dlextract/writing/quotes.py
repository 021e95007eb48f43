"""Quotes with the found words marked, for every format that people read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = 320
"""Characters of a quote that are shown; a longer one is cut around its first found words."""

_SPACE = re.compile(r"\s+")
# Control characters of a PDF could steer the terminal; direction marks could show another text than is there.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class MarkedQuote:
    """One sentence or table row on a page, as parts ``(text, found)``; ``found`` parts are to be marked."""

    page: int
    parts: tuple[tuple[str, bool], ...]


def printable(text: str) -> str:
    """Return ``text`` on one line, without characters that steer a terminal."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", _SPACE.sub(" ", text).strip())


def quotes(evidence: Sequence[dict[str, Any]], most: int | None = None) -> list[MarkedQuote]:
    """Return the first ``most`` quotes of ``evidence``; finds in the same sentence are marked in one quote."""
    marks: dict[tuple[int, str, int], list[tuple[int, int]]] = {}
    for place in evidence:
        start = int(place.get("quote_start", 0))
        found = marks.setdefault((place["page"], place["quote"], start), [])
        if {"quote_start", "start", "end"} <= place.keys():
            found.append((int(place["start"]) - start, int(place["end"]) - start))
    return [MarkedQuote(page, _parts(text, found)) for (page, text, _), found in list(marks.items())[:most]]


def _parts(text: str, found: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    low, high = _window(len(text), min(found, default=(0, 0)))
    parts: list[tuple[str, bool]] = [("… " if low else "", False)]
    at = low
    for start, end in _joined(found):
        start, end = max(start, at), min(end, high)
        words = text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start < end:
            parts += [(text[at:start], False), (text[start:end], True)]
            at = end
    parts += [(text[at:high], False), (" …" if high < len(text) else "", False)]
    return tuple((_inner(part), mark) for part, mark in parts if part)


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ``found`` in order, with overlapping stretches made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(length: int, first: tuple[int, int]) -> tuple[int, int]:
    if length <= LONGEST:
        return 0, length
    low = max(0, min(first[0] - LONGEST // 3, length - LONGEST))
    return low, max(low + LONGEST, min(first[1], length))


def _inner(part: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", _SPACE.sub(" ", part))
