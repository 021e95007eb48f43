"""Whether a paper is of the kind that a question is about."""

from __future__ import annotations

from collections.abc import Iterable

from ..records import COUNTING, Fact, Paper
from .options import Options

_FRONT = frozenset({"title", "abstract"})
_BRIEF = 5_000
"""Characters of a text that is no longer than a page."""


def is_about(options: Options, facts: Iterable[Fact], paper: Paper) -> bool:
    """Tell whether a paper that states ``facts`` is of the kind that a question needs.

    So many kinds of the facts that it needs must be used; or one, in a sentence of the abstract (or of a brief text)
    that says enough by itself. A question that needs none is about every paper.
    """
    if not options.needs:
        return True
    telling = [fact for fact in facts if fact.label in options.needs and fact.status in COUNTING]
    if len({fact.label for fact in telling}) >= options.needs_kinds:
        return True
    if options.needs_said is None:
        return False
    brief = len(paper.text) <= _BRIEF
    pieces = (piece for fact in telling for piece in fact.evidence if brief or piece.section in _FRONT)
    return any(options.needs_said.search(piece.quote) for piece in pieces)
