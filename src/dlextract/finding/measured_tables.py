"""Tables that say what was measured of networks beside their results: weights, time of training and of one output.

The heading stands over the column ("Model | Params (M) | Accuracy") or beside the numbers ("FPS | 31 | 45"), with a
network in each row or column. Where one of them is marked as the authors' own, the others are only mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ..knowledge import Knowledge, Pattern
from ..records import Cell, Mention, Paper, Table
from ..spelling import squash
from ..words import WordRegex
from .parameter_names import Headings, is_measured
from .parameter_tables import LAYER, column_titles, value_mentions
from .table_owners import OURS

_OF_OTHERS = WordRegex("measured_of_others")
_OWN = WordRegex("measured_own")
_ANY_TIME = WordRegex("measured_any_time")
"""A heading that says no more than that the numbers under it are times."""

_ABOUT_TRAINING = WordRegex("measured_about_training")
"""What a caption says of a table whose times are those of training."""

_UNIT_TOLD = WordRegex("measured_unit_told")
"""What a caption says of the unit of times."""

_TIME = "TRAINING_TIME"
_TIMES = frozenset({_TIME, "INFERENCE_TIME"})
_BARE = re.compile(r"[~<≈]?\s?\d[\d,. ]*")
_UNIT = WordRegex("measured_unit")
"""The unit at the end of a heading."""

_PER = re.compile(r"(?i)(?:\bper\b|/)\s?([a-z]+)")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_NAME = 60
_MOST_ROWS = 40


def measured_table_mentions(
    tables: Sequence[Table], paper: Paper, knowledge: Knowledge, own_names: Collection[str] = ()
) -> Iterator[Mention]:
    """Yield what tables say was measured of networks; the scope is the name of the row or of the column.

    Args:
        tables: the tables of the paper, each whole.
        paper: the paper.
        knowledge: the patterns; those that are measured of a network have headings, ``also`` and ``scoped``.
        own_names: what the authors call their own work.
    """
    measured = {label: one for label, one in knowledge.patterns.items() if is_measured(one)}
    if not measured:
        return
    headings = Headings(replace(knowledge, patterns=measured))
    own = frozenset(map(squash, own_names))
    for table in tables:
        caption = paper.text[slice(*table.caption)][:300]
        head = max(1, min(table.heading_rows, len(table.rows) - 1))
        titles = column_titles(table, head)
        timed = measured.get(_TIME) if _ABOUT_TRAINING.search(caption) else None
        above = {
            column: one
            for column, title in titles.items()
            if (one := headings.label(title) or (timed if _ANY_TIME.fullmatch(title) else None))
        }
        if 1 < len(table.rows) <= _MOST_ROWS:
            yield from _above(table, head, above, titles, caption, own)
            yield from _beside(table, head, headings, titles, caption, own)


def _above(
    table: Table,
    head: int,
    above: Mapping[int, Pattern],
    titles: Mapping[int, str],
    caption: str,
    own: Collection[str],
) -> Iterator[Mention]:
    body = table.rows[head:]
    if not above or 0 in above or sum(any(LAYER.match(cell.text.strip()) for cell in row[:2]) for row in body) > 1:
        return
    named = [(_name(row, min(above)), row) for row in body]
    status = _statuses([name for name, _ in named], caption, own)
    for (name, row), hint in zip(named, status, strict=True):
        for cell in row if name else ():
            if (pattern := above.get(cell.column)) is not None:
                yield from _mentions(cell, pattern, titles[cell.column], name, hint, caption)


def _beside(
    table: Table, head: int, headings: Headings, titles: Mapping[int, str], caption: str, own: Collection[str]
) -> Iterator[Mention]:
    for row in table.rows:
        pattern = headings.label(row[0].text) if len(row) > 1 and row[0].column == 0 else None
        values = [cell for cell in row[1:] if _BARE.match(cell.text.strip())]
        if pattern is None or (row[0].row < head and len(values) < len(row) - 1):
            continue
        names = [titles.get(cell.column, "") if row[0].row >= head else "" for cell in values]
        names = [name if _LETTER.search(name) and len(values) > 1 else "" for name in names]
        for cell, name, hint in zip(values, names, _statuses(names, caption, own), strict=True):
            if name or len(values) == 1:
                yield from _mentions(cell, pattern, row[0].text, name, hint, caption)


def _name(row: Sequence[Cell], first: int) -> str:
    """Return the name of a row: the first cell before the measured ones that holds words."""
    names = (" ".join(cell.text.split()) for cell in row if cell.column < first)
    return next((name[:_LONGEST_NAME] for name in names if _LETTER.search(name)), "")


def _statuses(names: Sequence[str], caption: str, own: Collection[str]) -> list[str]:
    """Return a hint for each name: "mentioned" beside those that are the authors' own, or in a table of others."""
    ours = [_is_own(name, own) for name in names]
    if any(ours):
        return ["" if mine else "mentioned" for mine in ours]
    return ["mentioned" if len(names) > 1 and _OF_OTHERS.search(f"{caption} {name}") else "" for name in names]


def _is_own(name: str, own: Collection[str]) -> bool:
    if OURS.search(name) or _OWN.search(name):
        return True
    return any(squash(word) in own for word in name.split())


def _mentions(cell: Cell, pattern: Pattern, title: str, name: str, hint: str, caption: str) -> Iterator[Mention]:
    """Yield the finds of a cell; a bare number that nothing gives a unit is no length of time."""
    is_time = pattern.label in _TIMES
    for found in value_mentions(cell, pattern, title, name, hint):
        value = with_unit(found.value, title, caption if is_time else "") if pattern.value == "phrase" else found.value
        if not is_time or not _BARE.fullmatch(value):
            yield replace(found, value=value)


def with_unit(value: str, title: str, caption: str = "") -> str:
    """Return a bare number with the unit of its heading: "15" under "Time per image (ms)" is "15 ms per image".

    A heading without a unit leaves it to the caption: "training times in hours".
    """
    if not _BARE.fullmatch(value):
        return value
    unit = _UNIT.search(title)
    told = None if unit or title.isupper() else _UNIT_TOLD.search(caption)
    per = _PER.search(_UNIT.sub("", title))
    plain = title.strip() if title.isupper() and title.isalpha() else ""
    name = (unit["unit"] or unit["said"]) if unit else told["unit"] if told else plain
    return " ".join(part for part in (value, name, f"per {per[1]}" if per else "") if part)
