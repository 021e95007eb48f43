"""Checklists of a venue that are printed in the paper: its questions and guidelines are not the authors' words."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    for title in reversed(list(_TITLE.finditer(text))):
        after = _AFTER.search(text, title.end())
        end = after.start() if after else len(text)
        if sum(1 for _ in _ASKED.finditer(text, title.end(), end)) >= _LEAST_ASKED:
            sections = _marked(text, sections, title, end)
    return tuple(sections)


def _marked(text: str, sections: Sequence[Section], title: regex.Match[str], end: int) -> tuple[Section, ...]:
    """Return the sections with ``title.start():end`` as a checklist with the authors' answers in it."""
    start = title.start()
    before = [_cut(s, s.start, min(s.end, start)) for s in sections if s.start < start]
    behind = [_cut(s, max(s.start, end), s.end) for s in sections if s.end > end]
    edges = [(start, title.end(), _ROLE)]
    at = title.end()
    while said := _SAID.search(text, at, end):
        edges.append((said.end(), said.end(), _OWN))
        asks = _ASKS.search(text, said.end(), end)
        again = _SAID.search(text, said.end(), end)
        at = min(asks.start() if asks else end, again.start() if again else end)
        if at < end:
            edges.append((at, at, _ROLE))
    inside = [
        Section(first, body, last, title.group() if body > first else "", role)
        for (first, body, role), last in zip(edges, [*(edge[0] for edge in edges[1:]), end], strict=True)
    ]
    return (*before, *inside, *behind)


def _cut(section: Section, start: int, end: int) -> Section:
    return Section(start, min(max(section.body, start), end), end, section.title, section.role)
