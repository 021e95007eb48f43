"""Settings by what they belong to: a line for each model, data set or stage, values of several runs never pooled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import regex

from ..records import Fact, Paper
from .options import Options

_NAME = regex.compile(r"(?<![\w-])(?=[\w-]*\p{Lu}[\w-]*[\p{Lu}\d]|\d[\w-]*\p{Lu})[\p{L}\d][\w-]+")
"""A name such as ResNet-32, CIFAR-10 or SSD, as no heading of a column is."""

_NUMBER = regex.compile(r"^(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)\.?\s+")
_LAST_NUMBER = regex.compile(r"\d{1,2}(?=\)?$)")
_PARTS = regex.compile(r"[\s-]")
"""What "pre-training" has and "pretraining" has not."""

_MOST_WORDS = 5

Line = tuple[str, list[Fact]]


def lines(facts: Sequence[Fact], options: Options, paper: Paper) -> list[Line]:
    """Return the lines of an answer: what each is about ("" where nothing says so), and its facts.

    Facts without a scope, and those that all scopes share, come first. Where a label that has one value in a model
    (``one``) has several among them, they are parted by the paragraphs and tables that they stand in, and named by what
    the heading or caption says.
    """
    by_scope: dict[str, Line] = {}
    for fact in facts:
        scope = _scope(fact, options)
        by_scope.setdefault(_PARTS.sub("", scope.casefold()), (scope, []))[1].append(fact)
    common = by_scope.pop("", ("", []))[1]
    scoped = sorted(by_scope.values(), key=lambda line: _turn(line[0]))
    common, scoped = _shared(common, scoped)
    return [*(_parted(common, options, paper) if common else ()), *scoped]


def _turn(scope: str) -> tuple[str, int]:
    """Return what lines are sorted by: "Stage 1" comes before "Stage 2", the others stay in their order."""
    found = _LAST_NUMBER.search(scope)
    return ("", int(found[0])) if found else ("", 0)


def _shared(common: Sequence[Fact], scoped: Sequence[Line]) -> tuple[list[Fact], list[Line]]:
    """Return what all lines share, once, and the lines without it."""
    values: dict[str, list[set[str]]] = defaultdict(list)
    for _, some in scoped:
        for label in {fact.label for fact in some}:
            values[label].append({fact.value for fact in some if fact.label == label})
    same = {
        label: sets[0]
        for label, sets in values.items()
        if len(sets) == len(scoped) > 1 and all(s == sets[0] for s in sets)
    }
    said = {(fact.label, fact.value) for fact in common}
    moved = [
        fact for _, some in scoped[:1] for fact in some if fact.label in same and (fact.label, fact.value) not in said
    ]
    kept = [
        fact
        for fact in common
        if fact.label in same or not any(fact.value in some for some in values.get(fact.label, ()))
    ]
    left = [(scope, [fact for fact in some if fact.label not in same]) for scope, some in scoped]
    return [*kept, *moved], [line for line in left if line[1]]


def _scope(fact: Fact, options: Options) -> str:
    """Return what a fact belongs to, "" where its scope is no model, data set or stage."""
    scope = " ".join(fact.scope.split())
    return scope if _names(scope, options) else ""


def _names(words: str, options: Options) -> bool:
    return bool(words) and (
        options.scopes is None or options.scopes.search(words) is not None or _NAME.search(words) is not None
    )


def _parted(facts: Sequence[Fact], options: Options, paper: Paper) -> list[Line]:
    blocks: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        blocks[_block(fact, paper)].append(fact)
    parted: list[Line] = []
    for start, some in sorted(blocks.items()):
        if parted and not _differ(parted[-1][1], some, options):
            parted[-1][1].extend(some)
        else:
            parted.append((_heading(start, options, paper), list(some)))
    if len(parted) == 1:
        return [("", list(facts))]
    return parted


def _differ(first: Sequence[Fact], second: Sequence[Fact], options: Options) -> bool:
    """Tell whether a label that has one value in a model has others in ``second`` than in ``first``."""
    for label in options.one:
        ones, others = ({fact.value for fact in some if fact.label == label} for some in (first, second))
        if ones and others and not others <= ones:
            return True
    return False


def _block(fact: Fact, paper: Paper) -> int:
    """Return where the table or paragraph of a fact begins."""
    at = fact.evidence[0].start if fact.evidence else 0
    for table in paper.tables:
        if table.start <= at < table.end:
            return table.start
    return paper.text.rfind("\n\n", 0, at) + 1


def _heading(start: int, options: Options, paper: Paper) -> str:
    """Return the words of a caption or heading that name what a block is about, "" where there are none."""
    for table in paper.tables:
        if table.start == start:
            caption = paper.text[slice(*table.caption)]
            found = options.scopes.search(caption) if options.scopes is not None else None
            return " ".join(found[0].split()) if found else ""
    section = paper.section_at(start + 1)
    title = _NUMBER.sub("", section.title.strip()) if section else ""
    title = title.capitalize() if title.isupper() else title
    return title if _names(title, options) and len(title.split()) <= _MOST_WORDS else ""
