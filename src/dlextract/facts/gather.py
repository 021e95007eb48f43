"""What the finds say → facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..candidates import Judged
from ..knowledge import Knowledge
from ..records import Fact, Paper
from .merging import merge
from .scope import scope_of


def gather_facts(found: Sequence[Judged], paper: Paper) -> list[Fact]:
    """Return one fact for each label, value and scope.

    Args:
        found: what each find says, in the order of the text.
        paper: the paper (sections, pages).
    """
    return merge([_scoped(item, paper) for item in found], paper)


def _scoped(item: Judged, paper: Paper) -> Judged:
    if item.scope:
        return item
    mention, section = item.mention, paper.section_at(item.mention.start)
    scope = scope_of(
        paper.text[item.start : item.end],
        mention.start - item.start,
        mention.end - item.start,
        mention.label,
        section.title if section else "",
    )
    return replace(item, scope=scope) if scope else item


def number_facts(facts: Iterable[Fact], knowledge: Knowledge) -> tuple[Fact, ...]:
    """Return the facts with their ids, by label (as in the pattern files), then by place of the best evidence."""
    order: dict[str, int] = defaultdict(lambda: len(order))
    for label in knowledge.patterns:
        order[label]
    ranked = sorted(facts, key=lambda f: (order[f.label], f.evidence[0].start, f.evidence[0].end, f.value, f.scope))
    return tuple(replace(fact, id=f"f{number}") for number, fact in enumerate(ranked, 1))
