"""Labels of one's own, from the command line to a record: trained, mapped, declared in patterns and asked for."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.training import Example

from dlextract.build import build_plain
from dlextract.cli.door import run
from dlextract.doc_keys import ENTITIES
from dlextract.evaluation.paragraphs import LABELS, read_corpus
from dlextract.patterns import load_knowledge
from dlextract.pipeline.places import places_of, with_own
from dlextract.resources import shipped
from dlextract.training.selecting import reader

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from small import write_cameras, write_config, write_corpus, write_names

TEXT = """Counting moths

Methods

All moths were photographed with a Noctua Z5 at night. We trained a ResNet-50 on Moths-10k for image classification.
Training ran on a Comet 9999 for two days. Ada of the Moth Institute checked the names.
"""

Captured = pytest.CaptureFixture[bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a paper, a model that marks cameras alone and one that marks them beside the four."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "paper.txt").write_text(TEXT, encoding="utf-8")
    cameras, four = write_cameras(folder / "cameras.jsonl"), write_corpus(folder / "four.jsonl")
    small = ["--config", str(write_config(folder / "small.cfg")), "--names", str(write_names(folder / "names")), "-q"]
    for name, labels, files in (("alone", "CAMERA", [cameras]), ("five", "+CAMERA", [cameras, four])):
        train = [part for file in files for part in ("--train", str(file))]
        output = ["--dev", str(cameras), "-o", str(folder / name), "--labels", labels]
        assert run(["train", *train, *output, *small]) == 0
    return folder


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A pipeline of somebody else's."""
    nlp = spacy.blank("en")
    names = {"PRODUCT": "Comet 9999", "ORG": "Moth Institute", "PERSON": "Ada", "DATASET": "Moths-10k"}
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for label, name in names.items()])
    nlp.to_disk(tmp_path / "foreign")
    return tmp_path / "foreign"


@pytest.fixture
def spans(tmp_path: Path) -> Path:
    """A pipeline that marks scored spans only."""
    nlp = spacy.blank("en")
    nlp.add_pipe("spancat", config={"suggester": {"@misc": "spacy.ngram_suggester.v1", "sizes": [1, 2]}})
    examples = [
        Example.from_dict(nlp.make_doc(text), {"spans": {"sc": marks}})
        for text, marks in (
            ("Training ran on a Comet 9999 for two days.", [(18, 28, "PRODUCT")]),
            ("It was a Moth.", []),
        )
    ]
    nlp.get_pipe("spancat").add_label("PRODUCT")
    nlp.get_pipe("spancat").add_label("INSECT")
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(tmp_path / "spans")
    change_meta(tmp_path / "spans", dlextract_labels={"PRODUCT": "GPU", "INSECT": "INSECT"})
    return tmp_path / "spans"


def record(captured: Captured, *arguments: str) -> tuple[Any, str]:
    code = run([*arguments, "--json"])
    said = captured.readouterr()
    assert code == 0, said.err
    return json.loads(said.out), said.err.decode()


def found(record: Any, *labels: str) -> list[tuple[str, str]]:
    return [(fact["label"], fact["value"]) for fact in record["facts"] if not labels or fact["label"] in labels]


def marked(model: Path, text: str) -> list[tuple[str, int, int]]:
    knowledge = load_knowledge([shipped("patterns")])
    places = places_of(model, {}, knowledge)
    doc = build_plain(with_own(knowledge, places), model, places=places)(text)
    return [(mention.label, mention.start, mention.end) for mention in doc.user_data[ENTITIES]]


def change_meta(model: Path, **values: object) -> None:
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    (model / "meta.json").write_text(json.dumps({**meta, **values}), encoding="utf-8")


def test_a_label_of_ones_own_becomes_a_fact(folder: Path, capfdbinary: Captured) -> None:
    paper = [str(folder / "paper.txt"), "--model", str(folder / "alone")]
    read, err = record(capfdbinary, *paper, "--fields", "CAMERA")
    assert found(read) == [("CAMERA", "Noctua Z5")]
    assert (err, read["warnings"], read["also"]) == ("", [], [read["facts"][0]["id"]])


def test_patterns_declare_it_and_a_question_asks_for_it(folder: Path, capfdbinary: Captured, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("CAMERA:\n  about: Cameras.\n  terms: {Noctua Z5 Mark II: [Noctua Z5]}\n")
    question = "cameras:\n  cq: 29\n  ask: Which camera?\n  from: [CAMERA]\n  say: ['{CAMERA}.']\n"
    (tmp_path / "questions.yaml").write_text(question)
    given = ["--model", str(folder / "five"), "--patterns", str(tmp_path), "--cq", "29"]
    read, _ = record(capfdbinary, str(folder / "paper.txt"), *given)
    assert found(read, "CAMERA") == [("CAMERA", "Noctua Z5 Mark II")]
    assert [(answer["cq"], answer["text"]) for answer in read["answers"]] == [(29, "Noctua Z5 Mark II.")]


def test_it_is_measured_and_gone_on_with(folder: Path, capfdbinary: Captured) -> None:
    cameras = str(folder / "cameras.jsonl")
    assert run(["evaluate", "--gold", cameras, "--model", str(folder / "five"), "--no-rules", "--json"]) == 0
    exact = json.loads(capfdbinary.readouterr().out)["exact"]
    assert exact["CAMERA"]["gold"] == exact["micro"]["gold"] == 24
    assert exact["CAMERA"]["f1"] > 0.8
    more = ["train", "--train", cameras, "--dev", cameras, "--epochs", "1", "-o", str(folder / "more")]
    assert run([*more, "--base", str(folder / "five")]) == 0
    assert capfdbinary.readouterr().err.decode().splitlines()[0] == (
        f"{cameras}: no paragraph marks GPU, DATASET, ARCHITECTURE, TASK; taken as not annotated with them. "
        'Where there are none, name the labels in each line: "labels": [...].'
    )
    assert spacy.load(folder / "more").get_pipe("ner").labels[-1] == "CAMERA"


def test_further_labels_are_learnt_and_the_others_stay_as_they_were(folder: Path, tmp_path: Path) -> None:
    four, labels, base = str(folder / "four.jsonl"), "+GPU,DATASET,ARCHITECTURE,TASK", tmp_path / "base"
    shutil.copytree(folder / "alone", base)
    given = ["--labels", labels, "--train", four, "--dev", four, "--epochs", "9", "-q"]
    assert run(["train", "--base", str(base), *given, "-o", str(tmp_path / "wider")]) == 0
    shutil.rmtree(base)  # a copy of it is kept
    more = ["train", "--base", str(tmp_path / "wider"), *given[2:-2], "1", "-q", "-o", str(tmp_path / "more")]
    assert run(more) == 0
    text = "We mounted a TrapEye HD above each trap. We train a BERT on ImageNet for object detection."
    before, wider, more_ = (marked(model, text) for model in (folder / "alone", tmp_path / "wider", tmp_path / "more"))
    assert before and [mention for mention in wider if mention[0] == "CAMERA"] == before
    assert {"DATASET", "TASK"} <= {label for label, *_ in wider}
    assert {label for label, *_ in more_} == {label for label, *_ in wider}


def test_a_model_beside_which_it_reads_must_be_there(folder: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    shutil.copytree(folder / "alone", tmp_path / "mine")
    change_meta(tmp_path / "mine", dlextract_beside="gone")
    assert run([str(folder / "paper.txt"), "--model", str(tmp_path / "mine")]) == 2
    assert capfdbinary.readouterr().err.decode() == (
        f"{tmp_path / 'mine'}: gone, beside which it reads, is not there. Train it again.\n"
    )


def test_the_shipped_model_reads_beside_one_of_its_kind(folder: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(shipped("models") / "dl_ner", mine)
    cfg = json.loads((mine / "ner" / "cfg").read_text(encoding="utf-8"))
    lenses = ["LENS", "TRAP", "FLASH", "LAMP"]
    (mine / "ner" / "cfg").write_text(json.dumps({**cfg, "labels": lenses, "curves": {}}), encoding="utf-8")
    change_meta(mine, dlextract_beside="dl_ner", dlextract_labels={label: label for label in lenses})
    paper = str(folder / "paper.txt")
    (alone, _), (both, _) = (record(capfdbinary, paper, "--model", model) for model in ("dl_ner", str(mine)))
    assert found(alone) == [fact for fact in found(both) if fact[0] not in lenses]
    assert both["dlextract"]["model"].startswith("mine 0.5.0 beside dl_ner 0.5.0")


def test_paragraphs_are_chosen_by_two_models_with_it(folder: Path, example: Path, capfdbinary: Captured) -> None:
    models = ["--model", str(folder / "five"), "--other", str(folder / "alone")]
    chosen = folder / "chosen.jsonl"
    known = ["--known", str(folder / "cameras.jsonl")]
    assert run(["train", "select", str(example), *models, *known, "-o", str(chosen), "--most", "5"]) == 0
    assert capfdbinary.readouterr().err.decode() == f"{chosen}: 5 paragraphs of 1 papers\n"
    marks = [span.label for p in read_corpus(chosen, ()) for span in (*p.spans, *p.optional)]
    assert marks and set(marks) <= {*LABELS, "CAMERA"}
    again = ["--train", str(chosen), "--train", str(folder / "cameras.jsonl"), "--dev", str(folder / "cameras.jsonl")]
    assert run(["train", *again, "--base", str(folder / "five"), "--epochs", "1", "-q", "-o", str(folder / "on")]) == 0


FOUR = "GPU, DATASET, ARCHITECTURE, TASK"


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--labels", "camera"], "--labels: 'camera' is no name of a label. Write capitals, digits and _: +CAMERA."),
        (["--labels", "+LENS"], 'cameras.jsonl:1: unknown label "CAMERA". Labels are '),
        (["--labels", "+CAMERA,LENS"], 'cameras.jsonl: no paragraph marks LENS. Mark some: [start, end, "LENS"].'),
        ([], f'cameras.jsonl:1: unknown label "CAMERA". Labels are {FOUR}; '),
        (["--base", "five", "--labels", "CAMERA"], f"--labels: five marks {FOUR}, too. Write --labels +CAMERA, or "),
    ],
)
def test_labels_that_make_no_sense(
    folder: Path, capfdbinary: Captured, monkeypatch: pytest.MonkeyPatch, options: list[str], line: str
) -> None:
    monkeypatch.chdir(folder)
    assert run(["train", "--train", "cameras.jsonl", "--dev", "cameras.jsonl", "-o", "none", *options]) == 2
    said = capfdbinary.readouterr().err.decode()
    assert said.startswith(line)
    assert said.count("\n") == 1


def test_what_nothing_is_made_of_is_said(folder: Path, foreign: Path, capfdbinary: Captured) -> None:
    change_meta(foreign, dlextract_version=">=99.0.0", dlextract_labels={"PERSON": None})
    read, err = record(capfdbinary, str(folder / "paper.txt"), "--model", str(foreign))
    newer, lost = err.splitlines()
    assert newer.startswith("foreign: this model is made for dlextract 99.0.0, and this is ")
    assert lost == (
        "foreign: nothing is made of what it marks as ORG, PRODUCT. "
        "Say what stands for what: --model-label ORG=LABEL, or ORG= to leave it out."
    )
    assert read["warnings"] == [newer, lost]
    assert found(read, "GPU", "DATASET", "ORG", "PERSON", "PRODUCT") == [("DATASET", "Moths-10k")]


def test_labels_of_a_foreign_pipeline_are_mapped(folder: Path, foreign: Path, capfdbinary: Captured) -> None:
    change_meta(foreign, dlextract_labels={"PRODUCT": "GPU", "ORG": "ORG"})
    pairs = ["--model-label", "ORG=", "--model-label", "PERSON=PERSON"]
    read, err = record(capfdbinary, str(folder / "paper.txt"), "--model", str(foreign), *pairs)
    assert (err, read["warnings"]) == ("", [])
    assert found(read, "GPU", "PERSON", "ORG") == [("GPU", "Comet 9999"), ("PERSON", "Ada")]
    assert read["dlextract"]["model"].startswith("foreign 0.0.0, ORG=, PERSON=PERSON")


def test_a_model_that_scores_spans_is_measured_and_chosen_with(
    folder: Path, tmp_path: Path, capfdbinary: Captured, spans: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    text = "Training ran on a Comet 9999 for two days."
    row = {"text": text, "spans": [[18, 28, "GPU"]]}
    other = {"text": "It was a Moth.", "spans": [[9, 13, "INSECT"]]}
    gold.write_text("\n".join(map(json.dumps, (row, other))), encoding="utf-8")
    assert run(["evaluate", "--gold", str(gold), "--model", str(spans), "--no-rules", "--json"]) == 0
    said = capfdbinary.readouterr()
    exact = json.loads(said.out)["exact"]
    assert {label: (one["f1"], one["gold"]) for label, one in exact.items()} == {
        "GPU": (1.0, 1),
        "INSECT": (0.0, 1),
        "micro": (0.667, 2),
    }
    assert reader(str(spans))([text]) == [frozenset({(18, 28, "GPU")})]


def test_a_file_that_does_not_speak_of_a_label_is_told_of(folder: Path, capfdbinary: Captured) -> None:
    four = str(folder / "four.jsonl")
    assert run(["evaluate", "--gold", four, "--model", str(folder / "five"), "--no-rules", "--json"]) == 0
    assert capfdbinary.readouterr().err.decode() == (
        f"{four}: no paragraph marks CAMERA; taken as not annotated with them. "
        'Where there are none, name the labels in each line: "labels": [...].\n'
    )


@pytest.mark.parametrize(
    ("labels", "line"),
    [
        ({"PRODUCT": "GPU"}, "foreign: its label PRODUCT stands for GPU. Go on from one that dlextract trained."),
        ({"PRODUCT": None}, "foreign: its label PRODUCT stands for nothing. Go on from one that dlextract trained."),
        (["GPU"], 'foreign: dlextract_labels in meta.json is no mapping of labels. Write {"PRODUCT": "GPU"}.'),
    ],
)
def test_a_model_whose_labels_stand_for_others_is_not_gone_on_with(
    folder: Path, foreign: Path, capfdbinary: Captured, monkeypatch: pytest.MonkeyPatch, labels: object, line: str
) -> None:
    change_meta(foreign, dlextract_labels=labels)
    monkeypatch.chdir(foreign.parent)
    cameras = str(folder / "cameras.jsonl")
    assert run(["train", "--base", "foreign", "--train", cameras, "--dev", cameras, "-o", "more"]) == 2
    assert capfdbinary.readouterr().err.decode() == f"{line}\n"


def test_labels_of_no_model_are_refused(folder: Path, capfdbinary: Captured) -> None:
    assert run([str(folder / "paper.txt"), "--model", "none", "--model-label", "X=GPU"]) == 2
    assert capfdbinary.readouterr().err == b"label X: there is no model that could mark it. Name a model, too.\n"


@pytest.mark.parametrize(
    ("pair", "line"),
    [
        ("PRODUCT=GPUS", "foreign: PRODUCT=GPUS: there is no label GPUS. Did you mean GPU?"),
        ("PRODUKT=GPU", "foreign: PRODUKT: this model marks DATASET, ORG, PERSON, PRODUCT. Name one of these."),
        ("PRODUCT", "dlextract: Invalid value for '--model-label': 'PRODUCT' is no pair such as PRODUCT=GPU, or ORG= "),
    ],
)
def test_pairs_that_make_no_sense(folder: Path, foreign: Path, capfdbinary: Captured, pair: str, line: str) -> None:
    assert run([str(folder / "paper.txt"), "--model", str(foreign), "--model-label", pair]) == 2
    said = capfdbinary.readouterr().err.decode()
    assert said.startswith(line)
    assert said.count("\n") == 1
