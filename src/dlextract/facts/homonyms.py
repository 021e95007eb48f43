"""Abbreviations that a paper defines for itself: "deterministic binary neurons (DBNs)" are no deep belief networks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..knowledge import Pattern
from ..records import Mention

_BRACKET = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,9})\)")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_LONGEST = 120
_SMALL = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"})


def definitions(text: str) -> dict[str, str]:
    """Return the long form of each abbreviation that ``text`` introduces in brackets; the first definition counts.

    Source: A. S. Schwartz, M. A. Hearst (2003), A simple algorithm for identifying abbreviation definitions in
    biomedical text; here limited to long forms whose first letter is that of the abbreviation.
    """
    found: dict[str, str] = {}
    for match in _BRACKET.finditer(text):
        short = match[1]
        capitals = sum(letter.isupper() for letter in short)
        if capitals < 2:
            continue
        name = short[:-1] if short.endswith("s") else short
        before = text[max(0, match.start() - _LONGEST) : match.start()].rsplit("\n", 1)[-1]
        long = _long_form(name, before)
        if long:
            found.setdefault(name, long)
    return found


def _long_form(short: str, before: str) -> str:
    """Return the shortest end of ``before`` that holds the letters of ``short`` in order, its first at a word start."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    position = len(before)
    for number in range(len(letters) - 1, -1, -1):
        letter = letters[number]
        position -= 1
        while position >= 0 and (
            before[position].lower() != letter or (number == 0 and position > 0 and before[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return ""
    long = before[position:].strip()
    words = _WORD.findall(long)
    return long if 2 <= len(words) <= len(letters) + 5 else ""


def resolve(mentions: Iterable[Mention], text: str, patterns: Mapping[str, Pattern]) -> list[Mention]:
    """Return the mentions without those whose abbreviation means something else in this paper.

    A find that is a mere abbreviation takes the value of its long form where that is itself found with the same
    label. It is left out where the long form of the paper shares no word with any long form known for its value.
    """
    kept = list(mentions)
    known = definitions(text)
    if not known:
        return kept
    spelled = {(m.label, _plain(text[m.start : m.end])): m.value for m in kept if m.value}
    settled = []
    for mention in kept:
        printed = text[mention.start : mention.end]
        long = known.get(printed) or known.get(printed.removesuffix("s"))
        pattern = patterns.get(mention.label)
        if not long or pattern is None or not pattern.terms or not mention.value:
            settled.append(mention)
            continue
        value = spelled.get((mention.label, _plain(long)))
        if value and value != mention.value and _differs(long, _long_forms(pattern, mention.value)):
            settled.append(replace(mention, value=value))
        elif not _differs(long, _long_forms(pattern, mention.value)):
            settled.append(mention)
    return settled


def _long_forms(pattern: Pattern, value: str) -> list[str]:
    return [form for form in (value, *pattern.terms.get(value, ())) if len(_WORD.findall(form)) > 1]


def _differs(long: str, forms: list[str]) -> bool:
    """Tell whether there are known long forms and none shares a telling word with ``long``."""
    words = _telling(long)
    return bool(forms) and not any(words & _telling(form) for form in forms)


def _telling(form: str) -> set[str]:
    words = {word.lower() for word in _WORD.findall(form.replace("-", " "))} - _SMALL
    return {word.removesuffix("s") for word in words}


def _plain(form: str) -> str:
    return " ".join(_WORD.findall(form.lower())).removesuffix("s")
