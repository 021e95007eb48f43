"""The NER that tags words: entities of scores, what it learns from, and the same entities from parts of a Doc."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed

from dlextract.errors import ModelError
from dlextract.pipeline.entities import EntityFinder
from dlextract.pipeline.models import load_model
from dlextract.pipeline.readers import reader_of
from dlextract.pipeline.tagger import SHARES, TagEntities
from dlextract.pipeline.tags import SPANS, tags_of

LABELS = ("DATASET", "TASK")
TAGS = tags_of(LABELS)
TEXT = "We count  moths on ImageNet for moth counting."


@pytest.fixture
def nlp() -> Language:
    fix_random_seed(3)
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "dlextract.WordTokenizer.v1"}}})
    nlp.add_pipe("tok2vec")
    model = {"@architectures": "dlextract.Tagger.v1", "hidden": 8}
    model["tok2vec"] = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    tagger = nlp.add_pipe("dlextract_tagger", name="ner", config={"model": model})
    for label in LABELS:
        tagger.add_label(label)
    nlp.initialize(lambda: [Example(nlp.make_doc(TEXT), nlp.make_doc(TEXT))])
    return nlp


def tagger_of(nlp: Language) -> TagEntities:
    tagger: TagEntities = nlp.get_pipe("ner")
    return tagger


def scores(nlp: Language, **shares: dict[str, float]) -> tuple[Any, Any]:
    """Return a doc of TEXT and scores of its tokens: the shares said of each word, of others O."""
    doc = nlp.make_doc(TEXT)
    rows = np.full((len(doc), len(TAGS)), 1e-6)
    rows[:, 0] = 1
    for token in doc:
        if token.text in shares:
            rows[token.i] = [shares[token.text].get(tag, 1e-6) for tag in TAGS]
    return doc, np.log(rows)


def test_entities_are_the_best_tags_that_fit_together(nlp: Language) -> None:
    doc, rows = scores(
        nlp,
        ImageNet={"U-DATASET": 0.8, "O": 0.2},
        moth={"B-TASK": 0.9, "O": 0.1},
        counting={"L-TASK": 0.4, "O": 0.6},
    )
    tagger_of(nlp).set_annotations([doc], [rows])
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("ImageNet", "DATASET"), ("moth counting", "TASK")]
    assert doc.spans[SPANS].attrs["scores"] == pytest.approx([0.8, 0.4], abs=1e-3)


def test_white_space_stands_inside_of_a_name_and_never_at_its_edge(nlp: Language) -> None:
    doc, rows = scores(nlp, count={"B-TASK": 1.0}, moths={"L-TASK": 1.0})
    space = [token.i for token in doc if token.is_space]
    rows[space, 0] = -9.0
    tagger_of(nlp).set_annotations([doc], [rows])
    assert [ent.text for ent in doc.ents] == ["count  moths"]


def test_a_chance_comes_from_the_curve_of_the_label(nlp: Language) -> None:
    tagger_of(nlp).cfg["curves"] = {"DATASET": [1.0, -1.0]}
    assert tagger_of(nlp).chance("DATASET", 0.5) == pytest.approx(1 / (1 + np.e))
    assert tagger_of(nlp).chance("TASK", 0.5) == 0.5


def test_the_gradient_is_that_of_the_loss(nlp: Language) -> None:
    tagger = tagger_of(nlp)
    reference = nlp.make_doc(TEXT)
    reference.set_ents([reference.char_span(19, 27, label="DATASET")], missing=[reference[0:1]], default="outside")
    likely = np.zeros(len(TAGS), dtype="float32")
    likely[[0, TAGS.index("U-TASK")]] = 0.7, 0.3
    reference.user_data[SHARES] = {1: likely}
    example = Example(nlp.make_doc(TEXT), reference)
    rows = np.random.default_rng(1).normal(size=(len(reference), len(TAGS)))
    (_, (gradient,)) = tagger.get_loss([example], [rows])
    assert not gradient[0].any()
    for place in ((1, 0), (1, 3), (5, 4), (6, 0)):
        more, less = rows.copy(), rows.copy()
        more[place] += 1e-4
        less[place] -= 1e-4
        slope = (tagger.get_loss([example], [more])[0] - tagger.get_loss([example], [less])[0]) / 2e-4
        assert gradient[place] == pytest.approx(slope, abs=1e-4)


def test_it_learns_marks_and_shares(nlp: Language) -> None:
    reference = nlp.make_doc(TEXT)
    reference.set_ents([reference.char_span(19, 27, label="DATASET")], default="outside")
    likely = np.zeros(len(TAGS), dtype="float32")
    likely[[0, TAGS.index("U-TASK")]] = 0.4, 0.6
    reference.user_data[SHARES] = {1: likely}
    optimizer = nlp.create_optimizer()
    optimizer.learn_rate = 0.02
    for _ in range(150):
        nlp.update([Example(nlp.make_doc(TEXT), reference)], sgd=optimizer)
    doc = nlp(TEXT)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("count", "TASK"), ("ImageNet", "DATASET")]
    assert doc.spans[SPANS].attrs["scores"][0] == pytest.approx(0.6, abs=0.1)


def test_a_network_that_does_not_fit_its_labels_is_not_loaded(nlp: Language, tmp_path: Any) -> None:
    tagger_of(nlp).add_label("CAMERA")
    nlp.to_disk(tmp_path / "m")
    with pytest.raises(ModelError) as caught:
        load_model(tmp_path / "m")
    assert str(caught.value) == (
        f"{tmp_path / 'm'}: this model cannot be loaded (the network has 9 tags, its labels need 13). "
        "Name a folder made by dlextract train."
    )


def test_parts_of_a_doc_are_read_as_texts_of_their_own(nlp: Language, tmp_path: Any) -> None:
    output = tagger_of(nlp).model.get_ref("output")
    output.set_param("W", np.random.default_rng(2).normal(size=output.get_param("W").shape).astype("float32"))
    nlp.to_disk(tmp_path / "model")
    nlp = spacy.load(tmp_path / "model")
    assert reader_of(nlp) is not None
    finder, apart = EntityFinder(nlp, "m"), EntityFinder(nlp, "m")
    apart._readings[0][0]._reader = None
    found = finder(nlp.make_doc(TEXT)).user_data["dlextract.entities"]
    assert found == apart(nlp.make_doc(TEXT)).user_data["dlextract.entities"]
    assert found
