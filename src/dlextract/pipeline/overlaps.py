"""Which finds stay where several overlap."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ..knowledge import Pattern
from ..records import Mention
from .finds import Find


def exclusive_labels(patterns: Iterable[Pattern]) -> dict[str, int]:
    """Return the rank of each label of which a stretch of text can have only one, the lowest first."""
    ranked = sorted((p.traits.exclusive, p.label) for p in patterns if p.traits.exclusive)
    return {label: rank for rank, label in ranked}


class Spans:
    """Stretches ``(start, end, number)`` that never overlap one another."""

    def __init__(self, spans: Iterable[tuple[int, int, int]] = ()) -> None:
        self._spans = sorted(spans)

    def add(self, start: int, end: int, number: int) -> None:
        """Add a stretch that overlaps no other."""
        insort(self._spans, (start, end, number))

    def __bool__(self) -> bool:
        return bool(self._spans)

    def overlapping(self, start: int, end: int) -> list[int]:
        """Return the numbers of the stretches that ``start:end`` overlaps, in order."""
        index = bisect_left(self._spans, (start, -1, -1))
        if index and self._spans[index - 1][1] > start:
            index -= 1
        found = []
        while index < len(self._spans) and self._spans[index][0] < end:
            found.append(self._spans[index][2])
            index += 1
        return found


def settle(finds: Iterable[Find], exclusive: Mapping[str, int]) -> tuple[list[Find], list[Find]]:
    """Return the finds that stay and those that give way, each with the reason.

    Inside one label the longest wins, then the earliest rule; a winner takes over the scope and the attributes of
    finds at exactly its place. Among ``exclusive`` labels the longest wins, then the lowest rank. All other labels
    stand side by side.
    """
    kept: list[Find] = []
    lost: list[Find] = []
    by_label: dict[str, list[Find]] = defaultdict(list)
    for find in finds:
        by_label[find.mention.label].append(find)
    rivals: list[Find] = []
    for label, group in by_label.items():
        stay = _longest(group, lost, _in_label)
        (rivals if label in exclusive else kept).extend(stay)

    def between_labels(find: Find) -> tuple[int, int, int]:
        mention = find.mention
        return mention.start - mention.end, exclusive[mention.label], mention.start

    kept += _longest(rivals, lost, between_labels)
    return kept, lost


def _in_label(find: Find) -> tuple[int, int, int]:
    mention = find.mention
    return mention.start - mention.end, find.order, mention.start


def _longest(finds: list[Find], lost: list[Find], rank: Callable[[Find], tuple[int, int, int]]) -> list[Find]:
    taken = Spans()
    stay: list[Find] = []
    for find in sorted(finds, key=rank):
        start, end = find.mention.start, find.mention.end
        over = taken.overlapping(start, end)
        if not over:
            taken.add(start, end, len(stay))
            stay.append(find)
            continue
        winner = stay[over[0]]
        if (winner.mention.start, winner.mention.end, winner.mention.label) == (start, end, find.mention.label):
            stay[over[0]] = replace(winner, mention=_enriched(winner.mention, find.mention))
        lost.append(
            replace(find, dropped=f"{winner.mention.found_by} found more at the same place", dropped_by="overlaps")
        )
    return stay


def _enriched(winner: Mention, other: Mention) -> Mention:
    known = {name for name, _ in winner.attributes}
    more = tuple(pair for pair in other.attributes if pair[0] not in known)
    if not more and (winner.scope or not other.scope):
        return winner
    return replace(winner, attributes=(*winner.attributes, *more), scope=winner.scope or other.scope)
