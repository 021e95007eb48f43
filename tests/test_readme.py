"""What the README says holds: its commands, its pattern, its reference and its links."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from dlextract import Extractor
from dlextract.cli.door import run


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme, flags=re.DOTALL)


def test_ci_runs_the_test_command(readme: str, root: Path) -> None:
    (command,) = (block.strip() for block in blocks(readme, "sh") if "pytest" in block)
    assert (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == command


def test_the_reference_is_up_to_date(root: Path) -> None:
    spec = importlib.util.spec_from_file_location("reference", root / "docs" / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = module.FILE.read_text(encoding="utf-8")
    assert written == module.reference(), "run: python docs/reference.py --write"


def test_links_lead_somewhere(readme: str, root: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", readme)
    assert [target for target in targets if not (root / target).exists()] == []
    assert "docs/answers.svg" in targets


@pytest.mark.slow
def test_the_pattern_of_the_readme_works(
    readme: str, example: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (pattern,) = blocks(readme, "yaml")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "cameras.yaml").write_text(pattern, encoding="utf-8")
    assert run(["patterns", "check", str(mine)]) == 0
    capfd.readouterr()
    assert run([str(example), "--patterns", str(mine), "--json", "--fields", "CAMERA"]) == 0
    found = [(fact["value"], fact["evidence"][0]["page"]) for fact in json.loads(capfd.readouterr().out)["facts"]]
    assert found == [("Canon EOS 250D", 1)]


def test_the_python_of_the_readme_works(
    readme: str, example: Path, capsys: pytest.CaptureFixture[str], extractor: Extractor
) -> None:
    (code,) = blocks(readme, "python")
    exec(compile(code.replace('"paper.pdf"', repr(str(example))), "README.md", "exec"), {})
    stated = [answer.cq for answer in extractor.read(example).answers if answer.stated]
    assert [int(line.split()[0]) for line in capsys.readouterr().out.splitlines()] == stated


def test_every_option_of_the_readme_exists(readme: str, root: Path) -> None:
    written = {
        option
        for line in re.findall(r"^dlextract .*|`dlextract[^`]*`", readme, flags=re.MULTILINE)
        for option in re.findall(r"(?<= )--[a-z-]+", line.split(" #")[0])
    }
    reference = (root / "docs" / "command-line.md").read_text(encoding="utf-8")  # made from the commands
    known = set(re.findall(r"--[a-z-]+", reference))
    assert len(written) >= 5
    assert written - known == set()
