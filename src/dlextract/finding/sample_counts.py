"""How many things data, a part of them or a class hold, by grammar: a count, a plural noun, words that govern both.

"The corpus comprises 18,204 melodies", "4,310 boreholes were collected", "trained on 52,300 wafers", "200 validation
videos", "80 healthy and 75 infected leaves", "each class has 250 photographs". Which noun it is does not matter, but
for those that count something else (layers, epochs). Further counts of the sentence follow the first: "…, 8,499 in the
test set and 34,594 in the preferred set".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from ..candidates import FROM_STATEMENT
from ..records import Mention
from ..values.grammar import Expression, Parser, Value, decimal, parsed
from ..values.lexer import PARTED, Token
from ..words import WordList, WordRegex
from .counted import NO_NOUN
from .link_words import VERBS

SIZE, CLASS = "DATASET_SIZE", "CLASS_SIZE"

_NUMERIC = re.compile(r"\d\d|\d ?(?:[kKMB]\b|thousand|[mb]illion)|\b(?:hundred|thousand|[mb]illion|dozen)\b")
_CUE = WordRegex("size_cue")
NO_THINGS = WordRegex("size_no_things")
_NO_KIND = WordRegex("size_no_kind")
_HELD = WordRegex("size_held")
_NAMED = WordRegex("size_named")
_TAKEN = WordRegex("size_taken")
_USED = WordRegex("size_used")
_TRAINED = WordRegex("size_trained")
_TOTAL = WordRegex("size_total")
_OF_OTHERS = WordRegex("size_of_others")
_OF_PART = WordRegex("size_of_part")
_PART_OF_DATA = WordRegex("size_part_of_data")
_PART_BEFORE = WordRegex("size_part_before")
_WERE_TAKEN = WordRegex("size_were_taken")
_FOR_PART = WordRegex("size_for_part")
_IN_DATA = WordRegex("size_in_data")
_EACH = WordRegex("size_each")
_OF_EACH = WordRegex("size_of_each")
_FURTHER = WordRegex("size_further")
_FROM_PEOPLE = WordRegex("size_from_people")
_PEOPLE = WordRegex("size_people")
_THERE_ARE = WordRegex("size_there_are")
_PARTS_OF_THINGS = WordRegex("size_parts_of_things")
_PARTS_OF_TEXTS = WordRegex("size_parts_of_texts")
_SAMPLES = WordRegex("size_samples")
DATA_WORD = WordRegex("size_data_word")
_NUMBER_OF_DATA = WordRegex("size_number_of_data")
_ADJECTIVE = WordRegex("size_adjective")
_CLASS_WORD = WordRegex("size_class_word")
_PER_CLASS = WordRegex("size_per_class")
_OF_CLASS = WordRegex("size_of_class")
_FURTHER_CLASS = WordRegex("size_further_class")
_IN_BRACKETS = WordRegex("size_in_brackets")
_NO_CLASS = WordRegex("size_no_class")
_KINDS_BEHIND, _KIND_BEHIND = WordRegex("size_kinds_behind"), WordRegex("size_kind_behind")

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
"""Dots between thousands; no thing is counted in thousandths."""

_OF_A_NAME = re.compile(r"(?<=[a-z,] )(?<!\bfrom )[A-Z][a-z]+ $")
"""A capital before a number makes it part of a name: "Marconi 100"."""

_BEHIND_CLASS = frozenset({"and", "or", ",", ")", ".", ";", "(", "versus", "vs", "against", "&", "from", "with"})
"""What may stand behind the word for a class, where the noun stands behind another count."""

_SOUND = WordRegex("size_sound")
_HOURS = WordRegex("size_hours")
_PLACE = WordRegex("size_place")
_FEWEST = 10
_FEWEST_SAID = 20
_FEWEST_OF_CLASS = 5
_FEWEST_NAMED = 500
"""The subject may be a network; it has fewer of what it consists of."""

_FEWEST_IN_TEXTS = 50_000
_MOST_WORDS = 6
_BEHIND = 90
_BEFORE = 220
_GAP = 70
_PLURALS = WordList("size_plurals")
"""Plural nouns without s."""


@dataclass(frozen=True, slots=True)
class _Count:
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


def read_sample_counts(sentence: str, taken: Sequence[tuple[int, int]] = ()) -> list[Mention]:
    """Return the sizes of data and of classes that one sentence tells; offsets are into ``sentence``.

    Args:
        sentence: its text.
        taken: stretches whose numbers say something else.
    """
    if not _NUMERIC.search(sentence) or not _CUE.search(sentence):
        return []
    counts = list(_counts(sentence))
    labels: list[str] = []
    for at, one in enumerate(counts):
        label = _label_of(one, sentence)
        if not label and at and labels[-1]:
            label = _goes_on(counts[at - 1], labels[-1], one, sentence)
        labels.append(label)
    for at in list(_parts_of_sum(counts, labels, sentence)):
        labels[at] = CLASS
    groups = {two for pair in pairwise(counts) if _are_groups(*pair, sentence) for two in pair}
    return [
        _mention(label, one, sentence)
        for one, label in zip(counts, labels, strict=True)
        if label
        and not (label == SIZE and one in groups)
        and not any(start < one.end and one.start < end for start, end in taken)
    ]


def _mention(label: str, one: _Count, sentence: str) -> Mention:
    part = _part(one, sentence) if label == SIZE else ""
    attributes = (("part", part),) if part else ()
    named = _NAMED.search(sentence[max(0, one.start - _BEFORE) : one.start]) if label == SIZE else None
    scope = named["name"] if named else ""
    value = "-".join(decimal(number) for number in (one.number, one.to) if number is not None)
    return Mention(label, one.start, one.end, value, FROM_STATEMENT + label, scope, attributes, score=0.9)


def _part(one: _Count, sentence: str) -> str:
    """Return the name of the part of the data that has so many, "" where they have so many in all."""
    inside = next((word for word in one.words[:-1] if _OF_PART.fullmatch(word)), "")
    named = _PART_OF_DATA.search(sentence[max(0, one.start - _GAP) : one.start])
    return inside or (named["part"].lower() if named else "")


def _counts(sentence: str) -> Iterator[_Count]:
    parser = parsed(sentence)
    for one in parser.all():
        if one.form not in {"one", "list", "range"} or one.bracket == "[":
            continue
        if one.form == "range":
            low, high = one.values
            start = parser.tokens[one.first].start  # "between 80 and 1,300 images"
            found = _counted(start, high, low.number, one, parser, sentence)
            if found is not None and low.whole and high.whole:
                yield replace(found, to=high.number)
            continue
        if PARTED.fullmatch(sentence[one.values[0].start : one.values[-1].end]):
            number = Fraction(re.sub(r"\D", "", sentence[one.values[0].start : one.values[-1].end]))
            found = _counted(one.values[0].start, one.values[-1], number, one, parser, sentence)
            if found is not None:
                yield found
            continue
        yield from _each(one, parser, sentence)


def _each(one: Expression, parser: Parser, sentence: str) -> Iterator[_Count]:
    """Yield the counts of a list; "respectively" shares the noun behind the last: "570, 32 and 309 boxes"."""
    wholes = [(value, whole) for value in one.values if (whole := _whole(value, sentence)) is not None]
    found = [_counted(value.start, value, whole, one, parser, sentence) for value, whole in wholes]
    counts = [count for count in found if count]
    shared = counts[-1].words if len(counts) > 1 and "respectively" in sentence[one.values[-1].end :] else ()
    yield from (replace(count, words=count.words or shared) for count in counts)


def _counted(
    start: int, value: Value, number: Fraction, one: Expression, parser: Parser, sentence: str
) -> _Count | None:
    """Return the count that begins at ``start`` and whose number ends with ``value``, None where it counts nothing."""
    tokens = parser.tokens
    last = next((i for i in range(one.first, one.last) if tokens[i].end >= value.end), one.last - 1)
    if adjective := _ADJECTIVE.match(sentence, value.end):
        return _Count(start, adjective.end(), number, ("data", "samples"), told=True)
    if _in_millions(tokens, last):
        number, last = number * 10**6, last + 1
    words = tuple(_phrase(tokens, last + 1, sentence))
    if words == ("data",) and _is_year(value):
        return None
    told = not words and _NUMBER_OF_DATA.search(sentence[max(0, start - _BEFORE) : start]) is not None
    dated = _is_year(value) and sentence[value.start : value.end].isdecimal()
    if (not words and not told and dated) or _is_year_of(value, sentence, counts=bool(words)):
        return None
    end = tokens[last + len(words)].end if words else value.end
    return _Count(start, end, number, tuple(word for word in words if word[0].isalnum()), told)


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
    return value.number if value.whole and not value.percent and value.number >= _FEWEST_OF_CLASS else None


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
    if not plural and texts and _CLASS_WORD.fullmatch(texts[-1]):
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


def _label_of(one: _Count, sentence: str) -> str:
    """Return the label of a count: what words before or behind it say that data, or a class, have so many of.

    "" is returned where they do not.
    """
    before = sentence[max(0, one.start - _BEFORE) : one.start]
    behind = sentence[one.end : one.end + _BEHIND]
    if one.told:
        return SIZE if one.number >= _FEWEST else ""
    bracket = None if one.words else _IN_BRACKETS.search(before)
    if bracket is not None:
        return CLASS if _CLASS_WORD.search(bracket["of"]) else ""
    if one.noun == "hours" and _HOURS.search(before) and _SOUND.search(sentence):
        return SIZE
    if not one.words or NO_THINGS.fullmatch(one.noun) or any(map(_NO_KIND.fullmatch, one.words)):
        return ""
    if _PER_CLASS.match(behind) or _OF_CLASS.search(before):
        return CLASS
    if one.to is not None:
        return ""
    if any(map(_CLASS_WORD.fullmatch, one.words)) and _is_of_class(one, sentence, before, behind):
        return CLASS
    return SIZE if one.number >= _FEWEST and _is_size(one, sentence, before, behind) else ""


def _is_of_class(one: _Count, sentence: str, before: str, behind: str) -> bool:
    """Tell whether what is counted are samples of a class, told once for all."""
    if _EACH.match(behind) or _OF_EACH.search(before):
        return False
    if _is_sample(one.noun):
        return True
    other = sentence[: one.start] + sentence[one.end :]
    return DATA_WORD.search(sentence) is not None or _CLASS_WORD.search(other) is not None


def _is_sample(noun: str) -> bool:
    return _SAMPLES.fullmatch(noun) is not None or _PEOPLE.fullmatch(noun) is not None


def _is_size(one: _Count, sentence: str, before: str, behind: str) -> bool:
    """Tell whether words before or behind a count say that data have so many of what is counted."""
    if _EACH.match(behind) or _OF_OTHERS.search(before) or _OF_EACH.search(before):
        return False
    if one.number < _FEWEST_IN_TEXTS and _PARTS_OF_TEXTS.fullmatch(one.noun):
        return False
    if _HELD.search(before) or _TAKEN.search(before) or _WERE_TAKEN.match(behind):
        return True
    if _PARTS_OF_THINGS.fullmatch(one.noun) and one.number < _FEWEST_NAMED:
        return False
    if one.number >= _FEWEST_NAMED and _NAMED.search(before):
        return True
    if any(_OF_PART.fullmatch(word) for word in one.words[:-1]) or _TRAINED.search(before):
        return True
    if _FOR_PART.match(behind):
        return True
    if _USED.search(before) and (_IN_DATA.match(behind) or (one.number >= _FEWEST_NAMED and _is_sample(one.noun))):
        return True
    if _TOTAL.search(before):
        return _is_sample(one.noun) or DATA_WORD.search(sentence) is not None
    if _THERE_ARE.search(before):
        return DATA_WORD.search(behind) is not None or (one.number >= _FEWEST_NAMED and behind.startswith(" from "))
    return _PEOPLE.fullmatch(one.noun) is not None and _FROM_PEOPLE.search(before) is not None


def _goes_on(before: _Count, label: str, one: _Count, sentence: str) -> str:
    """Return the label of ``one`` where it counts on after ``before``: "…, 8,499 in the test set"."""
    gap = sentence[before.end : one.start]
    behind = sentence[one.end : one.end + _BEHIND]
    place = _PLACE.fullmatch(gap) if len(gap) <= _GAP and label == SIZE else None
    if place is not None and behind.startswith(f" {place[1]} ") and one.noun in {"", before.noun}:
        return SIZE  # "4,120 scans at the first hospital, 1,870 at the second"
    if len(gap) > _GAP or NO_THINGS.fullmatch(one.noun) or any(map(_NO_KIND.fullmatch, one.words)):
        return ""
    if label == CLASS:
        return CLASS if _FURTHER_CLASS.fullmatch(gap) and not _OF_OTHERS.search(gap) else ""
    if _EACH.match(behind) or one.number < _FEWEST:
        return ""
    if one.words and _PEOPLE.fullmatch(one.noun) and _FROM_PEOPLE.search(gap):
        return SIZE
    return SIZE if _FURTHER.fullmatch(gap) and (one.words or _FOR_PART.match(behind)) else ""


def _parts_of_sum(counts: Sequence[_Count], labels: Sequence[str], sentence: str) -> Iterator[int]:
    """Yield the places of counts that sum up to one before them, and so are of its classes: "310 CTs: 120 with …".

    So are several things that are no samples behind "comprising": "310 CTs including 120 nodules and 80 cysts".
    Nothing is yielded where they are parts of the data, or groups of people.
    """
    for at, one in enumerate(counts):
        kinds = _kinds_of(counts, at, sentence) if labels[at] == SIZE else []
        if sum(not _is_sample(counts[i].noun) for i in kinds) > 1:
            yield from kinds
        if labels[at] != SIZE and not _is_sample(one.noun):
            continue
        total, end = Fraction(0), at + 1
        while end < len(counts) and total < one.number:
            total, end = total + counts[end].number, end + 1
        behind = sentence[one.end : counts[end - 1].end + _BEHIND // 2]
        if total == one.number and end > at + 2 and not _NO_CLASS.search(behind):
            yield from range(at + 1, end)


def _kinds_of(counts: Sequence[_Count], at: int, sentence: str) -> list[int]:
    """Return the places of the counts that "comprising" binds to the one at ``at``."""
    end = at + 1
    while end < len(counts) and counts[end].words:
        between = _KINDS_BEHIND if end == at + 1 else _KIND_BEHIND
        if not between.fullmatch(sentence[counts[end - 1].end : counts[end].start]):
            break
        end += 1
    return list(range(at + 1, end))


def _are_groups(one: _Count, other: _Count, sentence: str) -> bool:
    """Tell whether two counts are of groups of the same things: "66 Android users and 60 iOS users"."""
    if sentence[one.end : other.start].strip() not in {"and", ", and", ","} or one.noun != other.noun:
        return False
    kinds = [count.words[:-1] for count in (one, other)]
    return all(kinds) and kinds[0] != kinds[1] and not any(_OF_PART.fullmatch(word) for kind in kinds for word in kind)
