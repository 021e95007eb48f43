"""Words that the code looks for: which ones they are stands in ``words.yaml``, what is done with them in the code.

A ``WordRegex`` or a ``WordList`` is named where it is used, and looked up when it is used: in the words of the
knowledge that a paper is read with (``using``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import regex

from .needs import needs_of
from .regexes import Limited

_LONG = 2000
"""Characters of the longest text that is looked through for words first: whole papers have them all."""

Written = Mapping[str, str | tuple[str, ...]]
"""Name → a regex, or a list of words."""


class _Sifted(Limited):
    """A regex that is not run on a sentence without the words that it needs, which is most of them.

    Args:
        pattern: the regex.
        needs: sets of lower-case words; what it matches contains a word of each set.
    """

    __slots__ = ("_needs",)

    def __init__(self, pattern: str, needs: Sequence[Sequence[str]]) -> None:
        super().__init__(pattern)
        self._needs = needs

    def search(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the first match, None where there is none or the regex was given up."""
        return None if self._lacks(text, start, end) else super().search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        """Return the matches, as far as they come in time."""
        return iter(()) if self._lacks(text, start, end) else super().finditer(text, start, end)

    def _lacks(self, text: str, start: int, end: int | None) -> bool:
        """Tell whether a text that is searched as a whole, and is no paper, surely has no match."""
        if not self._needs or start or end is not None or len(text) > _LONG:
            return False
        lower = _lower(text)
        for words in self._needs:
            for word in words:
                if word in lower:
                    break
            else:
                return True
        return False


_last = ("", "")


def _lower(text: str) -> str:
    """Return the text in lower case; many regexes ask for the same one in a row."""
    global _last
    known, lower = _last
    if known is not text:
        lower = text.lower()
        _last = (text, lower)
    return lower


@lru_cache(maxsize=4)
def _needs_of(regexes: tuple[str, ...]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the words that the regexes of a knowledge need, those likely to be met first."""
    needs = needs_of(regexes)
    return {written: tuple(tuple(sorted(words, key=len)) for words in sets) for written, sets in needs.items()}


class _Paper(dict[str, Limited]):
    """The expressions that one paper is read with; one that takes too long is given up for that paper."""

    def __init__(self, words: Written) -> None:
        super().__init__()
        self._words = words
        self._sets: dict[str, frozenset[str]] = {}
        self._needs: Mapping[str, tuple[tuple[str, ...], ...]] | None = None

    def __missing__(self, name: str) -> Limited:
        written = self._words[name]
        assert isinstance(written, str), f"{name} is no regex"
        if self._needs is None:
            self._needs = _needs_of(tuple(one for one in self._words.values() if isinstance(one, str)))
        found = self[name] = _Sifted(written, self._needs[written])
        return found

    def set(self, name: str) -> frozenset[str]:
        """Return a list of words."""
        found = self._sets.get(name)
        if found is None:
            found = self._sets[name] = frozenset(self._words[name])
        return found


_current: ContextVar[_Paper] = ContextVar("words")


@contextmanager
def using(words: Written) -> Iterator[None]:
    """Look words up in ``words`` from here on, in this thread: for one paper."""
    token = _current.set(_Paper(words))
    try:
        yield
    finally:
        _current.reset(token)


class WordRegex:
    """A regex of ``words.yaml``.

    Args:
        name: of its entry.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def pattern(self) -> str:
        """The regex as it is written."""
        return _current.get()[self.name].pattern

    def search(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the first match in ``text[start:end]``, None where there is none."""
        return _current.get()[self.name].search(text, start, end)

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the match at the beginning of ``text[start:end]``, None where there is none."""
        return _current.get()[self.name].match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the match of all of ``text[start:end]``, None where there is none."""
        return _current.get()[self.name].fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        """Yield the matches in ``text[start:end]``."""
        return _current.get()[self.name].finditer(text, start, end)

    def sub(self, with_: str, text: str) -> str:
        """Return ``text`` with ``with_`` in the place of all matches."""
        pieces: list[str] = []
        last = 0
        for match in self.finditer(text):
            pieces += [text[last : match.start()], with_]
            last = match.end()
        return "".join([*pieces, text[last:]])


class WordList(Set[str]):
    """A list of words of ``words.yaml``.

    Args:
        name: of its entry.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def words(self) -> frozenset[str]:
        """The words."""
        return _current.get().set(self.name)

    def __contains__(self, word: object) -> bool:
        return word in self.words

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    @classmethod
    def _from_iterable(cls, words: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        """Return what ``&``, ``|`` and ``-`` give."""
        return frozenset(words)
