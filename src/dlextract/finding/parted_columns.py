"""Columns that were printed as one: "Train Val." over "2207 274", "Train / Val / Test" over "4,120 / 510 / 515"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..records import Cell, Table
from .split_tables import part_label

_BETWEEN = re.compile(r"\s*[/|;]\s*")
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d[\d,.]*[kKM]?")
_MOST_WORDS = 9
_MOST_ROWS = 40


def with_columns_parted(table: Table) -> Table:
    """Return ``table`` with a column of its own for each part of the data that one heading names.

    The numbers below it go into these columns where a cell holds as many as there are parts. Cells keep their offsets;
    a table with no such heading is returned as it is.
    """
    head = max(1, table.heading_rows)
    named = {cell.column: parts for row in table.rows[:head] for cell in row if len(parts := _parts(cell)) > 1}
    body = [cell for row in table.rows[head:] for cell in row if cell.column in named]
    fitting = {cell.column for cell in body if len(_numbers(cell)) == len(named[cell.column])}
    if not fitting or len(table.rows) > _MOST_ROWS:
        return table
    width = {column: len(parts) for column, parts in named.items() if column in fitting}
    rows = tuple(
        tuple(new for cell in row for new in _parted(cell, width, at < head)) for at, row in enumerate(table.rows)
    )
    return replace(table, rows=rows)


def _parted(cell: Cell, width: dict[int, int], heading: bool) -> list[Cell]:
    column = cell.column + sum(more - 1 for at, more in width.items() if at < cell.column)
    pieces = (_parts(cell) if heading else _numbers(cell)) if cell.column in width else []
    if len(pieces) != width.get(cell.column, 1) or not pieces:
        return [replace(cell, column=column)]
    return [_piece(cell, start, end, column + at) for at, (start, end) in enumerate(pieces)]


def _piece(cell: Cell, start: int, end: int, column: int) -> Cell:
    return replace(
        cell, start=cell.start + start, end=cell.start + end, text=cell.text[start:end], column=column, span=1
    )


def _parts(cell: Cell) -> list[tuple[int, int]]:
    """Return the stretches of a heading that name different parts of the data one after the other; none otherwise."""
    pieces = _pieces(cell.text, _BETWEEN)
    if len(pieces) < 2:
        words = _pieces(cell.text, _SPACE)
        pieces = _joined(words, cell.text) if len(words) <= _MOST_WORDS else []
    labels = [part_label(cell.text[start:end]) for start, end in pieces]
    return pieces if all(labels) and len(set(labels)) == len(labels) else []


def _joined(words: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return ``words`` joined into as long names of parts as there are, none where a word is of no name."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        end = next((to for to in range(len(words), at, -1) if part_label(text[words[at][0] : words[to - 1][1]])), 0)
        if not end:
            return []
        found.append((words[at][0], words[end - 1][1]))
        at = end
    return found


def _numbers(cell: Cell) -> list[tuple[int, int]]:
    pieces = _pieces(cell.text, _BETWEEN)
    pieces = pieces if len(pieces) > 1 else _pieces(cell.text, _SPACE)
    return pieces if all(_NUMBER.fullmatch(cell.text[start:end]) for start, end in pieces) else []


def _pieces(text: str, between: re.Pattern[str]) -> list[tuple[int, int]]:
    found, at = [], 0
    for gap in (*between.finditer(text), None):
        end = gap.start() if gap else len(text)
        if end > at:
            found.append((at, end))
        at = gap.end() if gap else end
    return found
