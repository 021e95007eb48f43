"""What a paper says twice, differently: facts → contradictions, each with both places.

Only what is surely of one thing is compared: the same scope, the same names, stages and parts of a model in both
sentences. Two models with two batch sizes are no contradiction.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..knowledge import Knowledge
from ..records import Contradiction, Fact, Paper
from .quantities import twice_stated
from .shares import shares_against_counts

__all__ = ["find_contradictions"]


def find_contradictions(facts: Sequence[Fact], paper: Paper, knowledge: Knowledge) -> tuple[Contradiction, ...]:
    """Return what ``paper`` says twice, differently, in the order of its text.

    Args:
        facts: what the paper states, with their ids.
        paper: the paper (sections).
        knowledge: which labels have one value for one thing.
    """
    found = [*twice_stated(facts, paper, knowledge), *shares_against_counts(facts, paper)]
    return tuple(sorted(found, key=lambda one: (one.evidence[0].start, one.label)))
