"""Glyphs of a page from pdfium, read in bulk.

``ctypes`` calls that are mapped in C over all characters cost 0.3 µs each; the object-oriented calls of pypdfium2 cost
ten times that. What is constant in a text object (size, direction, colour, clip path) is asked once per object.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import compress, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from dlextract.errors import PaperError
from dlextract.reading.glyphs import Annotation, Art, Bools, Box, Floats, Glyphs, Ints
from dlextract.reading.graphics import IDENTITY, Graphics, Matrix, Walker, meet

_BOLD = re.compile(
    r"[Bb]old|BOLD|Black|Heavy|Semibold|Demi|Medi(?:um)?(?![a-z])|BX|CMB\d|CSSB|\.B$|-B$|\.B\+|_B$|Bd(?![a-z])"
)
_ITALIC = re.compile(r"[Ii]tal|ITAL|Obli|CM(?:MI|TI|BXTI)|(?:RM|TI|SF|LM)TI\d|\.I$|-I$|It(?![a-z])|Slanted")


_NOTHING = 0xFFFF
"""A noncharacter, which `plain` drops."""

_FREE: tuple[Matrix, Box | None] = (IDENTITY, None)
MOST_CHARACTERS = 300_000
"""Pages with more characters than this are bombs, not pages."""


class _Api:
    """pdfium's functions as plain ctypes prototypes that take addresses as integers and keep the interpreter lock."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        self.raw: Any = raw
        address, integer, double = ctypes.c_void_p, ctypes.c_int, ctypes.c_double

        def function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
            where = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
            made: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(where)
            return made

        self.count = function("FPDFText_CountChars", integer, address)
        self.text = function("FPDFText_GetText", integer, address, integer, integer, address)
        self.unicode = function("FPDFText_GetUnicode", ctypes.c_uint, address, integer)
        self.loose_box = function("FPDFText_GetLooseCharBox", integer, address, integer, address)
        self.origin = function("FPDFText_GetCharOrigin", integer, address, integer, address, address)
        self.font_size = function("FPDFText_GetFontSize", double, address, integer)
        self.matrix = function("FPDFText_GetMatrix", integer, address, integer, address)
        self.object = function("FPDFText_GetTextObject", ctypes.c_size_t, address, integer)
        self.map_error = function("FPDFText_HasUnicodeMapError", integer, address, integer)
        self.mode = function("FPDFTextObj_GetTextRenderMode", integer, address)
        self.font = function("FPDFTextObj_GetFont", address, address)
        self.walker = Walker(function)
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
        self._fonts: Ints = np.zeros(0, np.int64)
        self._directions: Ints = np.zeros(0, np.int64)
        self.quarters = 0
        self._page = raw.FPDF_LoadPage(document, number - 1)
        if not self._page:
            raise ValueError("the page cannot be loaded")
        self._textpage = raw.FPDFText_LoadPage(self._page)
        self.characters = 0
        if self._textpage:
            self.characters = api.count(ctypes.cast(self._textpage, ctypes.c_void_p).value)
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

    def turn_upright(self) -> None:
        """Read a page whose text mostly runs up or down as if it were turned; ``quarters`` says by how much."""
        glyphs = self.glyphs
        if len(glyphs.text) < 100 or glyphs.turned.mean() < 0.6:
            return
        directions = self._directions[glyphs.run][glyphs.turned]
        quarters = int(np.bincount(directions, minlength=4).argmax())
        if quarters in (1, 3):
            self.quarters = quarters
            self.rotation = (self.rotation + quarters) % 4
            self.width, self.height = self.height, self.width
            del self.__dict__["glyphs"]

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
            return self._no_glyphs()
        codes = self._codes(handle, count)
        self._ligatures(codes)
        space = (codes <= 32) | (codes == 0xA0) | (codes == 0x3000) | ((codes >= 0x2000) & (codes <= 0x200B))
        space &= (codes != 2) & ((codes < 0x0B) | (codes > 0x0F) | (codes == 0x0D))
        kept = np.flatnonzero(~space)
        before = np.zeros(count + 1, np.int64)
        np.cumsum(space, out=before[1:])
        number = len(kept)
        if not number:
            return self._no_glyphs()
        gap = np.ones(number, np.bool_)
        gap[1:] = (before[kept[1:]] - before[kept[:-1]]) > 0
        objects, boxes = self._boxes_of(handle, kept, gap)
        change = np.ones(number, np.bool_)
        change[1:] = objects[1:] != objects[:-1]
        starts = np.flatnonzero(change)
        run = np.cumsum(change) - 1
        runs = objects[starts].tolist()
        size, base, turned = self._runs(handle, kept[starts].tolist())
        hidden = self._hidden(runs, starts, boxes)
        tiny = size < 2
        if tiny.any():  # Type 3 fonts have a size of their own making; the boxes tell the true one
            tall = np.maximum.reduceat(np.abs(boxes[:, 1] - boxes[:, 3]), starts)
            common = float(np.median(tall[tiny]))
            size = np.where(tiny & (tall > 0), np.where(tall < 2 * common, common, tall) * 0.95, size)
        left, top = boxes[:, 0], boxes[:, 1]
        right, bottom = boxes[:, 2], boxes[:, 3]
        ax, ay = self.shown(left, top)
        bx, by = self.shown(right, bottom)
        if tiny.any():
            apart = np.zeros(number, np.float32)
            apart[1:] = np.minimum(ax[1:], bx[1:]) - np.maximum(ax[:-1], bx[:-1])
            same_line = np.zeros(number, np.bool_)
            same_line[1:] = np.abs(base[run[1:]] - base[run[:-1]]) < 0.5 * size[run[1:]]
            gap &= ~(tiny[run] & same_line & (apart < 0.13 * size[run]) & (apart > -size[run]))
        kept_codes = codes[kept]
        kept_codes[kept_codes == 2] = 0xFFFE
        text = kept_codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
        glyphs = Glyphs(
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
            style=self._styles(runs)[run],
        )
        return _without(glyphs, hidden[run]) if hidden.any() else glyphs

    @staticmethod
    def _no_glyphs() -> Glyphs:
        none, whole, flag = np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, np.bool_)
        return Glyphs("", none, none, none, none, none, none, flag, whole, flag, whole)

    def _boxes_of(self, handle: int | None, kept: Ints, gap: Bools) -> tuple[Ints, Floats]:
        """Return text object and box (left, top, right, bottom) of each glyph.

        Only the first and last glyph of a token are asked; where both belong to one text object, so does all that
        stands between, on the same baseline, and its boxes are filled in between.
        """
        api, number = self.api, len(kept)
        starts = np.flatnonzero(gap)
        ends = np.append(starts[1:], number) - 1
        asked = np.full(number, self.rotation % 2 == 1)
        asked[starts] = asked[ends] = True
        objects = np.zeros(number, np.int64)
        places = np.flatnonzero(asked)
        objects[places] = self._objects_at(handle, kept[places])
        mixed = objects[starts] != objects[ends]
        if mixed.any():
            steps = np.zeros(number + 1, np.int64)
            steps[starts[mixed]] += 1
            steps[ends[mixed] + 1] -= 1
            inner = (np.cumsum(steps[:-1]) > 0) & ~asked
            places = np.flatnonzero(inner)
            objects[places] = self._objects_at(handle, kept[places])
            asked |= inner
        places = np.flatnonzero(asked)
        objects = objects[places][np.cumsum(asked) - 1]
        known = np.empty((len(places), 4), np.float32)
        first = known.ctypes.data
        deque(map(api.loose_box, repeat(handle), kept[places].tolist(), range(first, first + 16 * len(places), 16)), 0)
        if len(places) == number:
            return objects, known
        # What stands inside a token takes its start and reaches to its last glyph.
        box_of = np.cumsum(asked) - 1
        boxes = known[box_of]
        inner = ~asked
        start, end = (2, 0) if self.rotation == 2 else (0, 2)
        boxes[inner, end] = known[box_of[inner] + 1, start]
        return objects, boxes

    def _objects_at(self, handle: int | None, indexes: Ints) -> Ints:
        return np.fromiter(map(self.api.object, repeat(handle), indexes.tolist()), dtype=np.int64, count=len(indexes))

    @staticmethod
    def _ligatures(codes: Ints) -> None:
        """Name the ligatures of TeX fonts without Unicode values, which come as control characters.

        pdfium's own line ends are always a carriage return and a line feed.
        """
        low = (codes >= 0x0B) & (codes <= 0x0F)
        if not low.any():
            return
        low[:-1] &= ~((codes[:-1] == 0x0D) & (codes[1:] == 0x0A))
        letter = ((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A)
        beside = np.zeros(len(codes), np.bool_)
        beside[1:] |= letter[:-1]
        beside[:-1] |= letter[1:]
        codes[low & beside] += 0xFB00 - 0x0B
        codes[low & ~beside] = 0x20

    def unmapped(self) -> float:
        """Return the share of characters that have no Unicode value in the PDF, by a sample."""
        handle = ctypes.cast(self._textpage, ctypes.c_void_p).value
        sample = range(0, self.api.count(handle), max(1, self.api.count(handle) // 150))
        missing: int = sum(map(self.api.map_error, repeat(handle), sample))
        return missing / max(1, len(sample))

    def fonts(self) -> Ints:
        """Return the number of the font of each glyph."""
        return self._fonts[self.glyphs.run]

    def _codes(self, handle: int | None, count: int) -> Ints:
        """Return the code point of every character; the second half of a surrogate pair is nothing."""
        buffer = ctypes.create_string_buffer(4 * count + 4)
        got = self.api.text(handle, 0, count, ctypes.addressof(buffer))
        if got - 1 == count:
            codes: Ints = np.frombuffer(buffer.raw, np.uint16, count).astype(np.int64)
            if not ((codes >= 0xD800) & (codes < 0xE000)).any():
                return codes
        codes = np.fromiter(map(self.api.unicode, repeat(handle), range(count)), dtype=np.int64, count=count)
        pairs = np.flatnonzero(((codes[:-1] & ~0x3FF) == 0xD800) & ((codes[1:] & ~0x3FF) == 0xDC00))
        codes[pairs] = 0x10000 + ((codes[pairs] & 0x3FF) << 10) + (codes[pairs + 1] & 0x3FF)
        codes[pairs + 1] = _NOTHING
        codes[(codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))] = 0xFFFD
        codes[codes == 0] = 0xFFFD
        return codes

    @cached_property
    def graphics(self) -> Graphics:
        """The rules, pictures and shapes of the page, in PDF coordinates."""
        return self.api.walker.walk(ctypes.cast(self._page, ctypes.c_void_p).value or 0)

    def art(self) -> Art:
        """Return the rules and pictures of the page in points from its top left."""
        graphics, art = self.graphics, Art()
        rules = [(x0, y, x1, y) for x0, x1, y in graphics.across] + [(x, y0, x, y1) for x, y0, y1 in graphics.down]
        if rules:
            for x0, y0, x1, y1 in self._boxes_shown(rules):
                if x1 - x0 >= y1 - y0:
                    art.across.append((x0, x1, (y0 + y1) / 2))
                else:
                    art.down.append(((x0 + x1) / 2, y0, y1))
        boxes = graphics.pictures + graphics.shapes
        if boxes:
            art.pictures = self._boxes_shown(boxes)
        return art

    def _boxes_shown(self, boxes: list[Box]) -> list[Box]:
        corners = np.array(boxes, np.float64)
        ax, ay = self.shown(corners[:, 0], corners[:, 1])
        bx, by = self.shown(corners[:, 2], corners[:, 3])
        sides = np.stack([np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)], 1)
        return [(a, b, c, d) for a, b, c, d in sides.tolist()]

    def _hidden(self, objects: list[int], starts: Ints, boxes: Floats) -> Bools:
        """Tell which text objects nobody sees: clipped away, off the page, painted with nothing or white on white.

        Text painted with nothing stays where it is the page's only text: the layer under a scanned picture.
        """
        walker, mode = self.api.walker, self.api.mode
        frames, dark = self.graphics.frames, self.graphics.dark
        left = np.minimum.reduceat(np.minimum(boxes[:, 0], boxes[:, 2]), starts)
        right = np.maximum.reduceat(np.maximum(boxes[:, 0], boxes[:, 2]), starts)
        bottom = np.minimum.reduceat(np.minimum(boxes[:, 1], boxes[:, 3]), starts)
        top = np.maximum.reduceat(np.maximum(boxes[:, 1], boxes[:, 3]), starts)
        weight = np.diff(np.append(starts, len(boxes))).tolist()
        page = self._box
        hidden: Bools = (right < page[0]) | (left > page[2]) | (top < page[1]) | (bottom > page[3])
        unpainted = [index for index, how in enumerate(map(mode, objects)) if how in (3, 7)]
        white = walker.white(objects)
        clipped = walker.clipped(objects)
        for index, item in enumerate(objects):
            matrix, clip = frames.get(item, _FREE)
            if clip is None and not clipped[index] and not white[index]:
                continue
            box = (float(left[index]), float(bottom[index]), float(right[index]), float(top[index]))
            if clipped[index]:
                clip = meet(clip, walker.clip_of(item, matrix))
            if clip is not None and not _overlap(box, clip):
                hidden[index] = True
            if white[index]:
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                hidden[index] |= not any(a <= x <= c and b <= y <= d for a, b, c, d in dark)
        if unpainted and sum(weight[index] for index in unpainted) < 0.5 * sum(weight):
            hidden[unpainted] = True
        return hidden

    def _runs(self, handle: int | None, firsts: list[int]) -> tuple[Floats, Floats, Bools]:
        """Return size, baseline and direction of each text object, asked at its first character."""
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
        # In quarter turns to the right that set the text upright: 1 for text that runs up the page.
        self._directions = np.where(np.abs(b) > np.abs(a), np.where(b > 0, 1, 3), np.where(a < 0, 2, 0))
        scale = np.hypot(c, d)
        size = size * np.where(scale > 0, scale, 1)
        turned = (a < 0) | (np.abs(b) > 0.3 * np.abs(a))
        _, base = self.shown(origins[:, 0], origins[:, 1])
        return size.astype(np.float32), base.astype(np.float32), turned

    def _styles(self, objects: list[int]) -> Ints:
        """Return 1 for bold, 2 for italic, 3 for both, from the font name of each text object."""
        fonts: dict[int, int] = {}
        self._fonts = np.zeros(len(objects), np.int64)
        buffer = ctypes.create_string_buffer(128)
        styles = []
        for index, item in enumerate(objects):
            font = self.api.font(item) if item else None
            self._fonts[index] = font or 0
            if not font:
                styles.append(0)
                continue
            if font not in fonts:
                size = self.api.font_name(font, ctypes.addressof(buffer), 128)
                name = buffer.raw[: max(0, min(size, 128) - 1)].decode("utf-8", "replace")
                fonts[font] = (1 if _BOLD.search(name) else 0) + (2 if _ITALIC.search(name) else 0)
            styles.append(fonts[font])
        return np.array(styles, np.int64)

    def picture(self, dpi: int) -> bytes:
        """Return the page as shown as a grey PGM picture."""
        raw = self.api.raw
        scale = min(dpi / 72, 12_000 / max(self.width, self.height, 1.0))
        width, height = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            raw.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, width, height, self.quarters, raw.FPDF_GRAYSCALE)
            stride = raw.FPDFBitmap_GetStride(bitmap)
            grey = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        rows = grey if stride == width else b"".join(grey[row * stride : row * stride + width] for row in range(height))
        return b"P5 %d %d 255\n" % (width, height) + rows

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
            x, y = self.shown(np.array([rectangle.left, rectangle.right]), np.array([rectangle.top, rectangle.bottom]))
            if uri:
                yield Annotation((float(x.min()), float(y.min()), float(x.max()), float(y.max())), uri)


def _overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than a hair."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > 0.15 * min(6.0, one[2] - one[0]) - 0.01 and height > 0.15 * (one[3] - one[1]) - 0.01


def _without(glyphs: Glyphs, hidden: Bools) -> Glyphs:
    """Return the glyphs that are seen."""
    seen = ~hidden
    text = "".join(compress(glyphs.text, seen.tolist()))
    space = glyphs.space.copy()
    space[1:] |= hidden[:-1]
    return Glyphs(
        text=text,
        x0=glyphs.x0[seen],
        y0=glyphs.y0[seen],
        x1=glyphs.x1[seen],
        y1=glyphs.y1[seen],
        base=glyphs.base[seen],
        size=glyphs.size[seen],
        space=space[seen],
        run=glyphs.run[seen],
        turned=glyphs.turned[seen],
        style=glyphs.style[seen],
        hidden=int(hidden.sum()),
    )


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
