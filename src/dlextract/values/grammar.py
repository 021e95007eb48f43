"""One grammar of printed values: single numbers, lists, ranges, sizes and ratios, parsed from tokens, places kept.

    value      = [hedge] number [scale] [percent]
    expression = value | list | range | size | ratio | bracket [factor]

``16, 32 and 64``, ``{8/16/32}``, ``(1, 3, 5) × 10^-5``, ``between 4 and 16``, ``1e-5–5e-5``, ``[0, 0.5]``,
``96×96×48``, ``256 by 256``, ``8:1:1``, ``70/15/15``, ``two thirds``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from .lexer import Token, tokens_of
from .spelled import SCALES, spelled

_HEDGES = frozenset(
    [
        "about",
        "around",
        "approximately",
        "approx",
        "roughly",
        "nearly",
        "almost",
        "circa",
        "ca",
        "exactly",
        "only",
        "just",
        "merely",
        "~",
        "∼",
        "≈",
        "≃",
        "≅",
        "<",
        ">",
        "≤",
        "≥",
        "⩽",
        "⩾",
    ]
)
_OPENING = {"(": ")", "[": "]", "{": "}"}
_BY = frozenset({"x", "×", "✕", "⨯", "*", "∗", "by", "ൈ"})
_TO = frozenset({"-", "to", "..", "...", "…", "~", "∼", "through"})
_AND = frozenset({"and", "or", "&", "versus", "vs"})
_PERCENT = frozenset({"%", "percent", "percents", "pct"})
_MOST_SIDES = 4


@dataclass(frozen=True, slots=True)
class Value:
    """One number with its place.

    ``percent`` tells that it is printed as one (``number`` is the share then), ``plain`` that it is digits alone,
    ``said`` that it is words.
    """

    start: int
    end: int
    number: Fraction
    percent: bool = False
    plain: bool = False
    said: bool = False

    @property
    def whole(self) -> bool:
        """Whether the number has no fraction."""
        return self.number.denominator == 1


@dataclass(frozen=True, slots=True)
class Expression:
    """What a stretch of text says in numbers.

    ``form`` is one, list, range, size or ratio; ``bracket`` is the opening bracket that it stands in, or "".
    ``first`` and ``last`` are the indices of its tokens (``last`` is the one behind it).
    """

    form: str
    values: tuple[Value, ...]
    start: int
    end: int
    first: int
    last: int
    bracket: str = ""
    conjunction: bool = False

    def text(self) -> str:
        """Return the expression as it is normalised: ``0.1``, ``16, 32``, ``4-16``, ``96x96x48``, ``8:1:1``."""
        joint = {"list": ", ", "range": "-", "size": "x", "ratio": ":"}.get(self.form, "")
        return joint.join(decimal(value.number) for value in self.values)


def decimal(number: Fraction) -> str:
    """Return ``number`` as a plain decimal: exact where it ends, else 12 significant digits."""
    below = number.denominator
    while below % 2 == 0:
        below //= 2
    while below % 5 == 0:
        below //= 5
    value = Decimal(number.numerator) / Decimal(number.denominator) if below == 1 else None
    if value is None or Fraction(value) != number:
        value = Decimal(f"{Decimal(number.numerator) / Decimal(number.denominator):.12g}")
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


@lru_cache(maxsize=4)
def parsed(text: str) -> Parser:
    """Return the parser of ``text``; the last few are kept, as one sentence is read for several things."""
    return Parser(tokens_of(text))


def expressions(text: str) -> list[Expression]:
    """Return the expressions of ``text`` from left to right; none overlaps another."""
    return parsed(text).all()


def expression(text: str) -> Expression | None:
    """Return the expression that the whole of ``text`` is, or None."""
    parser = parsed(text)
    found = parser.expression(0)
    return found if found is not None and found.last == len(parser.tokens) else None


def head_factor(head: str) -> Fraction:
    """Return the factor that a heading gives to all numbers under it ("Learning rate (×10⁻⁴)"), or 1."""
    parser = parsed(head)
    return next((found[0] for at in range(len(parser.tokens)) if (found := parser.factor(at))), Fraction(1))


class Parser:
    """Parses values out of the tokens of one text.

    Args:
        tokens: what ``tokens_of`` returns.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._texts = [token.text for token in tokens]
        self._known: dict[int, Expression | None] = {}

    def all(self) -> list[Expression]:
        """Return the expressions, from left to right."""
        found: list[Expression] = []
        at = 0
        while at < len(self.tokens):
            one = self.expression(at)
            if one is None:
                at += 1
            else:
                found.append(one)
                at = one.last
        return found

    def value(self, at: int) -> tuple[Value, int] | None:
        """Return the value that begins at the token ``at`` and the index behind it, or None."""
        begin = at
        while begin < at + 3 and self._text(begin) in _HEDGES:
            begin += 1
        if begin >= len(self.tokens):
            return None
        token = self.tokens[begin]
        plain = False
        if token.kind == "number":
            number, end, plain = token.number, begin + 1, token.plain
            while end < begin + 3 and self._text(end) in SCALES:
                number, end, plain = number * SCALES[self._text(end)], end + 1, False
            if self._texts[end : end + 3] == ["and", "a", "half"]:
                number, end = number + Fraction(1, 2), end + 3
        elif token.kind == "word" and (said := spelled(self._texts, begin)):
            number, end = said
        else:
            return None
        value = Value(token.start, self.tokens[end - 1].end, number, plain=plain, said=token.kind == "word")
        return self._percent(value, end)

    def _percent(self, value: Value, end: int) -> tuple[Value, int]:
        if self._text(end) in _PERCENT:
            last = end + 1
        elif self._text(end) == "per" and self._text(end + 1) in {"cent", "cents"}:
            last = end + 2
        else:
            return value, end
        return replace(value, number=value.number / 100, percent=True, end=self.tokens[last - 1].end, plain=False), last

    def expression(self, at: int) -> Expression | None:
        """Return the longest expression that begins at the token ``at``, or None."""
        if at not in self._known:
            self._known[at] = self._expression(at)
        return self._known[at]

    def _expression(self, at: int) -> Expression | None:
        text = self._text(at)
        if text in _OPENING:
            return self._bracket(at)
        return self._said_range(at) if text in {"from", "between"} else self._bare(at)

    def _bare(self, at: int, marks: str = ",/") -> Expression | None:
        read = self.value(at)
        if read is None:
            return None
        value, end = read
        found = (
            self._size(at, value, end)
            or self._ratio(at, value, end)
            or self._range(at, value, end)
            or self._list(at, value, end, marks)
            or self._make("one", [value], at, end)
        )
        if self._text(found.last) in _OPENING and self._text(found.last + 1) in {"×", "x"}:  # 1, 5 and 10 (×10^-4)
            behind = self.factor(found.last)
            return found if behind is None else _scaled(found, *behind)
        return found

    def _text(self, at: int) -> str:
        return self._texts[at] if 0 <= at < len(self._texts) else ""

    def _make(self, form: str, values: Sequence[Value], first: int, last: int, conjunction: bool = False) -> Expression:
        values = _shared_percent(values)
        return Expression(form, tuple(values), values[0].start, values[-1].end, first, last, "", conjunction)

    def _said_range(self, at: int) -> Expression | None:
        low = self.value(at + 1)
        joint = {"to", "up", "and", "-", "down", "until", "through"} if self._text(at) == "from" else {"and", "to", "-"}
        if low is None or self._text(low[1]) not in joint or (self._text(at) == "from" and self._text(low[1]) == "and"):
            return None
        step = low[1] + (2 if self._text(low[1]) in {"up", "down"} else 1)
        high = self.value(step)
        return None if high is None else self._make("range", [low[0], high[0]], at, high[1])

    def _size(self, at: int, value: Value, end: int) -> Expression | None:
        sides = [value]
        while len(sides) < _MOST_SIDES:
            step = end
            while self._text(step) in {"px", "pixel", "pixels", "voxel", "voxels", "-"} and self._text(step + 1) in _BY:
                step += 1
            if self._text(step) not in _BY:
                break
            step += 2 if self._text(step + 1) == "-" else 1
            side = self.value(step)
            if side is None:
                break
            sides.append(side[0])
            end = side[1]
        whole = all(side.whole and side.number > 0 and not side.percent for side in sides)
        return self._make("size", sides, at, end) if len(sides) > 1 and whole else None

    def _ratio(self, at: int, value: Value, end: int) -> Expression | None:
        """Read shares parted by one mark, nothing or a blank around it: ``8:1:1``, ``70/15/15``, ``80-10-10``."""
        mark = self._text(end)
        if mark not in {":", "∶", "/", "-"}:
            return None
        parts, stop = [value], end
        while self._text(stop) == mark and len(parts) <= _MOST_SIDES:
            part = self.value(stop + 1)
            if part is None:
                break
            parts.append(part[0])
            stop = part[1]
        if len(parts) < 2 or not _is_ratio(parts, mark):
            return None
        return self._make("ratio", parts, at, stop)

    def _range(self, at: int, value: Value, end: int) -> Expression | None:
        joint = self._text(end)
        if joint not in _TO:
            return None
        high = self.value(end + 1)
        if high is None or self._text(high[1]) == joint:
            return None
        low, top = _shared_percent([value, high[0]])
        if low.number >= top.number and joint != "to":
            return None
        return self._make("range", [value, high[0]], at, high[1])

    def _list(self, at: int, value: Value, end: int, marks: str) -> Expression | None:
        """Read further values behind the first, parted by one kind of mark, "and" or "or" before the last."""
        mark = self._text(end) if self._text(end) in marks else ","
        values, joined = [value], False
        while not joined:
            step, joined = end, False
            if self._text(step) == mark:
                step += 1
            if self._text(step) in _AND:
                step, joined = step + 1, True
            following = self.value(step) if step > end else None
            if following is None or following[0].said != value.said:
                break
            values.append(following[0])
            end = following[1]
        return self._make("list", values, at, end, joined) if len(values) > 1 else None

    def _bracket(self, at: int) -> Expression | None:
        opening = self._text(at)
        closing = _OPENING[opening]
        if opening == "(" and self._text(at + 1) == "×":  # a factor, no value
            return None
        inner = self._bare(at + 1, ",/;")
        if inner is None:
            return None
        end = inner.last
        while self._text(end) in {",", "…", "...", ".."}:
            end += 1
        if self._text(end) != closing:
            return None
        form = inner.form
        if opening == "[" and form == "list" and len(inner.values) == 2:
            low, high = inner.values
            form = "range" if low.number < high.number else form
        found = replace(inner, form=form, first=at, last=end + 1, bracket=opening)
        return self._times(found)

    def _times(self, found: Expression) -> Expression:
        """Apply a factor that stands behind the bracket: ``(1, 3, 5) × 10^-5``, ``{1, 3}e-4``."""
        e, sign, power = (self._text(found.last + step) for step in range(3))
        if e == "e" and sign == "-" and power.isdigit() and len(power) < 3:
            return _scaled(found, Fraction(10) ** -int(power), found.last + 3)
        if self._text(found.last) not in {"×", "x", "*", "·", "⋅", "∙", "∗"}:
            return found
        factor = self.value(found.last + 1)
        if factor is None or not _is_power_of_ten(factor[0].number):
            return found
        return _scaled(found, factor[0].number, factor[1])

    def factor(self, at: int) -> tuple[Fraction, int] | None:
        """Return the factor in brackets at ``at`` and the index behind it: ``(×10⁻⁴)``, ``(k)``, ``(in thousands)``."""
        if self._text(at) not in _OPENING:
            return None
        closing = _OPENING[self._text(at)]
        step = at + 1
        while self._text(step) in {"×", "x", "*", "·", "in", "of"}:
            step += 1
        power = self.value(step)
        if power is not None and self._text(power[1]) == closing and _is_power_of_ten(power[0].number):
            return power[0].number, power[1] + 1
        scale = {"k": 1000, "thousand": 1000, "thousands": 1000, "m": 10**6, "million": 10**6, "millions": 10**6}
        if self._text(step) in scale and self._text(step + 1) == closing:
            return Fraction(scale[self._text(step)]), step + 2
        return None


def _scaled(found: Expression, factor: Fraction, last: int) -> Expression:
    values = tuple(replace(value, number=value.number * factor, plain=False) for value in found.values)
    return replace(found, values=values, last=last)


def _is_power_of_ten(number: Fraction) -> bool:
    side = number if number >= 1 else 1 / number if number > 0 else Fraction(0)
    return side > 1 and side.denominator == 1 and str(side.numerator).strip("0") == "1"


def _shared_percent(values: Sequence[Value]) -> list[Value]:
    """Give the percent sign of the last value to those before it that have none: ``10, 20 and 30 %``."""
    *others, last = values
    if last.percent and all(not value.percent and value.number >= 1 for value in others):
        return [*(replace(value, number=value.number / 100, percent=True) for value in others), last]
    return list(values)


def _is_ratio(parts: Sequence[Value], mark: str) -> bool:
    """Tell whether ``parts`` are the shares of a whole, the first the largest."""
    numbers = [part.number for part in _shared_percent(parts)]
    total = sum(numbers)
    if not 1 < len(numbers) <= 4 or any(number <= 0 for number in numbers) or max(numbers) != numbers[0]:
        return False
    if mark in {":", "∶"}:
        return all(a >= b for a, b in pairwise(numbers)) or total in {1, 10, 100}
    return total in {1, 100} or (mark == "/" and total == 10 and len(numbers) == 3)
