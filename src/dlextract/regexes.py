"""Regexes, compiled when first needed, once per process, and kept compiled between runs.

Compiling all regexes of the shipped patterns takes about as long as reading two papers.
"""

from __future__ import annotations

import copyreg
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import regex

from . import cache

_KIND = "regexes"
_ENOUGH = 20
_MOST = 4000

_WORD = 40
"""Characters of the longest text of which it is remembered whether a regex matches it as a whole."""

_WORDS = 1000
"""Texts of which a regex remembers that."""

PATIENCE = 1.0
"""Seconds of processor time that one search of a ``Limited`` regex may take."""

_ready: dict[str, regex.Pattern[str]] = {}
_known: dict[str, tuple[Any, ...]] = {}
_file = ""
_fresh = 0


def compiled(pattern: str) -> regex.Pattern[str]:
    """Return the compiled regex.

    Raises:
        regex.error: it is none.
    """
    found = _ready.get(pattern)
    if found is None:
        found = _ready[pattern] = _thawed(pattern) or _compile(pattern)
    return found


def search(pattern: str, text: str, seconds: float = 0.25) -> regex.Match[str] | None:
    """Return the first match of the regex in ``text``, None where there is none or none was found in ``seconds``.

    Raises:
        regex.error: it is none.
    """
    try:
        return compiled(pattern).search(text, timeout=seconds)
    except TimeoutError:
        return None


def either(regexes: Iterable[str]) -> str:
    """Return the regex that matches what any of ``regexes`` matches."""
    return "|".join(f"(?:{text})" for text in regexes)


class Limited:
    """A regex that is given up once a search has taken too long; made anew for each paper, compiled when first asked.

    ``start`` and ``end`` of a search are offsets into the text, as of the package ``regex``: what stands before
    ``start`` is seen by lookbehinds, what stands behind ``end`` is not there.

    Args:
        pattern: the regex; searching for what is none raises ``regex.error``.
    """

    __slots__ = ("_regex", "_slow", "_whole", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._slow = False
        self._regex: regex.Pattern[str] | None = None
        self._whole: dict[str, regex.Match[str] | None] = {}

    def _compiled(self) -> regex.Pattern[str]:
        if self._regex is None:
            self._regex = compiled(self.pattern)
        return self._regex

    def search(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the first match, None where there is none or the regex was given up."""
        if self._slow:
            return None
        try:
            return self._compiled().search(text, start, end, timeout=PATIENCE)
        except TimeoutError:
            self._slow = True
            return None

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the match at ``start``, None where there is none or the regex was given up."""
        if self._slow:
            return None
        try:
            return self._compiled().match(text, start, end, timeout=PATIENCE)
        except TimeoutError:
            self._slow = True
            return None

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the match of the whole text, None where there is none or the regex was given up.

        What it says of single words is remembered: they come again and again.
        """
        if self._slow:
            return None
        word = not start and end is None and len(text) <= _WORD
        if word and text in self._whole:
            return self._whole[text]
        try:
            found = self._compiled().fullmatch(text, start, end, timeout=PATIENCE)
        except TimeoutError:
            self._slow = True
            return None
        if word and len(self._whole) < _WORDS:
            self._whole[text] = found
        return found

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        """Yield the matches, as far as they come in time."""
        if self._slow:
            return
        try:
            yield from self._compiled().finditer(text, start, end, timeout=PATIENCE)
        except TimeoutError:
            self._slow = True


def _compile(pattern: str) -> regex.Pattern[str]:
    global _fresh
    found = regex.compile(pattern)
    _fresh += 1
    return found


def _thawed(pattern: str) -> regex.Pattern[str] | None:
    data = _known.get(pattern)
    if data is None:
        return None
    try:
        found: regex.Pattern[str] = _maker()(*data)
    except (TypeError, ValueError, RuntimeError, regex.error):  # kept by another release: compiling anew works
        return None
    return found


@lru_cache(maxsize=1)
def _maker() -> Any:
    """Return the function that makes a compiled regex of its parts."""
    return _parts(regex.compile(""))[0]


def _parts(found: regex.Pattern[str]) -> tuple[Any, tuple[Any, ...]]:
    """Return the function that makes a compiled regex and what it makes it from, as the regex tells ``copyreg``."""
    reduce: Any = copyreg.dispatch_table[type(found)]
    make, data = reduce(found)
    return make, data


def use_cache() -> None:
    """Read what earlier runs compiled."""
    global _file
    if _file:
        return
    _file = cache.key(str(regex.__version__))
    found = cache.load(_KIND, _file)
    if isinstance(found, dict):
        _known.update(found)


def keep() -> None:
    """Store what was compiled, if it is much that is new; called after each paper."""
    global _fresh
    if not _file or _fresh < _ENOUGH:
        return
    _fresh = 0
    data = {pattern: _parts(found)[1] for pattern, found in _ready.items()}
    for pattern, parts in _known.items():
        if len(data) >= _MOST:
            break
        data.setdefault(pattern, parts)
    cache.store(_KIND, _file, data)
