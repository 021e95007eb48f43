"""Parts of a Doc in place of Docs of their own: as much of one as a trained network asks for.

To cut a text anew into the words that it has been cut into already, and to make Docs of them, takes longer than a tenth
of what a network needs to read them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from spacy.attrs import IDS, IDX, LENGTH, TAG
from spacy.tokens import Doc


class TokenTable:
    """What there is to know of the tokens of a Doc, each attribute looked up once.

    ``starts`` and ``ends`` are their offsets.

    Args:
        doc: the Doc.
    """

    def __init__(self, doc: Doc) -> None:
        self.vocab = doc.vocab
        self._doc = doc
        self._known: dict[int, Any] = {}
        starts, lengths = doc.to_array([IDX, LENGTH]).T
        self.starts: list[int] = starts.tolist()
        self.ends: list[int] = (starts + lengths).tolist()

    def of(self, attr: int) -> Any:
        """Return an attribute of all tokens."""
        known = self._known.get(attr)
        if known is None:
            known = self._known[attr] = self._doc.to_array(attr)
        return known

    def tag(self, tags: Mapping[int, str]) -> None:
        """Let tokens have ``tags``, by their numbers, and the others none; the Doc itself does not get them."""
        column = self._known[TAG] = np.zeros(len(self.starts), dtype="uint64")
        numbers = {tag: self.vocab.strings.add(tag) for tag in set(tags.values())}
        for index, tag in tags.items():
            column[index] = numbers[tag]

    def part(self, start: int, end: int) -> Stretch:
        """Return the tokens that begin in ``start:end`` of the text."""
        return Stretch(self, bisect_left(self.starts, start), bisect_left(self.starts, end))


class Stretch:
    """Tokens ``first:stop``, with a place for their vectors (``tensor``)."""

    __slots__ = ("_words", "first", "stop", "tensor", "vocab")

    def __init__(self, words: TokenTable, first: int, stop: int) -> None:
        self._words = words
        self.vocab = words.vocab
        self.first, self.stop = first, stop
        self.tensor: Any = np.zeros((0, 0), dtype="float32")

    def __len__(self) -> int:
        return self.stop - self.first

    def to_array(self, attrs: int | str | Sequence[int | str]) -> Any:
        """Return the attributes as ``Doc.to_array`` does: a row per token, or a number per token if it is one."""
        several = [attrs] if isinstance(attrs, int | str) else attrs
        columns = [self._words.of(IDS.get(attr, attr))[self.first : self.stop] for attr in several]
        return columns[0] if len(columns) == 1 else np.stack(columns, axis=1)
