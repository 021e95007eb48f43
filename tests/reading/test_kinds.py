"""A file that is no paper says what it is, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pdf_maker import line, pdf

from dlextract.errors import PaperError
from dlextract.reading import read_paper

Headings = Mapping[str, tuple[str, ...]]
PROSE = b"We trained a network on moths for 7 epochs.\n"
LOG_IN = "Download the PDF itself: such a page often asks to log in first."
PICTURE = "Print it to a PDF, and read that with --ocr."
ONLY_JSONL = "Give the paper itself; dlextract export and dlextract audit take the JSONL output."


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"\n<!DOCTYPE html>\n<html><body>Log in", f"this is an HTML page, not a PDF. {LOG_IN}"),
        ("a.pdf", b"<HTML lang=en>" + PROSE, f"this is an HTML page, not a PDF. {LOG_IN}"),
        ("a.pdf", b"<!-- saved -->\n<html>" + PROSE, f"this is an HTML page, not a PDF. {LOG_IN}"),
        ("-", b'<?xml version="1.0"?>\n<html xmlns="x">', f"this is an HTML page, not a PDF. {LOG_IN}"),
        ("a.pdf", b'<?xml version="1.0"?>\n<article>', "this is an XML file, not a PDF. Save it as a PDF."),
        ("a.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", f"this is a PNG picture, not a PDF. {PICTURE}"),
        ("a.pdf", b"\xff\xd8\xff\xe0\0\x10JFIF", f"this is a JPEG picture, not a PDF. {PICTURE}"),
        ("a.pdf", b"II*\0\x08\0\0\0", f"this is a TIFF picture, not a PDF. {PICTURE}"),
        ("a.ps", b"%!PS-Adobe-3.0\n", "this is a PostScript file, not a PDF. Turn it into a PDF with ps2pdf."),
        (
            "a.pdf",
            b"PK\x03\x04\x14\0\6\0\x08[Content_Types].xml",
            "this is a Word or Excel file, not a PDF. Save it as a PDF.",
        ),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "this is a Word or Excel file, not a PDF. Save it as a PDF."),
        ("a.pdf", b"PK\x03\x04\x14a.txt", "this is a ZIP archive, not a PDF. Unpack it, or let its name end in .zip."),
        ("a.pdf.gz", b"\x1f\x8b\x08\0", "this is a gzip file, not a PDF. Unpack it."),
        ("a.PDF", PROSE, "this is plain text, not a PDF. Let its name end in .txt if it is the text of the paper."),
        ("a.db", b"SQLite format 3\0\x10", "this is an SQLite database, not a PDF. Give the paper itself."),
        (
            "a.jsonl",
            b'{"schema_version":"1.0","dlextract":{}}\n',
            "this is an output of dlextract, not a paper. "
            "dlextract export a.jsonl gives it another form, dlextract audit a.jsonl checks its papers.",
        ),
        (
            "a.json",
            b'[\n{\n  "schema_version": "1.0",',
            f"this is an output of dlextract, not a paper. {ONLY_JSONL}",
        ),
        (
            "a.csv",
            b"source,sha256,title,cq\r\n",
            f"this is an output of dlextract, not a paper. {ONLY_JSONL}",
        ),
    ],
)
def test_what_it_is_and_what_to_do(headings: Headings, name: str, data: bytes, message: str) -> None:
    with pytest.raises(PaperError) as error:
        read_paper(name, headings=headings, data=data)
    assert str(error.value) == f"{name}: {message}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", PROSE),
        ("-", PROSE),
        ("paper", PROSE),
        ("a.txt", b"<html> is the first tag of a page. " + PROSE),
        ("a.txt", "Völlig".encode("utf-16") + b"\n\0"),
        ("a.pdf", b"HTTP/1.1 200 OK\n\n" + pdf([[line(72, 100, "We trained a network on moths.")]])),
    ],
)
def test_what_can_be_read_is_read(headings: Headings, name: str, data: bytes) -> None:
    assert read_paper(name, headings=headings, data=data).text
