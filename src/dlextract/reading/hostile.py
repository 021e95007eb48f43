"""Files that would bring pdfium down, recognised before it sees them."""

from __future__ import annotations

import binascii
import re
import zlib
from base64 import a85decode
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

_OBJECT = re.compile(rb"(\d{1,7})\s+\d{1,5}\s+obj\b(.*?)(?:\bstream\b|\bendobj\b)", re.S)
_FORMS = re.compile(rb"/XObject\s*<<(.*?)>>", re.S)
_REFERENCE = re.compile(rb"(\d{1,7})\s+\d{1,5}\s+R\b")
_LARGEST = 300_000

MOST_UNPACKED = 256 * 2**20
"""Bytes into which the suspicious streams of one PDF may unpack, together: more than any paper needs."""
_FILTER = re.compile(rb"/Filter\s*(?:(\[[^\]]*\]|(?:/[^\s/<>\[\]]+))|(\d{1,7})\s+\d{1,5}\s+R)")
_NAME = re.compile(rb"/([^\s/<>\[\]]+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_CONTENTS = re.compile(rb"/Contents\s*\[([^\]]*)\]")
_HEADER = 1000
_WORTH_A_LOOK = 16_384
"""A stream that is packed once unpacks at most 1032 to 1: a shorter one is harmless."""
_WINDOW = 64
_FEW = 24
_RATIO = 200
_PIECE = 1 << 16
_UNPACK = {
    b"FlateDecode": "flate",
    b"Fl": "flate",
    b"LZWDecode": "lzw",
    b"LZW": "lzw",
    b"RunLengthDecode": "runs",
    b"RL": "runs",
    b"ASCIIHexDecode": "hex",
    b"AHx": "hex",
    b"ASCII85Decode": "85",
    b"A85": "85",
}
_GROWING = ("flate", "lzw", "runs")


class _TooMuchError(Exception):
    """More comes out of a stream than a PDF may hold."""


def is_bomb(data: bytes, most: int = MOST_UNPACKED) -> bool:
    """Tell whether streams of the PDF are made to unpack into more than ``most`` bytes.

    Only streams that look like it are unpacked, piece by piece and no further than ``most``: those that are packed
    more than once, and long ones that are no pictures and whose packed bytes are nearly all the same.
    """
    seen: dict[int, int] = {}
    left = most
    for start, end, filters in _streams(data):
        names = [name for name in filters if name in _GROWING]
        if not names:
            continue
        if len(names) > 1 or (end - start >= _WORTH_A_LOOK and _looks_empty(data, start, end, names[0])):
            size = _unpacked(data[start:end], filters, left)
            left -= size
            if left < 0:
                return True
            if size > most // 10_000:
                seen[_number(data, start)] = size
    # One stream may be drawn many times over in one page.
    for match in _CONTENTS.finditer(data) if seen else ():
        if sum(seen.get(int(number), 0) for number in _REFERENCE.findall(match[1])) > most:
            return True
    return False


def _streams(data: bytes) -> Iterator[tuple[int, int, list[str]]]:
    """Yield start, end and filters of each stream that may grow much: no picture that is packed once."""
    end = 0
    while (at := data.find(b"stream", end)) >= 0:
        start = at + (8 if data[at + 6 : at + 8] == b"\r\n" else 7)
        close = data.find(b"endstream", start)
        close = len(data) if close < 0 else close
        end = close + 9
        header = data[max(0, at - _HEADER) : at]
        header = header[header.rfind(b"obj") + 1 :]
        picture = b"Image" in header
        if picture and b"[" not in header:
            continue
        filters = _filters(data, _plain_names(header))
        growing = sum(name in _GROWING for name in filters)
        if growing > 1 or (growing and not picture):
            yield start, close, filters


def _filters(data: bytes, header: bytes) -> list[str]:
    """Return the filters that the dictionary of a stream names, or the object to which it refers."""
    match = _FILTER.search(header)
    if not match:
        return []
    named = _object(data, int(match[2])) if match[1] is None else match[1]
    return [_UNPACK.get(name, "") for name in _NAME.findall(named)]


def _plain_names(names: bytes) -> bytes:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), names) if b"#" in names else names


def _object(data: bytes, number: int) -> bytes:
    match = re.search(rb"(?<!\d)%d\s+\d{1,5}\s+obj\b(.{0,200})" % number, data, re.S)
    return match[1].partition(b"endobj")[0] if match else b""


def _number(data: bytes, start: int) -> int:
    """Return the number of the object whose stream begins at ``start``."""
    numbers = re.findall(rb"(\d{1,7})\s+\d{1,5}\s+obj\b", data[max(0, start - _HEADER) : start])
    return int(numbers[-1]) if numbers else -1


def _looks_empty(data: bytes, start: int, end: int, name: str) -> bool:
    """Tell whether a packed stream holds the same again and again: its first kilobyte or a sample of its bytes."""
    step = (end - start - _WINDOW) // 4
    if any(len(set(data[at : at + _WINDOW])) <= _FEW for at in range(start + step, end - _WINDOW, step)):
        return True
    if name != "flate":
        return False
    try:
        return len(zlib.decompressobj().decompress(data[start : start + 512], 512 * _RATIO)) == 512 * _RATIO
    except zlib.error:
        return False


def _unpacked(packed: bytes, filters: list[str], most: int) -> int:
    """Return into how many bytes a stream unpacks, or a little more than ``most`` if into more than that."""
    pieces: Iterable[bytes] = [packed]
    for name in filters:
        unpack = _UNPACKERS.get(name)
        if unpack is None:
            break
        pieces = _counted(unpack(pieces), most)
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
    except _TooMuchError:
        return most + 1
    except (zlib.error, ValueError):  # as far as it goes: pdfium takes what can be read as well
        pass
    return size


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise _TooMuchError
        yield piece


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in pieces:
        while piece and not unpacker.eof:
            yield unpacker.decompress(piece, _PIECE)
            piece = unpacker.unconsumed_tail


def _without_lzw(pieces: Iterable[bytes]) -> Iterator[bytes]:
    from pdfminer.lzw import LZWDecoder

    yield from LZWDecoder(BytesIO(b"".join(pieces))).run()


def _without_runs(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packed = b"".join(pieces)
    at = 0
    while at < len(packed) and packed[at] != 128:
        length = packed[at]
        if length < 128:
            yield packed[at + 1 : at + length + 2]
            at += length + 2
        else:
            yield packed[at + 1 : at + 2] * (257 - length)
            at += 2


def _without_hex(pieces: Iterable[bytes]) -> Iterator[bytes]:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", b"".join(pieces).partition(b">")[0])
    yield binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _without_85(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield a85decode(b"".join(pieces).partition(b"~>")[0].strip().removeprefix(b"<~"))


_UNPACKERS: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {
    "flate": _inflated,
    "lzw": _without_lzw,
    "runs": _without_runs,
    "hex": _without_hex,
    "85": _without_85,
}


def draws_itself(data: bytes) -> bool:
    """Tell whether a form of the PDF draws itself, directly or by way of others: pdfium follows it without end.

    Only small files are looked at, and only what is not compressed in them; the rest needs a process of its own.
    """
    if len(data) > _LARGEST or b"/Form" not in data:
        return False
    draws: dict[int, list[int]] = {}
    for match in _OBJECT.finditer(data):
        body = match[2]
        if b"/Form" in body:
            named = [int(item) for forms in _FORMS.findall(body) for item in _REFERENCE.findall(forms)]
            draws[int(match[1])] = named
    done: set[int] = set()
    for first in draws:
        stack = [(first, frozenset([first]))]
        while stack:
            item, path = stack.pop()
            if item in done:
                continue
            for inner in draws.get(item, ()):
                if inner in path:
                    return True
                if len(path) < 50:
                    stack.append((inner, path | {inner}))
        done.add(first)
    return False
