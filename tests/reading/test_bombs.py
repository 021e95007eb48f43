from __future__ import annotations

import zlib
from base64 import a85encode
from collections.abc import Mapping

import pytest

from dlextract.errors import PaperError
from dlextract.reading import read_paper
from dlextract.reading.hostile import is_bomb

MOST = 1 << 22
ZEROS = zlib.compress(bytes(2 * MOST), 9)
TWICE = zlib.compress(ZEROS, 9)


def stream(filters: bytes, content: bytes, more: bytes = b"", length: bytes = b"") -> bytes:
    size = length or b"%d" % len(content)
    return b"%%PDF-1.7\n4 0 obj\n<< /Length %s /Filter %s %s >>\nstream\n%s\nendstream\nendobj\n" % (
        size,
        filters,
        more,
        content,
    )


def long(data: bytes) -> bytes:
    """Return the packed data with as much noise before the zeros that a glance at its beginning shows nothing."""
    noise = b"".join(b"%d %d Td " % (number, number * 7919 % 100_003) for number in range(4000))
    return zlib.compress(noise + data, 9)


@pytest.mark.parametrize(
    "data",
    [
        stream(b"[/FlateDecode /FlateDecode]", TWICE),
        stream(b"[ /FlateDecode\n /FlateDecode ]", TWICE),
        stream(b"[/Fl/Fl]", TWICE),
        stream(b"[/Fl#61teDecode /FlateDecod#65]", TWICE),
        stream(b"[/FlateDecode /FlateDecode]", TWICE, length=b"9 0 R"),
        stream(b"[/FlateDecode /FlateDecode]", TWICE, length=b"7"),
        stream(b"8 0 R", TWICE) + b"8 0 obj [/FlateDecode /FlateDecode] endobj",
        stream(b"[/ASCIIHexDecode /FlateDecode /FlateDecode]", TWICE.hex().encode() + b">"),
        stream(b"[/A85 /Fl /Fl]", a85encode(TWICE) + b"~>"),
        stream(b"[/FlateDecode /RunLengthDecode]", zlib.compress(b"\x81A" * (MOST // 100), 9)),
        stream(b"[/FlateDecode /FlateDecode]", TWICE, b"/Type /XObject /Subtype /Image"),
        stream(b"[/FlateDecode /FlateDecode]", TWICE, b"/Type /ObjStm /N 1 /First 4"),
        stream(b"/FlateDecode", zlib.compress(bytes(8 * MOST), 9)),
        stream(b"/FlateDecode", long(bytes(8 * MOST)), b"/Type /ObjStm /N 1 /First 4"),
        stream(b"/FlateDecode", zlib.compress(b"BT (Bang) Tj ET " * (MOST // 2), 9)),
        stream(b"/FlateDecode", zlib.compress(bytes(MOST * 3 // 4) * 8, 9)[:-20]),
        b"".join([stream(b"[/Fl /Fl]", zlib.compress(zlib.compress(bytes(MOST // 3))))] * 4),
        stream(b"[/Fl /Fl]", zlib.compress(zlib.compress(bytes(MOST // 3))))
        + b"<< /Contents [%s] >>" % (b"4 0 R " * 4),
    ],
    ids=[
        "twice",
        "spaces",
        "abbreviated",
        "escaped names",
        "length elsewhere",
        "wrong length",
        "filters elsewhere",
        "hexadecimal",
        "ascii 85",
        "runs",
        "a picture",
        "objects",
        "once",
        "once behind noise",
        "text",
        "cut off",
        "many",
        "drawn many times",
    ],
)
def test_bombs_are_found(data: bytes) -> None:
    assert is_bomb(data, MOST)


@pytest.mark.parametrize(
    "data",
    [
        stream(b"[/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(bytes(MOST // 2)))),
        stream(b"[/ASCII85Decode /FlateDecode]", a85encode(zlib.compress(b"0 0 m 9 9 l S " * 999)) + b"~>"),
        stream(b"/FlateDecode", zlib.compress(bytes(8 * MOST)), b"/Type /XObject /Subtype /Image"),
        stream(b"[/FlateDecode /DCTDecode]", zlib.compress(b"no picture")),
        stream(b"[/FlateDecode /FlateDecode]", b"not packed at all"),
        stream(b"[/ASCII85Decode /FlateDecode /FlateDecode]", b"zzz\x00{{"),
        stream(b"8 0 R", TWICE),
        b"%PDF-1.7\n4 0 obj\n<< /Filter /FlateDecode >>\nstream",
        b"a stream of words about streams, endstream",
    ],
    ids=["small", "text", "a picture", "a photograph", "damaged", "bad digits", "no filters", "cut off", "words"],
)
def test_what_is_no_bomb(data: bytes) -> None:
    assert not is_bomb(data, MOST)


def test_a_bomb_is_refused_in_one_line(headings: Mapping[str, tuple[str, ...]]) -> None:
    data = stream(b"[/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(bytes(257 << 20))))
    with pytest.raises(PaperError) as error:
        read_paper("paper.pdf", headings=headings, data=data)
    assert str(error.value) == (
        "paper.pdf: the PDF unpacks into more than 256 MB. Such a file is made to do harm: leave it out."
    )
