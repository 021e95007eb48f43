"""What the finds say → facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..candidates import Candidate, Merged
from ..knowledge import Knowledge
from ..records import Paper
from .merging import merge
from .owners import owned
from .scope import scope_of


def gather_facts(found: Sequence[Candidate], paper: Paper, knowledge: Knowledge) -> list[Merged]:
    """Return one fact for each label, value and scope.

    Args:
        found: what each find says, in the order of the text.
        paper: the paper (sections, pages).
        knowledge: the patterns; they tell which values have a scope.
    """
    settings = {label for label, pattern in knowledge.patterns.items() if pattern.traits.kind == "setting"}
    traits = {label: pattern.traits for label, pattern in knowledge.patterns.items()}
    scoped = owned([_scoped(item, paper, knowledge) for item in found], paper, traits)
    return merge(scoped, paper, settings, traits)


def _scoped(item: Candidate, paper: Paper, knowledge: Knowledge) -> Candidate:
    if item.scope:
        return item
    pattern = knowledge.patterns.get(item.mention.label)
    if pattern is None or not pattern.traits.scoped:
        return item
    mention, section = item.mention, paper.section_at(item.mention.start)
    scope = scope_of(
        paper.text[item.start : item.end],
        mention.start - item.start,
        mention.end - item.start,
        pattern.traits,
        section.title if section else "",
    )
    return replace(item, scope=scope) if scope else item


def number_facts(merged: Iterable[Merged], knowledge: Knowledge) -> tuple[Merged, ...]:
    """Return the facts with their ids, by label (as in the pattern files), then by place of the best evidence."""
    order: dict[str, int] = defaultdict(lambda: len(order))
    for label in knowledge.patterns:
        order[label]

    def key(item: Merged) -> tuple[int, int, int, str, str]:
        fact = item.fact
        return order[fact.label], fact.evidence[0].start, fact.evidence[0].end, fact.value, fact.scope

    ranked = enumerate(sorted(merged, key=key), 1)
    return tuple(replace(item, fact=replace(item.fact, id=f"f{number}")) for number, item in ranked)
