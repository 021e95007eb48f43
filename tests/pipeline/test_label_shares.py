"""What a trained NER says of words that it has not found to be names."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dlextract.build import build_pipeline
from dlextract.doc_keys import ENTITIES, SHARE_OF
from dlextract.patterns import load_knowledge
from dlextract.pipeline.label_shares import LabelShares
from dlextract.pipeline.tags import shares_of_labels
from dlextract.resources import shipped


def test_the_share_of_a_label_is_that_of_its_tags() -> None:
    scores = np.log([[0.5, 0.1, 0.1, 0.1, 0.1, 0.025, 0.025, 0.025, 0.025], [0.92] + [0.01] * 8])
    assert shares_of_labels(scores) == pytest.approx(np.array([[0.4, 0.1], [0.04, 0.04]]))
    assert shares_of_labels(scores[:0]).shape == (0, 2)


def test_the_mean_over_the_words_that_were_read_counts() -> None:
    shares = LabelShares(["DATASET", "TASK"])
    assert not shares
    shares.add([0, 4, 7], [3, 7, 8], np.array([[0.2, 0.0], [0.6, 0.1], [math.nan, math.nan]]))
    shares.add([20], [24], np.array([[1.0, 0.5]]))
    assert shares("DATASET", 0, 3) == pytest.approx(0.2)
    assert shares("DATASET", 1, 6) == pytest.approx(0.4)
    assert shares("TASK", 4, 22) == pytest.approx(0.3)
    assert shares("TASK", 7, 8) is None  # white space
    assert shares("TASK", 8, 20) is None  # not read
    assert shares("GPU", 0, 3) is None
    assert shares


def test_the_shares_of_labels_that_stand_for_one_are_added_up() -> None:
    shares = LabelShares(["GPU", "TASK", "GPU"])
    shares.add([0, 4], [3, 7], np.array([[0.6, 0.1, 0.2], [0.1, 0.1, 0.3]]))
    assert shares("GPU", 0, 3) == pytest.approx(0.8)
    assert shares("GPU", 0, 7) == pytest.approx(0.6)
    assert shares("TASK", 0, 7) == pytest.approx(0.1)


@pytest.mark.parametrize("model", ["dl_ner", "accurate"])
def test_both_models_say_it_of_all_words_of_a_paragraph(model: str, root: object) -> None:
    if model == "accurate":
        pytest.importorskip("onnxruntime", reason="needs the extra accurate: pip install 'dlextract[accurate]'")
        pytest.importorskip("tokenizers", reason="needs the extra accurate: pip install 'dlextract[accurate]'")
    nlp = build_pipeline(load_knowledge([shipped("patterns")]), f"{root}/models/{model}")
    text = "We train a ResNet-50 on ImageNet.\n\nIts weights were then kept for the moths."
    doc = nlp(text)
    share_of = doc.user_data[SHARE_OF]
    assert {(e.label, text[e.start : e.end]) for e in doc.user_data[ENTITIES]} == {
        ("ARCHITECTURE", "ResNet-50"),
        ("DATASET", "ImageNet"),
    }
    at = text.index("ResNet-50")
    assert share_of("ARCHITECTURE", at, at + 9) > 0.9
    assert share_of("DATASET", at, at + 9) < 0.05
    at = text.index("moths")
    assert share_of("DATASET", at, at + 5) < 0.2
