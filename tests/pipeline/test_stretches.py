"""Parts of a Doc that stand in place of Docs of their own."""

import numpy as np
import spacy
from spacy.attrs import IS_SPACE, NORM, ORTH

from dlextract.pipeline.entities import EntityFinder
from dlextract.pipeline.models import load_model
from dlextract.pipeline.stretches import TokenTable
from dlextract.pipeline.tokenizer import WordTokenizer
from dlextract.resources import shipped

TEXT = (
    "We train ResNet-50 on ImageNet.  It detects moths in images.\n\n"
    "Object detection runs on four NVIDIA V100 GPUs; a U-Net segments leaves of ImageNet-21k."
)


def test_a_part_has_the_attributes_of_a_doc_of_its_text() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    start, end = TEXT.index("It"), TEXT.index("\n")
    own, part = nlp.make_doc(TEXT[start:end]), TokenTable(nlp.make_doc(TEXT)).part(start, end)
    assert len(part) == len(own) > 5
    for attrs in (ORTH, "NORM", [NORM], [ORTH, IS_SPACE, "SHAPE"]):
        np.testing.assert_array_equal(part.to_array(attrs), own.to_array(attrs))


def test_tags_are_those_of_the_part_alone() -> None:
    words = TokenTable(spacy.blank("en").make_doc("a b c"))
    words.tag({1: "U"})
    assert words.part(0, 3).to_array(["TAG"]).tolist() == [0, words.vocab.strings["U"]]


def test_the_model_finds_the_same_in_the_words_of_a_doc_as_in_texts() -> None:
    model = load_model(shipped("models") / "dl_ner")
    nlp = spacy.blank("en", vocab=model.vocab)
    nlp.tokenizer = WordTokenizer(model.vocab)
    finder, apart = EntityFinder(model, "m"), EntityFinder(model, "m")
    apart._readings[0][0]._reader = None
    doc, other = nlp.make_doc(TEXT), spacy.blank("en").make_doc(TEXT)
    expected = apart(nlp.make_doc(TEXT)).user_data["dlextract.entities"]
    assert {TEXT[m.start : m.end] for m in expected} >= {"ImageNet", "ImageNet-21k", "U-Net"}
    assert finder(doc).user_data["dlextract.entities"] == expected
    assert finder(other).user_data["dlextract.entities"] == expected
    assert not any(token.tag for token in doc)
