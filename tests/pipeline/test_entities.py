"""A trained pipeline beside the rules."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span, SpanGroup

from dlextract.candidates import fresh, standing
from dlextract.errors import ModelError
from dlextract.knowledge import Pattern, Place
from dlextract.patterns import load_knowledge
from dlextract.pipeline import build_pipeline
from dlextract.pipeline import entities as component
from dlextract.pipeline.boundaries import Edges
from dlextract.pipeline.entities import EntityFinder, load_model
from dlextract.pipeline.terms import Names
from dlextract.records import MENTIONS, Mention


@pytest.fixture
def model(tmp_path: Path) -> Path:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "DATASET", "pattern": "Moths-10k"},
            {"label": "ARCHITECTURE", "pattern": "WingNet"},
            {"label": "ARCHITECTURE", "pattern": "big ResNet-50"},
            {"label": "DATASET", "pattern": "ResNet-50"},
        ]
    )
    nlp.to_disk(tmp_path / "moth_ner")
    return tmp_path / "moth_ner"


@pytest.fixture
def patterns(tmp_path: Path) -> Path:
    folder = tmp_path / "patterns"
    folder.mkdir()
    entry = "ARCHITECTURE:\n  exclusive: 1\n  terms: {ResNet-50: [RN50], WingNet v1: []}\n"
    (folder / "a.yaml").write_text(entry, encoding="utf-8")
    return folder


def test_entities_become_mentions(model: Path, patterns: Path) -> None:
    nlp = build_pipeline(load_knowledge([patterns]), model)
    text = "WingNet learned from Moths-10k.\n\nResNet-50 failed. A big ResNet-50 failed."
    doc = nlp.make_doc(text)
    doc.user_data["dlextract.skip"] = [(len(text), len(text) + 1)]
    found = [(text[m.start : m.end], m.label, m.value, m.found_by) for m in nlp(doc).user_data[MENTIONS]]
    assert found == [
        ("WingNet", "ARCHITECTURE", "", "ner:moth_ner"),
        ("Moths-10k", "DATASET", "", "ner:moth_ner"),
        ("ResNet-50", "ARCHITECTURE", "ResNet-50", "a.yaml:ARCHITECTURE"),
        ("big ResNet-50", "ARCHITECTURE", "ResNet-50", "a.yaml:ARCHITECTURE"),
    ]
    assert nlp.meta["dlextract_model"].startswith("moth_ner")


def test_paragraphs_without_a_sentence_are_left_out_where_only_prose_counts(model: Path, patterns: Path) -> None:
    nlp = build_pipeline(load_knowledge([patterns]), model, prose=True)
    text = "WingNet\n\nFor weeks we trained the WingNet on pictures. Moths-10k.\n\nMoths-10k\t0.9\t0.8"
    found = [text[m.start : m.end] for m in nlp(nlp.make_doc(text)).user_data[MENTIONS] if m.trained]
    assert found == ["WingNet", "Moths-10k"]


def test_skipped_stretches_are_not_read(model: Path, patterns: Path) -> None:
    nlp = build_pipeline(load_knowledge([patterns]), model)
    doc = nlp.make_doc("WingNet flew. Moths-10k was read.\nWingNet again.")
    doc.user_data["dlextract.skip"] = [(0, 33)]
    assert [(m.start, m.end) for m in nlp(doc).user_data[MENTIONS]] == [(34, 41)]


EXCLUSIVE = ("GPU", "DATASET", "ARCHITECTURE", "TASK")


def join(rules: list[Mention], entities: list[Mention], names: Names, edges: Edges, text: str) -> list[Mention]:
    return standing(component.join([fresh(rule) for rule in rules], entities, names, edges, EXCLUSIVE, text))


def mention(label: str, start: int, end: int, value: str = "", found_by: str = "rule", **more: object) -> Mention:
    return Mention(label, start, end, value, found_by, **more)  # type: ignore[arg-type]


def test_join() -> None:
    names = Names([Pattern("DATASET", "x", Place("x", 1, 1), terms={"CIFAR-10": ("CIFAR-10",)})])
    text = "CIFAR10 and the big ResNet-50 net " + "x" * 40
    rule = mention("ARCHITECTURE", 20, 29, "ResNet-50", attributes=(("depth", "50"),))
    other = mention("LEARNING_RATE", 0, 7, "0.1")

    def joined(*entities: Mention) -> list[Mention]:
        return join([rule, other], entities, names, Edges(), text)

    alone = mention("DATASET", 0, 7, found_by="ner:m", score=0.7)
    assert joined(alone) == [other, mention("DATASET", 0, 7, "CIFAR-10", "ner:m", score=0.7), rule]
    assert joined(mention("DATASET", 20, 33, found_by="ner:m")) == [other, rule]
    assert joined(mention("ARCHITECTURE", 20, 29, found_by="ner:m")) == [other, rule]
    assert joined(mention("ARCHITECTURE", 24, 40, found_by="ner:m")) == [other, rule]
    longer = mention("ARCHITECTURE", 16, 29, found_by="ner:m", score=0.6)
    assert joined(longer) == [
        other,
        mention("ARCHITECTURE", 16, 29, "ResNet-50", score=1.0, attributes=(("depth", "50"),)),
    ]


def test_scored_spans() -> None:
    nlp = spacy.blank("en")

    @spacy.Language.component("scored_spans_for_test")
    def scored(doc: Doc) -> Doc:
        doc.spans["sc"] = SpanGroup(doc, spans=[Span(doc, 0, 1, label="TASK")], attrs={"scores": [0.61239]})
        return doc

    nlp.add_pipe("scored_spans_for_test")
    finder = EntityFinder(nlp, "m")
    doc = finder(spacy.blank("en")("Segmentation helps."))
    assert doc.user_data["dlextract.entities"] == (Mention("TASK", 0, 12, "", "ner:m", score=0.612),)


def test_models_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"this model cannot be loaded"):
        load_model(tmp_path / "none")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match=r"blank: this model finds no entities \(it has no ner\)\."):
        load_model(tmp_path / "blank")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ada"}])
    nlp.to_disk(tmp_path / "people")
    with pytest.raises(
        ModelError, match=r"people: this model marks none of GPU, DATASET, ARCHITECTURE, TASK\. Train one"
    ):
        load_model(tmp_path / "people", EXCLUSIVE)


def test_a_model_of_another_spacy_is_loaded_without_a_word_where_it_can_be(model: Path) -> None:
    meta = model / "meta.json"
    said = json.loads(meta.read_text(encoding="utf-8"))
    meta.write_text(json.dumps({**said, "spacy_version": ">=3.0.0,<3.1.0"}), encoding="utf-8")
    assert load_model(model).pipe_names == ["entity_ruler"]


def test_the_longer_find_of_a_task_stays() -> None:
    text = "fast tree crown detection in forests"
    rule = mention("TASK", 5, 25, "object detection")
    for start, end in ((0, 25), (5, 36)):
        entity = mention("TASK", start, end, found_by="ner:m", score=0.6)
        assert join([rule], [entity], Names([]), Edges(), text) == [mention("TASK", start, end, "object detection")]
    for start, end in ((16, 25), (10, 36), (5, 25)):
        assert join([rule], [mention("TASK", start, end, found_by="ner:m")], Names([]), Edges(), text) == [rule]
    assert join([rule], [mention("DATASET", 5, 9, found_by="ner:m")], Names([]), Edges(), text) == [rule]


def test_of_a_task_that_the_paper_calls_so_the_ner_says_more_than_the_rule() -> None:
    text = "the node property prediction task"
    rule = mention("TASK", 4, 28, hint="mentioned")
    entity = mention("TASK", 18, 28, found_by="ner:m", score=0.6)
    assert join([rule], [entity], Names([]), Edges(), text) == [mention("TASK", 4, 28, found_by="ner:m", score=0.6)]
    assert join([rule], [], Names([]), Edges(), text) == [rule]


def test_a_dataset_of_a_rule_is_only_lengthened_by_what_is_joined_to_it() -> None:
    text = "MNIST digits and SQuAD-split-1 here"
    digits, split = mention("DATASET", 0, 5, "MNIST"), mention("DATASET", 17, 22, "SQuAD")
    entities = [mention("DATASET", 0, 12, found_by="ner:m"), mention("DATASET", 17, 30, found_by="ner:m")]
    assert join([digits, split], entities, Names([]), Edges(), text) == [digits, mention("DATASET", 17, 30, "SQuAD")]


def test_an_architecture_of_a_rule_is_only_lengthened_to_the_left_or_by_what_is_joined_to_it() -> None:
    text = "the Diffusion U-Net detector with LSTM-3LR"
    net, cell = mention("ARCHITECTURE", 14, 19, "U-Net"), mention("ARCHITECTURE", 34, 38, "LSTM")
    entities = [mention("ARCHITECTURE", 4, 28, found_by="ner:m"), mention("ARCHITECTURE", 34, 42, found_by="ner:m")]
    assert join([net, cell], entities, Names([]), Edges(), text) == [
        mention("ARCHITECTURE", 4, 19, "U-Net"),
        mention("ARCHITECTURE", 34, 42, "LSTM"),
    ]


def test_aims_and_entities_stand_side_by_side() -> None:
    aim = mention("TASK", 0, 25, "object detection", attributes=(("target", "trees"),))
    entity = mention("DATASET", 16, 25, found_by="ner:m")
    assert join([aim], [entity], Names([]), Edges(), "detect trees in the NEON images") == [aim, entity]


def test_entities_lose_what_is_no_part_of_the_name() -> None:
    text = "It is a novel WingNet for the WingNet Cup."
    praise = Pattern(
        "ARCHITECTURE", "a", Place("a", 1, 1), edges={"drop_before": ("(?:novel )+",), "unless": ("⟧ Cup",)}
    )
    entities = [mention("ARCHITECTURE", 8, 21, found_by="ner:m"), mention("ARCHITECTURE", 30, 37, found_by="ner:m")]
    found = join([], entities, Names([]), Edges([praise]), text)
    assert found == [mention("ARCHITECTURE", 14, 21, found_by="ner:m")]
