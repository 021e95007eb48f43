"""The document lists the problems as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")

from dlextract.serving.problems import CODES


def test_every_problem_is_in_the_document(root: Path) -> None:
    lines = (root / "docs" / "serve.md").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line.startswith("| `") and line.split("`")[1] in CODES]
    assert told == [f"| `{code}` | {status} | {about} |" for code, (status, about) in CODES.items()]
