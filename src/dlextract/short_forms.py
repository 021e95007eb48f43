"""Whether letters stand for words: "GAMO" for "Generative Adversarial Minority Oversampling".

Source: A. S. Schwartz, M. A. Hearst (2003), A simple algorithm for identifying abbreviation definitions in biomedical
text; here limited to long forms whose first letter is that of the abbreviation.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


def is_short_form(printed: str) -> bool:
    """Tell whether ``printed`` looks like an abbreviation: it has two capitals or more."""
    return sum(letter.isupper() for letter in printed) >= 2


def stands_for(short: str, long: str) -> bool:
    """Tell whether the letters of ``short`` occur in ``long`` in their order, the first at its beginning."""
    letters = [letter for letter in short.lower() if letter.isalpha()]
    if not is_short_form(short) or len(long) <= len(short) + 2 or " " not in long.strip():
        return False
    return long[0].lower() == letters[0] and _tightest(letters[1:], long[1:]) >= 0


def long_form(short: str, before: str) -> str:
    """Return the shortest end of ``before`` that holds the letters of ``short`` in order, its first at a word start.

    "" where there is none of at least two words and of no more than five words beyond the number of letters.
    """
    letters = [letter.lower() for letter in short if letter.isalnum()]
    start = _tightest(letters[1:], before) - 1
    while start >= 0 and (before[start].lower() != letters[0] or (start > 0 and before[start - 1].isalnum())):
        start -= 1
    if start < 0:
        return ""
    long = before[start:].strip(" \"”“’‘'")
    return long if 2 <= len(_WORD.findall(long)) <= len(letters) + 5 else ""


def _tightest(letters: list[str], text: str) -> int:
    """Return where the shortest end of ``text`` that holds ``letters`` in order begins; -1 where none does."""
    start = len(text)
    for letter in reversed(letters):
        start -= 1
        while start >= 0 and text[start].lower() != letter:
            start -= 1
        if start < 0:
            return -1
    return start
