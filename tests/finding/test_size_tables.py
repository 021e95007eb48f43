"""Tables that count samples: of data sets, of sources of data, of classes."""

from __future__ import annotations

import pytest
from drawn import drawn

from dlextract.finding.size_tables import size_table_mentions
from dlextract.records import Mention


def mentions(caption: str, *rows: str, heading_rows: int = 1) -> list[Mention]:
    table, paper = drawn(caption, *rows, heading_rows=heading_rows)
    return list(size_table_mentions([table], paper))


def found(caption: str, *rows: str) -> list[tuple[str, str, str]]:
    return [(m.label.removesuffix("_SIZE"), m.value, m.scope) for m in mentions(caption, *rows)]


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
    (
        "Table 3: Data sets of two years.",
        ["|Images|Images", "Harbour|120|130", "Meadow|88|90"],
        [
            ("DATASET", "120", "Harbour"),
            ("DATASET", "130", "Harbour"),
            ("DATASET", "88", "Meadow"),
            ("DATASET", "90", "Meadow"),
        ],
    ),
    (
        "Table 4: Data sets used for the development of the model.",
        ["Dataset|# Nests|Step", "Harbour [3]|523,275|first", "Meadow (Owl et al., 2019)|345,779|second"],
        [("DATASET", "523275", "Harbour [3]"), ("DATASET", "345779", "Meadow (Owl et al., 2019)")],
    ),
    (
        "Table 5: Number of species in the data.",
        ["No.|Species|Numbers", "1|Owl|250", "2|Bat|260", "|Total|510"],
        [("CLASS", "250", "Owl"), ("CLASS", "260", "Bat"), ("DATASET", "510", "")],
    ),
    (
        "Table 6: The amount of patches.",
        ["Label|Dtrain|Total", "Owl|42 420|61 270", "Bat|1, 204|4 062"],
        [("CLASS", "61270", "Owl"), ("CLASS", "4062", "Bat")],
    ),
    (
        "Table 7: Classes in two data sets.",
        ["Class|Images|Class|Images", "Owl|320|Bat|335", "Crow|310|Newt|6"],
        [("CLASS", "320", "Owl"), ("CLASS", "310", "Crow"), ("CLASS", "335", "Bat"), ("CLASS", "6", "Newt")],
    ),
]
PARTS = [
    (
        "Table 1: Number of images.",
        ["Species|Train|Test", "Owl|300|40", "Bat|200|30"],
        [("300", "Owl", "training"), ("40", "Owl", "test"), ("200", "Bat", "training"), ("30", "Bat", "test")],
    ),
    (
        "Table 1: Number of images in each part of the data.",
        ["Set|Owl|Bat", "Training|300|200", "Test|40|30"],
        [("300", "Owl", "training"), ("200", "Bat", "training"), ("40", "Owl", "test"), ("30", "Bat", "test")],
    ),
    (
        "Table 1: Statistics of the data.",
        ["Statistics|Train|Test", "# of nests|300|40", "Number of eggs|900|120", "Mean weight|12|13"],
        [("300", "", "training"), ("40", "", "test"), ("900", "", "training"), ("120", "", "test")],
    ),
    (
        "Table 1: Overview of the data.",
        ["|Patients|Scans", "Training|120|344", "Test|40|117"],
        [("120", "", "training"), ("344", "", "training"), ("40", "", "test"), ("117", "", "test")],
    ),
    (
        "Table 1: Examples in the splits.",
        ["Name|Inputs|Train|Test", "Barn|123|5000|1414", "Farm|126|1600|400"],
        [("5000", "Barn", "training"), ("1414", "Barn", "test"), ("1600", "Farm", "training"), ("400", "Farm", "test")],
    ),
]
SPLITS_BESIDE = [
    (
        "Table 1: Our data.",
        ["Dataset|Split|# images", "|Train|4,120", "Barn|Val|510", "|Test|515", "Farm|Train|900", "|Test|120"],
        [
            ("DATASET", "4120", "Barn", "training"),
            ("DATASET", "510", "Barn", "validation"),
            ("DATASET", "515", "Barn", "test"),
            ("DATASET", "900", "Farm", "training"),
            ("DATASET", "120", "Farm", "test"),
        ],
    ),
    (
        "Table 1: Our data.",
        ["Species|Split|Images|Size", "Owl|Train|300|small", "|Test|40|small", "|Train|20|small", "|Test|3|small"],
        [("CLASS", "300", "Owl", "training"), ("CLASS", "40", "Owl", "test")],
    ),
]
LENGTHS = [
    (
        "Table 1: The corpora.",
        ["Corpus|Hours|Year", "Barn|62.5|2018", "Farm|4|2019"],
        [("62.5", "Barn"), ("4", "Farm")],
    ),
    (
        "Table 1: The corpora.",
        ["Corpus|Train (h)|Gain", "Barn|6.5|3.1", "Farm|4.2|2"],
        [("6.5", "Barn"), ("4.2", "Farm")],
    ),
]
NOTHING = [
    ("Table 4: Results on the test set.", ["Data|Train|Test", "Harbour|91|88", "Meadow|93|90"]),
    ("Table 4: Results.", ["Dataset|Accuracy", "Harbour|91", "Meadow|88"]),
    ("Table 4: Comparison with existing data sets.", ["Dataset|Images", "Harbour|1,200", "Meadow|4,100"]),
    ("Table 4: Data sets.", ["Dataset|Images", "Owl et al. [3]|1,200", "Bat et al. [4]|4,100"]),
    ("Table 4: Data sets.", ["Dataset|Classes|Inputs", "Harbour|12|123", "Meadow|45|126"]),
    ("Table 4: Moths found.", ["Species|GT|TP|FP", "Owl|32|24|16", "Bat|13|11|50"]),
    ("Table 4: Data.", ["Class|Value", "Owl|32", "Bat|13"]),
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


@pytest.mark.parametrize(("caption", "rows", "sizes"), PARTS)
def test_sizes_of_parts_say_of_which(caption: str, rows: list[str], sizes: list[tuple[str, str, str]]) -> None:
    assert [(m.value, m.scope, dict(m.attributes)["part"]) for m in mentions(caption, *rows)] == sizes


@pytest.mark.parametrize(("caption", "rows", "sizes"), SPLITS_BESIDE)
def test_a_name_is_printed_once_for_the_parts_beside_it(
    caption: str, rows: list[str], sizes: list[tuple[str, str, str, str]]
) -> None:
    read = mentions(caption, *rows)
    assert [(m.label.removesuffix("_SIZE"), m.value, m.scope, dict(m.attributes)["part"]) for m in read] == sizes


@pytest.mark.parametrize(("caption", "rows", "sizes"), LENGTHS)
def test_hours_of_data_need_not_be_whole(caption: str, rows: list[str], sizes: list[tuple[str, str]]) -> None:
    assert [(m.value, m.scope) for m in mentions(caption, *rows)] == sizes


def test_what_has_classes_is_a_data_set() -> None:
    rows = ["Graph|#Nodes|#Edges|#Classes", "Barn|2,708|5,429|7", "Farm|3,327|4,732|6"]
    sizes = [("2708", "Barn"), ("5429", "Barn"), ("3327", "Farm"), ("4732", "Farm")]
    assert found("Table 1: Statistics of the graphs.", *rows) == [("DATASET", *one) for one in sizes]


def test_counts_beside_what_they_count_tell_that_a_table_is_about_data() -> None:
    rows = ["|Barn|Farm", "# Nodes|2,708|3,327", "# Edges|5,429|4,732"]
    sizes = [("2708", "Barn"), ("3327", "Farm"), ("5429", "Barn"), ("4732", "Farm")]
    assert found("Table 1: Graphs.", *rows) == [("DATASET", *one) for one in sizes]


@pytest.mark.parametrize(("caption", "rows"), NOTHING)
def test_other_tables_are_left_alone(caption: str, rows: list[str]) -> None:
    assert found(caption, *rows) == []
