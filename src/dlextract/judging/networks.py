"""What a network is in the authors' work (their own, a part of it, or compared with it): where it is named, the words
around it and its fellows, one sum for each."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..candidates import Candidate, Step
from ..records import FROM_MODEL, Fact, Paper
from ..spelling import squash
from ..words import WordRegex
from .around import NetworkOdds, beside_of, in_tables, mean, odds_of, pieces_around, reasons, rival_of, role_weights
from .status import finds_of
from .sums import Sums

if TYPE_CHECKING:
    from .arrays import Floats

LABEL = "ARCHITECTURE"

CHOICES = (("main",), ("component",), ("compared",))
"""The roles among which one is chosen; the number of a role counts from 1."""

_WORDS = {
    "ours": WordRegex("network_beside_ours"),
    "we use": WordRegex("network_beside_we_use"),
    "baseline": WordRegex("network_beside_baseline"),
    "compared": WordRegex("network_beside_compared"),
    "better than": WordRegex("network_beside_better_than"),
    "backbone": WordRegex("network_beside_backbone"),
    "part": WordRegex("network_beside_part"),
    "based on": WordRegex("network_beside_based_on"),
    "several": WordRegex("network_beside_several"),
    "such as": WordRegex("network_beside_such_as"),
    "cited": WordRegex("network_beside_cited"),
    "results": WordRegex("network_beside_results"),
    "first person": WordRegex("network_beside_first_person"),
    "prompted": WordRegex("network_beside_prompted"),
}
_SOUGHT = tuple(_WORDS.values())
_WHERE = ("in its sentence", "before it", "after it")
_NEAR = 60
_SECTIONS = (
    "abstract", "introduction", "methods", "experiments", "results", "related_work", "discussion", "conclusion",
    "caption",
)  # fmt: skip
_OURS = re.compile(r"\s?\(?ours?\b", re.IGNORECASE)
_LEAST_NAME = 3

NETWORKS = (
    *(f"rules: {roles[0]}" for roles in CHOICES),
    *(f"rules on average: {roles[0]}" for roles in CHOICES),
    "in the title",
    "kin of a name in the title",
    "a name stands in the title",
    *(f"share in {name.replace('_', ' ')}" for name in _SECTIONS),
    *(f"in {name.replace('_', ' ')}" for name in _SECTIONS),
    "others in the abstract, not it",
    "share in tables",
    "only in tables and captions",
    "in a table",
    "beside (ours)",
    "the only network",
    "number of networks",
    "number of finds",
    "finds compared with the most frequent one",
    "the most frequent one",
    "others in its sentences",
    "a common noun",
    "a known name",
    "found by the trained model",
    "part of another name",
    "holds another name",
    "first named at",
    *(f"{name} {where}" for where in _WHERE for name in _WORDS),
    *(f"{name} {where}, share" for where in _WHERE for name in _WORDS),
)
"""The features of a network, in the order of the columns."""


def rows(facts: Sequence[Fact], found: Sequence[Candidate], paper: Paper) -> Floats:
    """Return the features of the networks among ``facts``, in their order (networks × ``NETWORKS``).

    Args:
        facts: with their status, and roles as the cues have them.
        found: the finds that they were made of.
        paper: the paper.
    """
    nets = [fact for fact in facts if fact.label == LABEL]
    some = [item for item in found if item.mention.label == LABEL]
    items = finds_of(nets, some)
    used = [n for n, fact in enumerate(nets) if fact.status == "used"]
    beside = Counter(item.start for item in some)
    title = squash(paper.title)
    names = [{name for name in (squash(f.value), squash(f.text)) if len(name) >= _LEAST_NAME} for f in nets]
    titled = [n for n in used if not nets[n].value.islower() and any(name in title for name in names[n])]
    in_abstract = [n for n in used if any(item.section == "abstract" for item in items[n])]
    table = []
    for number, fact in enumerate(nets):
        others = [n for n in used if n != number]
        most = max([len(items[n]) for n in used] + [len(items[number]), 1])
        own, count = items[number], max(1, len(items[number]))
        sections = Counter(item.section for item in own)
        holding = any(_holds(names[n], names[number]) for n in others)
        held = any(_holds(names[number], names[n]) for n in others)
        table.append([
            *_by_rules(fact, own),
            float(any(name in title for name in names[number])),
            float(any(_holds(names[number], names[n]) for n in titled if n != number)),
            float(bool(titled)),
            *(sections[name] / count for name in _SECTIONS),
            *(float(sections[name] > 0) for name in _SECTIONS),
            float(bool(in_abstract) and number not in in_abstract),
            *_in_tables(own),
            float(any(_OURS.match(paper.text, item.mention.end) for item in own)),
            float(not others),
            math.log1p(len(used)),
            math.log1p(len(own)),
            len(own) / most,
            float(len(own) == most),
            math.log1p(mean([beside[item.start] - 1 for item in own])),
            float(fact.value.islower()),
            float(any(item.mention.value for item in own)),
            float(any(item.mention.found_by.startswith(FROM_MODEL) for item in own)),
            float(holding),
            float(held),
            min((item.mention.start for item in own), default=len(paper.text)) / max(1, len(paper.text)),
            *_words(own, paper.text),
        ])  # fmt: skip
    return np.array(table, dtype=np.float64).reshape(len(nets), len(NETWORKS))


def _holds(longer: set[str], shorter: set[str]) -> bool:
    return any(a != b and b in a for a in longer for b in shorter)


def _by_rules(fact: Fact, items: Sequence[Candidate]) -> list[float]:
    weights = role_weights(items)
    roles = [choice[0] for choice in CHOICES]
    return [*(float(role in fact.roles) for role in roles), *(weights.get(role, 0.0) for role in roles)]


def _in_tables(items: Sequence[Candidate]) -> tuple[float, float, float]:
    inside = in_tables(items, "table")
    aside = in_tables(items, "table", "caption")
    return mean(inside), float(bool(aside) and all(aside)), float(any(inside))


def _words(items: Sequence[Candidate], text: str) -> list[float]:
    """Return whether, and how often, words of each kind stand in a sentence of it, near before or near after it."""
    around = pieces_around(items, text, _NEAR)
    told = [[sum(sought.search(piece) is not None for piece in pieces) for sought in _SOUGHT] for pieces in around]
    sizes = [max(1, len(pieces)) for pieces in around]
    return [
        *(float(number > 0) for numbers in told for number in numbers),
        *(number / size for numbers, size in zip(told, sizes, strict=True) for number in numbers),
    ]


def assign(
    facts: Sequence[Fact], table: Floats, sums: Sums, beside: NetworkOdds | None = None
) -> tuple[tuple[Fact, Step | None], ...]:
    """Return the facts with the role that the weights give to each network that is used, and the sum behind it.

    Args:
        facts: with their status as it is judged.
        table: the features (networks × ``NETWORKS``).
        sums: one for each choice.
        beside: what the network of candidates says of ``facts``.
    """
    own = beside_of(facts, LABEL, beside, len(CHOICES))
    chosen = zip(table, own.mixed(odds_of(table, sums)), range(len(table)), strict=True)
    assigned: list[tuple[Fact, Step | None]] = []
    for fact in facts:
        step = None
        if fact.label == LABEL:
            features, odds, place = next(chosen)
            if fact.status == "used":
                number = int(odds.argmax())
                step = _step(number, features, odds, sums, own.of([place]))
                fact = replace(fact, roles=CHOICES[number])
        assigned.append((fact, step))
    return tuple(assigned)


def _step(number: int, features: Floats, odds: Floats, sums: Sums, beside: NetworkOdds) -> Step:
    """Return what spoke for the role that was chosen, against the next best one."""
    rival = rival_of(number, odds)
    because = reasons(NETWORKS, features, sums, (number, rival), beside)
    said = f"{CHOICES[number][0]}, not {CHOICES[rival][0]}: {odds[number] - odds[rival]:+.1f}"
    return Step("networks judge", f"{said} = {because}")
