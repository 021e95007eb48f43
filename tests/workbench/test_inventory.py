"""Lists, shown labels, and folders to begin with."""

import json
from pathlib import Path

import pytest

from dlextract.cli.door import run
from dlextract.errors import OutputError, UsageError
from dlextract.patterns import load_knowledge
from dlextract.workbench.check import check
from dlextract.workbench.inventory import Listed, listed, pattern_of, shown
from dlextract.workbench.starter import start


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    shipped, mine = tmp_path / "shipped", tmp_path / "mine"
    shipped.mkdir()
    mine.mkdir()
    (shipped / "fragments.yaml").write_text("number: '\\d[\\d,]*'\n", encoding="utf-8")
    (shipped / "a.yaml").write_text(
        "EPOCHS:\n"
        "  about: Passes over the data.\n"
        "  value: integer\n"
        "  regex: ['(?P<value>%{number}) epochs']\n"
        "  unless: [geology]\n"
        "  sections: {not: [introduction]}\n"
        "  attributes: {for: ['⟦⟧ (\\w+)']}\n"
        "  examples: {match: ['[[12]] epochs'], ignore: [none]}\n"
        "FRAMEWORK:\n"
        "  terms: {Keras: [keras], PyTorch: []}\n"
        "  plural: true\n",
        encoding="utf-8",
    )
    (mine / "b.yaml").write_text(
        "FRAMEWORK+:\n  terms: {JAX: [jax]}\n  regex: [{regex: 'Moth\\w+', value: MothNet}]\nMOTH:\n  terms: [moth]\n",
        encoding="utf-8",
    )
    return [shipped, mine]


def test_list(folders: list[Path]) -> None:
    assert listed(load_knowledge(folders)) == [
        Listed("EPOCHS", "patterns/a.yaml:1", "shipped", 0, 1, 2, "Passes over the data."),
        Listed("FRAMEWORK", "patterns/a.yaml:9", "changed", 3, 1, 0, ""),
        Listed("MOTH", f"{folders[1]}/b.yaml:4", "yours", 1, 0, 0, ""),
    ]


def test_show(folders: list[Path]) -> None:
    knowledge = load_knowledge(folders)
    assert list(shown(pattern_of(knowledge, "EPOCHS"), folders)) == [
        "EPOCHS  (patterns/a.yaml:1:1, shipped)",
        "about: Passes over the data.",
        "value: integer",
        "rules: 1",
        "  rule_1  (patterns/a.yaml:4)",
        "    (?P<value>%{number}) epochs",
        "unless:",
        "  geology",
        "attribute for:",
        "  ⟦⟧ (\\w+)",
        "not in sections: introduction",
        "match examples: 1",
        "  patterns/a.yaml:8  [[12]] epochs",
        "ignore examples: 1",
        "  patterns/a.yaml:8  none",
    ]
    assert "    (?P<value>(?:\\d[\\d,]*)) epochs" in shown(pattern_of(knowledge, "EPOCHS"), folders, expanded=True)
    assert list(shown(pattern_of(knowledge, "FRAMEWORK"), folders, most_terms=2)) == [
        "FRAMEWORK  (patterns/a.yaml:9:1, changed)",
        "value: name",
        "case: smart   plural: true",
        "terms: 3",
        "  Keras: keras",
        "  PyTorch",
        "  … and 1 more (--all shows them)",
        "rules: 1",
        f"  rule_1  ({folders[1]}/b.yaml:3, value=MothNet)",
        "    Moth\\w+",
    ]
    assert "  JAX: jax   # mine/b.yaml:FRAMEWORK" in shown(pattern_of(knowledge, "FRAMEWORK"), folders)


def test_an_unknown_label(folders: list[Path]) -> None:
    with pytest.raises(UsageError, match=r"EPOCH: there is no such label\. Did you mean 'EPOCHS'\?"):
        pattern_of(load_knowledge(folders), "EPOCH")


def test_a_folder_to_begin_with_is_right(folders: list[Path], tmp_path: Path) -> None:
    files = start(tmp_path / "new", (), load_knowledge(folders))
    assert [path.name for path in files][:2] == ["mine.yaml", "labels.json"]
    checked = check([folders[0], tmp_path / "new"], own_only=True)
    assert (checked.findings, checked.labels, checked.examples) == ((), 1, 4)


def test_a_folder_for_shipped_labels_is_right(folders: list[Path], tmp_path: Path) -> None:
    knowledge = load_knowledge(folders[:1])
    start(tmp_path / "new", ["EPOCHS", "FRAMEWORK"], knowledge)
    changed = load_knowledge([folders[0], tmp_path / "new"])
    assert changed.patterns["EPOCHS"].rules == knowledge.patterns["EPOCHS"].rules
    assert changed.patterns["FRAMEWORK"].terms == knowledge.patterns["FRAMEWORK"].terms
    assert check([folders[0], tmp_path / "new"], own_only=True).errors == 0


def test_nothing_is_overwritten(folders: list[Path], tmp_path: Path) -> None:
    knowledge = load_knowledge(folders)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"mine\.yaml: the file is already there\. Name another folder"):
        start(tmp_path / "new", (), knowledge)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine.yaml"]
    with pytest.raises(OutputError, match="cannot be written"):
        start(tmp_path / "new" / "mine.yaml", (), knowledge)


@pytest.mark.slow
def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    assert run(["patterns", "init", str(folder), "--label", "EPOCHS"]) == 0
    out, err = capsys.readouterr()
    assert out.split("\n")[0] == str(folder / "mine.yaml")
    assert err == f"Next: edit {folder}/mine.yaml, then dlextract patterns check {folder}\n"
    assert run(["patterns", "check", str(folder)]) == 0
    capsys.readouterr()
    assert run(["patterns", "list", "--own", "--patterns", str(folder), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["label"], row["origin"]) == ("EPOCHS", "changed")
    assert run(["patterns", "show", "EPOCHS"]) == 0
    assert capsys.readouterr().out.startswith("EPOCHS  (patterns/training.yaml:")
    assert run(["patterns", "show", "EPOCH"]) == 2
    assert capsys.readouterr().err == "EPOCH: there is no such label. Did you mean 'EPOCHS'?\n"
    assert run(["patterns", "schema", "questions"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "dlextract pattern file: questions"
    (folder / "mine.yaml").write_text("A: {regexp: x}\n", encoding="utf-8")
    assert run(["patterns", "list", "--patterns", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.split("\n")[1]) == ("", "1 | A: {regexp: x}")
