"""The keys of a question in ``questions.yaml`` beside ``cq``, ``ask``, ``from`` and ``say``, checked and typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import regex

from ..errors import PatternError
from ..knowledge import Question
from ..records import SECTION_ROLES, STATUSES
from .pieces import Piece
from .template import parse, slots


@dataclass(frozen=True, slots=True)
class Saying:
    """How one fact is said: ``template``, where ``when`` matches its value (None: always)."""

    template: str
    when: Any = None


_VERSION = regex.compile(r"[\s-]?v?(?:ersion )?\d[\w.]*", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Options:
    """What decides whether a question is answered, and how; ``questions.yaml`` explains every key."""

    needs: frozenset[str] = frozenset()
    needs_kinds: int = 1
    status: tuple[str, ...] = ("used",)
    roles: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    not_sections: frozenset[str] = frozenset()
    show: frozenset[str] = frozenset()
    prefer: frozenset[str] = frozenset()
    match: Any = None
    not_match: Any = None
    strong: Any = None
    not_quote: Any = None
    weak: frozenset[str] = frozenset()
    weak_kinds: int = 0
    searched: frozenset[str] = frozenset()
    min_confidence: float = 0.0
    at_least: int = 1
    each: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    by: str = ""
    limit: int = 6
    join: str = "; "
    version: Any = _VERSION
    pointer: tuple[Any, ...] = ()
    first: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    short_each: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)
    pieces: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)


def read_options(question: Question) -> Options:
    """Return the options of ``question``.

    Raises:
        PatternError: a key is unknown, or its value makes no sense.
    """
    options = Options(**{key: _value(key, value, question) for key, value in question.options.items()})
    known = {*question.labels, *options.pieces, "values", "parts", "quote", "quotes", "roles", "pieces"}
    for template in options.short:
        if unknown := slots(template) - known:
            problem = f"short of {question.name}: {{{min(unknown)}}} is neither a label of from nor a piece"
            raise PatternError(str(question.place), problem)
    return options


def _value(key: str, value: object, question: Question) -> Any:
    try:
        read = _READERS[key]
    except KeyError:
        known = ", ".join(sorted(_READERS))
        raise PatternError(str(question.place), f"unknown key {key!r} in {question.name}", f"Known: {known}") from None
    try:
        return read(value)
    except (TypeError, ValueError, regex.error) as error:
        raise PatternError(str(question.place), f"{key} of {question.name}: {error}") from None


def _strings(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) else [value]
    for item in items:
        if not isinstance(item, str):
            raise TypeError(f"{item!r} is no text")
    return tuple(items)


def _labels(value: object) -> frozenset[str]:
    return frozenset(_strings(value))


def _among(known: tuple[str, ...]) -> Any:
    def read(value: object) -> tuple[str, ...]:
        for item in _strings(value):
            if item not in known:
                raise ValueError(f"{item!r} is none of {', '.join(known)}")
        return _strings(value)

    return read


def _regex(value: object) -> Any:
    return regex.compile("|".join(f"(?:{item})" for item in _strings(value)))


def _template(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    parse(value)
    return value


def _sayings(value: object) -> tuple[Saying, ...]:
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(
        Saying(_template(item["say"]), _regex(item["when"])) if isinstance(item, Mapping) else Saying(_template(item))
        for item in items
    )


def _each(value: object) -> Mapping[str, tuple[Saying, ...]]:
    if not isinstance(value, Mapping):
        raise TypeError("labels and their templates are needed")
    return {label: _sayings(sayings) for label, sayings in value.items()}


def _pieces(value: object) -> Mapping[str, tuple[Piece, ...]]:
    if not isinstance(value, Mapping):
        raise TypeError("names of pieces and how they are found are needed")
    return {
        name: tuple(_piece(way) for way in (ways if isinstance(ways, (list, tuple)) else [ways]))
        for name, ways in value.items()
    }


def _piece(way: object) -> Piece:
    """Return a way to find a piece: ``{find: regex, say: template}``, or a regex that says all that it finds."""
    find, say = (way["find"], _template(way["say"])) if isinstance(way, Mapping) else (way, "{all}")
    found = regex.compile("|".join(f"(?:{item})" for item in _strings(find)), regex.IGNORECASE)
    if unknown := slots(say) - set(found.groupindex) - {"all"}:
        raise ValueError(f"{{{min(unknown)}}} is no group of its regex")
    return Piece(found, say)


_READERS: Mapping[str, Any] = {
    "needs": _labels,
    "needs_kinds": int,
    "status": _among(STATUSES),
    "roles": _labels,
    "sections": lambda value: frozenset(_among(SECTION_ROLES)(value)),
    "not_sections": lambda value: frozenset(_among(SECTION_ROLES)(value)),
    "show": _labels,
    "prefer": lambda value: frozenset(_among(SECTION_ROLES)(value)),
    "match": _regex,
    "not_match": _regex,
    "strong": _regex,
    "not_quote": _regex,
    "weak": _labels,
    "weak_kinds": int,
    "searched": _labels,
    "min_confidence": float,
    "at_least": int,
    "each": _each,
    "parts": lambda value: tuple(_template(item) for item in _strings(value)),
    "by": lambda value: _among(("scope",))(value)[0],
    "limit": int,
    "join": str,
    "version": _regex,
    "first": _strings,
    "short": lambda value: tuple(_template(item) for item in _strings(value)),
    "short_each": _each,
    "pieces": _pieces,
    "pointer": lambda value: tuple(regex.compile(item) for item in _strings(value)),
}
