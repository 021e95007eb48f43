"""Which regexes of ``when``, ``unless`` and ``attributes`` are proved: a sentence is read differently without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..deciding.find_settler import FindSettler
from ..finding import find_statements
from ..knowledge import Knowledge, Pattern
from ..pipeline.finder import PatternFinder
from ..records import Paper
from .findings import Finding
from .proofs import unread

Outcome = frozenset[tuple[object, ...]]
"""What is found in a sentence: start, end, value and attributes of each find."""


def check_keys(nlp: Any, patterns: Sequence[Pattern]) -> Iterator[Finding]:
    """Yield the regexes of ``when``, ``unless`` and ``attributes`` that no sentence needs.

    They are advice where they are the user's.
    """
    for pattern in patterns:
        variants = list(_without(pattern))
        if not variants:
            continue
        docs = [unread(nlp, pattern, example.text) for example in pattern.sentences]
        whole = _outcomes(pattern, docs)
        for what, variant in variants:
            if _outcomes(variant, docs) == whole:
                told = f"no sentence of this label is read differently without {what}"
                yield Finding(pattern.place, pattern.label, told, "Write one, or drop it", error=not pattern.own)


def _without(pattern: Pattern) -> Iterator[tuple[str, Pattern]]:
    """Yield the pattern without ``when`` as a whole and without each regex of its keys, and what that is called."""
    if pattern.when:
        yield "when", replace(pattern, when=())
    for number, rest in _each_left_out(pattern.when if len(pattern.when) > 1 else ()):
        yield f"the regex {number} of when", replace(pattern, when=rest)
    for number, rest in _each_left_out(pattern.unless):
        yield f"the regex {number} of unless", replace(pattern, unless=rest)
    for name, regexes in pattern.attributes.items():
        for number, rest in _each_left_out(regexes):
            variant = replace(pattern, attributes={**pattern.attributes, name: rest})
            yield f"the regex {number} of the attribute {name}", variant


def _each_left_out(regexes: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the number of each regex, counted from 1, and the others."""
    for at in range(len(regexes)):
        yield at + 1, (*regexes[:at], *regexes[at + 1 :])


def _outcomes(pattern: Pattern, docs: Sequence[Any]) -> list[Outcome]:
    """Return what rules and statements of ``pattern`` find in each of ``docs``, beside no other label."""
    alone = Knowledge({pattern.label: pattern}, (), (), {}, "")
    finder, settler = PatternFinder(alone), FindSettler(alone)
    outcomes: list[Outcome] = []
    for doc in docs:
        mentions = [find.mention for find in settler.stay(finder.finds(doc))[0]]
        if pattern.names or pattern.counted:
            sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
            mentions += find_statements(Paper("", "", doc.text), sentences, alone)
        outcomes.append(frozenset((m.start, m.end, m.value, m.attributes) for m in mentions))
    return outcomes
