"""Which of many regexes can match in a text at all: all words that they need are looked for in one pass.

Source: Aho and Corasick, "Efficient string matching: an aid to bibliographic search" (1975), by the package
pyahocorasick; where that is not installed, each word is looked for on its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from operator import itemgetter
from typing import Any

from .literals import Words
from .needs import needs_of

try:
    import ahocorasick
except ImportError:  # no wheel for this platform
    ahocorasick = None

_GRAM = 4
"""Length of the pieces that tell quickly that a word does not occur."""

_word_of = itemgetter(1)


class Sieve:
    """The words that some regexes need, ready to be looked for.

    ``needs`` holds for each regex sets of lower-case words: what it matches contains a word of each set. There are none
    where nothing is known.

    Args:
        regexes: the regexes, as written.
    """

    def __init__(self, regexes: Iterable[str]) -> None:
        regexes = tuple(regexes)
        self.needs: Mapping[str, tuple[Words, ...]] = needs_of(regexes)
        self._rest = [self.needs[written][1:] for written in regexes]
        self._always = [number for number, written in enumerate(regexes) if not self.needs[written]]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, written in enumerate(regexes):
            for word in self.needs[written][0] if self.needs[written] else ():
                self._by_word[word].append(number)
        self._words = frozenset(word for sets in self.needs.values() for words in sets for word in words)
        self._automaton = _automaton(self._words)

    def words_in(self, text: str) -> AbstractSet[str]:
        """Return which of the words ``text`` contains, in any case."""
        lower = in_lower_case(text)
        if self._automaton is None:
            return {word for word in self._words if word in lower}
        return set(map(_word_of, self._automaton.iter(lower)))

    def possible(self, words: AbstractSet[str]) -> list[int]:
        """Return which of the regexes, by their place in the order given, a text may match that contains ``words``."""
        numbers = set(self._always)
        for word in words:
            numbers.update(self._by_word.get(word, ()))
        return sorted(n for n in numbers if not any(words.isdisjoint(some) for some in self._rest[n]))

    def places(self, text: str, spans: Sequence[tuple[int, int]]) -> Mapping[str, int]:
        """Return for each word that occurs the spans with it, as bits of a number: bit 0 stands for the first span.

        Args:
            text: the text, in any case.
            spans: half-open offsets into it, in order, none over another.
        """
        lower = in_lower_case(text)
        if self._automaton is None:
            found = ((word, _spans_with(word, lower, spans)) for word in _possible(self._words, lower))
            return {word: bits for word, bits in found if bits}
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, (start, end) in enumerate(spans):
            for word in set(map(_word_of, self._automaton.iter(lower, start, end))):
                numbers[word].append(number)
        return {word: _bits(some, len(spans)) for word, some in numbers.items()}


@lru_cache(maxsize=16)
def sieve_of(regexes: tuple[str, ...]) -> Sieve:
    """Return the sieve of these regexes, made once per process."""
    return Sieve(regexes)


def in_lower_case(text: str) -> str:
    """Return the text in lower case, of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _automaton(words: Iterable[str]) -> Any:
    """Return what finds all the words in one pass; None where there are none, or where it is not installed."""
    words = sorted(words)
    if ahocorasick is None or not words:
        return None
    automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY)
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


def _bits(numbers: Sequence[int], size: int) -> int:
    if len(numbers) == 1:
        return 1 << numbers[0]
    bits = bytearray(size // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def _possible(words: Iterable[str], lower: str) -> Iterable[str]:
    grams = {lower[at : at + _GRAM] for at in range(len(lower))}
    return (word for word in words if len(word) < _GRAM or (word[:_GRAM] in grams and word[-_GRAM:] in grams))


def _spans_with(word: str, lower: str, spans: Sequence[tuple[int, int]]) -> int:
    bits = 0
    starts = [start for start, _ in spans]
    at = lower.find(word)
    while at >= 0:
        number = bisect_right(starts, at) - 1
        if number >= 0 and at + len(word) <= spans[number][1]:
            bits |= 1 << number
        number += 1
        if number == len(spans):
            break
        at = lower.find(word, starts[number])
    return bits
