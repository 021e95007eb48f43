"""URI annotations bound to the words that they cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dlextract.reading.glyphs import Annotation
from dlextract.reading.lines import PrintedLine
from dlextract.records import Line, Link


def line_ends(lines: list[PrintedLine], annotations: Sequence[Annotation]) -> dict[int, tuple[str, str]]:
    """Return, by id of the line, the URIs of its first and last word ("" where none), for lines that have any."""
    ends: dict[int, tuple[str, str]] = {}
    for annotation in annotations:
        x0, y0, x1, y1 = annotation.box
        for line in lines:
            if not y0 - 1 < line.base - 0.3 * line.size < y1 + 1 or line.x1 < x0 or line.x0 > x1:
                continue
            first, last = ends.get(id(line), ("", ""))
            if x0 - 1 <= (line.words[0][2] + line.words[0][3]) / 2 <= x1 + 1:
                first = annotation.uri
            if x0 - 1 <= (line.words[-1][2] + line.words[-1][3]) / 2 <= x1 + 1:
                last = annotation.uri
            if first or last:
                ends[id(line)] = (first, last)
    return ends


def bind_links(lines: Sequence[Line], annotations: Mapping[int, Sequence[Annotation]], text: str) -> tuple[Link, ...]:
    """Return the links by position; an annotation that is drawn line by line gives one link."""
    by_page: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if annotations.get(line.page):
            by_page[line.page].append(line)
    found: list[tuple[int, int, str]] = []
    for page, items in annotations.items():
        for annotation in items:
            x0, y0, x1, y1 = annotation.box
            for line in by_page[page]:
                _, top, _, bottom = line.box
                if not y0 - 2 < (top + bottom) / 2 < y1 + 2:
                    continue
                words = [word for word in line.words if x0 - 1 <= (word[2] + word[3]) / 2 <= x1 + 1]
                if words:
                    found.append((words[0][0], words[-1][1], annotation.uri))
    links: list[Link] = []
    for start, end, uri in sorted(set(found)):
        if links and links[-1].uri == uri and not text[links[-1].end : start].strip():
            links[-1] = Link(links[-1].start, max(end, links[-1].end), uri)
        else:
            links.append(Link(start, end, uri))
    return tuple(trimmed for link in links if (trimmed := _trimmed(link, text)).start < trimmed.end)


def _trimmed(link: Link, text: str) -> Link:
    """Return the link without punctuation at its ends; empty if it covers no letter or digit."""
    start, end = link.start, link.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "/"):
        end -= 1
    return Link(start, end, link.uri)
