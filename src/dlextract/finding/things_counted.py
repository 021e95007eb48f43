"""What the numbers of a sentence count: a number, and the noun behind it, or what stands before a number alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..values.grammar import Expression, Parser, Value, parsed
from ..values.lexer import PARTED, Token
from ..words import WordList, WordRegex
from .counted import NO_NOUN
from .link_words import VERBS

NO_THINGS = WordRegex("size_no_things")
MANY_THINGS = WordRegex("size_many_things")
"""Those among them that data hold, where they are many."""

CLASS_WORD = WordRegex("size_class_word")
OF_EACH_CLASS = WordRegex("size_of_each_class")
_NUMBER_OF_DATA = WordRegex("size_number_of_data")
_ADJECTIVE = WordRegex("size_adjective")
_GREW = WordRegex("size_grew")

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
"""Dots between thousands; no thing is counted in thousandths."""

_OF_A_NAME = re.compile(r"(?<=[a-z,] )(?<!\bfrom )[A-Z][a-z]+ $")
"""A capital before a number makes it part of a name: "Marconi 100"."""

_BEHIND_CLASS = frozenset({"and", "or", ",", ")", ".", ";", "(", "versus", "vs", "against", "&", "from", "with"})
"""What may stand behind the word for a class, where the noun stands behind another count."""

BEFORE = 220
"""So many characters before a number tell what it counts."""

FEWEST_OF_CLASS = 5
_FEWEST_SAID = 20
_MOST_WORDS = 6
_PLURALS = WordList("size_plurals")
"""Plural nouns without s."""


@dataclass(frozen=True, slots=True)
class Count:
    """A count of things: its place up to the noun, its number, the words behind the number and the noun among them.

    ``told`` tells that the number stands alone, and what it counts before it: "the sample size was 310". ``to`` is the
    larger number of a range.
    """

    start: int
    end: int
    number: Fraction
    words: tuple[str, ...] = ()
    told: bool = False
    to: Fraction | None = None

    @property
    def noun(self) -> str:
        return self.words[-1] if self.words else ""


def counts_in(sentence: str) -> Iterator[Count]:
    parser = parsed(sentence)
    for one in parser.all():
        if one.form not in {"one", "list", "range"} or one.bracket == "[":
            continue
        if one.form == "range":
            low, high = one.values
            start = parser.tokens[one.first].start  # "between 80 and 1,300 images"
            found = _counted(start, high, low.number, one, parser, sentence)
            if found is None or not (low.whole and high.whole):
                continue
            before = sentence[max(0, start - BEFORE) : start]
            if not found.words and _GREW.search(before):
                yield replace(found, start=high.start, number=high.number, told=True)
            else:
                yield replace(found, to=high.number, told=not found.words and OF_EACH_CLASS.search(before) is not None)
            continue
        if PARTED.fullmatch(sentence[one.values[0].start : one.values[-1].end]):
            number = Fraction(re.sub(r"\D", "", sentence[one.values[0].start : one.values[-1].end]))
            found = _counted(one.values[0].start, one.values[-1], number, one, parser, sentence)
            if found is not None:
                yield found
            continue
        yield from _each(one, parser, sentence)


def _each(one: Expression, parser: Parser, sentence: str) -> Iterator[Count]:
    """Yield the counts of a list; "respectively" shares the noun behind the last: "570, 32 and 309 boxes"."""
    wholes = [(value, whole) for value in one.values if (whole := _whole(value, sentence)) is not None]
    found = [_counted(value.start, value, whole, one, parser, sentence) for value, whole in wholes]
    counts = [count for count in found if count]
    shared = counts[-1].words if len(counts) > 1 and "respectively" in sentence[one.values[-1].end :] else ()
    yield from (replace(count, words=count.words or shared) for count in counts)


def _counted(
    start: int, value: Value, number: Fraction, one: Expression, parser: Parser, sentence: str
) -> Count | None:
    """Return the count that begins at ``start`` and whose number ends with ``value``, None where it counts nothing."""
    tokens = parser.tokens
    last = next((i for i in range(one.first, one.last) if tokens[i].end >= value.end), one.last - 1)
    if adjective := _ADJECTIVE.match(sentence, value.end):
        return Count(start, adjective.end(), number, ("data", "samples"), told=True)
    if _in_millions(tokens, last):
        number, last = number * 10**6, last + 1
    words = tuple(_phrase(tokens, last + 1, sentence))
    if words == ("data",) and _is_year(value):
        return None
    told = not words and _is_told(sentence[max(0, start - BEFORE) : start], sentence[value.end :].split()[:1])
    dated = _is_year(value) and sentence[value.start : value.end].isdecimal()
    if (not words and not told and dated) or _is_year_of(value, sentence, counts=bool(words)):
        return None
    end = tokens[last + len(words)].end if words else value.end
    return Count(start, end, number, tuple(word for word in words if word[0].isalnum()), told)


def _is_told(before: str, behind: Sequence[str]) -> bool:
    """Tell whether what stands before a number says what it counts, and the word behind it is no unit."""
    if behind and NO_THINGS.fullmatch(behind[0].rstrip(".,;)")):
        return False
    return _NUMBER_OF_DATA.search(before) is not None or OF_EACH_CLASS.search(before) is not None


def _in_millions(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an m right behind a number, and before a noun, is that of millions: "330m tokens"."""
    behind = tokens[at + 1 : at + 3]
    return (
        len(behind) == 2 and behind[0].text == "m" and behind[0].start == tokens[at].end and is_plural(behind[1].text)
    )


def _whole(value: Value, sentence: str) -> Fraction | None:
    """Return the number of things that ``value`` is, or None."""
    printed = sentence[value.start : value.end]
    if _GROUPED.fullmatch(printed):
        return Fraction(printed.replace(".", ""))
    if "^" in printed or _OF_A_NAME.search(sentence[: value.start]):
        return None
    if value.said and (value.number < _FEWEST_SAID or (value.start and printed[0].isupper())):
        return None  # "ten patches in all", "the Million Song Dataset"
    return value.number if value.whole and not value.percent and value.number >= FEWEST_OF_CLASS else None


def _is_year(value: Value) -> bool:
    return value.plain and 1900 <= value.number <= 2035


def _is_year_of(value: Value, sentence: str, *, counts: bool) -> bool:
    """Tell whether a word before a number makes it a year; "and" does where the number counts nothing."""
    before = sentence[max(0, value.start - 8) : value.start]
    plain = _is_year(value) and sentence[value.start : value.end].isdecimal()
    if counts and before.endswith(" and "):
        return False
    return plain and re.search(r"(?i)\b(?:in|since|by|of|from|and|to|until|the)\s$", before) is not None


def _phrase(tokens: Sequence[Token], at: int, sentence: str) -> list[str]:
    """Return the texts of the tokens of a noun phrase up to its plural noun; none where there is no such noun.

    The word for a class alone is enough where the noun stands behind another count: "80 healthy and 75 ill leaves".
    """
    if at < len(tokens) and tokens[at].text == "-":
        return []
    texts: list[str] = []
    plural = 0
    while at < len(tokens) and len(texts) < _MOST_WORDS:
        token = tokens[at]
        if token.kind == "word" and token.text not in NO_NOUN:
            texts.append(token.text)
            if is_plural(sentence[token.start : token.end]):
                plural = len(texts)
            elif plural:
                break
        elif token.text in {"-", "/"} and not plural:
            texts.append(token.text)
        else:
            break
        at += 1
    if not plural and texts and CLASS_WORD.fullmatch(texts[-1]):
        behind = tokens[at].text if at < len(tokens) else "."
        return texts if behind in _BEHIND_CLASS else []
    return texts[:plural]


def is_plural(word: str) -> bool:
    """Tell whether a word as it is printed is a plural noun: "scans", "WSIs", "men"."""
    low = word.lower()
    if low in _PLURALS:
        return True
    small = word[-2:-1].isupper() and word.endswith("s")  # the s of an acronym: "MRIs", "CTs"
    return low.endswith("s") and (
        small or (len(word) > 3 and low not in VERBS and not low.endswith(("ss", "us", "is")))
    )
