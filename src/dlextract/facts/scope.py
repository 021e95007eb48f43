"""What a value belongs to: the stage, model, data set or stretch of epochs that its sentence binds it to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from ..knowledge import Traits
from ..words import WordRegex

if TYPE_CHECKING:
    import regex

_STAGE = WordRegex("scope_stage")
_HEAD = WordRegex("scope_head")
_NUMBERS = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4"}
_NUMBERS |= {"one": "1", "two": "2", "three": "3"}
_VERBS = {"pre": "pre-training", "fin": "fine-tuning", "ret": "retraining", "re-": "retraining"}
_ACTOR = WordRegex("scope_actor")

_EPOCHS = WordRegex("scope_epochs")
_AFTER = WordRegex("scope_after")
_BEFORE = WordRegex("scope_before")
_OWNER = WordRegex("scope_owner")
_OURS = re.compile(r"\b(?:[Ww]e|[Oo]urs?)\b")
_FOR_IT = re.compile(r",? we\b")
"""What follows "as a baseline"."""

_NO_NAME = WordRegex("scope_no_name")
_DEVICE = WordRegex("scope_device")
_CLAUSE = re.compile(r"[;:]\s|,\s(?:and|while|whereas|but|which)\s|\.\s|\n")
_RESPECTIVELY = re.compile(r"\b[Rr]espectively\b")
_NUMBER = re.compile(r"\d[\d.]*(?:,\d{3})*(?:\s?[x×·]\s?10\^?[-−–]?\d+|[eE][-−–]?\d+|\^?[-−–]\d+)?\s?%?[kKM]?")
_JOINT = re.compile(r"\s*(?:,|and|,\s*and|or|/)\s*")
_LIST = WordRegex("scope_list")
_PARAMETER = WordRegex("scope_parameter")
_SUBJECT = WordRegex("scope_subject")


def scope_of(sentence: str, start: int, end: int, traits: Traits, section: str) -> str:
    """Return what the value at ``start:end`` of ``sentence`` belongs to, or "" where nothing is said.

    In order: its place in a "… and …, respectively" list; a range of epochs beside it; a stage of training in its
    clause, its sentence or the heading ``section``, with the thing that the value is said to be "for". Only labels
    that are ``scoped`` have one.
    """
    if not traits.scoped:
        return ""
    match = _RESPECTIVELY.search(sentence, end)
    if match and (item := _respective(sentence[: match.start()], start, end)) and not _PARAMETER.search(item):
        return item
    left, right = clause(_breaks(sentence), start, end, len(sentence))
    if traits.counts != "epochs":
        for epochs in _EPOCHS.finditer(sentence, max(0, start - 50), end + 50):
            if 0 <= start - epochs.end() <= 30 or 0 <= epochs.start() - end <= 30:
                return _tidy(epochs[0])
    named = _named(sentence, start, end, left, right) or _owner(sentence, start)
    stage = (
        _stage_of_head(sentence, start)
        or _stage(sentence, left, right, start)
        or _stage(sentence, 0, len(sentence), start)
        or _stage_of(section)
    )
    if named and stage and not re.search(r"(?i)stage|phase|train|tuning", named):
        return f"{stage}, {named}"
    return stage or named


def clause(breaks: Iterable[tuple[int, int]], start: int, end: int, whole: int) -> tuple[int, int]:
    """Return where the clause with ``start:end`` begins and ends, in a sentence of ``whole`` characters.

    ``breaks`` are where clauses end and the next ones begin, in order.
    """
    left = 0
    for before, after in breaks:
        if after <= start:
            left = after
        elif before >= end:
            return left, before
    return left, whole


@lru_cache(maxsize=8)
def _breaks(sentence: str) -> tuple[tuple[int, int], ...]:
    """Return where clauses end and the next ones begin; a sentence is asked about each of its values."""
    return tuple(match.span() for match in _CLAUSE.finditer(sentence))


def _stage(sentence: str, left: int, right: int, near: int) -> str:
    """Return the stage of training that is named nearest to ``near``."""
    named = _stages(sentence, left, right, _STAGE.pattern, _ACTOR.pattern)
    found = [(abs(start - near), name) for start, name in named]
    return min(found, default=(0, ""))[1]


@lru_cache(maxsize=32)
def _stages(sentence: str, left: int, right: int, *_written: str) -> tuple[tuple[int, str], ...]:
    """Return where stages of training are named, and their names; ``_written`` are the regexes that tell it."""
    named = ((match.start(), _stage_name(match, sentence)) for match in _STAGE.finditer(sentence, left, right))
    return tuple((start, name) for start, name in named if name)


def _stage_of_head(sentence: str, start: int) -> str:
    """Return the stage that the last head before ``start`` names by its number alone."""
    heads = [name for end, name in _heads(sentence, _HEAD.pattern) if end <= start]
    return heads[-1] if heads else ""


@lru_cache(maxsize=8)
def _heads(sentence: str, _written: str) -> tuple[tuple[int, str], ...]:
    found = _HEAD.finditer(sentence)
    return tuple((match.end(), f"stage {_NUMBERS[match['ordinal'].lower()]}") for match in found)


def _stage_name(match: regex.Match[str], sentence: str) -> str:
    if match["kind"]:
        number = match["number"]
        return f"{match['kind'].lower()} {_NUMBERS.get(number.lower(), number)}"
    if match["ordinal"]:
        ordinal, unit = match["ordinal"].lower(), match["unit"].lower()
        return f"{unit} {_NUMBERS[ordinal]}" if ordinal in _NUMBERS else f"{ordinal} {unit}"
    if match["name"]:
        return re.sub(
            r"(?i)^(meta)?-?(pre|fine)-?(?=t)", lambda m: f"{'meta-' if m[1] else ''}{m[2]}-", match["name"]
        ).lower()
    if _ACTOR.search(sentence[: match.start()]):
        return _VERBS[match["verb"][:3].lower()]
    return ""  # "a pre-trained ResNet" is no stage of this training


def _stage_of(section: str) -> str:
    match = _STAGE.search(section)
    return _stage_name(match, section) if match else ""


def _named(sentence: str, start: int, end: int, left: int, right: int) -> str:
    """Return the thing that the clause says the value is for: right after it, else at its head."""
    for match in (_AFTER.search(sentence[end:right]), _BEFORE.search(sentence[left:start])):
        if match:
            name = _tidy(match["name"])
            if not _NO_NAME.match(name) and not _DEVICE.search(name) and len(name) <= 60:
                return name
    return ""


def _owner(sentence: str, start: int) -> str:
    """Return the subject of the clause that holds the value: "the teacher has 24 layers"; "" where none is."""
    names = [(end, name) for end, name in _owners(sentence, _OWNER.pattern) if end <= start]
    if not names or (_OURS.search(sentence, names[-1][0], start) and not _FOR_IT.match(sentence, names[-1][0])):
        return ""
    return names[-1][1]


@lru_cache(maxsize=8)
def _owners(sentence: str, _written: str) -> tuple[tuple[int, str], ...]:
    """Return where the names of subjects end, and the names."""
    return tuple((match.end(), _tidy(match["name"])) for match in _OWNER.finditer(sentence))


def _respective(head: str, start: int, end: int) -> str:
    """Return the item that belongs to the value: "… 0.1 and 0.2 for A and B, respectively", "A and B used 1 and 2"."""
    values = _values_around(head, start, end)
    if len(values) < 2:
        return ""
    position = next((i for i, (a, b) in enumerate(values) if a < end and b > start), 0)
    for match in reversed(list(_LIST.finditer(head, values[-1][1]))):
        items = _items(head[match.end() :])
        if len(items) == len(values):
            return items[position]
    for match in reversed(list(_SUBJECT.finditer(head, 0, values[0][0] + 1))):
        items = _items(match["subject"])
        if len(items) == len(values):
            return items[position]
    return ""


def _items(text: str) -> list[str]:
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*/\s*", text.strip(" ,("))
    items = [_tidy(re.sub(r"(?i)^(?:the|our|both)\s+", "", part.strip())) for part in parts if part.strip()]
    return [item for item in items if len(item) <= 60]


def _values_around(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the run of values, parted by commas or "and", that the value at ``start:end`` belongs to."""
    values = _values(sentence)
    here = next((i for i, (a, b) in enumerate(values) if a < end and b > start), -1)
    if here < 0:
        return []
    first = last = here
    while first > 0 and _JOINT.fullmatch(sentence, values[first - 1][1], values[first][0]):
        first -= 1
    while last + 1 < len(values) and _JOINT.fullmatch(sentence, values[last][1], values[last + 1][0]):
        last += 1
    return list(values[first : last + 1])


@lru_cache(maxsize=8)
def _values(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _NUMBER.finditer(sentence))


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;:")
