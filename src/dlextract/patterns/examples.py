"""Example sentences with the finds marked: ``… a learning rate of [[1e-4]] …``."""

from __future__ import annotations

import re

from ..knowledge import Example, Place
from .mistakes import Mistake
from .parts import YamlEntry, text_of

KINDS = ("match", "ignore", "todo")

_MARKED = re.compile(r"\[\[(.+?)\]\](?!\])")


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
    found: list[Example] = []
    if not entry.has("examples"):
        return ()
    inner = YamlEntry(entry.name, entry.keys["examples"], KINDS)
    for kind in KINDS:
        for node in inner.nodes(kind):
            if node.kind == "mapping":
                item = YamlEntry(entry.name, node, ("text", "source"))
                if not item.has("text"):
                    what = "this example has no text"
                    raise Mistake(
                        node.place, entry.name, what, "Write 'text: …', or put a sentence with ': ' in quotes"
                    )
                text, source = item.as_text("text"), item.text("source")
            else:
                text, source = text_of(node, entry.name, f"examples.{kind}"), ""
            found.append(read_example(kind, text.text, text.place, entry.name, source))
    return tuple(found)


def marked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return ``text`` with ``spans`` marked again."""
    pieces: list[str] = []
    last = 0
    for start, end in sorted(spans):
        pieces += [text[last:start], "[[", text[start:end], "]]"]
        last = end
    return "".join([*pieces, text[last:]])
