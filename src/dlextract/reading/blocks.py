"""Lines → blocks → paragraphs: what belongs together, what is a caption, a footnote, figure text or a heading."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dlextract.reading.glyphs import Art
from dlextract.reading.headings import HeadingCandidate, confirm, may_be_heading, style_of
from dlextract.reading.lines import PrintedLine
from dlextract.reading.sections import HeadingRoles
from dlextract.reading.table_drafts import TableDraft

CAPTION = re.compile(
    r"(?:(?:supplementary|supplemental|extended data|online|appendix)\s+)?"
    r"(?:fig(?:ure|\.)?s?|table|tab\.|scheme|algorithm|listing|plate|box|chart|video)\s*"
    r"(?:[A-Z]{0,2}[.-]?\d{1,3}(?:\.\d{1,2})?[a-z]?|[IVXL]{1,6})(?![\w%])\s*(?P<mark>[.:|–—-]|\([a-z]\)|$)?",
    re.I,
)
_CAPTION_STARTS = frozenset(["sup", "ext", "onl", "app", "fig", "tab", "sch", "alg", "lis", "pla", "box", "cha", "vid"])
_CLOSERS = "\"'”’)]"
_BEFORE_NAME = re.compile(r"(?:\b(?:in|see|and|of|by|to|from|with|the|cf\.?|our|than|on|or)|[,(-])$", re.I)
BULLET = re.compile(r"(?:[•▪■●◦‣∙·–*♯►▶▸➢➤✓✔❖◆◇○□⇒-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[).])\s")
_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\bdoi\b", re.I)


def caption_match(text: str) -> re.Match[str] | None:
    """Return the match of ``CAPTION`` at the beginning of a text."""
    return CAPTION.match(text) if text[:3].lower() in _CAPTION_STARTS else None


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with the mark of a sentence's end, closing brackets and quotes left aside."""
    return text.rstrip(_CLOSERS).endswith((".", "!", "?", ":", ";"))


@dataclass(slots=True)
class Measure:
    """What is usual in a paper: the size of its body text and the step from line to line (points)."""

    size: float
    leading: float


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. ``kind``: title, body, heading, caption, table, footnote or figure."""

    kind: str
    lines: list[PrintedLine]
    table: TableDraft | None = None

    @property
    def page(self) -> int:
        """The page on which the paragraph begins."""
        return self.lines[0].page

    @property
    def text(self) -> str:
        """The raw text, line ends as spaces."""
        return " ".join(line.text for line in self.lines)


def measure(pages: Iterable[list[PrintedLine]]) -> Measure:
    """Return the usual size (by characters) and line step of the paper."""
    sizes: Counter[float] = Counter()
    steps: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for lines in pages:
        last: PrintedLine | None = None
        for line in lines:
            size = round(2 * line.size) / 2
            sizes[size] += len(line.text)
            if last and last.column == line.column and abs(last.size - line.size) < 0.6 and line.base > last.base:
                steps[size][round(2 * (line.base - last.base)) / 2] += 1
            last = line
    size = max(sizes, key=lambda key: (sizes[key], key), default=10.0)
    near = {step: count for step, count in steps[size].items() if 0.9 * size <= step <= 3 * size}
    leading = max(near, key=lambda key: (near[key], -key), default=1.2 * size)
    return Measure(max(size, 1.0), leading)


def take_title(paragraphs: list[Paragraph], title: list[PrintedLine]) -> list[Paragraph]:
    """Make the lines of the title a paragraph of its own."""
    wanted = {id(line) for line in title}
    out: list[Paragraph] = []
    placed = False
    for item in paragraphs:
        rest = [line for line in item.lines if id(line) not in wanted]
        if len(rest) < len(item.lines) and not placed:
            out.append(Paragraph("title", title))
            placed = True
        if rest:
            item.lines = rest
            out.append(item)
    return out


def page_paragraphs(
    lines: list[PrintedLine],
    usual: Measure,
    height: float,
    roles: HeadingRoles,
    art: Art,
    drafts: list[TableDraft],
    figures: set[int],
) -> list[Paragraph]:
    """Cut the lines of one page, in reading order, into paragraphs with a kind; tables follow their captions."""
    tabled = {id(line): draft for draft in drafts for line in draft.lines}
    heads = {id(draft.caption) for draft in drafts}
    whole = lines
    lines = [line for line in whole if id(line) not in tabled]
    blocks, captions = _blocks(lines, usual, art, heads, figures)
    edges = _edges(lines, usual)
    lowest: dict[int, float] = {}
    for line in lines:
        if line.size > 0.93 * usual.size and len(line.words) > 4 and id(line) not in figures:
            lowest[line.column] = max(line.base, 0.5 * height, lowest.get(line.column, 0.0))
    out: list[Paragraph] = []
    for index, block in enumerate(blocks):
        if index in captions:
            out.append(Paragraph("caption", block))
            out += [_table(draft) for draft in drafts if draft.caption is block[0]]
            continue
        kind = (
            "figure"
            if id(block[0]) in figures and not caption_match(block[0].text)
            else _kind(block, usual, lowest, roles)
        )
        if kind == "body":
            left, right = edges.get(block[0].column, (block[0].x0, block[0].x1))
            out += _split(block, usual, left, right, roles)
        else:
            out.append(Paragraph(kind, block))
    order = {id(line): index for index, line in enumerate(whole)}
    placed = {id(item.table) for item in out}
    for draft in drafts:
        if id(draft) not in placed:
            first = min(order[id(line)] for line in draft.lines)
            at = next((i for i, item in enumerate(out) if order[id(item.lines[0])] > first), len(out))
            out.insert(at, _table(draft))
    return out


def _blocks(
    lines: list[PrintedLine], usual: Measure, art: Art, heads: set[int], figures: set[int]
) -> tuple[list[list[PrintedLine]], set[int]]:
    """Cut lines where one does not go on with the one before; return the numbers of those that are captions as well."""
    rules = [(x0, x1, y) for x0, x1, y in art.across if x1 - x0 > 60]
    blocks: list[list[PrintedLine]] = []
    captions: set[int] = set()
    for line in lines:
        last = blocks[-1][-1] if blocks else None
        near = last is not None and _follows(last, line, usual) and not _ruled_off(last, line, rules)
        if id(line) in figures and id(line) not in heads and not caption_match(line.text):
            if last is not None and id(last) in figures and len(blocks) - 1 not in captions:
                blocks[-1].append(line)
            else:
                blocks.append([line])
            continue
        if last is not None and id(last) in figures:
            near = False
        match = caption_match(line.text)
        if match and (id(line) in heads or _is_caption(match, line, last if near else None)):
            captions.add(len(blocks))
            blocks.append([line])
        elif (near and not (len(blocks) - 1 in captions and _parts(blocks[-1], line, usual.size))) or (
            (len(blocks) - 1 in captions or line.size < 0.93 * usual.size)
            and last is not None
            and _ends_wide(blocks[-1], line)
        ):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks, captions


def _table(draft: TableDraft) -> Paragraph:
    return Paragraph("table", draft.lines, draft)


def _ruled_off(last: PrintedLine, line: PrintedLine, rules: list[tuple[float, float, float]]) -> bool:
    """Tell whether a rule parts two lines."""
    upper, lower = last.base - 0.1 * last.size, line.base - 0.5 * line.size
    left, right = min(last.x0, line.x0), max(last.x1, line.x1)
    return any(upper < y < lower and min(x1, right) - max(x0, left) > 0.5 * (right - left) for x0, x1, y in rules)


def _follows(last: PrintedLine, line: PrintedLine, usual: Measure) -> bool:
    if last.column != line.column:
        return False
    step = line.base - last.base
    if abs(step) < 0.3 * line.size:
        return True
    if step < 0:
        return False
    size = max(last.size, line.size)
    if abs(last.size - line.size) > 0.08 * size and min(len(last.text), len(line.text)) > 6:
        return False
    leading = usual.leading * max(size / usual.size, 0.75) if size < 1.3 * usual.size else 1.3 * size
    return step < 1.4 * leading


def _ends_wide(block: list[PrintedLine], line: PrintedLine) -> bool:
    """Tell whether a line is the short last one of a caption or note as wide as the page."""
    last = block[-1]
    step = line.base - last.base
    usual = last.base - block[-2].base if len(block) > 1 else 1.3 * last.size
    return (
        last.column < 0 <= line.column
        and abs(line.x0 - last.x0) < 0.3 * line.size
        and abs(line.size - last.size) < 0.04 * last.size
        and 0 < step < min(1.05 * usual, 1.6 * last.size)
    )


def _parts(caption: list[PrintedLine], line: PrintedLine, size: float) -> bool:
    """Tell whether a line under a caption begins a paragraph: indented, after a short line that ends a sentence."""
    left, right = min(item.x0 for item in caption), max(item.x1 for item in caption)
    last = caption[-1]
    return (
        len(caption) > 1
        and last.x1 < right - 0.2 * (right - left)
        and line.x0 > left + 0.7 * line.size
        and last.x0 < left + 0.5 * line.size
        and line.x1 > right - line.size
        and abs(line.size - size) < 0.06 * size
        and ends_sentence(last.text)
    )


def _is_caption(match: re.Match[str], line: PrintedLine, above: PrintedLine | None) -> bool:
    rest = line.text[match.end() :].strip()
    styled = line.bold >= match.end() - 1 or line.italic >= match.end() - 1
    if match["mark"] is not None and match["mark"][:1] == "(" and rest[:1].islower() and not styled:
        return False  # "Figure 3(a) shows …"
    if match["mark"] == ":" and rest[:1].isupper() and above is not None and not _BEFORE_NAME.search(above.text):
        return True
    if match["mark"] is not None:
        return above is None or ends_sentence(above.text) or styled or line.x0 > above.x0 + line.size
    if styled and rest[:1].isupper():
        return True
    return above is None and (not rest or rest[0].isupper() or rest[0] in "([") and len(rest.split(" ", 1)[0]) > 1


def _edges(lines: list[PrintedLine], usual: Measure) -> dict[int, tuple[float, float]]:
    """Return the left and right edge of each column's text."""
    left: defaultdict[int, Counter[int]] = defaultdict(Counter)
    right: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for line in lines:
        if abs(line.size - usual.size) < 0.1 * usual.size:
            left[line.column][round(line.x0 / 2)] += len(line.text)
            right[line.column][round(line.x1 / 2)] += len(line.text)
    return {
        column: (
            2.0 * max(counts, key=lambda key: (counts[key], -key)),
            2.0 * max(right[column], key=lambda key: (right[column][key], key)),
        )
        for column, counts in left.items()
    }


def _kind(block: list[PrintedLine], usual: Measure, lowest: dict[int, float], roles: HeadingRoles) -> str:
    """Return what a block is; ``lowest`` is the baseline of the last full-size line of each column."""
    size = max(line.size for line in block)
    first = block[0]
    small = size < 0.93 * usual.size
    if small and first.base > lowest.get(first.column, 1e9) and sum(len(line.text) for line in block) > 15:
        return "footnote"
    words = sum(len(line.words) for line in block)
    if words <= 4 * len(block) and small and not ends_sentence(block[-1].text):
        if roles.is_main(first.text) or any(_ADDRESS.search(line.text) for line in block):
            return "body"
        return "figure"
    return "body"


def _split(block: list[PrintedLine], usual: Measure, left: float, right: float, roles: HeadingRoles) -> list[Paragraph]:
    """Cut a block of body text where a paragraph begins or a heading stands."""
    out: list[Paragraph] = []
    heads = [may_be_heading(line, usual.size, roles) for line in block]
    for index, line in enumerate(block):
        kind = "heading" if heads[index] else "body"
        if not out:
            out.append(Paragraph(kind, [line]))
            continue
        last = block[index - 1]
        open_end = not ends_sentence(last.text) and line.text[:1].islower()
        if _RUN_IN_START.match(line.text):
            out.append(Paragraph("body", [line]))
            continue
        if heads[index - 1] or heads[index]:
            alike = abs(last.size - line.size) < 0.5
            if heads[index - 1] and heads[index]:
                same = alike and style_of(last)[1:3] == style_of(line)[1:3] and not roles.is_main(last.text)
                numbered = bool(_NUMBERED.match(line.text)) and not open_end
                join = same and not numbered
            else:
                join = open_end and alike
            if join:
                out[-1].lines.append(line)
                if heads[index - 1] != heads[index]:
                    out[-1].kind = "body"
            else:
                out.append(Paragraph(kind, [line]))
            continue
        if _begins(last, line, left, right, open_end):
            out.append(Paragraph(kind, [line]))
        else:
            out[-1].lines.append(line)
    return out


_RUN_IN_START = re.compile(r"(?:abstract|index terms|key ?words)\s*[—–:]", re.I)
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Z])[.)]?\s+[A-Z]")


def _begins(last: PrintedLine, line: PrintedLine, left: float, right: float, open_end: bool) -> bool:
    """Tell whether a line begins a paragraph: indented, or the line above had room for its first word."""
    if open_end or last.base >= line.base - 0.3 * line.size:
        return False
    first = line.words[0]
    room = right - last.x1
    indent, before = line.x0 - left, last.x0 - left
    if BULLET.match(line.text) and (room > 2 * line.size or ends_sentence(last.text)):
        return True
    if ends_sentence(last.text):
        if 0.7 * line.size < indent < 5 * line.size and before < 0.5 * line.size:
            return True
        return room > first[3] - first[2] + 0.6 * line.size
    # A short line that ends no sentence: a list, an address, verse; not a line that a formula cut short.
    if last.text[-1] in "-,(–—" or not line.text[0].isupper():
        return False
    return room > max(first[3] - first[2] + 1.5 * line.size, 0.35 * (right - left))


def confirm_headings(paragraphs: list[Paragraph], usual: Measure, roles: HeadingRoles) -> None:
    """Turn what only looked like a heading back into body text."""
    lefts: Counter[tuple[int, int]] = Counter()
    for item in paragraphs:
        if item.kind == "body":
            lefts.update((line.column, round(line.x0 / 3)) for line in item.lines)
    common = {key for key, count in lefts.items() if count >= 4}
    found = [item for item in paragraphs if item.kind == "heading"]
    candidates = []
    for item in found:
        line = item.lines[0]
        place = round(line.x0 / 3)
        aligned = any((line.column, place + step) in common for step in (-1, 0, 1))
        candidates.append(HeadingCandidate(item.text, style_of(line), line.page, aligned, len(item.lines)))
    for item, good in zip(found, confirm(candidates, usual.size, roles), strict=True):
        if not good:
            item.kind = "body"
