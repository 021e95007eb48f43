"""Where tables stand: between rules of one width, or as rows of cells beside a caption."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dlextract.reading.glyphs import Art, Box
from dlextract.reading.lines import PrintedLine

_TABLE = re.compile(
    r"(?:(?:supplementary|supplemental|extended data|appendix)\s+)?(?:table|tab\.)\s*"
    r"(?:[A-Z]{0,2}[.-]?\d{1,3}|[IVXL]{1,6})\b",
    re.I,
)
_SAME_EDGE = 5.0


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


def caption_bottom(caption: PrintedLine, lines: list[PrintedLine], art: Art) -> float:
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


def nearest(box: Box, captions: list[PrintedLine], bottoms: dict[int, float], habit: Habit) -> PrintedLine | None:
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


def inside_box(line: PrintedLine, box: Box) -> bool:
    if not box[1] < line.base - 0.3 * line.size < box[3]:
        return False
    return min(line.x1, box[2]) - max(line.x0, box[0]) > 0.8 * (line.x1 - line.x0)


def stacks(lines: list[PrintedLine], art: Art, captions: list[PrintedLine], size: float) -> list[Box]:
    """Return the boxes that stacks of equally wide rules enclose."""
    rules = sorted({(round(y, 1), round(x0, 1), round(x1, 1)) for x0, x1, y in merged(art.across)})
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


def merged(rules: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
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
    inside = [line for line in lines if inside_box(line, box)]
    if any(line is caption for line in inside for caption in captions):
        return True
    width = upper[2] - upper[1]
    prose = [
        line
        for line in inside
        if line.x1 - line.x0 > (0.42 if _beside_another(line, inside) else 0.85) * width
        and not line.cells
        and len(line.words) > 7
        and line.size > 0.93 * size
    ]
    return len(prose) >= max(2, 0.5 * len(inside)) or (not inside and lower[0] - upper[0] > 8 * size)


def _beside_another(line: PrintedLine, lines: list[PrintedLine]) -> bool:
    """Tell whether a line stands in one of the page's columns and lines as wide in the other, as running text does."""
    if line.column < 0:
        return False
    width = line.x1 - line.x0
    others = [other for other in lines if other.column not in (line.column, -1)]
    return sum(0.9 * width < other.x1 - other.x0 < 1.1 * width for other in others) > 2


def _share(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(1.0, (one[2] - one[0]) * (one[3] - one[1]))


def white_space_table(
    lines: list[PrintedLine],
    caption: PrintedLine,
    bottom: float,
    size: float,
    habit: Habit,
    captions: list[PrintedLine],
) -> list[PrintedLine]:
    """Return the lines of a table without rules: rows of cells that follow its caption (or stand over it).

    The caption of another table, one of ``captions``, ends them.
    """
    ends = {id(line) for line in captions if line is not caption}
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
        found = _rows_of_cells(side, base, size, way, ends)
        if len(found) >= 3:
            return found
    return []


def _rows_of_cells(lines: list[PrintedLine], base: float, size: float, way: int, ends: set[int]) -> list[PrintedLine]:
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
        if step > (5 if not started else 3) * max(size, row[0].size) or any(id(line) in ends for line in row):
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
