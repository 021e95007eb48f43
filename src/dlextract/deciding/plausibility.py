"""Does a printed value make sense for its label? What is printed is kept; the doubt and the likely reading are told."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from ..knowledge import Traits
from ..values import format_number

_LOST_POWER = re.compile(r"10([1-9])")


def judge(label: str, traits: Traits, value: str) -> tuple[float, str, str]:
    """Return ``(factor, likely, reason)`` for a normalised value.

    ``factor`` (0 to 1) multiplies the confidence. ``likely`` is the value that was probably meant and ``reason`` a
    clause that says why; both are "" where the value makes sense or where nothing better can be guessed.
    """
    bounds = traits.limits("range")
    if bounds is None and not traits.whole:
        return 1.0, "", ""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return 1.0, "", ""
    parts = bounds is not None and 0 < bounds[0] < 1  # half an epoch
    if traits.whole and not parts and number != number.to_integral_value():
        return 0.4, "", ""
    if bounds is None or bounds[0] <= number <= bounds[1]:
        return 1.0, "", ""
    if traits.power and number > bounds[1]:
        if match := _LOST_POWER.fullmatch(value):
            likely = format_number(Decimal(10) ** -int(match[1]))
            return 0.6, likely, f"{_name(label)} {value} is probably 10^-{match[1]} with the raised minus sign lost"
        if number < 10:
            return 0.5, "", ""
        return 0.5, *_inverse(label, number, value)
    if traits.share and 1 < number <= 100:
        return 0.6, format_number(number / 100), f"{_name(label)} {value} is probably a percentage"
    return 0.4, "", ""


def _inverse(label: str, number: Decimal, value: str) -> tuple[str, str]:
    """Return the reading of a power of ten whose minus sign was lost ("5e4" for 5e-4)."""
    exponent = number.adjusted()
    likely = number.scaleb(-2 * exponent)
    digits = format_number(number.scaleb(-exponent))
    if exponent < 1 or exponent > 9 or len(digits) > 4:
        return "", ""
    return format_number(likely), f"{_name(label)} {value} is probably {digits}e-{exponent} with the minus sign lost"


def _name(label: str) -> str:
    return label.lower().replace("_", " ").removesuffix(" min").removesuffix(" max")
