"""What a whole paper says about a fact that no single sentence does: side remarks, and names inside longer names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..candidates import FROM_TABLE, Candidate, Merged, Step
from ..records import Fact, Mention
from ..words import WordList

_PLACE = {"title": 4.0, "abstract": 2.0, "introduction": 0.8, "related_work": 0.1, "discussion": 0.6, "appendix": 0.5}
_SIDE_REMARK = 0.25
"""A task with less than this share of the weight of the paper's main task is a side remark."""

_NAMED_SURELY = 0.6
_OWN_FAMILY = 0.85
"""A family needs more confidence than this beside a network with a name."""

_FAMILY_NAMES = WordList("salience_family_names")

_ENOUGH = 1.0
_SURE_MENTION = 0.75


_COMPARED = ("ARCHITECTURE", "DATASET")
"""Labels of what tables of results compare."""


def weigh(merged: Sequence[Merged], found: Sequence[Candidate], title: str, own_names: frozenset[str]) -> list[Merged]:
    """Return the facts as the whole paper has them: its main tasks, and names of things rather than of their families.

    Args:
        merged: the facts.
        found: what they were merged from.
        title: of the paper.
        own_names: what the authors call their own work.
    """
    in_results = frozenset(item.value for item in found if _is_result(item.mention))
    facts = main_tasks([item.fact for item in merged], found)
    facts = named_before_families(longest_names(facts, title, in_results | own_names))
    return [
        item
        if item.fact == fact
        else replace(item, fact=fact, steps=(*item.steps, Step("salience", f"{fact.status}: {fact.reason}")))
        for item, fact in zip(merged, facts, strict=True)
    ]


def _is_result(mention: Mention) -> bool:
    """Tell whether a table of results gave the find."""
    return mention.label in _COMPARED and mention.found_by.startswith(FROM_TABLE)


def main_tasks(facts: Sequence[Fact], found: Sequence[Candidate]) -> list[Fact]:
    """Return the facts with the tasks of the paper as used and side remarks as mentioned.

    Tasks are weighed by where they stand (title, abstract, methods …). A paper whose tasks are all only mentioned
    still has a purpose: its heaviest task of a known class, if title or abstract name it. Half of that is enough
    where the paper uses a network: then it has a task.
    """
    weights: dict[str, float] = defaultdict(float)
    for item in found:
        if item.mention.label == "TASK" and item.verdict.status in ("used", "mentioned"):
            weight = _PLACE.get(item.section, 1.0)
            weights[item.value] += weight if item.verdict.status == "used" else 0.25 * weight
    if not weights:
        return list(facts)
    top = max(weights.values())
    known = {item.value for item in found if item.mention.label == "TASK" and item.mention.value}
    heaviest = max((weights[value] for value in known if value in weights), default=0.0)
    network = any(fact.label == "ARCHITECTURE" and fact.status == "used" for fact in facts)
    enough = _ENOUGH / 2 if network else _ENOUGH
    any_used = any(fact.label == "TASK" and fact.status == "used" for fact in facts)
    settled = []
    for fact in facts:
        if fact.label == "TASK":
            weight = weights.get(fact.value, 0.0)
            if fact.status == "used" and weight < _SIDE_REMARK * top:
                fact = replace(fact, status="mentioned", confidence=round(1 - weight / top, 3), reason="side remark")
            elif (
                fact.status == "mentioned"
                and not any_used
                and fact.value in known
                and weight == heaviest
                and weight >= enough
                and fact.confidence < _SURE_MENTION
            ):
                fact = replace(fact, status="used", confidence=0.5, reason="main task of title and abstract")
        settled.append(fact)
    return settled


def longest_names(facts: Sequence[Fact], title: str = "", names: frozenset[str] = frozenset()) -> list[Fact]:
    """Return the facts with architectures as mentioned whose name is only a part of another used one's name.

    "R-CNN" beside "Faster R-CNN", "YOLO" beside "YOLOv3": the shorter one is the family, not a second network, unless
    it is found at least as often or stands in the title.
    """
    holding: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.label == "ARCHITECTURE" and fact.status == "used":
            for part in _parts(fact.value.lower()):
                holding.setdefault(part, []).append(fact)
    settled = []
    for fact in facts:
        own_place = fact.value in names or _in_title(fact.value, title)
        if fact.label == "ARCHITECTURE" and fact.status == "used" and not own_place:
            others = holding.get(fact.value.lower(), ())
            if longer := [other for other in others if len(other.evidence) >= len(fact.evidence)]:
                fact = replace(fact, status="mentioned", reason=f"part of the name {longer[0].value}")
        settled.append(fact)
    return settled


_REST = re.compile(r"[-\s_]|v?\d")


def _in_title(name: str, title: str) -> bool:
    return name in title and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", title) is not None


def named_before_families(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with families (a convolutional neural network) as mentioned beside a used network with a name.

    A family stays used where the paper speaks of it surely enough as its own, or where no other network is named.
    """
    named = any(
        fact.label == "ARCHITECTURE"
        and fact.status == "used"
        and fact.confidence >= _NAMED_SURELY
        and not _is_family(fact.value)
        for fact in facts
    )
    if not named:
        return list(facts)
    return [
        replace(fact, status="mentioned", reason="a family beside a network with a name")
        if fact.label == "ARCHITECTURE"
        and fact.status == "used"
        and fact.confidence < _OWN_FAMILY
        and _is_family(fact.value)
        else fact
        for fact in facts
    ]


def _is_family(value: str) -> bool:
    """Tell whether ``value`` is the common noun of a kind of network and no name."""
    return value in _FAMILY_NAMES or value.removeprefix("1D ").removeprefix("3D ").islower()


def _parts(name: str) -> set[str]:
    """Return the beginnings and ends of ``name`` that stand before a version, or are parted from it as words are."""
    places = range(1, len(name))
    begins = {name[:place] for place in places if _REST.match(name, place)}
    return begins | {name[place:] for place in places if name[place - 1].isspace() or name[place - 1] == "-"}
