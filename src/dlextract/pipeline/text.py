"""The text of a Doc and its sentences, for components that work on characters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from .cut_text import CutText, text_of
from .sentences import sentence_starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["sentences_of", "text_of"]


def sentences_of(doc: Doc | CutText) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a Doc as offsets; a Doc without sentences is split by our own rules."""
    if doc.has_sentences if isinstance(doc, CutText) else len(doc) and doc.has_annotation("SENT_START"):
        for sent in doc.sents:
            yield sent.start_char, sent.end_char
        return
    text = text_of(doc)
    starts = [*sentence_starts(text), len(text)]
    yield from pairwise(starts)
