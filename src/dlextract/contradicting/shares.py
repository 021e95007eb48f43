"""Shares of a split that the counts of its parts do not give: 80/20 beside 700 and 300 images."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from ..knowledge import NO_TRAITS
from ..records import Contradiction, Fact, Paper
from ..spelling import folded
from .stated import Statement, names_alone, of_one_thing, statements_of

_PARTS = ("TRAIN_SPLIT", "VALIDATION_SPLIT", "TEST_SPLIT")
_NEAR = Fraction(1, 25)
"""So far a share may be from that of the counts: a split by groups, or a rounded share."""
_FEWEST = 20
"""Counts of fewer in all give no share."""


def shares_against_counts(facts: Sequence[Fact], paper: Paper) -> Iterator[Contradiction]:
    """Yield a contradiction where the shares and the counts of one split differ."""
    alone = names_alone(facts)
    groups: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        label = _part_of(fact)
        if label and fact.status == "used":
            groups[folded(fact.scope)][label] += statements_of(fact, paper, NO_TRAITS)[:1]
    for scope in groups.values():
        shares = _one_each(scope, lambda number: 0 < number < 1)
        counts = _one_each(scope, lambda number: number > 1)
        if shares and shares.keys() == counts.keys() and (worst := _worst(shares, counts, alone)):
            yield _contradiction(worst, shares, counts)


def _part_of(fact: Fact) -> str:
    """Return the part of a split whose share or count a fact is, "" where it is none."""
    if fact.label in _PARTS:
        return fact.label
    part = str(dict(fact.attributes).get("part", "")) if fact.label == "DATASET_SIZE" else ""
    return next((label for label in _PARTS if part and label.lower().startswith(part[:4])), "")


def _one_each(parts: Mapping[str, Sequence[Statement]], fits: Callable[[Fraction], bool]) -> dict[str, Statement]:
    """Return the statement of each part whose number fits; nothing where a part has two, or a single part has one."""
    found: dict[str, Statement] = {}
    for label, statements in parts.items():
        some = [one for one in statements if fits(one.number)]
        if len(some) > 1:
            return {}
        if some:
            found[label] = some[0]
    return found if len(found) > 1 else {}


def _worst(shares: Mapping[str, Statement], counts: Mapping[str, Statement], alone: frozenset[str]) -> str:
    """Return the part whose share and count differ most, "" where none differs enough."""
    total = sum((one.number for one in counts.values()), Fraction(0))
    whole = sum((one.number for one in shares.values()), Fraction(0))
    if total < _FEWEST or abs(whole - 1) > Fraction(1, 50):
        return ""
    if not all(of_one_thing(shares[label], counts[label], alone) for label in shares):
        return ""
    off = {label: abs(shares[label].number - counts[label].number / total) for label in shares}
    worst = max(off, key=lambda label: float(off[label]))
    return worst if off[worst] > _NEAR else ""


def _contradiction(worst: str, shares: Mapping[str, Statement], counts: Mapping[str, Statement]) -> Contradiction:
    labels = [label for label in _PARTS if label in shares]
    total = sum((one.number for one in counts.values()), Fraction(0))
    said = "/".join(f"{float(shares[label].number):.0%}".rstrip("%") for label in labels)
    made = "/".join(f"{float(counts[label].number / total):.0%}".rstrip("%") for label in labels)
    share, count = shares[worst], counts[worst]
    first, second = (share, count) if share.place.start < count.place.start else (count, share)
    told = "/".join(str(int(counts[label].number)) for label in labels)
    return Contradiction(
        label=worst,
        text=f"Split: {said} on page {share.place.page}, but {told} on page {count.place.page}, which is {made}.",
        values=(first.fact.value, second.fact.value),
        evidence=(first.place, second.place),
        facts=(first.fact.id, second.fact.id),
        scope=share.fact.scope,
    )
