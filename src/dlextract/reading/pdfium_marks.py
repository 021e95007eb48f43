"""Highlights in an open PDF, and the PDF with them as bytes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from dlextract.reading.pdfium import PdfiumPage, PdfiumPaper
from dlextract.records import Box

_WHOLE = 2
"""Write all of the PDF anew, rather than append to what may be broken."""


def highlight(page: PdfiumPage, boxes: Sequence[Box], colour: tuple[int, int, int], note: str, author: str) -> None:
    """Add one highlight over ``boxes`` to ``page``.

    Args:
        page: an open page that was not turned.
        boxes: in points from the top left of the page as shown, at least one.
        colour: red, green and blue, 0 to 255.
        note: pops up over the highlight.
        author: who says so.

    Raises:
        ValueError: pdfium cannot add it.
    """
    raw = page.api.raw
    annotation = raw.FPDFPage_CreateAnnot(page._page, raw.FPDF_ANNOT_HIGHLIGHT)
    if not annotation:
        raise ValueError("it cannot be marked")
    try:
        raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, *colour, 255)
        quads = [_corners(page, box) for box in boxes]
        xs, ys = zip(*[corner for quad in quads for corner in quad], strict=True)
        raw.FPDFAnnot_SetRect(annotation, ctypes.byref(raw.FS_RECTF(min(xs), max(ys), max(xs), min(ys))))
        for quad in quads:
            points = raw.FS_QUADPOINTSF(*[side for corner in quad for side in corner])
            raw.FPDFAnnot_AppendAttachmentPoints(annotation, ctypes.byref(points))
        for key, text in ((b"Contents", note), (b"T", author)):
            wide = ctypes.create_string_buffer(text.encode("utf-16-le", "replace") + b"\0\0")
            raw.FPDFAnnot_SetStringValue(annotation, key, ctypes.cast(wide, raw.FPDF_WIDESTRING))
        raw.FPDFAnnot_SetFlags(annotation, raw.FPDF_ANNOT_FLAG_PRINT)
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def save(paper: PdfiumPaper) -> bytes:
    """Return the PDF as it is now.

    Raises:
        ValueError: pdfium cannot write it.
    """
    raw, pieces = paper.api.raw, bytearray()

    def write(_: Any, data: Any, size: int) -> int:
        pieces.extend(ctypes.string_at(data, size))
        return 1

    sink = raw.FPDF_FILEWRITE(version=1)
    sink.WriteBlock = type(sink.WriteBlock)(write)
    if not raw.FPDF_SaveAsCopy(paper._document, ctypes.byref(sink), _WHOLE):
        raise ValueError("the copy cannot be written")
    return bytes(pieces)


def _corners(page: PdfiumPage, box: Box) -> list[tuple[float, float]]:
    """Return the upper left, upper right, lower left and lower right corner of ``box`` in the PDF's own coordinates."""
    x0, y0, x1, y1 = box
    return [_hidden(page, x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]


def _hidden(page: PdfiumPage, x: float, y: float) -> tuple[float, float]:
    """Turn a point of the page as shown into PDF coordinates: the way back of ``PageText.shown``."""
    left, bottom, right, top = page._box
    if page.rotation == 0:
        return left + x, top - y
    if page.rotation == 1:
        return left + y, bottom + x
    if page.rotation == 2:
        return right - x, bottom + y
    return right - y, top - x
