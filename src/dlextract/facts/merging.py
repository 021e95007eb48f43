"""Finds of the same thing → one fact with several pieces of evidence."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ..candidates import Candidate, Merged, Step, likelihood
from ..knowledge import NO_TRAITS, Traits
from ..records import Fact, Paper
from ..spelling import folded
from .counts import counted, groups_of
from .evidence import evidence_of

_MAX_EVIDENCE = 8

_REPEATED = 0.35
"""How much the logarithm of the odds of use grows with the logarithm of the number of mentions."""

_STRONG_ROLE = 0.5
_SIZED = re.compile(r"(?P<base>.+)[- ](?P<size>\d+(?:\.\d+)?[BM])")
"""A network with its number of weights: "GPT-3-175B"."""

_COUNTED = re.compile(r"(?P<number>\d[\d.]*) [a-z]+")

_OWN_WORK = frozenset(
    {"title", "abstract", "methods", "experiments", "results", "table", "caption", "appendix", "other"}
)

_TRUST = {
    "methods": 1.0,
    "experiments": 1.0,
    "appendix": 0.95,
    "availability": 0.95,
    "results": 0.9,
    "table": 0.9,
    "abstract": 0.85,
    "caption": 0.8,
    "title": 0.8,
    "other": 0.8,
    "acknowledgements": 0.7,
    "conclusion": 0.7,
    "discussion": 0.65,
    "introduction": 0.6,
    "related_work": 0.4,
}
"""How far what a section says of the paper's own work is trusted, where finds of one fact say different things (0.8
elsewhere)."""


def merge(
    found: Iterable[Candidate], paper: Paper, settings: Collection[str], traits: Mapping[str, Traits]
) -> list[Merged]:
    """Return one fact for each label, value and scope, its best evidence first.

    A value that stands once with a scope and elsewhere without one is one fact with that scope. A device that a
    sentence has with two memories is two facts. ``settings`` are the labels whose numbers may bear a unit;
    ``traits`` say what a label is.
    """
    groups: dict[tuple[str, str, str], list[Candidate]] = defaultdict(list)
    for item in _of_one_form(list(_of_one_size(list(found))), settings):
        groups[item.mention.label, folded(item.value), item.scope].append(item)
    scopes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for label, key, scope in groups:
        scopes[label, key].append(scope)
    for (label, key), names in scopes.items():
        if "" in names and len(names) == 2:
            scoped = next(name for name in names if name)
            groups[label, key, scoped].extend(groups.pop((label, key, "")))
    return [
        _fact(label, scope, some, paper, traits.get(label, NO_TRAITS))
        for (label, _, scope), items in groups.items()
        for some in groups_of(items)
    ]


def _of_one_size(found: Sequence[Candidate]) -> Iterable[Candidate]:
    """Give a network that the paper has in one size only the name that it also has without its size."""
    named = {folded(item.value): item.value for item in found if item.mention.label == "ARCHITECTURE"}
    sized = {name: match for name in named if (match := _SIZED.fullmatch(name.upper()))}
    sizes: dict[str, set[str]] = defaultdict(set)
    for match in sized.values():
        sizes[match["base"].lower()].add(match["size"])
    whole = {
        name: named[base]
        for name, match in sized.items()
        if (base := match["base"].lower()) in named and len(sizes[base]) == 1
    }
    for item in found:
        value = whole.get(folded(item.value)) if item.mention.label == "ARCHITECTURE" else None
        yield replace(item, value=value) if value else item


def _of_one_form(found: Sequence[Candidate], settings: Collection[str]) -> Iterable[Candidate]:
    """Give a number that the paper also has without its unit ("500 steps" beside "500") the shorter form."""
    bare = {(item.mention.label, item.value) for item in found}
    for item in found:
        match = _COUNTED.fullmatch(item.value)
        if match and item.mention.label in settings and (item.mention.label, match["number"]) in bare:
            item = replace(item, value=match["number"])
        yield item


def _fact(label: str, scope: str, items: Sequence[Candidate], paper: Paper, traits: Traits) -> Merged:
    status, probability, reason, steps = _status(items)
    best = sorted(
        items,
        key=lambda i: (i.verdict.status != status, -i.confidence * _TRUST.get(i.section, 0.8), i.mention.start),
    )
    agreeing = [item for item in best if item.verdict.status == status] or best
    first = agreeing[0]
    fact = Fact(
        id="",
        label=label,
        text=first.text,
        value=first.value,
        status=status,
        roles=_roles(agreeing, traits),
        scope=scope,
        attributes=tuple(counted(agreeing).items()),
        confidence=round(min(0.99, probability), 3),
        evidence=tuple(evidence_of(item, paper) for item in _distinct(best)[:_MAX_EVIDENCE]),
        reason=reason,
    )
    return Merged(fact, tuple(item.number for item in items), steps)


def _status(items: Sequence[Candidate]) -> tuple[str, float, str, tuple[Step, ...]]:
    """Return status, confidence, reason, and the steps that lead to them.

    One sure use outweighs any number of mere mentions, and a name that keeps coming back where the authors speak of
    their own work is more likely theirs.
    """
    ranked = sorted(items, key=lambda i: -i.confidence)
    for status in ("searched", "negated"):
        sure = [item for item in ranked if item.verdict.status == status]
        if sure and not any(item.verdict.status == "used" for item in ranked):
            return status, sure[0].confidence, sure[0].verdict.reason, (Step("surest", f"{status}: nothing is used"),)
    open_items = [item for item in items if item.verdict.status in ("used", "mentioned")]
    best = max(open_items, key=lambda i: (i.verdict.odds, i.confidence))
    repeated = _REPEATED * math.log(max(1, sum(i.section in _OWN_WORK for i in open_items)))
    odds = best.verdict.odds + repeated
    share = best.confidence / best.verdict.probability
    status = "used" if odds >= 0 else "mentioned"
    steps = [Step("surest", f"used {best.verdict.odds:+.2f}")]
    if repeated:
        steps.append(Step("repeated", f"used {repeated:+.2f}"))
    if share != 1:
        steps.append(Step("found_surely", f"×{share:.2f}"))
    return status, likelihood(abs(odds)) * share, best.verdict.reason, tuple(steps)


def _roles(items: Sequence[Candidate], traits: Traits) -> tuple[str, ...]:
    """Return the roles that cues speak for; those of weak cues only where there is no strong one.

    Of roles that exclude one another the one that is said most stays.
    """
    lone = traits.lone_role
    weights: dict[str, float] = defaultdict(float)
    totals: dict[str, float] = defaultdict(float)
    for item in items:
        roles = dict(item.verdict.roles)
        if lone and roles.get(lone, 0) >= _STRONG_ROLE:
            roles = {lone: roles[lone]}
        for role, weight in roles.items():
            weights[role] = max(weights[role], weight)
            totals[role] += weight
    rivals = set(traits.roles) & totals.keys() if traits.one_role else set()
    for role in sorted(rivals, key=lambda role: (-totals[role], role))[1:]:
        del weights[role]
    strong = [role for role, weight in weights.items() if weight >= _STRONG_ROLE]
    return tuple(sorted(strong or [role for role, weight in weights.items() if weight > 0]))


def _distinct(items: Sequence[Candidate]) -> list[Candidate]:
    seen: set[int] = set()
    kept = []
    for item in items:
        if item.start not in seen:
            seen.add(item.start)
            kept.append(item)
    return kept
