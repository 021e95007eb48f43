"""A fast tokenizer: words, numbers and single signs, without exceptions and without loss of a character."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from ..doc_keys import TEXT
from .cut_text import TOKEN


def is_cut_into_words(doc: Doc) -> bool:
    """Tell whether a ``WordTokenizer`` made ``doc``."""
    return TEXT in doc.user_data


class WordTokenizer:
    """Splits text into tokens whose texts, with their spaces, are the text again.

    A token is a number with the letters that follow it ("0.001", "12GB"), a word ("ResNet50") or one sign.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for word, space, white in TOKEN.findall(text):
            words.append(word or white)
            spaces.append(bool(space))
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc.user_data[TEXT] = text
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: there is no state."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> WordTokenizer:
        """Return the tokenizer itself."""
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        """Write nothing."""

    def from_disk(self, path: Any, **_: Any) -> WordTokenizer:
        """Return the tokenizer itself."""
        return self
