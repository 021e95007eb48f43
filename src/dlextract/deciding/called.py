"""What a paper calls its names: "the entities PER, LOC and ORG" are no networks, nor is "the OPX score"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..words import WordRegex
from .acronyms import CALLED_DATA, NO_MODEL

_NAME = r"[A-Z][\w+]*[A-Z\d][\w+]*(?:[-–/][\w+]+)*|[A-Z]\w*(?:[-–][A-Z\d][\w+]*)+"
_NOTE = r"(?: ?\([^()\n]{1,60}\)| ?\[[\d, –-]{1,12}\])?"
_ITEM = rf"(?:(?:{_NAME})(?![\w-]){_NOTE}|(?:(?!(?:are|is|as|like|and|or)\b)[a-z&-]+ ){{1,4}}\((?:{_NAME})\))"
_LIST = re.compile(rf"(?<![\w-]){_ITEM}(?:(?:,? and|,? or|,| &) {_ITEM})+")
"""Names in a row: "PER, LOC and ORG", "persons (PER) and places (LOC)"."""

_FOUND = re.compile(rf"(?<![\w-])(?:{_NAME})(?![\w-])")
_IN_BRACKETS = re.compile(r"\((?P<name>[^()\s]+)\)")
_NOTES = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")
_BEHIND = re.compile(r"[- ](?P<noun>[a-z]{3,})(?:[- ](?P<next>[a-z]{3,}))?")
_ACTIVITY = re.compile(r"(?:[st]ion|ing|[eo]rs?)$")
_NEAR = 60

_NETWORK = WordRegex("called_network")
_LED = WordRegex("called_led")
_OTHER = WordRegex("called_other")
_LIKE_NETWORK = WordRegex("called_like_network")

Kinds = Mapping[str, frozenset[str]]
"""Label → names that the paper calls something else."""


def called_otherwise(text: str, long_forms: Mapping[str, str]) -> Kinds:
    """Return the names that ``text`` calls labels, measures and the like, and nowhere networks (or data).

    A noun behind a name or before a list tells what it names; in a list whose names are mostly of such a kind, all are.
    So are names whose long form is no network.

    Args:
        text: the text.
        long_forms: abbreviation → what it stands for in ``text``.
    """
    called: defaultdict[str, set[str]] = defaultdict(set)
    measured = {short for short, long in long_forms.items() if NO_MODEL.search(long)}
    lists = []
    for match in _LIST.finditer(text):
        names = frozenset([*_FOUND.findall(_NOTES.sub(" ", match[0])), *_IN_BRACKETS.findall(match[0])])
        lists.append(names)
        _sort(names, text, match.start(), match.end(), called)
    for match in _FOUND.finditer(text):
        _sort((match[0],), text, match.start(), match.end(), called)
    others = called["other"] | measured
    for _ in range(2):
        for names in lists:
            if 2 * len(names & others) >= len(names) and not names & called["network"]:
                others |= names
    data = {name for name in others & called["other"] if name not in called["data"] and name not in measured}
    return {"ARCHITECTURE": frozenset(others - called["network"]), "DATASET": frozenset(data)}


def is_like_network(name: str) -> bool:
    """Tell whether a name ends as those of networks do: "MothNet"."""
    return _LIKE_NETWORK.fullmatch(name) is not None


def _sort(names: Iterable[str], text: str, start: int, end: int, called: Mapping[str, set[str]]) -> None:
    """Add names to what the nouns right behind and right before ``start:end`` call them."""
    behind = _BEHIND.match(text, end, end + _NEAR)
    near = text[max(0, start - _NEAR) : start]
    telling = _OTHER.search(near) or _NETWORK.search(near)  # most have none of the nouns, which is soon seen
    before = _LED.search(text, max(0, start - _NEAR), start) if telling else None
    if behind and _ACTIVITY.search(behind["next"] or ""):  # "the OPX entity extraction"
        behind = None
    nouns = [match["noun"] for match in (behind, before) if match]
    if any(map(_OTHER.fullmatch, nouns)):
        called["other"].update(names)
    if any(map(_NETWORK.fullmatch, [*nouns, (behind and behind["next"]) or ""])):
        called["network"].update(names)
    if CALLED_DATA.match(text, end, end + _NEAR):
        called["data"].update(names)
