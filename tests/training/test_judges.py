"""Annotated papers: their form, what is wrong with one, and the weights that are fitted on them."""

from __future__ import annotations

import json
from contextvars import Context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from dlextract.cli.training import train
from dlextract.errors import PaperError
from dlextract.judging.bench import load_judges
from dlextract.judging.segments import Segment
from dlextract.records import Fact
from dlextract.training.annotated import found_again, mistakes_in, read_annotated, roles_by_authors, used_by_authors
from dlextract.training.logistic import fit_choice

WAYS = ["a camera", "two microphones", "a small drone", "many traps", "old archives", "a phone", "the field team"]


def make_form(number: int, **more: Any) -> dict[str, Any]:
    """Return a filled form: question 1 is answered in papers of even number."""
    texts = [f"Moths of place {number} ", "\n\n", "We train MothNet on moths with Adam.\n", "OwlNet is known [3].\n"]
    texts.append(f"All images were recorded with {WAYS[number % 7]}.\n" if number % 2 == 0 else "It rained all day.\n")
    rows = [{"id": n, "page": 1, "role": "methods", "section": "Methods", "text": text} for n, text in enumerate(texts)]
    evidence = {str(cq): [] for cq in range(1, 29)} | {"1": [4] if number % 2 == 0 else [], "15": [2]}
    facts = [
        {"id": "c1", "label": "OPTIMIZER", "text": "Adam", "value": "Adam", "judgement": "used"},
        {"id": "c2", "label": "ARCHITECTURE", "text": "OwlNet", "value": "OwlNet", "judgement": "mentioned"},
    ]
    return {"paper": f"p{number}", "sentences": rows, "evidence": evidence, "facts": facts} | more


def write(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"p{number}.json").write_text(json.dumps(make_form(number)), encoding="utf-8")
    return folder


def test_a_filled_form_has_no_mistake() -> None:
    assert mistakes_in(make_form(0)) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ({"sentences": None}, "the form has no sentences or no evidence"),
        ({"evidence": {"1": []}}, "question 2 has no list of sentences (empty: not stated)"),
        ({"evidence": make_form(1)["evidence"] | {"3": [99]}}, "question 3 names sentence 99, which is none"),
        ({"facts": [{"label": "GPU"}]}, "a fact lacks one of label, text, value, judgement"),
        (
            {"facts": [{"label": "GPU", "text": "A", "value": "A", "judgement": ""}]},
            "GPU 'A' is judged '': used, mentioned, searched, negated, wrong, part",
        ),
        ({"sentences": [{"id": 0}]}, "sentence 0 lacks one of id, page, role, section, text"),
    ],
)
def test_what_is_wrong_with_a_form_is_said(harm: dict[str, Any], said: str, tmp_path: Path) -> None:
    form = make_form(1) | harm
    assert said in mistakes_in(form)
    file = tmp_path / "p.json"
    file.write_text(json.dumps(form))
    with pytest.raises(PaperError):
        read_annotated(file)


def test_sentences_are_found_again_where_reading_has_changed(tmp_path: Path) -> None:
    annotated = read_annotated(write(tmp_path / "a", 1) / "p0.json")
    lines = [
        Segment(0, 10, "Moths of place 0"),
        Segment(10, 50, "We train MothNet on moths with Adam [1]."),
        Segment(50, 90, "All images were recorded with a camera."),
    ]
    assert found_again(annotated, lines) == {2: 1, 4: 2}


@pytest.mark.parametrize(
    ("label", "value", "used"),
    [("OPTIMIZER", "adam", True), ("ARCHITECTURE", "OwlNet", False), ("ARCHITECTURE", "MothNet", None)],
)
def test_a_fact_is_judged_as_the_reader_judged_it(label: str, value: str, used: bool | None, tmp_path: Path) -> None:
    annotated = read_annotated(write(tmp_path / "a", 1) / "p0.json")
    assert used_by_authors(Fact("f1", label, value, value, "used"), annotated) is used


@pytest.mark.slow
def test_weights_are_fitted_and_measured(tmp_path: Path) -> None:
    arguments = ["judges", "--papers", write(tmp_path / "a", 12), "-o", tmp_path / "w", "--folds", "3", "-q", "--curve"]
    fresh = [Context() for _ in range(2)]  # as in a process of its own: no words are at hand but those of the knowledge
    invoke = CliRunner().invoke
    results = [one.run(invoke, train, [str(a) for a in arguments], catch_exceptions=False) for one in fresh]
    first = [line.split() for line in results[0].stdout.splitlines() if line.startswith(" 1 ")]
    assert [row[:2] for row in first] == [["1", "data_collection"]]
    assert float(first[0][3]) == 1.0  # every other paper tells how its images were recorded, in the same words
    assert results[0].stdout == results[1].stdout
    curve = [line.split() for line in results[0].stdout.splitlines()[-5:]]
    assert [row[0] for row in curve] == ["share", "25%", "50%", "75%", "100%"]
    assert [float(value) for value in curve[-1][1:6]] == [
        float(v) for v in results[0].stdout.splitlines()[1].split()[3:]
    ]
    weights = load_judges(tmp_path / "w").weights
    assert weights.about == {"papers": 12, "seen": 0, "seed": 0, "folds": 3}


def test_the_form_of_a_paper_is_empty_and_says_what_to_fill(tmp_path: Path, shared_paper: Path) -> None:
    target = tmp_path / "form.json"
    made = CliRunner().invoke(train, ["form", str(shared_paper), "-o", str(target)], catch_exceptions=False)
    assert made.exit_code == 0
    form = json.loads(target.read_text(encoding="utf-8"))
    assert [row["text"].strip() for row in form["sentences"]] == ["Methods", "We trained a U-Net with Adam."]
    assert set(form["evidence"].values()) == {None}
    assert ("ARCHITECTURE", "U-Net", "") in {(f["label"], f["text"], f["judgement"]) for f in form["facts"]}
    checked = CliRunner().invoke(train, ["check", str(target)])
    assert "question 1 has no list of sentences (empty: not stated)" in checked.stdout
    assert isinstance(checked.exception, PaperError)


@pytest.fixture
def shared_paper(tmp_path: Path) -> Path:
    file = tmp_path / "paper.txt"
    file.write_text("Methods\n\nWe trained a U-Net with Adam.\n", encoding="utf-8")
    return file


def test_roles_are_read_from_the_form(tmp_path: Path) -> None:
    said = {"label": "DATASET", "text": "CIFAR", "value": "CIFAR-10", "judgement": "used", "roles": ["train", "eval"]}
    (tmp_path / "p.json").write_text(
        json.dumps(make_form(0, facts=[said, said | {"value": "MNIST", "text": "MNIST", "optional": True}]))
    )
    annotated = read_annotated(tmp_path / "p.json")
    facts = [Fact("f1", "DATASET", value, value, "used") for value in ("CIFAR-10", "MNIST", "SVHN")]
    assert [roles_by_authors(fact, annotated) for fact in facts] == [("evaluation", "training"), (), ()]


def test_a_choice_is_fitted() -> None:
    table = np.array([[0.0, 1.0], [0.2, 1.0], [1.0, 1.0], [1.2, 1.0]])
    sums = fit_choice(table, np.array([1, 1, 3, 3]), ("a", "b"), 100.0, 3)
    odds = np.stack([sums(number, table) for number in (1, 2, 3)], axis=1)
    assert (odds.argmax(axis=1) + 1).tolist() == [1, 1, 3, 3]
