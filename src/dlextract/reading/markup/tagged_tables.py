"""Tables with their rows, columns and spans as the tags give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from dlextract.reading.markup.runs import TextRun, words_of
from dlextract.reading.markup.trees import Element, name

_WIDEST = 200
MOST_CELLS = 50_000
_ROWS = ("tr", "row")
_CELLS = ("td", "th", "cell", "entry")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: where it stands and over how many columns."""

    words: TextRun
    column: int
    span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, of which the first ``heading_rows`` are headings.

    Where no row is said to be one, it is the first, and those above it whose cells reach over several columns.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    heading_rows: int


def grid_of(table: Element, skip: Callable[[Element], bool] | None = None) -> Grid:
    """Return the cells of a table; empty cells and rows are left out, what reaches over rows stands in the first."""
    rows: list[tuple[GridCell, ...]] = []
    headings = cells = 0
    taken: dict[int, int] = {}
    for row in _rows(table):
        found: list[GridCell] = []
        column = 0
        new: dict[int, int] = {}
        for cell in row:
            if name(cell) not in _CELLS:
                continue
            while taken.get(column):
                column += 1
            if column >= _WIDEST:
                break
            span = _number(cell.get("colspan") or cell.get("cols"))
            words = words_of(cell, skip)
            if words.length:
                found.append(GridCell(words, column, span))
            down = _number(cell.get("rowspan") or cell.get("rows")) - 1
            new |= {place: down for place in range(column, column + span) if down}
            column += span
        taken = {place: left - 1 for place, left in taken.items() if left > 1}
        taken |= new
        cells += len(found)
        if cells > MOST_CELLS:
            break
        if found:
            if headings == len(rows) and _is_heading(row):
                headings += 1
            rows.append(tuple(found))
    if not headings:
        headings = 1 + sum(1 for _ in takewhile(lambda row: any(cell.span > 1 for cell in row), rows))
    return Grid(tuple(rows), min(headings, len(rows)))


def _rows(table: Element) -> list[Element]:
    """Return the rows of a table, those of tables inside its cells left out."""
    found: list[Element] = []
    stack = list(reversed(table))
    while stack:
        one = stack.pop()
        if name(one) in _ROWS:
            found.append(one)
        elif name(one) in ("thead", "tbody", "tfoot", "tgroup"):
            stack += reversed(one)
    return found


def _is_heading(row: Element) -> bool:
    if name(row.getparent()) == "thead" or row.get("role") == "label":
        return True
    cells = [cell for cell in row if name(cell) in _CELLS]
    return all(name(cell) == "th" or cell.get("role") == "label" for cell in cells)


def _number(given: str | None) -> int:
    return min(int(given[-9:]), _WIDEST) if given and given.isascii() and given.isdigit() and int(given[-9:]) else 1
