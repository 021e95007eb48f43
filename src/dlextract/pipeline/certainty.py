"""How sure a trained NER is of each entity.

spaCy's transition-based recogniser chooses one action per word and keeps no score. Here the actions that made an
entity are scored once more, in one go for all entities of a batch, and from the same word vectors: the share that each
had among the actions possible at its word, multiplied over the words of the entity. The rest of the text is not looked
at again, so that it takes hardly any time (3 % of the reading).

These shares are no chances (``dlextract.pipeline.curves``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

from .stretches import Stretch

_FEATURES = 3
"""Words that an action depends on: the word itself, the first one of its entity, the one before it."""


class Certainty:
    """Scores the entities of docs that ``nlp`` has read.

    Where its NER is of another kind, no entity gets a score.
    """

    def __init__(self, nlp: Language) -> None:
        self._ner: Any = None
        if not nlp.has_pipe("ner"):
            return
        ner = nlp.get_pipe("ner")
        model = getattr(ner, "model", None)
        if type(ner) is not EntityRecognizer or model is None or not model.attrs.get("has_upper"):
            return
        lower = model.get_ref("lower")
        if lower.get_dim("nF") == _FEATURES:
            self._ner = ner
            moves = ner.moves  # its numbers are those of the network; ``move_names`` leaves out actions that are barred
            self._actions = {moves.get_class_name(number): number for number in range(moves.n_moves)}
            self._opening = [
                number for name, number in self._actions.items() if (name[:1] in "BU" and name[2:]) or name == "O"
            ]

    def __call__(self, docs: Sequence[Doc]) -> list[list[float]]:
        """Return the share of each of ``doc.ents`` for each doc, 0 to 1; empty lists where there are none."""
        return self.of(docs, [[(ent.label_, ent.start, ent.end) for ent in doc.ents] for doc in docs])

    def of(
        self, docs: Sequence[Doc | Stretch], entities: Sequence[Sequence[tuple[str, int, int]]]
    ) -> list[list[float]]:
        """Return the share of each of ``entities``: for each doc label, first token and the token behind the last."""
        scores: list[list[float]] = [[] for _ in docs]
        numbers = [number for number, some in enumerate(entities) if some]
        if self._ner is None or not numbers:
            return scores
        ids: list[tuple[int, int, int]] = []
        actions: list[tuple[int, Sequence[int]]] = []
        offset = 0
        for number in numbers:
            for label, start, end in entities[number]:
                first, last = offset + start, offset + end - 1
                for word in range(first, last + 1):
                    opens = word == first
                    ids.append((word, -1 if opens else first, -1 if opens else word - 1))
                    actions.append(self._action(label, opens=opens, closes=word == last))
            offset += len(docs[number])
        shares = iter(self._shares([docs[number] for number in numbers], np.asarray(ids), actions))
        for number in numbers:
            scores[number] = [math.prod(next(shares) for _ in range(start, end)) for _, start, end in entities[number]]
        return scores

    def _action(self, label: str, *, opens: bool, closes: bool) -> tuple[int, Sequence[int]]:
        """Return the action that was taken, and all that were possible."""
        if opens:
            return self._actions[("U-" if closes else "B-") + label], self._opening
        inside, last = self._actions["I-" + label], self._actions["L-" + label]
        return last if closes else inside, (inside, last)

    def _shares(self, docs: list[Doc | Stretch], ids: Any, actions: list[tuple[int, Sequence[int]]]) -> list[float]:
        model = self._ner.model
        vectors = model.get_ref("tok2vec").predict(docs)
        words, places = np.unique(ids, return_inverse=True)
        places = places.reshape(ids.shape)
        missing = int(words[0] == -1)
        parts = model.get_ref("lower").predict(vectors[words[missing:]])  # row 0 stands for "no word"
        places += 1 - missing
        lower = model.get_ref("lower")
        hidden = parts[places, np.arange(_FEATURES)].sum(axis=1) + lower.get_param("b")
        values = model.get_ref("upper").predict(hidden.max(axis=2))
        shares = []
        for row, (taken, possible) in zip(values, actions, strict=True):
            some = row[list(possible)]
            shares.append(float(np.exp(row[taken] - some.max()) / np.exp(some - some.max()).sum()))
        return shares
