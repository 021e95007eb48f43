from __future__ import annotations

import struct

import numpy as np
import pytest
import srsly

from dlextract.pipeline.msgpack import unpacked

VALUES = [
    None,
    True,
    False,
    *(sign * size for size in (0, 1, 31, 32, 127, 128, 255, 256, 65_535, 65_536, 2**32 - 1, 2**40) for sign in (1, -1)),
    0.25,
    *("moth" * size for size in (0, 1, 8, 64, 20_000)),
    *(b"moth" * size for size in (0, 1, 64, 20_000)),
    *([1] * size for size in (0, 15, 16, 70_000)),
    *({str(number): number for number in range(size)} for size in (0, 15, 16, 70_000)),
]


def test_values_are_read_as_they_were_written() -> None:
    assert unpacked(srsly.msgpack_dumps(VALUES)) == VALUES


def test_arrays_are_read_as_they_were_written() -> None:
    array = np.arange(24, dtype="float32").reshape(2, 3, 4)
    found = unpacked(srsly.msgpack_dumps({"W": array}))["W"]
    assert (found.dtype, found.tolist()) == (array.dtype, array.tolist())


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\xa5moth", b"\xcd\x01", b"\x92\x01", b"\x81\xa2nd"])
def test_what_is_damaged_is_not_read(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, IndexError, struct.error)):
        unpacked(data)
