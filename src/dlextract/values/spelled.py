"""Numbers said by words: "twenty-four", "one hundred and twenty-eight", "half a million", "two and a half"."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

_ONES = dict(
    zip(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(10), strict=True)
)
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_SCALES = {"thousand": 10**3, "million": 10**6, "mio": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9}
_PARTS |= {"tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100, "thousandth": 1000}
_PARTS |= {f"{word}s": below for word, below in _PARTS.items()} | {"half": 2, "halves": 2}
_ONES |= {"single": 1} | {word: value for value, word in enumerate(_TEENS, 10)}

SCALES = {"hundred": 100, **_SCALES}
"""Words that multiply the number before them: "1.5 million"."""


def spelled(words: Sequence[str], at: int) -> tuple[Fraction, int] | None:
    """Return the number that begins with the word at ``at`` and the index of what follows it, or None.

    ``words`` are in lower case; a hyphen between two words is a word of its own. An ordinal alone ("the third layer")
    is no number, nor is "a" alone.
    """
    word = words[at] if at < len(words) else ""
    if word in {"a", "an", "another"}:
        return _after_article(words, at)
    if word == "half":
        if words[at + 1 : at + 2] in (["a"], ["an"]) and (found := _after_article(words, at + 1)):
            return found[0] / 2, found[1]
        return None
    if word in {"dozen", "dozens", "hundreds", "thousands", "millions"} or word not in _FIRST:
        return None
    if word in SCALES and at and words[at - 1] in {"few", "several", "many", "some", "couple"}:
        return None  # "a few thousand" is no number
    whole, end = _whole(words, at)
    step = end + 1 if words[end : end + 1] == ["-"] else end
    part = words[step] if step < len(words) else ""
    if part in _PARTS and (part.endswith("s") == (whole > 1) or part == "half"):  # two thirds, one third
        return Fraction(whole, _PARTS[part]), step + 1
    if words[end : end + 3] == ["and", "a", "half"]:
        return whole + Fraction(1, 2), end + 3
    return Fraction(whole), end


def _after_article(words: Sequence[str], at: int) -> tuple[Fraction, int] | None:
    following = words[at + 1] if at + 1 < len(words) else ""
    if following == "dozen":
        return Fraction(12), at + 2
    if following == "pair" and words[at + 2 : at + 3] == ["of"]:
        return Fraction(2), at + 3
    if following == "single":
        return Fraction(1), at + 2
    if following in SCALES:
        whole, end = _whole(words, at + 1)
        return Fraction(whole), end
    if following in _PARTS and not following.endswith("s") and following != "halves":
        return Fraction(1, _PARTS[following]), at + 2
    return None


_FIRST = frozenset({*_ONES, *_TENS, *SCALES})


def _whole(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return the whole number said from ``at`` on and where it ends."""
    total, group, place = 0, 0, 100
    end = at
    while end < len(words):
        word = words[end]
        step = end
        if end > at and word in {"-", "and"} and group + total:
            step = end + 1
            word = words[step] if step < len(words) else ""
            if words[end] == "and" and (group % 100 or (word not in _ONES and word not in _TENS)):
                break
        if word in _TENS and place > 10 and group % 100 == 0:
            group, place = group + _TENS[word], 10
        elif word in _ONES and (
            group == 0 or (place == 100 and group % 100 == 0) or (place == 10 and _ONES[word] < 10)
        ):
            group, place = group + _ONES[word], 1
        elif word == "hundred" and group < 100:
            group, place = (group or 1) * 100, 100
        elif word == "dozen" and group:
            group, place = group * 12, 1
        elif word in _SCALES and (group or end == at):
            total, group, place = total + (group or 1) * _SCALES[word], 0, 100
        else:
            break
        end = step + 1
    return total + group, end
