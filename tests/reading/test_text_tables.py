from __future__ import annotations

from collections.abc import Mapping

import pytest

from dlextract.reading import read_text
from dlextract.records import Paper

Headings = Mapping[str, tuple[str, ...]]


def _cells(paper: Paper) -> list[list[tuple[int, str]]]:
    (table,) = paper.tables
    for row in table.rows:
        assert all(paper.text[cell.start : cell.end] == cell.text for cell in row)
    return [[(cell.column, cell.text) for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    "printed",
    [
        "          Small   Big\nLayers    6       24\nHeads     8       16",
        "\tSmall\tBig\nLayers\t6\t24\nHeads\t8\t16",
        "|        | Small | Big |\n|--------|------:|-----|\n| Layers | 6     | 24  |\n| Heads  | 8     | 16  |",
    ],
)
def test_blanks_tabs_and_bars_part_cells(printed: str, headings: Headings) -> None:
    paper = read_text(f"Table 1: Two nets.\n\n{printed}\n\nBoth count owls.", source="-", headings=headings)
    first = [(1, "Small"), (2, "Big")]
    assert _cells(paper) == [first, [(0, "Layers"), (1, "6"), (2, "24")], [(0, "Heads"), (1, "8"), (2, "16")]]
    assert paper.text == ("Table 1: Two nets.\n\nSmall\tBig\nLayers\t6\t24\nHeads\t8\t16\n\nBoth count owls.")
    assert paper.text[slice(*paper.tables[0].caption)] == "Table 1: Two nets."
    assert [line.kind for line in paper.lines] == ["body", "table", "table", "table", "body"]


def test_an_empty_cell_leaves_the_others_in_their_columns(headings: Headings) -> None:
    text = "Net       Epochs    Rate\nOwlNet    100       0.1\nMothNet             0.2\n"
    assert _cells(read_text(text, source="-", headings=headings))[2] == [(0, "MothNet"), (2, "0.2")]


def test_a_list_of_names_with_values_keeps_its_words(headings: Headings) -> None:
    text = "- Batch size: 16\n- Learning rate: 0.001\n- Optimiser: Adam"
    paper = read_text(text, source="-", headings=headings)
    assert paper.text == text
    rows = [[(0, "Batch size"), (1, "16")], [(0, "Learning rate"), (1, "0.001")], [(0, "Optimiser"), (1, "Adam")]]
    assert _cells(paper) == rows
    assert paper.tables[0].heading_rows == 0


@pytest.mark.parametrize(
    "text",
    [
        # two columns of running text, as pdftotext -layout prints them
        "Moths are many at night and       they were counted in 2019 by a\n"
        "few of us with lamps, which       net of 12 layers that ran on one\n"
        "took about 30 hours a week.       card of 24 GB for two long days.",
        "Moths are counted at night.\nThe net has 12 layers.",
        "Keywords: moths, owls, counting, nets.\nCorrespondence: a@b.org, who answers all letters within a week",
        "Owls    Moths\nBats    Mice",
    ],
)
def test_text_stays_text(text: str, headings: Headings) -> None:
    assert read_text(text, source="-", headings=headings).tables == ()


def test_the_section_goes_on_behind_a_table(headings: Headings) -> None:
    text = "2. Methods\n\nWe list all.\n\nNet     Epochs\nOwl     100\nMoth    200\n\nWe used Adam."
    paper = read_text(text, source="-", headings=headings)
    assert [(s.role, paper.text[s.start : s.end].strip()) for s in paper.sections] == [
        ("methods", "2. Methods\n\nWe list all."),
        ("table", "Net\tEpochs\nOwl\t100\nMoth\t200"),
        ("methods", "We used Adam."),
    ]
