"""Pages without a usable text layer, read by tesseract: the program, not a library, so that nothing is needed else.

Measured on eight pages of four scanned papers, one core: 2.0 s a page at 200 dpi, 2.7 s at 300 dpi with as many known
words (89 %); on a page typed off by eye 474 of 476 words are right. RapidOCR 3.10 (PP-OCRv6, onnxruntime) has 476 of
476 right, but takes 12 s a page; rapidocr-onnxruntime 1.4 takes as long and runs words together (459 of 476).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import groupby

from dlextract.reading.lines import PrintedLine, Word
from dlextract.reading.pdfium import PdfiumPage

_DPI = 200
_SECONDS = 120
_SURE = 30.0
"""Words of which tesseract is less sure (per cent) are specks and rules."""


MISSING = "tesseract is not installed"
INSTALL = "Install it (Debian: apt install tesseract-ocr)"


def read_picture(page: PdfiumPage, number: int) -> list[PrintedLine]:
    """Return the lines that tesseract reads on a page, in its own order of blocks.

    Raises:
        ValueError: tesseract is not installed, fails or takes too long.
    """
    tesseract = shutil.which("tesseract")
    if tesseract is None:
        raise ValueError(f"it has no usable text layer, and {MISSING}")
    picture = page.picture(_DPI)
    command = [tesseract, "stdin", "stdout", "--dpi", str(_DPI), "--psm", "1", "--oem", "1", "tsv"]
    try:
        one_core = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS, check=False, env=one_core)
    except subprocess.TimeoutExpired:
        raise ValueError(f"tesseract takes more than {_SECONDS} seconds") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ValueError(f"tesseract fails ({said[-1] if said else done.returncode})")
    rows = [row.split("\t") for row in done.stdout.decode("utf-8", "replace").splitlines()[1:]]
    words = [row for row in rows if len(row) == 12 and row[0] == "5" and row[11].strip() and float(row[10]) >= _SURE]
    return [_line(list(items), number) for _, items in groupby(words, key=lambda row: row[1:5])]


def _line(rows: list[list[str]], number: int) -> PrintedLine:
    scale = 72 / _DPI
    words: list[Word] = []
    offset = 0
    for row in rows:
        text = row[11].strip()
        left, width = int(row[6]) * scale, int(row[8]) * scale
        words.append((offset, offset + len(text), left, left + width))
        offset += len(text) + 1
    tops, bottoms = [int(row[7]) * scale for row in rows], [(int(row[7]) + int(row[9])) * scale for row in rows]
    base = sorted(bottoms)[len(bottoms) // 2]
    size = max(4.0, sorted(bottom - top for top, bottom in zip(tops, bottoms, strict=True))[len(rows) // 2] * 1.3)
    # Sizes of scanned lines waver: whole points keep a paragraph together.
    return PrintedLine(
        number,
        " ".join(row[11].strip() for row in rows),
        words[0][2],
        min(tops),
        words[-1][3],
        max(bottoms),
        base,
        round(size),
        words,
    )
