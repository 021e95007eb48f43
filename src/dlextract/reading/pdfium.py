"""Papers and pages from pdfium: the document, its pages with their text, rules, pictures and links."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np

from dlextract.errors import PaperError
from dlextract.reading.glyphs import Annotation, Art, Box
from dlextract.reading.pdfium_api import Api, get_api
from dlextract.reading.pdfium_text import PageText

_LONGEST_ENTRY = 4_000
"""Bytes of the longest entry of an outline that is looked at."""

MOST_CHARACTERS = 300_000
"""Pages with more characters than this are bombs, not pages."""


class PdfiumPaper:
    """An open PDF; use it in a ``with`` statement."""

    def __init__(self, data: bytes, where: str) -> None:
        self.api = get_api()
        self._data = data  # pdfium reads from it as long as the document is open
        raw = self.api.raw
        self._document = raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            raise _open_error(raw.FPDF_GetLastError(), data, where)
        self.pages: int = raw.FPDF_GetPageCount(self._document)
        self.form: bool = raw.FPDF_GetFormType(self._document) != raw.FORMTYPE_NONE

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

    @property
    def attached(self) -> list[str]:
        """The names of the files that the PDF carries: attachments, or the papers of a portfolio."""
        raw = self.api.raw
        names = []
        for index in range(raw.FPDFDoc_GetAttachmentCount(self._document)):
            attachment = raw.FPDFDoc_GetAttachment(self._document, index)
            size = raw.FPDFAttachment_GetName(attachment, None, 0) if attachment else 0
            buffer = ctypes.create_string_buffer(max(size, 2))
            raw.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
            names.append(buffer.raw[: size - 2].decode("utf-16-le", "replace").strip() or "without a name")
        return names

    @property
    def outline(self) -> str:
        """The first entry of the outline, "" if there is none."""
        raw = self.api.raw
        entry = raw.FPDFBookmark_GetFirstChild(self._document, None)
        size = raw.FPDFBookmark_GetTitle(entry, None, 0) if entry else 0
        if not 2 < size <= _LONGEST_ENTRY:
            return ""
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFBookmark_GetTitle(entry, buffer, size)
        return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())

    def information(self, key: str) -> str:
        """Return an entry of the document information dictionary ("Title" …), "" if there is none."""
        raw = self.api.raw
        size = raw.FPDF_GetMetaText(self._document, key.encode(), None, 0)
        if size <= 2:
            return ""
        buffer = ctypes.create_string_buffer(size)
        raw.FPDF_GetMetaText(self._document, key.encode(), buffer, size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()


class PdfiumPage(PageText):
    """One open page; close it when done."""

    def __init__(self, api: Api, document: Any, number: int) -> None:
        raw = api.raw
        page = raw.FPDF_LoadPage(document, number - 1)
        if not page:
            raise ValueError("the page cannot be loaded")
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        frame = (box.left, box.bottom, box.right, box.top)
        super().__init__(api, page, raw.FPDFText_LoadPage(page), frame, raw.FPDFPage_GetRotation(page) % 4)
        self.number = number
        self.quarters = 0
        self._document = document
        width, height = box.right - box.left, box.top - box.bottom
        self.width, self.height = (height, width) if self.rotation % 2 else (width, height)

    def print_fields(self) -> bool:
        """Make what stands in the fields of a form part of the page, and tell whether there was any text.

        Raises:
            ValueError: pdfium cannot load the page again.
        """
        raw = self.api.raw
        if raw.FPDFPage_Flatten(self._page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
            return False
        before = self.characters
        self.close()
        self.__dict__.pop("glyphs", None)
        self.__dict__.pop("graphics", None)
        self._page = raw.FPDF_LoadPage(self._document, self.number - 1)
        if not self._page:
            raise ValueError("the page cannot be loaded")
        self._textpage = raw.FPDFText_LoadPage(self._page)
        self.characters = max(0, self.api.count(self._textpage)) if self._textpage else 0
        return self.characters > before

    def close(self) -> None:
        """Give pdfium's memory back."""
        raw = self.api.raw
        if self._textpage:
            raw.FPDFText_ClosePage(self._textpage)
        raw.FPDF_ClosePage(self._page)
        self._textpage = self._page = None

    def turn_upright(self) -> None:
        """Read a page whose text mostly runs up, down or backwards as if it were turned; ``quarters`` says by how much.

        A few turned words are a stamp beside a picture, unless the page has no others.
        """
        glyphs = self.glyphs
        turned = glyphs.turned
        if not turned.any() or glyphs.lengths[turned].sum() < 0.6 * len(glyphs.text):
            return
        if len(glyphs.text) < 100 and (self.graphics.pictures or not turned.all()):
            return
        directions = self._directions[glyphs.run[turned]]
        quarters = int(np.bincount(directions, glyphs.lengths[turned], 4).argmax())
        if quarters:
            self.quarters = quarters
            self.rotation = (self.rotation + quarters) % 4
            if quarters % 2:
                self.width, self.height = self.height, self.width
            del self.__dict__["glyphs"]

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

    def picture(self, dpi: int, *, colour: bool = False) -> bytes:
        """Return the page as shown as a PGM picture (grey), or a PPM picture (red, green, blue)."""
        raw = self.api.raw
        scale = min(dpi / 72, 12_000 / max(self.width, self.height, 1.0))
        width, height = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        size = width * 3 if colour else width
        flags = raw.FPDF_REVERSE_BYTE_ORDER if colour else raw.FPDF_GRAYSCALE
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR if colour else raw.FPDFBitmap_Gray, None, 0)
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            raw.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, width, height, self.quarters, flags)
            stride = raw.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        rows = (
            pixels if stride == size else b"".join(pixels[at : at + size] for at in range(0, stride * height, stride))
        )
        return b"P%d %d %d 255\n" % (6 if colour else 5, width, height) + rows

    def links(self) -> Iterator[Annotation]:
        """Yield the links of the page that lead to a URI."""
        api, raw = self.api, self.api.raw
        position, link, rectangle = ctypes.c_int(0), ctypes.c_void_p(), raw.FS_RECTF()
        at, found = ctypes.byref(position), ctypes.byref(link)
        while api.next_link(self._page, at, found):
            action = api.action(link)
            if api.action_type(action) != raw.PDFACTION_URI:
                continue
            size = api.uri(self._document, action, None, 0)
            if size <= 1 or not api.link_box(link, ctypes.byref(rectangle)):
                continue
            buffer = ctypes.create_string_buffer(size)
            api.uri(self._document, action, buffer, size)
            uri = buffer.raw[: size - 1].decode("utf-8", "replace").strip()
            if uri:
                [box] = self._boxes_shown([(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)])
                yield Annotation(box, uri)


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
