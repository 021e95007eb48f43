"""What is drawn on a page besides text: rules, pictures, shapes, and the clip paths that hide text."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from dlextract.reading.glyphs import Box

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PATH, _IMAGE, _SHADING, _FORM = 2, 3, 4, 5
_MOST_OBJECTS = 6000
"""Objects looked at per page; a page with more is a drawing, of which these are enough to see where it stands."""
_MOST_SEGMENTS = 300
THIN = 2.6


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

    def __init__(self, function: Callable[..., Callable[..., Any]]) -> None:
        address, integer = ctypes.c_void_p, ctypes.c_int
        self._count = function("FPDFPage_CountObjects", integer, address)
        self._get = function("FPDFPage_GetObject", address, address, integer)
        self._form_count = function("FPDFFormObj_CountObjects", integer, address)
        self._form_get = function("FPDFFormObj_GetObject", address, address, ctypes.c_ulong)
        self._type = function("FPDFPageObj_GetType", integer, address)
        self._bounds = function("FPDFPageObj_GetBounds", integer, address, address, address, address, address)
        self._matrix = function("FPDFPageObj_GetMatrix", integer, address, address)
        self._clip = function("FPDFPageObj_GetClipPath", address, address)
        self._clip_paths = function("FPDFClipPath_CountPaths", integer, address)
        self._clip_segments = function("FPDFClipPath_CountPathSegments", integer, address, integer)
        self._clip_segment = function("FPDFClipPath_GetPathSegment", address, address, integer, integer)
        self._segments = function("FPDFPath_CountSegments", integer, address)
        self._segment = function("FPDFPath_GetPathSegment", address, address, integer)
        self._segment_type = function("FPDFPathSegment_GetType", integer, address)
        self._point = function("FPDFPathSegment_GetPoint", integer, address, address, address)
        self._mode = function("FPDFPath_GetDrawMode", integer, address, address, address)
        self._fill = function("FPDFPageObj_GetFillColor", integer, address, address, address, address, address)
        self._floats = (ctypes.c_float * 6)()
        self._at = ctypes.addressof(self._floats)
        self._whole = (ctypes.c_int * 4)()
        self._whole_at = ctypes.addressof(self._whole)
        self._left = _MOST_OBJECTS

    def walk(self, page: int) -> Graphics:
        """Return what is drawn on the page with the handle ``page``."""
        found = Graphics()
        self._left = _MOST_OBJECTS
        count = min(self._count(page), _MOST_OBJECTS)
        self._objects(found, [self._get(page, index) for index in range(count)], IDENTITY, None, 0)
        return found

    def _objects(self, found: Graphics, items: list[int], matrix: Matrix, clip: Box | None, depth: int) -> None:
        for item in items:
            if not item or self._left <= 0:
                continue
            self._left -= 1
            kind = self._type(item)
            if kind == 1:
                if depth:
                    found.frames[item] = (matrix, clip)
                continue
            if kind == _FORM:
                if depth < 4:
                    inner = _times(self._own_matrix(item), matrix)
                    own = self.clip_of(item, matrix)
                    count = min(self._form_count(item), self._left)
                    children = [self._form_get(item, index) for index in range(count)]
                    self._objects(found, children, inner, meet(clip, own), depth + 1)
                continue
            box = self._box(item, matrix)
            if box is None or (clip is not None and not _touch(box, clip)):
                continue
            if kind in (_IMAGE, _SHADING):
                found.pictures.append(box)
                found.dark.append(box)
            elif kind == _PATH:
                self._path(found, item, box, matrix)

    def _own_matrix(self, item: int) -> Matrix:
        if not self._matrix(item, self._at):
            return IDENTITY
        a, b, c, d, e, f = self._floats
        return a, b, c, d, e, f

    def _box(self, item: int, matrix: Matrix) -> Box | None:
        at = self._at
        if not self._bounds(item, at, at + 4, at + 8, at + 12):
            return None
        left, bottom, right, top = self._floats[:4]
        return _moved((left, bottom, right, top), matrix)

    def _path(self, found: Graphics, item: int, box: Box, matrix: Matrix) -> None:
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
        self._mode(item, self._whole_at, self._whole_at + 4)
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

    def _is_white(self, item: int) -> bool:
        at = self._whole_at
        if not self._fill(item, at, at + 4, at + 8, at + 12):
            return False
        red, green, blue, alpha = self._whole
        return alpha == 0 or min(red, green, blue) >= 245

    def _lines(self, found: Graphics, item: int, count: int, matrix: Matrix) -> bool:
        """Note the straight lines of a stroked path; return whether it has no others."""
        own = _times(self._own_matrix(item), matrix)
        at, points = self._at, []
        for index in range(count):
            segment = self._segment(item, index)
            kind = self._segment_type(segment)
            if kind == 1:  # a curve
                return False
            self._point(segment, at, at + 4)
            points.append((kind, *_apply(own, self._floats[0], self._floats[1])))
        lines: list[tuple[float, float, float, float]] = []
        begin = points[0]
        for last, point in pairwise(points):
            if point[0] == 2:
                begin = point
                continue
            lines.append((last[1], last[2], point[1], point[2]))
        if count == 5 or (count == 4 and points[-1][0] == 0):
            lines.append((points[-1][1], points[-1][2], begin[1], begin[2]))
        for ax, ay, bx, by in lines:
            if abs(ay - by) > 1 and abs(ax - bx) > 1:
                return False
        for ax, ay, bx, by in lines:
            if abs(ay - by) <= 1 and abs(ax - bx) >= 5:
                found.across.append((min(ax, bx), max(ax, bx), (ay + by) / 2))
            elif abs(ax - bx) <= 1 and abs(ay - by) >= 5:
                found.down.append(((ax + bx) / 2, min(ay, by), max(ay, by)))
        return True

    def clip_of(self, item: int, matrix: Matrix = IDENTITY) -> Box | None:
        """Return the box that the clip path of an object leaves visible, None if it has none."""
        path = self._clip(item)
        if not path:
            return None
        count = self._clip_paths(path)
        box: Box | None = None
        for index in range(max(0, min(count, 8))):
            xs: list[float] = []
            ys: list[float] = []
            for number in range(min(self._clip_segments(path, index), 64)):
                segment = self._clip_segment(path, index, number)
                self._point(segment, self._at, self._at + 4)
                x, y = _apply(matrix, self._floats[0], self._floats[1])
                xs.append(x)
                ys.append(y)
            if xs:
                box = meet(box, (min(xs), min(ys), max(xs), max(ys)))
        return box

    def white(self, items: list[int]) -> list[bool]:
        """Tell for each text object whether it is filled with white."""
        number = len(items)
        colours = (ctypes.c_int * (4 * number))()
        at = ctypes.addressof(colours)
        end = at + 16 * number
        known = list(
            map(
                self._fill,
                items,
                range(at, end, 16),
                range(at + 4, end + 4, 16),
                range(at + 8, end + 8, 16),
                range(at + 12, end + 12, 16),
            )
        )
        values = np.frombuffer(bytes(colours), np.int32).reshape(number, 4)
        pale = (values[:, :3].min(axis=1) >= 245) | (values[:, 3] == 0)
        return [bool(ok) and white for ok, white in zip(known, pale.tolist(), strict=True)]

    def clipped(self, items: list[int]) -> list[bool]:
        """Tell for each text object whether it has a clip path of its own."""
        return [bool(path) and self._clip_paths(path) > 0 for path in map(self._clip, items)]


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
