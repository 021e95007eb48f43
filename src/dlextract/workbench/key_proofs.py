"""Which regexes of ``when`` are proved: a sentence of their label is read differently without them."""

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
"""What is found in a sentence: start, end and value of each find."""


def check_keys(nlp: Any, patterns: Sequence[Pattern]) -> Iterator[Finding]:
    """Yield the regexes of ``when`` that no sentence needs; advice where they are the user's."""
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
    """Yield the pattern without ``when``, and without each of several regexes of it, and what that is called."""
    if pattern.when:
        yield "when", replace(pattern, when=())
    for at in range(len(pattern.when) if len(pattern.when) > 1 else 0):
        yield f"the regex {at + 1} of when", replace(pattern, when=pattern.when[:at] + pattern.when[at + 1 :])


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
        outcomes.append(frozenset((m.start, m.end, m.value) for m in mentions))
    return outcomes
