"""Which finds stay where several overlap."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ..candidates import Find
from ..knowledge import Pattern
from ..records import Mention


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


def settle_overlaps(finds: Iterable[Find], exclusive: Mapping[str, int]) -> tuple[list[Find], list[Find]]:
    """Return the finds that stay, with all their attributes, and those that give way, each with the reason.

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
    return [_whole(find) for find in kept], lost


def _whole(find: Find) -> Find:
    return replace(find, mention=_enriched(find.mention, find.around)) if find.around else find


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
            other = find.mention
            stay[over[0]] = replace(winner, mention=_enriched(winner.mention, other.attributes, other.scope))
        lost.append(
            replace(find, dropped=f"{winner.mention.found_by} found more at the same place", dropped_by="overlaps")
        )
    return stay


def _enriched(mention: Mention, attributes: Iterable[tuple[str, str]], scope: str = "") -> Mention:
    """Return the mention with those of the attributes that it does not have, and with the scope if it has none."""
    known = {name for name, _ in mention.attributes}
    more = tuple(pair for pair in attributes if pair[0] not in known)
    if not more and (mention.scope or not scope):
        return mention
    return replace(mention, attributes=(*mention.attributes, *more), scope=mention.scope or scope)
