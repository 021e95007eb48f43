"""Copies of PDFs in which the evidence is marked, as annotations that viewers show and let a reader take away."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..errors import PaperError
from ..reading.pdfium_marks import highlight, save
from ..records import Box
from ..writing import Record
from ..writing.quotes import printable
from ..writing.shown import short_of
from .pictures import open_pdf

MOST_MARKS = 2000
"""Marks in one PDF."""

_LONGEST_NOTE = 1000
_GOLDEN = 0.618034


class Mark(NamedTuple):
    """Boxes on a page, as records have them, to be marked in the colour of a question; ``note`` pops up over them."""

    page: int
    boxes: tuple[Box, ...]
    cq: int
    note: str


def marks_of(record: Record) -> list[Mark]:
    """Return what is to be marked in the paper of ``record``: the evidence of its stated answers, where it has boxes.

    Several questions that rest on the same words share one mark.
    """
    marks: dict[tuple[int, tuple[Box, ...]], Mark] = {}
    for mark in _marks(record):
        place = mark.page, mark.boxes
        one = marks.get(place)
        marks[place] = one._replace(note=f"{one.note}\n{mark.note}"[:_LONGEST_NOTE]) if one else mark
    return list(marks.values())[:MOST_MARKS]


def _marks(record: Record) -> Iterator[Mark]:
    for answer in record.get("answers", ()):
        note = f"{answer['cq']}. {answer['ask']}\n{short_of(answer)}"
        note = "\n".join(map(printable, note.split("\n")))[:_LONGEST_NOTE]
        for place in answer["evidence"] if answer["stated"] else ():
            if boxes := tuple((box[0], box[1], box[2], box[3]) for box in place.get("boxes", ())):
                yield Mark(place["page"], boxes, answer["cq"], note)


def colour_of(cq: int) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of a question: light, and as far as can be from those of its neighbours."""
    red, green, blue = colorsys.hls_to_rgb(cq * _GOLDEN % 1, 0.78, 0.9)
    return round(red * 255), round(green * 255), round(blue * 255)


def marked_copy(path: str, sha256: str, marks: Sequence[Mark]) -> bytes:
    """Return the PDF at ``path`` with ``marks`` as highlights; what was in it stays. Call this in a process aside.

    Raises:
        PaperError: it cannot be opened (it is encrypted, broken, or has changed), or not be saved.
    """
    open_pdf.cache_clear()  # the annotations below must not show in pages that are drawn later
    paper = open_pdf(path, sha256)
    open_pdf.cache_clear()
    with paper:
        for number in sorted({mark.page for mark in marks}):
            if not 1 <= number <= paper.pages:
                raise PaperError(path, f"there is no page {number}", "Read the paper again")
            try:
                page = paper.page(number)
            except ValueError as error:
                raise PaperError(f"{path}, page {number}", str(error)) from error
            try:
                for mark in marks:
                    if mark.page == number:
                        highlight(page, mark.boxes, colour_of(mark.cq), mark.note, "dlextract")
            except ValueError as error:
                raise PaperError(f"{path}, page {number}", str(error)) from error
            finally:
                page.close()
        try:
            return save(paper)
        except ValueError as error:
            raise PaperError(path, str(error), "Print it to a new PDF, and read that") from error
