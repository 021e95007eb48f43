"""Which facts answer a question, and which sentences show it best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..knowledge import Question
from ..records import COUNTING, Evidence, Fact, Paper
from ..subject import is_about
from .options import Options

_MOST_EVIDENCE = 3
_WEAK = 0.3

_TELLING = {
    "methods": 1.0,
    "experiments": 1.0,
    "availability": 1.0,
    "appendix": 0.9,
    "results": 0.9,
    "abstract": 0.9,
    "table": 0.85,
    "caption": 0.6,
    "acknowledgements": 0.8,
    "discussion": 0.7,
    "conclusion": 0.7,
    "introduction": 0.6,
    "related_work": 0.4,
}
"""How well a sentence of a section shows an answer to a reader, among those that say the same (0.8 elsewhere)."""


def supporting(question: Question, options: Options, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that may answer ``question``, the surest first within the order of its labels.

    Where the question is about a role, facts of which no role is known count only beside no others.
    """
    rank = {label: place for place, label in enumerate(question.labels)}
    chosen = [fact for fact in facts if fact.label in rank and _fits(fact, options)]
    if options.roles and any(fact.roles for fact in chosen):
        chosen = [fact for fact in chosen if fact.roles]
    lead = {role: place for place, role in enumerate(options.first)}
    return tuple(
        sorted(
            chosen,
            key=lambda f: (
                rank[f.label],
                min((lead.get(role, len(lead)) for role in f.roles), default=len(lead)),
                -round(f.confidence, 1),
                -len(f.evidence),
                -f.confidence,
                _start(f),
            ),
        )
    )


def set_aside(question: Question, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that ``question`` asks for, but that the authors did not use."""
    return tuple(fact for fact in facts if fact.label in question.labels and fact.status not in COUNTING)


def is_enough(options: Options, chosen: Sequence[Fact], facts: Iterable[Fact], paper: Paper) -> bool:
    """Tell whether ``chosen`` answers the question in a ``paper`` that states ``facts``."""
    strong = [fact for fact in chosen if is_strong(fact, options)]
    if not strong and options.weak_kinds and len({fact.label for fact in chosen}) >= options.weak_kinds:
        strong = list(chosen)
    if not strong:
        return False
    if len({evidence.quote_start for fact in strong for evidence in fact.evidence}) < options.at_least:
        return False
    return is_about(options, facts, paper)


def is_strong(fact: Fact, options: Options) -> bool:
    """Tell whether ``fact`` can make an answer by itself."""
    if fact.label in options.weak:
        return False
    return options.strong is None or options.strong.search(fact.value or fact.text) is not None


def best_evidence(question: Question, options: Options, chosen: Sequence[Fact]) -> tuple[Evidence, ...]:
    """Return at most three sentences: the one that shows most first, then those that show most beyond it."""
    rank = {label: place for place, label in enumerate(question.labels)}
    shown: dict[int, dict[int, float]] = defaultdict(dict)
    pieces: dict[int, Evidence] = {}
    for number, fact in enumerate(chosen):
        weight = fact.confidence / (1 + 0.1 * rank[fact.label])
        if not is_strong(fact, options) or (options.show and fact.label not in options.show):
            weight *= _WEAK
        for depth, evidence in enumerate(fact.evidence):
            if not _stands(evidence, options):
                continue
            worth = weight * _worth(evidence, options) / (1 + 0.15 * depth)
            pieces.setdefault(evidence.quote_start, evidence)
            seen = shown[evidence.quote_start]
            seen[number] = max(worth, seen.get(number, 0.0))
    picked: list[Evidence] = []
    covered: dict[int, float] = {}
    while shown and len(picked) < _MOST_EVIDENCE:
        gains = {
            start: sum(max(0.0, worth - covered.get(fact, 0.0) * 0.8) for fact, worth in seen.items())
            for start, seen in shown.items()
        }
        start = min(gains, key=lambda at: (-round(gains[at], 6), at))
        if gains[start] <= 0:
            break
        for fact_number, worth in shown.pop(start).items():
            covered[fact_number] = max(worth, covered.get(fact_number, 0.0))
        picked.append(pieces[start])
    return tuple(picked)


def _worth(evidence: Evidence, options: Options) -> float:
    if evidence.section in options.prefer:
        return 1.2
    return _TELLING.get(evidence.section, 0.8)


def _fits(fact: Fact, options: Options) -> bool:
    if fact.status not in options.status or fact.confidence < options.min_confidence:
        return False
    if fact.label in options.searched and fact.status != "searched":
        return False
    if options.roles and fact.roles and not options.roles & set(fact.roles):
        return False
    words = f"{fact.value}\n{fact.text}"
    if options.match is not None and not options.match.search(words):
        return False
    if options.not_match is not None and options.not_match.search(words):
        return False
    return any(_stands(evidence, options) for evidence in fact.evidence)


def _stands(evidence: Evidence, options: Options) -> bool:
    if options.sections and evidence.section not in options.sections:
        return False
    if does_not_count(evidence.quote, options):
        return False
    return evidence.section not in options.not_sections


def does_not_count(sentence: str, options: Options) -> bool:
    """Tell whether the question says that such a sentence is no evidence."""
    return options.not_quote is not None and options.not_quote.search(sentence) is not None


def _start(fact: Fact) -> int:
    return fact.evidence[0].start if fact.evidence else 0
