"""From an answer to its rules, and what changes with them. All on invented papers."""

import json
from pathlib import Path

import pytest

from dlextract import Extractor
from dlextract.cli.door import run
from dlextract.errors import UsageError
from dlextract.reading import read_text
from dlextract.records import Paper
from dlextract.workbench.compare import Change, changes, compare
from dlextract.workbench.explain import explain
from dlextract.workbench.suggest import locate, suggest

PAPER = """Counting moths

1 Introduction

Smith et al. (2019) trained their network on an NVIDIA RTX 3090.

2 Methods

We trained a ResNet-50 on one NVIDIA RTX A5000. The learning rate was set to 0.003. Images of 43 moth species were used.
The learning rate is lowered by hand. We warmed the oven for twenty-two rounds of baking.

References

[1] A. Smith. Training on an NVIDIA Tesla K80. Journal of Moths 12, 1-9, 2019.
"""


@pytest.fixture(scope="module")
def rules() -> Extractor:
    return Extractor(model="none")


@pytest.fixture
def paper(rules: Extractor) -> Paper:
    return read_text(PAPER, source="moths.txt", headings=rules.knowledge.sections)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "species.yaml").write_text(
        "SPECIES_COUNT:\n  value: integer\n  regex: ['(?P<value>%{number}) (?:\\w+ )?species']\n", encoding="utf-8"
    )
    (folder / "questions.yaml").write_text(
        "species:\n  cq: 29\n  ask: How many?\n  from: [SPECIES_COUNT]\n  say: ['{SPECIES_COUNT} species.']\n",
        encoding="utf-8",
    )
    return folder


def test_candidates_of_a_label(rules: Extractor, paper: Paper) -> None:
    explanation = explain(rules, paper, ["GPU"])
    used = [c for c in explanation.candidates if c.status != "set aside"]
    assert [(c.found, c.value, c.status, c.section, c.fact_status) for c in used] == [
        ("NVIDIA RTX 3090", "NVIDIA GeForce RTX 3090", "mentioned", "introduction", "mentioned"),
        ("NVIDIA RTX A5000", "NVIDIA RTX A5000", "used", "methods", "used"),
    ]
    assert all(c.found_by == "hardware.yaml:GPU" for c in used)
    assert all(c.because and c.fact and c.page == 1 for c in used)
    assert used[1].before.endswith("on one ")
    assert explanation.skipped == ("References",)
    assert explanation.misses == ()


def test_what_was_set_aside_says_why(rules: Extractor, paper: Paper) -> None:
    aside = [c for c in explain(rules, paper, ["GPU"]).candidates if c.status == "set aside"]
    assert aside
    assert all("found more at the same place" in c.because for c in aside)


def test_what_a_paper_means_by_an_abbreviation_is_told(rules: Extractor) -> None:
    text = "2 Methods\n\nDeterministic binary neurons (DBNs) were used. A DBN was stacked."
    paper = read_text(text, source="-", headings=rules.knowledge.sections)
    explanation = explain(rules, paper, ["ARCHITECTURE"])
    told = [(c.found, c.status, c.because, c.fact) for c in explanation.candidates]
    why = "it stands for 'Deterministic binary neurons', which is not deep belief network"
    assert told == [("DBNs", "set aside", why, ""), ("DBN", "set aside", why, "")]
    assert explanation.facts == ()


def test_each_source_signs_and_its_steps_make_the_fact(rules: Extractor) -> None:
    text = "2 Methods\n\nBatch size, epochs and learning rate were 8, 120 and 1e-3."
    paper = read_text(text, source="-", headings=rules.knowledge.sections)
    (told,) = explain(rules, paper, ["EPOCHS"]).candidates
    assert (told.found, told.status, told.found_by, told.fact_status) == ("120", "used", "statement:EPOCHS", "used")
    assert told.steps[0] == ("statement:EPOCHS", "found", "")
    (report,) = [fact for fact in rules.read_record(paper).facts if fact.label == "EPOCHS"]
    (made,) = explain(rules, paper, ["EPOCHS"]).facts
    assert made.fact == report
    assert [step[0] for step in made.steps] == ["surest", "found_surely"]


def test_what_a_table_gave_says_in_which_row_and_column(rules: Extractor, tmp_path: Path) -> None:
    page = tmp_path / "moths.html"
    page.write_text(
        "<html><body><article><h1>Moths</h1><section><h2>Abstract</h2><p>We count moths.</p></section>"
        "<section><h2>Methods</h2><p>We trained MothNet, a network for moths.</p>"
        "<table><caption>Table 1. Results of our networks.</caption>"
        "<tr><th>Model</th><th>Params (M)</th><th>F1</th></tr>"
        "<tr><td>MothNet</td><td>3.5</td><td>0.91</td></tr><tr><td>MothNet-L</td><td>9.5</td><td>0.93</td></tr></table>"
        "</section></article></body></html>",
        encoding="utf-8",
    )
    told = explain(rules, rules.paper(page), ["NUM_PARAMETERS"]).candidates
    said = 'found in row {}, column 2 "Params (M)" of the table "Table 1. Results of our networks."'
    assert [(one.value, one.steps[0][:2]) for one in told] == [
        ("3500000", ("table:NUM_PARAMETERS", said.format('2 "MothNet"'))),
        ("9500000", ("table:NUM_PARAMETERS", said.format('3 "MothNet-L"'))),
    ]


def test_near_misses(rules: Extractor, paper: Paper) -> None:
    paper = read_text("We chose the batch size by hand.", source="-", headings={})
    explanation = explain(rules, paper, ["BATCH_SIZE", "RANDOM_SEED"])
    assert explanation.candidates == ()
    assert [(miss.label, miss.sentence) for miss in explanation.misses] == [
        ("BATCH_SIZE", "We chose the batch size by hand.")
    ]


def test_a_question(rules: Extractor, paper: Paper) -> None:
    explanation = explain(rules, paper, cq=20)
    assert explanation.answer is not None
    assert explanation.answer.stated
    assert "GPU" in explanation.labels
    missing = explain(rules, paper, cq=24)
    assert missing.answer is not None
    assert not missing.answer.stated
    assert missing.answer.searched.patterns


def test_unknown_labels_and_questions(rules: Extractor, paper: Paper) -> None:
    with pytest.raises(UsageError, match="GPUS: there is no such label"):
        explain(rules, paper, ["GPUS"])
    with pytest.raises(UsageError, match="--cq: there is no question 99"):
        explain(rules, paper, cq=99)


def test_one_new_label_changes_nothing_else(rules: Extractor, paper: Paper, mine: Path) -> None:
    after = Extractor(patterns=[mine], model="none")
    fact, answer = changes(rules.read_record(paper), after.read_record(paper))
    assert (fact.kind, fact.what, fact.before, fact.page) == ("fact", "SPECIES_COUNT", "", 1)
    assert fact.after.startswith("43 (used")
    assert answer == Change("answer", "species", "", "43 species.")


def test_compare_goes_on_after_a_paper_that_cannot_be_read(rules: Extractor, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    first, second = compare(rules, rules, [tmp_path / "none.pdf", tmp_path / "a.txt"])
    assert first.error.startswith(f"{tmp_path}/none.pdf: ")
    assert (second.changes, second.error) == ((), "")


def test_locate() -> None:
    text = "One. The net was trained  for\n12 epochs. Two."
    assert text[slice(*locate(text, "net was trained for 12 epochs"))] == "net was trained  for\n12 epochs"
    with pytest.raises(UsageError, match="the paper has no such sentence"):
        locate(text, "Sixteen elephants walked home")


def test_suggest(rules: Extractor, paper: Paper) -> None:
    draft = suggest(rules, paper, "WARMUP", "We warmed the oven for [[twenty-two rounds]] of baking.")
    assert draft.yaml.startswith("WARMUP+:\n  rules:\n    suggested:\n      regex: '")
    assert "We warmed the oven for [[twenty-two rounds]] of baking." in draft.yaml
    assert "source: 'moths.txt p. 1'" in draft.yaml
    assert (draft.works, draft.already) == (True, False)


def test_suggest_guesses_the_number(rules: Extractor, paper: Paper) -> None:
    draft = suggest(rules, paper, "LEARNING_RATE", "The learning rate was set to 0.003.")
    assert draft.sentence == "The learning rate was set to [[0.003]]."
    assert (draft.works, draft.already) == (True, True)


def test_suggest_needs_something_to_find(rules: Extractor, paper: Paper) -> None:
    with pytest.raises(UsageError, match="it is not clear what to find"):
        suggest(rules, paper, "LEARNING_RATE", "The learning rate is lowered by hand.")
    with pytest.raises(UsageError, match=r"'0\.004' is not in the sentence of the paper"):
        suggest(rules, paper, "LEARNING_RATE", "The learning rate was set to [[0.004]].")


@pytest.mark.slow
def test_the_commands(tmp_path: Path, mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "moths.txt"
    source.write_text(PAPER, encoding="utf-8")
    assert run(["patterns", "explain", str(source), "GPU", "--model", "none"]) == 0
    out, err = capsys.readouterr()
    assert "GPU: " in out
    assert "[[NVIDIA RTX A5000]]" in out
    assert "patterns/hardware.yaml" in out or "term 'RTX A5000'" in out
    assert "Not searched: References." in out
    assert err == ""
    command = ["patterns", "explain", str(source), "--cq", "29", "--patterns", str(mine), "--model", "none", "--json"]
    assert run(command) == 0
    explained = json.loads(capsys.readouterr().out)
    assert explained["answer"] == {
        "cq": 29,
        "stated": True,
        "text": "43 species.",
        "facts": explained["answer"]["facts"],
    }
    assert [c["found_by"] for c in explained["candidates"]] == ["mine/species.yaml:SPECIES_COUNT.rule_1"]
    assert run(["patterns", "diff", str(mine), str(source), "--model", "none"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{source}: 2 changes\n  SPECIES_COUNT (p. 1)\n    + 43 (used")
    assert err == "Changed: SPECIES_COUNT 1, species 1.\n"
    assert run(["patterns", "diff", str(mine), str(source), "--model", "none", "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert [change["kind"] for change in document["changes"]] == ["fact", "answer"]
    assert document["changes"][1] == {"kind": "answer", "question": "species", "before": None, "after": "43 species."}
    assert run(["patterns", "diff", "--was", str(mine), str(source), "--model", "none"]) == 0
    assert capsys.readouterr().out.startswith(f"{source}: 2 changes\n  SPECIES_COUNT (p. 1)\n    - 43 (used")
    assert run(["patterns", "suggest", str(source), "EPOCHS", "for [[twenty-two rounds]] of baking"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("EPOCHS+:\n")
    assert err.startswith("The draft finds the marked words.")
    assert run(["patterns", "explain", str(source)]) == 2
    assert "nothing to explain" in capsys.readouterr().err
