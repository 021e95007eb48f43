"""Parameter tables whose layout was lost: runs of names with runs of values after them.

Text copied from a PDF keeps the words of a table but not its grid. Two shapes are read: rows ("YOLOv3 0.001 SGD 273"
under "Learning rate Solver type Epochs"), and columns (all names, each on its line, then all values of the first
column, then those of the second), aligned with the names by what kind of value each name takes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..candidates import FROM_LIST
from ..covering import covered, silent
from ..records import Mention, Paper
from ..values import normalise, parse_number
from ..words import WordRegex
from .parameter_names import RESULT, Headings, name_in

if TYPE_CHECKING:
    from ..knowledge import Pattern

_MAX_NAME = 64
_MAX_VALUE = 64
_MAX_VALUES = 60
_MAX_ROWS = 30
_EPOCH_RANGE = re.compile(r"(?i)^(?:epochs?|iterations?|steps?|stage|phase)\s*\d+\s*(?:[-–—]\s*\d+)?\s*:?$")
_PARAMETER = WordRegex("list_parameter")
_COLUMN_TITLE = WordRegex("list_column_title")
_NUMBER = re.compile(
    r"[~≈]?[-−]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)"
    r"(?:\s?[eE][-−–]?\d+|\s?[×x]\s?10\^?[-−–]?\d+|[-−–]\d{1,2}|\^[-−–]?\d+)?\s?%?[kKM]?"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """One line of the text that stands for itself."""

    start: int
    end: int
    text: str


def list_mentions(paper: Paper, headings: Headings) -> tuple[Mention, ...]:
    """Return the finds of parameter lists outside the tables of ``paper``."""
    items = _items(paper)
    found: list[Mention] = []
    index = 0
    while index < len(items):
        read = _columns(items, index, headings) or _rows(items, index, headings)
        if read is None:
            index += 1
            continue
        mentions, index = read
        found.extend(mentions)
    return tuple(found)


def _items(paper: Paper) -> list[_Item]:
    """Return the lines of the text outside tables and references, longer ones cut to what is looked at."""
    starts = [table.start for table in paper.tables]
    skipped = silent(paper.sections)
    items = []
    offset = 0
    for line in paper.text.split("\n"):
        start, offset = offset, offset + len(line) + 1
        if not line.strip():
            continue
        at = bisect_right(starts, start) - 1
        if at >= 0 and start < paper.tables[at].end:
            continue
        if covered(start, skipped):
            continue
        items.append(_Item(start, start + len(line), line))
    return items


# ---------------------------------------------------------------- names, then columns of values


def _columns(items: Sequence[_Item], index: int, headings: Headings) -> tuple[list[Mention], int] | None:
    names: list[Pattern | None] = []
    labels: set[str] = set()
    core = False
    position = last = index
    while position < len(items) and len(items[position].text) <= _MAX_NAME and not _is_value(items[position].text):
        pattern = headings.label(items[position].text)
        if pattern is None and (not names or position - last > 3):
            break
        if pattern is not None and pattern.traits.split:
            pattern = None
        names.append(pattern)
        if pattern is not None:
            last = position
            labels.add(pattern.label)
            core = core or pattern.traits.core
        position += 1
    results = sum(bool(RESULT.search(item.text)) for item in items[index:position])
    if len(labels) < 3 or not core or results > 1:
        return None
    values: list[_Item] = []
    while position < len(items) and len(values) < _MAX_VALUES and len(items[position].text) <= _MAX_VALUE:
        values.append(items[position])
        position += 1
    titles = [
        item.text for item in items[max(0, index - 14) : index] if _COLUMN_TITLE.match(" ".join(item.text.split()))
    ]
    return (list(_aligned(names, values, titles)), position) if values else None


def _is_value(text: str) -> bool:
    return parse_number(text) is not None and bool(re.match(r"[\s~≈≥≤<>]*[\d.]", text))


def _aligned(names: Sequence[Pattern | None], values: Sequence[_Item], titles: Sequence[str]) -> Iterator[Mention]:
    """Yield the finds of the cheapest alignment of values with names.

    Values run down the names, column after column. A value may stay at the name of the one before (a second column
    printed on the same line), names without a value are passed over, and a new column starts again at any name.
    """
    cells = [(i, item) for i, item in enumerate(values) if not _EPOCH_RANGE.match(" ".join(item.text.split()))]
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {-1: (0.0, ())}
    for _, item in cells:
        step: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for at, (cost, path) in best.items():
            column = path[-1][1] if path else 0
            for name, pattern in enumerate(names):
                fit = _misfit(pattern, item.text)
                if fit is None:
                    continue
                if name > at:
                    move, on = 0.5 * (name - at - 1), column
                elif name == at:
                    move, on = 0.6, column
                else:
                    move, on = 1.5, column + 1
                total = cost + move + fit
                if name not in step or total < step[name][0]:
                    step[name] = (total, (*path, (name, on)))
            skipped = (cost + 2.0, (*path, (-1, column)))
            if at not in step or skipped[0] < step[at][0]:
                step[at] = skipped
        best = step
    _, path = min(best.values(), key=lambda pair: pair[0])
    yield from _finds(names, values, cells, path, titles)


def _finds(
    names: Sequence[Pattern | None],
    values: Sequence[_Item],
    cells: Sequence[tuple[int, _Item]],
    path: Sequence[tuple[int, int]],
    titles: Sequence[str],
) -> Iterator[Mention]:
    per_name: dict[int, int] = {}
    for name, _ in path:
        per_name[name] = per_name.get(name, 0) + 1
    seen: dict[int, int] = {}
    for number, ((index, item), (name, _)) in enumerate(zip(cells, path, strict=True)):
        pattern = names[name] if name >= 0 else None
        if pattern is None:
            continue
        seen[name] = seen.get(name, 0) + 1
        scope = ""
        before = values[index - 1] if index else None
        after_range = before is not None and _EPOCH_RANGE.match(" ".join(before.text.split()))
        followed = number + 1 < len(path) and path[number + 1][0] == name and cells[number + 1][0] == index + 1
        if after_range and before is not None and not followed:
            scope = " ".join(before.text.split()).rstrip(": ")
        elif len(titles) == per_name[name] and len(titles) > 1:
            scope = " ".join(titles[seen[name] - 1].split())
        yield from _mention(pattern, item.start, item.text, scope)


def _misfit(pattern: Pattern | None, text: str) -> float | None:
    """Return how badly a printed value suits a name (0: well), or None where it cannot be its value."""
    number = parse_number(text) if re.match(r"[\s~≈≥≤<>]*[\d.]", text) else None
    if pattern is None:
        return 0.2 if number is None else 0.3
    if pattern.value in {"name", "phrase"}:
        if number is not None:
            return None
        return 0.0 if name_in(pattern, "", text) else (0.6 if len(text) > 3 else None)
    if number is None:
        return None
    traits = pattern.traits
    usual = traits.limits("usual")
    if traits.whole and number != number.to_integral_value():
        return None
    if usual and not usual[0] <= number <= usual[1]:
        return None if traits.whole or number > 2 * usual[1] + 1 else 0.8
    if traits.multiple and number > 2 * traits.multiple and number % traits.multiple:
        return 0.3
    return 0.0


def _mention(pattern: Pattern, start: int, text: str, scope: str) -> Iterator[Mention]:
    inner = text.strip()
    start += len(text) - len(text.lstrip())
    if pattern.value in {"name", "phrase"}:
        found = name_in(pattern, "", inner)
        if found is None:
            return
        first, last, value = found
    else:
        first, last, value = 0, len(inner), normalise(pattern.value, inner)
    yield Mention(
        label=pattern.label,
        start=start + first,
        end=start + last,
        value=value,
        found_by=FROM_LIST + pattern.label,
        scope=scope,
        score=0.85,
    )


# ---------------------------------------------------------------- names in a line, then rows of values


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str


def _words(items: Sequence[_Item]) -> list[_Word]:
    return [
        _Word(item.start + match.start(), item.start + match.end(), match[0])
        for item in items
        for match in re.finditer(r"\S+", item.text)
    ]


def _rows(items: Sequence[_Item], index: int, headings: Headings) -> tuple[list[Mention], int] | None:
    head = _heading_end(items[index])
    if head is None:
        return None
    names = _named_in(head, headings)
    if not names:
        return None
    position = index + 1
    while position < len(items) and position - index < 6 and len(items[position].text) <= 160:
        read = _named_in(items[position], headings)
        if not read and names:
            break
        names.extend(read)
        position += 1
    labels = {pattern.label for pattern in names}
    if len(labels) < 3 or not any(pattern.traits.core for pattern in names):
        return None
    following: list[_Item] = []
    while position + len(following) < len(items) and len(following) < _MAX_ROWS:
        item = items[position + len(following)]
        if len(item.text) > 160 or _is_axis(item.text):
            break
        following.append(item)
    mentions = list(_read_rows(names, _words(following)))
    return (mentions, position) if mentions else None


def _is_axis(text: str) -> bool:
    """Tell whether a line holds the marks of a figure's axis: numbers at equal distances."""
    marks = [parse_number(word) for word in text.split()]
    steps = {b - a for a, b in pairwise(marks) if a is not None and b is not None}
    return len(marks) >= 4 and None not in marks and len(steps) == 1


def _heading_end(item: _Item) -> _Item | None:
    """Return the end of a line that may open a list with names: what follows the last sentence, no value in it."""
    tail = " ".join(item.text[-240:].split()[-16:])
    tail = re.split(r"[.;:)]\s", tail)[-1]
    if re.search(r"\d{2}", tail) or not _PARAMETER.search(tail):
        return None
    return _Item(item.start, item.end, tail)


def _named_in(item: _Item, headings: Headings) -> list[Pattern]:
    """Return the labels that a line of headings names, from left to right, the longest heading first."""
    words = item.text.split()
    found: list[Pattern] = []
    at = 0
    while at < len(words):
        for length in range(min(5, len(words) - at), 0, -1):
            pattern = headings.label(" ".join(words[at : at + length]))
            if pattern is not None:
                found.append(pattern)
                at += length
                break
        else:
            at += 1
    return found


def _read_rows(names: Sequence[Pattern], words: Sequence[_Word]) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        row, at_end = _read_row(names, words, at)
        if row is None:
            return
        yield from row
        at = at_end


def _read_row(names: Sequence[Pattern], words: Sequence[_Word], at: int) -> tuple[list[Mention] | None, int]:
    """Return the finds of one row and where the next begins; the words before its first value are its title."""
    for first in range(at, min(at + 8, len(words))):
        lengths = _fitting(names, words, first)
        if lengths is None:
            continue
        scope = " ".join(word.text for word in words[at:first])
        found: list[Mention] = []
        position = first
        for pattern, length in zip(names, lengths, strict=True):
            text = " ".join(word.text for word in words[position : position + length])
            mentions = _mention(pattern, words[position].start, text, scope)
            end = words[position + length - 1].end
            found.extend(replace(mention, end=end) if length > 1 else mention for mention in mentions)
            position += length
        return found, position
    return None, at


def _fitting(names: Sequence[Pattern], words: Sequence[_Word], at: int) -> list[int] | None:
    """Return how many words each name takes from ``at`` on, so that every name has a value, or None."""
    if not names:
        return []
    for length in _takes(names[0], words, at):
        rest = _fitting(names[1:], words, at + length)
        if rest is not None:
            return [length, *rest]
    return None


def _takes(pattern: Pattern, words: Sequence[_Word], at: int) -> Iterator[int]:
    """Yield how many words from ``at`` on can be a value of ``pattern``, the most first."""
    if at >= len(words):
        return
    if pattern.value not in {"name", "phrase"}:
        if _NUMBER.fullmatch(words[at].text) and _misfit(pattern, words[at].text) is not None:
            yield 1
        return
    for length in range(min(4, len(words) - at), 0, -1):
        text = " ".join(word.text for word in words[at : at + length])
        found = name_in(pattern, "", text)
        if found is not None and found[1] == len(text):
            yield length
