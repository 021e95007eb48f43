"""Tables of plain text → rows of cells, as offsets into their lines: parted by bars, tabs, wide blanks or colons.

A block of lines is a table where nearly all of its lines have several short cells. Two columns of running text have
long ones, and stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_MOST_ROWS = 400
_MOST_COLUMNS = 14
_LONGEST = 60
_LONGEST_LINE = 500
_WORDY = 5
"""A cell of more words is more likely text than a datum."""

_FEW_WORDY = 0.2
_NEARLY_ALL = 0.7
_RULE = re.compile(r"[\s|:+=_–—-]+")
_BLANKS = re.compile(r"\S+(?: \S+)*")
_NAMED = re.compile(r"\s*(?:[-–•▪*]\s+)?(?P<name>[^\W\d][^:;,.]{1,39}?)\s?:\s+(?P<value>\S.{0,39})\s*")
_SENTENCE = re.compile(r"[.?!]\s+[A-Z]")


@dataclass(frozen=True, slots=True)
class PlainCell:
    """One cell: ``start:end`` are offsets into its line, ``column`` counts from 0."""

    start: int
    end: int
    column: int


@dataclass(frozen=True, slots=True)
class PlainTable:
    """The cells of each line of a table, none where the line is a rule; ``heading_rows`` first rows are headings."""

    rows: tuple[tuple[PlainCell, ...], ...]
    heading_rows: int


def table_in(lines: Sequence[str]) -> PlainTable | None:
    """Return the table that ``lines`` (as they are printed, blanks kept) make up, or None where they are no table."""
    if not 2 <= len(lines) <= _MOST_ROWS or max(map(len, lines)) > _LONGEST_LINE:
        return None
    if named := _named(lines):
        return named
    drawn = [line for line in lines if not _RULE.fullmatch(line)]
    if len(drawn) < 2:
        return None
    bars = all("|" in line.strip("| ") for line in drawn)
    mark = "|" if bars else "\t" if all("\t" in line.strip() for line in drawn) else ""
    rows = [() if _RULE.fullmatch(line) else tuple(_marked(line, mark)) for line in lines] if mark else _aligned(lines)
    return PlainTable(tuple(rows), 1) if _is_table(lines, rows) else None


def _named(lines: Sequence[str]) -> PlainTable | None:
    """Return a table of two columns where each line is a name, a colon and a short value."""
    rows, has_numbers = [], False
    for line in lines:
        match = _NAMED.fullmatch(line)
        if match is None or len(match["value"].split()) > _WORDY or _SENTENCE.search(line):
            return None
        has_numbers |= any(map(str.isdigit, match["value"]))
        rows.append((PlainCell(*match.span("name"), 0), PlainCell(match.start("value"), len(line.rstrip()), 1)))
    return PlainTable(tuple(rows), 0) if has_numbers else None


def _marked(line: str, mark: str) -> Iterator[PlainCell]:
    """Yield the cells that ``mark`` parts; one before the first cell, as bars have it, parts none."""
    at = line.index(mark) + 1 if mark == "|" and line.lstrip().startswith(mark) else 0
    for column, part in enumerate(line[at:].split(mark)):
        if text := part.strip():
            start = at + part.index(text)
            yield PlainCell(start, start + len(text), column)
        at += len(part) + 1


def _aligned(lines: Sequence[str]) -> list[tuple[PlainCell, ...]]:
    """Return cells that blanks part, each in the column that it stands under."""
    runs = [[match.span() for match in _BLANKS.finditer(line)] if not _RULE.fullmatch(line) else [] for line in lines]
    spans: list[list[int]] = []
    for start, end in sorted(span for row in runs for span in row):
        if spans and start < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    counts = {len(row) for row in runs if row}
    if len(counts) == 1 and len(spans) not in counts:  # ragged, but each line has all cells
        return [tuple(PlainCell(*span, column) for column, span in enumerate(row)) for row in runs]
    columns = [start for start, _ in spans]
    rows = []
    for row in runs:
        places = [sum(start >= column for column in columns) - 1 for start, _ in row]
        distinct = all(a < b for a, b in pairwise(places))
        rows.append(tuple(PlainCell(*s, p) for s, p in zip(row, places, strict=True)) if distinct else ())
    return rows


def _is_table(lines: Sequence[str], rows: Sequence[tuple[PlainCell, ...]]) -> bool:
    cells = [line[cell.start : cell.end] for line, row in zip(lines, rows, strict=True) for cell in row]
    drawn = sum(not _RULE.fullmatch(line) for line in lines)
    several = sum(len(row) > 1 for row in rows)
    if not cells or several < max(2, _NEARLY_ALL * drawn) or max(map(len, rows)) > _MOST_COLUMNS:
        return False
    wordy = sum(len(cell.split()) > _WORDY for cell in cells)
    figures = sum(any(map(str.isdigit, cell)) for cell in cells)
    return max(map(len, cells)) <= _LONGEST and wordy <= _FEW_WORDY * len(cells) and figures > 1
