"""What a label is, as its entry says: the kind of thing, which values make sense, what it excludes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ..knowledge import Traits
from .mistakes import Mistake
from .parts import YamlEntry, shown

LABEL_KINDS = ("name", "setting", "phrase", "link")
SWITCHES = ("whole", "share", "power", "scoped", "core", "split", "square", "one_role", "single", "also")
RANGES = ("range", "usual")
TRAIT_KEYS = ("kind", *RANGES, *SWITCHES, "counts", "multiple", "exclusive", "field", "roles", "lone_role")


def read_traits(entry: YamlEntry) -> dict[str, Any]:
    """Return the traits that an entry writes, by name.

    Raises:
        Mistake: one has a value that it cannot have.
    """
    found: dict[str, Any] = {}
    if entry.has("kind"):
        found["kind"] = entry.choice("kind", LABEL_KINDS)
    for key in RANGES:
        if entry.has(key):
            found[key] = _range(entry, key)
    for key in SWITCHES:
        if entry.has(key):
            found[key] = entry.switch(key)
    if entry.has("roles"):
        found["roles"] = tuple(text.text for text in entry.texts("roles"))
    for key in ("counts", "field", "lone_role"):
        if entry.has(key):
            found[key] = entry.text(key)
    for key in ("multiple", "exclusive"):
        if entry.has(key):
            found[key] = entry.integer(key)
    return found


def make_traits(parts: Iterable[Mapping[str, Any]]) -> Traits:
    """Return the traits of a label from those of its parts; of two that say the same trait the later counts."""
    merged: dict[str, Any] = {}
    for part in parts:
        merged |= part
    return Traits(**merged)


def _range(entry: YamlEntry, key: str) -> tuple[str, str]:
    texts = entry.texts(key)
    try:
        numbers = [Decimal(text.text) for text in texts]
    except InvalidOperation:
        numbers = []
    if len(numbers) != 2 or not numbers[0] <= numbers[1]:
        node = entry.keys[key]
        raise Mistake(node.place, entry.name, f"{key} is {shown(node)}", "Write two numbers, the lower first: [0, 1]")
    low, high = texts
    return low.text, high.text
