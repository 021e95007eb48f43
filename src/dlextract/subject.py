"""Whether a paper is of the kind that a question is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from .records import COUNTING, Fact, Paper
from .regexes import Limited

_FRONT = frozenset({"title", "abstract"})
_BRIEF = 5_000
"""Characters of a text that is no longer than a page."""


class Needs(Protocol):
    """What a question needs of a paper: ``needs_kinds`` of the labels ``needs``, or one that ``needs_said`` tells."""

    @property
    def needs(self) -> frozenset[str]: ...
    @property
    def needs_kinds(self) -> int: ...
    @property
    def needs_said(self) -> Limited | None: ...


def has_kinds(labels: Collection[str], many: int, facts: Iterable[Fact]) -> bool:
    """Tell whether a paper that states ``facts`` uses ``many`` kinds of what ``labels`` name."""
    return len({fact.label for fact in facts if fact.label in labels and fact.status in COUNTING}) >= many


def is_about(options: Needs, facts: Iterable[Fact], paper: Paper) -> bool:
    """Tell whether a paper that states ``facts`` is of the kind that a question needs.

    So many kinds of the facts that it needs must be used; or one, in a sentence of the abstract (or of a brief text)
    that says enough by itself. A question that needs none is about every paper.
    """
    if not options.needs:
        return True
    telling = [fact for fact in facts if fact.label in options.needs and fact.status in COUNTING]
    if has_kinds(options.needs, options.needs_kinds, telling):
        return True
    if options.needs_said is None:
        return False
    brief = len(paper.text) <= _BRIEF
    pieces = (piece for fact in telling for piece in fact.evidence if brief or piece.section in _FRONT)
    return any(options.needs_said.search(piece.quote) for piece in pieces)
