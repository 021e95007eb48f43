"""The public names: complete, sorted, and cheap to import."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import dlextract


def test_every_public_name_is_there_and_is_the_one_of_its_module() -> None:
    for name in dlextract.__all__:
        value = getattr(dlextract, name)
        if name != "__version__":
            home = import_module(f"dlextract.{dlextract._HOMES[name]}")
            assert value is getattr(home, name)
    assert set(dlextract.__all__) == {*dlextract._HOMES, "__version__"}
    assert dir(dlextract) == sorted(dlextract.__all__)


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(Path(dlextract.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        (alias.name, node.module) for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert seen == set(dlextract._HOMES.items())


def test_all_errors_and_result_records_are_public() -> None:
    errors = import_module("dlextract.errors")
    found = {
        name for name, value in vars(errors).items() if isinstance(value, type) and value.__module__ == errors.__name__
    }
    assert found <= set(dlextract.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'dlextract' has no attribute 'extractor_'"):
        dlextract.extractor_  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import dlextract, sys; print([name for name in sys.modules if name.startswith(('dlextract.', 'spacy'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "['dlextract._version']\n"
