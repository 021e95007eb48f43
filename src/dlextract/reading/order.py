"""Columns of a page and the order in which a person reads its lines."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

import numpy as np

from dlextract.reading.lines import PrintedLine


def find_gutters(lines: list[PrintedLine], width: float) -> list[float]:
    """Return the x of the white strips between columns ([] for one column).

    Only lines that are wide enough for text and too narrow for the whole page are counted, so that full-width
    titles, figures and tables neither hide a gutter nor make one.
    """
    if not 0 < width < 10_000:
        return []
    bins = int(width) + 1
    narrow = [
        line
        for line in lines
        if 0.18 * width < line.x1 - line.x0 < 0.55 * width and line.kind == "body" and not line.cells
    ]
    if not narrow:
        return []
    begins = np.bincount([max(0, int(line.x0)) for line in narrow], minlength=bins + 1)[: bins + 1]
    ends = np.bincount([min(bins, max(0, int(line.x1)) + 1) for line in narrow], minlength=bins + 1)
    cover = np.cumsum(begins - ends)[:bins]
    lowest, highest = int(0.15 * width), int(0.85 * width)
    empty = cover[lowest:highest] <= 0.1 * cover.max()
    strips = (lowest + np.flatnonzero(np.diff(empty, prepend=False, append=False))).tolist()
    gutters: list[float] = []
    for start, end in zip(strips[::2], strips[1::2], strict=True):
        left = int(gutters[-1]) if gutters else 0
        if end < highest and end - start >= 4 and cover[left:start].max(initial=0) >= 4 <= cover[end:].max(initial=0):
            gutters.append((start + end) / 2)
    return gutters if len(gutters) <= 2 else []


def assign_columns(lines: list[PrintedLine], gutters: list[float]) -> None:
    """Set ``column`` of each line: 0, 1, 2 from the left, or -1 for a line across a gutter."""
    for line in lines:
        slack = 0.3 * line.size
        first = bisect_right(gutters, line.x0 + slack)
        last = bisect_right(gutters, line.x1 - slack)
        line.column = first if first == last else -1


def join_pieces(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Join pieces that follow one another in the stream, stand on one baseline and in one column."""
    joined: list[PrintedLine] = []
    for line in lines:
        if joined:
            last = joined[-1]
            em = max(last.size, line.size)
            if (
                last.kind == line.kind == "body"
                and (last.column == line.column or (-1 in (last.column, line.column) and line.x0 - last.x1 < 2.5 * em))
                and abs(last.base - line.base) < 0.3 * em
                and line.x0 >= last.x1 - 0.3 * em
            ):
                if last.column != line.column:
                    last.column = -1
                last.add(line)
                continue
        joined.append(line)
    return joined


def reading_order(lines: list[PrintedLine], gutters: list[float]) -> list[PrintedLine]:
    """Return the lines in reading order: the stream's, unless it hops between columns row by row."""
    if not gutters:
        return lines if not _jumps_back(lines) else sorted(lines, key=lambda line: (round(line.base / 3), line.x0))
    hops = sum(
        1 for last, line in pairwise(lines) if last.column >= 0 and line.column >= 0 and last.column != line.column
    )
    if hops <= max(8, 0.25 * len(lines)):
        return lines
    return by_geometry(lines)


def _jumps_back(lines: list[PrintedLine]) -> bool:
    ups = sum(1 for last, line in pairwise(lines) if line.base < last.base - 2 * last.size)
    return ups > 0.4 * len(lines) > 4


def by_geometry(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Return the lines band by band (parted by full-width lines), in each band column by column from the top."""
    ordered: list[PrintedLine] = []
    band: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if line.column < 0:
            ordered += sorted(band, key=lambda line: (line.column, line.base, line.x0))
            band = []
            ordered.append(line)
        else:
            band.append(line)
    ordered += sorted(band, key=lambda line: (line.column, line.base, line.x0))
    return ordered


def join_capitals(lines: list[PrintedLine], size: float) -> list[PrintedLine]:
    """Give a large first letter that stands alone to the word that it begins."""
    alone = [line for line in lines if len(line.text) == 1 and line.text.isupper() and line.size > 1.8 * size]
    for letter in alone:
        for line in lines:
            if (
                (line.text[0].islower() or (line.text[:2].isupper() and line.text[:2].isalpha()))
                and letter.x1 - 2 <= line.x0 < letter.x1 + 1.5 * size
                and letter.y0 - size < line.base < letter.base
            ):
                line.text = letter.text + line.text
                start, end, _, x1 = line.words[0]
                line.words = [(start, end + 1, letter.x0, x1)] + [(a + 1, b + 1, c, d) for a, b, c, d in line.words[1:]]
                line.superscripts = [(a + 1, b + 1) for a, b in line.superscripts]
                line.cells = [cell + 1 for cell in line.cells]
                line.x0 = letter.x0
                lines = [item for item in lines if item is not letter]
                break
    return lines
