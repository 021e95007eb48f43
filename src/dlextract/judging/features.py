"""Sentences → sparse features, hashed to numbers; the same on every machine (all of it is integer arithmetic)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from .clusters import NO_CLUSTERS, WordClusters
from .segments import Segment, words_of

if TYPE_CHECKING:
    from .arrays import Codes, Integers

BITS = 18
BUCKETS = 1 << BITS

KINDS = (
    "word",
    "pair of words",
    "stem",
    "word in such a section",
    "heading",
    "sentence before",
    "sentence after",
    "place",
    "find",
    "word like",
    "word roughly like",
    "pair of words like",
    "two words apart like",
)
"""What a feature can be; its number is its place here."""

WEIGHTS = np.array([10, 10, 7, 5, 7, 3, 3, 10, 10, 7, 5, 7, 5], dtype=np.int64)
"""How much a feature of each kind counts beside the others."""

(
    _WORD, _PAIR, _STEM, _ROLE, _HEADING, _BEFORE, _AFTER, _PLACE, _FIND, _LIKE, _ROUGHLY, _PAIR_LIKE, _APART_LIKE,
) = range(len(KINDS))  # fmt: skip
_TOGETHER = ((_PAIR_LIKE, 1), (_APART_LIKE, 2))
"""Kinds of features of two clusters, and how many words the second word stands behind the first."""

_STEM_LENGTH = 5
_TENTHS = 10
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Features:
    """The features of the sentences of one paper, sorted by sentence.

    ``line``, ``kind`` and ``bucket`` are arrays of equal length: the sentence, a number of ``KINDS``, and the hash,
    below ``BUCKETS``. Each combination stands once.
    """

    lines: int
    line: Integers
    kind: Integers
    bucket: Integers


def features_of(lines: Sequence[Segment], clusters: WordClusters = NO_CLUSTERS) -> Features:
    """Return the features of ``lines``, the sentences of one paper in order; words of one cluster share some."""
    words = [words_of(line.text) for line in lines]
    codes: dict[str, int] = {}
    numbers: dict[str, int] = {}  # of the distinct words, about which everything is found out once
    of_word = np.array([numbers.setdefault(word, len(numbers)) for some in words for word in some], dtype=np.int64)
    distinct = np.array([_code(word, codes) for word in numbers], dtype=np.uint64)
    flat = distinct[of_word]
    alphabetic = np.array([word[0].isalpha() for word in numbers], dtype=bool)[of_word]
    of_line = np.repeat(np.arange(len(lines)), [len(some) for some in words])
    roles = np.array([_code(line.role, codes) for line in lines], dtype=np.uint64)
    parts = [(_WORD, of_line, flat)]
    together = of_line[1:] == of_line[:-1]
    parts.append((_PAIR, of_line[1:][together], (flat[:-1] * np.uint64(31) + flat[1:])[together]))
    stemmed = np.array([_has_stem(word) for word in numbers], dtype=bool)[of_word]
    stems = np.array([_code(word[:_STEM_LENGTH], codes) for word in numbers], dtype=np.uint64)[of_word]
    parts.append((_STEM, of_line[stemmed], stems[stemmed]))
    parts.append((_ROLE, of_line[alphabetic], (flat ^ (roles[of_line] * np.uint64(7)))[alphabetic]))
    titles = {heading: words_of(heading) for heading in {line.heading for line in lines}}
    heads = [(number, word) for number, line in enumerate(lines) for word in titles[line.heading]]
    parts.append(_named(_HEADING, heads, codes))
    near = np.array([_speaks(word) for word in numbers], dtype=bool)[of_word]
    last = len(lines) - 1
    before, after = near & (of_line < last), near & (of_line > 0)
    parts.append((_BEFORE, of_line[before] + 1, flat[before]))
    parts.append((_AFTER, of_line[after] - 1, flat[after]))
    parts.append(_named(_PLACE, list(_places(lines, words)), codes))
    parts.append(_named(_FIND, [(n, label) for n, line in enumerate(lines) for label in line.labels], codes))
    fine, coarse = clusters.of(distinct)
    parts += _alike(of_line, fine[of_word], coarse[of_word])
    return _unique(len(lines), parts)


def _alike(of_line: Integers, fine: Codes, coarse: Codes) -> Iterator[tuple[int, Integers, Codes]]:
    """Yield the features of the words' clusters (0: none): of each word, of two in a row, of two with one between."""
    known = fine > 0
    yield _LIKE, of_line[known], fine[known]
    yield _ROUGHLY, of_line[known], coarse[known]
    for kind, distance in _TOGETHER:
        both = known[distance:] & known[:-distance] & (of_line[distance:] == of_line[:-distance])
        yield kind, of_line[distance:][both], _two(coarse[:-distance], coarse[distance:])[both]


def _two(first: Codes, second: Codes) -> Codes:
    both: Codes = (first << np.uint64(16)) | second
    return both


def _code(word: str, known: dict[str, int]) -> int:
    code = known.get(word)
    if code is None:
        code = known[word] = crc32(word.encode())
    return code


def _has_stem(word: str) -> bool:
    return len(word) > _STEM_LENGTH and word.isalpha()


def _speaks(word: str) -> bool:
    """Tell whether ``word`` is more than a sign."""
    return word[0].isalpha() or (word[0] == "<" and len(word) > 1)


def _named(kind: int, some: Sequence[tuple[int, str]], codes: dict[str, int]) -> tuple[int, Integers, Codes]:
    return (
        kind,
        np.array([number for number, _ in some], dtype=np.int64),
        np.array([_code(name, codes) for _, name in some], dtype=np.uint64),
    )


def _places(lines: Sequence[Segment], words: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Yield where a sentence stands, how long it is and how it begins."""
    previous = ""
    for number, (line, some) in enumerate(zip(lines, words, strict=True)):
        yield number, f"role {line.role}"
        yield number, f"tenth {number * _TENTHS // len(lines)}"
        yield number, f"length {min(6, len(some) // 10)}"
        if line.page == 1:
            yield number, "first page"
        if number == 0 or line.heading != previous:
            yield number, "first of its section"
        if some:
            yield number, f"begins {some[0]}"
        previous = line.heading


def _unique(lines: int, parts: Sequence[tuple[int, Integers, Codes]]) -> Features:
    keys = []
    for kind, line, code in parts:
        mixed = (code + np.uint64(kind + 1) * np.uint64(0x1000193)) * _MIX
        bucket = ((mixed >> _FOLD) & np.uint64(BUCKETS - 1)).astype(np.int64)
        keys.append((line << 24) | (kind << 20) | bucket)
    key = np.unique(np.concatenate(keys))
    return Features(lines, key >> 24, (key >> 20) & 15, key & (BUCKETS - 1))


def names_of(
    lines: Sequence[Segment], at: int, clusters: WordClusters = NO_CLUSTERS
) -> dict[tuple[int, int], str]:  # fmt: skip
    """Return what each feature of the sentence number ``at`` stands for: (kind, bucket) → words."""
    named: dict[tuple[int, int], str] = {}
    for kind, name, code in (*_spelled(lines, at), *_spelled_alike(words_of(lines[at].text), clusters)):
        found = _unique(1, [(kind, np.zeros(1, dtype=np.int64), np.array([code % 2**64], dtype=np.uint64))])
        named.setdefault((kind, int(found.bucket[0])), name)
    return named


def _spelled(lines: Sequence[Segment], at: int) -> Iterator[tuple[int, str, int]]:
    """Yield kind, words and code of the features of one sentence."""
    codes: dict[str, int] = {}
    line = lines[at]
    words = words_of(line.text)
    role = _code(line.role, codes) * 7
    for word in words:
        yield _WORD, word, _code(word, codes)
        if word[0].isalpha():
            yield _ROLE, f"{word} ({line.role})", _code(word, codes) ^ role
        if _has_stem(word):
            yield _STEM, f"{word[:_STEM_LENGTH]}…", _code(word[:_STEM_LENGTH], codes)
    for first, second in pairwise(words):
        yield _PAIR, f"{first} {second}", _code(first, codes) * 31 + _code(second, codes)
    for word in words_of(line.heading):
        yield _HEADING, word, _code(word, codes)
    for kind, offset in ((_BEFORE, -1), (_AFTER, 1)):
        if 0 <= at + offset < len(lines):
            for word in words_of(lines[at + offset].text):
                if _speaks(word):
                    yield kind, word, _code(word, codes)
    for number, name in _places(lines, [words if part is line else [] for part in lines]):
        if number == at:
            yield _PLACE, name, _code(name, codes)
    for label in line.labels:
        yield _FIND, label, _code(label, codes)


def _spelled_alike(words: Sequence[str], clusters: WordClusters) -> Iterator[tuple[int, str, int]]:
    """Yield kind, words and code of the features of clusters."""
    fine, coarse = clusters.of(np.array([crc32(word.encode()) for word in words], dtype=np.uint64))
    for number, rough in zip(fine[fine > 0].tolist(), coarse[fine > 0].tolist(), strict=True):
        yield _LIKE, clusters.fine_names[number - 1], number
        yield _ROUGHLY, clusters.coarse_names[rough - 1], rough
    for kind, distance in _TOGETHER:
        for first, second in zip(coarse[:-distance], coarse[distance:], strict=True):
            if first and second:
                name = f"{clusters.coarse_names[int(first) - 1]} + {clusters.coarse_names[int(second) - 1]}"
                yield kind, name, int(_two(first, second))
