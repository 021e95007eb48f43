"""Paragraphs of body text that go on in the next column or on the next page are joined."""

from __future__ import annotations

import re

from dlextract.reading.blocks import BULLET, Paragraph, ends_sentence

_NOTE = re.compile(r"(?:abbreviations?|notes?|sources?|legend|keywords?|correspondence)\s*[:.—]", re.I)


def join_paragraphs(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Join body paragraphs that go on in the next column or page; what stands between moves out of the way.

    Floats and footnotes of the page on which the paragraph began go before it if it ends on a later page (so that
    pages stay in order), after it otherwise.
    """
    out: list[Paragraph] = []
    bodies: list[int] = []  # where the paragraphs of body text since the last heading stand in ``out``
    for paragraph in paragraphs:
        place = _continued(out, bodies, paragraph) if paragraph.kind == "body" else -1
        if place >= 0:
            held = out[place]
            between = out[place + 1 :]
            page = paragraph.lines[0].page
            earlier = [item for item in between if item.page < page and held.page <= item.page]
            later = [item for item in between if not (item.page < page and held.page <= item.page)]
            held.lines += paragraph.lines
            out[place:] = [*earlier, held, *later]
            bodies = [index for index in bodies if index < place] + [
                index for index in range(place, len(out)) if out[index].kind == "body"
            ]
            continue
        out.append(paragraph)
        if paragraph.kind == "body":
            bodies.append(len(out) - 1)
        elif paragraph.kind == "heading":
            bodies = []
    return out


def _continued(out: list[Paragraph], bodies: list[int], paragraph: Paragraph) -> int:
    """Return where the paragraph stands that ``paragraph`` goes on with, -1 if none.

    What lies between may itself be taken for body text (a note, what is left of a figure): a paragraph that begins
    in the middle of a sentence looks further back.
    """
    reach = 5 if paragraph.lines[0].text[:1].islower() else 1
    for place in reversed(bodies[-reach:]):
        if _goes_on(out[place], paragraph):
            if place == bodies[-1] or len(out[place].lines) + len(paragraph.lines) > 3:
                return place
        elif place == bodies[-1] and out[place].lines[-1].size == paragraph.lines[0].size and len(out[place].lines) > 4:
            return -1
    return -1


def _goes_on(held: Paragraph, paragraph: Paragraph) -> bool:
    last, line = held.lines[-1], paragraph.lines[0]
    if last.page == line.page and last.column == line.column and line.base > last.base:
        between = line.base - last.base
        if between < 0 or not line.text[:1].islower():
            return False
    if abs(last.size - line.size) > 0.1 * max(last.size, line.size) or line.page - last.page > 2:
        return False
    if ends_sentence(last.text) and not re.search(r"\b(?:Fig|et al|e\.g|i\.e|cf|Eq|vs|resp|approx)\.$", last.text):
        return False
    if line.text[:1].islower() or last.text.endswith("-"):
        return True
    if BULLET.match(line.text) or _NOTE.match(line.text) or len(held.lines) + len(paragraph.lines) < 3:
        return False
    if last.page == line.page and line.column < 0 <= last.column and line.base < last.base:
        return False  # from the foot of a column up to what spans all columns
    other_place = last.page != line.page or last.column != line.column
    full = last.x1 >= max(item.x1 for item in held.lines if item.page == last.page and item.column == last.column) - 2
    return other_place and full
