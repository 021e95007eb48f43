"""Regexes that can take forever: each is timed on texts that make careless regexes slow."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import regex

_SHORT, _LONG = 300, 2000
_SUSPICIOUS = 0.002
"""Seconds for ``_SHORT`` characters beyond which a regex is tried on ``_LONG`` ones."""

LIMIT = 0.5
"""Seconds of processor time for ``_LONG`` characters that make a regex dangerous."""

_UNITS = ("a", "A1", "1", " ", "-", "a ", "1, ", "0.1, ", "a-", "A b ", "of the ", "(a) ", "a.")
_WORD = re.compile(r"[A-Za-z]{3,}")
_RUN = re.compile(r"(?<!\\)[^\\()\[\]{}|?*+^$.<>!]+")
_SIGNS = re.compile(r"\\[a-zA-Z]|[()\[\]{}|?*+^$.<>=!:]")


def slow_text(pattern: regex.Pattern[str]) -> tuple[str, float] | None:
    """Return a text on which the compiled ``pattern`` takes too long, and the seconds; None where there is none."""
    # A text without the words of the regex is dismissed at once, so they stand behind what is repeated.
    ends = ("\x00", "\x00" + "\x00".join(dict.fromkeys(_RUN.findall(pattern.pattern))))
    for unit in _attacks(pattern.pattern):
        for end in ends:
            begin = (unit * (_SHORT // len(unit) + 1))[:_SHORT]
            if _seconds(pattern, begin + end) < _SUSPICIOUS:
                continue
            text = (unit * (_LONG // len(unit) + 1))[:_LONG]
            taken = _seconds(pattern, text + end)
            if taken >= LIMIT:
                return f"{unit * 3}…", taken
    return None


def _attacks(written: str) -> Iterator[str]:
    """Yield units that are repeated: general ones, and the words and signs of the regex itself."""
    yield from _UNITS
    words = list(dict.fromkeys(_WORD.findall(_SIGNS.sub(" ", written))))
    yield from (f"{word} " for word in words[:2])
    if len(words) > 1:
        yield " ".join(words[:8]) + " "
    signs = dict.fromkeys(char for char in _SIGNS.sub("", written) if not char.isalnum() and not char.isspace())
    yield from list(signs)[:2]
    letters = dict.fromkeys(char for char in _SIGNS.sub("", written) if char.isalpha())
    yield from list(letters)[:2]


def _seconds(pattern: regex.Pattern[str], text: str) -> float:
    start = time.process_time()
    try:
        for _ in pattern.finditer(text, timeout=LIMIT):
            pass
    except TimeoutError:
        return max(LIMIT, time.process_time() - start)
    return time.process_time() - start
