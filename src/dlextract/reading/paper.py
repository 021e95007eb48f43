"""A PDF or text file → ``Paper``."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dlextract.errors import PaperError
from dlextract.files import read_regular
from dlextract.reading import ocr
from dlextract.reading.assemble import Writer
from dlextract.reading.blocks import (
    Measure,
    Paragraph,
    confirm_headings,
    measure,
    page_paragraphs,
    take_title,
)
from dlextract.reading.claims import with_claims
from dlextract.reading.contents import mark_contents
from dlextract.reading.continuing import join_paragraphs
from dlextract.reading.doi import own_doi
from dlextract.reading.figures import figure_lines
from dlextract.reading.furniture import drop_furniture
from dlextract.reading.hyphens import Vocabulary
from dlextract.reading.kinds import is_text_file, refuse
from dlextract.reading.language import foreign, language_of
from dlextract.reading.lines import PrintedLine
from dlextract.reading.links import bind_links
from dlextract.reading.markup.signs import is_markup
from dlextract.reading.order import assign_columns, find_gutters, join_capitals, join_pieces, reading_order
from dlextract.reading.overleaf import carried_on, left_open
from dlextract.reading.plain_text import decode, read_text
from dlextract.reading.printed_checklists import mark_checklists
from dlextract.reading.sections import HeadingRoles
from dlextract.reading.several import several_papers
from dlextract.reading.sheets import Sheet, Stated, read_sheets
from dlextract.reading.table_drafts import TableDraft
from dlextract.reading.table_places import Habit
from dlextract.reading.tables import find_tables
from dlextract.reading.title import cover_warning, find_title, is_cover, settle_title
from dlextract.reading.year import find_year
from dlextract.records import DroppedLine, Page, Paper

_FRONT = 6000
"""Characters among which the paper's own DOI stands."""


def read_paper(
    source: str | Path,
    *,
    headings: Mapping[str, tuple[str, ...]],
    backend: str = "pdfium",
    read_pictures: bool = False,
    pages: tuple[int, int] | None = None,
    data: bytes | None = None,
) -> Paper:
    """Return the paper in a PDF or text file, or in one of JATS, TEI or HTML.

    Args:
        source: path of the file; with ``data`` only a name for messages.
        headings: regexes of headings by role (``Knowledge.sections``).
        backend: ``pdfium`` or ``pdfplumber``.
        read_pictures: read pages without a text layer with tesseract.
        pages: the first and the last page to be read, counted from 1; all if None.
        data: the content, if it is not to be read from ``source``.

    Raises:
        PaperError: the paper cannot be read at all.
    """
    name = str(source)
    if data is None:
        data = _load(Path(source))
    if not data.strip(b"\0 \r\n\t"):
        raise PaperError(name, "the file is empty", "Give a PDF or text file")
    refuse(data, name)
    if is_markup(data, name):
        if pages:
            raise PaperError(name, "XML and HTML have no pages to choose from", "Leave --pages out")
        from dlextract.reading.markup.marked_up import read_markup

        with _uncollected():
            return read_markup(data, name, headings=headings)
    if is_text_file(data, name):
        if pages:
            raise PaperError(name, "a text has no pages to choose from", "Leave --pages out")
        # The hash is that of the file, as for a PDF: of the text it would be another one where that is not UTF-8.
        return replace(read_text(decode(data), source=name, headings=headings), sha256=hashlib.sha256(data).hexdigest())
    with _uncollected():
        return _read_pdf(data, name, HeadingRoles(headings), backend, read_pictures, pages)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the cycle collector from running: a paper is made of very many small objects without cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _load(path: Path) -> bytes:
    try:
        return read_regular(path)
    except FileNotFoundError:
        raise PaperError(str(path), "there is no such file", "Check the path") from None
    except IsADirectoryError:
        raise PaperError(str(path), "this is a folder", "Name the papers in it") from None
    except OSError as error:
        raise PaperError(str(path), f"it cannot be read ({error.strerror})", "Check its permissions") from None
    except ValueError as error:  # a NUL in its name
        raise PaperError(str(path), f"it cannot be read ({error})", "Check the path") from None


def _read_pdf(
    data: bytes, name: str, roles: HeadingRoles, backend: str, read_pictures: bool, chosen: tuple[int, int] | None
) -> Paper:
    sheets, stated = read_sheets(data, name, backend, read_pictures, chosen)
    dropped = drop_furniture(
        [sheet.lines for sheet in sheets],
        [sheet.height for sheet in sheets],
        [bool(sheet.art.pictures) for sheet in sheets],
    )
    usual = measure(sheet.lines for sheet in sheets)
    covered = len(sheets) > 1 and is_cover(sheets[0].lines, sheets[1].lines, sheets[1].height, usual.size)
    paragraphs, columns = _paragraphs(sheets, stated, usual, roles, covered)
    vocabulary = Vocabulary(line.text for paragraph in paragraphs for line in paragraph.lines)
    writer = Writer(vocabulary, roles, sheets)
    for paragraph in paragraphs:
        writer.write(paragraph)
    writer.finish()
    text = writer.text
    language = language_of(text)
    qualities = [sheet.quality for sheet in sheets]
    warnings = [warning for sheet in sheets for warning in sheet.warnings]
    if not text.strip() or (qualities.count("garbled") > qualities.count("ok") and not language):
        raise _no_text(name, qualities, warnings[0] if read_pictures and warnings else "")
    pages = tuple(_pages(writer, sheets, columns))
    title, title_from = settle_title(writer.title, writer.titled_on, stated.title, stated.outline)
    left_out = tuple(
        DroppedLine(line.page, (line.x0, line.y0, line.x1, line.y1), line.text, reason) for line, reason in dropped
    )
    year, year_from = find_year(text, pages, writer.sections, left_out, stated.created)
    covers = [cover_warning(pages[0].number, pages[-1].number)] if covered else []
    warnings = [*foreign(text, language), *covers, *several_papers(writer.sections, pages, roles), *warnings]
    return with_claims(
        Paper(
            source=name,
            sha256=hashlib.sha256(data).hexdigest(),
            text=text,
            title=title,
            title_from=title_from,
            year=year,
            year_from=year_from,
            doi=own_doi(text, writer.sections, _FRONT),
            language=language,
            pages=pages,
            lines=tuple(writer.lines),
            sections=mark_checklists(text, writer.sections),
            tables=tuple(writer.tables),
            links=bind_links(writer.lines, {sheet.number: sheet.annotations for sheet in sheets}, text),
            dropped=left_out,
            warnings=tuple(warnings),
        )
    )


def _paragraphs(
    sheets: list[Sheet], stated: Stated, usual: Measure, roles: HeadingRoles, covered: bool
) -> tuple[list[Paragraph], list[int]]:
    """Return the paragraphs of a paper in reading order, and how many columns each page has.

    ``covered``: the first page is a cover of the paper, whose title stands on the next one.
    """
    paragraphs: list[Paragraph] = []
    columns: list[int] = []
    habit = Habit()
    open_table: TableDraft | None = None
    titled: list[PrintedLine] = []
    for sheet in sheets:
        gutters = find_gutters(sheet.lines, sheet.width)
        columns.append(len(gutters) + 1)
        assign_columns(sheet.lines, gutters)
        ordered = join_capitals(reading_order(join_pieces(sheet.lines), gutters), usual.size)
        drafts = find_tables(ordered, sheet.art, sheet.number, usual.size, habit)
        if open_table is not None and (rest := carried_on(open_table, ordered, drafts, usual.size)):
            taken = {id(line) for line in rest.lines}
            drafts = [rest, *(draft for draft in drafts if not any(id(line) in taken for line in draft.lines))]
        tabled = {id(line) for draft in drafts for line in draft.lines}
        free = [line for line in ordered if id(line) not in tabled]
        open_table = left_open(drafts, free, usual.size)
        figures = figure_lines(free, sheet.art, sheet.width, sheet.height, usual.size)
        found = page_paragraphs(ordered, usual, sheet.height, roles, sheet.art, drafts, figures)
        if not titled and covered <= sheet.number - sheets[0].number <= 1 and len(ordered) > 3:
            plain = [line for line in free if id(line) not in figures]
            titled = find_title(plain, stated.title, sheet.height, usual.size, roles, stated.outline)
            found = take_title(found, titled)
        paragraphs += found
    confirm_headings(paragraphs, usual, roles)
    mark_contents(paragraphs)
    return join_paragraphs(paragraphs), columns


def _no_text(name: str, qualities: list[str], failed: str) -> PaperError:
    """Return why a paper has no text; ``failed`` is what OCR said, "" where it was not asked."""
    if ocr.MISSING in failed:
        return PaperError(name, f"no page has a usable text layer, and {ocr.MISSING}", ocr.INSTALL)
    if failed:
        return PaperError(name, f"no page of it can be read ({failed})", "Look whether its pages show text")
    if "garbled" in qualities:
        return PaperError(name, "its text layer is unreadable (fonts without Unicode values)", "Try --ocr")
    if "no text" in qualities:
        return PaperError(name, "no page has a text layer", "Try --ocr")
    return PaperError(name, "there is no text in it", "Give a paper with text")


def _pages(writer: Writer, sheets: list[Sheet], columns: list[int]) -> Iterator[Page]:
    starts: list[int] = []
    for sheet in reversed(sheets):
        following = starts[-1] if starts else writer.length
        starts.append(min(writer.page_starts.get(sheet.number, following), following))
    starts.reverse()
    starts[0] = 0
    for sheet, start, end, number in zip(sheets, starts, [*starts[1:], writer.length], columns, strict=True):
        sides = (round(sheet.width, 1), round(sheet.height, 1))
        width, height = sides[::-1] if sheet.quarters % 2 else sides
        yield Page(sheet.number, start, end, width, height, sheet.quality, number)
