"""A text cut into words and sentences, in place of a spaCy Doc where nobody asks for one.

Words, numbers and single signs are cut off without exceptions and without loss of a character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from ..doc_keys import TEXT

TOKEN = re.compile(r"(\d+(?:[.,]\d+)*[^\W\d_]*|\w+|[^\w\s])( ?)|(\s+)")
"""A token and the space behind it, or white space that is a token of its own."""


class Sentence(NamedTuple):
    """Where a sentence begins, and where its last token ends."""

    start_char: int
    end_char: int


class CutText:
    """A text with its words, and what the components leave in ``user_data`` (``dlextract.doc_keys``).

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.user_data: dict[str, Any] = {TEXT: text}
        self._sentences: list[Sentence] | None = None

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def words(self) -> list[str]:
        """The tokens as they are printed, white space between lines among them."""
        return [word or white for word, _, white in self._tokens]

    @cached_property
    def starts(self) -> list[int]:
        """Where the tokens begin."""
        sizes = [len(word) + len(space) + len(white) for word, space, white in self._tokens]
        return list(accumulate(sizes, initial=0))[:-1]

    @cached_property
    def ends(self) -> list[int]:
        """Where the tokens end, without the space behind them."""
        return [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]

    @property
    def sents(self) -> Sequence[Sentence]:
        """The sentences; none before they are marked."""
        return self._sentences or []

    @property
    def has_sentences(self) -> bool:
        """Whether sentences were marked."""
        return self._sentences is not None

    def mark_sentences(self, firsts: Sequence[int]) -> None:
        """Let sentences begin at these tokens, given by their numbers in order, the first of which is 0."""
        lasts = [*(first - 1 for first in firsts[1:]), len(self.words) - 1]
        self._sentences = [
            Sentence(self.starts[first], self.ends[last]) for first, last in zip(firsts, lasts, strict=True)
        ]

    @cached_property
    def _tokens(self) -> list[tuple[str, str, str]]:
        return TOKEN.findall(self.text)


def text_of(doc: Any) -> str:
    """Return ``doc.text``, which spaCy would put together anew from all tokens."""
    text: str | None = doc.user_data.get(TEXT)
    return doc.text if text is None else text
