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
