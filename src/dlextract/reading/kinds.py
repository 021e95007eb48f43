"""What a file is by its first bytes, where it is nothing that can be read."""

from __future__ import annotations

import re

from dlextract.errors import PaperError
from dlextract.reading.markup.signs import is_markup

_LOOKED_AT = 4096
_TEXT_NAMES = (".txt", ".md", ".text")
_ONLY_JSONL = "Give the paper itself; dlextract export and dlextract audit take the JSONL output"
_PICTURE = "Print it to a PDF, and read that with --ocr"
_OFFICE = "Save it as a PDF"
_LOG_IN = "Download the PDF itself: such a page often asks to log in first"

_OWN = (
    (
        rb'\{"schema_version":',
        "dlextract export {name} gives it another form, dlextract audit {name} checks its papers",
    ),
    (rb'[\[\s]*\{\s*"(?:schema_version|paper)":', _ONLY_JSONL),
    (rb"source,sha256,", _ONLY_JSONL),
    (rb"(?s:.*)<title>dlextract</title>", _ONLY_JSONL),
    (rb"(?s:.*)urn:dlextract:terms:", _ONLY_JSONL),
    (rb"(?s:.*)^(?:.*: |\d+ pages?; )\d+ of \d+ questions answered(?:; the rest left out)?\.?$", _ONLY_JSONL),
    (rb"(?s:.*)^(?:## )?Reproducibility study: \d+ of \d+$", _ONLY_JSONL),
)
"""How outputs of dlextract begin, and what to do with one."""

_FOREIGN = (
    (rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", "an HTML page", _LOG_IN),
    (rb"\s*<\?xml\b(?s:.*)<html\b", "an HTML page", _LOG_IN),
    (rb"\s*<\?xml\b", "an XML file", _OFFICE),
    (rb"\x89PNG", "a PNG picture", _PICTURE),
    (rb"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (rb"GIF8", "a GIF picture", _PICTURE),
    (rb"II\*\0|MM\0\*", "a TIFF picture", _PICTURE),
    (rb"RIFF....WEBP", "a WebP picture", _PICTURE),
    (rb"AT&TFORM", "a DjVu file", "Turn it into a PDF with ddjvu -format=pdf"),
    (rb"%!PS", "a PostScript file", "Turn it into a PDF with ps2pdf"),
    (rb"PK\x03\x04(?s:.*)epub\+zip", "an EPUB book", _OFFICE),
    (rb"PK\x03\x04(?s:.*)\[Content_Types\]\.xml|\xd0\xcf\x11\xe0|\{\\rtf", "a Word or Excel file", _OFFICE),
    (rb"PK\x03\x04", "a ZIP archive", "Unpack it, or let its name end in .zip"),
    (rb"\x1f\x8b", "a gzip file", "Unpack it"),
    (rb"SQLite format 3\0", "an SQLite database", "Give the paper itself"),
    (rb"PAR1", "a Parquet file", "Give the paper itself"),
)
"""How files begin that people give in place of a paper, what they are, and what to do."""


def refuse(data: bytes, name: str) -> None:
    """Say what a file is if it is no paper that can be read; ``name`` tells what it claims to be.

    Raises:
        PaperError: it is an output of dlextract, a page of the web, a picture, or plain text in the name of a PDF.
    """
    head = data[:_LOOKED_AT]
    if b"%PDF" in head:
        return
    for begin, todo in _OWN:
        if re.match(begin, head, re.MULTILINE):
            raise PaperError(name, "this is an output of dlextract, not a paper", todo.format(name=name))
    if name.lower().endswith(_TEXT_NAMES) or is_markup(data, name):
        return
    for begin, what, todo in _FOREIGN:
        if re.match(begin, head, re.IGNORECASE | re.DOTALL):
            raise PaperError(name, f"this is {what}, not a PDF", todo)
    if name.lower().endswith(".pdf") and is_text(data):
        raise PaperError(
            name, "this is plain text, not a PDF", "Let its name end in .txt if it is the text of the paper"
        )


def is_text(data: bytes) -> bool:
    """Tell whether ``data`` looks like text in UTF-8, UTF-16 or a Windows code page."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    sample = data[:_LOOKED_AT]
    return min(sample) >= 9 and sum(byte > 126 for byte in sample) < 0.3 * len(sample)


def is_text_file(data: bytes, name: str) -> bool:
    """Tell whether a file is to be read as plain text, by its name or because it is no PDF and looks like text."""
    return name.lower().endswith(_TEXT_NAMES) or (b"%PDF" not in data[:_LOOKED_AT] and is_text(data))
