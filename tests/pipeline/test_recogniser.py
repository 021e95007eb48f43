"""The entities of a trained NER, read all at once: what spaCy finds word by word."""

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed

from dlextract.pipeline.recogniser import Recogniser, can_read

WORDS = ("moth", "trap", "net", "We", "trained", "a", "deep", "of", "owls", ",", "\n", "  ", "x-1")


def of_random_weights(seed: int) -> Language:
    """Return a pipeline with an entity recogniser."""
    drawn = np.random.default_rng(seed)
    fix_random_seed(seed)
    nlp = spacy.blank("en")
    ner: Any = nlp.add_pipe("ner")
    doc = nlp.make_doc("a big net for moth detection")
    marks = {"entities": [(2, 9, "ARCHITECTURE"), (14, 28, "TASK")]}
    nlp.initialize(lambda: [Example.from_dict(doc, marks)])
    upper = ner.model.get_ref("upper")
    for name in ("W", "b"):
        upper.set_param(name, drawn.normal(size=upper.get_param(name).shape).astype("float32"))
    return nlp


@pytest.mark.parametrize("seed", range(6))
def test_entities_are_those_of_the_walk(seed: int) -> None:
    nlp = of_random_weights(seed)
    drawn = np.random.default_rng(1)
    texts = [" ".join(drawn.choice(WORDS, size=size)) for size in (0, 1, 1, 2, 3, 9, 40, 120, 0)]
    expected = [[(ent.label_, ent.start, ent.end) for ent in doc.ents] for doc in nlp.pipe(texts)]
    assert can_read(nlp)
    assert Recogniser(nlp)(list(nlp.pipe(texts, disable=["ner"]))) == expected
    assert sum(map(len, expected)) > 5
    assert Recogniser(nlp)([nlp.make_doc("")]) == [[]]


@pytest.mark.parametrize("other", ["entity_ruler", "sentencizer"])
def test_what_marks_entities_or_sentences_before_the_ner_is_left_to_spacy(other: str) -> None:
    nlp = of_random_weights(0)
    nlp.add_pipe(other, first=True)
    assert not can_read(nlp)


def test_a_pipeline_without_a_ner() -> None:
    assert not can_read(spacy.blank("en"))
