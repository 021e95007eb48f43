"""Names in a row with their values in a row: "batch size, epochs and learning rate were 8, 120 and 1e-3"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ..records import Mention, Paper
from ..values import normalise, parse_number
from .parameter_names import SPLITS, Headings

if TYPE_CHECKING:
    from ..knowledge import Pattern

_NUMERIC = {"number", "integer", "fraction", "duration"}
_MAX_WORDS = 5

_VALUE = (
    r"(?<![\w.])(?=[\d.])(?:\d+(?:\.\d+)?\s?[x×·∗*]\s?10\s?\^?\s?[-−–]?\s?\d{1,2}|10\s?\^?\s?[-−–]\s?\d{1,2}"
    r"|\d+(?:\.\d+)?[eE]\s?[-−–]?\d{1,2}|\d{1,3}(?:,\d{3})+(?!\d)|\d*\.\d+|\d+)(?:\s?(?:%|[kKM]\b))?"
)
_UNIT = r"(?:\s(?:epochs|iterations|steps|samples|images))?"
_VALUES = re.compile(rf"{_VALUE}{_UNIT}(?:\s*,\s*{_VALUE}{_UNIT})*\s*,?\s*(?:\band\b|&)\s*{_VALUE}(?![\w.]*\d)")
_ONE = re.compile(_VALUE)
_LINK = re.compile(
    r"(?:\s*[=:]\s*"
    r"|\s+(?:(?:was|were|is|are|have been|has been|being)\s+)?(?:\w+ly\s+|all\s+|both\s+)?"
    r"(?:(?:set|fixed|chosen|selected|kept|held|adjusted|configured|tuned|initiali[sz]ed|determined|specified|defined)\s+)?"
    r"(?:(?:to be|to|at|as|of|with|equal to)\s+)?(?:values of\s+)?)$"
)
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
_DETERMINER = re.compile(r"(?i)^(?:(?:the|an?|our|its|their|both)\s+)+")
_WHAT_FOR = re.compile(r"\s(?:for|of|in|during|on|used)\s.*$")


def row_mentions(paper: Paper, sentences: Sequence[tuple[int, int]], headings: Headings) -> tuple[Mention, ...]:
    """Return the finds of sentences that name several parameters first and give their values after, in this order.

    Args:
        paper: the paper.
        sentences: start and end of its sentences, in order.
        headings: what the parameters are called.
    """
    starts = [start for start, _ in sentences]
    found: list[Mention] = []
    for match in _VALUES.finditer(paper.text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or match.end() > sentences[index][1]:
            continue
        found += _pairs(paper.text[starts[index] : match.start()], match, headings)
    return tuple(found)


def _pairs(head: str, values: re.Match[str], headings: Headings) -> Iterator[Mention]:
    link = _LINK.search(head)
    printed = [(m.start(), m.end()) for m in _ONE.finditer(values.string, values.start(), values.end())]
    if link is None or any(b < a for a, b in pairwise(end for pair in printed for end in pair)):
        return
    patterns = _named(head[: link.start()], len(printed), headings)
    if len({pattern.label for pattern in patterns}) < len(printed):
        return
    texts = [values.string[start:end] for start, end in printed]
    if any(parse_number(text) is None for text in texts):
        return
    for pattern, (start, end), text in zip(patterns, printed, texts, strict=True):
        yield Mention(pattern.label, start, end, normalise(pattern.value, text), pattern.id, score=0.9)


def _named(head: str, count: int, headings: Headings) -> list[Pattern]:
    """Return the patterns that the last ``count`` items of ``head`` name, or nothing where one names none."""
    items = _BETWEEN.split(head[-200:])
    if len(items) < count:
        return []
    first, *others = items[-count:]
    words = first.split()
    found = [
        next(
            (p for k in range(min(_MAX_WORDS, len(words)), 0, -1) if (p := headings.label(" ".join(words[-k:])))), None
        )
    ]
    for item in others:
        name = _DETERMINER.sub("", item.strip())
        found.append(headings.label(name) or headings.label(_WHAT_FOR.sub("", name)))
    known = [p for p in found if p is not None and p.value in _NUMERIC and p.label not in SPLITS]
    return known if len(known) == count else []
