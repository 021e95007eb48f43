"""A trained pipeline beside the rules."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span, SpanGroup

from dlextract.build import build_pipeline
from dlextract.doc_keys import MENTIONS
from dlextract.errors import ModelError
from dlextract.patterns import load_knowledge
from dlextract.pipeline.entities import EntityFinder
from dlextract.pipeline.models import load_model
from dlextract.records import Mention


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
