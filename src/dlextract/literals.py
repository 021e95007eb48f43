"""Which words a text must contain for a regex to match: what lets most regexes be skipped without running them.

Source: the idea of required literals is that of Russ Cox, "Regular Expression Matching with a Trigram Index" (2012).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TypeAlias

Words: TypeAlias = frozenset[str]

VERSION = "3"
"""Raised whenever another answer is given for the same regex: answers are kept between runs."""

_MAX_EXACT = 64
_MAX_WORDS = 400
_MAX_LENGTH = 48
_SETS = 3
_MAX_PART = 8
_MAX_SHARE = 0.4

_CHAR_SHARE = {
    **dict.fromkeys(" .", 0.8),
    **dict.fromkeys("eiarntsoclduhmpgf", 0.7),
    **dict.fromkeys("bwvy,", 0.45),
    **dict.fromkeys("0123456789", 0.25),
    **dict.fromkeys("kxz-()jq:", 0.2),
    **dict.fromkeys("\n\t[]", 0.07),
}
"""Share of the sentences of papers that contain a character, where it is more than 2 %."""

_FREQUENT = {
    0.15: "the and of in a to for",
    0.08: "is on with we as this training that are model by from learning",
    0.04: "data image images detection was using an neural classification our or which be",
    0.03: "based were networks it dataset used deep can each models different not all",
    0.02: "convolutional results network performance table figure size trained accuracy have such number time use "
    "method features parameters test set between two",
}
_COMMON = tuple((word, share) for share, words in _FREQUENT.items() for word in words.split())
"""Words that many sentences of papers contain, with about the share of sentences."""


def required(pattern: str) -> tuple[Words, ...]:
    """Return sets of lower-case words: any text that ``pattern`` matches contains at least one word of each set.

    The most telling sets come first; nothing is returned where nothing can be said.
    """
    try:
        node = _Reader(pattern).read()
    except _CannotSayError:
        return ()
    sets = {_short(words) for words in node.sets()}
    telling = sorted(sets, key=lambda words: (_share(words), sorted(words)))[:_SETS]
    return tuple(words for number, words in enumerate(telling) if number == 0 or _share(words) < _MAX_SHARE)


def _short(words: Words) -> Words:
    """Return parts of the words that tell nearly as much: few short ones, which many regexes share."""
    parts = {_part_of(word) for word in words}
    return frozenset(part for part in parts if not any(other in part for other in parts if other != part))


@lru_cache(maxsize=100_000)
def _part_of(word: str) -> str:
    if len(word) <= _MAX_PART:
        return word
    starts = [at for at in range(len(word) - 5) if at == 0 or (word[at].isalnum() and not word[at - 1].isalnum())]
    windows = [word[at : at + _MAX_PART].rstrip() for at in starts]
    return min(windows, key=lambda part: (round(_word_share(part), 2), -len(part), word.index(part)))


def _share(words: AbstractSet[str]) -> float:
    """Return about which share of the sentences of a paper contains one of the words."""
    return sum(map(_word_share, words))


@lru_cache(maxsize=100_000)
def _word_share(word: str) -> float:
    rare = min(_CHAR_SHARE.get(char, 0.02 if char.isascii() else 0.002) for char in word) * 0.4 ** (len(word) - 1)
    inside = word.strip()
    common = sum(share for frequent, share in _COMMON if inside in frequent) if len(inside) > 1 else 0.0
    return max(rare, 0.001) + common


class _CannotSayError(Exception):
    """The regex uses something of which this module knows too little."""


@dataclass(slots=True)
class _Part:
    """What is known of a part of a regex.

    ``exact``: it matches these strings and no others (None: unknown). ``needs``: it contains a word of each set.
    """

    exact: Words | None
    needs: list[Words] = field(default_factory=list)

    def sets(self) -> list[Words]:
        if self.exact is not None and "" not in self.exact and self.exact:
            return [self.exact, *self.needs]
        return self.needs


_NOTHING: Words = frozenset({""})


def _any() -> _Part:
    return _Part(None)


def _empty() -> _Part:
    return _Part(_NOTHING)


def _join(parts: list[_Part]) -> _Part:
    needs: list[Words] = []
    run: Words = _NOTHING
    whole = True
    for part in parts:
        needs += part.needs
        if part.exact is None:
            if "" not in run:
                needs.append(run)
            run, whole = _NOTHING, False
            continue
        if part.exact == _NOTHING:
            continue
        joined = len(run) * len(part.exact)
        if joined <= _MAX_EXACT and max(map(len, run)) + max(map(len, part.exact)) <= _MAX_LENGTH:
            run = frozenset(a + b for a, b in product(run, part.exact))
        else:
            if "" not in run:
                needs.append(run)
            run, whole = part.exact, False
    if whole:
        return _Part(run, needs)
    if "" not in run:
        needs.append(run)
    return _Part(None, needs)


def _either(parts: list[_Part]) -> _Part:
    if len(parts) == 1:
        return parts[0]
    if all(part.exact is not None for part in parts):
        exact = frozenset(word for part in parts for word in part.exact or ())
        if len(exact) <= _MAX_WORDS:
            return _Part(exact)
    told = [sorted(part.sets(), key=_share) for part in parts]
    if not all(told):
        return _any()
    # Of "a1 and a2, or b1 and b2" follows: a1 or b1, and a2 or b2.
    ranks = range(min(_SETS, max(map(len, told))))
    joined = (frozenset().union(*(sets[min(rank, len(sets) - 1)] for sets in told)) for rank in ranks)
    return _Part(None, [words for words in joined if len(words) <= _MAX_WORDS])


def _repeat(part: _Part, least: int, most: int | None) -> _Part:
    if least == 0:
        if most == 1 and part.exact is not None and len(part.exact) < _MAX_EXACT:
            return _Part(part.exact | _NOTHING)
        return _empty() if part.exact == _NOTHING and not part.needs else _any()
    if most == least == 1:
        return part
    if part.exact is not None and least == most and len(part.exact) == 1:
        word = next(iter(part.exact)) * least
        if len(word) <= _MAX_LENGTH:
            return _Part(frozenset({word}), part.needs)
    return _Part(None, part.sets())


class _Reader:
    """Reads the syntax of the ``regex`` module as far as it must to know what is required."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._verbose = False

    def read(self) -> _Part:
        part = self._alternatives()
        if self._at < len(self._text):
            raise _CannotSayError
        return part

    def _peek(self, size: int = 1) -> str:
        return self._text[self._at : self._at + size]

    def _alternatives(self) -> _Part:
        verbose = self._verbose
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        self._verbose = verbose
        return _either(branches)

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        self._layout()
        while self._at < len(self._text) and self._peek() not in "|)":
            parts.append(self._quantified(self._atom()))
            self._layout()
        return _join(parts)

    def _layout(self) -> None:
        """Go beyond white space and comments where ``(?x)`` makes them layout."""
        while self._verbose and self._at < len(self._text) and (self._peek().isspace() or self._peek() == "#"):
            end = self._text.find("\n", self._at) if self._peek() == "#" else self._at
            self._at = end + 1 if end >= 0 else len(self._text)

    def _quantified(self, part: _Part) -> _Part:
        while True:
            self._layout()
            sign = self._peek()
            if sign == "*":
                least, most = 0, None
            elif sign == "+":
                least, most = 1, None
            elif sign == "?":
                least, most = 0, 1
            elif sign == "{":
                end = self._text.find("}", self._at)
                inside = self._text[self._at + 1 : end] if end > 0 else ""
                low, comma, high = inside.partition(",")
                if not (inside and (low or comma) and (low + high).isdigit()):
                    if inside and any(c in inside for c in "<=") and any(c in "eids" for c in inside):
                        raise _CannotSayError
                    return part
                least = int(low or 0)
                most = (int(high) if high else None) if comma else least
                self._at = end
            else:
                return part
            self._at += 1
            if self._peek() in ("?", "+"):
                self._at += 1
            part = _repeat(part, least, most)

    def _atom(self) -> _Part:
        char = self._peek()
        self._at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        if char == ".":
            return _any()
        if char in "^$":
            return _empty()
        if char in "*+?":
            raise _CannotSayError
        return _Part(frozenset({char.lower()}))

    def _group(self) -> _Part:
        if self._peek() != "?":
            return self._closed()
        for lookahead in ("?=", "?<="):
            if self._peek(len(lookahead)) == lookahead:
                self._at += len(lookahead)
                inner = self._closed()
                return _Part(_NOTHING, inner.sets())
        for negative in ("?!", "?<!"):
            if self._peek(len(negative)) == negative:
                self._at += len(negative)
                self._closed()
                return _empty()
        if self._peek(2) in ("?:", "?>", "?|"):
            self._at += 2
            return self._closed()
        if self._peek(3) == "?P<" or self._peek(2) == "?<":
            self._at = self._text.index(">", self._at) + 1
            return self._closed()
        if self._peek(2) == "?#":
            self._at = self._text.index(")", self._at) + 1
            return _empty()
        return self._flags()

    def _flags(self) -> _Part:
        end = self._at + 1
        while end < len(self._text) and (self._text[end].isalnum() or self._text[end] == "-"):
            end += 1
        flags = self._text[self._at + 1 : end]
        sign = self._text[end : end + 1]
        on, _, off = flags.partition("-")
        if not flags or set(on + off) - set("iswmuafx") or sign not in (":", ")"):
            raise _CannotSayError
        self._at = end + 1
        before = self._verbose
        self._verbose = (before or "x" in on) and "x" not in off
        if sign == ")":
            return _empty()
        part = self._closed()
        self._verbose = before
        return part

    def _closed(self) -> _Part:
        part = self._alternatives()
        if self._peek() != ")":
            raise _CannotSayError
        self._at += 1
        return part

    def _class(self) -> _Part:
        negated = self._peek() == "^"
        if negated:
            self._at += 1
        chars: set[str] = set()
        known = not negated
        first = True
        while True:
            if self._at >= len(self._text):
                raise _CannotSayError
            char = self._text[self._at]
            if char == "]" and not first:
                self._at += 1
                break
            first = False
            if self._peek(2) == "[:":
                self._at = self._text.index(":]", self._at) + 2
                known = False
                continue
            self._at += 1
            if char == "\\":
                part = self._escape(inside=True)
                if part.exact is None or part.exact == _NOTHING:
                    known = False
                    continue
                char = next(iter(part.exact))
            if self._peek() == "-" and self._peek(2)[1:] not in ("]", ""):
                self._at += 1
                last = self._text[self._at]
                self._at += 1
                if last == "\\":
                    self._at += 1
                    known = False
                elif 0 <= ord(last) - ord(char) <= 8:
                    chars.update(chr(code).lower() for code in range(ord(char), ord(last) + 1))
                else:
                    known = False
                continue
            chars.add(char.lower())
        return _Part(frozenset(chars)) if known and len(chars) <= 12 else _any()

    def _escape(self, *, inside: bool = False) -> _Part:
        char = self._peek()
        self._at += 1
        if not char:
            raise _CannotSayError
        if inside and char == "b":
            return _any()
        if char in "bBAZmMGK":
            return _empty()
        if char in "dDwWsSXRhN":
            if char == "N" and self._peek() == "{":
                self._at = self._text.index("}", self._at) + 1
            return _any()
        if char in "pP":
            if self._peek() == "{":
                self._at = self._text.index("}", self._at) + 1
            else:
                self._at += 1
            return _any()
        if char in "xuU":
            size = {"x": 2, "u": 4, "U": 8}[char]
            try:
                code = int(self._peek(size), 16)
            except ValueError:
                raise _CannotSayError from None
            self._at += size
            return _Part(frozenset({chr(code).lower()}))
        if char.isdigit() or char in "gLkCQE":
            raise _CannotSayError
        return _Part(frozenset({{"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}.get(char, char.lower())}))
