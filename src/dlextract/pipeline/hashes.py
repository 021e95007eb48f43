"""Hashes of many strings or numbers at once, by NumPy: those by which spaCy numbers strings and floret finds vectors.

Source: Austin Appleby's MurmurHash2 (64A) and MurmurHash3 (x64, 128 bits), in the public domain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.uint64]

_SEED = 1
"""That of the numbers of strings."""

_LONG = 64
"""Bytes of a string that is hashed together with others, at most."""

_64A, _64A_SHIFT = np.uint64(0xC6A4A7935BD1E995), np.uint64(47)
_C1, _C2 = np.uint64(0x87C37B91114253D5), np.uint64(0x4CF5AD432745937F)
_MIX1, _MIX2, _MIX_SHIFT = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53), np.uint64(33)


def numbers_of(strings: Sequence[bytes]) -> Numbers:
    """Return the 64-bit number of each string (UTF-8)."""
    return np.concatenate([np.zeros(0, dtype="uint64"), *map(_numbers, _alike(strings))])


def _numbers(strings: Sequence[bytes]) -> Numbers:
    h: Numbers
    blocks, tails, sizes = _cut(strings, 8)
    h = np.uint64(_SEED) ^ (sizes * _64A)
    for place in range(blocks.shape[1]):
        some = sizes // 8 > place
        k = blocks[some, place] * _64A
        k = (k ^ (k >> _64A_SHIFT)) * _64A
        h[some] = (h[some] ^ k) * _64A
    rest = sizes % 8 > 0
    h[rest] = (h[rest] ^ tails[rest, 0]) * _64A
    h = (h ^ (h >> _64A_SHIFT)) * _64A
    h ^= h >> _64A_SHIFT
    return h


def long_hashes(strings: Sequence[bytes], seed: int) -> NDArray[np.uint32]:
    """Return the 128-bit hash of each string (UTF-8) as four numbers of 32 bits, lowest first."""
    parts = [_long_hashes(some, seed) for some in _alike(strings)]
    return np.concatenate([np.zeros((0, 4), dtype="uint32"), *parts])


def _long_hashes(strings: Sequence[bytes], seed: int) -> NDArray[np.uint32]:
    blocks, tails, sizes = _cut(strings, 16)
    h1 = np.full(len(strings), seed, dtype="uint64")
    h2 = h1.copy()
    for place in range(blocks.shape[1] // 2):
        some = sizes // 16 > place
        a, b = h1[some], h2[some]
        a = _rotated(a ^ _first(blocks[some, 2 * place]), 27) + b
        a = a * np.uint64(5) + np.uint64(0x52DCE729)
        b = _rotated(b ^ _second(blocks[some, 2 * place + 1]), 31) + a
        h1[some], h2[some] = a, b * np.uint64(5) + np.uint64(0x38495AB5)
    return _ended(h1 ^ _first(tails[:, 0]), h2 ^ _second(tails[:, 1]), sizes)


def spread(numbers: Numbers, seed: int) -> NDArray[np.uint32]:
    """Return the hash of each number as ``long_hashes`` does, numbers × 4: places in a table of vectors."""
    h2 = np.full(len(numbers), seed, dtype="uint64")
    return _ended(h2 ^ _first(numbers), h2, np.uint64(8))


def _alike(strings: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Yield the strings in groups that take little more room as rows of one table: a very long one is on its own."""
    first = 0
    for number, text in enumerate(strings):
        if len(text) > _LONG:
            if first < number:
                yield strings[first:number]
            yield [text]
            first = number + 1
    if first < len(strings):
        yield strings[first:]


def _cut(strings: Sequence[bytes], size: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return the whole blocks of ``size`` bytes (strings × words), what is left (the same), and the lengths."""
    sizes = np.fromiter(map(len, strings), dtype="uint64", count=len(strings))
    width = (int(sizes.max(initial=0)) // size + 1) * size
    table = np.frombuffer(b"".join([text.ljust(width, b"\0") for text in strings]), dtype="<u8")
    table = table.reshape(len(strings), width // 8)
    words = size // 8
    places = (sizes // np.uint64(size) * np.uint64(words)).astype("int64")
    tails = np.take_along_axis(table, places[:, None] + np.arange(words), axis=1)
    return table, tails, sizes


def _ended(h1: Any, h2: Any, sizes: Any) -> NDArray[np.uint32]:
    """Return the two halves mixed, lowest 32 bits first."""
    h2 = h2 ^ sizes
    h1 = (h1 ^ sizes) + h2
    h2 = h2 + h1
    h1, h2 = _mixed(h1), _mixed(h2)
    h1 = h1 + h2
    mixed: NDArray[np.uint32] = np.stack([h1, h2 + h1], axis=1).astype("<u8").view("<u4")
    return mixed


def _first(k: Any) -> Any:
    return _rotated(k * _C1, 31) * _C2


def _second(k: Any) -> Any:
    return _rotated(k * _C2, 33) * _C1


def _rotated(k: Any, by: int) -> Any:
    return (k << np.uint64(by)) | (k >> np.uint64(64 - by))


def _mixed(h: Any) -> Any:
    h = (h ^ (h >> _MIX_SHIFT)) * _MIX1
    h = (h ^ (h >> _MIX_SHIFT)) * _MIX2
    return h ^ (h >> _MIX_SHIFT)
