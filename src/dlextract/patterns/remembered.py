"""Knowledge as plain data and back, for the wheel and the cache: ten times as fast as reading the YAML files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from .. import cache, prepared
from ..knowledge import (
    Beside,
    Cue,
    CueExample,
    Example,
    FactTemplate,
    Knowledge,
    Pattern,
    PieceTemplate,
    Place,
    Question,
    QuestionExample,
    QuestionOptions,
    Rule,
    Template,
    Traits,
)

_KIND = "knowledge"
_FORMAT = "2"
"""Raised whenever ``_freeze`` gives something else."""

_RECORD = ""
"""Key of a record among dicts."""
_DICT = -1
"""Number of a dict that has this key itself."""

_RECORDS: tuple[Any, ...] = (
    Knowledge,
    Pattern,
    Rule,
    Example,
    Cue,
    CueExample,
    Question,
    QuestionExample,
    QuestionOptions,
    FactTemplate,
    PieceTemplate,
    Template,
    Place,
    Traits,
    Beside,
)
_NUMBER = {record: number for number, record in enumerate(_RECORDS)}
_FIELDS = tuple(tuple(field.name for field in fields(record)) for record in _RECORDS)
_SHAPE = repr([(record.__name__, names) for record, names in zip(_RECORDS, _FIELDS, strict=True)])
"""Part of the key: a record with another field is another format."""


def recall(fingerprint: str, shown: Sequence[str], *, examples: bool) -> Knowledge | None:
    """Return the knowledge made earlier from files of this content, shown under these paths."""
    parts = _parts(fingerprint, shown, examples=examples)
    found = prepared.load(_KIND, prepared.key(*parts)) or cache.load(_KIND, cache.key(*parts))
    if found is None:
        return None
    try:
        knowledge = _thaw(found)
    except (TypeError, IndexError, ValueError):
        return None
    return knowledge if isinstance(knowledge, Knowledge) else None


def remember(knowledge: Knowledge, shown: Sequence[str], *, examples: bool) -> None:
    """Store the knowledge for later runs."""
    parts = _parts(knowledge.fingerprint, shown, examples=examples)
    cache.store(_KIND, cache.key(*parts), _freeze(knowledge))


def prepare(folder: Path, knowledge: Knowledge, shown: Sequence[str]) -> Path:
    """Write knowledge without examples as a wheel holds it into ``folder``, and return the path of the file."""
    parts = _parts(knowledge.fingerprint, shown, examples=False)
    return prepared.store(folder, _KIND, prepared.key(*parts), _freeze(knowledge))


def _parts(fingerprint: str, shown: Sequence[str], *, examples: bool) -> tuple[str, ...]:
    return _FORMAT, _SHAPE, str(examples), fingerprint, *shown


def _freeze(value: Any) -> Any:
    """Return ``value`` with tuples as lists, and records as dicts of one key: ``{"": [number, field, …]}``."""
    number = _NUMBER.get(type(value))
    if number is not None:
        return {_RECORD: [number, *(_freeze(getattr(value, name)) for name in _FIELDS[number])]}
    if isinstance(value, tuple):
        return list(map(_freeze, value))
    if isinstance(value, dict):
        if _RECORD in value:
            return {_RECORD: [_DICT, list(value), list(map(_freeze, value.values()))]}
        return {key: _freeze(item) for key, item in value.items()}
    return value


def _thaw(value: Any) -> Any:
    kind = type(value)
    if kind is list:
        return tuple(value) if not value or type(value[0]) is str else tuple(map(_thaw, value))
    if kind is dict:
        if _RECORD in value:
            number, *items = value[_RECORD]
            if number == _DICT:
                return dict(zip(items[0], map(_thaw, items[1]), strict=True))
            return _RECORDS[number](*map(_thaw, items))
        return {key: item if type(item) is str else _thaw(item) for key, item in value.items()}
    return value
