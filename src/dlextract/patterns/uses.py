"""Where the shared pieces of regexes (fragments) are used, and with which sentences each use can be tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..knowledge import Example, Place
from .fragments import Fragments
from .labels import LabelPart
from .loading import Merger, read_files
from .parts import Text


@dataclass(frozen=True, slots=True)
class Use:
    """A regex that holds a fragment: as it is, as it is with a fragment that matches nothing, and its sentences."""

    regex: str
    without: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A fragment: where it stands, its regex, its own examples, and the regexes that hold it."""

    name: str
    place: Place
    regex: str
    examples: tuple[Example, ...]
    uses: Iterator[Use]


def fragment_uses(folders: Sequence[Path]) -> Iterator[Shared]:
    """Yield each fragment with the regexes that hold it, itself or in another fragment.

    Raises:
        PatternError: a folder cannot be read, or has a mistake.
    """
    merger = Merger(read_files(folders))
    merger.knowledge()
    whole = Fragments(merger.fragments)
    regexes = [(text, sentences) for text, sentences in _regexes(merger) if "%{" in text.text]
    for name, text in merger.fragments.items():
        without = Fragments({**merger.fragments, name: Text("(?!)", text.place)})
        uses = _uses(regexes, whole, without)
        yield Shared(name, text.place, whole.insert(text, name), merger.fragment_examples[name], uses)


def _uses(regexes: Sequence[tuple[Text, tuple[str, ...]]], whole: Fragments, without: Fragments) -> Iterator[Use]:
    for text, sentences in regexes:
        use = Use(whole.insert(text, ""), without.insert(text, ""), sentences)
        if use.regex != use.without:
            yield use


def _regexes(merger: Merger) -> Iterator[tuple[Text, tuple[str, ...]]]:
    for name, text in merger.fragments.items():
        yield text, tuple(example.text for example in merger.fragment_examples[name])
    for parts in merger.labels.values():
        for part in parts:
            yield from _of_label(part)
    for cue in merger.cues.values():
        sentences = tuple(example.text for example in cue.cue.examples)
        for text in cue.regexes:
            yield text, sentences
    for asked in merger.questions.values():
        for option, texts in asked.regexes.items():
            sentences = tuple(example.text for example in asked.question.examples if example.option == option)
            for text in texts:
                yield text, sentences


def _marked(part: LabelPart, *, named: bool) -> tuple[str, ...]:
    """Return the sentences of a label with each find in turn as ``⟦⟧``, or as ``⟦find⟧`` where it is ``named``."""
    every = (*part.examples, *(example for rule in part.rules for example in rule.examples))
    return tuple(
        f"{example.text[:start]}⟦{example.text[start:end] if named else ''}⟧{example.text[end:]}"
        for example in every
        for start, end in example.spans
    )


def _of_label(part: LabelPart) -> Iterator[tuple[Text, tuple[str, ...]]]:
    own = tuple(example.text for example in part.examples)
    every = (*own, *(example.text for rule in part.rules for example in rule.examples))
    for rule in part.rules:
        if rule.regex is not None:
            yield rule.regex, (*(example.text for example in rule.examples), *own)
    for texts in (part.unless, part.when, part.names, part.units, part.counted):
        for text in texts:
            yield text, every
    for sentences, mapping in (_marked(part, named=False), part.attributes), (_marked(part, named=True), part.edges):
        for texts in mapping.values():
            for text in texts:
                yield text, sentences
