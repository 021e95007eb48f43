"""Files and functions stay so small that they can be read at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dlextract"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
"""Lines from the first statement to the last, the docstring left out."""


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the name of each function and its length in lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield node.name, node.body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_functions_are_measured() -> None:
    source = 'def f(\n    x,\n):\n    """Say.\n\n    More.\n    """\n    a = 1\n\n    return a\n'
    assert list(functions(ast.parse(source))) == [("f", 3)]


@pytest.mark.slow
def test_no_file_and_no_function_is_long() -> None:
    texts = {path.relative_to(SOURCE): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}
    files = {str(path): text.count("\n") for path, text in texts.items()}
    lengths = {f"{path}: {name}": n for path, text in texts.items() for name, n in functions(ast.parse(text))}
    assert {file: number for file, number in files.items() if number > LONGEST_FILE} == {}
    assert {name: number for name, number in lengths.items() if number > LONGEST_FUNCTION} == {}
