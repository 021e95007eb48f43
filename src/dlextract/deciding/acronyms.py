"""Abbreviations that a paper defines for itself: "deterministic binary neurons (DBNs)" are no deep belief networks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..candidates import Candidate, standing
from ..knowledge import Pattern
from ..records import Mention
from ..short_forms import is_short_form, long_form
from ..words import WordList, WordRegex

_BRACKET = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,9})(?:\)|[,;] (?:e\.g\.,? |see |cf\. )?[A-Z\[][^()\n]{2,80}\))")
"""An abbreviation in brackets, alone or with a citation after it."""
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_LONGEST = 120
_SMALL = WordList("acronym_small")
_COMMON = WordList("acronym_common")
"""Words that so many long forms share that they tell nothing."""

_STEM = 6
_NO_DATA = WordRegex("acronym_no_data")
"""How the long form of an abbreviation ends that names no data: an activity, a method, a measure."""

NO_MODEL = WordRegex("acronym_no_model")
_NO_TASK = WordRegex("acronym_no_task")
CALLED_DATA = WordRegex("acronym_called_data")
_DATA = WordRegex("acronym_data")


def definitions(text: str) -> dict[str, str]:
    """Return the long form of each abbreviation that ``text`` introduces in brackets; the first definition counts."""
    found: dict[str, str] = {}
    for match in _BRACKET.finditer(text):
        short = match[1]
        if not is_short_form(short):
            continue
        name = short[:-1] if short.endswith("s") else short
        before = text[max(0, match.start() - _LONGEST) : match.start()].rsplit("\n", 1)[-1]
        long = long_form(name, before)
        if long:
            found.setdefault(name, long)
    return found


def resolve(candidates: Sequence[Candidate], text: str, patterns: Mapping[str, Pattern]) -> list[Candidate]:
    """Return the candidates, those whose abbreviation means something else in this paper set aside.

    A find that is a mere abbreviation takes the value of its long form where that is itself found with the same
    label. It is set aside where the long form of the paper shares no word with any long form known for its value.
    A task that only the trained model knows is called by its long form; data whose long form is an activity or a method
    ("question answering") are none, unless the paper speaks of "the X dataset".
    """
    known = definitions(text)
    if not known:
        return list(candidates)
    mentions = standing(candidates)
    spelled = {(m.label, _plain(text[m.start : m.end])): m.value for m in mentions if m.value}
    named = {
        text[m.start : m.end]
        for m in mentions
        if m.label == "DATASET"
        and CALLED_DATA.match(text, m.end, m.end + 60)
        and re.search(r"(?i)\b(?:the|our|and|on|both|of) $", text[max(0, m.start - 6) : m.start])
    }
    wholes = _parts_of_known_data(mentions, known, spelled, text)
    settled = []
    for candidate in candidates:
        mention = candidate.mention
        printed = text[mention.start : mention.end]
        if candidate.aside:
            settled.append(candidate)
            continue
        if mention.label == "DATASET" and not mention.value and (value := wholes.get(printed)):
            candidate = _valued(candidate, value, "it is part of this collection")
        long = known.get(printed) or known.get(printed.removesuffix("s"))
        if long:
            candidate = _resolved(candidate, long, printed in named, spelled, patterns.get(mention.label))
        settled.append(candidate)
    return settled


def _resolved(
    candidate: Candidate,
    long: str,
    called_data: bool,
    spelled: Mapping[tuple[str, str], str],
    pattern: Pattern | None,
) -> Candidate:
    """Return a candidate whose words stand for ``long`` in this paper."""
    mention = candidate.mention
    if not mention.value and mention.trained:
        if mention.label == "TASK":
            if _NO_TASK.search(long):
                return candidate.set_aside("long_form", f"it stands for {long!r}, which is no task")
            return _valued(candidate, " ".join(long.split()).lower(), "its long form")
        if mention.label == "ARCHITECTURE" and NO_MODEL.search(long):
            return candidate.set_aside("long_form", f"it stands for {long!r}, which is no network")
        named = called_data and not long.islower()
        if mention.label == "DATASET" and not named and _NO_DATA.search(long) and not _DATA.search(long):
            return candidate.set_aside("long_form", f"it stands for {long!r}, which is no data")
    if pattern is None or not pattern.terms or not mention.value:
        return candidate
    value = spelled.get((mention.label, _plain(long)))
    if not _differs(long, _long_forms(pattern, mention.value)):
        return candidate
    if value and value != mention.value:
        return _valued(candidate, value, f"it stands for {long!r}")
    return candidate.set_aside("long_form", f"it stands for {long!r}, which is not {mention.value}")


def _valued(candidate: Candidate, value: str, why: str) -> Candidate:
    return candidate.become(replace(candidate.mention, value=value), "long_form", f"value {value}: {why}")


def _parts_of_known_data(
    mentions: Sequence[Mention], known: Mapping[str, str], spelled: Mapping[tuple[str, str], str], text: str
) -> dict[str, str]:
    """Return the name of the whole for each part of a dataset ("MSD Heart", then "Heart").

    Only where the paper defines the abbreviation of the whole.
    """
    wholes = {short: value for short, long in known.items() if (value := spelled.get(("DATASET", _plain(long))))}
    parts: dict[str, str] = {}
    for mention in mentions:
        if mention.label == "DATASET" and not mention.value:
            short, _, part = text[mention.start : mention.end].partition(" ")
            if part and short in wholes:
                parts[text[mention.start : mention.end]] = parts[part] = wholes[short]
    return parts


def _long_forms(pattern: Pattern, value: str) -> list[str]:
    return [form for form in (value, *pattern.terms.get(value, ())) if len(_WORD.findall(form)) > 1]


def _differs(long: str, forms: list[str]) -> bool:
    """Tell whether there are known long forms and none shares a telling word with ``long``."""
    words = _telling(long)
    return bool(forms) and bool(words) and not any(words & _telling(form) for form in forms)


def _telling(form: str) -> set[str]:
    words = {word.lower() for word in _WORD.findall(form.replace("-", " "))} - _SMALL
    return {word.removesuffix("s")[:_STEM] for word in words} - {word[:_STEM] for word in _COMMON}


def _plain(form: str) -> str:
    return " ".join(_WORD.findall(form.lower())).removesuffix("s")
