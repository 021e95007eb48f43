"""A table that goes on overleaf is one table."""

from __future__ import annotations

from dlextract.finding.whole_tables import whole_tables
from dlextract.records import Cell, Paper, Table

CAPTION = "Table 1: Settings."
HEAD = ("Setting", "A", "B")


def part(rows: tuple[tuple[str, ...], ...], caption: tuple[int, int], heading_rows: int) -> Table:
    made = tuple(tuple(Cell(0, 0, text, i, j) for j, text in enumerate(row)) for i, row in enumerate(rows))
    return Table(1, (0, 0, 0, 0), 0, 0, caption, made, heading_rows)


def grid(table: Table) -> list[tuple[int, list[str]]]:
    return [(row[0].row, [cell.text for cell in row]) for row in table.rows]


def test_rows_with_the_same_caption_are_joined_and_repeated_headings_left_out() -> None:
    place = (0, len(CAPTION))
    one = part((HEAD, ("Epochs", "9", "8")), place, 1)
    bare, headed = part((("Dropout", "0.1", "0.2"),), place, 0), part((HEAD, ("Heads", "4", "8")), place, 1)
    [table] = whole_tables(Paper("test", "", CAPTION, tables=(one, bare, headed)))
    assert grid(table) == [
        (0, list(HEAD)),
        (1, ["Epochs", "9", "8"]),
        (2, ["Dropout", "0.1", "0.2"]),
        (3, ["Heads", "4", "8"]),
    ]
    assert table.heading_rows == 1


def test_a_caption_that_says_continued_goes_on_with_the_table_of_its_number() -> None:
    text = "Table 1: Settings.\n\nTable 1 (continued).\n\nTable 2 (continued)."
    places = [(0, 18), (20, 40), (42, 62)]
    tables = tuple(part((HEAD, ("Epochs", str(number), "8")), place, 1) for number, place in enumerate(places))
    assert [len(table.rows) for table in whole_tables(Paper("test", "", text, tables=tables))] == [3, 2]


def test_tables_without_captions_stay_apart() -> None:
    tables = (part((HEAD, ("Epochs", "9", "8")), (0, 0), 1),) * 2
    assert whole_tables(Paper("test", "", "", tables=tables)) == list(tables)
