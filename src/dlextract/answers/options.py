"""The options of a question, its regexes ready to search one paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..knowledge import Beside, FactTemplate, Question
from ..regexes import Limited
from .pieces import Piece

_VERSION = r"(?i)[\s-]?v?(?:ersion )?\d[\w.]*"


@dataclass(frozen=True, slots=True)
class Saying:
    """How one fact is said: ``template``, where ``when`` matches its value (None: always)."""

    template: str
    when: Limited | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What decides whether a question is answered, and how; ``questions.yaml`` explains every key."""

    needs: frozenset[str] = frozenset()
    needs_kinds: int = 1
    needs_said: Limited | None = None
    status: tuple[str, ...] = ("used",)
    roles: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    not_sections: frozenset[str] = frozenset()
    show: frozenset[str] = frozenset()
    prefer: frozenset[str] = frozenset()
    match: Limited | None = None
    not_match: Limited | None = None
    strong: Limited | None = None
    not_quote: Limited | None = None
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
    version: Limited | None = None
    pointer: tuple[Limited, ...] = ()
    first: tuple[str, ...] = ()
    beside: Mapping[str, Beside] = field(default_factory=dict)
    rather: frozenset[str] = frozenset()
    agree: Mapping[str, tuple[tuple[Limited, Limited], ...]] = field(default_factory=dict)
    title_first: bool = False
    rivals: str = ""
    adopted: Limited | None = None
    apart: Limited | None = None
    things: Limited | None = None
    subjects: Limited | None = None
    brief: int = 0
    enough: int = 0
    plain: Limited | None = None
    whole_names: bool = False
    one: tuple[str, ...] = ()
    scopes: Limited | None = None
    short: tuple[str, ...] = ()
    by_sentence: bool = False
    short_each: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)
    pieces: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)


def read_options(question: Question) -> Options:
    """Return the options of ``question`` for one paper."""
    said = question.options
    return Options(
        needs=frozenset(said.needs),
        needs_kinds=said.needs_kinds,
        needs_said=_limited(said.needs_said),
        status=said.status,
        roles=frozenset(said.roles),
        sections=frozenset(said.sections),
        not_sections=frozenset(said.not_sections),
        show=frozenset(said.show),
        prefer=frozenset(said.prefer),
        match=_limited(said.match),
        not_match=_limited(said.not_match),
        strong=_limited(said.strong),
        not_quote=_limited(said.not_quote),
        weak=frozenset(said.weak),
        weak_kinds=said.weak_kinds,
        searched=frozenset(said.searched),
        min_confidence=said.min_confidence,
        at_least=said.at_least,
        each=_sayings(said.each),
        parts=said.parts,
        by=said.by,
        limit=said.limit,
        join=said.join,
        version=_limited(said.version or _VERSION),
        pointer=tuple(Limited(pattern) for pattern in said.pointer),
        first=said.first,
        beside=said.beside,
        rather=frozenset(said.rather),
        agree={
            label: tuple((Limited(value), Limited(other)) for value, other in pairs)
            for label, pairs in said.agree.items()
        },
        title_first=said.title_first,
        rivals=said.rivals,
        adopted=_limited(said.adopted),
        apart=_limited(said.apart),
        things=_limited(said.things),
        subjects=_limited(said.subjects),
        brief=said.brief,
        enough=said.enough,
        plain=_limited(said.plain),
        whole_names=said.whole_names,
        one=said.one,
        scopes=_limited(said.scopes),
        short=said.short,
        by_sentence=said.by_sentence,
        short_each=_sayings(said.short_each),
        pieces={
            name: tuple(Piece(Limited(f"(?i){way.find}"), way.text) for way in ways)
            for name, ways in said.pieces.items()
        },
    )


def _sayings(said: Mapping[str, tuple[FactTemplate, ...]]) -> Mapping[str, tuple[Saying, ...]]:
    return {label: tuple(Saying(item.text, _limited(item.when)) for item in items) for label, items in said.items()}


def _limited(pattern: str) -> Limited | None:
    return Limited(pattern) if pattern else None
