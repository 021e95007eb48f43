"""The characters of a page from pdfium, read in bulk.

What is constant in a text object (size, direction, colour, clip path) is asked once per object.
"""

from __future__ import annotations

import ctypes
import re
from functools import cached_property
from itertools import compress, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from dlextract.reading.glyphs import Bools, Box, Floats, Glyphs, Ints
from dlextract.reading.graphics import IDENTITY, Graphics, meet
from dlextract.reading.pdfium_api import Api

_BOLD = re.compile(
    r"[Bb]old|BOLD|Black|Heavy|Semibold|Demi|Medi(?:um)?(?![a-z])|BX|CMB\d|CSSB|\.B$|-B$|\.B\+|_B$|Bd(?![a-z])"
)
_ITALIC = re.compile(r"[Ii]tal|ITAL|Obli|CM(?:MI|TI|BXTI)|(?:RM|TI|SF|LM)TI\d|\.I$|-I$|It(?![a-z])|Slanted")

Codes = npt.NDArray[np.uint32]

_NOTHING = 0xFFFF
"""A noncharacter, which `plain` drops."""

_LINE_END_HYPHENS = (0x02, 0xFFFE)
"""What pdfium makes of a hyphen at a line end; it may put the line end (``_ENDS``) before it."""
_ENDS = (0x0A, 0x0D)

_BLANK = np.zeros(0x3002, np.bool_)
"""Which code points are spaces or control characters that print nothing; the last one stands for all higher ones."""
_BLANK[[*range(33), 0xA0, *range(0x2000, 0x200C), 0x3000]] = True
_BLANK[[0x02, 0x0B, 0x0C, 0x0E, 0x0F]] = False


class PageText:
    """The text of an open page: its characters with their places, sizes, directions and styles."""

    def __init__(self, api: Api, page: Any, textpage: Any, box: Box, rotation: int) -> None:
        self.api = api
        self._page = page
        self._textpage = textpage
        self._box = box
        self.rotation = rotation
        self.characters = max(0, api.count(textpage)) if textpage else 0
        self._fonts: Ints = np.zeros(0, np.int64)
        self._directions: Ints = np.zeros(0, np.int64)
        self.unreadable = False
        """Whether all of the page's characters are control characters; known when ``glyphs`` are."""

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
        codes = self._codes()
        self._ligatures(codes)
        blank = codes <= 0x20
        odd = np.flatnonzero((codes < 0x10) | (codes >= 0xA0))
        blank[odd] = _BLANK[np.minimum(codes[odd], 0x3001)]
        kept = np.flatnonzero(~blank)
        if not len(kept):
            self.unreadable = bool(((codes < 0x20) & (codes != 0x0A) & (codes != 0x0D) & (codes != 0x09)).any())
            none, whole, flag = np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, np.bool_)
            return Glyphs("", whole, none, none, none, none, none, none, flag, whole, flag, whole)
        gap = np.ones(len(kept), np.bool_)
        gap[1:] = np.diff(kept) > 1
        for place in np.flatnonzero(gap & np.isin(codes[kept], _LINE_END_HYPHENS)).tolist():
            if place:  # a line may be said to end before its hyphen
                gap[place] = not np.isin(codes[kept[place - 1] + 1 : kept[place]], _ENDS).all()
        at, objects, boxes = self._pieces(kept, gap)
        gap = gap[at]
        change = np.ones(len(at), np.bool_)
        change[1:] = objects[1:] != objects[:-1]
        starts = np.flatnonzero(change)
        run = np.cumsum(change) - 1
        runs = list(map(ctypes.c_void_p, objects[starts].tolist()))
        size, base, turned = self._runs(kept[at[starts]].tolist())
        hidden = self._hidden(runs, starts, boxes, np.diff(at[starts], append=len(kept)))
        tiny = size < 2
        if tiny.any():  # Type 3 fonts have a size of their own making; the boxes tell the true one
            tall = np.maximum.reduceat(np.abs(boxes[:, 1] - boxes[:, 3]), starts)
            common = _median(tall[tiny])
            size = np.where(tiny & (tall > 0), np.where(tall < 2 * common, common, tall) * 0.95, size)
        ax, ay = self.shown(boxes[:, 0], boxes[:, 1])
        bx, by = self.shown(boxes[:, 2], boxes[:, 3])
        if tiny.any():
            apart = np.zeros(len(at), np.float32)
            apart[1:] = np.minimum(ax[1:], bx[1:]) - np.maximum(ax[:-1], bx[:-1])
            same_line = np.zeros(len(at), np.bool_)
            same_line[1:] = np.abs(base[run[1:]] - base[run[:-1]]) < 0.5 * size[run[1:]]
            gap &= ~(tiny[run] & same_line & (apart < 0.13 * size[run]) & (apart > -size[run]))
        kept_codes = codes[kept]
        kept_codes[kept_codes == 2] = 0xFFFE
        glyphs = Glyphs(
            text=kept_codes.tobytes().decode("utf-32", "replace"),
            at=at,
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

    def _pieces(self, kept: Ints, gap: Bools) -> tuple[Ints, Ints, Floats]:
        """Return where pieces begin, the text object of each, and its box (left, top, right, bottom).

        Only the first and last glyph of a word are asked. Where both belong to one text object, so does all that
        stands between, on the same baseline, and the word is one piece; otherwise each of its glyphs is one.
        """
        number = len(kept)
        cut = np.full(number, True) if self.rotation % 2 else gap.copy()
        first = np.flatnonzero(cut)
        objects = self._objects_at(kept[first])
        last = np.append(first[1:], number) - 1
        # Glyphs of a text object follow one another: a word between two words of one object belongs to it.
        alone = np.flatnonzero((last > first) & (objects != np.append(objects[1:], 0)))
        mixed = alone[objects[alone] != self._objects_at(kept[last[alone]])]
        if len(mixed):
            steps = np.zeros(number + 1, np.int64)
            steps[first[mixed]] += 1
            steps[last[mixed] + 1] -= 1
            inner = np.flatnonzero((np.cumsum(steps[:-1]) > 0) & ~cut)
            places = np.searchsorted(first, inner)
            objects = np.insert(objects, places, self._objects_at(kept[inner]))
            first = np.insert(first, places, inner)
            last = np.append(first[1:], number) - 1
        boxes = self._boxes_at(kept[first])
        long = np.flatnonzero(last > first)
        ends = self._boxes_at(kept[last[long]])
        begins = boxes[long]
        even = (ends[:, 0] >= begins[:, 0]) & (ends[:, 2] >= begins[:, 2])
        apart, tall = ends[:, 0] - begins[:, 2], begins[:, 1] - begins[:, 3]
        even &= (np.abs(ends[:, 1] - begins[:, 1]) < 0.3 * tall) & (self.rotation == 0)
        even &= (last[long] > first[long] + 1) | ((apart < 0.1 * tall) & (apart > -0.3 * tall))
        boxes[long[even], 1] = np.maximum(begins[even, 1], ends[even, 1])
        boxes[long[even], 2] = ends[even, 2]
        boxes[long[even], 3] = np.minimum(begins[even, 3], ends[even, 3])
        if even.all():
            return first, objects, boxes
        # Words that run up, down or backwards: first glyph, last glyph, and what stands between as three pieces.
        odd = long[~even]
        begins, ends = begins[~even], ends[~even]
        between = begins.copy()
        far, near = (0, 2) if self.rotation == 2 else (2, 0)
        between[:, far] = ends[:, near]
        inside = last[odd] > first[odd] + 1
        at = np.concatenate([first, first[odd[inside]] + 1, last[odd]])
        order = np.argsort(at)
        objects = np.concatenate([objects, objects[odd[inside]], objects[odd]])
        return at[order], objects[order], np.concatenate([boxes, between[inside], ends])[order]

    def _objects_at(self, indexes: Ints) -> Ints:
        asked = map(self.api.object, repeat(self._textpage), indexes.tolist())
        return np.fromiter(asked, dtype=np.int64, count=len(indexes))

    def _boxes_at(self, indexes: Ints) -> Floats:
        return self.api.boxes.ask(self.api.loose_box, indexes.tolist(), self._textpage)

    @staticmethod
    def _ligatures(codes: Codes) -> None:
        """Name the ligatures of TeX fonts without Unicode values, which come as control characters.

        pdfium's own line ends are always a carriage return and a line feed.
        """
        low = np.flatnonzero((codes >= 0x0B) & (codes <= 0x0F))
        ends = np.append(codes, 0)
        low = low[(codes[low] != 0x0D) | (ends[low + 1] != 0x0A)]
        if not len(low):
            return
        around = np.stack([ends[low - 1], ends[low + 1]]) | 0x20
        beside = ((around >= 0x61) & (around <= 0x7A)).any(axis=0)
        codes[low[beside]] += 0xFB00 - 0x0B
        codes[low[~beside]] = 0x20

    def unmapped(self) -> float:
        """Return the share of characters that have no Unicode value in the PDF, by a sample."""
        sample = range(0, self.characters, max(1, self.characters // 150))
        missing: int = sum(map(self.api.map_error, repeat(self._textpage), sample))
        return missing / max(1, len(sample))

    def fonts(self) -> Ints:
        """Return the number of the font of each glyph."""
        return np.repeat(self._fonts[self.glyphs.run], self.glyphs.lengths)

    def _codes(self) -> Codes:
        """Return the code point of every character; the second half of a surrogate pair is nothing."""
        codes = np.zeros(self.characters, np.uint32)
        if self.characters and not self._take_text(codes, 0, self.characters):
            pairs = np.flatnonzero(((codes[:-1] & 0xFFFFFC00) == 0xD800) & ((codes[1:] & 0xFFFFFC00) == 0xDC00))
            codes[pairs] = 0x10000 + ((codes[pairs] & 0x3FF) << 10) + (codes[pairs + 1] & 0x3FF)
            codes[pairs + 1] = _NOTHING
            codes[(codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))] = 0xFFFD
            codes[codes == 0] = 0xFFFD
        return codes

    def _take_text(self, codes: Codes, first: int, count: int) -> bool:
        """Read ``count`` code points from ``first`` on; return whether each character has one value of two bytes.

        pdfium's text leaves out characters without a value (and begins after those that come first): they are looked
        for where it is too short.
        """
        buffer = ctypes.create_string_buffer(4 * count + 4)
        got = self.api.text(self._textpage, first, count, buffer)
        text = np.frombuffer(memoryview(buffer), np.uint16, count)
        whole = got - 1 == count and text[0] == self.api.unicode(self._textpage, first)
        if whole and not ((text & 0xF800) == 0xD800).any():
            codes[first : first + count] = text
            return True
        if count > 64:
            half = count // 2
            self._take_text(codes, first, half)
            self._take_text(codes, first + half, count - half)
        else:
            asked = map(self.api.unicode, repeat(self._textpage), range(first, first + count))
            codes[first : first + count] = np.fromiter(asked, np.uint32, count)
        return False

    @cached_property
    def graphics(self) -> Graphics:
        """The rules, pictures and shapes of the page, in PDF coordinates."""
        return self.api.walker.walk(self._page)

    def _hidden(self, objects: list[ctypes.c_void_p], starts: Ints, boxes: Floats, weight: Ints) -> Bools:
        """Tell which text objects nobody sees: clipped away, off the page, painted with nothing or white on white.

        Text painted with nothing stays where it is the page's only text: the layer under a scanned picture.
        ``weight`` is the number of glyphs of each.
        """
        walker = self.api.walker
        frames, dark = self.graphics.frames, self.graphics.dark
        left = np.minimum.reduceat(np.minimum(boxes[:, 0], boxes[:, 2]), starts)
        right = np.maximum.reduceat(np.maximum(boxes[:, 0], boxes[:, 2]), starts)
        bottom = np.minimum.reduceat(np.minimum(boxes[:, 1], boxes[:, 3]), starts)
        top = np.maximum.reduceat(np.maximum(boxes[:, 1], boxes[:, 3]), starts)
        page = self._box
        hidden: Bools = (right < page[0]) | (left > page[2]) | (top < page[1]) | (bottom > page[3])
        white, clipped = walker.white(objects), walker.clipped(objects)
        framed = [frames.get(item.value or 0) for item in objects] if frames else [None] * len(objects)
        for index in np.flatnonzero(white | clipped | np.array([bool(frame) for frame in framed])).tolist():
            matrix, clip = framed[index] or (IDENTITY, None)
            box = (float(left[index]), float(bottom[index]), float(right[index]), float(top[index]))
            if clipped[index]:
                clip = meet(clip, walker.clip_of(objects[index], matrix))
            if clip is not None and not _overlap(box, clip):
                hidden[index] = True
            if white[index]:
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                hidden[index] |= not any(a <= x <= c and b <= y <= d for a, b, c, d in dark)
        modes = np.fromiter(map(self.api.mode, objects), np.int64, len(objects))
        unpainted = (modes == 3) | (modes == 7)
        if 0 < weight[unpainted].sum() < 0.5 * weight.sum():
            hidden |= unpainted
        return hidden

    def _runs(self, firsts: list[int]) -> tuple[Floats, Floats, Bools]:
        """Return size, baseline and direction of each text object, asked at its first character."""
        api, number = self.api, len(firsts)
        matrices = api.matrices.ask(api.matrix, firsts, self._textpage)
        size = np.fromiter(map(api.font_size, repeat(self._textpage), firsts), dtype=np.float32, count=number)
        a, b, c, d, x, y = matrices.T
        # The matrix leads to the origin of the object's first glyph; the baseline of level text is the same all along.
        slanted = np.flatnonzero((a if self.rotation % 2 else b) != 0)
        if len(slanted):
            x, y = x.copy(), y.copy()
            asked = [firsts[index] for index in slanted.tolist()]
            x[slanted], y[slanted] = api.origins.ask(api.origin, asked, self._textpage).T
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
        _, base = self.shown(x.astype(np.float64), y.astype(np.float64))
        return size.astype(np.float32), base.astype(np.float32), turned

    def _styles(self, objects: list[ctypes.c_void_p]) -> Ints:
        """Return 1 for bold, 2 for italic, 3 for both, from the font name of each text object."""
        fonts = list(map(self.api.font, objects))
        styles = {font: self._style(font) for font in set(fonts)}
        self._fonts = np.array(fonts, np.int64)
        return np.array([styles[font] for font in fonts], np.int64)

    def _style(self, font: int) -> int:
        if not font:
            return 0
        buffer = ctypes.create_string_buffer(128)
        size = self.api.font_name(ctypes.c_void_p(font), buffer, 128)
        name = buffer.raw[: max(0, min(size, 128) - 1)].decode("utf-8", "replace")
        return (1 if _BOLD.search(name) else 0) + (2 if _ITALIC.search(name) else 0)


def _overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than a hair."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > 0.15 * min(6.0, one[2] - one[0]) - 0.01 and height > 0.15 * (one[3] - one[1]) - 0.01


def _without(glyphs: Glyphs, hidden: Bools) -> Glyphs:
    """Return the glyphs that are seen."""
    seen, lengths = ~hidden, glyphs.lengths
    text = "".join(compress(glyphs.text, np.repeat(seen, lengths).tolist()))
    space = glyphs.space.copy()
    space[1:] |= hidden[:-1]
    return Glyphs(
        text=text,
        at=np.cumsum(lengths[seen]) - lengths[seen],
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
        hidden=len(glyphs.text) - len(text),
    )


def _median(numbers: Any) -> float:
    """Return what ``np.median`` does, without the import of masked arrays that comes with it."""
    ordered = np.sort(numbers)
    middle = len(ordered) // 2
    return float(ordered[middle] if len(ordered) % 2 else ordered[middle - 1 : middle + 1].mean())
