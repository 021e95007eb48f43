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
    paper = open_pdf(path, sha256)
    with _page(paper, path, number) as page:
        return _size(page, paper)


def page_picture(path: str, sha256: str, number: int, dpi: int = DPI) -> bytes:
    """Return page ``number`` (from 1) as a JPEG picture. Needs Pillow.

    Raises:
        PaperError: there is no such PDF or page.
    """
    with _page(open_pdf(path, sha256), path, number) as page:
        return _jpeg(page, dpi)


def page_in(data: bytes, name: str, number: int, dpi: int = DPI) -> tuple[PageSize, bytes]:
    """Return size and picture of page ``number`` (from 1) of the PDF ``data``, called ``name`` in messages.

    Raises:
        PaperError: it is no PDF, or there is no such page.
    """
    refuse(data, name)
    with PdfiumPaper(data, name) as paper, _page(paper, name, number) as page:
        return _size(page, paper), _jpeg(page, dpi)


def _size(page: PdfiumPage, paper: PdfiumPaper) -> PageSize:
    return PageSize(round(page.width, 2), round(page.height, 2), paper.pages)


def _jpeg(page: PdfiumPage, dpi: int) -> bytes:
    from PIL import Image

    with Image.open(BytesIO(page.picture(dpi, colour=True))) as picture:
        out = BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


@contextmanager
def _page(paper: PdfiumPaper, path: str, number: int) -> Iterator[PdfiumPage]:
    if not 1 <= number <= paper.pages:
        raise PaperError(path, f"there is no page {number}", f"It has {paper.pages}")
    try:
        page = paper.page(number)
    except ValueError as error:
        raise PaperError(f"{path}, page {number}", str(error)) from error
    try:
        yield page  # as shown, not turned to be read: boxes lie on the page as shown
    finally:
        page.close()
