"""Tables as tests draw them: cells parted by strokes."""

from __future__ import annotations

from dlextract.records import Cell, Paper, Table


def drawn(caption: str, *rows: str, heading_rows: int = 1) -> tuple[Table, Paper]:
    """Return a table of ``rows``, whose cells are parted by strokes (an empty cell is none), and its paper."""
    text, made = caption + "\n\n", []
    for number, row in enumerate(rows):
        cells = []
        for column, content in enumerate(row.split("|")):
            if content:
                cells.append(Cell(len(text), len(text) + len(content), content, number, column))
                text += content + "\t"
        made.append(tuple(cells))
    table = Table(1, (0, 0, 0, 0), len(caption) + 2, len(text), (0, len(caption)), tuple(made), heading_rows)
    return table, Paper("test", "", text, tables=(table,))
