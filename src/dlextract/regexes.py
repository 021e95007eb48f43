"""Regexes, compiled when first needed, once per process, and kept compiled between runs.

Compiling all regexes of the shipped patterns takes longer than reading two papers, so a wheel holds them compiled. What
is kept is the code that the package ``regex`` runs. It is used where the same compiler is installed: one
whose source is the same, letter by letter, and which knows the same properties of characters.
"""

from __future__ import annotations

import copyreg
import hashlib
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import regex

from . import cache, prepared

_KIND = "regexes"
_FORMAT = b"1"
"""Raised whenever ``_frozen`` gives something else."""
_ENOUGH = 20
_MOST = 4000

_WORD = 40
"""Characters of the longest text of which it is remembered whether a regex matches it as a whole."""

_WORDS = 1000
"""Texts of which a regex remembers that."""

PATIENCE = 1.0
"""Seconds of processor time that one search of a ``Limited`` regex may take."""

_ready: dict[str, regex.Pattern[str]] = {}
_known: dict[str, list[Any]] = {}
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
    """Return the regex from what is known of it, None where nothing is."""
    parts = _known.get(pattern)
    if parts is None:
        return None
    try:
        flags, code, groups, *rest = parts
        code = b64decode(code) if isinstance(code, str) else code
        names = {number: name for name, number in groups.items()}
        # The machine looks blindly into what should be a tuple, and JSON has lists.
        rest = [tuple(part) if isinstance(part, list) else part for part in rest]
        found: regex.Pattern[str] = _maker()(pattern, flags, code, groups, names, {}, [], *rest)
    except (TypeError, ValueError, AttributeError, RuntimeError, regex.error):  # compiling anew works
        return None
    return found


def _frozen(found: regex.Pattern[str]) -> list[Any] | None:
    """Return what ``_thawed`` makes the regex of: strings, numbers, lists and dicts; None where that cannot be."""
    reduce: Any = copyreg.dispatch_table[type(found)]
    pattern, flags, code, groups, _, lists, indices, *rest = reduce(found)[1]
    if lists or indices or pattern != found.pattern:
        return None
    return [flags, b64encode(code).decode("ascii") if isinstance(code, bytes) else code, groups, *rest]


@lru_cache(maxsize=1)
def _maker() -> Any:
    """Return the function that makes a compiled regex of its parts, as the package tells ``copyreg``."""
    found = regex.compile("")
    reduce: Any = copyreg.dispatch_table[type(found)]
    return reduce(found)[0]


@lru_cache(maxsize=1)
def _compiler() -> bytes:
    """Return what stands for the installed compiler: where it is the same, the code of a regex is the same."""
    digest = hashlib.sha256(_FORMAT)
    try:
        core, machine = import_module("regex._regex_core"), import_module("regex._regex")
        sources = sorted({str(core.__file__), str(sys.modules[regex.compile.__module__].__file__)})
        for source in sources:
            digest.update(Path(source).read_bytes())
        digest.update(repr((machine.MAGIC, machine.CODE_SIZE, sorted(machine.get_properties().items()))).encode())
    except (ImportError, AttributeError, OSError):  # another package's layout, or one without sources
        digest.update(f"{regex.__version__} {sys.implementation.cache_tag} {sys.platform}".encode())
    return digest.digest()


def use_cache() -> None:
    """Read what came compiled with this installation, and what earlier runs compiled."""
    global _file
    if _file:
        return
    _file = cache.key(_compiler().hex())
    for found in (cache.load(_KIND, _file), prepared.load(_KIND, prepared.key(_compiler()))):
        if isinstance(found, dict):
            _known.update(found)


def keep() -> None:
    """Store what was compiled, if it is much that is new; called after each paper."""
    global _fresh
    if not _file or _fresh < _ENOUGH:
        return
    _fresh = 0
    come = prepared.load(_KIND, prepared.key(_compiler())) or {}
    assert isinstance(come, dict)
    made = {pattern: _known.get(pattern) or _frozen(found) for pattern, found in _ready.items() if pattern not in come}
    data = {pattern: parts for pattern, parts in made.items() if parts is not None}
    for pattern, parts in _known.items():
        if len(data) >= _MOST:
            break
        if pattern not in come:
            data.setdefault(pattern, parts)
    cache.store(_KIND, _file, data)


def prepare(folder: Path, patterns: Iterable[str]) -> Path:
    """Write all that is compiled by now and ``patterns``, as a wheel holds them, into ``folder``; return the file."""
    for pattern in patterns:
        compiled(pattern)
    made = {pattern: _frozen(found) for pattern, found in sorted(_ready.items())}
    value = {pattern: parts for pattern, parts in made.items() if parts is not None}
    return prepared.store(folder, _KIND, prepared.key(_compiler()), value)
