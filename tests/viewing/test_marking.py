"""Copies of PDFs with the evidence marked: where the marks lie, what they say, and what cannot be marked."""

from __future__ import annotations

import ctypes
import hashlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
import pytest
from pdf_maker import column, line, pdf

from dlextract.errors import PaperError
from dlextract.patterns import load_knowledge
from dlextract.reading import read_paper
from dlextract.records import Box, Paper
from dlextract.resources import shipped
from dlextract.viewing import Aside, Mark, marked_copy, marks_of, open_pdf, page_picture, page_size
from dlextract.viewing.marking import colour_of

WORDS = "seven lamps"
TEXT = ["We count moths at night in the hills above the town", f"and they come to {WORDS} that burn until dawn."]


def made(tmp_path: Path, change: bytes = b"", drawing: str = "") -> tuple[Path, Paper]:
    """Write and read a PDF; ``change`` is added to its page, ``drawing`` stands before each line."""
    drawn = [line(100, 60, "Counting moths", 18), *column(100, 200, TEXT * 4)]
    if drawing:
        drawn = [
            line(x, y, text, 10, before=drawing) for x, y, text in ((100, 200 + 14 * n, TEXT[n % 2]) for n in range(8))
        ]
    data = pdf([drawn])
    if change:
        assert data.count(b"/MediaBox [0 0 612 792]") == 1
        data = data.replace(b"/MediaBox [0 0 612 792]", b"/MediaBox [0 0 612 792] " + change)
    path = tmp_path / "moths.pdf"
    path.write_bytes(data)
    return path, read_paper(path, headings=load_knowledge([shipped("patterns")]).sections)


def place_of(paper: Paper) -> tuple[int, tuple[Box, ...]]:
    """Return page and boxes of the words."""
    start = paper.text.index(WORDS)
    found = paper.boxes(start, start + len(WORDS))
    return found[0][0], tuple(box for _, box in found)


@pytest.mark.parametrize(
    ("change", "drawing", "marked"),
    [
        (b"", "", WORDS),
        (b"/CropBox [50 30 580 700]", "", WORDS),
        (b"/Rotate 90", "0 1 -1 0 700 0 cm", WORDS),
        (b"/CropBox [50 30 580 780] /Rotate 90", "0 1 -1 0 700 0 cm", WORDS),
        # Text that does not stand upright on the page as shown has boxes of whole lines.
        (b"/Rotate 90", "", TEXT[1]),
        (b"/Rotate 180", "", TEXT[1]),
        (b"/Rotate 270", "", TEXT[1]),
        (b"/CropBox [50 30 580 700] /Rotate 90", "", TEXT[1]),
        (b"/CropBox [50 30 580 700] /Rotate 270", "", TEXT[1]),
        (b"", "0 1 -1 0 700 0 cm", TEXT[1]),
    ],
)
def test_marks_lie_on_the_words(tmp_path: Path, change: bytes, drawing: str, marked: str) -> None:
    path, paper = made(tmp_path, change, drawing)
    page, boxes = place_of(paper)
    marks = [Mark(page, boxes, 20, "20. Which?\nlamps – ≥ 2")]
    document = pypdfium2.PdfDocument(marked_copy(str(path), paper.sha256, marks))
    assert [(text, found) for text, found, _ in annotations(document)] == [("20. Which?\nlamps – ≥ 2", "dlextract")]
    [(_, _, quads)] = annotations(document)
    [(x0, y0, x1, y1)] = quads
    text = document[0].get_textpage()
    whole = text.get_text_range()
    covered = []
    for place, char in enumerate(whole):
        left, bottom, right, top = text.get_charbox(place)
        if x0 - 1 <= (left + right) / 2 <= x1 + 1 and y0 - 1 <= (bottom + top) / 2 <= y1 + 1 and char.strip():
            covered.append(char)
    assert "".join(covered) == marked.replace(" ", "")


def annotations(document: pypdfium2.PdfDocument) -> list[tuple[str, str, list[tuple[float, ...]]]]:
    """Return note, author and the bounds of each quad of the annotations of the first page."""
    page = document[0]
    found = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        quads = []
        for index in range(raw.FPDFAnnot_CountAttachmentPoints(note)):
            points = raw.FS_QUADPOINTSF()
            raw.FPDFAnnot_GetAttachmentPoints(note, index, ctypes.byref(points))
            xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
            quads.append((min(xs), min(ys), max(xs), max(ys)))
        texts = []
        for key in (b"Contents", b"T"):
            buffer = ctypes.create_string_buffer(2000)
            size = raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 2000)
            texts.append(buffer.raw[: size - 2].decode("utf-16-le"))
        raw.FPDFPage_CloseAnnot(note)
        found.append((texts[0], texts[1], quads))
    return found


@pytest.mark.parametrize("change", [b"", b"/Rotate 90", b"/CropBox [50 30 580 700] /Rotate 270"])
def test_a_mark_is_seen_and_the_text_stays(tmp_path: Path, change: bytes) -> None:
    path, paper = made(tmp_path, change)
    page, boxes = place_of(paper)
    data = marked_copy(str(path), paper.sha256, [Mark(page, boxes, 20, "note")])
    picture = pypdfium2.PdfDocument(data)[0].render(scale=4).to_pil().convert("RGB")
    x0, y0, x1, y1 = (4 * side for side in boxes[0])
    shades = np.asarray(picture).astype(int)[::2, ::2]
    coloured = [(2 * x, 2 * y) for y, x in np.argwhere(shades.max(axis=2) - shades.min(axis=2) > 40)]
    assert coloured
    assert all(x0 - 6 <= x <= x1 + 6 and y0 - 6 <= y <= y1 + 6 for x, y in coloured)
    assert len(coloured) > 0.5 * (x1 - x0) * (y1 - y0) / 4
    (tmp_path / "again.pdf").write_bytes(data)
    again = read_paper(tmp_path / "again.pdf", headings={})
    assert (again.text, len(again.pages)) == (paper.text, len(paper.pages))


def test_pages_set_sideways_are_drawn_as_their_boxes_lie(tmp_path: Path) -> None:
    path, paper = made(tmp_path, b"", "0 1 -1 0 700 0 cm")
    size = page_size(str(path), paper.sha256, 1)
    assert (size.width, size.height) == (paper.pages[0].width, paper.pages[0].height)
    open_pdf.cache_clear()
    assert page_picture(str(path), paper.sha256, 1)[:2] == b"\xff\xd8"


def test_neighbouring_questions_have_other_colours() -> None:
    colours = [colour_of(cq) for cq in range(1, 29)]
    assert len(set(colours)) == 28
    for one, two in pairwise(colours):
        assert sum(abs(a - b) for a, b in zip(one, two, strict=True)) > 80


def test_questions_on_the_same_words_share_a_mark() -> None:
    place = {"page": 2, "quote": "x", "boxes": [[1, 2, 3, 4]]}
    answers = [
        {"cq": cq, "ask": "Which?", "stated": stated, "text": "t", "short": f"s{cq}\x1b", "evidence": [place]}
        for cq, stated in ((5, True), (20, True), (21, False))
    ]
    assert marks_of({"answers": answers}) == [Mark(2, ((1, 2, 3, 4),), 5, "5. Which?\ns5\ufffd\n20. Which?\ns20\ufffd")]


def test_what_cannot_be_marked_is_one_line(tmp_path: Path) -> None:
    path, paper = made(tmp_path)
    marks = [Mark(9, ((1.0, 2.0, 3.0, 4.0),), 20, "note")]
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing")
    with Aside(20) as aside:
        for where, digest, line_ in (
            (path, paper.sha256, f"{path}: there is no page 9. Read the paper again."),
            (path, "0" * 64, f"{path}: the file has changed since it was read. Read it again."),
            (tmp_path / "none.pdf", "", f"{tmp_path / 'none.pdf'}: it cannot be read (No such file or directory)."),
        ):
            with pytest.raises(PaperError) as caught:
                aside.call(str(where), marked_copy, str(where), digest, marks)
            assert str(caught.value) == line_
        with pytest.raises(PaperError, match=r"broken\.pdf: "):
            aside.call(str(broken), marked_copy, str(broken), hashlib.sha256(broken.read_bytes()).hexdigest(), marks)
