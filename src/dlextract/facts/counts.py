"""How many devices: printed counts as numbers, nodes times devices, groups of one device told apart by their memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from ..candidates import Candidate
from ..values import normalise

Attribute = str | int | float

_TWO = frozenset({"dual", "twin", "pair of", "couple of"})
_NUMBERS = frozenset({"count", "nodes"})


def counted(items: Iterable[Candidate]) -> Mapping[str, Attribute]:
    """Return the attributes of all finds; where they differ, those of the earlier find.

    ``count`` is the number of all devices: nodes times those of one node, which is ``per_node``.
    """
    merged: dict[str, Attribute] = {}
    for item in items:
        own: dict[str, Attribute] = {
            name: number(value) if name in _NUMBERS else value for name, value in item.attributes
        }
        nodes, count = own.pop("nodes", 0), own.get("count", 0)
        if "count" not in merged and isinstance(nodes, int) and isinstance(count, int) and nodes * count:
            own |= {"nodes": nodes, "per_node": count, "count": nodes * count}
        for name, value in own.items():
            merged.setdefault(name, value)
    return dict(sorted(merged.items()))


def number(printed: str) -> int | str:
    """Return the number that is printed ("8", "two", "a single"), or the words where they are none."""
    words = printed.lower().removeprefix("a ").removeprefix("only ").strip()
    if words in _TWO:
        return 2
    if words.startswith("half a "):
        whole = number(words.removeprefix("half a "))
        return whole // 2 if isinstance(whole, int) else printed
    whole = "1" if words in {"a", "an", "single", "one"} else normalise("integer", "12" if words == "dozen" else words)
    return int(whole) if whole.isdecimal() and len(whole) < 16 else printed


def groups_of(items: Sequence[Candidate]) -> Sequence[Sequence[Candidate]]:
    """Return the finds of one device in groups, told apart by memory or by count.

    One group for each memory that a single sentence has ("four A100-80GB and two A100-40GB"), or for each count that
    tables have ("4 × A100 | 16 × A100"); finds without a memory or a count belong to the first of them.
    """
    memories: dict[int, dict[str, str]] = defaultdict(dict)
    for item in items:
        if memory := _memory(item):
            memories[item.start].setdefault(memory, memory)
    apart = next((list(found) for found in memories.values() if len(found) > 1), None)
    if apart is not None:
        return _apart(items, apart, _memory)
    counts = list(dict.fromkeys(count for item in items if item.section == "table" and (count := _count(item))))
    return _apart(items, counts, _count) if len(counts) > 1 else [items]


def _apart(
    items: Sequence[Candidate], keys: Sequence[str], key_of: Callable[[Candidate], str]
) -> Sequence[Sequence[Candidate]]:
    groups: dict[str, list[Candidate]] = {key: [] for key in keys}
    for item in items:
        groups.get(key_of(item), groups[keys[0]]).append(item)
    return list(groups.values())


def _memory(item: Candidate) -> str:
    return "".join(dict(item.attributes).get("memory", "").lower().removesuffix("b").split())


def _count(item: Candidate) -> str:
    printed = dict(item.attributes).get("count", "")
    return str(number(printed)) if printed else ""
