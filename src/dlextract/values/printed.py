"""Printed values to normalised values: plain decimals, fractions, sizes, durations, names.

Every function is total: text that is not understood comes back as it is printed, with its blanks tidied.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from .spelled import spelled

_DASHES = "-‐‑‒–—−﹣－"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_OTHER_WORDS = {"once": 1, "twice": 2, "both": 2, "thrice": 3, "dozen": 12}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "G": 10**9, "T": 10**12, "trillion": 10**12}
_SUFFIXES |= {"thousand": 10**3, "million": 10**6, "mio": 10**6, "billion": 10**9, "hundred": 100}

_HEDGE = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|nearly|almost|circa|ca\.?|c\.|up to|at least|at most|less than|"
    r"more than|over|under|below|above|exactly|just|only|a total of|a maximum of|maximum of|minimum of|max\.?|min\.?|"
    r"the first|first|the last|last|[~∼≈≃≅<>≤≥⩽⩾=]+)\s*",
    re.I,
)
_MANTISSA = r"(?:\d{1,3}(?:[ ',’\u2009\u202f]\d{3}|, 000)+(?:\.\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)"
_PLAIN = re.compile(
    rf"(?P<sign>-?)(?P<digits>{_MANTISSA})\s?(?P<suffix>[kKMBG]\b|(?<=\d)T\b|(?:thousand|million|mio|billion|trillion|hundred)\b)?"
)
_E_NOTATION = re.compile(r"(?P<sign>-?)(?P<digits>\d+(?:[.,]\d+)?|\.\d+)\s?[eE]\s?(?P<power>[-+]?\s?\d{1,2})(?![\d.])")
_TIMES_TEN = re.compile(
    r"(?P<sign>-?)(?P<digits>\d+(?:[.,]\d+)?|\.\d+)\s?(?:[x×✕⨯·⋅∙*∗•]|\\times|\\cdot)\s?"
    r"(?:10\s?(?:\^\s?|\*\*\s?)?[{(]?\s?(?P<power>[-+]?\s?\d{1,2})[)}]?|[eE](?P<e>[-+]?\d{1,2}))(?![\d.])"
)
_POWER = re.compile(r"(?P<base>\d+(?:\.\d+)?)\s?(?:\^|\*\*)\s?[{(]?\s?(?P<power>[-+]?\s?\d{1,3}(?:\.\d+)?)\s?[)}]?")
_LOST_POWER = re.compile(r"10 ?- ?(?P<power>[1-9]|1[0-2])(?![\d.,]|\s?(?:-|%|per))")
_QUOTIENT = re.compile(r"(?P<above>\d+(?:\.\d+)?)\s?[/⁄]\s?(?P<below>\d[\d,]*(?:\.\d+)?)(?!\s?[/\d])")
_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "1/3", "⅔": "2/3", "⅕": "0.2", "⅛": "0.125"}
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent\b|percentage points?\b|pct\b)")
_SPREAD = re.compile(r"\s*±\s*[\d.,]+(?:e-?\d+)?\s*%?")
_WORDS = re.compile(r"[\w\s()/,;:×+.²'-]*")
_FREE_DIGIT = re.compile(r"(?<![\w.²-])\d|(?<![A-Za-z])-\d|\d\.\d|^[.,]\w")


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Return ``text`` with one kind of dash, no LaTeX wrapping and superscripts as ``^``."""
    text = re.sub(r"(?<=\d)([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "^" + m[1].translate(_SUPERSCRIPTS), text)
    text = re.sub(rf"[{_DASHES}]", "-", text).replace("$", "").replace("\\%", "%").replace("\u00a0", " ")
    text = re.sub(r"(?<=\d)\s\.\s?(?=\d)|(?<=\d)\s?\.\s(?=\d)", ".", text)  # maths fonts: "0 . 01"
    return _tidy(text)


def _digits(text: str) -> Decimal:
    """Return the number written as digits with thousands marks or a decimal comma."""
    text = re.sub(r"[ '’\u2009\u202f]", "", text)
    if "," in text:
        grouped = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", text)
        text = text.replace(",", "") if grouped else text.replace(",", ".")
    return Decimal(text)


def _signed(sign: str, value: Decimal) -> Decimal:
    return -value if sign else value


def _power(base: Decimal, text: str) -> Decimal | None:
    power = Decimal(text.replace(" ", ""))
    if abs(power) > 64:
        return None
    result = base**power
    return result if result.is_finite() and abs(result.adjusted()) <= 64 else None


def number_words(text: str) -> Decimal | None:
    """Return the number said by words ("twenty-five", "three quarters", "two hundred thousand"), or None."""
    words = [word for word in re.split(r"[\s-]+", text.lower().strip()) if word]
    if not words:
        return None
    if found := spelled(words, 0):
        return Decimal(found[0].numerator) / Decimal(found[0].denominator)
    if words[0] in _PARTS:
        return Decimal(1) / _PARTS[words[0]]
    return Decimal(_OTHER_WORDS[words[0]]) if words[0] in _OTHER_WORDS else None


def _parse_start(text: str) -> tuple[Decimal, int] | None:
    """Return the number that plain ``text`` begins with and where it ends."""
    for regex, read in _READERS:
        if match := regex.match(text):
            value = read(match)
            if value is not None:
                return value, match.end()
    return None


def _read_e(match: re.Match[str]) -> Decimal | None:
    power = _power(Decimal(10), match["power"])
    return None if power is None else _signed(match["sign"], _digits(match["digits"]) * power)


def _read_times(match: re.Match[str]) -> Decimal | None:
    power = _power(Decimal(10), match["power"] or match["e"])
    return None if power is None else _signed(match["sign"], _digits(match["digits"]) * power)


def _read_power(match: re.Match[str]) -> Decimal | None:
    return _power(Decimal(match["base"]), match["power"])


def _read_lost(match: re.Match[str]) -> Decimal | None:
    return _power(Decimal(10), "-" + match["power"])


def _read_quotient(match: re.Match[str]) -> Decimal | None:
    below = _digits(match["below"])
    return Decimal(match["above"]) / below if below else None


def _read_plain(match: re.Match[str]) -> Decimal | None:
    return _signed(match["sign"], _digits(match["digits"]) * _SUFFIXES.get(match["suffix"] or "", 1))


_READERS = (
    (_TIMES_TEN, _read_times),
    (_E_NOTATION, _read_e),
    (_POWER, _read_power),
    (_LOST_POWER, _read_lost),
    (_QUOTIENT, _read_quotient),
    (_PLAIN, _read_plain),
)


def _start(text: str) -> tuple[Decimal, str] | None:
    """Return the number at the start of ``text`` (percent as a fraction) and what follows it."""
    text = _plain(text).lstrip("({[ ")
    while match := _HEDGE.match(text):
        text = text[match.end() :]
    if text[:1] in _VULGAR:
        text = _VULGAR[text[0]] + text[1:]
    try:
        parsed = _parse_start(text)
    except InvalidOperation:
        return None
    if parsed is None:
        words = re.match(r"(?:[A-Za-z]+(?:[\s-]+|$))+", text + " ")
        value = number_words(words[0]) if words else None
        if value is None or not words:
            return None
        rest = text[words.end() :]
        return (value / 100, rest) if re.search(r"per\s?cent", words[0]) else (value, rest)
    value, end = parsed
    rest = text[end:]
    if percent := _PERCENT.match(rest):
        return value / 100, rest[percent.end() :]
    return value, rest


def parse_number(text: str) -> Decimal | None:
    """Return the one number that ``text`` writes (percent as a fraction), or None.

    A hedge in front ("about", "~", "up to"), a spread behind ("± 0.1") and a unit of words ("epochs", "images per
    GPU") are passed over. "10-4" is ten to the minus four: no one writes a range downwards from ten, and text layers
    lose the raised position of exponents.
    """
    started = _start(text)
    if started is None:
        return None
    value, rest = started
    rest = rest.strip(" )]}")
    if spread := _SPREAD.match(rest):
        rest = rest[spread.end() :]
    return value if _WORDS.fullmatch(rest) and not _FREE_DIGIT.search(rest) and not rest[:1].isdigit() else None


def format_number(value: Decimal) -> str:
    """Return ``value`` as a plain decimal: no exponent, no zeros at the end, at most 12 significant digits."""
    if not value:
        return "0"
    digits = value.as_tuple().digits
    rounded = value if len(digits) <= 18 else Decimal(f"{value:.12g}")
    plain = format(rounded, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _number(text: str) -> str:
    value = parse_number(text)
    if value is not None:
        return format_number(value)
    plain = _plain(text)
    for split in re.finditer(r"(?i)\s*(?:\bto\b|\band\b|\.\.\.?|…|--?|~|∼)\s*", plain):
        low = re.sub(r"(?i)^(?:between|from|in|\[)\s*", "", plain[: split.start()])
        first, second = parse_number(low), parse_number(plain[split.end() :])
        if first is not None and second is not None:
            if "%" in plain[split.end() :] and "%" not in low:
                first /= 100
            return f"{format_number(first)}-{format_number(second)}"
    return _tidy(text)


_LIST_MARK = re.compile(r"(?i)\s*(?:,\s(?:and\s|or\s)?|,(?=\d+(?:,|$))|;|\s/\s|\band\b|\bor\b|\bversus\b|\bvs\.?)\s*")


def split_list(text: str) -> tuple[str, ...]:
    """Return the items of a written list, in order: ``{16, 32, 64}``, "8, 16 or 32", "0.1/0.01"."""
    inner = re.sub(r"(?i)^\s*(?:either|both|among|from)\s+|^[\s({\[]+|[\s)}\]]+$", "", text)
    if "/" in inner and not re.search(r"[,;]|\bor\b|\band\b", inner):
        return tuple(item.strip() for item in inner.split("/") if item.strip())
    return tuple(item.strip(" ({[]})") for item in _LIST_MARK.split(inner) if item.strip(" ({[]})"))


_BY = re.compile(r"\s*(?:[x×X✕⨯*∗⇥ൈ]|-?\bby\b-?)\s*")
_SIDE = r"(?:\d[\d,]*(?:\.\d+)?|[A-Za-z])"
_SIZE_UNIT = re.compile(
    r"(?i)\s*-?(?:pixels?|px|pix|voxels?|vox|bands?|channels?|patch(?:es)?|images?|tiles?|crops?|in size|each)\b\.?"
)
_SECONDS = re.compile(r"(?i)^(?P<n>\S+?)[\s-]*(?P<unit>milliseconds?|seconds?|minutes?|msec|ms|secs?|s|min|hours?|h)\b")
_TIME_UNITS = {"m": "ms", "s": "s", "h": "h"}


def _size(text: str) -> str:
    """Return ``text`` as sides joined by x ("224x224x3"); one number alone stays one number."""
    plain = _SIZE_UNIT.sub("", _plain(text))
    plain = re.sub(r"\((?![\s\d.,x×X*-]+\))[^)]*\)", "", plain)  # 224 (width) × 224 (height)
    plain = re.sub(r"(?i)\b(?:width|height|depth)\b", "", plain).strip(" .,;:")
    if match := re.fullmatch(r"(\d+)\s?(?:\^\s?|\*\*\s?)\{?([23])\}?", plain):
        return "x".join([match[1]] * int(match[2]))
    inner = plain.strip("()[]{} ")
    sides = inner.split(" ") if re.fullmatch(r"\d{2,5} \d{2,5}", inner) else _BY.split(inner)  # the × is lost
    if len(sides) == 1 and "," in inner and (plain[:1] in "([{" or re.fullmatch(r"\d+(?:, \d{1,5}){2,3}", inner)):
        sides = re.split(r"\s*,\s*", inner)
    sides = [side.strip("()[] ") for side in sides]
    if len(sides) > 1 and all(re.fullmatch(_SIDE, side) for side in sides):
        return "x".join(side.lower() if side.isalpha() else format_number(_digits(side)) for side in sides)
    if match := _SECONDS.match(plain):
        value = parse_number(match["n"])
        if value is not None:
            unit = match["unit"].lower()
            short = "ms" if unit.startswith(("ms", "mil")) else "min" if unit.startswith("m") else _TIME_UNITS[unit[0]]
            return f"{format_number(value)} {short}"
    return _number(plain)


def _square(text: str) -> str:
    """Return a size of which one number alone is the side of a square."""
    size = _size(text)
    return f"{size}x{size}" if re.fullmatch(r"\d+", size) else size


_DURATIONS = (
    ("epochs", r"epochs?|cycles|passes"),
    ("iterations", r"iterations?|iters?"),
    ("steps", r"(?:warm-?up |training |gradient |time )?steps?"),
    ("updates", r"updates?"),
    ("episodes", r"episodes?"),
    ("batches", r"(?:mini-?)?batch(?:es)?"),
    ("tokens", r"tokens?"),
    ("evaluations", r"evaluations?|checks?|validations?"),
    ("rounds", r"rounds?"),
    ("ms", r"ms|msecs?|milli-?seconds?"),
    ("seconds", r"seconds?|s"),
    ("minutes", r"minutes?|mins?"),
    ("hours", r"hours?|hrs?|h"),
    ("days", r"days?"),
    ("weeks", r"weeks?"),
)


def _duration(text: str) -> str:
    """Return a number with its unit ("30 epochs", "2000 steps"); a share of training stays a fraction."""
    plain = _plain(text)
    bare = re.sub(r"(?i)^(?:every|each|after|for|per|over)\s+(?!\w*\s*$)", "", plain)
    unit = ""
    for name, regex in _DURATIONS:
        if re.search(rf"(?i)(?<![a-z])(?:{regex})\.?$", bare):
            unit = name
            break
    if re.fullmatch(r"(?i)(?:every|each|per)?\s*(?:single\s)?[a-z]+", plain) and unit and number_words(plain) is None:
        value: str = "1"
    else:
        value = _number(re.sub(r"(?i)\b(?:consecutive|successive|full|complete|additional|more|further)\s", "", bare))
    if "%" in plain or "percent" in plain or not re.fullmatch(r"[-\d.]+", value) or not unit:
        return value
    one = {"batches": "batch", "ms": "ms"}.get(unit, unit[:-1])
    return f"{value} {one if value == '1' else unit}"


_RATIO_MARK = re.compile(r"\s*(?:[:/∶]|-|,|;|\band\b|\bto\b|%(?=\s*\S))[\s%]*")


def parse_ratio(text: str) -> tuple[Decimal, ...] | None:
    """Return the shares that a ratio writes ("8:1:1", "70/15/15", "80-20"), in its order, or None.

    Parts that add up to 1, 10 or 100 are taken as shares of that sum, parts that nearly add up to 100 ("80/10": the
    rest is set aside) as percentages, any others ("4:1") as shares of their own sum.
    """
    parts = [part for part in _RATIO_MARK.split(_plain(text).strip("()[]{} %")) if part.strip(" %")]
    try:
        numbers = [_digits(part.strip(" %")) for part in parts]
    except InvalidOperation:
        return None
    total = sum(numbers, Decimal(0))
    if len(numbers) < 2 or total <= 0 or any(number < 0 for number in numbers):
        return None
    if 85 <= total < 100 and max(numbers) >= 40:
        total = Decimal(100)
    elif Decimal("0.85") <= total < 1:
        total = Decimal(1)
    return tuple(number / total for number in numbers)


def _ratio(text: str, part: int) -> str:
    shares = parse_ratio(text)
    if shares is None or part > len(shares):
        return _number(text)
    return format_number(Decimal(f"{shares[part - 1]:.4g}"))


def _reciprocal(text: str) -> str:
    """Return what a value is multiplied by when it is divided by ``text``; a factor below one is meant as it is."""
    value = parse_number(text)
    if value is None or value <= 0:
        return _number(text)
    return format_number(value if value < 1 else Decimal(f"{1 / value:.6g}"))


def _complement(text: str) -> str:
    """Return what a value is multiplied by when it loses the share ``text`` ("by 4%": 0.96)."""
    value = parse_number(text)
    return _number(text) if value is None or not 0 < value < 1 else format_number(1 - value)


def normalise(kind: str, text: str) -> str:
    """Return the value that ``text`` prints, written as ``kind`` wants it; ``text`` tidied where it is not understood.

    Kinds: ``number`` and ``integer`` (plain decimals, words, percentages as fractions, ranges as "low-high"),
    ``fraction`` (the same: a bare 40 stays 40), ``size`` ("224x224x3"), ``square`` (a bare 224 is "224x224"),
    ``duration`` ("30 epochs"), ``ratio-N`` (the N-th share of "8:1:1"), ``reciprocal`` ("divided by 10": 0.1),
    ``complement`` ("by 4 %": 0.96), ``list-of KIND`` (items joined by ", "), and ``name``, ``phrase``, ``url`` (the
    words themselves).
    """
    if not text.strip():
        return ""
    if kind in {"number", "integer", "fraction"}:
        return _number(text)
    if kind == "size":
        return _size(text)
    if kind == "square":
        return _square(text)
    if kind == "duration":
        return _duration(text)
    if kind.startswith("ratio-"):
        return _ratio(text, int(kind.removeprefix("ratio-")))
    if kind == "reciprocal":
        return _reciprocal(text)
    if kind == "complement":
        return _complement(text)
    if kind.startswith("list-of"):
        inner = kind.removeprefix("list-of").strip(" -") or "name"
        return ", ".join(normalise(inner, item) for item in split_list(text))
    if kind == "url":
        return "".join(text.split())
    return _tidy(text)
