"""Quantities of which one thing has one (``single`` in the pattern files), stated with two values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ..knowledge import Knowledge, Traits
from ..records import COUNTING, Contradiction, Fact, Paper
from ..spelling import folded
from .stated import Statement, contradiction, counts_things, names_alone, of_one_thing, one_number, statements_of

_SURE = 0.5
"""Confidence from which a fact is compared."""


def twice_stated(facts: Sequence[Fact], paper: Paper, knowledge: Knowledge) -> Iterator[Contradiction]:
    """Yield the contradictions among the facts of labels that are ``single``.

    Where the work as a whole, or one thing, has three values or more, they are of several things that the paper tells
    apart elsewhere, and nothing is said.
    """
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    alone = names_alone(facts)
    for fact in facts:
        pattern = knowledge.patterns.get(fact.label)
        if pattern is not None and pattern.traits.single and fact.status in COUNTING:
            groups[fact.label, f"{folded(fact.scope)} {fact.attributes}"].append(fact)
    counts = Counter(fact.label for some in groups.values() for fact in some)
    for (label, _), some in groups.items():
        if len(some) == 2 == counts[label] and all(fact.status == "used" and fact.confidence >= _SURE for fact in some):
            traits = knowledge.patterns[label].traits
            pair = _pair([statements_of(fact, paper, traits) for fact in some], alone)
            if pair is not None:
                yield _contradiction(label, pair, traits)


def _pair(statements: Sequence[Sequence[Statement]], alone: frozenset[str]) -> tuple[Statement, Statement] | None:
    """Return two statements, one of each fact, that cannot both be true, None where there are none."""
    quotes = [{one.place.quote_start for one in some} for some in statements]
    if not all(statements) or quotes[0] & quotes[1] or one_number(statements[0][0].number, statements[1][0].number):
        return None
    for one in statements[0]:
        for other in statements[1]:
            if of_one_thing(one, other, alone):
                return (one, other) if one.place.start < other.place.start else (other, one)
    return None


def _contradiction(label: str, pair: tuple[Statement, Statement], traits: Traits) -> Contradiction:
    scope = pair[0].fact.scope
    name = f"number of {traits.counts}" if counts_things(traits) else label.replace("_", " ").lower()
    of = f" of {scope}" if scope else ""
    said = [f"{one.fact.value} on page {one.place.page}" for one in pair]
    return contradiction(label, f"{name[0].upper()}{name[1:]}{of}: {said[0]}, but {said[1]}.", pair, scope)
