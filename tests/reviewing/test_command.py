"""``dlextract review --apply`` and ``dlextract export --reviewed`` on the command line."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from reviewed_paper import act, record

from dlextract.cli.door import run
from dlextract.reviewing import Journal, line_of, read_acts
from dlextract.writing import dump_line


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("papers.jsonl").write_bytes(dump_line(record()))
    return tmp_path


def test_from_the_table_to_the_review_and_back_to_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "papers.jsonl", "--table", "wide", "-o", "t.csv"]) == 0
    edit({"q24_randomness": "seed 7", "gpu": "not stated"})
    assert run(["review", "papers.jsonl", "--apply", "t.csv", "--reviewer", "anna"]) == 0
    assert capsys.readouterr().out == "2 corrections of 1 papers are added to papers.anna.review.jsonl.\n"
    assert [(one.who, one.how, one.verdict) for one in read_acts(Path("papers.anna.review.jsonl")).acts] == [
        ("anna", "table", "missed"),
        ("anna", "table", "reject"),
    ]
    reviewed = ["--reviewed", "papers.anna.review.jsonl"]
    assert run(["export", "papers.jsonl", *reviewed, "--table", "wide", "-o", "t.csv"]) == 0
    [row] = table()
    assert (row["q24_randomness"], row["q24_randomness_by"], row["q20_hardware_by"]) == ("seed 7", "reader", "tool")
    assert (row["gpu"], row["gpu_by"]) == ("", "")
    # The same table again asks for nothing new.
    assert run(["review", "papers.jsonl", "--apply", "t.csv", "--reviewer", "anna"]) == 0
    assert "0 corrections" in capsys.readouterr().out


def test_json_says_by_whom_each_value_is_and_what_has_no_place(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [act("edit", value="3 cards", fingerprint="0.1 old none"), act("absent", paper="f" * 64)]
    Path("r.jsonl").write_bytes(b"".join(map(line_of, lines)) + b"torn")
    assert run(["export", "papers.jsonl", "--reviewed", "r.jsonl", "-f", "json"]) == 0
    said = capsys.readouterr()
    [made] = json.loads(said.out)
    assert [answer["by"] for answer in made["answers"]] == ["reader", "tool"]
    assert made["answers"][0]["short"] == "3 cards"
    assert said.err.splitlines() == [
        "r.jsonl: line 3 is no act of a review, and left out.",
        "1 decisions are about what the tool no longer says, or says otherwise; they stand.",
        "1 decisions are about papers or questions that are not in these records, and are left out.",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["review", "none.jsonl", "--apply", "t.csv"], "none.jsonl: it cannot be read"),
        (["review", "papers.jsonl", "--apply", "none.csv"], "none.csv: it cannot be read"),
        (["review", "papers.jsonl", "--pdfs", "none"], "--pdfs none: there is no such folder."),
        (["export", "papers.jsonl", "--reviewed", "papers.jsonl"], "papers.jsonl: it is no review."),
    ],
)
def test_what_cannot_be_is_one_line(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert not list(Path().glob("*.review.jsonl"))


def test_ctrl_c_is_the_way_to_leave() -> None:
    pytest.importorskip("uvicorn", reason="the extra review is not installed")
    command = [sys.executable, "-m", "dlextract", "review", "papers.jsonl", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert re.fullmatch(r"Review at http://127\.0\.0\.1:\d+/[\w-]{20,}/\n", process.stdout.readline())
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 0
    assert err.splitlines()[-1] == "0 decisions were added to papers.review.jsonl."
    assert not Path("papers.review.jsonl").exists()


def test_two_reviews_at_once_need_two_names(capsys: pytest.CaptureFixture[str]) -> None:
    with Journal(Path("papers.review.jsonl")):
        assert run(["review", "papers.jsonl", "--no-browser"]) == 2
    assert capsys.readouterr().err == (
        "papers.review.jsonl: another dlextract is writing it. Close that review, or add --reviewer NAME.\n"
    )


def table() -> list[dict[str, str]]:
    with Path("t.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(edits: dict[str, str]) -> None:
    rows = table()
    rows[0].update(edits)
    with Path("t.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
