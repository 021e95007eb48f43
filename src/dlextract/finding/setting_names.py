"""What settings are called in running text: "learning rate", ``--batch-size``, ``num_heads``, "(β1, β2)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..regexes import Limited, either
from ..sieve import sieve_of

if TYPE_CHECKING:
    from ..knowledge import Knowledge, Pattern

NUMBERS = frozenset({"number", "integer", "fraction", "duration"})
SIZES = frozenset({"size", "square"})

_SPACED = str.maketrans("_", " ")
_OPTION = re.compile(r"(?<=--)[a-z]+(?:-[a-z]+)+")
"""A name of several words as it is given on a command line: ``--max-epochs``."""


@dataclass(frozen=True, slots=True)
class SettingName:
    """The name of a setting at ``start:end`` of a sentence.

    ``patterns`` are the labels that it names; two only where one name is that of a pair ("betas"), none where it names
    something that takes no number. ``code`` tells that it is printed as in a program.
    """

    start: int
    end: int
    patterns: tuple[Pattern, ...]
    code: bool = False


class SettingNames:
    """Knows the names of all settings of a knowledge.

    A label's ``names`` are looked for, or the headings of its ``table`` where it has none.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        named = [p for p in knowledge.patterns.values() if _names(p) and not p.traits.split]
        self._sieve = sieve_of(tuple(map(_regex, named)))
        self._patterns = [(p, Limited(_regex(p))) for p in named]
        counted = [(p, f"(?i){either(p.counted)}") for p in knowledge.patterns.values() if p.counted]
        self._nouns = sieve_of(tuple(text for _, text in counted))
        self._counted = [(p, Limited(text)) for p, text in counted]
        self._conditions = {
            pattern.label: ([Limited(text) for text in pattern.when], [Limited(text) for text in pattern.unless])
            for pattern in knowledge.patterns.values()
            if is_setting(pattern) or pattern.table
        }

    @property
    def regexes(self) -> tuple[str, ...]:
        """The regexes that are looked for."""
        return (*self._sieve.needs, *self._nouns.needs)

    def allows(self, label: str, sentence: str, *, when: bool = True) -> bool:
        """Tell whether there is such a label and its conditions let its values stand in ``sentence``.

        ``when`` is False where the reader itself knows what the sentence is about.
        """
        if label not in self._conditions:
            return False
        needed, unless = self._conditions[label]
        if any(regex.search(sentence) for regex in unless):
            return False
        return not when or not needed or any(regex.search(sentence) for regex in needed)

    def counted(self, sentence: str) -> list[tuple[Pattern, Limited]]:
        """Return the settings that something counted in ``sentence`` may name, with the regexes of their nouns."""
        return [self._counted[number] for number in self._nouns.possible(self._nouns.words_in(sentence))]

    def find(self, sentence: str) -> list[SettingName]:
        """Return the names in ``sentence`` from left to right; of those that overlap, the longest."""
        spaced = _OPTION.sub(lambda match: match[0].replace("-", " "), sentence.translate(_SPACED))
        possible = {
            (number, text) for text in (sentence, spaced) for number in self._sieve.possible(self._sieve.words_in(text))
        }
        found: dict[tuple[int, int], list[Pattern]] = {}
        for number, text in sorted(possible, key=lambda pair: (pair[0], pair[1] != sentence)):
            pattern, regex = self._patterns[number]
            for match in regex.finditer(text):
                others = found.setdefault(match.span(), [])
                if pattern not in others:
                    others.append(pattern)
        taken: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
        return [_name(sentence, span, found[span]) for span in sorted(taken)]


def is_setting(pattern: Pattern) -> bool:
    """Tell whether ``pattern`` is that of a value in numbers."""
    return pattern.value in NUMBERS or pattern.value in SIZES


def _name(sentence: str, span: tuple[int, int], patterns: list[Pattern]) -> SettingName:
    start, end = span
    numeric = tuple(pattern for pattern in patterns if is_setting(pattern))
    if len(numeric) < len(patterns):
        numeric = ()
    code = sentence[max(0, start - 2) : start] == "--" or "_" in sentence[start:end]
    return SettingName(start, end, numeric, code)


def _names(pattern: Pattern) -> tuple[str, ...]:
    return pattern.names or pattern.table


def _regex(pattern: Pattern) -> str:
    return rf"(?i)(?<![\w.])(?<!\w-)(?<!\w--)(?:{either(_names(pattern))})s?(?![\w]|-\w)"


def compatible(noun: str, patterns: Iterator[Pattern] | tuple[Pattern, ...]) -> bool:
    """Tell whether ``noun`` is what values of one of ``patterns`` count ("epochs", "images")."""
    return any(units_of(pattern).fullmatch(noun) is not None for pattern in patterns)


def units_of(pattern: Pattern) -> Limited:
    """Return the regex of the nouns that values of ``pattern`` count; it matches nothing where there are none."""
    return Limited(rf"(?i)(?:{'|'.join(pattern.units)})" if pattern.units else r"(?!)")
