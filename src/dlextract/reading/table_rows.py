"""The rows and cells of a table: lines → rows, white strips and rules → columns, words → cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from dlextract.reading.glyphs import Art, Box
from dlextract.reading.lines import PrintedLine
from dlextract.reading.table_drafts import CellDraft, RowDraft, TableDraft
from dlextract.reading.table_places import merged

_NUMERIC = re.compile(r"[\s\d.,:;%±×x*/()+<>=^~–−-]*$")
_FIGURE = re.compile(r"[-−–+~<>≈±(]?\d[\d.,]*(?:e[-−+]?\d+)?[%KMGkxh×*)]{0,2}$")
_THOUSANDS = re.compile(r"\d{3}$")
_CELL_GAP = 0.75
"""Words of one cell stand closer than this many font sizes."""


def draft_table(inside: list[PrintedLine], box: Box, art: Art, page: int) -> TableDraft | None:
    """Return the table that lines make, None where they make none."""
    bands = _bands(inside, box, art)
    chunks: list[list[tuple[float, float]]] = []
    for band in bands:
        chunks += [chunks_of(row) for row in lines_by_base(band)]
    cuts = _cuts(chunks, box, verticals(art, box))
    if not cuts:
        return None
    rows = unwrap([row for row in (row_of(band, cuts) for band in bands) if row.cells])
    full = sum(len(row.cells) > 1 for row in rows)
    if len(rows) < 2 or full < 2 or full < 0.4 * len(rows):
        return None
    prose = sum(len(cell.words) > 25 for row in rows for cell in row.cells)
    if prose > 0.3 * sum(len(row.cells) for row in rows):
        return None
    return TableDraft(page, box, rows, _heading_rows(rows, box, art), inside, columns=_columns(rows))


def _columns(rows: list[RowDraft]) -> list[tuple[float, float]]:
    """Return the left and right edge of what stands in each column, cells that span columns left aside."""
    edges: dict[int, tuple[float, float]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.span == 1:
                left, right = edges.get(cell.column, (1e9, -1e9))
                edges[cell.column] = (
                    min(left, *(word[1] for word in cell.words)),
                    max(right, *(word[2] for word in cell.words)),
                )
    return [edges[column] for column in sorted(edges)]


def verticals(art: Art, box: Box) -> list[float]:
    """Return the x of the vertical rules inside a box that part its columns."""
    tall: dict[int, float] = {}
    for x, y0, y1 in art.down:
        if box[0] - 2 <= x <= box[2] + 2 and y1 > box[1] and y0 < box[3]:
            key = round(x / 3)
            tall[key] = tall.get(key, 0.0) + min(y1, box[3]) - max(y0, box[1])
    need = 0.4 * (box[3] - box[1])
    out: list[float] = []
    for key in sorted(tall):
        if tall[key] >= need and (not out or 3 * key - out[-1] > 4):
            out.append(3.0 * key)
    return out


def lines_by_base(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Return the rows of lines that stand on one baseline."""
    rows: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if rows and line.base - rows[-1][0].base < 0.45 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def chunks_of(row: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    """Return the extents of what surely belongs to one cell; two figures side by side are two cells."""
    parts: list[tuple[float, float]] = []
    figure = False
    words = sorted((x0, x1, line.size, line.text[a:b]) for line in row for a, b, x0, x1 in line.words)
    for x0, x1, em, text in words:
        was, figure = figure, _FIGURE.match(text) is not None
        apart = 0.3 if was and figure and not _THOUSANDS.match(text) else _CELL_GAP
        if parts and x0 - parts[-1][1] < apart * em:
            parts[-1] = (parts[-1][0], max(parts[-1][1], x1))
        else:
            parts.append((x0, x1))
    return parts


def _bands(inside: list[PrintedLine], box: Box, art: Art) -> list[list[PrintedLine]]:
    """Return the lines row by row: between row rules where every row has them, else by baseline."""
    rows = lines_by_base(inside)
    width = box[2] - box[0] - 6
    ys = sorted(
        {round(y) for x0, x1, y in merged(art.across) if box[1] - 2 <= y <= box[3] + 2 and x1 - x0 > 0.8 * width}
    )
    ys = [y for index, y in enumerate(ys) if index == 0 or y - ys[index - 1] > 4]
    if len(ys) - 1 < max(3, 0.5 * len(rows)):
        return _overlapping(rows)
    banded: dict[int, list[PrintedLine]] = {}
    for line in inside:
        banded.setdefault(bisect_right(ys, line.base - 0.3 * line.size), []).append(line)
    out: list[list[PrintedLine]] = []
    for key in sorted(banded):
        parts = lines_by_base(banded[key])
        if len(parts) > 1 and _has_columns_of_figures(parts):
            out += parts
        else:
            out.append(banded[key])
    return out


def _has_columns_of_figures(parts: list[list[PrintedLine]]) -> bool:
    """Tell whether lines over one another have figures at the same places: then they are rows, not wrapped cells."""
    last: list[tuple[float, float]] = []
    hits = 0
    for part in parts:
        figures = [(x0, x1) for line in part for a, b, x0, x1 in line.words if _FIGURE.match(line.text[a:b])]
        hits += any(min(x1, c) > max(x0, d) for x0, x1 in figures for d, c in last)
        last = figures
    return hits >= 0.5 * (len(parts) - 1)


def _overlapping(rows: list[list[PrintedLine]]) -> list[list[PrintedLine]]:
    """Join rows that stand half a line apart: cells of one and of two lines, centred on one another."""
    out: list[list[PrintedLine]] = []
    levels = 0
    for row in rows:
        if out:
            last = out[-1]
            size = min(line.size for line in row)
            near = min(line.base for line in row) - max(line.base for line in last)
            clash = any(
                min(a.x1, b.x1) > max(a.x0, b.x0) and abs(a.base - b.base) < 0.85 * size for a in row for b in last
            )
            over = any(min(a.x1, b.x1) > max(a.x0, b.x0) for a in row for b in last)
            if near < 0.8 * size and not clash and not (over and 2 * len(chunks_of(row)) > levels):
                last += row
                levels = max(levels, len(chunks_of(row)))
                continue
        levels = len(chunks_of(row))
        out.append(list(row))
    return out


def _cuts(chunks: list[list[tuple[float, float]]], box: Box, verticals: list[float]) -> list[float]:
    """Return the x at which columns are parted: white in nearly all rows, or a vertical rule."""
    left, right = int(box[0]), int(box[2]) + 1
    rows = [row for row in chunks if row]
    if not rows or not 20 <= right - left < 10_000:
        return []
    cover = [0] * (right - left + 2)
    for row in rows:
        for x0, x1 in row:
            for x in range(max(0, int(x0 + 0.3) - left), min(right - left, int(x1 - 0.3) - left + 1) + 1):
                cover[x] += 1
    allowed = 0.15 * len(rows) if len(rows) > 4 else 0
    first = min(x for row in rows for x, _ in row)
    last = max(x for row in rows for _, x in row)
    strips: list[tuple[float, float]] = []
    begin = -1
    for x in range(max(0, int(first) - left), min(len(cover), int(last) - left + 1)):
        if cover[x] <= allowed:
            if begin < 0:
                begin = x
        elif begin >= 0:
            strips += _narrowest(cover, begin, x, left)
            begin = -1
    cuts: list[float] = []
    for start, end in strips:
        # A column is one only if some cell stands in it alone.
        edge = cuts[-1] if cuts else first - 1
        if any(x0 >= edge - 1 and x1 <= end + 1 for row in rows for x0, x1 in row):
            cuts.append((start + end) / 2)
    if cuts and not any(x0 >= cuts[-1] - 1 for row in rows for x0, x1 in row):
        cuts.pop()
    inner = [x for x in verticals if first + 2 < x < last - 2]
    return sorted([cut for cut in cuts if all(abs(cut - x) > 8 for x in inner)] + inner)


def _narrowest(cover: list[int], begin: int, end: int, left: int) -> list[tuple[float, float]]:
    """Return the whitest strips between two x; a label that only few rows have parts a strip in two."""
    out: list[tuple[float, float]] = []
    index = begin
    while index < end:
        stop = index
        while stop < end and (cover[stop] == 0) == (cover[index] == 0):
            stop += 1
        if cover[index] == 0 and stop - index >= 2:
            out.append((left + index, left + stop))
        index = stop
    if not out and end - begin >= 2:
        lowest = min(cover[begin:end])
        best = [index for index in range(begin, end) if cover[index] == lowest]
        out.append((left + best[0], left + best[-1] + 1.0))
    return out


def row_of(band: list[PrintedLine], cuts: list[float]) -> RowDraft:
    """Return a row of cells; ``cuts`` are the x at which columns are parted."""
    cells: dict[tuple[int, int], list[tuple[str, float, float]]] = {}
    for line in lines_by_base(band):
        words = sorted(
            ((part.text[a:b], x0, x1, part.size) for part in line for a, b, x0, x1 in part.words),
            key=lambda word: word[1],
        )
        chunk: list[tuple[str, float, float]] = []
        for index, (text, x0, x1, em) in enumerate(words):
            chunk.append((text, x0, x1))
            if index + 1 < len(words):
                following = words[index + 1]
                cut = any(x1 - 1 < x < following[1] + 1 for x in cuts)
                wide = following[1] - x1 >= _CELL_GAP * em
                if not (wide or (cut and following[1] - x1 > 0.45 * em)):
                    continue
            left, right = chunk[0][1], chunk[-1][2]
            first, last = bisect_right(cuts, left + 1), bisect_right(cuts, right - 1)
            single = [bisect_right(cuts, (word[1] + word[2]) / 2) for word in chunk]
            gaps = [b[1] - a[2] for a, b in pairwise(chunk)]
            if (
                last > first
                and len(chunk) == last - first + 1
                and single == list(range(first, last + 1))
                and min(gaps) > 0.4 * em
            ):
                for column, word in zip(single, chunk, strict=True):
                    cells.setdefault((column, column), []).append(word)
                chunk = []
                continue
            if last > first and right - left < 1.2 * em:
                last = first = bisect_right(cuts, (left + right) / 2)
            cells.setdefault((first, last), []).extend(chunk)
            chunk = []
    merged: list[CellDraft] = []
    for (first, last), content in sorted(cells.items()):
        if merged and merged[-1].column + merged[-1].span > first:
            merged[-1].words += content
            merged[-1].span = max(merged[-1].span, last - merged[-1].column + 1)
        else:
            merged.append(CellDraft(content, first, last - first + 1))
    return RowDraft(
        merged, min(line.y0 for line in band), max(line.y1 for line in band), max(line.size for line in band)
    )


def unwrap(rows: list[RowDraft]) -> list[RowDraft]:
    """Join a row that only carries on the cells of the row above."""
    out: list[RowDraft] = []
    for row in rows:
        if out:
            above = out[-1]
            tight = row.y0 - above.y1 < 0.35 * row.size
            columns = {cell.column: cell for cell in above.cells}
            carried = all(
                cell.column in columns
                and not _NUMERIC.match(cell.text)
                and (
                    cell.text[:1].islower()
                    or cell.text[:1] in "(&"
                    or columns[cell.column].text.endswith(("-", ",", "/", "of", "and", "with"))
                )
                for cell in row.cells
            )
            if tight and carried and len(row.cells) < max(2, len(above.cells)):
                for cell in row.cells:
                    columns[cell.column].words += cell.words
                above.y1 = max(above.y1, row.y1)
                continue
        out.append(row)
    return out


def _heading_rows(rows: list[RowDraft], box: Box, art: Art) -> int:
    """Return how many rows stand over the first inner rule; 1 if there is none."""
    width = box[2] - box[0] - 6
    for x0, x1, y in sorted(art.across, key=lambda rule: rule[2]):
        if y > box[1] + 4 and x1 - x0 > 0.7 * width and min(x1, box[2]) - max(x0, box[0]) > 0.7 * width:
            above = sum((row.y0 + row.y1) / 2 < y for row in rows)
            if 0 < above <= min(4, len(rows) - 1):
                return above
    return 1
