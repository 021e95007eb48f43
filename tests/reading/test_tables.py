from __future__ import annotations

from pdf_maker import Read, column, line, rule

ROWS = [
    ("Hyperparameter", "Stage 1", "Stage 2"),
    ("Batch size", "16", "32"),
    ("Learning rate", "0.001", "0.0001"),
    ("Optimizer", "Adam", "SGD"),
]
BEFORE = [
    "All that was chosen is listed in the table that follows here, and",
    "nothing was changed later on. We did this for each of the stages.",
]


def cells(x: tuple[float, ...], y: float, step: float = 14) -> list[str]:
    return [
        line(place, y + step * number, text, 9)
        for number, row in enumerate(ROWS)
        for place, text in zip(x, row, strict=True)
    ]


def grid(paper: object) -> list[list[str]]:
    return [[cell.text for cell in row] for row in paper.tables[0].rows]  # type: ignore[attr-defined]


def test_a_table_between_three_rules(read: Read) -> None:
    paper = read(
        [
            *column(72, 100, BEFORE),
            line(72, 150, "Table 1. What was chosen in each of the stages."),
            rule(72, 400, 158),
            *cells((74, 200, 300), 170),
            rule(72, 400, 174),
            rule(72, 400, 218),
            *column(72, 250, BEFORE),
        ]
    )
    table = paper.tables[0]
    assert grid(paper) == [list(row) for row in ROWS]
    assert paper.text[table.start : table.end] == "\n".join("\t".join(row) for row in ROWS)
    assert paper.text[slice(*table.caption)] == "Table 1. What was chosen in each of the stages."
    assert table.heading_rows == 1
    assert all(paper.text[cell.start : cell.end] == cell.text for row in table.rows for cell in row)
    assert [(cell.row, cell.column) for cell in table.rows[2]] == [(2, 0), (2, 1), (2, 2)]
    assert [section.role for section in paper.sections] == ["other", "caption", "table", "other"]


def test_a_table_without_rules(read: Read) -> None:
    paper = read(
        [
            *column(72, 100, BEFORE),
            line(72, 150, "Table 1. What was chosen in each of the stages."),
            *cells((74, 200, 300), 170),
            *column(72, 260, BEFORE),
        ]
    )
    assert grid(paper) == [list(row) for row in ROWS]
    assert "nothing was changed later on." in paper.text[paper.tables[0].end :]


def test_tables_without_rules_that_stand_close_together(read: Read) -> None:
    paper = read(
        [
            *column(72, 100, BEFORE),
            line(72, 150, "Table 1. What was chosen.", 9),
            *cells((74, 200, 300), 166),
            line(72, 226, "Table 2. What was chosen later.", 9),
            *cells((74, 200, 300), 242),
            *column(72, 340, BEFORE),
        ]
    )
    assert [[[cell.text for cell in row] for row in table.rows] for table in paper.tables] == 2 * [
        [list(row) for row in ROWS]
    ]


def test_columns_close_to_one_another(read: Read) -> None:
    rows = [("Model", "F1", "R1"), ("First", "0.71", "0.52"), ("Second", "0.83", "0.61")]
    drawn = [
        line(x, 170 + 14 * number, text, 9)
        for number, row in enumerate(rows)
        for x, text in zip((74, 140, 164), row, strict=True)
    ]
    paper = read([line(72, 150, "Table 2: Scores."), rule(72, 200, 158), *drawn, rule(72, 200, 206)])
    assert grid(paper) == [list(row) for row in rows]


def test_text_in_a_frame_is_no_table(read: Read) -> None:
    text = BEFORE * 4
    paper = read([rule(70, 400, 90), *column(72, 102, text), rule(70, 400, 200), line(72, 230, "Table 1. Gone.")])
    assert paper.tables == ()
    assert "listed in the table that follows here, and nothing was changed" in paper.text


def test_a_sentence_about_a_table_is_no_caption(read: Read) -> None:
    paper = read(
        [
            line(72, 100, "The scores of all of the models on the pictures are given in"),
            line(72, 112, "Table 3. They are means of five runs with other seeds, as before."),
        ]
    )
    assert paper.text == (
        "The scores of all of the models on the pictures are given in Table 3."
        " They are means of five runs with other seeds, as before."
    )


def test_numbers_of_rows_are_no_line_numbers(read: Read) -> None:
    drawn = [
        line(x, 170 + 12 * number, text, 9)
        for number in range(1, 13)
        for x, text in ((74, str(number)), (120, f"Moth of kind {number}"), (240, f"0.{number}"))
    ]
    paper = read([*column(72, 100, BEFORE), line(72, 150, "Table 1. Moths."), *drawn])
    assert [row[0] for row in grid(paper)] == [str(number) for number in range(1, 13)]
    assert paper.dropped == ()
