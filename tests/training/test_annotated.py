"""The marks of readers that are kept without the texts."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dlextract.evaluation.paragraphs import LABELS
from dlextract.extractor import Extractor
from dlextract.training.selecting import paragraphs_of

_NAME = re.compile(r"[0-9a-f]{12}")


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "models" / "training" / "annotated"


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_papers_are_named_and_hold_no_sentence(folder: Path) -> None:
    papers = read(folder / "papers.jsonl")
    assert len({paper["sha256"] for paper in papers}) == len(papers) > 100
    for paper in papers:
        assert paper["repository"] and paper["path"].lower().endswith(".pdf")
        assert all(_NAME.fullmatch(name) for names in paper["evidence"].values() for name in names)
        for fact in paper["facts"]:
            assert all(_NAME.fullmatch(name) for name in [*fact[1:3], *fact[3]])
            assert all(len(text) <= 60 for text in fact[8:10])


def test_corrections_are_named_and_hold_no_text(folder: Path) -> None:
    corrections = read(folder / "corrections.jsonl")
    assert len({(row["file"], row["text"]) for row in corrections}) == len(corrections) > 20
    for row in corrections:
        assert row.keys() == {"file", "text", "out", "in"}
        assert row["file"] in {"train.jsonl", "train2.jsonl", "dev.jsonl"} and _NAME.fullmatch(row["text"])
        assert all(0 <= start < end and label in LABELS for start, end, label in row["out"] + row["in"])
        assert not any(span in row["out"] for span in row["in"])


def test_corrected_paragraphs_lose_and_gain_their_spans(root: Path, tmp_path: Path) -> None:
    tool = root / "models" / "training" / "rejoin.py"
    texts = ["We train a shallow  MLP.", "We train a shallow CNN."]
    named = hashlib.sha256(b"We train a shallow MLP.").hexdigest()[:12]
    change = {"file": "train.jsonl", "text": named, "out": [[11, 23, "ARCHITECTURE"]], "in": [[20, 23, "ARCHITECTURE"]]}
    (tmp_path / "tool" / "annotated").mkdir(parents=True)
    copy = tmp_path / "tool" / "rejoin.py"
    copy.write_text(tool.read_text(encoding="utf-8"), encoding="utf-8")
    (copy.parent / "annotated" / "corrections.jsonl").write_text(json.dumps(change), encoding="utf-8")
    rows = [{"text": text, "spans": [[11, len(text) - 1, "ARCHITECTURE"]]} for text in texts]
    source, output = tmp_path / "train.jsonl", tmp_path / "lined.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    subprocess.run([sys.executable, copy, "correct", source, "-o", output], check=True)
    assert read(output) == [rows[0] | {"spans": [[20, 23, "ARCHITECTURE"]]}, rows[1]]


def test_paragraphs_are_named_and_hold_no_text(folder: Path) -> None:
    learnt, unread = (read(folder / f"{name}.jsonl") for name in ("paragraphs", "unread"))
    both = [*learnt, *unread]
    assert len({paragraph["text"] for paragraph in both}) == len(both) > 1000
    assert not {paragraph["sha256"] for paragraph in learnt} & {paragraph["sha256"] for paragraph in unread}
    for paragraph in both:
        optional = paragraph.pop("optional", [])
        assert paragraph.keys() == {"repository", "path", "sha256", "text", "spans"}
        assert _NAME.fullmatch(paragraph["text"]) and re.fullmatch(r"[0-9a-f]{64}", paragraph["sha256"])
        spans = sorted([*paragraph["spans"], *optional])
        ends = [0, *(end for _, end, _ in spans)]
        assert all(last <= start < end for last, (start, end, _) in zip(ends, spans, strict=False))
        assert all(label in LABELS for _, _, label in spans)


def test_doubtful_marks_are_put_back_beside_the_sure_ones(root: Path, tmp_path: Path, example: Path) -> None:
    (tmp_path / "tool" / "annotated").mkdir(parents=True)
    (tmp_path / "papers").mkdir()
    shutil.copy(example, tmp_path / "papers")
    tool = shutil.copy(root / "models" / "training" / "rejoin.py", tmp_path / "tool")
    text = next(paragraphs_of(Extractor(model="none", judges="none").paper(example)))
    marks = {"spans": [[0, 4, "TASK"]], "optional": [[5, 9, "DATASET"]]}
    named = {
        "sha256": hashlib.sha256(example.read_bytes()).hexdigest(),
        "text": hashlib.sha256(text.encode()).hexdigest()[:12],
    }
    (tmp_path / "tool" / "annotated" / "unread.jsonl").write_text(json.dumps(named | marks), encoding="utf-8")
    output = tmp_path / "unread.jsonl"
    subprocess.run([sys.executable, tool, "unread", tmp_path / "papers", "-o", output], check=True)
    assert read(output) == [{"text": text} | marks]
