"""Whether a paper is of the kind that a question is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..records import COUNTING, Fact, Paper
from ..regexes import Limited

_FRONT = frozenset({"title", "abstract"})
_BRIEF = 5_000
"""Characters of a text that is no longer than a page."""


def is_about(needs: Collection[str], kinds: int, said: Limited | None, facts: Iterable[Fact], paper: Paper) -> bool:
    """Tell whether a paper that states ``facts`` is of the kind that a question needs.

    Args:
        needs: labels of facts that tell; a question without any is about every paper.
        kinds: so many of them must be stated.
        said: what a sentence of the abstract, or of a brief text, says in which one such fact tells enough by itself.
        facts: of the paper; what the authors did not use does not count.
        paper: the paper itself.
    """
    if not needs:
        return True
    telling = [fact for fact in facts if fact.label in needs and fact.status in COUNTING]
    if len({fact.label for fact in telling}) >= kinds:
        return True
    if said is None:
        return False
    brief = len(paper.text) <= _BRIEF
    pieces = (piece for fact in telling for piece in fact.evidence if brief or piece.section in _FRONT)
    return any(said.search(piece.quote) for piece in pieces)
