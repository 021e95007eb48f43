"""Which regexes of a label's keys are proved: a sentence, a heading or a name is read differently without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..deciding.edges import Edges
from ..deciding.find_settler import FindSettler
from ..finding import find_statements
from ..finding.parameter_names import Headings
from ..knowledge import EDGE, HEADING, Example, Knowledge, Pattern
from ..pipeline.finder import PatternFinder
from ..records import Mention, Paper
from .findings import Finding
from .proofs import unread

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Outcome = frozenset[tuple[object, ...]]
"""What is found in a sentence: start, end, value and attributes of each find."""


def check_keys(nlp: Language, patterns: Sequence[Pattern], knowledge: Knowledge) -> Iterator[Finding]:
    """Yield headings and names that are read wrongly, and the regexes of keys that no example needs.

    Those are advice where they are the user's.
    """
    headings = Headings(knowledge)
    for pattern in patterns:
        yield from _wrong(pattern, headings)
        variants = list(_without(pattern))
        if not variants:
            continue
        docs = [unread(nlp, pattern, example.text) for example in pattern.sentences]
        whole: dict[Callable[..., object], object] = {}
        for key, what, variant in variants:
            readers = {"table": (_headings, _statements), "edges": (_names,)}.get(key, (_outcomes,))
            for read in readers:
                if read not in whole:
                    whole[read] = read(pattern, docs)
            if all(read(variant, docs) == whole[read] for read in readers):
                told = f"no example of this label is read differently without {what}"
                yield Finding(pattern.place, pattern.label, told, "Write one, or drop it", error=not pattern.own)


def _wrong(pattern: Pattern, headings: Headings) -> Iterator[Finding]:
    for example in _of(pattern, HEADING):
        found = headings.label(example.text)
        if found is not pattern:
            told = f"this heading is read as {found.label if found else 'nothing'}"
            yield Finding(example.place, pattern.label, told, error=not pattern.own)
    for example, span in zip(_of(pattern, EDGE), _names(pattern), strict=True):
        if span != (example.spans[1] if len(example.spans) > 1 else None):
            told = f"here the name is {example.text[slice(*span)]!r}" if span else "here it is no name"
            yield Finding(example.place, pattern.label, told, error=not pattern.own)


def _of(pattern: Pattern, kind: str) -> list[Example]:
    return [example for example in pattern.examples if example.kind == kind]


def _without(pattern: Pattern) -> Iterator[tuple[str, str, Pattern]]:
    """Yield the pattern without each regex of its keys (without ``when`` as a whole too), the key, and what is gone."""
    if pattern.when:
        yield "when", "when", replace(pattern, when=())
    if pattern.extend:
        yield "extend", "extend", replace(pattern, extend="")
    for number, rest in _each_left_out(pattern.when if len(pattern.when) > 1 else ()):
        yield "when", f"the regex {number} of when", replace(pattern, when=rest)
    for number, rest in _each_left_out(pattern.unless):
        yield "unless", f"the regex {number} of unless", replace(pattern, unless=rest)
    for number, rest in _each_left_out(pattern.table):
        yield "table", f"the regex {number} of table", replace(pattern, table=rest)
    for name, regexes in pattern.attributes.items():
        for number, rest in _each_left_out(regexes):
            variant = replace(pattern, attributes={**pattern.attributes, name: rest})
            yield "attributes", f"the regex {number} of the attribute {name}", variant
    for name, regexes in pattern.edges.items():
        for number, rest in _each_left_out(regexes):
            edges = {**pattern.edges, name: rest} if rest else {k: v for k, v in pattern.edges.items() if k != name}
            yield "edges", f"the regex {number} of edges, {name}", replace(pattern, edges=edges)


def _each_left_out(regexes: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the number of each regex, counted from 1, and the others."""
    for at in range(len(regexes)):
        yield at + 1, (*regexes[:at], *regexes[at + 1 :])


def _outcomes(pattern: Pattern, docs: Sequence[Doc]) -> list[Outcome]:
    """Return what rules and statements of ``pattern`` find in each of ``docs``, beside no other label."""
    alone = Knowledge({pattern.label: pattern}, (), (), {}, "")
    finder, settler = PatternFinder(alone), FindSettler(alone)
    found = [[find.mention for find in settler.stay(finder.finds(doc))[0]] for doc in docs]
    stated = _statements(pattern, docs) if pattern.names or pattern.counted else [Outcome() for _ in docs]
    return [_told(mentions) | more for mentions, more in zip(found, stated, strict=True)]


def _statements(pattern: Pattern, docs: Sequence[Doc]) -> list[Outcome]:
    """Return what statements of ``pattern`` find in each of ``docs``, beside no other label."""
    alone = Knowledge({pattern.label: pattern}, (), (), {}, "")
    sentences = [[(sent.start_char, sent.end_char) for sent in doc.sents] for doc in docs]
    return [
        _told(find_statements(Paper("", "", doc.text), spans, alone))
        for doc, spans in zip(docs, sentences, strict=True)
    ]


def _told(mentions: Sequence[Mention]) -> Outcome:
    return frozenset((m.start, m.end, m.value, m.attributes) for m in mentions)


def _headings(pattern: Pattern, _docs: Sequence[Doc] = ()) -> list[bool]:
    """Tell which of the headings of ``pattern`` it reads."""
    headings = Headings(Knowledge({pattern.label: pattern}, (), (), {}, ""))
    return [headings.label(example.text) is not None for example in _of(pattern, HEADING)]


def _names(pattern: Pattern, _docs: Sequence[Doc] = ()) -> list[tuple[int, int] | None]:
    """Return where the name is in each example of edges, None where it is none."""
    edges = Edges([pattern])
    found: list[tuple[int, int] | None] = []
    for example in _of(pattern, EDGE):
        start, end = edges.bare(pattern.label, example.text, *example.spans[0])
        is_none = edges.is_none(pattern.label, example.text, start, end)
        found.append(None if is_none else edges.whole(pattern.label, example.text, start, end))
    return found
