"""What stands behind a "not stated": what was read, what came nearest, where the paper sends its reader."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from ..knowledge import Knowledge, Question
from ..records import SILENT_ROLES, Fact, Paper, Searched
from .options import Options

_MOST_NEAREST = 3
_LONGEST_POINTER = 400
_UNREADABLE = ("no text", "garbled")
_SENTENCE_START = regex.compile(r"(?:[.!?][\])”\"]?\s+(?=[\p{Lu}(\[“\"])|\n)")
_SENTENCE_END = regex.compile(r"[.!?](?=\s+[\p{Lu}(\[“\"]|\s*$)|\n|\Z", regex.MULTILINE)


def searched(question: Question, paper: Paper, knowledge: Knowledge) -> Searched:
    """Return the section roles that were read (in the paper's order), the patterns tried and the unreadable pages."""
    roles = dict.fromkeys(section.role for section in paper.sections if section.role not in SILENT_ROLES)
    return Searched(
        sections=tuple(roles),
        patterns=tuple(knowledge.patterns[label].id for label in question.labels if label in knowledge.patterns),
        unreadable_pages=tuple(page.number for page in paper.pages if page.quality in _UNREADABLE),
    )


def nearest(question: Question, facts: Iterable[Fact], chosen: Iterable[Fact]) -> tuple[str, ...]:
    """Return the ids of the facts that came nearest to an answer, the surest first.

    ``chosen`` are those that fitted but were not enough; they come first.
    """
    first = {fact.id for fact in chosen}
    candidates = [fact for fact in facts if fact.label in question.labels]
    ranked = sorted(candidates, key=lambda fact: (fact.id not in first, -fact.confidence, fact.evidence[0].start))
    return tuple(fact.id for fact in ranked[:_MOST_NEAREST])


def pointer(options: Options, paper: Paper) -> str:
    """Return the first sentence outside the references that says where the answer stands instead ("" if none)."""
    for pattern in options.pointer:
        for match in pattern.finditer(paper.text):
            if paper.role_at(match.start()) not in SILENT_ROLES:
                return _sentence_around(paper.text, match.start(), match.end())
    return ""


def _sentence_around(text: str, start: int, end: int) -> str:
    begin = max(0, start - _LONGEST_POINTER)
    for found in _SENTENCE_START.finditer(text, begin, start):
        begin = found.end()
    stop = _SENTENCE_END.search(text, end)
    finish = min(stop.end() if stop else len(text), end + _LONGEST_POINTER)
    return " ".join(text[begin:finish].split())
