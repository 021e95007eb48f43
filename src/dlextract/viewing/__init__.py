"""Pages of papers to look at: the picture of a page, and the script that lays boxes over it (``viewer.js``)."""

from __future__ import annotations

from pathlib import Path

from .aside import Aside
from .bundle import Bundle
from .located import Pdfs
from .marking import Mark, marked_copy, marks_of
from .pictures import PageSize, open_pdf, page_in, page_picture, page_size

__all__ = [
    "ASSETS",
    "Aside",
    "Bundle",
    "Mark",
    "PageSize",
    "Pdfs",
    "marked_copy",
    "marks_of",
    "open_pdf",
    "page_in",
    "page_picture",
    "page_size",
]

ASSETS = Path(__file__).parent / "assets"
"""The folder of ``viewer.js`` and ``viewer.css``."""
