"""How many things a data set or a part of it holds, by grammar: a count, a plural noun, and words that govern both.

"The corpus comprises 18,204 melodies", "4,310 boreholes were collected", "trained on 52,300 wafers", "200 validation
videos". Which noun it is does not matter, but for those that count something else (layers, epochs). Further counts of
the sentence follow the first: "…, 8,499 in the test set and 34,594 in the preferred set".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..candidates import FROM_STATEMENT
from ..records import Mention
from ..values.grammar import Value, decimal, parsed
from ..values.lexer import Token
from ..words import WordList, WordRegex
from .counted import NO_NOUN
from .link_words import VERBS

LABEL = "DATASET_SIZE"

_NUMERIC = re.compile(r"\d\d|\d ?(?:[kKMB]\b|thousand|[mb]illion)")
_CUE = WordRegex("size_cue")
_NO_THINGS = WordRegex("size_no_things")
_HELD = WordRegex("size_held")
_NAMED = WordRegex("size_named")
_TAKEN = WordRegex("size_taken")
_USED = WordRegex("size_used")
_TRAINED = WordRegex("size_trained")
_TOTAL = WordRegex("size_total")
_OF_OTHERS = WordRegex("size_of_others")
_OF_PART = WordRegex("size_of_part")
_WERE_TAKEN = WordRegex("size_were_taken")
_FOR_PART = WordRegex("size_for_part")
_IN_DATA = WordRegex("size_in_data")
_EACH = WordRegex("size_each")
_FURTHER = WordRegex("size_further")
_FROM_PEOPLE = WordRegex("size_from_people")
_PEOPLE = WordRegex("size_people")
_THERE_ARE = WordRegex("size_there_are")
_PARTS_OF_THINGS = WordRegex("size_parts_of_things")
_SAMPLES = WordRegex("size_samples")
_DATA = WordRegex("size_data_word")

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
"""Dots between thousands; no thing is counted in thousandths."""

_OF_A_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ $")
"""A capital before a number makes it part of a name: "Marconi 100"."""

_FEWEST = 10
_FEWEST_NAMED = 500
"""The subject may be a network; it has fewer of what it consists of."""

_MOST_WORDS = 6
_BEHIND = 90
_BEFORE = 220
_GAP = 70
_PLURALS = WordList("size_plurals")
"""Plural nouns without s."""


@dataclass(frozen=True, slots=True)
class _Count:
    """A count of things: its place up to the noun, its number, the words behind the number and the noun among them."""

    start: int
    end: int
    number: Fraction
    words: tuple[str, ...]

    @property
    def noun(self) -> str:
        return self.words[-1] if self.words else ""


def read_sample_counts(sentence: str, taken: Sequence[tuple[int, int]] = ()) -> list[Mention]:
    """Return the sizes of data that one sentence tells; offsets are into ``sentence``.

    Args:
        sentence: its text.
        taken: stretches whose numbers say something else.
    """
    if not _NUMERIC.search(sentence) or not _CUE.search(sentence):
        return []
    counts = list(_counts(sentence))
    kept: list[_Count] = []
    for at, one in enumerate(counts):
        before = counts[at - 1] if at else None
        if _is_size(one, sentence) or (before is not None and before in kept and _goes_on(before, one, sentence)):
            kept.append(one)
    groups = {two for pair in pairwise(counts) if _are_groups(*pair, sentence) for two in pair}
    return [
        Mention(LABEL, one.start, one.end, decimal(one.number), FROM_STATEMENT + LABEL, score=0.9)
        for one in kept
        if one not in groups and not any(start < one.end and one.start < end for start, end in taken)
    ]


def _counts(sentence: str) -> Iterator[_Count]:
    parser = parsed(sentence)
    tokens = parser.tokens
    for one in parser.all():
        if one.form not in {"one", "list"} or one.bracket == "[":
            continue
        for value in one.values:
            last = next((i for i in range(one.first, one.last) if tokens[i].end >= value.end), one.last - 1)
            number = _whole(value, sentence)
            words = tuple(_phrase(tokens, last + 1))
            if number is None or (not words and _is_year(value)) or _is_year_of(value, sentence):
                continue
            end = tokens[last + len(words)].end if words else value.end
            yield _Count(value.start, end, number, tuple(word for word in words if word[0].isalnum()))


def _whole(value: Value, sentence: str) -> Fraction | None:
    """Return the number of things that ``value`` is, or None."""
    printed = sentence[value.start : value.end]
    if _GROUPED.fullmatch(printed):
        return Fraction(printed.replace(".", ""))
    if "^" in printed or _OF_A_NAME.search(sentence[: value.start]):
        return None
    fits = value.whole and not value.percent and value.number >= _FEWEST and not value.said
    return value.number if fits else None


def _is_year(value: Value) -> bool:
    return value.plain and 1900 <= value.number <= 2035


def _is_year_of(value: Value, sentence: str) -> bool:
    return (
        _is_year(value)
        and re.search(r"(?i)\b(?:in|since|by|of|from|and|to|until)\s$", sentence[: value.start]) is not None
    )


def _phrase(tokens: Sequence[Token], at: int) -> list[str]:
    """Return the texts of the tokens of a noun phrase up to its plural noun; none where there is no such noun."""
    texts: list[str] = []
    plural = 0
    while at < len(tokens) and len(texts) < _MOST_WORDS:
        token = tokens[at]
        if token.kind == "word" and token.text not in NO_NOUN:
            texts.append(token.text)
            if _is_plural(token.text):
                plural = len(texts)
            elif plural:
                break
        elif token.text in {"-", "/"} and not plural:
            texts.append(token.text)
        else:
            break
        at += 1
    return texts[:plural]


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (
        len(word) > 3 and word not in VERBS and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )


def _is_size(one: _Count, sentence: str) -> bool:
    """Tell whether words before or behind a count say that data have so many of what is counted."""
    before = sentence[max(0, one.start - _BEFORE) : one.start]
    behind = sentence[one.end : one.end + _BEHIND]
    if _NO_THINGS.fullmatch(one.noun) or _EACH.match(behind) or _OF_OTHERS.search(before):
        return False
    if not one.words:
        return False
    if _HELD.search(before) or _TAKEN.search(before) or _WERE_TAKEN.match(behind):
        return True
    if _PARTS_OF_THINGS.fullmatch(one.noun) and one.number < _FEWEST_NAMED:
        return False
    if one.number >= _FEWEST_NAMED and _NAMED.search(before):
        return True
    if any(_OF_PART.fullmatch(word) for word in one.words[:-1]) or _TRAINED.search(before):
        return True
    if _FOR_PART.match(behind) or (_USED.search(before) and _IN_DATA.match(behind)):
        return True
    if _TOTAL.search(before):
        return _SAMPLES.fullmatch(one.noun) is not None or _DATA.search(sentence) is not None
    if _THERE_ARE.search(before):
        return _DATA.search(behind) is not None
    return _PEOPLE.fullmatch(one.noun) is not None and _FROM_PEOPLE.search(before) is not None


def _goes_on(before: _Count, one: _Count, sentence: str) -> bool:
    """Tell whether ``one`` counts on after ``before``: "…, 8,499 in the test set", "… from 126 participants"."""
    gap = sentence[before.end : one.start]
    behind = sentence[one.end : one.end + _BEHIND]
    if len(gap) > _GAP or _NO_THINGS.fullmatch(one.noun) or _EACH.match(behind):
        return False
    if one.words and _PEOPLE.fullmatch(one.noun) and _FROM_PEOPLE.search(gap):
        return True
    return _FURTHER.fullmatch(gap) is not None and (bool(one.words) or _FOR_PART.match(behind) is not None)


def _are_groups(one: _Count, other: _Count, sentence: str) -> bool:
    """Tell whether two counts are of groups of the same things: "66 Android users and 60 iOS users"."""
    if sentence[one.end : other.start].strip() not in {"and", ", and", ","} or one.noun != other.noun:
        return False
    kinds = [count.words[:-1] for count in (one, other)]
    return all(kinds) and kinds[0] != kinds[1] and not any(_OF_PART.fullmatch(word) for kind in kinds for word in kind)
