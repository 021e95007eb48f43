"""Paragraphs on which two readers differ, chosen from the example paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dlextract.cli.training import train
from dlextract.errors import OutputError, PaperError
from dlextract.evaluation.paragraphs import LABELS, read_corpus
from dlextract.training.selecting import Disputed, choose

THERE, HERE = (0, 2, "TASK"), (3, 5, "DATASET")


def paragraph(sha: str, text: str, differences: int) -> Disputed:
    return Disputed(f"{sha}.pdf", sha, text, (), (HERE,) * differences)


def test_the_most_differences_are_chosen_and_no_paper_has_more_than_its_share() -> None:
    found = [paragraph("b", "one", 1), paragraph("a", "two", 3), paragraph("a", "three", 2), paragraph("a", "four", 4)]
    assert [p.text for p in choose(found, per_paper=2, most=9)] == ["four", "two", "one"]
    assert [p.text for p in choose(found[::-1], per_paper=9, most=2)] == ["four", "two"]


def test_a_line_is_one_to_train_with() -> None:
    row = json.loads(Disputed("a.pdf", "77", "é b", (THERE,), (HERE,)).line())
    assert row == {"text": "é b", "spans": [list(THERE)], "optional": [list(HERE)], "paper": "a.pdf", "sha256": "77"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(train, ["select", *map(str, arguments)], catch_exceptions=False)


def test_paragraphs_of_a_paper_are_written_once_and_the_same_every_time(example: Path, tmp_path: Path) -> None:
    first, again, rest = (tmp_path / f"{name}.jsonl" for name in ("first", "again", "rest"))
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"no PDF")
    result = run(example, damaged, "-o", first, "--per-paper", 1)
    assert result.exit_code == 0
    said = result.stderr.splitlines()
    assert said[0].startswith(f"{damaged}: ")
    assert said[-1] == f"{first}: 1 paragraphs of 1 papers"
    run(example.parent / example.name, "-o", again, "--per-paper", 1)
    assert again.read_bytes() == first.read_bytes()
    paragraphs = read_corpus(first)
    assert all(p.optional and {span.label for span in (*p.spans, *p.optional)} <= set(LABELS) for p in paragraphs)
    run(example, "-o", rest, "--known", first)
    assert not {p.text for p in read_corpus(rest)} & {p.text for p in paragraphs}


def test_what_cannot_be_done_is_said(example: Path, tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="nothing: there is no such file or folder"):
        run(tmp_path / "nothing", "-o", tmp_path / "out.jsonl")
    (tmp_path / "out.jsonl").touch()
    with pytest.raises(OutputError, match=r"out\.jsonl: cannot be written"):
        run(example, "-o", tmp_path / "out.jsonl")
