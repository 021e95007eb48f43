"""dlextract inside of other spaCy pipelines."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from dlextract import Extractor

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


SETTINGS = (
    "The owl counter was trained for 30 epochs, with a batch size of 16 and a dropout of 0.2.\n\n"
    "We train the song model for 12k steps; its learning rate of 3e-4 is halved every 40 epochs.\n\n"
    "Learning rates of 0.1 and 0.01 were tried, and six encoder layers with eight heads were kept.\n\n"
    "Of the 3,400 nests, 2,720 were used for training and 680 for testing. Nests without eggs were left out."
)


def test_a_pipeline_of_spacy_reads_by_grammar_what_a_whole_paper_would_give() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("dlextract_patterns")
    doc = nlp(SETTINGS)
    extractor = Extractor(model="none")
    paper = extractor.paper("owls.txt", SETTINGS.encode())
    decided = extractor.decide(extractor.nlp(extractor.make_doc(paper)), paper)
    wanted = [
        (paper.text[c.mention.start : c.mention.end], c.mention.label, c.mention.value, c.mention.hint)
        for c in decided.candidates
        if not c.aside and c.mention.found_by.startswith("statement:")
    ]
    found = [
        (doc.text[m.start : m.end], m.label, m.value, m.hint)
        for m in doc.user_data["dlextract.mentions"]
        if m.found_by.startswith("statement:")
    ]
    assert found == wanted
    assert {label for _, label, _, _ in found} >= {
        "EPOCHS",
        "BATCH_SIZE",
        "DROPOUT",
        "ITERATIONS",
        "LEARNING_RATE",
        "NUM_LAYERS",
        "NUM_HEADS",
        "TRAIN_SPLIT",
        "EXCLUDED_DATA",
    }
    assert ("30", "EPOCHS", "30") in [(span.text, span.label_, span.id_) for span in doc.spans["dlextract"]]
    assert [m.label for m in doc.user_data["dlextract.mentions"] if doc.text[m.start : m.end] == "0.2"] == ["DROPOUT"]


def test_entities_of_other_components_are_mapped_and_joined(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    names = {"PRODUCT": "Comet 9999", "ORG": "Moth Institute", "PERSON": "Ada", "CAMERA": "WingCam 3"}
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for label, name in names.items()])
    labels = {"PRODUCT": "GPU", "PERSON": None, "CAMERA": "CAMERA"}
    nlp.add_pipe("dlextract_patterns", config={"labels": labels})
    nlp.to_disk(tmp_path / "whole")
    nlp = spacy.load(tmp_path / "whole")
    text = "Ada of the Moth Institute trained PyTorch models on a Comet 9999 with pictures of a WingCam 3."
    line = "nothing is made of what it marks as ORG. Say what stands for what: "
    with pytest.warns(UserWarning, match=line) as told:
        doc = nlp(text)
    assert len(told) == 1
    wanted = {*names, "GPU", "FRAMEWORK"}
    assert [(span.text, span.label_) for span in doc.spans["dlextract"] if span.label_ in wanted] == [
        ("PyTorch", "FRAMEWORK"),
        ("Comet 9999", "GPU"),
        ("WingCam 3", "CAMERA"),
    ]
