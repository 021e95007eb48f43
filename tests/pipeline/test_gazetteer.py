from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from dlextract.errors import ModelError
from dlextract.pipeline.gazetteer import Gazetteer

NAMES = {"D": ["ImageNet", "CIFAR-10", "COCO"], "A": ["ResNet-50", "convolutional neural network"], "A?": ["GAP"]}


def found(text: str) -> list[tuple[str, str, bool]]:
    return [(text[start:end], kind, exact) for start, end, kind, exact in Gazetteer(NAMES).find(text)]


@pytest.mark.parametrize("written", ["ResNet50", "ResNet 50", "Resnet-50", "resnet-50"])
def test_names_are_found_over_spelling_variants(written: str) -> None:
    assert found(f"A {written} reads it.") == [(written, "A", written in {"ResNet50", "ResNet 50"})]


def test_the_plural_belongs_to_the_name() -> None:
    assert found("Convolutional neural networks are used.") == [("Convolutional neural networks", "A", True)]


def test_short_capitals_are_found_only_as_they_stand() -> None:
    assert found("COCO images of coco palms, a gap and GAP") == [("COCO", "D", True), ("GAP", "A?", True)]


def test_a_comma_parts_names() -> None:
    assert found("ResNet, 50 layers") == []


def test_tags_say_kind_place_and_fit() -> None:
    nlp = spacy.blank("en")
    doc = Gazetteer(NAMES)(nlp("convolutional neural networks on imageNet"))
    assert [token.tag_ for token in doc] == ["AB", "AI", "AL", "", "DU~"]


def test_a_text_without_names_has_no_tags() -> None:
    nlp = spacy.blank("en")
    assert not Gazetteer(NAMES)(nlp("Nothing is known here.")).has_annotation("TAG")


def test_names_survive_the_disk(tmp_path: Path) -> None:
    Gazetteer(NAMES).to_disk(tmp_path / "gazetteer")
    again = Gazetteer({}).from_disk(tmp_path / "gazetteer")
    assert again.names == Gazetteer(NAMES).names
    assert again.find("ImageNet") == [(0, 8, "D", True)]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gazetteer"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        Gazetteer({}).from_disk(file)
    assert str(caught.value).startswith(f"{file}: the names cannot be read: ")
