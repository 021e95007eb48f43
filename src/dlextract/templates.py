"""The slot language of ``say``, ``each`` and ``parts``: text, ``{slot}``, ``{slot:form}`` and ``[optional parts]``.

An optional part is left out as a whole where one of its slots has nothing to say; optional parts nest. There is
nothing else: no expressions, no attribute access, no code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

Lookup = Callable[[str], str]
"""Gives the text of a slot, "" where there is none."""

_TOKEN = re.compile(r"\{(?P<slot>\w+(?:@\w+)?)(?::(?P<form>[^{}]*))?\}|(?P<open>\[)|(?P<close>\])|(?P<text>[^{}\[\]]+)")
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {"a": 1, "an": 1, "single": 1}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to fill.

    ``form`` is "", ``words`` (12 → twelve), ``digits`` (twelve → 12), ``small`` (OWL COUNTING → owl counting) or
    ``one|many`` (chosen by the number).
    """

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Optional:
    """Parts that are said together or not at all."""

    parts: tuple[Part, ...]


Part = str | Slot | Optional


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Part, ...]:
    """Return the parts of the template ``text``.

    Raises:
        ValueError: a bracket is not closed, or a brace is no slot.
    """
    stack: list[list[Part]] = [[]]
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise ValueError(f"{text[position : position + 20]!r} is no slot such as {{value}}")
        position = token.end()
        if token["slot"]:
            form = token["form"] or ""
            if form and form not in ("words", "digits", "small") and "|" not in form:
                raise ValueError(f"unknown form {form!r} (there are words, digits, small and one|many)")
            stack[-1].append(Slot(token["slot"], form))
        elif token["open"]:
            stack.append([])
        elif token["close"]:
            if len(stack) == 1:
                raise ValueError("']' without '['")
            inner = stack.pop()
            stack[-1].append(Optional(tuple(inner)))
        else:
            stack[-1].append(token["text"])
    if len(stack) > 1:
        raise ValueError("'[' without ']'")
    return tuple(stack[0])


def fill(text: str, lookup: Lookup) -> str:
    """Return the template ``text`` with its slots filled, "" where a slot outside of brackets has nothing to say."""
    return _fill(parse(text), lookup)


def slots(text: str) -> frozenset[str]:
    """Return the names of all slots of the template ``text``."""
    return frozenset(_names(parse(text)))


def _names(parts: Sequence[Part]) -> list[str]:
    names: list[str] = []
    for part in parts:
        if isinstance(part, Slot):
            names.append(part.name)
        elif isinstance(part, Optional):
            names.extend(_names(part.parts))
    return names


def _fill(parts: Sequence[Part], lookup: Lookup) -> str:
    said: list[str] = []
    for part in parts:
        if isinstance(part, str):
            said.append(part)
        elif isinstance(part, Optional):
            said.append(_fill(part.parts, lookup))
        else:
            value = lookup(part.name)
            if not value:
                return ""
            said.append(_shape(value, part.form))
    return "".join(said)


def _shape(value: str, form: str) -> str:
    if not form or not value:
        return value
    if form == "small":
        return value.lower() if value.isupper() and " " in value else value
    number = int(value) if value.isdecimal() and len(value) < 16 else _NUMBERS.get(value.lower().removeprefix("a "))
    if form == "words":
        return _WORDS[number] if number is not None and number < len(_WORDS) else value
    if form == "digits":
        return value if number is None else str(number)
    one, _, many = form.partition("|")
    return one if number == 1 else many
