"""Text → tokens: printed numbers, words and marks, each with its place.

A number is one token in whatever way it is printed (``16,384``, ``0,003``, ``3.2·10−3``, ``1 E-08``, ``2^7``, ``½``,
``64k``). Digits that belong to a name ("ResNet-50", "v2", "3D") are part of a word. The time taken grows with the
length of the text, not with its square.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_SAME = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | dict.fromkeys("\u00a0\n\t", " "))
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_VULGAR = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5"}
_VULGAR |= {"⅙": "1/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "G": 10**9, "T": 10**12}

_TIMES = "[x×✕⨯·⋅∙*∗•]"
_RAISED_TO = r"(?: ?(?:\^|\*\*) ?(?:[{(] ?[-+]? ?\d{1,2} ?[)}]|[-+]? ?\d{1,2})"
_EXPONENT = _RAISED_TO + r"| ?- ?\d{1,2}(?!\d)|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
_PLAIN = (
    r"(?:\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?"  # 16,384
    r"|\d{1,3}(?:[’'\u2009\u202f]\d{3})+(?!\d)"
    r"|(?<!\d )(?<!\d, )(?<!\d/)\d{1,3}(?: \d{3}){1,2}(?= ?[a-z(])(?! ?[x×]| (?:and|or|to|by)\b)"  # 16 384 tokens
    r"|\d{1,2},\d(?= ?%)"  # 12,5 %
    r"|\d{1,3}(?:,? 000)+(?!\d)"
    r"|0,\d+(?![\d,])|\d+ \. \d+|\d+\.\d+|\.\d+|\d+)"
)
_LEXEME = re.compile(
    rf"(?P<product>{_PLAIN} ?{_TIMES} ?10{_EXPONENT})(?![\d.]*\d)"
    rf"|(?P<joined>{_PLAIN} 10(?:\^ ?(?:[{{(]-?\d{{1,2}}[)}}]|-?\d{{1,2}})|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"  # 5 10^-5
    rf"|(?P<e>{_PLAIN}(?:[eE] ?[-+]? ?\d{{1,2}}| [eE] ?[-+] ?\d{{1,2}}))(?![\d.]*\d|\w)"
    rf"|(?P<power>\d+(?:\.\d+)?{_RAISED_TO}|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}}))(?![\d.]*\d)"
    r"|(?P<lost>10 ?- ?[1-9])(?![\d.,]*\d| ?(?:-|%|per\b|epochs|folds?|layers|times))"
    r"|(?P<vulgar>(?:\d+ ?)?[½¼¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞])"
    r"|(?P<quotient>1/\d{1,7})(?![\d/.]|\w)"
    rf"|(?P<plain>{_PLAIN})"
    r"|(?P<word>(?<=\d)[^\W\d_]+|[^\W\d]\w*)"
    r"|(?P<mark>\.\.+|…|\*\*|\S)"
)
_GLUED = re.compile(r"(?:[kKMBGT](?![A-Za-z])|[^\W\d]+)")
_UNITS = frozenset(
    [
        "px",
        "pix",
        "ms",
        "s",
        "sec",
        "m",
        "min",
        "mins",
        "h",
        "hr",
        "hrs",
        "hours",
        "d",
        "days",
        "kHz",
        "Hz",
        "GB",
        "MB",
        "epochs",
        "ep",
        "x",
    ]
)


PARTED = re.compile(r"[1-9]\d{0,2}(?:, \d{3})+")
"""Commas between thousands, with the gap that a PDF makes of them; "64, 128" may as well be two numbers."""

_LONGEST = 60
"""Characters of the longest number; more digits are none of a quantity."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text. ``kind`` is number, word or mark; ``text`` is in lower case with one kind of dash.

    ``number`` is the exact value of a number ("0" elsewhere), ``plain`` tells whether it is digits alone.
    """

    kind: str
    start: int
    end: int
    text: str
    number: Fraction = Fraction(0)
    plain: bool = False


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of ``text`` in order; everything but blanks is in one of them."""
    same = text.translate(_SAME)
    found: list[Token] = []
    at, size = 0, len(same)
    while at < size:
        match = _LEXEME.search(same, at)
        if match is None:
            break
        token = _token(match, same)
        found.append(token)
        at = token.end
    return found


def _token(match: re.Match[str], text: str) -> Token:
    kind, start, end = str(match.lastgroup), match.start(), match.end()
    if kind in {"word", "mark"}:
        return Token(kind, start, end, match[0].lower())
    if _in_name(text, start):
        end = start + len(re.match(r"[\w.]*\w", text[start : start + 80])[0])  # type: ignore[index]
        return Token("word", start, end, text[start:end].lower())
    if kind in {"e", "power"} and text[end : end + 1].isalpha():
        end = start + len(re.match(r"\w+", text[start : start + 80])[0])  # type: ignore[index]
        return Token("word", start, end, text[start:end].lower())
    if len(match[0]) > _LONGEST:
        return Token("word", start, end, match[0].lower())
    number = _READERS[kind](match[0])
    if number is None:
        end = start + len(re.match(r"\d*\.?\d*", match[0])[0]) or start + 1  # type: ignore[index]
        number = _digits(text[start:end])
    if kind == "plain":
        glued = _GLUED.match(text, end)
        if glued and glued[0] in _SUFFIXES and len(glued[0]) == 1:
            return Token("number", start, glued.end(), text[start : glued.end()], number * _SUFFIXES[glued[0]])
        if glued and not _is_unit(glued[0], text, glued.end()):
            end = start + len(re.match(r"[\w.,]*\w", text[start : start + 80])[0])  # type: ignore[index]
            return Token("word", start, max(end, glued.end()), text[start:end].lower())
    return Token("number", start, end, text[start:end], number, kind == "plain")


def _is_unit(letters: str, text: str, end: int) -> bool:
    """Tell whether letters right after a number are its unit ("36h", "224x224"); in "3D", "5th" they are not."""
    following = text[end : end + 1]
    return letters in _UNITS and (not following.isalnum() or (letters in "xhdm" and following.isdigit()))


def _in_name(text: str, start: int) -> bool:
    """Tell whether the digits at ``start`` go on from letters: "ResNet-50", "v2", "F_1"."""
    before = text[start - 1 : start] if start else ""
    if before == "-" and start > 1:
        return text[start - 2].isalpha()
    if before in {"x", "h", "d"} and start > 1:  # 224x224, 36h20m
        return not text[start - 2].isdigit()
    return before.isalpha() or before == "_"


def _digits(text: str) -> Fraction:
    text = re.sub(r"[ ’'\u2009\u202f]", "", text)
    if "," in text:
        grouped = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|0(?:,000)+", text)
        text = text.replace(",", "") if grouped else text.replace(",", ".")
    return Fraction(text)


def _exponent(text: str) -> int | None:
    """Return the exponent that ``text`` ends with."""
    power = re.search(r"([-+]?) ?(\d+)\D*$", text.translate(_RAISED))
    value = int((power[1] if power[1] == "-" else "") + power[2]) if power else 99
    return value if abs(value) <= 64 else None


def _read_product(text: str) -> Fraction | None:
    match = re.match(rf"({_PLAIN}) ?{_TIMES}? ?10", text)
    if match is None:
        return None
    power = _exponent(text[match.end() :])
    return None if power is None else _digits(match[1]) * Fraction(10) ** power


def _read_e(text: str) -> Fraction | None:
    digits, power = re.split("[eE]", text)
    exponent = _exponent(power)
    return None if exponent is None else _digits(digits.strip()) * Fraction(10) ** exponent


def _read_power(text: str) -> Fraction | None:
    base = re.match(r"\d+(?:\.\d+)?", text)
    if base is None:
        return None
    exponent = _exponent(text[base.end() :])
    if exponent is None or (abs(exponent) > 12 and Fraction(base[0]) != 10):
        return None
    value = Fraction(base[0])
    return value**exponent if value or exponent >= 0 else None


def _read_lost(text: str) -> Fraction | None:
    return Fraction(10) ** -int(text[-1])


def _read_vulgar(text: str) -> Fraction | None:
    return (Fraction(text[:-1].strip()) if text[:-1].strip() else Fraction(0)) + Fraction(_VULGAR[text[-1]])


def _read_quotient(text: str) -> Fraction | None:
    below = int(text[2:])
    return Fraction(1, below) if below else None


_READERS = {
    "product": _read_product,
    "joined": _read_product,
    "e": _read_e,
    "power": _read_power,
    "lost": _read_lost,
    "vulgar": _read_vulgar,
    "quotient": _read_quotient,
    "plain": _digits,
}
