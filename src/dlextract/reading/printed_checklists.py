"""Checklists of a venue that are printed in the paper: its questions and guidelines are not the authors' words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from dlextract.records import Section

from ..words import WordRegex

if TYPE_CHECKING:
    import regex

_TITLE = WordRegex("checklist_title")
_ASKED = WordRegex("checklist_asked")
_LEAST_ASKED = 2
_AFTER = WordRegex("checklist_after")
_SAID = re.compile(r"\b(?:Answer|Justification) ?:")
_ASKS = re.compile(r"\b(?:Question|Guidelines) ?:|\n\s*(?:[-•*]\s|\(?\w{1,2}[.)]\s|\d{1,2}(?:\.\d{1,2})*\.?\s)")

_ROLE = "checklist"
_OWN = "appendix"


def mark_checklists(text: str, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections with printed checklists as sections of their own.

    A checklist is a heading with that word over questions of a form. Only what follows "Answer:" and "Justification:"
    in it, up to the next question or guideline, is a section that states something.
    """
    forms: list[tuple[int, int]] = []
    inside: list[Section] = []
    at = 0
    for title in _TITLE.finditer(text):
        if title.start() < at:  # what stands under a heading is looked at once
            continue
        after = _AFTER.search(text, title.end())
        at = after.start() if after else len(text)
        if sum(1 for _ in islice(_ASKED.finditer(text, title.end(), at), _LEAST_ASKED)) == _LEAST_ASKED:
            forms.append((title.start(), at))
            inside += _parts(text, title, at)
    if not forms:
        return tuple(sections)
    outside = [piece for section in sections for piece in _around(section, forms)]
    return tuple(sorted([*outside, *inside], key=lambda section: section.start))


def _parts(text: str, title: regex.Match[str], end: int) -> list[Section]:
    """Return ``title.start():end`` as a checklist with the authors' answers in it."""
    edges = [(title.start(), title.end(), _ROLE)]
    said = _SAID.search(text, title.end(), end)
    while said:
        edges.append((said.end(), said.end(), _OWN))
        again = _SAID.search(text, said.end(), end)
        until = again.start() if again else end
        asks = _ASKS.search(text, said.end(), until)
        at = asks.start() if asks else until
        if at < end:
            edges.append((at, at, _ROLE))
        said = again
    return [
        Section(first, body, last, title.group() if body > first else "", role)
        for (first, body, role), last in zip(edges, [*(edge[0] for edge in edges[1:]), end], strict=True)
    ]


def _around(section: Section, forms: Sequence[tuple[int, int]]) -> Iterator[Section]:
    """Yield what of ``section`` stands outside of ``forms``, which are in order."""
    at, cut = section.start, False
    for start, end in forms[max(0, bisect_right(forms, (section.start, 0)) - 1) :]:
        if start > section.start and start >= section.end:
            break
        if end <= section.start:
            continue
        if start > at:
            yield _cut(section, at, start)
        at, cut = max(at, end), True
    if not cut or at < section.end:
        yield _cut(section, at, section.end) if cut else section


def _cut(section: Section, start: int, end: int) -> Section:
    return Section(start, min(max(section.body, start), end), end, section.title, section.role)
