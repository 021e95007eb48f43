"""The slot for a trained NER: it reads the text in chunks, and its entities become mentions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
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
        self._readings: list[tuple[Reading, str]] = []
        self._prose = prose
        self._places = places
        if model is not None:
            self.use(model, name, prose=prose, places=places)

    def use(self, model: Any, name: str, *, prose: bool = False, places: Places = BY_NAME) -> None:
        """Let ``model`` read from now on, behind those that do already; of what overlaps the first find stays."""
        self._prose, self._places = prose, places
        reading: Reading
        if isinstance(model, PlainModel):
            reading = PlainReading(model)
        else:
            from .spacy_reading import SpacyReading

            reading = SpacyReading(model)
        self._readings.append((reading, name))

    @contextmanager
    def memory_zone(self, mem: Any) -> Iterator[None]:
        """Let a model of spaCy forget afterwards what is stored of new words in ``mem``."""
        with ExitStack() as zones:
            for reading, _ in self._readings:
                if zone := getattr(reading, "memory_zone", None):
                    zones.enter_context(zone(mem))
            yield

    def __call__(self, doc: Any) -> Any:
        """Leave the entities in ``doc.user_data[ENTITIES]``, each with its score.

        What a model says of all other words is left in ``doc.user_data[SHARE_OF]``, where it says that.
        """
        if not self._readings:
            return doc
        parts = list(chunks(text_of(doc), sentences_of(doc), doc.user_data.get(SKIP, ()), self._prose))
        found: list[Mention] = []
        for number, (reading, name) in enumerate(self._readings):
            shares = LabelShares([self._places.of(label) for label in reading.labels])
            further = [
                Mention(place, start, end, "", f"{FROM_MODEL}{name}", score=score)
                for label, start, end, score in reading(doc, parts, shares)
                if (place := self._places.of(label))
            ]
            found = joined(found, further)
            if shares and not number:
                doc.user_data[SHARE_OF] = shares
        doc.user_data[ENTITIES] = tuple(found)
        return doc


def joined(first: list[Mention], further: list[Mention]) -> list[Mention]:
    """Return the ``first`` mentions and those of ``further`` that overlap none of them, in order as both are."""
    kept = list(first)
    ends = [mention.end for mention in first]
    for mention in further:
        at = bisect_right(ends, mention.start)
        if at == len(first) or first[at].start >= mention.end:
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start) if first else kept
