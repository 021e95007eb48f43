"""Does a printed value make sense for its label? What is printed is kept; the doubt and the likely reading are told."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from ..values import format_number

_LOST_POWER = re.compile(r"10([1-9])")

_SHARES = {"DROPOUT", "LABEL_SMOOTHING"}
_COUNTS = {
    "BATCH_SIZE",
    "EPOCHS",
    "ITERATIONS",
    "K_FOLDS",
    "NUM_RUNS",
    "NUM_LAYERS",
    "NUM_HEADS",
    "NUM_FILTERS",
    "HIDDEN_SIZE",
    "EMBEDDING_SIZE",
    "RANDOM_SEED",
}
_BOUNDS: dict[str, tuple[Decimal, Decimal]] = {
    "BATCH_SIZE": (Decimal(1), Decimal(10**7)),
    "EPOCHS": (Decimal("0.1"), Decimal(200_000)),
    "ITERATIONS": (Decimal(1), Decimal(10**10)),
    "K_FOLDS": (Decimal(2), Decimal(100)),
    "NUM_RUNS": (Decimal(1), Decimal(10_000)),
    "NUM_LAYERS": (Decimal(1), Decimal(2000)),
    "NUM_HEADS": (Decimal(1), Decimal(512)),
    "MOMENTUM": (Decimal(0), Decimal("0.99999")),
    "BETA1": (Decimal(0), Decimal("0.99999")),
    "BETA2": (Decimal(0), Decimal("0.9999999")),
    "EPSILON": (Decimal(0), Decimal(1)),
    "WEIGHT_DECAY": (Decimal(0), Decimal(1)),
    "LEARNING_RATE": (Decimal(0), Decimal(2)),
    "LEARNING_RATE_MIN": (Decimal(0), Decimal(2)),
    "LEARNING_RATE_MAX": (Decimal(0), Decimal(10)),
    "DROPOUT": (Decimal(0), Decimal(1)),
    "LABEL_SMOOTHING": (Decimal(0), Decimal(1)),
    "TEMPERATURE": (Decimal(0), Decimal(1000)),
}
_POWERS = {"LEARNING_RATE", "LEARNING_RATE_MIN", "LEARNING_RATE_MAX", "WEIGHT_DECAY", "EPSILON"}


def judge(label: str, value: str) -> tuple[float, str, str]:
    """Return ``(factor, likely, reason)`` for a normalised value.

    ``factor`` (0 to 1) multiplies the confidence. ``likely`` is the value that was probably meant and ``reason`` a
    clause that says why; both are "" where the value makes sense or where nothing better can be guessed.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return 1.0, "", ""
    if label in _COUNTS and number != number.to_integral_value() and label not in {"EPOCHS"}:
        return 0.4, "", ""
    bounds = _BOUNDS.get(label)
    if bounds is None or bounds[0] <= number <= bounds[1]:
        return 1.0, "", ""
    if label in _POWERS and number > bounds[1]:
        if match := _LOST_POWER.fullmatch(value):
            likely = format_number(Decimal(10) ** -int(match[1]))
            return 0.6, likely, f"{_name(label)} {value} is probably 10^-{match[1]} with the raised minus sign lost"
        if number < 10:
            return 0.5, "", ""
        return 0.5, *_inverse(label, number, value)
    if label in _SHARES and 1 < number <= 100:
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
