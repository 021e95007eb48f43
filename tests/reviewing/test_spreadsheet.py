"""Corrections from the edited table of one row per paper."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from reviewed_paper import GPU, SHA, failure, record

from dlextract.errors import OutputError
from dlextract.reviewing.spreadsheet import corrections, table_rows
from dlextract.writing import stream

RECORDS = [record(short="=1+1"), failure()]


def edited(path: Path, edits: dict[str, str], delimiter: str = ",", encoding: str = "utf-8") -> list[dict[str, str]]:
    """Export the records, edit the row of the first paper as a person does, and read the file back."""
    text = b"".join(stream(RECORDS, "csv", several=True, table="wide")).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    rows[0].update(edits)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return table_rows(path)


def asked(kind: str, key: str, verdict: str, **more: Any) -> dict[str, Any]:
    return {"paper": SHA, "kind": kind, "key": key, "how": "table", "verdict": verdict, **more}


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_an_untouched_table_changes_nothing_whatever_the_spreadsheet_made_of_it(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    found = corrections(edited(tmp_path / "t.csv", {}, delimiter, encoding), RECORDS)
    assert (found.acts, found.told) == ([], [])


def test_formulas_come_back_as_the_text_they_were(tmp_path: Path) -> None:
    rows = edited(tmp_path / "t.csv", {})
    assert rows[0]["q20_hardware"] == "'=1+1"  # guarded in the file, and no correction
    found = corrections(edited(tmp_path / "t.csv", {"q20_hardware": "'=2+2"}), RECORDS)
    assert found.acts == [asked("question", "hardware", "edit", value="=2+2")]


def test_values_of_questions(tmp_path: Path) -> None:
    edits = {"q20_hardware": "Not stated", "q24_randomness": "seed  7\n"}
    assert corrections(edited(tmp_path / "t.csv", edits), RECORDS).acts == [
        asked("question", "hardware", "absent"),
        asked("question", "randomness", "edit", value="seed 7"),
    ]


def test_values_in_a_list_are_taken_out_and_put_in_one_by_one(tmp_path: Path) -> None:
    assert corrections(edited(tmp_path / "t.csv", {"gpu": "Tesla K80; NVIDIA TITAN X"}), RECORDS).acts == [
        asked("fact", "GPU=Tesla K80", "missed", value="Tesla K80", role="")
    ]
    assert corrections(edited(tmp_path / "t.csv", {"gpu": "not stated"}), RECORDS).acts == [
        asked("fact", GPU, "reject", reason="wrong value")
    ]
    found = corrections(edited(tmp_path / "t.csv", {"dataset_training": "COCO"}), RECORDS)
    assert found.acts == [asked("fact", "DATASET=COCO", "missed", value="COCO", role="training")]


def test_emptied_cells_unknown_columns_and_papers_are_told_and_change_nothing(tmp_path: Path) -> None:
    rows = edited(tmp_path / "t.csv", {"q20_hardware": ""})
    rows[0]["my remarks"] = "good paper"
    rows.append({**rows[0], "source": "other.pdf"})
    found = corrections(rows, [*RECORDS, {**failure(), "paper": {**failure()["paper"], "source": "bad.pdf"}}])
    assert found.acts == []
    assert found.told == [
        "columns that no question or label has are passed over: my remarks",
        "row 3: 'bad.pdf' stands for several records, and is passed over",
        "row 4: 'other.pdf' is none of the records, and is passed over",
        "1 emptied cells change nothing; write 'not stated' where the paper is silent",
    ]


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["source", "q24_randomness"], ["in/moths.pdf", "seed 7"], [None, None]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    found = corrections(table_rows(tmp_path / "t.xlsx"), RECORDS)
    assert found.acts == [asked("question", "randomness", "edit", value="seed 7")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"title,doi\nx,y\n", "it has no column source"),
        ("t.csv", b"", "it has no column source"),
        ("t.xlsx", b"PK\x03\x04 no workbook", "it is no workbook that can be read"),
        ("none.csv", None, "it cannot be read"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(OutputError, match=said):
        table_rows(tmp_path / name)
