"""Binds abbreviations to the names that they stand for: "Generative Adversarial Minority Oversampling (GAMO)"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from ..candidates import FROM_ACRONYM, Candidate, fresh, standing
from ..records import Mention
from ..short_forms import stands_for

LABELS = ("DATASET", "ARCHITECTURE", "TASK")
"""Labels whose names have abbreviations that are bound."""

_BRACKET = re.compile(r"\s?\(\s?(?P<short>[A-Z][\w+-]{1,11}?)(?P<plural>s?)\s?[),;]")
_WORD = re.compile(r"[\w-]+")
_SCORE = 0.7


def bind(text: str, candidates: Sequence[Candidate], exclusive: Collection[str]) -> list[Candidate]:
    """Return the candidates, with those of their abbreviations, all of one thing under one value.

    An abbreviation stands in brackets behind a name, and its letters occur in the name in their order, the first one
    at its beginning. Where nothing else was found, each of its occurrences becomes a candidate. A term's own value
    stays; of a name that no term knows the abbreviation is the value, of a task the long form.
    """
    mentions = standing(candidates)
    pairs = dict(_definitions(text, mentions))
    if not pairs:
        return list(candidates)
    longs = {(name.label, text[name.start : name.end]): short for short, name in reversed(pairs.items())}
    bound = []
    for candidate in candidates:
        mention = candidate.mention
        words = text[mention.start : mention.end]
        short = longs.get((mention.label, words), _singular(words, pairs))
        name = pairs.get(short)
        if not candidate.aside and not mention.value and name is not None and name.label == mention.label:
            value = _value(short, name, text)
            candidate = candidate.become(replace(mention, value=value), "acronym", f"value {value}")
        bound.append(candidate)
    taken = sorted((m.start, m.end) for m in standing(bound) if m.label in exclusive)
    return [*bound, *_more(text, taken, pairs)]


def _definitions(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, Mention]]:
    for mention in mentions:
        if mention.label not in LABELS:
            continue
        bracket = _BRACKET.match(text, mention.end)
        if bracket and stands_for(bracket["short"], text[mention.start : mention.end]):
            yield bracket["short"], mention


def _value(short: str, name: Mention, text: str) -> str:
    if name.value:
        return name.value
    return " ".join(text[name.start : name.end].split()) if name.label == "TASK" else short


def _singular(words: str, pairs: dict[str, Mention]) -> str:
    return words[:-1] if words not in pairs and words.endswith("s") else words


def _more(text: str, taken: Sequence[tuple[int, int]], pairs: dict[str, Mention]) -> Iterator[Candidate]:
    """Yield a candidate for each occurrence of an abbreviation at which nothing was found."""
    starts = [start for start, _ in taken]
    furthest = [-1, *accumulate((end for _, end in taken), max)]
    for short, places in _occurrences(text, pairs).items():
        name = pairs[short]
        for start, end in places:
            if furthest[bisect_left(starts, end)] <= start:
                origin = name.origin or name.found_by
                value, source = _value(short, name, text), FROM_ACRONYM + name.label
                again = Mention(name.label, start, end, value, source, score=_SCORE, origin=origin)
                yield fresh(again, f"found: stands for {text[name.start : name.end]!r}, found by {origin}")


def _occurrences(text: str, shorts: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Return where each abbreviation stands as a word of its own, with or without a plural s."""
    places: dict[str, list[tuple[int, int]]] = {short: [] for short in shorts}
    for word in _WORD.finditer(text):
        printed = word[0]
        if printed in places:
            places[printed].append(word.span())
        if printed[-1] == "s" and printed[:-1] in places:
            places[printed[:-1]].append(word.span())
    for short in places:
        if "+" in short:  # it is more than one word
            whole = re.compile(rf"(?<![\w-]){re.escape(short)}s?(?![\w-])")
            places[short] = [found.span() for found in whole.finditer(text)]
    return places
