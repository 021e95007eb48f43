"""The marks of readers that are kept without the texts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

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


def test_paragraphs_are_named_and_hold_no_text(folder: Path) -> None:
    paragraphs = read(folder / "paragraphs.jsonl")
    assert len({paragraph["text"] for paragraph in paragraphs}) == len(paragraphs) > 1000
    for paragraph in paragraphs:
        assert paragraph.keys() == {"repository", "path", "sha256", "text", "spans"}
        assert _NAME.fullmatch(paragraph["text"]) and re.fullmatch(r"[0-9a-f]{64}", paragraph["sha256"])
        ends = [0, *(end for _, end, _ in paragraph["spans"])]
        assert all(last <= start < end for last, (start, end, _) in zip(ends, paragraph["spans"], strict=False))
