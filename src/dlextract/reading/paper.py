"""A PDF or text file → ``Paper``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from dlextract.errors import PaperError
from dlextract.reading.assemble import Writer
from dlextract.reading.blocks import (
    Paragraph,
    confirm_headings,
    join_paragraphs,
    measure,
    page_paragraphs,
    take_title,
)
from dlextract.reading.figures import figure_lines
from dlextract.reading.furniture import drop_furniture
from dlextract.reading.glyphs import Annotation, Art
from dlextract.reading.hostile import draws_itself
from dlextract.reading.hyphens import Vocabulary
from dlextract.reading.language import language_of
from dlextract.reading.lines import PrintedLine, page_lines
from dlextract.reading.links import bind_links, line_ends
from dlextract.reading.order import assign_columns, find_gutters, join_pieces, reading_order
from dlextract.reading.pdfium import MOST_CHARACTERS, PdfiumPage, PdfiumPaper
from dlextract.reading.plain_text import decode, read_text
from dlextract.reading.quality import is_garbled, lacks_common_words, spaced, unshifted
from dlextract.reading.sections import HeadingRoles
from dlextract.reading.tables import Habit, find_tables
from dlextract.reading.title import find_title, usable
from dlextract.records import DroppedLine, Page, Paper

_MOST_PAGES = 1500
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")


def read_paper(
    source: str | Path,
    *,
    headings: Mapping[str, tuple[str, ...]],
    backend: str = "pdfium",
    ocr: bool = False,
    data: bytes | None = None,
) -> Paper:
    """Return the paper in a PDF or text file.

    Args:
        source: path of the file; with ``data`` only a name for messages.
        headings: regexes of headings by role (``Knowledge.sections``).
        backend: ``pdfium`` or ``pdfplumber``.
        ocr: read pages without a text layer with tesseract.
        data: the content, if it is not to be read from ``source``.

    Raises:
        PaperError: the paper cannot be read at all.
    """
    name = str(source)
    if data is None:
        data = _load(Path(source))
    if not data.strip(b"\0 \r\n\t"):
        raise PaperError(name, "the file is empty", "Give a PDF or text file")
    if name.lower().endswith((".txt", ".md", ".text")) or (b"%PDF" not in data[:4096] and _is_text(data)):
        return read_text(decode(data), source=name, headings=headings)
    return _read_pdf(data, name, HeadingRoles(headings))


def _load(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PaperError(str(path), "there is no such file", "Check the path") from None
    except IsADirectoryError:
        raise PaperError(str(path), "this is a folder", "Name the papers in it") from None
    except OSError as error:
        raise PaperError(str(path), f"it cannot be read ({error.strerror})", "Check its permissions") from None


def _is_text(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    sample = data[:4096]
    return min(sample) >= 9 and sum(byte > 126 for byte in sample) < 0.3 * len(sample)


def _read_pdf(data: bytes, name: str, roles: HeadingRoles) -> Paper:
    warnings: list[str] = []
    pages: list[list[PrintedLine]] = []
    sizes: list[tuple[float, float]] = []
    arts: list[Art] = []
    qualities: list[str] = []
    links: dict[int, list[Annotation]] = {}
    turns: dict[int, tuple[int, float, float]] = {}
    ends: dict[int, tuple[str, str]] = {}
    if draws_itself(data):
        raise PaperError(name, "the PDF draws a form inside itself without end", "Download or copy it again")
    with PdfiumPaper(data, name) as pdf:
        if pdf.pages <= 0:
            raise PaperError(name, "the PDF has no pages", "Download or copy it again")
        if pdf.pages > _MOST_PAGES:
            warnings.append(f"page {_MOST_PAGES + 1}: only the first {_MOST_PAGES} of {pdf.pages} pages are read")
        for number in range(1, min(pdf.pages, _MOST_PAGES) + 1):
            try:
                page = pdf.page(number)
                if page.characters > MOST_CHARACTERS:
                    page.close()
                    raise ValueError(f"it is left out, with {page.characters} characters on one page")
            except ValueError as error:
                warnings.append(f"page {number}: {error}")
                pages.append([])
                sizes.append((0.0, 0.0))
                arts.append(Art())
                qualities.append("no text")
                continue
            try:
                lines, quality = _page(page, number, warnings)
                qualities.append(quality)
                pages.append(lines)
                sizes.append((page.width, page.height))
                if page.quarters:
                    turns[number] = (page.quarters, page.width, page.height)
                arts.append(page.art())
                annotations = list(page.links())
                if annotations:
                    links[number] = annotations
                    ends.update(line_ends(lines, annotations))
            finally:
                page.close()
        stated = pdf.information("Title")
    dropped = drop_furniture(pages, [height for _, height in sizes])
    usual = measure(pages)
    paragraphs: list[Paragraph] = []
    columns: list[int] = []
    habit = Habit()
    titled: list[PrintedLine] = []
    for number, (lines, (width, height), art) in enumerate(zip(pages, sizes, arts, strict=True), 1):
        gutters = find_gutters(lines, width)
        columns.append(len(gutters) + 1)
        assign_columns(lines, gutters)
        ordered = reading_order(join_pieces(lines), gutters)
        drafts = find_tables(ordered, art, number, usual.size, habit)
        tabled = {id(line) for draft in drafts for line in draft.lines}
        free = [line for line in ordered if id(line) not in tabled]
        figures = figure_lines(free, art, width, height, usual.size)
        found = page_paragraphs(ordered, usual, height, roles, art, drafts, figures)
        if not titled and number <= 2 and len(ordered) > 3:
            titled = find_title([line for line in free if id(line) not in figures], stated, height, usual.size, roles)
            found = take_title(found, titled)
        paragraphs += found
    confirm_headings(paragraphs, usual, roles)
    paragraphs = join_paragraphs(paragraphs)
    vocabulary = Vocabulary(line.text for paragraph in paragraphs for line in paragraph.lines)
    writer = Writer(vocabulary, roles, ends, turns)
    for paragraph in paragraphs:
        writer.write(paragraph)
    writer.finish()
    text = writer.text
    read = sum(quality == "ok" for quality in qualities)
    if not text.strip() or (qualities.count("garbled") > read and not language_of(text)):
        if "garbled" in qualities:
            raise PaperError(name, "its text layer is unreadable (fonts without Unicode values)", "Try --ocr")
        if "no text" in qualities:
            raise PaperError(name, "no page has a text layer", "Try --ocr")
        raise PaperError(name, "there is no text in it", "Give a paper with text")
    doi = _DOI.search(text[:6000])
    language = language_of(text)
    if language not in ("", "en"):
        warnings.insert(0, f"the paper is not in English ({language}): what it states is hardly found")
    sizes = [
        (size[1], size[0]) if number in turns and turns[number][0] % 2 else size for number, size in enumerate(sizes, 1)
    ]
    return Paper(
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        title=writer.title or (stated if usable(stated) else ""),
        doi=doi.group() if doi else "",
        language=language,
        pages=tuple(_pages(writer, sizes, columns, qualities)),
        lines=tuple(writer.lines),
        sections=tuple(writer.sections),
        tables=tuple(writer.tables),
        links=bind_links(writer.lines, links, text),
        dropped=tuple(
            DroppedLine(line.page, (line.x0, line.y0, line.x1, line.y1), line.text, reason) for line, reason in dropped
        ),
        warnings=tuple(warnings),
    )


def _page(page: PdfiumPage, number: int, warnings: list[str]) -> tuple[list[PrintedLine], str]:
    """Return the lines of a page and how well it can be read."""
    page.turn_upright()
    glyphs = page.glyphs
    if glyphs.hidden > 20:
        warnings.append(f"page {number}: {glyphs.hidden} hidden characters are left out")
    if not glyphs.text:
        pictures = page.graphics.pictures or page.graphics.shapes
        if pictures:
            warnings.append(f"page {number}: it has no text layer; --ocr reads it")
        return [], "no text" if pictures else "empty"
    lines = page_lines(glyphs, number)
    text = " ".join([line.text for line in lines])
    garbled = is_garbled(text, page.unmapped())
    if garbled or lacks_common_words(text):
        mended = unshifted(glyphs, page.fonts())
        if mended is not None and not is_garbled(spaced(mended), 0.0):
            warnings.append(f"page {number}: letters of shift-coded fonts are put right")
            return page_lines(mended, number), "ok"
    if garbled:
        warnings.append(f"page {number}: its text layer is unreadable (fonts without Unicode values)")
        return [], "garbled"
    return lines, "ok"


def _pages(writer: Writer, sizes: list[tuple[float, float]], columns: list[int], qualities: list[str]) -> list[Page]:
    starts: list[int] = []
    for number in range(len(sizes), 0, -1):
        following = starts[-1] if starts else writer.length
        starts.append(min(writer.page_starts.get(number, following), following))
    starts.reverse()
    if starts:
        starts[0] = 0
    ends = [*starts[1:], writer.length]
    return [
        Page(
            number,
            start,
            end,
            round(size[0], 1),
            round(size[1], 1),
            qualities[number - 1],
            column,
        )
        for number, (start, end, size, column) in enumerate(zip(starts, ends, sizes, columns, strict=True), 1)
    ]
