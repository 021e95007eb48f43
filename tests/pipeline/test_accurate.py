"""The larger model, which lies in the repository and not in the package."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from dlextract.extractor import Extractor
from dlextract.pipeline.tags import SPANS

pytest.importorskip("tokenizers", reason="needs the extra accurate: pip install 'dlextract[accurate]'")
pytest.importorskip("onnxruntime", reason="needs the extra accurate: pip install 'dlextract[accurate]'")

TEXT = (
    "We train MothFormer-S, a vision transformer, on the PetrelSounds-9 corpus for moth counting. "
    "The network ran on an NVIDIA RTX A5000 for two days. A ResNet-50 pre-trained on ImageNet is the baseline."
)


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "models" / "accurate"


def test_names_that_no_list_holds_are_found(folder: Path) -> None:
    doc = spacy.load(folder)(TEXT)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("MothFormer-S", "ARCHITECTURE"),
        ("vision transformer", "ARCHITECTURE"),
        ("PetrelSounds-9", "DATASET"),
        ("moth counting", "TASK"),
        ("NVIDIA RTX A5000", "GPU"),
        ("ResNet-50", "ARCHITECTURE"),
        ("ImageNet", "DATASET"),
    ]
    chances = doc.spans[SPANS].attrs["scores"]
    assert len(chances) == len(doc.ents) and all(0.3 < chance < 1 for chance in chances)


def test_its_name_is_enough_in_a_checkout(folder: Path) -> None:
    report = Extractor(model="accurate").read_text(TEXT)
    assert report.model.startswith("accurate 0.2.0")
    assert {(fact.value, fact.status) for fact in report.facts_of("DATASET")} == {
        ("PetrelSounds-9", "used"),
        ("ImageNet", "used"),
    }


def test_no_word_of_its_paragraphs_stays_in_it(folder: Path) -> None:
    assert len(spacy.load(folder, exclude=["gazetteer", "ner"]).vocab.strings) < 2000
    assert (folder / "vocab" / "strings.json").stat().st_size < 200
