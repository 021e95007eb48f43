"""``Any`` only where a library has no types: the number of places may shrink, and is lowered here when it does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dlextract"
MOST = 475
"""Places that name ``Any``, imports left out."""


def places(source: str) -> int:
    """Return how often a module names ``Any``."""
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(ast.parse(source)))


def test_places_are_counted() -> None:
    assert places("from typing import Any\nx: dict[str, Any] = {}\ndef f(y: Any) -> Any: ...\n") == 3


@pytest.mark.slow
def test_no_more_places_say_any() -> None:
    assert sum(places(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")) <= MOST
