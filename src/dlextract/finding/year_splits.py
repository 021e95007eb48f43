"""Sentences that split data by time: "2004 to 2011 for training, 2012 for testing", "trained on 2015–2018".

A year is that of a part only where the sentence gives years to two parts in turn, or says that they were held out. The
year of a work that is cited, of a name ("WMT 2014") or of a challenge is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ..records import Mention
from ..values.grammar import parsed
from ..values.lexer import Token
from ..words import WordList, WordRegex
from .splits import HELD_OUT, SplitPart, is_year, parts_in

_MONTH = WordRegex("split_month")
_NAMED_BY_YEAR = WordRegex("split_named_by_year")
_UNTIL = WordList("split_until")
_OF_TIME = WordList("split_of_time")
_BEHIND_YEAR = WordList("split_behind_year")
_TURNS = WordList("split_year_turns")
_NEAR = 9
"""So many tokens may stand between a part and its years, and between one such pair and the next."""

_CENTURY = 100


@dataclass(frozen=True, slots=True)
class _Years:
    """Years that stand together, with the indices of their tokens and what they are: ``2004-2011``, ``2012, 2013``."""

    first: int
    last: int
    text: str
    surely: bool
    """Whether they are years for certain: a span, several, or behind a word of time; 2015 alone may be a count."""


def read_year_splits(sentence: str) -> list[Mention]:
    """Return the parts of the data that one sentence tells by their years; offsets are into ``sentence``."""
    tokens = parsed(sentence).tokens
    years = list(_years(tokens, sentence)) if any(is_year(token) for token in tokens) else []
    parts = [next(same) for _, same in groupby(parts_in(tokens), key=lambda part: part.label)] if years else []
    labels = {part.label for part in parts}
    alone = len(years) == 1 and labels and "TRAIN_SPLIT" not in labels and HELD_OUT.search(sentence)
    if (
        not any(one.surely for one in years)
        or len(parts) != len(years)
        or len(labels) < len(parts)
        or (len(parts) < 2 and not alone)
    ):
        return []
    pieces: list[SplitPart | _Years] = sorted([*parts, *years], key=lambda piece: piece.first)
    if any(isinstance(piece, SplitPart) != isinstance(pieces[at % 2], SplitPart) for at, piece in enumerate(pieces)):
        return []
    gaps = [[token.text for token in tokens[a.last : b.first]] for a, b in pairwise(pieces)]
    if any(len(gap) > _NEAR or "." in gap or gap == ["in"] for gap in gaps) or not all(
        _TURNS.words & set(gap) for gap in gaps[1::2]
    ):
        return []
    return list(_mentions(parts, years, tokens))


def _mentions(parts: Sequence[SplitPart], years: Sequence[_Years], tokens: Sequence[Token]) -> Iterator[Mention]:
    for part, one in zip(parts, years, strict=True):
        start, end = tokens[one.first].start, tokens[one.last - 1].end
        yield Mention(part.label, start, end, one.text, f"statement:{part.label}", score=0.9)


def _years(tokens: Sequence[Token], sentence: str) -> Iterator[_Years]:
    at = 0
    while at < len(tokens):
        if not is_year(tokens[at]):
            at += 1
            continue
        found = _together(tokens, at)
        if _is_of_data(tokens, found, sentence):
            yield found
        at = found.last


def _together(tokens: Sequence[Token], at: int) -> _Years:
    """Return the years from the token ``at`` on: a range, or several parted by commas and "and"."""
    step = at + 1
    while step < len(tokens) and (tokens[step].text in _UNTIL or _MONTH.fullmatch(tokens[step].text)):
        step += 1
    if step > at + 1 and (until := _later(tokens, at, step)):
        return _Years(at, step + 1, f"{tokens[at].text}-{until}", True)
    numbers, last = [tokens[at].text], at + 1
    while True:
        step = last
        while step < len(tokens) and step < last + 2 and tokens[step].text in {",", "and", "&"}:
            step += 1
        if step == last or step >= len(tokens) or not is_year(tokens[step]):
            break
        numbers.append(tokens[step].text)
        last = step + 1
    before = tokens[at - 1].text if at else ""
    between = len(numbers) == 2 and before == "between"
    surely = between or before in _OF_TIME or _MONTH.fullmatch(before) is not None
    return _Years(at, last, ("-" if between else ", ").join(numbers), surely)


def _later(tokens: Sequence[Token], at: int, step: int) -> str:
    """Return the year at ``step`` that ends what begins at ``at``, "" where there is none: "2010–2015", "2010–15"."""
    if step >= len(tokens) or not tokens[step].plain:
        return ""
    first, number = int(tokens[at].number), int(tokens[step].number)
    if number < _CENTURY and len(tokens[step].text) == 2:
        number += first // _CENTURY * _CENTURY
    return str(number) if first < number and is_year(tokens[at]) and number - first < _CENTURY else ""


def _is_of_data(tokens: Sequence[Token], years: _Years, sentence: str) -> bool:
    """Tell whether years are those of samples, not of a name, a challenge or a work that is cited."""
    at = years.first - 1
    before = tokens[at].text if at >= 0 else ""
    behind = tokens[years.last] if years.last < len(tokens) else None
    if behind is not None and behind.kind == "word" and behind.text not in _BEHIND_YEAR:
        return before == "the" and not _NAMED_BY_YEAR.fullmatch(behind.text)
    if at >= 0 and tokens[at].text == "(":
        at -= 1
        if at < 0 or tokens[at].kind != "word":
            return False
    if at >= 0 and tokens[at].text == "-":
        return False
    return at <= 0 or not sentence[tokens[at].start].isupper() or _MONTH.fullmatch(tokens[at].text) is not None
