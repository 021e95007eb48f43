"""Which of several networks or data sets a value belongs to, by the names that were found in its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from ..candidates import FROM_LIST, FROM_TABLE, Candidate
from ..knowledge import NO_TRAITS, Traits
from ..records import Paper
from ..spelling import folded
from ..words import WordRegex
from .scope import clause

_THING = WordRegex("scope_model")
_BREAK = WordRegex("scope_break")
_OTHERS = WordRegex("scope_others")
_OF = WordRegex("scope_of_thing")
_WITH_DATA = WordRegex("scope_with_data")
_WHICH = WordRegex("scope_which")
_JOINED = regex.compile(r"\s?(?:[,/]|,? (?:and|or)(?: (?:the|our|an?))?)\s?")
"""What stands between two things that a value belongs to both of; not ", a" as in "the teacher, a ResNet"."""

_TALK = frozenset({"introduction", "related_work", "results", "discussion", "conclusion", "table"})
"""Where values are those that results hold for, those of others, or parted by the columns of a row."""

_OWNERS = ("ARCHITECTURE", "DATASET")


@dataclass(frozen=True, slots=True)
class _Thing:
    """A network, its part or a data set that a sentence names, and where."""

    start: int
    end: int
    name: str
    data: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with values: what it names, finds and words such as "the teacher", in order.

    ``breaks`` are where its clauses end and the next ones begin, as offsets into it.
    """

    things: tuple[_Thing, ...]
    breaks: tuple[tuple[int, int], ...]


def owned(items: Sequence[Candidate], paper: Paper, traits: Mapping[str, Traits]) -> list[Candidate]:
    """Return the candidates, with a scope where their sentence binds them to one of several things.

    "The ResNet was trained for 90 epochs, the ViT for 300" has two numbers of epochs that belong to two networks;
    where a paper has the same settings for all, or one network, nothing is said of what they belong to. A value that
    has a scope keeps it.

    Args:
        items: what each find says.
        paper: the paper; its sentences are those of the candidates.
        traits: what each label is; only values of labels that are ``scoped`` belong to something.
    """
    things = _things(items)
    sentences: dict[tuple[int, int], _Sentence] = {}
    owners: dict[int, str] = {}
    for number, item in enumerate(items):
        if item.scope or not _may_have_one(item, traits):
            continue
        place = item.start, item.end
        if place not in sentences:
            sentences[place] = _read(paper.text[slice(*place)], item.start, things.get(item.start, ()))
        if name := _owner(item, sentences[place], paper.text):
            owners[number] = name
    if not owners:
        return list(items)
    names = {thing.name for some in things.values() for thing in some}
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, item in enumerate(items):
        name = owners.get(number) or (item.scope if item.scope in names else "")
        if name:
            said[item.mention.label][name].add(item.value)
    apart = {name for values in said.values() if _differ(values.values()) for name in values}
    return [
        replace(item, scope=owners[number]) if owners.get(number) in apart else item
        for number, item in enumerate(items)
    ]


def _may_have_one(item: Candidate, traits: Mapping[str, Traits]) -> bool:
    return (
        traits.get(item.mention.label, NO_TRAITS).scoped
        and item.verdict.status == "used"
        and item.section not in _TALK
        and not item.mention.found_by.startswith((FROM_TABLE, FROM_LIST))
    )


def _differ(values: Iterable[set[str]]) -> bool:
    """Tell whether two things have other values of one setting."""
    sets = list(values)
    return any(some != sets[0] for some in sets)


def _things(items: Iterable[Candidate]) -> dict[int, list[_Thing]]:
    """Return where each sentence begins, with what it names, in order."""
    found: dict[int, list[_Thing]] = defaultdict(list)
    names: dict[str, str] = {}
    for item in items:
        if item.mention.label in _OWNERS and item.verdict.status in ("used", "mentioned"):
            mention = item.mention
            name = names.setdefault(folded(item.value), item.text)
            found[item.start].append(_Thing(mention.start, mention.end, name, mention.label == "DATASET"))
    return found


def _owner(item: Candidate, sentence: _Sentence, text: str) -> str:
    """Return the name of what the clause of a value says that it belongs to, "" where it names none or several."""
    start, end = item.mention.start, item.mention.end
    left, right = clause(sentence.breaks, start - item.start, end - item.start, item.end - item.start)
    named = [
        thing
        for thing in sentence.things
        if left <= thing.start - item.start < right and not _OTHERS.search(text[item.start + left : thing.start])
    ]
    after = next((thing for thing in named if thing.start >= end), None)
    if after and _OF.fullmatch(text, end, after.start):
        return after.name
    before = [thing for thing in named if thing.end <= start]
    networks = [thing for thing in before if not thing.data]
    if networks:
        first, last = networks[0], networks[-1]
        if _WHICH.search(text, last.end, start):
            return last.name
        joined = any(_JOINED.fullmatch(text, first.end, thing.start) for thing in networks[1:])
        return "" if joined else first.name
    if before and _WITH_DATA.search(text, item.start + left, before[0].start):
        joined = any(_JOINED.fullmatch(text, before[0].end, thing.start) for thing in before[1:])
        return "" if joined else before[0].name
    return ""


def _read(sentence: str, offset: int, named: Sequence[_Thing]) -> _Sentence:
    """Return the sentence that begins at ``offset``; ``named`` are the things that finds in it name."""
    words = [
        _Thing(offset + match.start("name"), offset + match.end("name"), match["name"].lower())
        for match in _THING.finditer(sentence)
    ]
    words = [word for word in words if not any(word.start < t.end and t.start < word.end for t in named)]
    things = sorted([*named, *words], key=lambda thing: thing.start)
    return _Sentence(tuple(things), tuple(match.span() for match in _BREAK.finditer(sentence)))
