from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from dlextract.errors import ModelError
from dlextract.evaluation.paragraphs import LABELS, AnnotatedParagraph, Span
from dlextract.pipeline.gazetteer import Gazetteer
from dlextract.training.spacy_examples import make_examples

TEXT = "We train BERT on an A100."
BERT, A100 = Span(9, 13, "ARCHITECTURE"), Span(20, 24, "GPU")


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "dlextract.WordTokenizer.v1"}}})
    nlp.add_pipe("dlextract_gazetteer", name="gazetteer").replace({"A": ["BERT"]})
    ner = nlp.add_pipe("ner")
    for label in LABELS:
        ner.add_label(label)
    return nlp


def marks(nlp: Language, paragraph: AnnotatedParagraph) -> list[str]:
    (example,), _ = make_examples(nlp, [paragraph])
    return list(example.get_aligned_ner())


def test_other_words_are_no_mentions_where_every_label_is_complete(nlp: Language) -> None:
    assert marks(nlp, AnnotatedParagraph(TEXT, (BERT, A100))) == ["O", "O", "U-ARCHITECTURE", "O", "O", "U-GPU", "O"]


def test_other_words_are_unknown_where_a_label_is_not_complete(nlp: Language) -> None:
    paragraph = AnnotatedParagraph(TEXT, (A100,), complete=frozenset({"GPU"}))
    assert marks(nlp, paragraph) == [None, None, None, None, None, "U-GPU", None]


def test_a_mention_off_token_boundaries_is_unknown_and_reported(nlp: Language) -> None:
    text = " ".join([TEXT] * 21)
    spans = [Span(9 + 26 * number, 13 + 26 * number, "ARCHITECTURE") for number in range(20)]
    spans.append(Span(9 + 26 * 20, 12 + 26 * 20, "ARCHITECTURE"))
    (example,), alignment = make_examples(nlp, [AnnotatedParagraph(text, tuple(spans), where="a.jsonl:7")])
    assert (alignment.mentions, alignment.misaligned) == (21, ("a.jsonl:7: BER",))
    assert example.get_aligned_ner()[-7:] == ["O", "O", None, "O", "O", "O", "O"]


def test_too_many_mentions_off_token_boundaries_are_refused(nlp: Language) -> None:
    with pytest.raises(ModelError) as caught:
        make_examples(nlp, [AnnotatedParagraph(TEXT, (Span(9, 12, "ARCHITECTURE"),), where="a.jsonl:1")])
    assert str(caught.value).startswith("a.jsonl:1: BER: 100% of the mentions begin or end inside a word.")


def test_features_are_set_once(nlp: Language) -> None:
    (example,), _ = make_examples(nlp, [AnnotatedParagraph(TEXT, ())], ["gazetteer"])
    assert isinstance(nlp.get_pipe("gazetteer"), Gazetteer)
    assert [token.tag_ for token in example.predicted] == ["", "", "AU", "", "", "", ""]
