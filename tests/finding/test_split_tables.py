"""Tables that count the samples of each part of the data."""

from __future__ import annotations

from drawn import drawn

from dlextract.finding.split_tables import split_table_mentions


def found(caption: str, *rows: str, heading_rows: int = 1) -> list[tuple[str, str, str]]:
    table, paper = drawn(caption, *rows, heading_rows=heading_rows)
    mentions = list(split_table_mentions([table], paper))
    return [(m.label, m.value, m.scope) for m in mentions]


def test_a_part_in_each_row() -> None:
    assert found(
        "Table 1: The images.", "Subset|Number", "Training|11,840 (80%)", "Validation|1,480", "Total|13,320"
    ) == [
        ("TRAIN_SPLIT", "11840", ""),
        ("VALIDATION_SPLIT", "1480", ""),
    ]


def test_the_column_that_counts_all_is_taken() -> None:
    rows = ("Split|Cats|Dogs|Total", "Train set|400|500|900", "Test set|40|50|90")
    assert found("Table 1: Images.", *rows) == [("TRAIN_SPLIT", "900", ""), ("TEST_SPLIT", "90", "")]


def test_of_several_things_the_first_is_taken_unless_they_are_classes() -> None:
    rows = ("Set|Utterances|Hours|Speakers", "train|48,210|61|204", "dev|2,905|13|18")
    assert found("Table 1: The corpus.", *rows) == [("TRAIN_SPLIT", "48210", ""), ("VALIDATION_SPLIT", "2905", "")]
    rows = ("Set|Sick patients|Healthy patients", "train|400|500", "test|40|50")
    assert found("Table 1: The data.", *rows) == []


def test_a_data_set_in_each_row() -> None:
    rows = ("Data set|Classes|Train|Val|Test", "Harbour|12|8,400|1,050|1,060", "Meadow|7|3,200|400|410")
    assert found("Table 1: The data sets.", *rows) == [
        ("TRAIN_SPLIT", "8400", "Harbour"),
        ("VALIDATION_SPLIT", "1050", "Harbour"),
        ("TEST_SPLIT", "1060", "Harbour"),
        ("TRAIN_SPLIT", "3200", "Meadow"),
        ("VALIDATION_SPLIT", "400", "Meadow"),
        ("TEST_SPLIT", "410", "Meadow"),
    ]


def test_a_class_in_each_row_counts_only_as_a_total() -> None:
    rows = ["Class|Train|Test", "Cats|400|40", "Dogs|500|50"]
    assert found("Table 1: The data set.", *rows) == []
    assert found("Table 1: The data set.", *rows, "Total|900|90") == [
        ("TRAIN_SPLIT", "900", ""),
        ("TEST_SPLIT", "90", ""),
    ]


def test_shares_make_a_whole() -> None:
    rows = ("Part|Share", "Training|70%", "Validation|10 %", "Testing|20%")
    assert [value for _, value, _ in found("Table 1: The data set.", *rows)] == ["0.7", "0.1", "0.2"]
    assert found("Table 1: The data set.", "Part|Share", "Training|97%", "Testing|92%") == []


def test_results_are_no_counts() -> None:
    assert found("Table 2: Accuracy on the data sets.", "Data set|Train|Test", "Harbour|981|954") == []
    assert found("Table 2: The data sets.", "Data set|Train loss|Test loss", "Harbour|981|954") == []
    assert found("Table 2: The data sets.", "Data set|Train|Test", "Harbour|0.981|0.954", "Meadow|0.97|0.91") == []


def test_a_list_of_nothing_but_parts_needs_no_caption() -> None:
    rows = ("Training|6,400 spectra", "Validation|800 spectra", "Test|800 spectra")
    assert found("", *rows, heading_rows=0) == [
        ("TRAIN_SPLIT", "6400", ""),
        ("VALIDATION_SPLIT", "800", ""),
        ("TEST_SPLIT", "800", ""),
    ]
    assert found("", "Training|300 epochs", "Testing|100 epochs", heading_rows=0) == []
    assert found("", "Training|6,400", "Test|800", "Height|300", heading_rows=0) == []
