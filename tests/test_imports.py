"""What is imported when: nothing heavy before a paper is read, and no stage by another."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

HEAVY = (
    "spacy",
    "thinc",
    "numpy",
    "pdfplumber",
    "pypdfium2",
    "ftfy",
    "pandas",
    "pyarrow",
    "docx",
    "ray",
    "torch",
    "rich",
    "starlette",
    "uvicorn",
    "mcp",
    "pydantic",
    "fastjsonschema",
)


def loaded_after(code: str) -> set[str]:
    """Return which of the heavy packages a fresh process has imported after ``code``."""
    script = f"import sys\n{code}\nprint(*sys.modules, sep='\\n', file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(HEAVY) & set(done.stderr.split())


@pytest.mark.parametrize(
    "code",
    [
        "import dlextract",
        "import dlextract; from dlextract import *",
        "import dlextract.cli",
        "from dlextract.cli.door import run; run(['--help'])",
        "from dlextract.cli.door import run; run(['--version'])",
        "from dlextract.cli.door import run; run(['patterns', '--help'])",
        "from dlextract.cli.door import run; run(['audit', '--help'])",
        "from dlextract.cli.door import run; run(['questions'])",
        "from dlextract.cli.door import run; run(['schema'])",
        "from dlextract.cli.door import run; run(['no-such-file.pdf'])",
    ],
)
def test_nothing_heavy_is_imported_before_a_paper_is_read(code: str) -> None:
    assert loaded_after(code) == set()


@pytest.mark.parametrize(
    "code",
    [
        "import dlextract.pipeline.models",
        "from dlextract.build import build_pipeline; from dlextract.patterns import load_knowledge; "
        "from dlextract.resources import shipped; build_pipeline(load_knowledge([shipped('patterns')]))",
    ],
)
def test_spacy_comes_without_its_command_line_which_can_still_be_had(code: str) -> None:
    script = (
        f"import sys; {code}; assert not {{'spacy.cli', 'typer'}} & set(sys.modules); "
        "import spacy; print(spacy.info(silent=True)['spacy_version'] == spacy.__version__); "
        "import spacy.cli; print(spacy.cli.__name__, spacy.cli.download.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "spacy.cli", "download"]


def test_the_check_sees_an_import() -> None:
    assert "numpy" in loaded_after("import numpy")


def imported(folder: Path) -> set[str]:
    """Return the first names of all packages that the modules of ``folder`` import."""
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module.split(".")[0])
    return names


@pytest.mark.slow
def test_what_is_imported_is_declared(root: Path) -> None:
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [entry for name, entries in project["optional-dependencies"].items() if name != "dev" for entry in entries]
    declared = {re.match(r"[\w-]+", entry)[0].replace("-", "_") for entry in (*project["dependencies"], *extras)}
    # pandas is the user's own: to_pandas says so where it is missing. thinc is spaCy's, pdfminer pdfplumber's,
    # ahocorasick pyahocorasick's, PIL Pillow's, docx python-docx's, sklearn scikit-learn's, which brings scipy;
    # pydantic comes with mcp.
    named_otherwise = {"PIL", "ahocorasick", "docx", "pdfminer", "pydantic", "scipy", "sklearn", "thinc", "yaml"}
    known = {"dlextract", "pandas", *named_otherwise, *declared, *sys.stdlib_module_names}
    assert imported(root / "src") - known == set()


def test_every_stage_is_under_contract(root: Path) -> None:
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["type"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    layers = {name.strip() for layer in contracts["layers"]["layers"] for name in layer.split("|")}
    package = root / "src" / "dlextract"
    folders = {f"dlextract.{path.parent.name}" for path in package.glob("*/__init__.py")}
    modules = {f"dlextract.{path.stem}" for path in package.glob("*.py") if not path.stem.startswith("_")}
    assert folders | modules <= layers


def test_no_modules_import_one_another() -> None:
    grimp = pytest.importorskip("grimp", reason="comes with import-linter")
    graph = grimp.build_graph("dlextract", cache_dir=None)  # what is imported for types or inside functions as well
    TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules}).prepare()
