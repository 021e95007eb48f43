"""The wheel: what is in it, and that it works from a fresh environment and from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from dlextract import Extractor, to_dict

pytest.importorskip("hatchling", reason="needs hatchling: pip install -e '.[dev]'")
pytestmark = pytest.mark.slow


def run(*command: str | Path, folder: Path) -> str:
    """Return what ``command`` prints when it is run in ``folder``, without this project's checkout on its path."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(kind: str, root: Path, folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, folder=root)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", root, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that has the wheel, and this environment's packages behind it: nothing is downloaded."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    bin_ = folder / ("Scripts" if os.name == "nt" else "bin")
    python = bin_ / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        wheel,
        folder=folder,
    )
    # Lines of a .pth file come after the environment's own packages, and .pth files found there are not followed: so
    # this checkout's editable install stays out.
    (packages,) = folder.glob("lib/python*/site-packages") if os.name != "nt" else folder.glob("Lib/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return bin_


def shipped_files(root: Path, folder: str) -> set[str]:
    """Return what git would keep below ``folder``, without what only developers need and the larger model."""
    files = (path.relative_to(root) for path in (root / folder).rglob("*") if path.is_file())
    kept = (path for path in files if "accurate" not in path.parts and "annotated" not in path.parts)
    return {f"dlextract/_shipped/{p.as_posix()}" for p in kept if "__pycache__" not in p.parts and p.suffix != ".py"}


def test_the_wheel_holds_code_patterns_and_models_and_nothing_else(wheel: Path, root: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    source = root / "src"
    code = {
        path.relative_to(source).as_posix()
        for path in (source / "dlextract").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == code | shipped_files(root, "patterns") | shipped_files(root, "models") | {
        f"dlextract/_shipped/{kind}.json" for kind in ("knowledge", "regexes", "words")
    }
    assert "dlextract/py.typed" in names
    assert "dlextract/_shipped/patterns/questions.yaml" in names


def test_the_wheel_carries_the_licence(wheel: Path) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_the_main_command_works_from_another_folder(installed: Path, example: Path, tmp_path: Path) -> None:
    record = json.loads(run(installed / "dlextract", example, "--json", folder=tmp_path))
    assert record == json.loads(json.dumps(to_dict(Extractor().read(example))))


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import dlextract; print(dlextract.__file__)", folder=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)


WORKED_OUT = """
import os, sys
os.environ["DLEXTRACT_CACHE"] = "off"
from dlextract import Extractor, needs, regexes
from dlextract.patterns import loading
counted = {"knowledge": 0, "words": 0, "regexes": 0}
def counting(what, function):
    def count(*given):
        counted[what] += 1
        return function(*given)
    return count
loading.make_knowledge = counting("knowledge", loading.make_knowledge)
needs.required = counting("words", needs.required)
regexes._compile = counting("regexes", regexes._compile)
Extractor(sys.argv[2:]).read(sys.argv[1])
print(*counted.values())
"""


def test_what_takes_seconds_comes_with_the_wheel(installed: Path, example: Path, tmp_path: Path) -> None:
    assert run(installed / "python", "-c", WORKED_OUT, example, folder=tmp_path) == "0 0 0\n"


def test_patterns_of_the_user_are_worked_out_anew(installed: Path, example: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.yaml").write_text("TRAP:\n  rules:\n    light:\n      regex: light trap[s]?\n", encoding="utf-8")
    assert run(installed / "python", "-c", WORKED_OUT, example, own, folder=tmp_path) == "1 1 1\n"


def test_spacy_finds_the_components(installed: Path, tmp_path: Path) -> None:
    code = (
        "import spacy; print(type(spacy.blank('en').add_pipe('dlextract_gazetteer')).__module__); "
        "print(spacy.registry.get('architectures', 'dlextract.Tok2Vec.v1').__module__)"
    )
    found = run(installed / "python", "-c", code, folder=tmp_path).split()
    assert found == ["dlextract.pipeline.gazetteer", "dlextract.pipeline.network"]


def test_the_source_archive_holds_what_a_build_and_its_tests_need(root: Path, tmp_path: Path) -> None:
    with tarfile.open(build("sdist", root, tmp_path)) as archive:
        tops = {Path(name).parts[1] for name in archive.getnames()}
    assert tops == {
        ".ci",
        ".gitignore",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "benchmarks",
        "docs",
        "examples",
        "hatch_build.py",
        "justfile",
        "models",
        "patterns",
        "pyproject.toml",
        "src",
        "tests",
    }
