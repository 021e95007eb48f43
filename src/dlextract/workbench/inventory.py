"""Which labels there are, and all rules of one label with the places they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..knowledge import EDGE, HEADING, Knowledge, Pattern, Place
from ..patterns.examples import KINDS, marked
from ..patterns.loading import read_files
from ..patterns.mistakes import did_you_mean
from ..patterns.nodes import Node, read_nodes


@dataclass(frozen=True, slots=True)
class Listed:
    """One label in the list. ``origin`` is shipped, yours, or changed (shipped, and changed by you)."""

    label: str
    place: str
    origin: str
    terms: int
    regexes: int
    examples: int
    about: str


def listed(knowledge: Knowledge) -> list[Listed]:
    """Return all labels in the order of the files."""
    return [
        Listed(
            label=pattern.label,
            place=f"{pattern.place.file}:{pattern.place.line}",
            origin=_origin(pattern),
            terms=len(pattern.terms),
            regexes=len(pattern.rules),
            examples=len(pattern.sentences),
            about=pattern.about,
        )
        for pattern in knowledge.patterns.values()
    ]


def _origin(pattern: Pattern) -> str:
    if not pattern.own:
        return "shipped"
    return "yours" if "/" in pattern.id else "changed"


def pattern_of(knowledge: Knowledge, label: str) -> Pattern:
    """Return the pattern of a label.

    Raises:
        UsageError: there is none.
    """
    pattern = knowledge.patterns.get(label)
    if pattern is None:
        raise UsageError(label, "there is no such label", did_you_mean(label, knowledge.patterns).rstrip("."))
    return pattern


def shown(pattern: Pattern, folders: Sequence[Path], *, expanded: bool = False, most_terms: int = 40) -> Iterator[str]:
    """Yield the lines that show a pattern: its merged parts, each with the place it comes from.

    Args:
        folders: the pattern folders, to show regexes as they are written.
        expanded: show regexes with their fragments inserted instead.
        most_terms: so many terms are shown.
    """
    written = {} if expanded else _texts(folders)
    yield f"{pattern.label}  ({pattern.place}, {_origin(pattern)})"
    if pattern.about:
        yield f"about: {pattern.about}"
    yield f"value: {pattern.value}"
    if pattern.terms:
        yield f"case: {pattern.case}" + ("   plural: true" if pattern.plural else "")
        yield f"terms: {len(pattern.terms)}"
        for name, spellings in list(pattern.terms.items())[:most_terms]:
            others = [spelling for spelling in spellings if spelling != name]
            source = f"   # {pattern.own_terms[name]}" if name in pattern.own_terms else ""
            yield f"  {name}" + (f": {', '.join(others)}" if others else "") + source
        if len(pattern.terms) > most_terms:
            yield f"  … and {len(pattern.terms) - most_terms} more (--all shows them)"
    if pattern.extend:
        yield f"extend: {pattern.extend}"
    if pattern.rules:
        yield f"rules: {len(pattern.rules)}"
    for rule in pattern.rules:
        extra = [f"{k}={v}" for k, v in (("value", rule.value), ("status", rule.status), ("kind", rule.kind)) if v]
        yield f"  {rule.name}  ({', '.join([f'{rule.place.file}:{rule.place.line}', *extra])})"
        yield from (f"    {line.rstrip()}" for line in written.get(rule.place, rule.regex).split("\n"))
        yield from (f"      {example.kind}: {marked(example.text, example.spans)}" for example in rule.examples)
    for key in ("unless", "when", "table", "names", "units", "counted"):
        if texts := getattr(pattern, key):
            yield f"{key}:"
            yield from (f"  {text}" for text in texts)
    for name, texts in pattern.edges.items():
        yield f"edges, {name}:"
        yield from (f"  {text}" for text in texts)
    for name, texts in pattern.attributes.items():
        yield f"attribute {name}:"
        yield from (f"  {text}" for text in texts)
    if pattern.sections:
        yield f"sections: {', '.join(pattern.sections)}"
    if pattern.not_sections:
        yield f"not in sections: {', '.join(pattern.not_sections)}"
    for kind in (*KINDS, HEADING, EDGE):
        examples = [example for example in pattern.examples if example.kind == kind]
        if examples:
            yield f"{kind} examples: {len(examples)}"
        for example in examples:
            spans = example.spans[1:] if kind == EDGE else example.spans
            yield f"  {example.place.file}:{example.place.line}  {marked(example.text, spans)}"


def _texts(folders: Sequence[Path]) -> dict[Place, str]:
    """Return the text written at each place of all pattern files."""
    found: dict[Place, str] = {}
    for file in read_files(folders):
        root = read_nodes(file.data, file.shown)
        stack: list[Node] = [root] if root else []
        while stack:
            node = stack.pop()
            if node.kind == "text":
                found[node.place] = node.text
            stack += node.items or ()
            stack += [value for _, value in node.pairs or ()]
    return found
