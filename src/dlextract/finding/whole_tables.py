"""The tables of a paper as their readers see them: a table that goes on overleaf is one table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..records import Cell, Paper, Table

_CONTINUED = re.compile(r"(?i)\b(?:continued|cont\b|cont[’']d|contd)")
_NUMBER = re.compile(r"(?i)(?:[a-z]+ )?tab(?:le|\.)\s*([\w.-]*\w)")


def whole_tables(paper: Paper) -> list[Table]:
    """Return the tables of ``paper``, each with the rows of its parts overleaf; repeated headings are left out.

    A part has the caption of its table, or one that says "continued". Place and offsets are those of the first part.
    """
    found: list[Table] = []
    for table in paper.tables:
        before = found[-1] if found else None
        if before is not None and _goes_on(before, table, paper.text):
            found[-1] = _joined(before, table)
        else:
            found.append(table)
    return found


def _goes_on(before: Table, table: Table, text: str) -> bool:
    if table.caption == (0, 0) or before.caption == (0, 0):
        return False
    if table.caption == before.caption:
        return True
    caption = text[slice(*table.caption)]
    return (
        _CONTINUED.search(caption) is not None
        and _number(caption) == _number(text[slice(*before.caption)])
        and _width(before.rows) == _width(table.rows)
    )


def _joined(before: Table, table: Table) -> Table:
    heads = [[cell.text for cell in row] for row in before.rows[: before.heading_rows]]
    own = [[cell.text for cell in row] for row in table.rows[: len(heads)]]
    rest = table.rows[len(heads) :] if own == heads else table.rows
    first = len(before.rows)
    rows = tuple(tuple(_moved(cell, first + number) for cell in row) for number, row in enumerate(rest))
    return replace(before, rows=(*before.rows, *rows))


def _moved(cell: Cell, row: int) -> Cell:
    return replace(cell, row=row)


def _number(caption: str) -> str:
    match = _NUMBER.match(caption)
    return match[1].rstrip(".").lower() if match else ""


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    return max((cell.column + cell.span for row in rows for cell in row), default=0)
