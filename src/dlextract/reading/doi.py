"""The paper's own DOI, told from those of its data, its code and the works that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dlextract.records import SILENT_ROLES, Section

from ..words import WordRegex

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")
_SENTENCE_END = re.compile(r"(?:(?<!\bal)(?<!\b[A-Z])[.!?]\)?\s+(?=[A-Z(\[\d]|https?:|doi\b)|\n|[|•]\s)")
_LABEL = re.compile(r"(?:^|\n)\W*(?:article )?DOI\W*$", re.I)
_LONGEST_SENTENCE = 400

# Of an archive of data and programs, whoever registers there: the paper's own only where it says so.
_ARCHIVED = WordRegex("doi_archived")
_OF_THE_PAPER = WordRegex("doi_of_the_paper")
_OF_SOMETHING_ELSE = WordRegex("doi_of_something_else")
_PROSE = WordRegex("doi_prose")


def own_doi(text: str, sections: Sequence[Section], near: int) -> str:
    """Return the first DOI among the first ``near`` characters that stands there as the paper's own ("" if none).

    A paper prints its DOI apart from running text, or in a sentence about itself. In any other sentence, and in the
    references, it belongs to something else.
    """
    for found in _DOI.finditer(text[:near]):
        role = next((s.role for s in sections if s.start <= found.start() < s.end), "")
        if role not in SILENT_ROLES and _is_own(text, found):
            return found.group()
    return ""


def _is_own(text: str, found: re.Match[str]) -> bool:
    start = max(0, found.start() - _LONGEST_SENTENCE)
    for end in _SENTENCE_END.finditer(text, start, found.end()):
        if end.end() <= found.start():
            start = end.end()
    before = text[start : found.start()]
    if _OF_THE_PAPER.search(before):
        return True
    if _LABEL.search(text, max(0, found.start() - 30), found.start()):
        return True
    if _ARCHIVED.search(found.group()) or _OF_SOMETHING_ELSE.search(before):
        return False
    return _PROSE.search(before) is None
