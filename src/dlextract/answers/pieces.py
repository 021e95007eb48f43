"""Pieces of a sentence that the short form of an answer is made of: a ratio, a number of raters, a threshold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import regex

from ..regexes import Limited
from ..templates import fill

_MOST = 4
"""Different things that one piece says at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What ``find`` finds, said by ``template``, whose slots are the named groups of ``find`` (and {all} of it)."""

    find: Limited
    template: str


def parsed(
    pieces: Mapping[str, tuple[Piece, ...]], sentences: Sequence[str], aside: Sequence[Collection[str]] = ()
) -> dict[str, str]:
    """Return what each piece says of ``sentences``: each thing once, in the order of the text.

    An earlier piece, and an earlier way of it, keeps later ones from what it found. What another thing of the same
    piece says with more words is left out, and what has one of the words of ``aside`` for its sentence.
    """
    said: dict[str, dict[str, str]] = {}
    for number, sentence in enumerate(sentences):
        taken: list[tuple[int, int]] = []
        unsaid = aside[number] if aside else ()
        for name, ways in pieces.items():
            for _, text in sorted(_found(ways, sentence, taken)):
                if not any(_stands_in(word, text) for word in unsaid):
                    said.setdefault(name, {}).setdefault(text.casefold(), text)
    return {name: ", ".join(_longest(texts)[:_MOST]) for name, texts in said.items()}


def leaves_out(pieces: Mapping[str, tuple[Piece, ...]], sentence: str, things: Limited) -> bool:
    """Tell whether more of what ``things`` finds in ``sentence`` stands outside of its pieces than it has pieces."""
    taken: list[tuple[int, int]] = []
    for ways in pieces.values():
        _found(ways, sentence, taken)
    spans = [match.span() for match in things.finditer(sentence)]
    outside = [1 for start, end in spans if not any(start < stop and begin < end for begin, stop in taken)]
    return len(outside) > len(taken)


def _stands_in(word: str, text: str) -> bool:
    return regex.search(rf"(?<!\w){regex.escape(word)}(?!\w)", text, regex.IGNORECASE) is not None


def _longest(texts: Mapping[str, str]) -> list[str]:
    return [text for key, text in texts.items() if not any(key != other and key in other for other in texts)]


def _found(ways: Sequence[Piece], sentence: str, taken: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """Return what ``ways`` say with where they found it, and add to ``taken`` where they did."""
    found: list[tuple[int, str]] = []
    for way in ways:
        for match in way.find.finditer(sentence):
            start, end = match.span()
            if start == end or any(start < stop and begin < end for begin, stop in taken):
                continue
            groups = {**match.groupdict(), "all": match[0]}
            if text := fill(way.template, lambda slot, groups=groups: groups.get(slot) or ""):  # type: ignore[misc]
                taken.append((start, end))
                found.append((start, " ".join(text.split())))
    return found
