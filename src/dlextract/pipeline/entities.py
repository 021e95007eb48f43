"""The slot for a trained NER: it reads the text in chunks, and its entities become mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, Protocol

from ..doc_keys import ENTITIES, SHARE_OF, SKIP
from ..records import FROM_MODEL, Mention
from .chunks import Scored, chunks
from .label_shares import LabelShares
from .places import Places
from .plain_model import PlainModel
from .plain_reading import PlainReading
from .text import sentences_of, text_of

BY_NAME = Places()
"""Labels that stand for those of the same name."""


class Reading(Protocol):
    """What reads the chunks of a text for the labels ``labels``."""

    labels: tuple[str, ...]

    def __call__(self, doc: Any, chunks: Sequence[tuple[int, int]], known: LabelShares) -> Iterator[Scored]:
        """Yield the entities of the chunks; what is said of all other words is added to ``known``."""


class EntityFinder:
    """Lets a trained NER read a text and keeps its entities as mentions.

    Args:
        model: a pipeline of spaCy with its own tokenizer, or a model read without spaCy; None for none.
        name: what ``found_by`` calls it.
        prose: read only paragraphs with a sentence in them, no headings, formulas and rows of tables.
        places: what its labels stand for; an entity of one that stands for nothing is left out.
    """

    def __init__(self, model: Any = None, name: str = "", *, prose: bool = False, places: Places = BY_NAME) -> None:
        self._reading: Reading | None = None
        self._name = name
        self._prose = prose
        self._places = places
        if model is not None:
            self.use(model, name, prose=prose, places=places)

    def use(self, model: Any, name: str, *, prose: bool = False, places: Places = BY_NAME) -> None:
        """Let ``model`` read from now on."""
        self._name, self._prose, self._places = name, prose, places
        if isinstance(model, PlainModel):
            self._reading = PlainReading(model)
        else:
            from .spacy_reading import SpacyReading

            self._reading = SpacyReading(model)

    @contextmanager
    def memory_zone(self, mem: Any) -> Iterator[None]:
        """Let a model of spaCy forget afterwards what is stored of new words in ``mem``."""
        zone = getattr(self._reading, "memory_zone", None)
        with zone(mem) if zone else nullcontext():
            yield

    def __call__(self, doc: Any) -> Any:
        """Leave the entities in ``doc.user_data[ENTITIES]``, each with its score.

        What a model says of all other words is left in ``doc.user_data[SHARE_OF]``, where it says that.
        """
        if self._reading is None:
            return doc
        parts = list(chunks(text_of(doc), sentences_of(doc), doc.user_data.get(SKIP, ()), self._prose))
        shares = LabelShares([self._places.of(label) for label in self._reading.labels])
        doc.user_data[ENTITIES] = tuple(
            Mention(place, start, end, "", f"{FROM_MODEL}{self._name}", score=score)
            for label, start, end, score in self._reading(doc, parts, shares)
            if (place := self._places.of(label))
        )
        if shares:
            doc.user_data[SHARE_OF] = shares
        return doc
