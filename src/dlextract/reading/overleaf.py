"""Tables that go on overleaf without a caption: rows at the top of a page in the columns of the table before."""

from __future__ import annotations

from collections.abc import Sequence

from dlextract.reading.glyphs import Box
from dlextract.reading.lines import PrintedLine
from dlextract.reading.table_drafts import RowDraft, TableDraft
from dlextract.reading.table_rows import chunks_of, lines_by_base, row_of, unwrap

_SLACK = 4.0
"""Points by which a cell may stand over the edge of its column."""

_MOST_WORDS = 5
"""Words of a cell; those of running text have more."""


def left_open(drafts: Sequence[TableDraft], lines: Sequence[PrintedLine], size: float) -> TableDraft | None:
    """Return the table of a page under which nothing but notes stands, so that it may go on overleaf."""
    for draft in drafts:
        if draft.caption is None or len(draft.columns) < 2:
            continue
        below = [
            line
            for line in lines
            if line.base > draft.box[3] + 1
            and min(line.x1, draft.box[2]) > max(line.x0, draft.box[0])
            and (line.size > 0.93 * size or line.cells)
        ]
        if not below:
            return draft
    return None


def carried_on(
    before: TableDraft, lines: Sequence[PrintedLine], drafts: Sequence[TableDraft], size: float
) -> TableDraft | None:
    """Return the rows at the top of a page that go on with the table ``before`` of the last page, as a table.

    Args:
        before: what `left_open` found on the page before.
        lines: the lines of the page in reading order.
        drafts: the tables that the page has by itself.
        size: the usual font size of the paper.
    """
    own = next((draft for draft in drafts if draft.caption is None), None)
    taken = {id(line) for draft in drafts if draft is not own for line in draft.lines}
    top = min((line.base for line in lines), default=0.0)
    rows: list[list[PrintedLine]] = []
    shift = 0.0
    for row in lines_by_base([line for line in lines if id(line) not in taken]):
        base = row[0].base
        if not rows:
            shift = min(line.x0 for line in row) - before.columns[0][0]
            if base > top + 1 or abs(shift) > 60 or len(chunks_of(row)) < 2:
                return None
        elif base - rows[-1][0].base > 3 * max(size, row[0].size):
            break
        if not _fits(row, before, shift):
            break
        rows.append(row)
    while rows and len(chunks_of(rows[-1])) < 2:
        rows.pop()
    if not rows or (own is not None and len(rows) < len(own.rows)):
        return None
    cuts = [(a[1] + b[0]) / 2 + shift for a, b in zip(before.columns, before.columns[1:], strict=False)]
    made = unwrap([row_of(row, cuts) for row in rows])
    inside = [line for row in rows for line in row]
    return TableDraft(
        page=inside[0].page,
        box=_around(inside),
        rows=made,
        heading_rows=_repeated_head(before, made),
        lines=inside,
        caption=before.caption,
        columns=before.columns,
    )


def _fits(row: Sequence[PrintedLine], before: TableDraft, shift: float) -> bool:
    """Tell whether what stands in a row stands in the columns of the table before; a lone cell need not be full."""
    chunks = chunks_of(row)
    if any(len(line.words) > _MOST_WORDS * (1 + len(line.cells)) for line in row) and not _is_wordy(before):
        return False
    for left, right in chunks:
        within = [
            column
            for column in before.columns
            if column[0] - _SLACK <= left - shift and right - shift <= column[1] + _SLACK
        ]
        # A cell may be wider than those above it, but not reach the cells of the next column.
        touched = [column for column in before.columns if left - shift < column[1] and right - shift > column[0]]
        if not within and len(touched) != 1:
            return False
    return len(chunks) > 1 or sum(len(line.words) for line in row) <= 7


def _is_wordy(table: TableDraft) -> bool:
    """Tell whether a table has long cells itself, so that long ones may follow."""
    cells = [cell for row in table.rows for cell in row.cells]
    return sum(len(cell.words) > _MOST_WORDS for cell in cells) > 0.15 * len(cells)


def _repeated_head(before: TableDraft, rows: Sequence[RowDraft]) -> int:
    """Return how many rows repeat the headings of the table before."""
    heads = [[cell.text for cell in row.cells] for row in before.rows[: before.heading_rows]]
    number = len(heads)
    return number if number < len(rows) and [[c.text for c in row.cells] for row in rows[:number]] == heads else 0


def _around(lines: Sequence[PrintedLine]) -> Box:
    return (
        min(line.x0 for line in lines) - 1,
        min(line.y0 for line in lines) - 1,
        max(line.x1 for line in lines) + 1,
        max(line.y1 for line in lines) + 1,
    )
