"""The table of one row per paper, as CSV, as Excel workbook and as view of SQLite."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from sample import FAILURE, REPORT

from dlextract.errors import OutputError
from dlextract.patterns import load_knowledge
from dlextract.resources import shipped
from dlextract.writing import WIDE, stream, to_dict, write_file
from dlextract.writing.record import Record

RECORD, FAILED = json.loads(json.dumps(to_dict(REPORT))), json.loads(json.dumps(to_dict(FAILURE)))
SAME: Record = {"paper": {"source": "in/copy.pdf", "sha256": "0" * 64}, "duplicate_of": "in/moths.pdf"}
CHOSEN = ["title", "source", "note", "20", "randomness", "GPU"]
QUESTIONS = [
    *("q01_data_collection", "q02_data_format", "q03_annotation", "q04_augmentation", "q05_datasets"),
    *("q06_preprocessing", "q07_data_split", "q08_code_repository", "q09_data_repository", "q10_code_link"),
    *("q11_data_link", "q12_model", "q13_hyperparameters", "q14_tuning", "q15_optimizer", "q16_stopping"),
    *("q17_regularization", "q18_monitoring", "q19_framework", "q20_hardware", "q21_postprocessing"),
    *("q22_metrics", "q23_generalisation", "q24_randomness", "q25_purpose", "q26_bias", "q27_deployment"),
    "q28_platform",
]
HEAD_BESIDE = ("", "_page", "_confidence")
HEAD = ["title", "source", "note"] + [
    name + beside for name in ("q20_hardware", "q24_randomness", "gpu") for beside in HEAD_BESIDE
]
MOTHS = ["Counting moths", "in/moths.pdf", ""]
MOTHS += ["2 × NVIDIA TITAN X (training)", "2", "0.95", "not stated", "", "", "NVIDIA TITAN X", "2", "0.967"]
BAD = ["", "bad.pdf", "bad.pdf: it is no PDF. Give a PDF.", *[""] * 9]
COPY = ["", "in/copy.pdf", "the same file as in/moths.pdf", *[""] * 9]


def csv_of(records: list[Record], columns: list[str]) -> list[list[str]]:
    text = b"".join(stream(records, "csv", several=True, table=WIDE, columns=columns)).decode()
    return list(csv.reader(io.StringIO(text)))


def test_csv_has_a_row_per_paper_and_the_chosen_columns() -> None:
    assert csv_of([FAILED, RECORD, SAME], CHOSEN) == [HEAD, BAD, MOTHS, COPY]


def test_all_columns_are_paper_then_questions_then_labels() -> None:
    head = csv_of([RECORD], [])[0]
    assert head[:11] == ["title", "year", "doi", "source", "note", "citation_key", *HEAD[3:8]]
    assert head[12:18] == [name + beside for name in ("task", "dataset_training") for beside in HEAD_BESIDE]
    assert len(head) == len(set(head)) == 6 + 3 * (2 + 19)


def test_the_names_of_the_columns_stay() -> None:
    """Whoever reads the tables by a program relies on these names: new ones come last in their group."""
    head = csv_of([RECORD], [])[0]
    labels = [name for name in head[11:] if not name.endswith(("_page", "_confidence"))]
    assert labels == [
        *("task", "dataset_training", "dataset_evaluation", "dataset_pretraining"),
        *("architecture_main", "architecture_component", "architecture_compared", "framework", "gpu", "hardware"),
        *("optimizer", "learning_rate", "batch_size", "epochs", "loss_function", "metric", "random_seed"),
        *("code_link", "data_link"),
    ]
    asked = load_knowledge([shipped("patterns")]).questions
    assert [f"q{question.cq:02}_{question.name}" for question in asked] == QUESTIONS


def test_parquet_has_the_same_rows(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    write_file([RECORD, FAILED], "parquet", tmp_path, WIDE, ["title", "year", "20"])
    assert [path.name for path in tmp_path.iterdir()] == ["wide.parquet"]
    blank = dict.fromkeys(["title", "year", *HEAD[3:6]])
    assert parquet.read_table(tmp_path / "wide.parquet").to_pylist() == [
        {"title": "Counting moths", "year": 2021, **dict(zip(HEAD[3:6], [MOTHS[3], 2, 0.95], strict=True))},
        blank,
    ]


def test_only_used_facts_of_the_role_stand_in_a_column() -> None:
    record = json.loads(json.dumps(RECORD))
    fact = record["facts"][0]
    record["facts"] = [
        {**fact, "label": "DATASET", "value": "Meadow", "roles": ["evaluation"]},
        {**fact, "label": "DATASET", "value": "Heath", "roles": ["training"], "confidence": 0.7},
        {**fact, "label": "DATASET", "value": "Marsh", "roles": ["training"], "confidence": 0.8},
        {**fact, "label": "DATASET", "value": "Dune", "roles": ["training"], "status": "mentioned"},
    ]
    assert csv_of([record], ["dataset_training"])[1] == ["Marsh; Heath", "2", "0.8"]


def test_a_column_that_is_not_there_is_said() -> None:
    with pytest.raises(
        OutputError,
        match=r"^--columns: there is no column 'colour'\. Known: title, year, doi, source, note, citation_key",
    ):
        csv_of([RECORD], ["title", "colour"])


def test_the_workbook_is_made_to_be_read(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs the extra xlsx")
    record = json.loads(json.dumps(RECORD))
    record["answers"][0] |= {"short": "=1+1", "confidence": 0.4}
    write_file([record, FAILED], "xlsx", tmp_path / "x.xlsx", columns=CHOSEN)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    sheet = book["review"]
    assert [cell.value for cell in sheet[1]] == HEAD
    assert [cell.value for cell in sheet[3]] == [text or None for text in BAD]
    unsure, silent = sheet["D2"], sheet["G2"]
    assert (unsure.value, unsure.data_type, unsure.alignment.wrap_text) == ("=1+1", "s", True)
    assert unsure.hyperlink.target.endswith("/in/moths.pdf")
    assert (unsure.hyperlink.location, unsure.fill.fgColor.rgb) == ("page=2", "00FFF2CC")
    assert (silent.value, silent.hyperlink, silent.font.color.rgb) == ("not stated", None, "00808080")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:L3")
    assert [sheet.column_dimensions[at].width for at in "ADE"] == [44, 36, 7]
    about = [[cell.value for cell in row] for row in book["columns"]]
    assert about[:1] + about[4:6] == [
        ["column", "holds"],
        ["q20_hardware", "Which hardware is used?"],
        ["q24_randomness", "Which seed is used?"],
    ]


def test_sqlite_has_a_view_with_the_same_rows(tmp_path: Path) -> None:
    write_file([FAILED, RECORD, SAME], "sqlite", tmp_path / "x.sqlite")
    connection = sqlite3.connect(tmp_path / "x.sqlite")
    try:
        found = connection.execute(f"SELECT {', '.join(HEAD)} FROM review ORDER BY source").fetchall()
    finally:
        connection.close()
    rows = [["" if value is None else str(value) for value in row] for row in found]
    assert rows == [BAD, [*COPY[:2], "in/moths.pdf", *COPY[3:]], MOTHS]
