"""Pictures of the pages on which evidence stands, for a report that is read without the PDFs."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

from ..errors import PaperError
from ..writing import Picture, Record, is_pdf
from .aside import Aside
from .located import Pdfs
from .pictures import page_picture, page_size

DPI = 110
"""Dots per inch of the pictures: enough to read, and about 150 kB a page."""

FOLDER = "pages"
"""The folder of the pictures, beside the report."""


class Bundle:
    """Gives the pictures of a record's pages, each drawn when it is asked for.

    Args:
        pdfs: finds the PDFs.
        aside: the process in which pages are drawn.
        folder: where pictures are written, as ``pages/HASH-NUMBER.jpg``; None puts them into their addresses.
    """

    def __init__(self, pdfs: Pdfs, aside: Aside, folder: Path | None = None) -> None:
        self._pdfs, self._aside, self._folder = pdfs, aside, folder
        self.missing: list[str] = []
        """Papers whose PDF was not found."""
        self.failed: list[str] = []
        """What was wrong with pages that could not be drawn."""

    def __call__(self, record: Record) -> Mapping[int, Picture]:
        """Return the pictures of the pages on which the evidence of the stated answers stands."""
        paper = record["paper"]
        if not is_pdf(paper["source"]):
            return {}
        stated = (answer for answer in record["answers"] if answer["stated"])
        pages = sorted({place["page"] for answer in stated for place in answer["evidence"]})
        path = self._pdfs.path_of(paper["source"], paper["sha256"]) if pages else ""
        if pages and not path:
            self.missing.append(paper["source"])
        found = {}
        for page in pages if path else ():
            try:
                found[page] = self._picture(path, paper["sha256"], page)
            except PaperError as error:
                self.failed.append(str(error))
        return found

    def _picture(self, path: str, sha256: str, page: int) -> Picture:
        size = self._aside.call(path, page_size, path, sha256, page)
        data = self._aside.call(path, page_picture, path, sha256, page, DPI)
        if self._folder is None:
            return Picture(f"data:image/jpeg;base64,{base64.b64encode(data).decode()}", size.width, size.height)
        name = f"{FOLDER}/{sha256[:16]}-{page}.jpg"
        (self._folder / FOLDER).mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_bytes(data)
        return Picture(name, size.width, size.height)
