"""Shares of a split that the counts of its parts, or other shares, do not give: 80/20 beside 700 and 300 images."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from ..candidates import PARTS_OF_DATA
from ..knowledge import NO_TRAITS
from ..records import Contradiction, Fact, Paper
from ..spelling import folded
from .stated import Statement, contradiction, names_alone, of_one_thing, statements_of

_PARTS = tuple(PARTS_OF_DATA.values())
_NEAR = Fraction(1, 25)
"""So far a share may be from that of the counts: a split by groups, or a rounded share."""
_HARDLY = Fraction(1, 50)
"""So far the shares of a split may be from one."""

_FEWEST = 20
"""Counts of fewer in all give no share."""


def shares_against_counts(facts: Sequence[Fact], paper: Paper) -> Iterator[Contradiction]:
    """Yield a contradiction where the shares and the counts of one split differ, or its shares in two sentences."""
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
        elif not counts and (pair := _two_splits(scope, alone)):
            yield _of_shares(*pair)


def _two_splits(
    scope: Mapping[str, Sequence[Statement]], alone: frozenset[str]
) -> tuple[Mapping[str, Statement], Mapping[str, Statement]] | None:
    """Return two splits of the same data whose shares differ, None where there are fewer, or more."""
    splits: dict[int, dict[str, Statement]] = defaultdict(dict)
    for label, statements in scope.items():
        for one in statements:
            if 0 < one.number < 1:
                splits[one.place.quote_start][label] = one
    whole = [some for _, some in sorted(splits.items()) if _is_whole(some)]
    if len(splits) != 2 or len(whole) != 2 or whole[0].keys() != whole[1].keys():
        return None
    first, second = whole
    differ = any(abs(first[label].number - second[label].number) > _NEAR for label in first)
    one_thing = all(of_one_thing(first[label], second[label], alone) for label in first)
    return (first, second) if differ and one_thing else None


def _is_whole(shares: Mapping[str, Statement]) -> bool:
    return abs(sum((one.number for one in shares.values()), Fraction(0)) - 1) <= _HARDLY


def _of_shares(first: Mapping[str, Statement], second: Mapping[str, Statement]) -> Contradiction:
    labels = [label for label in _PARTS if label in first]
    worst = max(labels, key=lambda label: float(abs(first[label].number - second[label].number)))
    said = ["/".join(_percent(some[label].number) for label in labels) for some in (first, second)]
    one, other = first[worst], second[worst]
    text = f"Split: {said[0]} on page {one.place.page}, but {said[1]} on page {other.place.page}."
    return contradiction(worst, text, (one, other), one.fact.scope)


def _percent(share: Fraction) -> str:
    return f"{float(share):.0%}".rstrip("%")


def _part_of(fact: Fact) -> str:
    """Return the part of a split whose share or count a fact is, "" where it is none."""
    if fact.label in _PARTS:
        return fact.label
    part = str(dict(fact.attributes).get("part", "")).lower() if fact.label == "DATASET_SIZE" else ""
    return next((label for name, label in PARTS_OF_DATA.items() if part and name.startswith(part[:4])), "")


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
    if total < _FEWEST or not _is_whole(shares):
        return ""
    if not all(of_one_thing(shares[label], counts[label], alone) for label in shares):
        return ""
    off = {label: abs(shares[label].number - counts[label].number / total) for label in shares}
    worst = max(off, key=lambda label: float(off[label]))
    return worst if off[worst] > _NEAR else ""


def _contradiction(worst: str, shares: Mapping[str, Statement], counts: Mapping[str, Statement]) -> Contradiction:
    labels = [label for label in _PARTS if label in shares]
    total = sum((one.number for one in counts.values()), Fraction(0))
    said = "/".join(_percent(shares[label].number) for label in labels)
    made = "/".join(_percent(counts[label].number / total) for label in labels)
    share, count = shares[worst], counts[worst]
    pair = (share, count) if share.place.start < count.place.start else (count, share)
    told = "/".join(str(int(counts[label].number)) for label in labels)
    text = f"Split: {said} on page {share.place.page}, but {told} on page {count.place.page}, which is {made}."
    return contradiction(worst, text, pair, share.fact.scope)
