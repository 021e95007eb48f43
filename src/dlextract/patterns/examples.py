"""Examples: sentences with the finds marked (``… a rate of [[1e-4]] …``), headings, names and their edges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..knowledge import EDGE, HEADING, Example, Place
from .mistakes import Mistake
from .parts import YamlEntry, text_of

KINDS = ("match", "ignore", "todo")
LABEL_KINDS = (*KINDS, "headings", "edges")

_MARKED = re.compile(r"\[\[(.+?)\]\](?!\])")
_EDGE = re.compile(r"(\[\[|\]\]|⟦|⟧)")


def read_example(kind: str, written: str, place: Place, entry: str, source: str = "") -> Example:
    """Return the example with its marks taken out of the sentence.

    Raises:
        Mistake: a ``match`` or ``todo`` marks nothing, an ``ignore`` marks something, or a mark is not closed.
    """
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length = last = 0
    for mark in _MARKED.finditer(written):
        pieces += [written[last : mark.start()], mark[1]]
        start = length + mark.start() - last
        length = start + len(mark[1])
        spans.append((start, length))
        last = mark.end()
    rest = written[last:]
    if "[[" in rest:
        raise Mistake(place, entry, "'[[' is not closed", "Mark what must be found like [[this]]")
    text = "".join([*pieces, rest])
    if kind == "match" and not spans:
        raise Mistake(place, entry, "this match example marks nothing", "Mark what must be found like [[this]]")
    if kind == "ignore" and spans:
        raise Mistake(
            place, entry, "this ignore example has marks", "Remove '[[' and ']]', or move it to match or todo"
        )
    return Example(kind, text, tuple(spans), place, source)


def read_examples(entry: YamlEntry) -> tuple[Example, ...]:
    """Return the sentences under ``examples``."""
    return tuple(_sentences(YamlEntry(entry.name, entry.keys["examples"], KINDS))) if entry.has("examples") else ()


def read_label_examples(entry: YamlEntry) -> tuple[Example, ...]:
    """Return the sentences under ``examples`` of a label, the headings for its ``table``, the names for ``edges``."""
    if not entry.has("examples"):
        return ()
    inner = YamlEntry(entry.name, entry.keys["examples"], LABEL_KINDS)
    headings = (Example(HEADING, heading.text, (), heading.place) for heading in inner.texts("headings"))
    edges = (read_edge(name.text, name.place, entry.name) for name in inner.texts("edges"))
    return (*_sentences(inner), *headings, *edges)


def read_edge(written: str, place: Place, entry: str) -> Example:
    """Return the example of a name: its first span is what a network marks (``⟦⟧``), its second the name (``[[]]``).

    There is no second one where it is no name.

    Raises:
        Mistake: it has not one name of a network, or several others.
    """
    at: dict[str, list[int]] = {"[[": [], "]]": [], "⟦": [], "⟧": []}
    text = ""
    for piece in _EDGE.split(written):
        if piece in at:
            at[piece].append(len(text))
        else:
            text += piece
    spans = (*zip(at["⟦"], at["⟧"], strict=False), *zip(at["[["], at["]]"], strict=False))
    if [len(places) for places in at.values()] not in ([0, 0, 1, 1], [1, 1, 1, 1]) or any(a >= b for a, b in spans):
        what = "one name is needed as a network marks it"
        raise Mistake(place, entry, what, "Write ⟦it⟧, inside or around [[the name]] where it is one")
    return Example(EDGE, text, spans, place)


def _sentences(inner: YamlEntry) -> Iterator[Example]:
    for kind in KINDS:
        for node in inner.nodes(kind):
            if node.kind == "mapping":
                item = YamlEntry(inner.name, node, ("text", "source"))
                if not item.has("text"):
                    what = "this example has no text"
                    raise Mistake(
                        node.place, inner.name, what, "Write 'text: …', or put a sentence with ': ' in quotes"
                    )
                text, source = item.as_text("text"), item.text("source")
            else:
                text, source = text_of(node, inner.name, f"examples.{kind}"), ""
            yield read_example(kind, text.text, text.place, inner.name, source)


def marked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return ``text`` with ``spans`` marked again."""
    pieces: list[str] = []
    last = 0
    for start, end in sorted(spans):
        pieces += [text[last:start], "[[", text[start:end], "]]"]
        last = end
    return "".join([*pieces, text[last:]])
