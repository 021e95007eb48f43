"""Which of several values of one setting was taken: "of which 0.2 did best", "so 512 was kept", "whereas we use 32"."""

from __future__ import annotations

from collections.abc import Sequence

from ..words import WordList
from .link_words import CHOICES, CONTRAST, HENCE, TAKEN

ALSO, INSTEAD = "also", "instead"

_US, _OURS = WordList("statement_us"), WordList("statement_ours")
_BUT = WordList("statement_but")
_SETTLED = WordList("statement_settled")
_JOINTS = WordList("statement_joints")
_MOST_WORDS_TO_US = 9


def taken(sentence: str, end: int, gap: Sequence[str], *, several: bool) -> str:
    """Return whether the value that ends at ``end`` was taken beside an earlier one or instead of it; "" for neither.

    Args:
        sentence: the sentence.
        end: where the value ends.
        gap: the words between the values.
        several: whether the earlier ones are several.
    """
    words = frozenset(gap)
    best = TAKEN.match(sentence, end) is not None
    chosen = bool(CHOICES & words)
    if several and (chosen or best) and _JOINTS & words:
        return ALSO
    if HENCE & words and (best or (chosen and _OURS & words)):
        return INSTEAD
    if _SETTLED & words and _BUT & words:
        return INSTEAD
    if _US & words and ((_BUT & words and len(gap) < _MOST_WORDS_TO_US) or (";" in words and chosen)):
        return "" if "and" in words else ALSO
    return INSTEAD if CONTRAST.match(sentence) and _OURS & words else ""
