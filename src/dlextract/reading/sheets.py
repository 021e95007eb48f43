"""The pages of a PDF as printed lines, whatever reads them: pdfium, pdfplumber, or tesseract for pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dlextract.errors import PaperError
from dlextract.reading import ocr
from dlextract.reading.form_fields import join_fields, printed
from dlextract.reading.glyphs import Annotation, Art, Glyphs
from dlextract.reading.hostile import MOST_UNPACKED, draws_itself, is_bomb
from dlextract.reading.lines import PrintedLine, page_lines
from dlextract.reading.pdfium import MOST_CHARACTERS, PdfiumPage, PdfiumPaper
from dlextract.reading.plumber import PlumbedPaper
from dlextract.reading.quality import is_garbled, lacks_common_words, spaced, unshifted

MOST_PAGES = 1500
_MOST_NAMES = 5


@dataclass(slots=True)
class Sheet:
    """One page before anything is put in order. ``quality`` as in ``records.Page``.

    ``quarters`` says by how many quarter turns a page set sideways was turned to be read; ``width`` and ``height``
    are those of the page as it was read.
    """

    number: int
    lines: list[PrintedLine] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0
    quality: str = "no text"
    art: Art = field(default_factory=Art)
    annotations: list[Annotation] = field(default_factory=list)
    quarters: int = 0
    warnings: list[str] = field(default_factory=list)

    def warn(self, what: str) -> None:
        """Note something that the user should know about this page."""
        self.warnings.append(f"page {self.number}: {what}")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the metadata of a PDF states.

    ``created`` is the date of the file (D:20190304…), ``outline`` the first entry of the PDF's outline ("" if none).
    """

    title: str
    created: str
    outline: str = ""


def read_sheets(
    data: bytes, name: str, backend: str, read_pictures: bool, pages: tuple[int, int] | None = None
) -> tuple[list[Sheet], Stated]:
    """Return the pages from the first to the last of ``pages`` (None for all) and what the metadata states.

    Raises:
        PaperError: the PDF cannot be opened, has no such pages, or there is no such backend.
    """
    if draws_itself(data):
        raise PaperError(name, "the PDF draws a form inside itself without end", "Download or copy it again")
    if is_bomb(data):
        much = f"the PDF unpacks into more than {MOST_UNPACKED >> 20} MB"
        raise PaperError(name, much, "Such a file is made to do harm: leave it out")
    if backend == "pdfplumber":
        with PlumbedPaper(data, name) as plumbed:
            chosen = _chosen(plumbed.number, pages, name)
            sheets = list(_plumbed(plumbed, data, name, read_pictures, chosen))
            _warn_of_the_rest(sheets, plumbed.number, pages)
            return sheets, Stated(plumbed.information("Title"), plumbed.information("CreationDate"))
    if backend != "pdfium":
        raise PaperError(name, f"there is no PDF backend {backend!r}", "Choose pdfium or pdfplumber")
    with PdfiumPaper(data, name) as pdf:
        if pdf.pages <= 0:
            raise PaperError(name, "the PDF has no pages", "Download or copy it again")
        sheets = [_sheet(pdf, number, read_pictures) for number in _chosen(pdf.pages, pages, name)]
        _warn_of_the_rest(sheets, pdf.pages, pages)
        if attached := pdf.attached:
            sheets[0].warnings.insert(0, _unread(attached))
        return sheets, Stated(pdf.information("Title"), pdf.information("CreationDate"), pdf.outline)


def _chosen(count: int, pages: tuple[int, int] | None, name: str) -> range:
    """Return the numbers of the pages to be read."""
    first, last = pages or (1, count)
    if first > count:
        has = "1 page" if count == 1 else f"{count} pages"
        raise PaperError(name, f"it has only {has}", "Choose others with --pages")
    return range(first, min(last, count, first + MOST_PAGES - 1) + 1)


def _warn_of_the_rest(sheets: list[Sheet], count: int, pages: tuple[int, int] | None) -> None:
    last = sheets[-1].number
    if pages and (pages[0] > 1 or last < count):
        sheets[0].warnings.insert(0, f"only pages {pages[0]} to {last} of {count} are read")
    if last < min(count, pages[1] if pages else count):
        sheets[-1].warn(f"the {count - last} pages after it are not read")


def _unread(attached: list[str]) -> str:
    names = ", ".join(attached[:_MOST_NAMES]) + (", …" if len(attached) > _MOST_NAMES else "")
    files = "a file that is not read" if len(attached) == 1 else f"{len(attached)} files that are not read"
    return f"the PDF carries {files} ({names}): save what is a paper and read it by itself"


def _sheet(pdf: PdfiumPaper, number: int, read_pictures: bool) -> Sheet:
    sheet = Sheet(number)
    try:
        page = pdf.page(number)
    except ValueError as error:
        sheet.warn(str(error))
        return sheet
    try:
        if page.characters > MOST_CHARACTERS:
            sheet.warn(f"it is left out, as it holds {page.characters} characters")
            return sheet
        before = printed(page_lines(page.glyphs, number)) if pdf.form else set()
        filled = pdf.form and page.print_fields()
        page.turn_upright()
        _read(page, sheet, read_pictures)
        if filled:
            sheet.warn("what was typed into form fields is read like print")
            sheet.lines = join_fields(sheet.lines, before)
        sheet.width, sheet.height, sheet.quarters = page.width, page.height, page.quarters
        if sheet.lines:
            sheet.art = page.art()
            sheet.annotations = list(page.links())
    except ValueError as error:
        sheet.warn(str(error))
    finally:
        page.close()
    return sheet


def _read(page: PdfiumPage, sheet: Sheet, read_pictures: bool) -> None:
    """Set lines and quality of a sheet."""
    glyphs = page.glyphs
    if glyphs.hidden > 20:
        sheet.warn(f"{glyphs.hidden} hidden characters are left out")
    if glyphs.text:
        sheet.quality = "ok"
        sheet.lines = page_lines(glyphs, sheet.number)
        if page.quarters and _runs_upwards(sheet.lines):  # pdfium's order of text that runs down the page
            sheet.lines.reverse()
        _check(page, glyphs, sheet)
    elif page.unreadable:
        sheet.quality = "garbled"
    else:
        sheet.quality = "no text" if page.graphics.pictures or page.graphics.shapes else "empty"
    _read_picture(page if read_pictures else None, sheet)


def _runs_upwards(lines: list[PrintedLine]) -> bool:
    steps = [line.base - last.base for last, line in pairwise(lines)]
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)


def _read_picture(page: PdfiumPage | None, sheet: Sheet) -> None:
    """Read a sheet without a usable text layer as a picture, or warn where ``page`` is None."""
    if sheet.quality in ("ok", "empty"):
        return
    if page is not None:
        try:
            sheet.lines = ocr.read_picture(page, sheet.number)
        except ValueError as error:
            sheet.warn(str(error))
        else:
            sheet.quality = "ocr" if sheet.lines else "empty"
    elif sheet.quality == "no text":
        sheet.warn("it has no text layer; --ocr reads it")
    else:
        sheet.warn("its text layer is unreadable (fonts without Unicode values); --ocr reads it")


def _check(page: PdfiumPage, glyphs: Glyphs, sheet: Sheet) -> None:
    """Find out whether the text layer says what is printed, and put a shift-coded font right."""
    text = " ".join([line.text for line in sheet.lines])
    garbled = is_garbled(text, page.unmapped())
    if not garbled and not lacks_common_words(text):
        return
    mended = unshifted(glyphs, page.fonts())
    if mended is not None and not is_garbled(spaced(mended), 0.0):
        sheet.warn("letters of shift-coded fonts are put right")
        sheet.lines = page_lines(mended, sheet.number)
    elif garbled:
        sheet.quality = "garbled"
        sheet.lines = []


def _plumbed(plumbed: PlumbedPaper, data: bytes, name: str, read_pictures: bool, numbers: range) -> Iterator[Sheet]:
    for number, page in zip(numbers, plumbed.pages(numbers), strict=True):
        sheet = Sheet(number, page_lines(page.glyphs, number), page.width, page.height)
        sheet.art, sheet.annotations = page.art, page.annotations
        if page.problem:
            sheet.warn(page.problem)
        elif sheet.lines:
            text = page.glyphs.text
            garbled = is_garbled(spaced(page.glyphs), text.count("\ufffd") / len(text))
            sheet.quality = "garbled" if garbled else "ok"
            sheet.lines = [] if garbled else sheet.lines
        else:
            sheet.quality = "no text" if page.art.pictures else "empty"
        if read_pictures and sheet.quality in ("no text", "garbled"):
            with PdfiumPaper(data, name) as pdf:
                shown = pdf.page(number)
                try:
                    _read_picture(shown, sheet)
                finally:
                    shown.close()
        elif not page.problem:
            _read_picture(None, sheet)
        yield sheet
