"""Glyphs of a page from pdfium, read in bulk.

``ctypes`` calls that are mapped in C over all characters cost 0.3 µs each; the object-oriented calls of pypdfium2 cost
ten times that. What is constant in a text object (size, direction, colour, clip path) is asked once per object.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from dlextract.errors import PaperError

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The printed characters of one page in the order of its content stream, spaces left out.

    Coordinates are points from the top left of the page as shown. ``base`` is the baseline, ``size`` the font size.
    ``space`` says that a space stands before the glyph. ``run`` numbers the text objects. ``turned`` is True for
    glyphs that do not run from left to right, ``style`` 1 for bold, 2 for italic, 3 for both. ``unmapped`` is the share of glyphs without a Unicode value.
    """

    text: str
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    base: Floats
    size: Floats
    space: Bools
    run: Ints
    turned: Bools
    style: Ints
    hidden: int = 0
    unmapped: float = 0.0


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link of the page: its box and where it leads."""

    box: tuple[float, float, float, float]
    uri: str


_BOLD = re.compile(r"[Bb]old|BOLD|Black|Heavy|Semibold|Demi|Medi(?:um)?(?![a-z])|BX|CMB\d|CSSB|\.B$|-B$|\.B\+|_B$|Bd(?![a-z])")
_ITALIC = re.compile(r"[Ii]tal|ITAL|Obli|CM(?:MI|TI|BXTI)|(?:RM|TI|SF|LM)TI\d|\.I$|-I$|It(?![a-z])|Slanted")


class _Api:
    """pdfium's functions as plain ctypes prototypes that take addresses as integers and keep the interpreter lock."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        self.raw: Any = raw
        address, integer, double = ctypes.c_void_p, ctypes.c_int, ctypes.c_double

        def function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
            where = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
            made: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(where)
            return made

        self.count = function("FPDFText_CountChars", integer, address)
        self.text = function("FPDFText_GetText", integer, address, integer, integer, address)
        self.unicode = function("FPDFText_GetUnicode", ctypes.c_uint, address, integer)
        self.loose_box = function("FPDFText_GetLooseCharBox", integer, address, integer, address)
        self.origin = function("FPDFText_GetCharOrigin", integer, address, integer, address, address)
        self.font_size = function("FPDFText_GetFontSize", double, address, integer)
        self.matrix = function("FPDFText_GetMatrix", integer, address, integer, address)
        self.object = function("FPDFText_GetTextObject", address, address, integer)
        self.map_error = function("FPDFText_HasUnicodeMapError", integer, address, integer)
        self.mode = function("FPDFTextObj_GetTextRenderMode", integer, address)
        self.font = function("FPDFTextObj_GetFont", address, address)
        self.font_name = function("FPDFFont_GetBaseFontName", ctypes.c_size_t, address, address, ctypes.c_size_t)


_api: _Api | None = None


def _get_api() -> _Api:
    global _api
    if _api is None:
        _api = _Api()
        _api.raw.FPDF_InitLibrary()
    return _api


class PdfiumPaper:
    """An open PDF; use it in a ``with`` statement."""

    def __init__(self, data: bytes, where: str) -> None:
        self.api = _get_api()
        self._data = data  # pdfium reads from it as long as the document is open
        raw = self.api.raw
        self._document = raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            raise _open_error(raw.FPDF_GetLastError(), data, where)
        self.pages: int = raw.FPDF_GetPageCount(self._document)

    def __enter__(self) -> PdfiumPaper:
        return self

    def __exit__(self, *_: object) -> None:
        if self._document:
            self.api.raw.FPDF_CloseDocument(self._document)
            self._document = None

    def page(self, number: int) -> PdfiumPage:
        """Open page ``number`` (from 1).

        Raises:
            ValueError: pdfium cannot load the page.
        """
        return PdfiumPage(self.api, self._document, number)

    def information(self, key: str) -> str:
        """Return an entry of the document information dictionary ("Title" …), "" if there is none."""
        raw = self.api.raw
        size = raw.FPDF_GetMetaText(self._document, key.encode(), None, 0)
        if size <= 2:
            return ""
        buffer = ctypes.create_string_buffer(size)
        raw.FPDF_GetMetaText(self._document, key.encode(), buffer, size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()


class PdfiumPage:
    """One open page; close it when done."""

    def __init__(self, api: _Api, document: Any, number: int) -> None:
        self.api = api
        self.number = number
        raw = api.raw
        self._document = document
        self._page = raw.FPDF_LoadPage(document, number - 1)
        if not self._page:
            raise ValueError("the page cannot be loaded")
        self._textpage = raw.FPDFText_LoadPage(self._page)
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self._page, box)
        self.rotation: int = raw.FPDFPage_GetRotation(self._page) % 4
        self._box = (box.left, box.bottom, box.right, box.top)
        width, height = box.right - box.left, box.top - box.bottom
        self.width, self.height = (height, width) if self.rotation % 2 else (width, height)

    def close(self) -> None:
        """Give pdfium's memory back."""
        raw = self.api.raw
        if self._textpage:
            raw.FPDFText_ClosePage(self._textpage)
        raw.FPDF_ClosePage(self._page)
        self._textpage = self._page = None

    def shown(self, x: npt.NDArray[Any], y: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Turn PDF coordinates into points from the top left of the page as shown."""
        left, bottom, right, top = self._box
        if self.rotation == 0:
            return x - left, top - y
        if self.rotation == 1:
            return y - bottom, x - left
        if self.rotation == 2:
            return right - x, y - bottom
        return top - y, right - x

    @cached_property
    def glyphs(self) -> Glyphs:
        """The characters of the page."""
        api, count = self.api, 0
        if self._textpage:
            handle = ctypes.cast(self._textpage, ctypes.c_void_p).value
            count = api.count(handle)
        if count <= 0:
            none, whole, flag = np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, np.bool_)
            return Glyphs("", none, none, none, none, none, none, flag, whole, flag, whole)
        codes = self._codes(handle, count)
        space = (codes <= 32) | (codes == 0xA0) | (codes == 0x3000) | ((codes >= 0x2000) & (codes <= 0x200B))
        space &= codes != 2
        kept = np.flatnonzero(~space)
        before = np.zeros(count + 1, np.int64)
        np.cumsum(space, out=before[1:])
        number = len(kept)
        boxes = np.empty((number, 4), np.float32)
        first = boxes.ctypes.data
        indexes = kept.tolist()
        deque(map(api.loose_box, repeat(handle), indexes, range(first, first + 16 * number, 16)), 0)
        objects = np.fromiter(
            (item or 0 for item in map(api.object, repeat(handle), indexes)), dtype=np.int64, count=number
        )
        change = np.ones(number, np.bool_)
        change[1:] = objects[1:] != objects[:-1]
        starts = np.flatnonzero(change)
        run = np.cumsum(change) - 1
        size, base, turned, hidden = self._runs(handle, kept[starts].tolist(), objects[starts].tolist())
        left, top = boxes[:, 0], boxes[:, 1]
        right, bottom = boxes[:, 2], boxes[:, 3]
        ax, ay = self.shown(left, top)
        bx, by = self.shown(right, bottom)
        gap = np.zeros(number, np.bool_)
        gap[1:] = (before[kept[1:]] - before[kept[:-1]]) > 0
        text = codes[kept].astype("<u4").tobytes().decode("utf-32-le", "replace")
        return Glyphs(
            text=text,
            x0=np.minimum(ax, bx),
            y0=np.minimum(ay, by),
            x1=np.maximum(ax, bx),
            y1=np.maximum(ay, by),
            base=base[run],
            size=size[run],
            space=gap,
            run=run,
            turned=turned[run],
            style=self._styles(objects[starts].tolist())[run],
        )

    def _codes(self, handle: int | None, count: int) -> Ints:
        """Return the code point of every character."""
        buffer = ctypes.create_string_buffer(4 * count + 4)
        got = self.api.text(handle, 0, count, ctypes.addressof(buffer))
        if got - 1 == count:
            codes = np.frombuffer(buffer, np.uint16, count).astype(np.int64)
            if not ((codes >= 0xD800) & (codes < 0xE000)).any():
                return codes
        codes = np.fromiter(map(self.api.unicode, repeat(handle), range(count)), dtype=np.int64, count=count)
        codes[(codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))] = 0xFFFD
        codes[codes == 0] = 0xFFFD
        return codes

    def _runs(
        self, handle: int | None, firsts: list[int], objects: list[int]
    ) -> tuple[Floats, Floats, Bools, Bools]:
        """Return size, baseline, direction and visibility of each text object, asked at its first character."""
        api, number = self.api, len(firsts)
        origins = np.empty((number, 2), np.float64)
        first = origins.ctypes.data
        deque(
            map(
                api.origin,
                repeat(handle),
                firsts,
                range(first, first + 16 * number, 16),
                range(first + 8, first + 16 * number + 8, 16),
            ),
            0,
        )
        matrices = np.zeros((number, 6), np.float32)
        first = matrices.ctypes.data
        deque(map(api.matrix, repeat(handle), firsts, range(first, first + 24 * number, 24)), 0)
        size = np.fromiter(map(api.font_size, repeat(handle), firsts), dtype=np.float32, count=number)
        a, b, c, d = matrices[:, 0], matrices[:, 1], matrices[:, 2], matrices[:, 3]
        if self.rotation == 1:
            a, b = b, -a
        elif self.rotation == 2:
            a, b = -a, -b
        elif self.rotation == 3:
            a, b = -b, a
        scale = np.hypot(c, d)
        size = size * np.where(scale > 0, scale, 1)
        turned = (a < 0) | (np.abs(b) > 0.3 * np.abs(a))
        _, base = self.shown(origins[:, 0], origins[:, 1])
        return size.astype(np.float32), base.astype(np.float32), turned, np.zeros(number, np.bool_)

    def _styles(self, objects: list[int]) -> Ints:
        """Return 1 for bold, 2 for italic, 3 for both, from the font name of each text object."""
        fonts: dict[int, int] = {}
        buffer = ctypes.create_string_buffer(128)
        styles = []
        for item in objects:
            font = self.api.font(item) if item else None
            if not font:
                styles.append(0)
                continue
            if font not in fonts:
                size = self.api.font_name(font, ctypes.addressof(buffer), 128)
                name = buffer.raw[: max(0, min(size, 128) - 1)].decode("utf-8", "replace")
                fonts[font] = (1 if _BOLD.search(name) else 0) + (2 if _ITALIC.search(name) else 0)
            styles.append(fonts[font])
        return np.array(styles, np.int64)

    def links(self) -> Iterator[Annotation]:
        """Yield the links of the page that lead to a URI."""
        raw = self.api.raw
        position = ctypes.c_int(0)
        link = raw.FPDF_LINK()
        rectangle = raw.FS_RECTF()
        while raw.FPDFLink_Enumerate(self._page, position, link):
            action = raw.FPDFLink_GetAction(link)
            if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
                continue
            size = raw.FPDFAction_GetURIPath(self._document, action, None, 0)
            if size <= 1 or not raw.FPDFLink_GetAnnotRect(link, rectangle):
                continue
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(self._document, action, buffer, size)
            uri = buffer.raw[: size - 1].decode("utf-8", "replace").strip()
            x, y = self.shown(
                np.array([rectangle.left, rectangle.right]), np.array([rectangle.top, rectangle.bottom])
            )
            if uri:
                yield Annotation((float(x.min()), float(y.min()), float(x.max()), float(y.max())), uri)


def _open_error(code: int, data: bytes, where: str) -> PaperError:
    if not data:
        return PaperError(where, "the file is empty", "Give a PDF or text file")
    if code == 4:
        return PaperError(where, "the PDF is encrypted and needs a password", "Save a copy without the password first")
    if b"%PDF" not in data[:1024]:
        return PaperError(where, "this is not a PDF", "Give a PDF, or a text file that ends in .txt")
    if b"%%EOF" not in data[-2048:]:
        return PaperError(where, "the PDF is cut off or damaged", "Download or copy it again")
    return PaperError(where, "the PDF is damaged and cannot be opened", "Download or copy it again")
