"""Tables that count devices apart from their names: "Number of GPUs | 8" beside "GPU type | A40"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..candidates import FROM_TABLE
from ..records import Cell, Mention, Table
from ..words import WordRegex
from .parameter_names import clean
from .parameter_tables import column_titles

COUNT = "count"
_COUNTS_DEVICES = WordRegex("table_counts_devices")
_NUMBER = re.compile(r"[1-9]\d{0,4}")


def device_counts(tables: Sequence[Table], finds: Sequence[Mention], labels: Collection[str]) -> Iterator[Mention]:
    """Yield the finds of devices that a table counts in another cell, each with its count.

    Args:
        tables: the tables of the paper, each whole.
        finds: what was found; those in tables are looked at.
        labels: the labels of devices.
    """
    devices = [find for find in finds if find.label in labels]
    for table in tables if devices else ():
        inside = [find for find in devices if table.start <= find.start < table.end]
        if inside:
            yield from _of_table(table, inside)


def _of_table(table: Table, devices: Sequence[Mention]) -> Iterator[Mention]:
    titles = column_titles(table, max(1, min(table.heading_rows, len(table.rows) - 1)))
    columns = {column for column, title in titles.items() if _COUNTS_DEVICES.fullmatch(clean(title))}
    counts = {
        cell.column: cell.text.strip()
        for row in table.rows
        if row and _COUNTS_DEVICES.fullmatch(clean(row[0].text))
        for cell in row[1:]
        if _NUMBER.fullmatch(cell.text.strip())
    }
    for row in table.rows:
        for cell in row:
            for find in devices:
                if cell.start <= find.start < cell.end:
                    count = _in_row(row, columns) or counts.get(cell.column, "")
                    if count:
                        yield replace(find, found_by=FROM_TABLE + find.label, attributes=((COUNT, count),))


def _in_row(row: Sequence[Cell], columns: Collection[int]) -> str:
    texts = (cell.text.strip() for cell in row if cell.column in columns)
    return next((text for text in texts if _NUMBER.fullmatch(text)), "")
