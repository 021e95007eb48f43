"""The finds of the rules and of the trained NER as one list."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from ..candidates import Candidate, fresh, is_aim, split
from ..records import Mention
from .alone import ALONE, Doubt
from .edges import Edges
from .overlaps import Spans

ValueOf: TypeAlias = Callable[[str, str], str]
"""Label and words → the value of the term that the words are, "" for none."""

NO_DOUBTS: Mapping[int, Doubt] = MappingProxyType({})

LEAST = 0.3
"""Entities with a smaller chance are doubtful (F1 with the rules there: 0.765; 0.759 at 0.2, 0.742 at 0.5)."""


def join(
    rules: Sequence[Candidate],
    entities: Sequence[Mention],
    value_of: ValueOf,
    edges: Edges,
    exclusive: Collection[str],
    text: str,
    doubts: Mapping[int, Doubt] = NO_DOUBTS,
) -> list[Candidate]:
    """Return the finds of the rules and of the NER as one list; those set aside come last.

    An entity that overlaps a rule's find of an exclusive label gives way, unless it has the same label and is longer:
    then it takes the rule's place, with its value and attributes. A dataset only grows by what is joined to it
    ("SQuAD-split-1"), an architecture also by words before it. Tasks that a rule knows only by the word "task" behind
    them are the NER's where it finds them as well. Aims and entities stand side by side. An entity that a term names
    has the term's value. A doubtful entity counts only where the same words are sure elsewhere, or where it stands in a
    row with a sure find of its label ("our Moth Full and Moth Lite datasets"). An entity of a label that is not
    exclusive gives way to a rule's find of its label. Each of these choices was measured on
    paragraphs that the model had not seen in training.

    Args:
        rules: the finds of the rules.
        entities: those of the NER.
        value_of: the value of the term of a label that words as a whole are, "" for none.
        edges: where names begin and end.
        exclusive: labels of which a stretch of text can have only one.
        text: the text.
        doubts: number of a rule's find → its doubt, which counts unless an entity overlaps this or an equal name.
    """
    finds = [candidate.mention for candidate in rules]
    taken = Spans((m.start, m.end, number) for number, m in enumerate(finds) if m.label in exclusive and not is_aim(m))
    beside = _beside(finds, {entity.label for entity in entities}.difference(exclusive))
    replaced: set[int] = set()
    touched: set[int] = set()
    more: list[Candidate] = []
    for entity, trusted in zip(entities, _trusted(entities, finds, text), strict=True):
        candidate = fresh(entity, f"found, chance {entity.score:g}")
        if not trusted:
            more.append(candidate.set_aside("doubtful", "its chance is small, and nothing else speaks for it"))
            continue
        start, end = edges.bare(entity.label, text, entity.start, entity.end)
        candidate = edges.resized(candidate, start, end)
        if edges.is_none(entity.label, text, start, end):
            more.append(edges.no_name(candidate))
            continue
        over = taken.overlapping(start, end)
        if entity.label in beside and (same := beside[entity.label].overlapping(start, end)):
            more.append(candidate.set_aside("overlaps", f"{finds[same[0]].found_by} found it"))
            continue
        if not over:
            value = value_of(entity.label, text[start:end])
            named = replace(candidate.mention, value=value)
            more.append(candidate.become(named, "terms", f"value {value}") if value else candidate)
            continue
        touched.update(over)
        merged = None
        if not replaced & set(over):
            merged = _merged(candidate.mention, [finds[number] for number in over], value_of, text)
        if merged is None:
            more.append(candidate.set_aside("overlaps", f"{finds[over[0]].found_by} found more at the same place"))
        else:
            more.append(candidate.become(merged, "overlaps", f"takes the place of {finds[over[0]].found_by}"))
            replaced.update(over)
    agreed = {_named(finds[number], text) for number in touched}
    found = [
        _left(rule, number in replaced, None if _named(rule.mention, text) in agreed else doubts.get(number))
        for number, rule in enumerate(rules)
    ]
    stand, aside = split([*found, *more])
    names_of_things = [c for c in stand if c.mention.label in exclusive and not is_aim(c.mention)]
    others = [c for c in stand if c.mention.label not in exclusive or is_aim(c.mention)]
    return others + edges.fit(names_of_things, text) + aside


def _beside(finds: Sequence[Mention], labels: Collection[str]) -> dict[str, Spans]:
    """Return where the rules found each of ``labels``; the finds of one label never overlap."""
    spans: dict[str, list[tuple[int, int, int]]] = {label: [] for label in labels}
    for number, find in enumerate(finds):
        if find.label in spans:
            spans[find.label].append((find.start, find.end, number))
    return {label: Spans(places) for label, places in spans.items()}


def _named(mention: Mention, text: str) -> tuple[str, str]:
    """Return the label of a find and what it names, the same for all finds of one thing."""
    return mention.label, mention.value or text[mention.start : mention.end]


def _left(rule: Candidate, replaced: bool, doubt: Doubt | None) -> Candidate:
    """Return what is left of a rule's find beside the entities."""
    if replaced:
        return rule.set_aside("overlaps", "the trained model found more at the same place")
    return rule if doubt is None else rule.become(replace(rule.mention, score=doubt.chance), ALONE, doubt.why)


_IN_A_ROW = re.compile(r"\s*(?:[,;/&]\s*(?:(?:and|or)\s+)?|(?:and|or)\s+)(?:(?:the|our|both)\s+)?")


def _trusted(entities: Sequence[Mention], rules: Sequence[Mention], text: str) -> Iterator[bool]:
    """Yield for each entity whether it is sure, or doubtful with something that supports it."""
    sure = [entity for entity in entities if entity.score >= LEAST]
    words = {(entity.label, text[entity.start : entity.end]) for entity in sure}
    starts = {(find.label, find.start) for find in (*sure, *rules)}
    ends = {(find.label, find.end) for find in (*sure, *rules)}
    behind = {(label, end): _IN_A_ROW.match(text, end) for label, end in ends}
    after_row = {(label, row.end()) for (label, _), row in behind.items() if row}
    for entity in entities:
        label = entity.label
        yield (
            entity.score >= LEAST
            or (label, text[entity.start : entity.end]) in words
            or (label, entity.start) in after_row
            or ((row := _IN_A_ROW.match(text, entity.end)) is not None and (label, row.end()) in starts)
        )


def _merged(entity: Mention, rules: Sequence[Mention], value_of: ValueOf, text: str) -> Mention | None:
    """Return what takes the place of the rules' finds that ``entity`` overlaps; None where they stay."""
    first, last = rules[0], rules[-1]
    if any(rule.label != entity.label for rule in rules):
        return None
    if first.hint == "mentioned" and not first.value and len(rules) == 1:
        return replace(entity, start=min(entity.start, first.start), end=max(entity.end, last.end))
    if entity.label in {"ARCHITECTURE", "DATASET"} and entity.end > last.end and text[last.end].isspace():
        if entity.label == "DATASET":
            return None
        entity = replace(entity, end=last.end)
    if (first.start, last.end) == (entity.start, entity.end) or first.start < entity.start or entity.end < last.end:
        return None
    return replace(
        entity,
        value=value_of(entity.label, text[entity.start : entity.end]) or first.value,
        found_by=first.found_by,
        attributes=first.attributes,
        scope=first.scope,
        hint=first.hint,
        score=max(entity.score, first.score),
    )
