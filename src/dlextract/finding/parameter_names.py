"""Headings of parameter tables: which label a printed heading names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..knowledge import Knowledge, Pattern, Rule
from ..regexes import Limited, either, search
from ..sieve import sieve_of
from ..spelling import squash
from ..words import WordRegex

_NOTES = re.compile(r"[*†‡§¶:;.,]+$|^[•▪◦*–-]\s+|\s*\[\d+(?:,\s*\d+)*\]$|(?<=[a-z])\d$")
_UNIT = WordRegex("heading_unit")

_REMARK = re.compile(r"(?<=\w)\s*(?:\([^()]{1,40}\)|\[[^\[\]]{1,40}\])$")
"""What a heading adds in brackets: "Gradient clipping (norm)", "Batch size (per GPU)"."""

_SYMBOL = re.compile(r"^\S{1,4}\s?[(:,]\s?([^()]{3,40})\)?$")
"""A symbol that is explained behind it: "λ (weight decay)"."""

_PARTS = re.compile(r"(?:(?!\s?[+,;&/]|\sand\s)\S(?:\s(?!and\s|[+&/]))?)+")
"""What plus signs, commas and "and" part in a cell."""

_MOST_NAMES = 4
_SHORT_WORD = re.compile(r"(?<=[a-z])\.(?=\s)")
_JOINT = re.compile(r"\s?[,/&]\s?|\s+and\s+")

RESULT = WordRegex("heading_result")
"""What a heading of measured results says."""


class Headings:
    """Knows which label a heading names; made for each paper.

    Args:
        knowledge: the patterns whose ``table`` headings are looked up, in their order.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        titled = [pattern for pattern in knowledge.patterns.values() if pattern.table]
        self._sieve = sieve_of(tuple(map(_regex, titled)))
        self._patterns = [(pattern, Limited(_regex(pattern))) for pattern in titled]
        self._known: dict[str, Pattern | None] = {}

    @property
    def regexes(self) -> tuple[str, ...]:
        """The regexes that are looked for."""
        return tuple(self._sieve.needs)

    def label(self, text: str) -> Pattern | None:
        """Return the pattern that ``text`` is a heading of, or None."""
        if text not in self._known:
            self._known[text] = self._label(text)
        return self._known[text]

    def _label(self, text: str) -> Pattern | None:
        heading = clean(text)
        if not 1 <= len(heading) <= 70 or not re.search(r"[^\W\d]|#", heading):
            return None
        explained = _SYMBOL.sub(r"\1", heading)
        for words in dict.fromkeys((heading, _REMARK.sub("", heading), _SHORT_WORD.sub("", heading), explained)):
            for number in self._sieve.possible(self._sieve.words_in(words)):
                pattern, matcher = self._patterns[number]
                if matcher.fullmatch(words):
                    return pattern
        return None

    def labels(self, text: str) -> tuple[Pattern, ...]:
        """Return the patterns of a heading of several settings at once ("Adam β1, β2"), or nothing."""
        parts = _JOINT.split(clean(text).strip("()"))
        found = [self.label(part) for part in parts] if 2 <= len(parts) <= 3 else []
        known = tuple(pattern for pattern in found if pattern is not None)
        return known if len({pattern.label for pattern in known}) == len(parts) else ()


def is_measured(pattern: Pattern) -> bool:
    """Tell whether a label is measured of a network rather than set."""
    return bool(pattern.table and pattern.traits.also and pattern.traits.scoped)


def _regex(pattern: Pattern) -> str:
    return f"(?i){either(pattern.table)}"


def clean(text: str) -> str:
    """Return a heading without footnote marks, bullets, final colon and unit."""
    heading = " ".join(text.split())
    for _ in range(3):
        shorter = _UNIT.sub("", _NOTES.sub("", heading)).strip()
        if shorter == heading:
            break
        heading = shorter
    return heading


@lru_cache(maxsize=256)
def _spellings(terms: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {squash(text): name for name, others in terms for text in (*others, name)}


def names_in(pattern: Pattern, heading: str, text: str) -> list[tuple[int, int, str]]:
    """Return ``(start, end, value)`` of each name that a table cell gives for a label: "Dice + BCE" are two."""
    parts = list(_PARTS.finditer(text))
    if 1 < len(parts) <= _MOST_NAMES:
        found = [(part, name_in(pattern, heading, part[0])) for part in parts]
        if len({name[2] for _, name in found if name is not None}) == len(parts):
            return [
                (part.start() + name[0], part.start() + name[1], name[2]) for part, name in found if name is not None
            ]
    whole = name_in(pattern, heading, text)
    return [whole] if whole is not None else []


def name_in(pattern: Pattern, heading: str, text: str) -> tuple[int, int, str] | None:
    """Return ``(start, end, value)`` of the name that a table cell gives for a label, or None.

    A term of the label is looked up first, whole or at the start of the cell; then the label's rules with a fixed
    value, on the cell alone and on "heading cell" (a cell need not repeat what its heading says).
    """
    spellings = _spellings(tuple((name, tuple(others)) for name, others in pattern.terms.items()))
    if value := spellings.get(squash(text)):
        return 0, len(text), value
    words = list(re.finditer(r"\S+", text))
    for last in range(min(len(words), 6), 0, -1):
        part = text[: words[last - 1].end()].rstrip(",;()")
        if value := spellings.get(squash(part)):
            return 0, len(part), value
    words_of_label = clean(heading).lower() or pattern.label.lower().replace("_", " ")
    for context in (text, f"{words_of_label} {text}", f"{text} {words_of_label}"):
        if value := _by_rule(pattern.rules, context):
            return 0, len(text), value
    return None


def _by_rule(rules: Sequence[Rule], text: str) -> str:
    for rule in rules:
        if rule.value and not rule.status and search(rule.regex, text):
            return str(rule.value)
    return ""
