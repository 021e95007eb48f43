from __future__ import annotations

from pdf_maker import Read, column, line, rule

from dlextract.records import Paper

TEXT = [
    "All that was chosen is listed in the table that follows here, and",
    "nothing was changed later on. We did this for each of the stages.",
]
HEAD = ("Hyperparameter", "Value")
FIRST = [("Optimizer", "AdamW"), ("Learning rate", "0.0004"), ("Batch size", "56")]
SECOND = [("Weight decay", "0.03"), ("Epochs", "64"), ("Dropout", "0.15")]


def drawn(rows: list[tuple[str, ...]], y: float, x: tuple[float, ...] = (74, 220)) -> list[str]:
    return [line(a, y + 14 * i, text, 9) for i, row in enumerate(rows) for a, text in zip(x, row, strict=True)]


def tables(paper: Paper) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in paper.tables]


def ruled(rows: list[tuple[str, ...]], y: float) -> list[str]:
    ends = (y - 12, y + 4, y + 14 * len(rows) - 10)
    return [*drawn(rows, y), *(rule(72, 400, at) for at in ends)]


def test_a_table_goes_on_overleaf_without_a_caption(read: Read) -> None:
    paper = read(
        [*column(72, 100, TEXT), line(72, 678, "Table 1: Settings of the training."), *ruled([HEAD, *FIRST], 700)],
        [*ruled([HEAD, *SECOND], 80), *column(72, 200, TEXT)],
    )
    rows = [list(row) for row in (HEAD, *FIRST)], [list(row) for row in (HEAD, *SECOND)]
    assert tables(paper) == list(rows)
    one, two = paper.tables
    assert paper.text[slice(*one.caption)] == "Table 1: Settings of the training."
    assert two.caption == one.caption
    assert (one.page, two.page) == (1, 2)
    assert (one.heading_rows, two.heading_rows) == (1, 1)


def test_a_part_overleaf_without_rules_and_headings(read: Read) -> None:
    x = (74.0, 200.0, 300.0)
    head = [("Setting", "ResNet-50", "ViT-B"), ("Optimizer", "SGD", "AdamW"), ("Learning rate", "0.2", "0.002")]
    paper = read(
        [*column(72, 100, TEXT), line(72, 660, "Table 1: Settings of both."), *drawn(head, 690, x)],
        [*drawn([("Weight decay", "0.0001", "0.05"), ("Epochs", "90", "240")], 80, x), *column(72, 200, TEXT)],
    )
    assert tables(paper)[1] == [["Weight decay", "0.0001", "0.05"], ["Epochs", "90", "240"]]
    assert [(cell.row, cell.column) for cell in paper.tables[1].rows[1]] == [(1, 0), (1, 1), (1, 2)]
    assert paper.tables[1].heading_rows == 0


def test_text_overleaf_is_no_table(read: Read) -> None:
    pages = [*column(72, 100, TEXT), line(72, 678, "Table 1: Settings of the training."), *ruled([HEAD, *FIRST], 700)]
    references = [line(x, 80 + 12 * i, TEXT[i % 2][:36], 9) for i in range(9) for x in (72, 300)]
    assert len(read(pages, references).tables) == 1
    assert len(read(pages, column(72, 80, TEXT)).tables) == 1


def test_a_table_with_text_below_is_over(read: Read) -> None:
    paper = read(
        [line(72, 100, "Table 1: Settings."), *ruled([HEAD, *FIRST], 120), *column(72, 250, TEXT)],
        [*drawn(SECOND, 80), *column(72, 200, TEXT)],
    )
    assert len(paper.tables) == 1


def test_numbers_at_the_edge_of_a_page_are_cells_where_rows_stand_beside_them(read: Read) -> None:
    foot = [
        line(72, 712, "Table 1: Settings of the training."),
        *ruled([HEAD, ("Batch size", "56"), ("Epochs", "9")], 734),
    ]
    paper = read([*column(72, 100, TEXT), *foot], [*column(72, 200, TEXT), line(300, 760, "2")])
    assert tables(paper) == [[["Hyperparameter", "Value"], ["Batch size", "56"], ["Epochs", "9"]]]
    assert [dropped.text for dropped in paper.dropped] == ["2"]


def test_headings_between_the_caption_and_the_first_rule(read: Read) -> None:
    lines = [
        *column(72, 60, TEXT),
        rule(72, 400, 92),
        line(74, 104, "Table 1. What was chosen."),
        *drawn([HEAD], 120),
        rule(72, 400, 126),
        *drawn(FIRST, 138),
        rule(72, 400, 172),
    ]
    paper = read([*lines, *column(72, 200, TEXT)])
    assert tables(paper) == [[list(HEAD), *(list(row) for row in FIRST)]]
    assert paper.tables[0].heading_rows == 1


def test_two_columns_of_text_between_rules_are_no_rows(read: Read) -> None:
    left = [line(72, 240 + 12 * i, f"{TEXT[i % 2][:52]}", 10) for i in range(30)]
    right = [line(320, 240 + 12 * i, f"{TEXT[1 - i % 2][:52]}", 10) for i in range(30)]
    wide = [(*HEAD, "Stage 2"), ("Batch size", "56", "28"), ("Epochs", "9", "12"), ("Dropout", "0.1", "0.3")]
    table = [*drawn(wide, 120, (74, 260, 420)), *(rule(72, 530, y) for y in (108, 124, 166))]
    paper = read([line(72, 100, "Table 1. What was chosen."), *table, *left, *right, rule(72, 530, 620)])
    assert tables(paper) == [[list(row) for row in wide]]


def test_a_column_of_numbers_that_count_up_is_none_of_line_numbers_where_other_values_stand_in_it(read: Read) -> None:
    rows = [("Setting", "Value"), *((f"Camera {n}", str(100 + n)) for n in range(14)), *FIRST, *SECOND]
    paper = read([*column(72, 60, TEXT), line(72, 90, "Table 1: Settings."), *drawn(rows[:8], 110)], drawn(rows, 80))
    assert [dropped.text for dropped in paper.dropped] == []
