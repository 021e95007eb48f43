"""The text of a Doc and its sentences, for components that work on characters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc

from .sentences import sentence_starts
from .tokenizer import text_of

__all__ = ["sentences_of", "text_of"]


def sentences_of(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a Doc as offsets; a Doc without sentences is split by our own rules."""
    if len(doc) and doc.has_annotation("SENT_START"):
        for sent in doc.sents:
            yield sent.start_char, sent.end_char
        return
    text = text_of(doc)
    starts = [*sentence_starts(text), len(text)]
    yield from pairwise(starts)
