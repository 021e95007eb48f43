"""The walk through patterns/README.md, command by command."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from dlextract.cli.door import run

_BLOCK = re.compile(r"^```(sh|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_every_command_of_the_readme_works(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(root / "examples" / "moths.pdf", tmp_path / "paper.pdf")
    monkeypatch.chdir(tmp_path)
    said: dict[str, str] = {}
    for kind, block in _BLOCK.findall((root / "patterns" / "README.md").read_text(encoding="utf-8")):
        if kind == "yaml":
            name = block.split("\n")[0].removeprefix("# ")
            (tmp_path / name).write_text(block, encoding="utf-8")
            continue
        for line in block.strip().split("\n"):
            command, _, target = line.partition(" > ")
            program, *arguments = shlex.split(command)
            assert program == "dlextract"
            assert run(arguments) == 0, (line, capsys.readouterr().err)
            out, err = capsys.readouterr()
            said[line] = err if "check" in line else out
            if target:
                (tmp_path / target).write_text(out, encoding="utf-8")
    checks = [text for line, text in said.items() if " check " in line]
    assert checks
    assert all(text.endswith(": 0 errors.\n") for text in checks), checks
    assert "How many species do the data hold?" in said["dlextract paper.pdf --patterns mine --cq 29"]
    assert "SPECIES_COUNT" in said["dlextract patterns explain paper.pdf --cq 29 --patterns mine"]
    assert "TorchMoth" in said["dlextract patterns show FRAMEWORK --patterns mine"]
    own = said["dlextract patterns list --own --patterns mine"]
    assert [line.split()[0] for line in own.split("\n")[1:-1]] == ["FRAMEWORK", "SPECIES_COUNT"]
    assert "EPOCHS+:" in (tmp_path / "draft.yaml").read_text(encoding="utf-8")
