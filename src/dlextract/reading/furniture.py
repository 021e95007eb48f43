"""What is printed on every page and is no part of the text: running heads, page numbers, stamps, line numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from dlextract.reading.line_numbers import take_line_numbers
from dlextract.reading.lines import PrintedLine

_NUMBER = re.compile(r"(?:page\s*)?[-–—|]?\s*(?:\d{1,5}|[ivxlc]{1,6})\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?$", re.I)
_FIGURES = re.compile(r"[\d.,%×^e–-]+$")
_ENDS = re.compile(r"^[\W\d]+|[\W\d]+$")
_DIGITS = re.compile(r"\d+")
_LABEL = re.compile(r"(?:table|tab\.|fig(?:ure|\.)|algorithm|listing|scheme)\s*(?:\d|[ivx]+\b)", re.I)
_MOST = 6
"""Lines that the head and foot of a page have at most."""
_CHAPTER = re.compile(r"(?:chapter|appendix|part)(?:#|[ivx]{1,5}|[a-h])[.:|—–-]+\w")


def drop_furniture(
    pages: list[list[PrintedLine]], heights: list[float], pictured: Sequence[bool] = ()
) -> list[tuple[PrintedLine, str]]:
    """Take running heads, page numbers, turned stamps and line numbers out of ``pages``; return them with reasons.

    Not all text of a paper is furniture, nor that of a page with many lines; unless the page is ``pictured``, as a
    scan with stamps is.
    """
    dropped: list[tuple[PrintedLine, str]] = []
    reasons: dict[int, str] = {}
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for index, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in lines:
            if line.kind == "turned":
                reasons[id(line)] = "turned text"
            elif _at_edge(line, height) and not _LABEL.match(line.text):
                seen[_key(line, height)].add(index)
    needed = max(2, min(4, round(0.3 * len(pages))))
    repeated = {key for key, where in seen.items() if len(where) >= needed}
    outermost = _outermost(pages, heights) if len(pages) > 3 else set()
    for lines, height in zip(pages, heights, strict=True):
        cells = _cells(lines, height)
        body = [line for line in lines if len(line.text) > 20]
        top = min((line.y0 for line in body), default=0.0)
        bottom = max((line.y1 for line in body), default=height)
        for line in lines:
            if id(line) in reasons or id(line) in cells:
                continue
            edge = _at_edge(line, height)
            if edge and (_key(line, height) in repeated or id(line) in outermost):
                reasons[id(line)] = "running head" if line.y1 < 0.5 * height else "running foot"
            elif edge and _NUMBER.match(line.text) and (line.y0 > bottom - 3 or line.y1 < top + 3):
                reasons[id(line)] = "page number"
        numbers = take_line_numbers([line for line in lines if id(line) not in reasons])
        reasons.update({id(line): "line number" for line in numbers})
        own = set(map(id, lines))
        lines += [line for line in numbers if id(line) not in own]
    _spare_pages(pages, reasons, pictured)
    for lines in pages:
        dropped += [(line, reasons[id(line)]) for line in lines if id(line) in reasons]
        lines[:] = [line for line in lines if id(line) not in reasons]
    return dropped


def _at_edge(line: PrintedLine, height: float) -> bool:
    return line.y1 < 0.13 * height or line.y0 > 0.87 * height


def _cells(lines: list[PrintedLine], height: float) -> set[int]:
    """Return the numbers at the head and foot of a page that are cells of a table: words left of them, rows beside.

    A page number may have a running head left of it, but not another row of words and numbers right under or over it.
    """
    numbers = [line for line in lines if _FIGURES.match(line.text) and line.kind != "turned"]
    words = [line for line in lines if not _FIGURES.match(line.text) and line.kind != "turned"]
    named = {
        id(line): line
        for line in numbers
        if any(abs(word.base - line.base) < 0.3 * line.size and word.x1 < line.x0 + 1 for word in words)
    }
    return {
        id(line)
        for line in named.values()
        if _at_edge(line, height)
        and any(
            0.5 * line.size < abs(other.base - line.base) < 2.2 * line.size
            and min(other.x1, line.x1) > max(other.x0, line.x0)
            for other in named.values()
        )
    }


def _spare_pages(pages: list[list[PrintedLine]], reasons: dict[int, str], pictured: Sequence[bool]) -> None:
    """Take the reasons away where they would leave nothing of a page that is not furniture alone."""
    nothing = all(id(line) in reasons for lines in pages for line in lines)
    for index, lines in enumerate(pages):
        if not (nothing or len(lines) > _MOST) or any(pictured[index : index + 1]):
            continue
        if all(id(line) in reasons for line in lines):
            for line in lines:
                if reasons[id(line)] not in ("page number", "line number"):
                    del reasons[id(line)]
                    line.kind = "body"


def _outermost(pages: list[list[PrintedLine]], heights: list[float]) -> set[int]:
    """Return the first and last lines of pages whose text comes again as first or last line of another page."""
    found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for lines, height in zip(pages, heights, strict=True):
        upright = [line for line in lines if line.kind != "turned"]
        if len(upright) > 5:
            for line in (min(upright, key=lambda line: line.base), max(upright, key=lambda line: line.base)):
                name = _ENDS.sub("", line.text.lower()).replace(" ", "")
                if sum(map(str.isalpha, name)) > 3:
                    found[name, round(20 * line.base / max(1.0, height))].append(id(line))
    return {item for where in found.values() if len(where) > 1 for item in where}


def _key(line: PrintedLine, height: float) -> tuple[str, int]:
    text = _DIGITS.sub("#", line.text.lower()).replace(" ", "")
    if _CHAPTER.match(text):  # "CHAPTER 2. BACKGROUND": the rest changes from chapter to chapter
        text = "chapter"
    return text, round(20 * line.base / max(1.0, height))
