"""Sentences that answer together: the steps of one procedure ("First …", "Finally …"), and what says more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..knowledge import Question
from ..records import COUNTING
from ..words import WordRegex
from .ranking import RuleFinds
from .segments import Segment

if TYPE_CHECKING:
    from .arrays import Floats

_NEXT_STEP = WordRegex("next_step")
"""An opening of a sentence that goes on with a procedure."""

_FIRST_STEP = WordRegex("first_step")
"""An opening of a sentence that begins one."""

_TELLING = re.compile(r"[^\W\d_]{4,}|\d[\d.,]*")
_REPEATED = 2.0
"""Log odds that a sentence loses that repeats all words of another one."""

_ASIDE = ("caption", "table")
"""What such a sentence tells, one of the text may tell again."""

_LEAST = -1.0
"""Log odds that a sentence answers by itself, above which it can be a step."""


def series_of(lines: Sequence[Segment], number: int, odds: Floats, found: RuleFinds, question: Question) -> range:
    """Return the numbers of the sentences that tell one procedure with the sentence ``number``, itself among them.

    They stand beside one another in one paragraph. Each tells a step: by how it begins, or because what the question
    asks for was found in it; ``odds`` are those that a sentence answers by itself. There are no more than ``series``
    of the question says.
    """
    most = question.options.series
    asked = question.labels[0]

    def tells(n: int) -> bool:
        return any(label == asked and status in COUNTING for label, status in found.facts[n])

    def may(n: int) -> bool:
        return odds[n] > _LEAST and not _parted(lines[max(n - 1, 0)], lines[n])

    begin, end = number, number + 1
    while end < len(lines) and end - begin < most and may(end) and not _FIRST_STEP.match(lines[end].text):
        if not (tells(end) or _NEXT_STEP.match(lines[end].text)):
            break
        end += 1
    while begin and end - begin < most and may(begin) and not _FIRST_STEP.match(lines[begin].text):
        before = lines[begin - 1].text
        goes_on = _NEXT_STEP.match(lines[begin].text) and (_FIRST_STEP.match(before) or _NEXT_STEP.match(before))
        if odds[begin - 1] <= _LEAST or not (tells(begin - 1) or goes_on):
            break
        begin -= 1
    return range(begin, end)


def says_more(lines: Sequence[Segment], first: int, others: Iterable[int], odds: Floats, most: int) -> list[int]:
    """Return the sentence ``first`` and of ``others`` the likeliest, ``most`` in all.

    Those that say again what was said before are worth less, so that they come last.

    Args:
        lines: the sentences.
        first: number of the best one.
        others: numbers of those that may follow it.
        odds: log odds of each sentence that it answers.
        most: sentences that are returned at most.
    """
    kept, left = [first], list(others)

    def worth(number: int) -> float:
        told = (_shared(lines[number], lines[n]) for n in kept if lines[n].role not in _ASIDE)
        return float(odds[number]) - _REPEATED * max(told, default=0.0)

    while left and len(kept) < most:
        kept.append(max(left, key=worth))
        left.remove(kept[-1])
    return kept


def _shared(line: Segment, other: Segment) -> float:
    """Return the share of the words of the shorter of two sentences that the longer one has too."""
    words, others = (set(_TELLING.findall(text.casefold())) for text in (line.text, other.text))
    return len(words & others) / max(1, min(len(words), len(others)))


def _parted(before: Segment, after: Segment) -> bool:
    """Tell whether two neighbours stand in different sections or paragraphs."""
    if (before.role, before.heading) != (after.role, after.heading) or after.start > before.end + 1:
        return True
    return "\n\n" in before.text[len(before.text.rstrip()) :]
