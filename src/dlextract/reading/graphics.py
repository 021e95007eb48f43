"""What is drawn on a page besides text: rules, pictures, shapes, and the clip paths that hide text."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np

from dlextract.reading.glyphs import Bools, Box
from dlextract.reading.results import Results

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_MOST_OBJECTS = 6000
"""Objects looked at per page; a page with more is a drawing, of which these are enough to see where it stands."""
_MOST_SEGMENTS = 300
_NO_BOX = [-1.0, -1.0, -1.0, -1.0]
THIN = 2.6


class Handle(ctypes.c_void_p):
    """The address of something of pdfium's, which ``ctypes`` does not turn into a number."""


@dataclass(slots=True)
class Graphics:
    """Drawn things in PDF coordinates (origin at the bottom left, not turned).

    ``across``: (x0, x1, y) of horizontal rules, ``down``: (x, y0, y1) of vertical ones. ``pictures`` are images,
    ``shapes`` filled or stroked paths that are no rules; ``dark`` are boxes filled with something else than white.
    ``frames`` gives, for each text object inside a form, the form's matrix and visible box.
    """

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    dark: list[Box] = field(default_factory=list)
    frames: dict[int, tuple[Matrix, Box | None]] = field(default_factory=dict)


class Walker:
    """Walks the objects of a page and of the forms in it."""

    def __init__(self, function: Callable[[str, Any], Callable[..., Any]]) -> None:
        whole, handle = ctypes.c_int, Handle
        self._count = function("FPDFPage_CountObjects", whole)
        self._get = function("FPDFPage_GetObject", handle)
        self._form_count = function("FPDFFormObj_CountObjects", whole)
        self._form_get = function("FPDFFormObj_GetObject", handle)
        self._type = function("FPDFPageObj_GetType", whole)
        self._bounds = function("FPDFPageObj_GetBounds", whole)
        self._matrix = function("FPDFPageObj_GetMatrix", whole)
        self._clip = function("FPDFPageObj_GetClipPath", handle)
        self._clip_paths = function("FPDFClipPath_CountPaths", whole)
        self._clip_segments = function("FPDFClipPath_CountPathSegments", whole)
        self._clip_segment = function("FPDFClipPath_GetPathSegment", handle)
        self._segments = function("FPDFPath_CountSegments", whole)
        self._segment = function("FPDFPath_GetPathSegment", handle)
        self._segment_type = function("FPDFPathSegment_GetType", whole)
        self._point = function("FPDFPathSegment_GetPoint", whole)
        self._mode = function("FPDFPath_GetDrawMode", whole)
        self._fill = function("FPDFPageObj_GetFillColor", whole)
        self._floats = (ctypes.c_float * 6)()
        self._at = [ctypes.c_void_p(ctypes.addressof(self._floats) + 4 * place) for place in range(6)]
        self._whole = (ctypes.c_int * 4)()
        self._whole_at = [ctypes.c_void_p(ctypes.addressof(self._whole) + 4 * place) for place in range(4)]
        self._colours = Results(np.int32, 4, 4)
        self._boxes = Results(np.float32, 4, 4)
        self._left = _MOST_OBJECTS

    def walk(self, page: Any) -> Graphics:
        """Return what is drawn on the page with the handle ``page``."""
        found = Graphics()
        self._left = _MOST_OBJECTS
        count = min(self._count(page), _MOST_OBJECTS)
        self._objects(found, list(map(self._get, repeat(page), range(count))), IDENTITY, None, 0)
        return found

    def _objects(
        self, found: Graphics, items: list[ctypes.c_void_p], matrix: Matrix, clip: Box | None, depth: int
    ) -> None:
        items = items[: self._left]
        self._left -= len(items)
        kinds = list(map(self._type, items))
        if depth and _TEXT in kinds:
            found.frames.update(
                (item.value or 0, (matrix, clip)) for item, kind in zip(items, kinds, strict=True) if kind == _TEXT
            )
        drawn = [(item, kind) for item, kind in zip(items, kinds, strict=True) if kind > _TEXT]
        if not drawn:
            return
        for item, kind in drawn:
            if kind == _FORM and depth < 4:
                inner = _times(self._own_matrix(item), matrix)
                own = self.clip_of(item, matrix)
                children = list(map(self._form_get, repeat(item), range(min(self._form_count(item), self._left))))
                self._objects(found, children, inner, meet(clip, own), depth + 1)
        boxes = self._boxes.ask(self._bounds, [item for item, _ in drawn], none=-1).astype(np.float64)
        for (item, kind), corners in zip(drawn, boxes.tolist(), strict=True):
            if kind == _FORM or corners == _NO_BOX:
                continue
            box = _moved((corners[0], corners[1], corners[2], corners[3]), matrix)
            if clip is not None and not _touch(box, clip):
                continue
            if kind == _PATH:
                self._path(found, item, box, matrix)
            else:
                found.pictures.append(box)
                found.dark.append(box)

    def _own_matrix(self, item: ctypes.c_void_p) -> Matrix:
        if not self._matrix(item, self._floats):
            return IDENTITY
        a, b, c, d, e, f = self._floats
        return a, b, c, d, e, f

    def _path(self, found: Graphics, item: ctypes.c_void_p, box: Box, matrix: Matrix) -> None:
        x0, y0, x1, y1 = box
        width, height = x1 - x0, y1 - y0
        if height <= THIN and width >= 12:
            found.across.append((x0, x1, (y0 + y1) / 2))
            return
        if width <= THIN and height >= 5:
            found.down.append(((x0 + x1) / 2, y0, y1))
            return
        if width < 12 and height < 12:
            if width > 3 or height > 3:
                found.shapes.append(box)
            return
        self._mode(item, *self._whole_at[:2])
        filled, stroked = self._whole[0] != 0, self._whole[1] != 0
        if filled and not self._is_white(item):
            found.dark.append(box)
        elif not stroked:
            return
        count = self._segments(item)
        if stroked and 2 <= count <= _MOST_SEGMENTS:
            straight = self._lines(found, item, count, matrix)
            if straight:
                return
        found.shapes.append(box)

    def _is_white(self, item: ctypes.c_void_p) -> bool:
        if not self._fill(item, *self._whole_at):
            return False
        red, green, blue, alpha = self._whole
        return alpha == 0 or min(red, green, blue) >= 245

    def _lines(self, found: Graphics, item: ctypes.c_void_p, count: int, matrix: Matrix) -> bool:
        """Note the straight lines of a stroked path; return whether it has no others."""
        own = _times(self._own_matrix(item), matrix)
        x_at, y_at, *_ = self._at
        lines: list[tuple[float, float, float, float]] = []
        x = y = begin_x = begin_y = 0.0
        for index in range(count):
            segment = self._segment(item, index)
            kind = self._segment_type(segment)
            if kind == 1:  # a curve
                return False
            self._point(segment, x_at, y_at)
            last_x, last_y = x, y
            x, y = _apply(own, self._floats[0], self._floats[1])
            if kind == 2 or not index:
                begin_x, begin_y = x, y
            elif abs(last_y - y) > 1 and abs(last_x - x) > 1:
                return False
            else:
                lines.append((last_x, last_y, x, y))
        if count == 5 or (count == 4 and kind == 0):
            if abs(y - begin_y) > 1 and abs(x - begin_x) > 1:
                return False
            lines.append((x, y, begin_x, begin_y))
        for ax, ay, bx, by in lines:
            if abs(ay - by) <= 1 and abs(ax - bx) >= 5:
                found.across.append((min(ax, bx), max(ax, bx), (ay + by) / 2))
            elif abs(ax - bx) <= 1 and abs(ay - by) >= 5:
                found.down.append(((ax + bx) / 2, min(ay, by), max(ay, by)))
        return True

    def clip_of(self, item: ctypes.c_void_p, matrix: Matrix = IDENTITY) -> Box | None:
        """Return the box that the clip path of an object leaves visible, None if it has none."""
        path = self._clip(item)
        count = self._clip_paths(path)
        box: Box | None = None
        for index in range(max(0, min(count, 8))):
            xs: list[float] = []
            ys: list[float] = []
            for number in range(min(self._clip_segments(path, index), 64)):
                segment = self._clip_segment(path, index, number)
                self._point(segment, *self._at[:2])
                x, y = _apply(matrix, self._floats[0], self._floats[1])
                xs.append(x)
                ys.append(y)
            if xs:
                box = meet(box, (min(xs), min(ys), max(xs), max(ys)))
        return box

    def white(self, items: list[ctypes.c_void_p]) -> Bools:
        """Tell for each text object whether it is filled with white."""
        red, green, blue, alpha = self._colours.ask(self._fill, items, none=-1).T
        pale: Bools = (np.minimum(np.minimum(red, green), blue) >= 245) | (alpha == 0)
        return pale

    def clipped(self, items: list[ctypes.c_void_p]) -> Bools:
        """Tell for each text object whether it has a clip path of its own."""
        return np.fromiter(map(self._clip_paths, map(self._clip, items)), np.int64, len(items)) > 0


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix is IDENTITY:
        return box
    ax, ay = _apply(matrix, box[0], box[1])
    bx, by = _apply(matrix, box[2], box[3])
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def meet(one: Box | None, other: Box | None) -> Box | None:
    """Return what two boxes have in common; None is the whole plane."""
    if one is None or other is None:
        return one or other
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
