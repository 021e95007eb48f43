"""Tables that count samples: of data sets, of sources of data, of classes."""

from __future__ import annotations

import pytest

from dlextract.finding.size_tables import size_table_mentions
from dlextract.records import Cell, Paper, Table


def found(caption: str, *rows: str, heading_rows: int = 1) -> list[tuple[str, str, str]]:
    text, made = caption + "\n\n", []
    for number, row in enumerate(rows):
        cells = []
        for column, content in enumerate(row.split("|")):
            if content:
                cells.append(Cell(len(text), len(text) + len(content), content, number, column))
                text += content + "\t"
        made.append(tuple(cells))
    table = Table(1, (0, 0, 0, 0), len(caption) + 2, len(text), (0, len(caption)), tuple(made), heading_rows)
    mentions = list(size_table_mentions([table], Paper("test", "", text, tables=(table,))))
    return [(m.label.removesuffix("_SIZE"), m.value, m.scope) for m in mentions]


TABLES = [
    (
        "Table 1: The images.",
        ["Class|Images", "Owl|1,204", "Bat|388"],
        [("CLASS", "1204", "Owl"), ("CLASS", "388", "Bat")],
    ),
    (
        "Table 1: Distribution of the species.",
        ["Species|Train|Test|Total", "Owl|300|40|340", "Bat|200|30|230", "Total|500|70|570"],
        [("CLASS", "340", "Owl"), ("CLASS", "230", "Bat"), ("DATASET", "570", "")],
    ),
    (
        "Table 2: Our data.",
        ["Dataset|Year|Sample size|Classes", "Harbour|2019|12,480|23", "Meadow|2021|3,200|7"],
        [("DATASET", "12480", "Harbour"), ("DATASET", "3200", "Meadow")],
    ),
    (
        "Table 2: Data by hospital.",
        ["Hospital|Patients|Scans", "North|310|620", "South|205|333", "Total|515|953"],
        [
            ("DATASET", "310", "North"),
            ("DATASET", "620", "North"),
            ("DATASET", "205", "South"),
            ("DATASET", "333", "South"),
            ("DATASET", "515", ""),
            ("DATASET", "953", ""),
        ],
    ),
    (
        "Table 3: Number of recordings of each species.",
        ["|# recordings", "Owl|120", "Bat|88"],
        [("CLASS", "120", "Owl"), ("CLASS", "88", "Bat")],
    ),
    (
        "Table 3: Corpus statistics.",
        ["Corpus|Number of sentences", "Harbour|1.2M", "Meadow|45k"],
        [("DATASET", "1200000", "Harbour"), ("DATASET", "45000", "Meadow")],
    ),
]
NOTHING = [
    ("Table 4: Results.", ["Dataset|Accuracy", "Harbour|91", "Meadow|88"]),
    ("Table 4: Comparison with existing data sets.", ["Dataset|Images", "Harbour|1,200", "Meadow|4,100"]),
    ("Table 4: Data sets.", ["Dataset|Images", "Harbour [3]|1,200", "Meadow [4]|4,100"]),
    ("Table 4: Hyperparameters.", ["Dataset|Batch size", "Harbour|32", "Meadow|64"]),
    ("Table 4: The images.", ["Subset|Images", "Training|900", "Test|100"]),
    ("Table 4: Layers.", ["Layer|Size", "conv1|64", "conv2|128"]),
    ("Table 4: Number of images.", ["Class|Colour", "Owl|120", "Bat|88"]),
    ("Table 4: The images.", ["Class|Images", "Owl|0.3", "Bat|0.7"]),
]


@pytest.mark.parametrize(("caption", "rows", "sizes"), TABLES)
def test_sizes_are_read_with_the_names_of_the_rows(
    caption: str, rows: list[str], sizes: list[tuple[str, str, str]]
) -> None:
    assert found(caption, *rows) == sizes


@pytest.mark.parametrize(("caption", "rows"), NOTHING)
def test_other_tables_are_left_alone(caption: str, rows: list[str]) -> None:
    assert found(caption, *rows) == []
