"""A page of a PDF as a picture. What stands in the PDF may be hostile: call this in a process aside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from ..errors import PaperError
from ..files import read_regular
from ..reading.kinds import refuse
from ..reading.pdfium import PdfiumPage, PdfiumPaper

DPI = 144
"""Dots per inch of a picture: two for each point of the page."""

_QUALITY = 78
_KEPT = 2
"""PDFs that stay open."""


class PageSize(NamedTuple):
    """Width and height of a page as shown, in points, and how many pages there are."""

    width: float
    height: float
    pages: int


@lru_cache(maxsize=_KEPT)
def open_pdf(path: str, sha256: str) -> PdfiumPaper:
    """Return the open PDF at ``path``, whose content must have the hash ``sha256`` ("" for any).

    Raises:
        PaperError: it cannot be read, or has another content by now.
    """
    try:
        data = read_regular(path)
    except OSError as error:
        raise PaperError(path, f"it cannot be read ({error.strerror})") from error
    if sha256 and hashlib.sha256(data).hexdigest() != sha256:
        raise PaperError(path, "the file has changed since it was read", "Read it again")
    refuse(data, path)
    return PdfiumPaper(data, path)


def page_size(path: str, sha256: str, number: int) -> PageSize:
    """Return the size of page ``number`` (from 1), in the orientation in which boxes lie on it.

    Raises:
        PaperError: there is no such PDF or page.
    """
    with _page(path, sha256, number) as page:
        return PageSize(round(page.width, 2), round(page.height, 2), open_pdf(path, sha256).pages)


def page_picture(path: str, sha256: str, number: int, dpi: int = DPI) -> bytes:
    """Return page ``number`` (from 1) as a JPEG picture. Needs Pillow.

    Raises:
        PaperError: there is no such PDF or page.
    """
    from PIL import Image

    with _page(path, sha256, number) as page, Image.open(BytesIO(page.picture(dpi, colour=True))) as picture:
        out = BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


@contextmanager
def _page(path: str, sha256: str, number: int) -> Iterator[PdfiumPage]:
    paper = open_pdf(path, sha256)
    if not 1 <= number <= paper.pages:
        raise PaperError(path, f"there is no page {number}", f"It has {paper.pages}")
    try:
        page = paper.page(number)
    except ValueError as error:
        raise PaperError(f"{path}, page {number}", str(error)) from error
    try:
        page.turn_upright()
        yield page
    finally:
        page.close()
