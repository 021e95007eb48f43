"""Lets a network that needs no spaCy read the words of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from .chunks import Scored, batches
from .curves import on_curve
from .cut_text import CutText
from .label_shares import LabelShares
from .plain_model import PlainModel
from .tags import entities_between, shares_of_words
from .word_network import Word


class PlainReading:
    """Reads with ``model`` what is cut into words as the model's own words are."""

    def __init__(self, model: PlainModel) -> None:
        self._model = model
        self.labels = model.labels

    def __call__(self, doc: CutText, chunks: Sequence[tuple[int, int]], known: LabelShares) -> Iterator[Scored]:
        """Yield label, start, end and score of the entities in the chunks.

        What is said of all other words is added to ``known``.
        """
        network, labels, starts, ends = self._model.network, self.labels, doc.starts, doc.ends
        words: list[Word] = list(doc.words)
        for chunk in chunks:
            for number, tag in self._model.gazetteer.tags(doc.text, starts, *chunk).items():
                words[number] = (doc.words[number], tag)
        for batch in batches(chunks):
            spans = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in batch]
            vectors = network.vectors([word for first, stop in spans for word in words[first:stop]])
            parts = np.split(vectors, np.cumsum([stop - first for first, stop in spans])[:-1])
            for (first, stop), scores in zip(spans, network.scores(parts), strict=True):
                space = np.fromiter(map(str.isspace, doc.words[first:stop]), dtype=bool, count=stop - first)
                known.add(starts[first:stop], ends[first:stop], shares_of_words(scores, space))
                for label, start, end, share in entities_between(scores, space, labels):
                    yield label, starts[first + start], ends[first + end - 1], round(self._chance(label, share), 3)

    def _chance(self, label: str, share: float) -> float:
        curve = self._model.curves.get(label)
        return on_curve(share, curve) if curve else share
