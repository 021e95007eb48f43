"""Tables that say how much data there are → DATASET_SIZE and CLASS_SIZE: a data set, a source or a class in each row.

"Class | Images", "Hospital | Patients | Scans", "Data set | Sample size". What a column counts stands over it; of
several columns one is taken for classes, the one of totals first. Tables of parts of the data are ``split_tables``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..candidates import FROM_TABLE
from ..records import Cell, Mention, Paper, Table
from ..words import WordRegex
from .parameter_names import RESULT
from .sample_counts import CLASS, DATA_WORD, SIZE
from .split_tables import DATA, MEASURED, WHOLE, cell_count, part_label

_COUNTS = WordRegex("size_table_counts")
_ALL = WordRegex("size_table_all")
_OF_CLASSES = WordRegex("size_table_classes")
_OF_SETS = WordRegex("size_table_sets")
_OF_OTHERS = WordRegex("size_table_others")
_NO_ROW = WordRegex("size_table_no_row")

_MOST_SETS = 12
"""A table of more data sets describes benchmarks rather than the data of a paper."""

_MOST_CLASSES = 60
_LONGEST_NAME = 60


def size_table_mentions(tables: Sequence[Table], paper: Paper) -> Iterator[Mention]:
    """Yield the sizes of data sets and of classes that tables give; the scope is the name of the row."""
    for table in tables:
        caption = paper.text[slice(*table.caption)][:300]
        if len(table.rows) > 2 and not _OF_OTHERS.search(caption):
            yield from _of_table(table, caption)


def _of_table(table: Table, caption: str) -> Iterator[Mention]:
    titles = _titles(table)
    heads = " ".join(titles.values())
    told = f"{caption} {heads}"
    if MEASURED.search(heads) or RESULT.search(told) or not (DATA.search(told) or DATA_WORD.search(told)):
        return
    first = titles.get(0, "")
    kind = CLASS if _OF_CLASSES.search(first) else SIZE if _OF_SETS.search(first) else ""
    if not kind and not first and _OF_CLASSES.search(caption):
        kind = CLASS
    counting = [column for column, title in titles.items() if column and _COUNTS.fullmatch(title)]
    if not kind or not counting:
        return
    whole = [column for column in counting if WHOLE.fullmatch(titles[column]) or kind == SIZE]
    yield from _rows(table, kind, (whole or counting)[:1] if kind == CLASS else counting)


def _titles(table: Table) -> dict[int, str]:
    """Return the heading of each column, of the last row of headings that has one."""
    titles: dict[int, str] = {}
    for row in table.rows[: max(1, table.heading_rows)]:
        for cell in row:
            if cell.text.strip():
                titles[cell.column] = " ".join(cell.text.split()).strip(" :*†‡.")
    return titles


def _rows(table: Table, kind: str, columns: Sequence[int]) -> Iterator[Mention]:
    rows = [row for row in table.rows[max(1, table.heading_rows) :] if row and row[0].column == 0]
    named = [(" ".join(row[0].text.split())[:_LONGEST_NAME], row) for row in rows]
    counted = [(name, row) for name, row in named if any(_is_count(cell, columns) for cell in row)]
    if not 1 < len(counted) <= (_MOST_CLASSES if kind == CLASS else _MOST_SETS) or len(counted) < len(named) - 2:
        return
    if any(cell_count(row[0]) or part_label(name) for name, row in counted):
        return  # rows without names, or parts of the data
    for name, row in counted:
        for cell in row:
            if _is_count(cell, columns) and not _NO_ROW.search(name):
                yield _mention(SIZE if _ALL.fullmatch(name) else kind, "" if _ALL.fullmatch(name) else name, cell)


def _is_count(cell: Cell, columns: Sequence[int]) -> bool:
    count = cell_count(cell) if cell.column in columns else ""
    return bool(count) and "." not in count


def _mention(label: str, name: str, cell: Cell) -> Mention:
    return Mention(label, cell.start, cell.end, cell_count(cell), FROM_TABLE + label, name, score=0.85)
