"""Which finds stay where several overlap."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from ..records import Mention
from .finds import Find

EXCLUSIVE = ("GPU", "DATASET", "ARCHITECTURE", "TASK")
"""Labels of which a stretch of text can have only one; the earlier wins where two are equally long."""


def settle(finds: Iterable[Find]) -> tuple[list[Find], list[Find]]:
    """Return the finds that stay and those that give way, each with the reason.

    Inside one label the longest wins, then the earliest rule; a winner takes over the scope and the attributes of
    finds at exactly its place. Among ``EXCLUSIVE`` labels the longest wins, then the order of the labels. All other
    labels stand side by side.
    """
    kept: list[Find] = []
    lost: list[Find] = []
    by_label: dict[str, list[Find]] = defaultdict(list)
    for find in finds:
        by_label[find.mention.label].append(find)
    exclusive: list[Find] = []
    for label, group in by_label.items():
        stay = _longest(group, lost, _in_label)
        (exclusive if label in EXCLUSIVE else kept).extend(stay)
    kept += _longest(exclusive, lost, _between_labels)
    return kept, lost


def _in_label(find: Find) -> tuple[int, int, int]:
    mention = find.mention
    return mention.start - mention.end, find.order, mention.start


def _between_labels(find: Find) -> tuple[int, int, int]:
    mention = find.mention
    return mention.start - mention.end, EXCLUSIVE.index(mention.label), mention.start


def _longest(finds: list[Find], lost: list[Find], rank: object) -> list[Find]:
    taken: list[tuple[int, int, int]] = []
    stay: list[Find] = []
    for find in sorted(finds, key=rank):  # type: ignore[arg-type]
        start, end = find.mention.start, find.mention.end
        over = _overlapping(taken, start, end)
        if over is None:
            insort(taken, (start, end, len(stay)))
            stay.append(find)
            continue
        winner = stay[over]
        if (winner.mention.start, winner.mention.end, winner.mention.label) == (start, end, find.mention.label):
            stay[over] = replace(winner, mention=_enriched(winner.mention, find.mention))
        lost.append(replace(find, dropped=f"{winner.mention.found_by} found more at the same place"))
    return stay


def _overlapping(taken: list[tuple[int, int, int]], start: int, end: int) -> int | None:
    """Return the number of a taken stretch that ``start:end`` overlaps. The stretches themselves never overlap."""
    index = bisect_left(taken, (start, -1, -1))
    if index < len(taken) and taken[index][0] < end:
        return taken[index][2]
    if index and taken[index - 1][1] > start:
        return taken[index - 1][2]
    return None


def _enriched(winner: Mention, other: Mention) -> Mention:
    known = {name for name, _ in winner.attributes}
    more = tuple(pair for pair in other.attributes if pair[0] not in known)
    if not more and (winner.scope or not other.scope):
        return winner
    return replace(winner, attributes=(*winner.attributes, *more), scope=winner.scope or other.scope)
