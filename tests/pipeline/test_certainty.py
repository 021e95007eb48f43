"""How sure a trained NER is of its entities."""

import math
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import fix_random_seed

from dlextract.pipeline.certainty import Certainty
from dlextract.pipeline.curves import CURVES, chance
from dlextract.pipeline.entities import EntityFinder

WORDS = "we train a big net on small moths for moth detection"


@pytest.fixture
def nlp() -> Language:
    """A recogniser of random weights, the same in every run."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    ner: Any = nlp.add_pipe("ner")
    doc = nlp.make_doc(WORDS)
    marks = {"entities": [(11, 18, "ARCHITECTURE"), (38, 52, "TASK")]}
    nlp.initialize(lambda: [Example.from_dict(doc, marks)])
    upper = ner.model.get_ref("upper")
    drawn = np.random.default_rng(0)
    for name in ("W", "b"):
        upper.set_param(name, drawn.normal(size=upper.get_param(name).shape).astype("float32"))
    return nlp


def read(nlp: Language, *ents: tuple[int, int, str]) -> Doc:
    doc = nlp.make_doc(WORDS)
    doc.set_ents([Span(doc, start, end, label=label) for start, end, label in ents])
    return doc


def walked(nlp: Language, doc: Doc) -> list[float]:
    """Return the shares as the recogniser itself computes them, word by word."""
    ner: Any = nlp.get_pipe("ner")
    names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
    step = ner.model.predict([doc])
    state = ner.moves.init_batch([doc])[0]
    shares = {ent.start: 1.0 for ent in doc.ents}
    for word in range(len(doc)):
        values = step.predict([state])[0]
        ent = next((ent for ent in doc.ents if ent.start <= word < ent.end), None)
        action = "O"
        if ent is not None:
            action = "U-" if len(ent) == 1 else "B-" if word == ent.start else "L-" if word == ent.end - 1 else "I-"
            action += ent.label_
            possible = [name for name in names if name == "O" or (name[:2] in ("B-", "U-") and name[2:])]
            if word > ent.start:
                possible = ["I-" + ent.label_, "L-" + ent.label_]
            odds = {name: math.exp(values[names.index(name)]) for name in possible}
            shares[ent.start] *= odds[action] / sum(odds.values())
        ner.moves.apply_transition(state, action)
    return [shares[ent.start] for ent in doc.ents]


def test_shares_are_those_of_the_recogniser(nlp: Language) -> None:
    docs = [
        read(nlp, (2, 5, "ARCHITECTURE"), (9, 11, "TASK")),
        read(nlp),
        read(nlp, (0, 1, "TASK"), (1, 2, "ARCHITECTURE"), (7, 11, "TASK")),
    ]
    shares = Certainty(nlp)(docs)
    assert [len(some) for some in shares] == [2, 0, 3]
    for doc, some in zip(docs, shares, strict=True):
        assert some == pytest.approx(walked(nlp, doc), rel=1e-4)
        assert all(0 < share < 1 for share in some)


def test_another_kind_of_ner_has_none() -> None:
    nlp = spacy.blank("en")
    assert Certainty(nlp)([read(nlp, (0, 1, "TASK"))]) == [[]]
    nlp.add_pipe("beam_ner")
    assert Certainty(nlp)([read(nlp, (0, 1, "TASK"))]) == [[]]


def test_chances_rise_with_the_share_and_stay_between_0_and_1() -> None:
    for label in (*CURVES, "OTHER"):
        chances = [chance(label, share) for share in (0.0, 0.5, 0.88, 0.99, 0.9999, 1.0)]
        assert chances == sorted(set(chances))
        assert chances[0] > 0
        assert chances[-1] < 1
    assert chance("TASK", 0.5) == pytest.approx(1 / (1 + math.exp(0.83)))


def test_entities_have_their_chance(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    @Language.component("marks_for_test")
    def marks(doc: Doc) -> Doc:
        doc.set_ents([Span(doc, 4, 5, label="ARCHITECTURE"), Span(doc, 9, 11, label="TASK")])
        return doc

    nlp.add_pipe("marks_for_test")
    finder = EntityFinder(nlp, "m")
    monkeypatch.setattr(finder._readings[0][0], "_certainty", lambda docs: [[0.5, 0.999] for _ in docs])
    found = finder(spacy.blank("en")(WORDS)).user_data["dlextract.entities"]
    chances = [("ARCHITECTURE", round(chance("ARCHITECTURE", 0.5), 3)), ("TASK", round(chance("TASK", 0.999), 3))]
    assert [(mention.label, mention.score) for mention in found] == chances
