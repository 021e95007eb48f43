"""Tables and files: CSV, SQLite, Parquet, Excel, and what selects a part of a record."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sample import FAILURE, REPORT

from dlextract import to_pandas
from dlextract.errors import OutputError
from dlextract.report import Duplicate
from dlextract.writing import (
    COLUMNS,
    FILES,
    FORMATS,
    STREAMED,
    SUFFIXES,
    Selection,
    as_dicts,
    stream,
    to_dict,
    write_file,
)

RECORD, FAILED = to_dict(REPORT), to_dict(FAILURE)
BOTH = [RECORD, FAILED]


def out(form: str, records: list[Any], several: bool = True, table: str = "answers") -> str:
    return b"".join(stream(iter(records), form, several=several, table=table)).decode()


def test_the_tables() -> None:
    quote = "We trained on two Titan X cards."
    paper = {"source": "in/moths.pdf", "sha256": "0" * 64}
    bad = {"source": "bad.pdf", "sha256": ""}
    again = to_dict(Duplicate("again.pdf", "0" * 64, "in/moths.pdf"))
    assert [list(as_dicts([again], table)) for table in ("facts", "evidence", "answers")] == [[], [], []]
    assert list(as_dicts([*BOTH, again], "papers")) == [
        paper
        | {"title": "Counting moths", "year": 2021, "year_from": "page 1", "doi": "10.1/x", "pages": 3}
        | {"language": "en", "columns": 2}
        | {"unreadable_pages": "3", "answered": 1, "facts": 1, "warnings": "page 3: text layer is unreadable"}
        | {"error_type": None, "error": None, "version": "1.2", "patterns": "sha256:aa", "model": "dl_ner 0.1"}
        | {"duplicate_of": None, "citation_key": None},
        bad
        | dict.fromkeys(list(COLUMNS["papers"])[2:13])
        | {"error_type": "PaperError", "error": "bad.pdf: it is no PDF. Give a PDF."}
        | {"version": "1.2", "patterns": "sha256:aa", "model": "none", "duplicate_of": None, "citation_key": None},
        {"source": "again.pdf", "sha256": "0" * 64}
        | dict.fromkeys(list(COLUMNS["papers"])[2:])
        | {"duplicate_of": "in/moths.pdf"},
    ]
    assert list(as_dicts(BOTH, "facts")) == [
        paper
        | {"fact": "f1", "label": "GPU", "text": "Titan X", "value": "NVIDIA TITAN X", "status": "used"}
        | {"roles": "training", "scope": "stage 1", "attributes": '{"count": 2, "memory": "12 GB"}'}
        | {"confidence": 0.967, "reason": "we trained", "page": 2, "quote": quote, "found_by": "hardware.yaml:GPU"}
        | {"citation_key": None}
    ]
    assert list(as_dicts(BOTH, "evidence")) == [
        paper
        | {"fact": "f1", "number": 1, "page": 2, "start": 118, "end": 125, "quote": quote, "quote_start": 100}
        | {"boxes": "[[1.0,2.1,3.0,4.0]]", "section": "methods", "found_by": "hardware.yaml:GPU"}
        | {"citation_key": None}
    ]
    none = dict.fromkeys(("confidence", "page", "quote", "error", "citation_key"))
    assert list(as_dicts(BOTH, "answers")) == [
        paper
        | {"title": "Counting moths", "cq": 20, "question": "hardware", "ask": "Which hardware is used?", "stated": 1}
        | {"text": "Two NVIDIA TITAN X (training).", "short": "2 × NVIDIA TITAN X (training)"}
        | {"confidence": 0.95, "page": 2, "quote": quote, "facts": "f1"}
        | {"error": None, "citation_key": None},
        paper
        | {"title": "Counting moths", "cq": 24, "question": "randomness", "ask": "Which seed is used?", "stated": 0}
        | {"text": "not stated", "short": "not stated", "facts": ""}
        | none,
        bad | dict.fromkeys(list(COLUMNS["answers"])[2:]) | {"error": "bad.pdf: it is no PDF. Give a PDF."},
    ]


def test_rows_keep_the_order_of_the_columns() -> None:
    for table, columns in COLUMNS.items():
        for row in as_dicts(BOTH, table):
            assert list(row) == list(columns)
            assert all(value is None or isinstance(value, columns[name]) for name, value in row.items())


def test_csv_has_a_row_per_paper_and_question() -> None:
    rows = list(csv.reader(io.StringIO(out("csv", BOTH), newline="")))
    assert rows[0] == list(COLUMNS["answers"])
    assert [row[3] for row in rows[1:]] == ["20", "24", ""]
    assert next(csv.reader(io.StringIO(out("csv", [], table="facts")))) == list(COLUMNS["facts"])


@pytest.mark.parametrize(
    "formula", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("x")']
)
def test_csv_has_no_formula(formula: str) -> None:
    record = json.loads(json.dumps(RECORD))
    record["answers"][0]["text"] = formula
    rows = list(csv.reader(io.StringIO(out("csv", [record]), newline="")))
    assert rows[1][7] == "'" + formula


@pytest.mark.parametrize("number", ["-0.5", "1e-4", "-1e-4", "+3", "0.0001"])
def test_csv_leaves_numbers_alone(number: str) -> None:
    record = json.loads(json.dumps(RECORD))
    record["facts"][0]["value"] = number
    assert list(csv.reader(io.StringIO(out("csv", [record], table="facts"))))[1][5] == number


def test_csv_survives_nul_and_file_names_that_are_not_unicode() -> None:
    record = json.loads(json.dumps(FAILED))
    record["paper"]["source"] = "a\0b\udcff.pdf"
    assert list(csv.reader(io.StringIO(out("csv", [record]))))[1][0] == "ab\ufffd.pdf"


def test_sqlite_has_all_tables(tmp_path: Path) -> None:
    record = json.loads(json.dumps(FAILED))
    record["paper"]["source"] = "\udcff.pdf"
    write_file([RECORD, record], "sqlite", tmp_path / "x.sqlite")
    connection = sqlite3.connect(tmp_path / "x.sqlite")
    try:
        tables = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in COLUMNS}
        join = "SELECT value, quote FROM facts JOIN papers USING (sha256) WHERE label = 'GPU' AND answered > 0"
        assert connection.execute(join).fetchall() == [("NVIDIA TITAN X", "We trained on two Titan X cards.")]
    finally:
        connection.close()
    assert {table: len(found) for table, found in tables.items()} == {
        "papers": 2,
        "facts": 1,
        "evidence": 1,
        "answers": 3,
    }
    assert tables["papers"][1][0] == "\ufffd.pdf"


def test_sqlite_has_keys_and_a_view_of_the_questions(tmp_path: Path) -> None:
    write_file(BOTH, "sqlite", tmp_path / "x.sqlite")
    connection = sqlite3.connect(tmp_path / "x.sqlite")
    try:
        keys = {
            table: [row[1] for row in sorted(connection.execute(f"PRAGMA table_info({table})"), key=_place) if row[5]]
            for table in COLUMNS
        }
        leads = {
            table: {(row[2], row[3]) for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
            for table in COLUMNS
        }
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT * FROM questions").fetchall() == [
            (20, "hardware", "Which hardware is used?", 1, 1),
            (24, "randomness", "Which seed is used?", 1, 0),
        ]
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute("INSERT INTO papers SELECT * FROM papers LIMIT 1")
    finally:
        connection.close()
    paper = ["sha256", "source"]
    assert keys == {
        "papers": paper,
        "facts": [*paper, "fact"],
        "evidence": [*paper, "fact", "number"],
        "answers": [*paper, "cq"],
    }
    assert leads == {
        "papers": set(),
        "facts": {("papers", "sha256"), ("papers", "source")},
        "evidence": {("facts", "sha256"), ("facts", "source"), ("facts", "fact")},
        "answers": {("papers", "sha256"), ("papers", "source")},
    }


def _place(row: tuple[Any, ...]) -> int:
    return int(row[5])


def test_parquet_has_a_file_per_table(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    write_file(BOTH * 300, "parquet", tmp_path)
    for table in COLUMNS:
        found = parquet.read_table(tmp_path / f"{table}.parquet").to_pylist()
        assert found == list(as_dicts(BOTH * 300, table))


def test_excel_has_a_sheet_per_table_and_no_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs the extra xlsx")
    record = json.loads(json.dumps(RECORD))
    record["answers"][0]["text"] = "=1+1"
    record["answers"][0]["evidence"][0]["quote"] = "a\x00" + "b" * 40_000
    write_file([record, FAILED], "xlsx", tmp_path / "x.xlsx", "all")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == list(COLUMNS)
    cell = book["answers"]["H2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert len(book["answers"]["L2"].value) == 32_767


def test_more_rows_than_an_excel_sheet_holds_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openpyxl", reason="needs the extra xlsx")
    monkeypatch.setattr("dlextract.writing.table_files._SHEET", 3)
    write_file([FAILED] * 2, "xlsx", tmp_path / "x.xlsx", "papers")
    with pytest.raises(OutputError, match=r"^xlsx: an Excel sheet holds 3 rows, papers has more\. Choose sqlite\.$"):
        write_file([FAILED] * 3, "xlsx", tmp_path / "y.xlsx", "papers")


@pytest.mark.parametrize(("form", "library"), [("parquet", "pyarrow"), ("xlsx", "openpyxl")])
def test_a_missing_library_is_said(form: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(OutputError, match=rf"^{form}: this format needs {library}\. Run: pip install"):
        write_file(BOTH, form, tmp_path / "x")


def test_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutputError, match="there is no table 'words'"):
        to_pandas([REPORT], "words")
    with monkeypatch.context() as patch:
        patch.setitem(__import__("sys").modules, "pandas", None)
        with pytest.raises(OutputError, match="pandas is not installed"):
            to_pandas([REPORT])
    pytest.importorskip("pandas", reason="needs pandas")
    frame = to_pandas([REPORT, FAILURE, RECORD])
    assert list(frame.columns) == list(COLUMNS["answers"])
    assert list(frame["source"]) == ["in/moths.pdf"] * 2 + ["bad.pdf"] + ["in/moths.pdf"] * 2


def test_pandas_wide() -> None:
    pytest.importorskip("pandas", reason="needs pandas")
    with pytest.raises(OutputError, match="only the table wide has columns to choose"):
        to_pandas([REPORT], "facts", columns=["gpu"])
    with pytest.raises(OutputError, match="there is no column 'colour'"):
        to_pandas([REPORT], "wide", columns=["colour"])
    frame = to_pandas([REPORT, FAILED], "wide", columns=["source", "year", "20", "gpu"])
    kinds = ["object", "Int64", "object", "Int64", "Float64", "object", "Int64", "Float64"]
    assert [str(kind) for kind in frame.dtypes] == kinds
    assert frame.to_dict("records")[0] == {
        "source": "in/moths.pdf",
        "year": 2021,
        "q20_hardware": "2 × NVIDIA TITAN X (training)",
        "q20_hardware_page": 2,
        "q20_hardware_confidence": 0.95,
        "gpu": "NVIDIA TITAN X",
        "gpu_page": 2,
        "gpu_confidence": 0.967,
    }
    assert list(frame.isna().all()) == [False] * 8
    assert frame.loc[1].isna().sum() == 7
    assert len(to_pandas([FAILED], "wide")) == 1
    assert len(to_pandas([], "wide")) == 0


def test_json_is_one_object_or_an_array() -> None:
    assert json.loads(out("json", [RECORD], several=False)) == RECORD
    assert json.loads(out("json", BOTH)) == BOTH
    assert json.loads(out("json", [])) == []


def test_jsonl_is_a_record_per_line() -> None:
    assert [json.loads(line) for line in out("jsonl", BOTH).splitlines()] == BOTH


def test_sheets_are_parted_by_a_blank_line() -> None:
    assert out("text", [FAILED, FAILED]) == "\n".join(["bad.pdf\nnot read: bad.pdf: it is no PDF. Give a PDF.\n"] * 2)
    assert out("md", [FAILED, FAILED]).count("# bad.pdf") == 2
    assert out("html", BOTH).count("<article ") == 2


def test_records_are_written_before_the_next_is_asked_for() -> None:
    asked = []

    def records() -> Any:
        for number in range(3):
            asked.append(number)
            yield FAILED

    for form in STREAMED:
        asked.clear()
        pieces = stream(records(), form, several=True)
        for _ in range({"html": 3, "csv": 2}.get(form, 1)):
            next(pieces)
        assert asked == [0], form


def test_every_format_has_a_suffix() -> None:
    assert set(SUFFIXES.values()) == set(FORMATS)
    assert set(FILES) < set(FORMATS)


def chosen(**options: Any) -> tuple[list[int], list[str], str]:
    record = Selection(**options).apply(RECORD)
    return (
        [answer["cq"] for answer in record["answers"]],
        [fact["id"] for fact in record["facts"]],
        record["dlextract"].get("selection", ""),
    )


def test_selections() -> None:
    assert chosen() == ([20, 24], ["f1"], "")
    assert chosen(questions=("20",)) == ([20], ["f1"], "cq=20")
    assert chosen(questions=("randomness",)) == ([24], ["f1"], "cq=randomness")
    assert chosen(labels=("gpu",)) == ([20, 24], ["f1"], "fields=GPU")
    assert chosen(labels=("DATASET",)) == ([20, 24], [], "fields=DATASET")
    assert chosen(only_stated=True) == ([20], ["f1"], "only-stated")
    assert chosen(min_confidence=0.96) == ([24], ["f1"], "min-confidence=0.96")
    assert chosen(min_confidence=0.99, only_stated=True) == ([], [], "only-stated min-confidence=0.99")


def test_a_selection_leaves_the_record_itself_and_failures_alone() -> None:
    before = json.dumps(RECORD)
    Selection(only_stated=True).apply(RECORD)
    assert json.dumps(RECORD) == before
    failed = Selection(only_stated=True).apply(FAILED)
    assert failed == FAILED | {"dlextract": FAILED["dlextract"] | {"selection": "only-stated"}}
