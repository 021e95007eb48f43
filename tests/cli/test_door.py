"""The front door and the commands that read no paper."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from caller import Call

from dlextract import __version__
from dlextract.cli.door import COMMANDS
from dlextract.cli.reader_settings import ReaderSettings
from dlextract.resources import fingerprint
from dlextract.writing import dump_line, schema_text, to_dict

HEAVY = {"spacy", "numpy", "pypdfium2", "pdfplumber", "yaml", "regex", "sqlite3", "ray", "pyarrow", "pandas", "zipfile"}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


def test_help_names_options_commands_and_exit_codes(call: Call) -> None:
    for arguments in (["--help"], ["-h"], ["paper.pdf", "--help"]):
        said = call(*arguments)
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith("Usage: dlextract [OPTIONS] PAPER...\n")
    said = call("--help")
    for word in ("--json", "--min-confidence", "questions", "schema", "130 interrupted"):
        assert word in said.out


def test_without_arguments_the_help_is_shown_as_an_error(call: Call) -> None:
    said = call()
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: dlextract [OPTIONS] PAPER...\n")


def test_the_version(call: Call) -> None:
    assert call("--version").out == f"dlextract {__version__}\n"


def test_it_runs_as_a_module() -> None:
    assert python("-m", "dlextract", "--version").stdout == f"dlextract {__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from dlextract.cli.door import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    assert not HEAVY & set(python("-c", code).stderr.split())


def test_a_command_whose_module_is_missing_is_not_shown(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "dance", ("no_such_module", "Dance."))
    assert "dance" not in call("--help").out
    said = call("dance")
    assert (said.code, said.err) == (3, "dance: no such file. Check the path.\n")


def test_every_command_that_is_shown_is_there(call: Call) -> None:
    for name in COMMANDS:
        if f"\n  {name} " in call("--help").out:
            assert call(name, "--help").code == 0


def test_an_unknown_command_of_patterns_and_none_at_all(call: Call) -> None:
    see = "See dlextract patterns --help.\n"
    assert call("patterns", "chek").err == f"dlextract patterns: there is no command chek. Did you mean check? {see}"
    assert call("patterns", "zzz").err == f"dlextract patterns: there is no command zzz. {see}"
    said = call("patterns")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: dlextract patterns [OPTIONS] COMMAND [ARGS]...\n")


def test_the_schema_is_printed(call: Call) -> None:
    assert call("schema").out == schema_text()


def test_the_questions(call: Call) -> None:
    assert call("questions").out == " 20  hardware    Which hardware?\n 24  randomness  Which seed?\n"
    assert json.loads(call("questions", "--json").out)[0] == {
        "cq": 20,
        "question": "hardware",
        "ask": "Which hardware?",
        "labels": ["GPU"],
    }


def test_the_models(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.cli.about.shipped", lambda name: tmp_path / name)
    said = call("models")
    assert (said.code, said.out) == (0, "")
    assert "No trained model came with this installation" in said.err
    folder = tmp_path / "models" / "dl_ner"
    folder.mkdir(parents=True)
    meta = {"name": "ner", "version": "0.1.0", "description": "Finds names.", "license": "MIT"}
    (folder / "meta.json").write_text(json.dumps(meta))
    mark = fingerprint(folder)
    assert call("models").out == f"dl_ner  0.1.0  Finds names.  {mark[:19]}\n"
    assert json.loads(call("models", "--json").out) == [meta | {"path": str(folder), "fingerprint": mark}]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(call: Call, shell: str) -> None:
    said = call("completion", shell)
    assert said.code == 0
    assert "_DLEXTRACT_COMPLETE" in said.out


def complete(*words: str) -> list[str]:
    code = "from dlextract.cli.door import door; door.main(prog_name='dlextract')"
    environment = {
        "_DLEXTRACT_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["dlextract", *words]),
        "COMP_CWORD": str(len(words)),
    }
    return python("-c", code, **environment).stdout.split()


@pytest.mark.slow
def test_completion_offers_commands_options_and_files() -> None:
    assert {"plain,schema", "plain,questions", "file,"} <= set(complete(""))
    assert complete("sch") == ["plain,schema", "file,sch"]
    assert "plain,--only-stated" in complete("--only")
    assert "plain,--only-stated" in complete("paper.pdf", "--only")
    assert complete("paper.pdf", "-f", "md") == ["plain,md"]


def test_export_converts_records(call: Call) -> None:
    from fake_reader import report_of

    lines = [dump_line(to_dict(report_of(f"We used {name}.", f"{name}.pdf"))) for name in "ABA"]
    Path("out.jsonl").write_bytes(b"".join(lines) + b'{"torn')
    said = call("export", "out.jsonl", "-f", "csv", "--cq", "20")
    assert [row.split(",")[0] for row in said.out.splitlines()] == ["source", "B.pdf", "A.pdf"]
    assert call("export", "out.jsonl", "-o", "out.html").code == 0
    assert Path("out.html").read_text().count("<article ") == 2
    assert [json.loads(line)["paper"]["source"] for line in call("export", "out.jsonl").out.splitlines()] == [
        "B.pdf",
        "A.pdf",
    ]


def test_export_says_what_is_wrong(call: Call) -> None:
    Path("x.jsonl").write_text('{"a": 1}\n')
    assert call("export", "none.jsonl").err == (
        "none.jsonl: it cannot be read (No such file or directory). Check the path.\n"
    )
    said = call("export", "x.jsonl", "-f", "csv")
    assert (said.code, said.err) == (2, "x.jsonl:1: the line is no record of dlextract. Give its JSONL output.\n")
    assert call("export").code == 2


def test_folders_of_patterns_come_from_the_environment_and_the_options(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr("dlextract.cli.reader_settings.partial", lambda build, given: seen.append(given))
    monkeypatch.setenv("DLEXTRACT_PATTERNS", os.pathsep.join(["one", "two"]))
    call(
        "none.pdf",
        "--patterns",
        "three",
        "--patterns",
        "four",
        "--model",
        "none",
        "--ocr",
        "--pdf-backend",
        "pdfplumber",
    )
    assert seen == [ReaderSettings(["one", "two", "three", "four"], "none", None, True, "pdfplumber", None)]


@pytest.mark.parametrize(
    ("options", "seconds"), [([], 120), (["--ocr"], 1800), (["--ocr", "--timeout", "9"], 9), (["--timeout", "9"], 9)]
)
def test_a_scanned_paper_has_more_time(
    call: Call, monkeypatch: pytest.MonkeyPatch, options: list[str], seconds: float
) -> None:
    seen = []
    monkeypatch.setattr("dlextract.bulk.pool.Limits", lambda timeout, memory: seen.append(timeout))
    call("none.pdf", *options)
    assert seen == [seconds]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            MemoryError(),
            "dlextract: there is too little memory for this. Close other programs, or give it less at once.",
        ),
        (OSError("[E1] no such table"), "standard output: it cannot be used ([E1] no such table). Mend that and"),
    ],
)
def test_what_the_machine_lacks_is_told_in_one_line(
    call: Call, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("dlextract.training.scoring.evaluate_mentions", fail)
    said = call("evaluate", "--gold", "gold.jsonl")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(told) and said.err.count("\n") == 1
