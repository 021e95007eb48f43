"""Lets a trained network read the words of a Doc without Docs of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from spacy.attrs import IS_SPACE
from spacy.language import Language

from .certainty import Certainty
from .curves import chance
from .gazetteer import Gazetteer
from .recogniser import Recogniser, can_read, reads_words
from .stretches import Stretch, TokenTable
from .tagger import TagEntities
from .tags import Array, Found

Read: TypeAlias = tuple[list[Found], Array | None]
"""The entities of a text, and the share of each label at each of its tokens (tokens × labels), None where unknown."""


class EntityReader:
    """Stands for the components of ``nlp``.

    Args:
        nlp: a pipeline of gazetteer, tok2vec and ner.
        found: what is read in texts whose words have their vectors.
    """

    def __init__(self, nlp: Language, found: Callable[[Sequence[Stretch]], list[Read]]) -> None:
        pipes = {nlp.get_pipe_meta(name).factory: nlp.get_pipe(name) for name in nlp.pipe_names}
        self._gazetteer: Gazetteer | None = pipes.get("dlextract_gazetteer")
        self._tok2vec: Any = pipes.get("tok2vec")
        self._found = found

    def tag(self, words: TokenTable, text: str, chunks: Sequence[tuple[int, int]]) -> None:
        """Give ``words`` the tags of the known names in the chunks of ``text``."""
        if self._gazetteer is not None:
            words.tag(
                {n: tag for chunk in chunks for n, tag in self._gazetteer.tags(text, words.starts, *chunk).items()}
            )

    def found(self, parts: Sequence[Stretch]) -> list[Read]:
        """Return what is read in each part, the entities in order; the components have not seen them."""
        if self._tok2vec is not None:
            for part, vectors in zip(parts, self._tok2vec.model.predict(parts), strict=True):
                part.tensor = vectors
        return self._found(parts)


def reader_of(nlp: Language) -> EntityReader | None:
    """Return what reads for ``nlp``; None where only its own components say what they would."""
    if can_read(nlp):
        recogniser, certainty = Recogniser(nlp), Certainty(nlp)

        def by_actions(parts: Sequence[Stretch]) -> list[Read]:
            found = recogniser(parts)
            shares = certainty.of(parts, found)
            return [
                (
                    [
                        (label, first, last, chance(label, share))
                        for (label, first, last), share in zip(*both, strict=True)
                    ],
                    None,
                )
                for both in zip(found, shares, strict=True)
            ]

        return EntityReader(nlp, by_actions)
    tagger = nlp.get_pipe("ner") if reads_words(nlp) else None
    if not isinstance(tagger, TagEntities):
        return None

    def by_tags(parts: Sequence[Stretch]) -> list[Read]:
        read: list[Read] = []
        for part, rows in zip(parts, tagger.predict(parts), strict=True):
            space = part.to_array(IS_SPACE) > 0
            read.append((list(tagger.found(rows, space)), tagger.shares(rows, space)))
        return read

    return EntityReader(nlp, by_tags)
