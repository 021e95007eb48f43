"""Reads what a trained NER says of many texts at once.

spaCy's transition-based recogniser walks through each text word by word. Yet outside of an entity its choice depends on
nothing but the word, and inside on the word, the one before it and the entity's first one. So the choices at all words
are worked out in one go as if no entity were open, and those inside of entities in a few rounds: the same entities in a
fraction of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from spacy.attrs import IS_SPACE
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

from .stretches import Stretch
from .tagger import FACTORY

COMPONENTS = frozenset({"dlextract_gazetteer", "tok2vec", "ner", FACTORY})
"""Factories of components beside which the choices depend on words alone: none marks entities or sentences before."""

_FEATURES = 3
"""Words that a choice depends on: the word itself, the first one of its entity, the one before it."""

Entity: TypeAlias = tuple[str, int, int]
"""Label, first token and the token behind the last one."""


def reads_words(nlp: Language) -> bool:
    """Tell whether ``nlp`` has a NER, and nothing else but what depends on words alone."""
    return nlp.has_pipe("ner") and {nlp.get_pipe_meta(name).factory for name in nlp.pipe_names} <= COMPONENTS


def can_read(nlp: Language) -> bool:
    """Tell whether a ``Recogniser`` says of the texts that ``nlp`` reads what its own NER would."""
    if not reads_words(nlp):
        return False
    ner = nlp.get_pipe("ner")
    model = getattr(ner, "model", None)
    if type(ner) is not EntityRecognizer or model is None or not model.attrs.get("has_upper"):
        return False
    return bool(model.get_ref("lower").get_dim("nF") == _FEATURES) and not model.attrs.get("unseen_classes")


class Recogniser:
    """Stands for the component "ner" of ``nlp``, for which ``can_read`` must hold."""

    def __init__(self, nlp: Language) -> None:
        self._model: Any = nlp.get_pipe("ner").model
        moves = nlp.get_pipe("ner").moves
        names = [moves.get_class_name(number) for number in range(moves.n_moves)]
        self._names = names
        self._out = names.index("O")
        self._begin = [number for number, name in enumerate(names) if name[:2] == "B-"]
        self._unit = [number for number, name in enumerate(names) if name[:2] == "U-" and name[2:]]
        self._opening = [*self._begin, *self._unit, self._out]
        self._inside = {number: (names.index("I-" + names[number][2:])) for number in self._begin}
        self._last = {number: (names.index("L-" + names[number][2:])) for number in self._begin}

    def __call__(self, docs: Sequence[Doc | Stretch]) -> list[list[Entity]]:
        """Return the entities of each doc, which the other components have read, in order."""
        sizes = [len(doc) for doc in docs]
        found: list[list[Entity]] = [[] for _ in docs]
        if not sum(sizes):
            return found
        ends = np.cumsum(sizes)
        final = np.zeros(sum(sizes), dtype=bool)
        final[ends[np.asarray(sizes) > 0] - 1] = True
        parts = _Parts(self._model.get_ref("lower"), self._model.get_ref("tok2vec").predict(docs))
        opened = self._openings(parts, final, np.concatenate([doc.to_array(IS_SPACE) for doc in docs]) > 0)
        words = np.flatnonzero(opened != self._out)
        stops = self._stops(parts, final, words[np.isin(opened[words], self._begin)], opened)
        free = 0
        for word, number in zip(words.tolist(), np.searchsorted(ends, words, side="right").tolist(), strict=True):
            if word >= free:
                free = stops.get(word, word + 1)
                first = int(ends[number]) - sizes[number]
                found[number].append((self._names[opened[word]][2:], word - first, free - first))
        return found

    def _openings(self, parts: Any, final: Any, space: Any) -> Any:
        """Return for each word the choice where no entity is open."""
        scores = self._scores(parts.alone())
        possible = np.full_like(scores, -np.inf)
        possible[:, self._opening] = scores[:, self._opening]
        possible[np.ix_(final | space, self._begin)] = -np.inf
        possible[np.ix_(space, self._unit)] = -np.inf
        return possible.argmax(axis=1)

    def _stops(self, parts: Any, final: Any, starts: Any, opened: Any) -> dict[int, int]:
        """Return for each word that begins an entity of several words the word behind that entity."""
        stops: dict[int, int] = {}
        inside = np.asarray([self._inside.get(number, 0) for number in range(len(self._names))])
        last = np.asarray([self._last.get(number, 0) for number in range(len(self._names))])
        words = starts + 1
        while len(starts):
            scores = self._scores(parts.together(words, starts))
            rows = np.arange(len(starts))
            goes_on, ends = inside[opened[starts]], last[opened[starts]]
            more, less = scores[rows, goes_on], scores[rows, ends]
            open_ = np.where(goes_on < ends, more >= less, more > less) & ~final[words]  # the first of equal ones wins
            stops.update(zip(starts[~open_].tolist(), (words[~open_] + 1).tolist(), strict=True))
            starts, words = starts[open_], words[open_] + 1
        return stops

    def _scores(self, hidden: Any) -> Any:
        """Return the score of each choice."""
        return self._model.get_ref("upper").predict(hidden)


class _Parts:
    """The hidden layer of the words of a text, put together from what up to three words add to it.

    Args:
        lower: the layer below it.
        vectors: those of the words, words × width.
    """

    def __init__(self, lower: Any, vectors: Any) -> None:
        self._vectors = vectors
        self._weights = lower.get_param("W").reshape(_FEATURES, -1, vectors.shape[1])
        self._none = lower.get_param("pad").reshape(_FEATURES, -1)
        self._shift = lower.get_param("b").reshape(-1)
        self._pieces = lower.get_dim("nP")
        self._own = np.matmul(vectors, self._weights[0].T)

    def alone(self) -> Any:
        """Return the hidden layer at each word where no entity is open: there is no first word and none before."""
        return self._largest(self._own + self._none[1], self._none[2])

    def together(self, words: Any, starts: Any) -> Any:
        """Return the hidden layer at some words inside of the entities that begin at ``starts``."""
        first = np.matmul(self._vectors[starts], self._weights[1].T)
        before = np.matmul(self._vectors[words - 1], self._weights[2].T)
        return self._largest(self._own[words] + first, before)

    def _largest(self, total: Any, more: Any) -> Any:
        total += more
        total += self._shift
        best = np.ascontiguousarray(total[:, :: self._pieces])
        for piece in range(1, self._pieces):
            np.maximum(best, total[:, piece :: self._pieces], out=best)
        return best
