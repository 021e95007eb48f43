"""dlextract inside of other spaCy pipelines."""

from __future__ import annotations

from pathlib import Path

import spacy

TEXT = "We train a ResNet-50 on ImageNet for image classification with two NVIDIA A100 GPUs."


def test_a_pipeline_of_model_and_patterns_is_saved_and_loaded(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("dlextract_model")
    nlp.add_pipe("dlextract_patterns")
    nlp.to_disk(tmp_path / "whole")
    doc = spacy.load(tmp_path / "whole")(TEXT)
    assert [(span.text, span.label_) for span in doc.spans["dlextract"] if span.label_ in {"GPU", "DATASET"}] == [
        ("ImageNet", "DATASET"),
        ("NVIDIA A100", "GPU"),
    ]
    finders = {mention.label: mention.found_by for mention in doc.user_data["dlextract.mentions"]}
    assert finders["GPU"] == "hardware.yaml:GPU"
    assert any(mention.found_by == "ner:dl_ner" for mention in doc.user_data["dlextract.entities"])


def test_spans_have_labels_that_people_ask_for_and_values(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("CAMERA: {terms: {Reconyx HP2X: [HP2X]}}\n")
    nlp = spacy.blank("en")
    nlp.add_pipe("dlextract_patterns", config={"patterns": [str(tmp_path)]})
    doc = nlp("We trained the network with an HP2X and back-propagation, and PyTorch runs it.")
    found = [(span.text, span.label_, span.id_) for span in doc.spans["dlextract"]]
    assert found == [
        ("HP2X", "CAMERA", "Reconyx HP2X"),
        ("back-propagation", "OPTIMIZATION_TECHNIQUE", ""),
        ("PyTorch", "FRAMEWORK", "PyTorch"),
    ]
    helpers = {mention.label for mention in doc.user_data["dlextract.mentions"]} - {label for _, label, _ in found}
    assert helpers == {"MODEL_TRAINING", "TRAINING_VOCABULARY"}
