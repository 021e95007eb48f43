"""Settings by model and stage: values of several runs are never pooled."""

from __future__ import annotations

from dlextract.answers.grouping import lines
from dlextract.answers.options import Limited, Options
from dlextract.records import Evidence, Fact, Paper, Section

OPTIONS = Options(one=("LEARNING_RATE", "EPOCHS"), scopes=Limited(r"(?i)\bstage \d|\bpre-?training|\bfine-?tuning"))
TEXT = "Pre-training took 90 epochs at 0.1 with batches of 8.\n\nThen 5 epochs at 0.01 followed."
PAPER = Paper("p.txt", "", TEXT)


def make(label: str, value: str, scope: str = "", word: str = "") -> Fact:
    start = TEXT.index(word or value) if (word or value) in TEXT else 0
    piece = Evidence(1, start, start + 1, "x", start, "methods", "file.yaml:LABEL")
    return Fact(f"{label}{value}", label, value, value, "used", scope=scope, evidence=(piece,))


def said(*facts: Fact, paper: Paper = PAPER) -> list[tuple[str, list[str]]]:
    return [(name, [fact.value for fact in some]) for name, some in lines(facts, OPTIONS, paper)]


def test_a_value_of_each_paragraph_makes_a_line() -> None:
    facts = (make("EPOCHS", "90"), make("LEARNING_RATE", "0.1"), make("BATCH_SIZE", "8"))
    more = (make("EPOCHS", "5", word="5 epochs"), make("LEARNING_RATE", "0.01"))
    assert said(*facts) == [("", ["90", "0.1", "8"])]
    assert said(*facts, *more) == [("", ["90", "0.1", "8"]), ("", ["5", "0.01"])]


def test_a_line_is_named_by_its_heading() -> None:
    text = "3.1 Pre-training\n\nIt took 90 epochs.\n\n3.2 Fine-tuning\n\nIt took 5 epochs."
    middle = text.index("3.2")
    sections = (
        Section(0, 18, middle, "3.1 Pre-training", "methods"),
        Section(middle, middle + 17, len(text), "3.2 Fine-tuning", "methods"),
    )
    facts = []
    for value in ("90", "5 epochs"):
        start = text.index(value)
        piece = Evidence(1, start, start + 1, "x", start, "methods", "file.yaml:LABEL")
        facts.append(Fact(value, "EPOCHS", value, value, "used", evidence=(piece,)))
    assert said(*facts, paper=Paper("p.txt", "", text, sections=sections)) == [
        ("Pre-training", ["90"]),
        ("Fine-tuning", ["5 epochs"]),
    ]


def test_what_all_stages_share_is_said_once_and_stages_come_in_order() -> None:
    facts = [make("EPOCHS", "5", "stage 2"), make("EPOCHS", "90", "stage 1")]
    facts += [make("BATCH_SIZE", "8", scope) for scope in ("stage 2", "stage 1")]
    assert said(*facts) == [("", ["8"]), ("stage 1", ["90"]), ("stage 2", ["5"])]


def test_two_spellings_of_a_stage_are_one_line() -> None:
    facts = (make("EPOCHS", "90", "pre-training"), make("BATCH_SIZE", "8", "pretraining"))
    assert said(*facts, make("EPOCHS", "5", "stage 2")) == [("pre-training", ["90", "8"]), ("stage 2", ["5"])]


def test_a_value_of_one_stage_is_not_said_of_all() -> None:
    facts = (make("EPOCHS", "5"), make("EPOCHS", "5", "stage 2"), make("EPOCHS", "90", "stage 1"))
    assert said(*facts) == [("stage 1", ["90"]), ("stage 2", ["5"])]


def test_a_heading_of_a_column_is_no_scope_and_a_name_is_one() -> None:
    assert said(make("EPOCHS", "90", "Value / Description"), make("EPOCHS", "5", "OwlNet-3")) == [
        ("", ["90"]),
        ("OwlNet-3", ["5"]),
    ]
