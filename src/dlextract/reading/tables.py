"""Tables: where they stand (caption, rules, white space) and their rows of cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from dlextract.reading.glyphs import Art, Box
from dlextract.reading.lines import PrintedLine

_TABLE = re.compile(
    r"(?:(?:supplementary|supplemental|extended data|appendix)\s+)?(?:table|tab\.)\s*"
    r"(?:[A-Z]{0,2}[.-]?\d{1,3}|[IVXL]{1,6})\b",
    re.I,
)
_NUMERIC = re.compile(r"[\s\d.,:;%±×x*/()+<>=^~–−-]*$")
_FIGURE = re.compile(r"[-−–+~<>≈±(]?\d[\d.,]*(?:e[-−+]?\d+)?[%KMGkxh×*)]{0,2}$")
_THOUSANDS = re.compile(r"\d{3}$")
_SAME_EDGE = 5.0
_CELL_GAP = 0.75
"""Words of one cell stand closer than this many font sizes."""


@dataclass(slots=True)
class CellDraft:
    """A cell: its words with boxes, its column and how many columns it spans."""

    words: list[tuple[str, float, float]]
    column: int
    span: int = 1

    @property
    def text(self) -> str:
        """The words, parted by spaces."""
        return " ".join(word[0] for word in self.words)


@dataclass(slots=True)
class RowDraft:
    """A row of a table with its vertical extent."""

    cells: list[CellDraft]
    y0: float
    y1: float
    size: float


@dataclass(slots=True)
class TableDraft:
    """A table on a page, before its text is written."""

    page: int
    box: Box
    rows: list[RowDraft]
    heading_rows: int
    lines: list[PrintedLine]
    caption: PrintedLine | None = None


def caption_lines(lines: list[PrintedLine], size: float) -> list[PrintedLine]:
    """Return the lines with which a table's caption begins."""
    found = []
    for index, line in enumerate(lines):
        match = _TABLE.match(line.text)
        if not match:
            continue
        rest = line.text[match.end() :].strip()
        if rest and rest[0] not in ".:|–—-(" and not rest[0].isupper():
            continue
        above = lines[index - 1] if index else None
        inside = (
            above is not None
            and above.column == line.column
            and 0 < line.base - above.base < 1.6 * size
            and abs(above.size - line.size) < 0.08 * line.size
            and len(above.words) > 4
            and not above.text.endswith((".", "!", "?", ":"))
        )
        if not inside or line.bold >= match.end() - 1:
            found.append(line)
    return found


@dataclass(slots=True)
class Habit:
    """How often this paper has captions above and below its tables."""

    above: int = 0
    below: int = 0

    def note(self, caption: PrintedLine, box: Box) -> None:
        """Count a table whose place is sure."""
        if caption.base < box[1] + 2:
            self.above += 1
        elif caption.base > box[3] - 2:
            self.below += 1

    @property
    def prefers_below(self) -> bool:
        """Whether captions stand below more often."""
        return self.below > self.above


def find_tables(
    lines: list[PrintedLine], art: Art, page: int, size: float, habit: Habit | None = None
) -> list[TableDraft]:
    """Return the tables of a page; ``size`` is the usual font size of the paper."""
    habit = habit or Habit()
    captions = caption_lines(lines, size)
    bottoms = {id(caption): _caption_bottom(caption, lines, art) for caption in captions}
    drafts: list[TableDraft] = []
    taken: set[int] = set()
    stacks = _stacks(lines, art, captions, size) if len(art.across) > 1 else []
    free = list(captions)
    for box in stacks:
        inside = [line for line in lines if _inside(line, box) and id(line) not in taken]
        if len(inside) < 2:
            continue
        caption = _nearest(box, free, bottoms, habit)
        if caption is None and (len(_verticals(art, box)) < 2 or _has_figure_caption(lines, box)):
            continue
        if caption is not None and any(line is caption for line in inside):
            beside = _caption_beside(caption, inside, box)
            inside = [line for line in inside if id(line) not in beside]
        if _is_prose(inside, size, caption is not None):
            continue
        draft = _draft(inside, box, art, page)
        if draft is None or (caption is None and not _is_regular(draft)):
            continue
        draft.caption = caption
        if caption is not None:
            free.remove(caption)
            habit.note(caption, box)
        taken.update(id(line) for line in inside)
        drafts.append(draft)
    for caption in free:
        rest = [line for line in lines if id(line) not in taken]
        inside = _white_space_table(rest, caption, bottoms[id(caption)], size, habit)
        if len(inside) < 2 or _is_prose(inside, size, False):
            continue
        box = (
            min(line.x0 for line in inside) - 1,
            min(line.y0 for line in inside) - 1,
            max(line.x1 for line in inside) + 1,
            max(line.y1 for line in inside) + 1,
        )
        draft = _draft(inside, box, art, page)
        if draft is not None:
            draft.caption = caption
            taken.update(id(line) for line in inside)
            drafts.append(draft)
    return drafts


def _caption_bottom(caption: PrintedLine, lines: list[PrintedLine], art: Art) -> float:
    """Return the baseline of a caption's last line."""
    last = caption
    for line in sorted(lines, key=lambda line: line.base):
        step = line.base - last.base
        if step <= 0.5 * line.size or min(line.x1, last.x1) <= max(line.x0, last.x0):
            continue
        ruled = any(last.base < y < line.base - 0.4 * line.size for x0, x1, y in art.across if x1 - x0 > 60)
        if step > 1.6 * max(line.size, last.size) or line.cells or ruled:
            break
        if abs(line.size - last.size) > 0.12 * last.size:
            break
        last = line
    return last.base


def _has_figure_caption(lines: list[PrintedLine], box: Box) -> bool:
    return any(
        re.match(r"fig(?:ure|\.)|scheme", line.text, re.I)
        and -20 < line.y0 - box[3] + 10 < 70
        and min(line.x1, box[2]) > max(line.x0, box[0])
        for line in lines
    )


def _caption_beside(caption: PrintedLine, inside: list[PrintedLine], box: Box) -> set[int]:
    """Return the lines of a caption that is printed to the left of its table, between the same rules."""
    found = {id(caption)}
    last = caption
    for line in sorted(inside, key=lambda line: line.base):
        step = line.base - last.base
        if abs(line.x0 - caption.x0) < 3 and 0 < step < 1.7 * line.size and line.x1 - box[0] < 0.4 * (box[2] - box[0]):
            found.add(id(line))
            last = line
    return found


def _is_prose(lines: list[PrintedLine], size: float, captioned: bool) -> bool:
    """Tell whether lines are running text rather than a table."""
    widths = sorted(line.x1 - line.x0 for line in lines)
    wide = 0.75 * widths[-1] if widths else 0.0
    prose = [
        line
        for line in lines
        if not line.cells and len(line.words) > 7 and line.size > 0.93 * size and line.x1 - line.x0 > wide
    ]
    return len(prose) > (0.5 if captioned else 0.2) * len(lines)


def _is_regular(draft: TableDraft) -> bool:
    """Tell whether most rows have cells in the same columns."""
    counts = [len(row.cells) for row in draft.rows]
    usual = max(set(counts), key=lambda number: (counts.count(number), number))
    return len(counts) >= 3 and usual > 1 and counts.count(usual) >= 0.5 * len(counts)


def _inside(line: PrintedLine, box: Box) -> bool:
    if not box[1] < line.base - 0.3 * line.size < box[3]:
        return False
    return min(line.x1, box[2]) - max(line.x0, box[0]) > 0.8 * (line.x1 - line.x0)


def _stacks(lines: list[PrintedLine], art: Art, captions: list[PrintedLine], size: float) -> list[Box]:
    """Return the boxes that stacks of equally wide rules enclose."""
    rules = sorted({(round(y, 1), round(x0, 1), round(x1, 1)) for x0, x1, y in _merged(art.across)})
    groups: list[list[tuple[float, float, float]]] = []
    for y, x0, x1 in rules:
        if x1 - x0 < 50:
            continue
        for group in groups:
            if abs(group[0][1] - x0) < _SAME_EDGE and abs(group[0][2] - x1) < _SAME_EDGE:
                group.append((y, x0, x1))
                break
        else:
            groups.append([(y, x0, x1)])
    boxes: list[Box] = []
    for group in groups:
        begin = 0
        for index in range(1, len(group) + 1):
            if index == len(group) or _text_between(lines, captions, group[index - 1], group[index], size):
                part = group[begin:index]
                if len(part) > 1 and part[-1][0] - part[0][0] > 1.5 * size:
                    boxes.append((part[0][1] - 3, part[0][0] - 1, part[0][2] + 3, part[-1][0] + 1))
                begin = index
    boxes.sort(key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    kept: list[Box] = []
    for box in boxes:
        if not any(_share(box, other) > 0.5 for other in kept):
            kept.append(box)
    return sorted(kept, key=lambda box: (box[1], box[0]))


def _merged(rules: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join pieces of rules that are drawn cell by cell."""
    out: list[tuple[float, float, float]] = []
    for y, x0, x1 in sorted((round(y * 2) / 2, x0, x1) for x0, x1, y in rules):
        if out and abs(out[-1][2] - y) < 0.8 and x0 - out[-1][1] < 4 and x0 >= out[-1][0] - 1:
            out[-1] = (out[-1][0], max(out[-1][1], x1), y)
        else:
            out.append((x0, x1, y))
    return out


def _text_between(
    lines: list[PrintedLine],
    captions: list[PrintedLine],
    upper: tuple[float, float, float],
    lower: tuple[float, float, float],
    size: float,
) -> bool:
    """Tell whether running text or a caption stands between two rules, so that they part two things."""
    box = (upper[1] - 3, upper[0], upper[2] + 3, lower[0])
    inside = [line for line in lines if _inside(line, box)]
    if any(line is caption for line in inside for caption in captions):
        return True
    wide = 0.85 * (upper[2] - upper[1])
    prose = [
        line
        for line in inside
        if line.x1 - line.x0 > wide and not line.cells and len(line.words) > 7 and line.size > 0.93 * size
    ]
    return len(prose) >= max(2, 0.5 * len(inside)) or (not inside and lower[0] - upper[0] > 8 * size)


def _share(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(1.0, (one[2] - one[0]) * (one[3] - one[1]))


def _nearest(box: Box, captions: list[PrintedLine], bottoms: dict[int, float], habit: Habit) -> PrintedLine | None:
    best: PrintedLine | None = None
    distance = 1e9
    for line in captions:
        if min(line.x1, box[2]) - max(line.x0, box[0]) < 0.3 * min(line.x1 - line.x0, box[2] - box[0]):
            continue
        above, below = box[1] - bottoms[id(line)], line.y0 - box[3]
        if line.base > box[3] - 2:
            gap = below * (1.0 if habit.prefers_below else 3.0) if below < 45 else 1e9
        elif line.base < box[1] + 2:
            gap = max(0.0, above) * (3.0 if habit.prefers_below else 1.0) if above < 60 else 1e9
        else:
            gap = 0.0
        if gap < distance:
            best, distance = line, gap
    return best


def _verticals(art: Art, box: Box) -> list[float]:
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


def _white_space_table(
    lines: list[PrintedLine], caption: PrintedLine, bottom: float, size: float, habit: Habit
) -> list[PrintedLine]:
    """Return the lines of a table without rules: rows of cells that follow its caption (or stand over it)."""
    width = caption.x1 - caption.x0
    near = [
        line
        for line in lines
        if line is not caption
        and (line.column == caption.column or caption.column < 0 or line.column < 0)
        and (min(line.x1, caption.x1 + width) > max(line.x0, caption.x0 - width))
    ]
    below = sorted((line for line in near if line.base > bottom + 1), key=lambda line: (line.base, line.x0))
    above = sorted((line for line in near if line.base < caption.base - 1), key=lambda line: (-line.base, line.x0))
    tries = [(below, bottom, 1), (above, caption.base, -1)]
    if habit.prefers_below:
        tries.reverse()
    for side, base, way in tries:
        found = _rows_of_cells(side, base, size, way)
        if len(found) >= 3:
            return found
    return []


def _rows_of_cells(lines: list[PrintedLine], base: float, size: float, way: int) -> list[PrintedLine]:
    rows: list[list[PrintedLine]] = []
    for line in lines:
        if rows and abs(rows[-1][0].base - line.base) < 0.5 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    out: list[PrintedLine] = []
    last = base
    started = False
    misses = 0
    for row in rows:
        step = way * (row[0].base - last)
        if step > (5 if not started else 3) * max(size, row[0].size):
            break
        cells = sum(1 + len(line.cells) for line in row)
        prose = any(not line.cells and len(line.words) > 6 and line.size > 0.93 * size for line in row)
        if prose and started and len(row) > 1:
            break
        if cells > 1:
            started = True
            misses = 0
        elif started:
            misses += 1
            if prose or misses > 2:
                break
        elif prose is False and len(out) > 4:
            break
        if started:
            out += row
        elif step > 0 and len(out) == 0 and not prose and way < 0:
            break
        last = row[0].base
    while out and not out[-1].cells and sum(abs(line.base - out[-1].base) < 2 for line in out) == 1:
        out.pop()
    return out


def _draft(inside: list[PrintedLine], box: Box, art: Art, page: int) -> TableDraft | None:
    bands = _bands(inside, box, art)
    chunks: list[list[tuple[float, float]]] = []
    for band in bands:
        chunks += [_chunks(row) for row in _by_base(band)]
    cuts = _cuts(chunks, box, _verticals(art, box))
    if not cuts:
        return None
    rows = _unwrap([row for row in (_row(band, cuts) for band in bands) if row.cells])
    full = sum(len(row.cells) > 1 for row in rows)
    if len(rows) < 2 or full < 2 or full < 0.4 * len(rows):
        return None
    prose = sum(len(cell.words) > 25 for row in rows for cell in row.cells)
    if prose > 0.3 * sum(len(row.cells) for row in rows):
        return None
    return TableDraft(page, box, rows, _heading_rows(rows, box, art), inside)


def _by_base(lines: list[PrintedLine]) -> list[list[PrintedLine]]:
    rows: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if rows and line.base - rows[-1][0].base < 0.45 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _chunks(row: list[PrintedLine]) -> list[tuple[float, float]]:
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
    rows = _by_base(inside)
    width = box[2] - box[0] - 6
    ys = sorted(
        {round(y) for x0, x1, y in _merged(art.across) if box[1] - 2 <= y <= box[3] + 2 and x1 - x0 > 0.8 * width}
    )
    ys = [y for index, y in enumerate(ys) if index == 0 or y - ys[index - 1] > 4]
    if len(ys) - 1 < max(3, 0.5 * len(rows)):
        return _overlapping(rows)
    banded: dict[int, list[PrintedLine]] = {}
    for line in inside:
        banded.setdefault(bisect_right(ys, line.base - 0.3 * line.size), []).append(line)
    out: list[list[PrintedLine]] = []
    for key in sorted(banded):
        parts = _by_base(banded[key])
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
            if near < 0.8 * size and not clash and not (over and 2 * len(_chunks(row)) > levels):
                last += row
                levels = max(levels, len(_chunks(row)))
                continue
        levels = len(_chunks(row))
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


def _row(band: list[PrintedLine], cuts: list[float]) -> RowDraft:
    cells: dict[tuple[int, int], list[tuple[str, float, float]]] = {}
    for line in _by_base(band):
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


def _unwrap(rows: list[RowDraft]) -> list[RowDraft]:
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
