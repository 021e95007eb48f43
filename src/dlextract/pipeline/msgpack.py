"""Reads MessagePack as far as thinc writes weights in it; the package that spaCy takes for it imports much else."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np

_FIXED: dict[int, str] = {0xCA: ">f", 0xCB: ">d"}
_FIXED |= {0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
_SIZED: dict[int, tuple[str, str]] = {
    **{0xC4 + number: ("bytes", form) for number, form in enumerate((">B", ">H", ">I"))},
    **{0xD9 + number: ("text", form) for number, form in enumerate((">B", ">H", ">I"))},
    **{0xDC + number: ("list", form) for number, form in enumerate((">H", ">I"))},
    **{0xDE + number: ("map", form) for number, form in enumerate((">H", ">I"))},
}
_ALONE = {0xC0: None, 0xC2: False, 0xC3: True}


def unpacked(data: bytes) -> Any:
    """Return the first value in ``data``; arrays of numbers are read-only views of it.

    Raises:
        ValueError, KeyError, IndexError, struct.error: it is damaged, or holds something else.
    """
    return _Reader(data).value()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._kinds: dict[str, Callable[[int], Any]] = {
            "bytes": self._bytes,
            "text": lambda size: self._bytes(size).decode("utf-8"),
            "list": lambda size: [self.value() for _ in range(size)],
            "map": self._map,
        }

    def value(self) -> Any:
        sign = self._data[self._at]
        self._at += 1
        if sign < 0x80 or sign >= 0xE0:
            return sign if sign < 0x80 else sign - 0x100
        if sign < 0xC0:
            kind = "map" if sign < 0x90 else "list" if sign < 0xA0 else "text"
            return self._kinds[kind](sign & (0x1F if kind == "text" else 0x0F))
        if sign in _ALONE:
            return _ALONE[sign]
        if sign in _FIXED:
            return self._number(_FIXED[sign])
        kind, form = _SIZED[sign]
        return self._kinds[kind](self._number(form))

    def _number(self, form: str) -> Any:
        (found,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return found

    def _bytes(self, size: int) -> bytes:
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise ValueError("it ends too early")
        self._at += size
        return found

    def _map(self, size: int) -> Any:
        found = {self.value(): self.value() for _ in range(size)}
        if b"nd" not in found:
            return found
        return np.frombuffer(found[b"data"], dtype=np.dtype(found[b"type"])).reshape(found[b"shape"])
