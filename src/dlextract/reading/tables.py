"""Tables: where they stand (caption, rules, white space) and their rows of cells."""

from __future__ import annotations

import re

from dlextract.reading.glyphs import Art, Box
from dlextract.reading.lines import PrintedLine
from dlextract.reading.table_drafts import TableDraft
from dlextract.reading.table_places import (
    Habit,
    caption_bottom,
    caption_lines,
    inside_box,
    nearest,
    stacks,
    white_space_table,
)
from dlextract.reading.table_rows import chunks_of, draft_table, lines_by_base, verticals


def find_tables(
    lines: list[PrintedLine], art: Art, page: int, size: float, habit: Habit | None = None
) -> list[TableDraft]:
    """Return the tables of a page; ``size`` is the usual font size of the paper."""
    habit = habit or Habit()
    captions = caption_lines(lines, size)
    bottoms = {id(caption): caption_bottom(caption, lines, art) for caption in captions}
    drafts: list[TableDraft] = []
    taken: set[int] = set()
    stacked = stacks(lines, art, captions, size) if len(art.across) > 1 else []
    free = list(captions)
    for box in stacked:
        inside = [line for line in lines if inside_box(line, box) and id(line) not in taken]
        if len(inside) < 2:
            continue
        caption = nearest(box, free, bottoms, habit)
        if caption is None and (len(verticals(art, box)) < 2 or _has_figure_caption(lines, box)):
            continue
        if caption is not None and any(line is caption for line in inside):
            beside = _caption_beside(caption, inside, box)
            inside = [line for line in inside if id(line) not in beside]
        if _is_prose(inside, size, caption is not None):
            continue
        if caption is not None and (heads := _heads_over_rules(lines, box, bottoms[id(caption)])):
            inside = [*heads, *inside]
            box = (box[0], min(line.y0 for line in heads) - 1, box[2], box[3])
        draft = draft_table(inside, box, art, page)
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
        inside = white_space_table(rest, caption, bottoms[id(caption)], size, habit, captions)
        if len(inside) < 2 or _is_prose(inside, size, False):
            continue
        box = (
            min(line.x0 for line in inside) - 1,
            min(line.y0 for line in inside) - 1,
            max(line.x1 for line in inside) + 1,
            max(line.y1 for line in inside) + 1,
        )
        draft = draft_table(inside, box, art, page)
        if draft is not None:
            draft.caption = caption
            taken.update(id(line) for line in inside)
            drafts.append(draft)
    return drafts


def _heads_over_rules(lines: list[PrintedLine], box: Box, bottom: float) -> list[PrintedLine]:
    """Return the headings that stand between a caption, whose last baseline is ``bottom``, and the first rule."""
    over = (box[0], bottom + 1, box[2], box[1])
    heads = [line for line in lines if line.base > bottom + 1 and inside_box(line, over)]
    if any(not line.cells and len(line.words) > 7 for line in heads):
        return []
    return heads if any(len(chunks_of(row)) > 1 for row in lines_by_base(heads)) else []


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
