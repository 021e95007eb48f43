"""Where pictures and drawings stand, so that their labels do not break sentences."""

from __future__ import annotations

import numpy as np

from dlextract.reading.glyphs import Art, Box
from dlextract.reading.lines import PrintedLine

_CELL = 12.0
_SMALLEST = 30.0


def figure_lines(lines: list[PrintedLine], art: Art, width: float, height: float, size: float) -> set[int]:
    """Return the ids of lines that are part of a picture or drawing (axis labels, legends, boxes of a diagram)."""
    regions = [box for box in _regions(art.pictures, width, height) if not _holds_prose(box, lines, size)]
    if not regions:
        return set()
    found: set[int] = set()
    for line in lines:
        if len(line.words) > 6 and line.size > 0.93 * size:
            continue
        x, y = (line.x0 + line.x1) / 2, line.base - 0.3 * line.size
        slack = 14.0 if len(line.words) <= 5 and line.size < 0.95 * size else 0.0
        for x0, y0, x1, y1 in regions:
            if x0 - slack <= x <= x1 + slack and y0 - slack <= y <= y1 + slack:
                found.add(id(line))
                break
    return found


def _regions(boxes: list[Box], width: float, height: float) -> list[Box]:
    """Return the boxes around pictures and shapes that stand near one another."""
    if not boxes or not 0 < width < 10_000 or not 0 < height < 10_000:
        return []
    columns, rows = int(width / _CELL) + 1, int(height / _CELL) + 1
    grid = np.zeros((rows, columns), np.bool_)
    for x0, y0, x1, y1 in boxes:
        if (x1 - x0) * (y1 - y0) > 0.7 * width * height:
            continue
        left, top = max(0, int(x0 / _CELL)), max(0, int(y0 / _CELL))
        grid[top : min(rows, int(y1 / _CELL) + 1), left : min(columns, int(x1 / _CELL) + 1)] = True
    groups: list[list[int]] = []  # first row, last row, first column, end column
    above: list[tuple[int, int, list[int]]] = []  # the stretches of filled cells of a row with their groups
    here: list[tuple[int, int, list[int]]] = []
    last = -1
    edges = np.argwhere(np.diff(grid, axis=1, prepend=False, append=False)).tolist()
    for (row, first), (_, end) in zip(edges[::2], edges[1::2], strict=True):
        if row != last:
            above, here, last = here if row == last + 1 else [], [], row
        joined = [group for left, right, group in above if left < end and right > first]
        group = [row, row, first, end]
        for other in joined:
            group = [min(group[0], other[0]), row, min(group[2], other[2]), max(group[3], other[3])]
        if joined:
            old = set(map(id, joined))
            groups = [other for other in groups if id(other) not in old]
            above = [(left, right, group if id(other) in old else other) for left, right, other in above]
            here = [(left, right, group if id(other) in old else other) for left, right, other in here]
        groups.append(group)
        here.append((first, end, group))
    boxes = [(left * _CELL, top * _CELL, right * _CELL, (low + 1) * _CELL) for top, low, left, right in groups]
    return [box for box in boxes if box[2] - box[0] >= 1.5 * _SMALLEST and box[3] - box[1] > _SMALLEST]


def _holds_prose(box: Box, lines: list[PrintedLine], size: float) -> bool:
    prose = 0
    for line in lines:
        if len(line.words) >= 7 and not line.cells and line.size > 0.85 * size:
            x, y = (line.x0 + line.x1) / 2, line.base - 0.3 * line.size
            prose += box[0] <= x <= box[2] and box[1] <= y <= box[3]
    return prose >= 3
