"""Columns that were printed as one are columns of their own."""

from __future__ import annotations

import pytest
from drawn import drawn

from dlextract.finding.parted_columns import with_columns_parted

PARTED = [
    (
        ["Count|Train Val.|Test", "# owls|2207 274|277", "# songs|23.9 23.6|24.1"],
        [
            [(0, "Count"), (1, "Train"), (2, "Val."), (3, "Test")],
            [(0, "# owls"), (1, "2207"), (2, "274"), (3, "277")],
            [(0, "# songs"), (1, "23.9"), (2, "23.6"), (3, "24.1")],
        ],
    ),
    (
        ["Corpus|#Train/#Dev/#Test|Year", "Barn|12,400 / 1.5k / 1,600|2019", "Farm|900|2020"],
        [
            [(0, "Corpus"), (1, "#Train"), (2, "#Dev"), (3, "#Test"), (4, "Year")],
            [(0, "Barn"), (1, "12,400"), (2, "1.5k"), (3, "1,600"), (4, "2019")],
            [(0, "Farm"), (1, "900"), (4, "2020")],
        ],
    ),
    (
        ["Data|Training set Test set", "Barn|900 100"],
        [[(0, "Data"), (1, "Training set"), (2, "Test set")], [(0, "Barn"), (1, "900"), (2, "100")]],
    ),
]
WHOLE = [
    ["Data|Train Val.", "Barn|many few"],
    ["Data|Train Val.", "Barn|900 100 20"],
    ["Data|Train Train", "Barn|900 100"],
    ["Data|Train loss", "Barn|900 100"],
    ["Data|Training set", "Barn|900 100"],
]


@pytest.mark.parametrize(("rows", "cells"), PARTED)
def test_a_heading_of_several_parts_is_parted_with_the_numbers_below(
    rows: list[str], cells: list[list[tuple[int, str]]]
) -> None:
    table, paper = drawn("Table 1: Data.", *rows)
    parted = with_columns_parted(table)
    assert [[(cell.column, cell.text) for cell in row] for row in parted.rows] == cells
    assert all(paper.text[cell.start : cell.end] == cell.text for row in parted.rows for cell in row)


@pytest.mark.parametrize("rows", WHOLE)
def test_other_tables_stay_as_they_are(rows: list[str]) -> None:
    table, _ = drawn("Table 1: Data.", *rows)
    assert with_columns_parted(table) is table
