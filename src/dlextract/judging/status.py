"""Do the authors use a thing, or do they only mention it: what all its finds say, one sum for each kind of thing."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..candidates import FROM_TABLE, Candidate, Step
from ..knowledge import Knowledge
from ..records import FROM_MODEL, Fact, Paper
from ..spelling import folded
from .around import NetworkOdds
from .segments import QUESTIONS, Segment
from .spoken import MOST_REASONS, spoken

if TYPE_CHECKING:
    from .arrays import Floats
    from .sums import Sums

KINDS = (
    ("TASK",),
    ("DATASET",),
    ("ARCHITECTURE",),
    ("GPU", "HARDWARE"),
    ("FRAMEWORK",),
    ("METRIC",),
    ("AUGMENTATION",),
    ("REGULARIZATION",),
    ("CODE_LINK", "DATA_LINK"),
)
"""Labels that share their weights; a kind's number counts from 1. Settings, whatever their label, come after these."""

SETTINGS = len(KINDS) + 1
"""The number of the kind of all labels whose pattern says ``kind: setting``."""

_KIND_OF: Mapping[str, int] = {label: number for number, labels in enumerate(KINDS, 1) for label in labels}

DECIDED = frozenset({1, 2, 3, 6, 7, 9})
"""Kinds for which the sum tells more than the cues; for the others it only says how sure their verdict is."""

SURE = 0.25
"""Log odds from which the sum outdoes the verdict of the cues."""

SECTIONS = (
    "title", "abstract", "introduction", "related_work", "methods", "experiments", "results", "discussion",
    "conclusion", "appendix", "caption", "table", "other", "acknowledgements",
)  # fmt: skip
"""Roles of sections, in the order in which their features stand."""

STATUS = (
    "cues in all",
    "strongest cue",
    "second strongest cue",
    "cues on average",
    "number of finds",
    *(f"in {name.replace('_', ' ')}" for name in SECTIONS),
    "part of the title",
    "found by the trained model alone",
    "certainty of the trained model",
    "in a table of values",
    "a known name",
    "first person beside it",
    "cited each time",
    "finds compared with the most frequent one",
    "the most frequent one",
    "its best sentence answers the question",
    "its sentences answer the question",
    "capitals or digits in the name",
    "several words",
    "length of the name",
    "has a scope",
    "the rule itself says so",
    "rules say used",
    "certainty of the rules",
    "part of a longer name",
    "family of a named network",
    "how many there are",
)
"""The features of a fact, in the order of the columns."""

_OWN_WORK = frozenset(
    {"title", "abstract", "methods", "experiments", "results", "table", "caption", "appendix", "other"}
)
_REPEATED = 0.35
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s|[Ii]n this (?:paper|work|study))\b")
_CITED = re.compile(r"\s?[\w-]{0,12}\s?(?:\[\d|\((?:[A-Z][\w-]+(?: et al\.?| and)|\d{4}))")
_CITED_WITHIN = 30
_LEAST = -6.0
_OPEN = ("used", "mentioned")


def kind_of(label: str, knowledge: Knowledge) -> int:
    """Return the number of the kind that ``label`` belongs to, 0 for none that is judged."""
    pattern = knowledge.patterns.get(label)
    usual = SETTINGS if pattern is not None and pattern.traits.kind == "setting" else 0
    return _KIND_OF.get(label, usual)


def rows(
    facts: Sequence[Fact], found: Sequence[Candidate], paper: Paper, lines: Sequence[Segment], scores: Floats,
    knowledge: Knowledge,
) -> Floats:  # fmt: skip
    """Return the features of ``facts`` (facts × ``STATUS``).

    Args:
        facts: as the cues have them.
        found: the finds that they were made of.
        paper: the paper.
        lines: its sentences.
        scores: log odds that they answer each question.
        knowledge: which labels answer which question; the judges know the shipped questions only.
    """
    items = finds_of(facts, found)
    most: Counter[str] = Counter()
    for fact, some in zip(facts, items, strict=True):
        most[fact.label] = max(most[fact.label], len(some))
    count = Counter(fact.label for fact in facts)
    asked: dict[str, int] = {}
    for question in knowledge.questions:
        for label in question.labels if question.cq <= QUESTIONS else ():
            asked.setdefault(label, question.cq)
    starts = [line.start for line in lines]
    table = []
    for fact, some in zip(facts, items, strict=True):
        answering = [_LEAST]
        if lines and fact.label in asked:
            numbers = {max(0, bisect_right(starts, item.start) - 1) for item in some}
            answering = [max(_LEAST, float(scores[n, asked[fact.label] - 1])) for n in sorted(numbers)] or [_LEAST]
        table.append(_row(fact, some, paper, most[fact.label], count[fact.label], answering))
    return np.array(table, dtype=np.float64).reshape(len(facts), len(STATUS))


def finds_of(facts: Sequence[Fact], found: Sequence[Candidate]) -> list[Sequence[Candidate]]:
    """Return for each of ``facts`` the finds among ``found`` that tell of it."""
    by_value: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for item in found:
        by_value[item.mention.label, folded(item.value)].append(item)
    return [_same_thing(fact, by_value.get((fact.label, folded(fact.value)), ()), found) for fact in facts]


def _same_thing(fact: Fact, same: Sequence[Candidate], found: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the finds of a fact: of the ``same`` value those of its scope, else those that its evidence shows."""
    scoped = [item for item in same if not fact.scope or item.scope in (fact.scope, "")]
    if scoped or same:
        return scoped or same
    places = {piece.start for piece in fact.evidence}
    return [item for item in found if item.mention.label == fact.label and item.mention.start in places]


def _row(
    fact: Fact, items: Sequence[Candidate], paper: Paper, most: int, count: int, answering: Sequence[float]
) -> list[float]:
    odds = sorted((item.verdict.odds for item in items), reverse=True) or [0.0]
    own = sum(item.section in _OWN_WORK for item in items)
    sections = Counter(item.section for item in items)
    finds = max(1, len(items))
    trained = [item.mention.score for item in items if item.mention.found_by.startswith(FROM_MODEL)]
    alone = len(trained) == len(items) > 0
    text = paper.text
    cited = sum(_CITED.match(text, i.mention.end, i.mention.end + _CITED_WITHIN) is not None for i in items)
    return [
        odds[0] + _REPEATED * math.log(max(1, own)),
        odds[0],
        odds[1] if len(odds) > 1 else 0.0,
        sum(odds) / len(odds),
        math.log1p(len(items)),
        *(math.log1p(sections[name]) for name in SECTIONS),
        float(bool(fact.value) and fact.value.lower() in paper.title.lower()),
        float(alone),
        max(trained) if alone else 0.0,
        float(any(item.mention.found_by.startswith(FROM_TABLE) for item in items)),
        float(any(item.mention.value for item in items)),
        float(any(_FIRST_PERSON.search(text, item.start, item.end) for item in items)),
        cited / finds,
        len(items) / max(1, most),
        float(len(items) == most),
        max(answering),
        sum(answering) / len(answering),
        float(any(letter.isupper() or letter.isdigit() for letter in fact.text[1:])),
        float(" " in fact.text),
        math.log1p(len(fact.text)),
        float(bool(fact.scope)),
        float(any(item.mention.hint for item in items)),
        float(fact.status == "used"),
        2 * fact.confidence - 1,
        float("part of the name" in fact.reason),
        float("family" in fact.reason),
        math.log1p(count),
    ]


def settle(
    facts: Sequence[Fact], table: Floats, sums: Sums, knowledge: Knowledge, beside: NetworkOdds | None = None
) -> tuple[Fact, ...]:
    """Return the facts with status and confidence as the weights, and the network ``beside`` them, have them.

    The verdict of the cues stands for the kinds outside of ``DECIDED``, and where the sum hardly leans to either side.
    What is searched over or negated stays so, and labels of no kind stay as they are. A doubt about a value remains.
    """
    settled = []
    own = beside or NetworkOdds.nothing(len(facts))
    for number, (fact, features) in enumerate(zip(facts, table, strict=True)):
        kind = kind_of(fact.label, knowledge)
        if not kind or fact.status not in _OPEN:
            settled.append(fact)
            continue
        odds = _odds(kind, features, sums, own.of([number]))
        status = fact.status
        if _decides(kind, odds):
            status = "used" if odds > 0 else "mentioned"
        for_it = odds if status == "used" else -odds
        chance = round(1 / (1 + math.exp(-max(-30.0, min(30.0, for_it)))), 3)
        if any(name == "likely" for name, _ in fact.attributes):  # the value itself is doubtful
            chance = min(chance, fact.confidence)
        reason = fact.reason if status == fact.status else strongest(features, sums, kind, status, own.of([number]))
        settled.append(replace(fact, status=status, confidence=min(0.99, chance), reason=reason))
    return tuple(settled)


def _decides(kind: int, odds: float) -> bool:
    """Tell whether a sum tells more than the verdict of the cues."""
    return kind in DECIDED and abs(odds) >= SURE


def step(
    fact: Fact, features: Floats, sums: Sums, knowledge: Knowledge, beside: NetworkOdds | None = None
) -> Step | None:
    """Return the sum that gave ``fact``, settled, its status and confidence; None where no sum speaks of its kind.

    ``beside`` is what the network says of this fact.
    """
    kind = kind_of(fact.label, knowledge)
    if not kind or fact.status not in _OPEN:
        return None
    own = beside or NetworkOdds.nothing(1)
    because = spoken(*own.told(STATUS, features, sums.weights[kind - 1], float(own.odds[0, 0])))
    decides = "decides" if _decides(kind, _odds(kind, features, sums, own)) else "says how sure"
    return Step("status judge", f"{decides}: {fact.status} {fact.confidence:.2f} = {', '.join(because[:MOST_REASONS])}")


def strongest(features: Floats, sums: Sums, kind: int, status: str, beside: NetworkOdds) -> str:
    """Return what speaks most for ``status``: a feature, or the words around the fact that ``beside`` is of."""
    sign = 1 if status == "used" else -1
    names, values, weights = beside.told(STATUS, features, sums.weights[kind - 1], float(beside.odds[0, 0]))
    shares = [sign * float(f) * float(w) for f, w in zip(values, weights[:-1], strict=True)]
    return names[max(range(len(shares)), key=lambda n: (shares[n], -n))]


def _odds(kind: int, features: Floats, sums: Sums, beside: NetworkOdds) -> float:
    """Return the log odds that the authors use the fact that ``beside`` is of."""
    return float(beside.mixed(sums(kind, features[None])[:, None])[0, 0])
