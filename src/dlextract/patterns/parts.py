"""Parts of an entry with their types checked: texts, lists, mappings, switches, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..knowledge import Place
from .mistakes import Mistake, did_you_mean
from .nodes import Node

_VERBOSE = re.compile(r"\s*\(\?[a-zA-Z]*x[a-zA-Z]*\)")
_KINDS = {"text": "text", "list": "a list", "mapping": "a mapping"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where it stands."""

    text: str
    place: Place


class YamlEntry:
    """The keys of one entry (a label, a question …), each taken once and checked.

    Args:
        name: how the entry is called in messages.
        node: the value of the entry.
        known: every key that may stand here.

    Raises:
        Mistake: it is no mapping, a key is unknown or stands twice.
    """

    def __init__(self, name: str, node: Node, known: Iterable[str], *, open_keys: bool = False) -> None:
        self.name = name
        self.place = node.place
        if node.kind != "mapping":
            raise Mistake(node.place, name, f"keys are needed here, not {shown(node)}", f"Write {_example(known)}")
        known = tuple(known)
        self.keys: dict[str, Node] = {}
        for key, value in pairs(node, name):
            if not open_keys and key.text not in known:
                raise Mistake(key.place, name, f"unknown key {key.text!r}", did_you_mean(key.text, known))
            self.keys[key.text] = value

    def has(self, key: str) -> bool:
        """Tell whether ``key`` is written and not empty."""
        return key in self.keys and not self.keys[key].null

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        return self.as_text(key).text if self.has(key) else default

    def as_text(self, key: str) -> Text:
        """Return a text with its place."""
        return self._text(key, self.keys[key])

    def switch(self, key: str) -> bool | None:
        """Return true or false, None where it is not written."""
        if not self.has(key):
            return None
        node = self.keys[key]
        if node.on or node.off:
            return node.on
        raise Mistake(node.place, self.name, f"{key} is {shown(node)}", "Write true or false")

    def number(self, key: str, default: float) -> float:
        """Return a number."""
        if not self.has(key):
            return default
        node = self.keys[key]
        try:
            return float(self._text(key, node).text)
        except ValueError:
            raise Mistake(node.place, self.name, f"{key} is {shown(node)}", "Write a number") from None

    def integer(self, key: str) -> int:
        """Return a whole number."""
        node = self.keys[key]
        if node.kind != "text" or not node.text.isdigit():
            raise Mistake(node.place, self.name, f"{key} is {shown(node)}", "Write a whole number")
        return int(node.text)

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a list of texts; a single text is a list of one."""
        if not self.has(key):
            return ()
        node = self.keys[key]
        if node.kind == "mapping":
            raise Mistake(node.place, self.name, f"{key} is a mapping", "Write a list of texts")
        return tuple(self._text(key, item) for item in self.nodes(key))

    def as_regex(self, key: str) -> Text:
        """Return a regex with its place."""
        return regex_of(self.keys[key], self.name, key)

    def regexes(self, key: str) -> tuple[Text, ...]:
        """Return a list of regexes; a single one is a list of one."""
        return tuple(map(joined, self.texts(key)))

    def nodes(self, key: str) -> tuple[Node, ...]:
        """Return the items of a list; anything else is a list of one."""
        if not self.has(key):
            return ()
        node = self.keys[key]
        return tuple(node.items or ()) if node.kind == "list" else (node,)

    def choice(self, key: str, known: Iterable[str], default: str = "") -> str:
        """Return a text that is one of ``known``."""
        if not self.has(key):
            return default
        text = self.as_text(key)
        if text.text not in known:
            raise Mistake(text.place, self.name, f"{key} is {text.text!r}", did_you_mean(text.text, known))
        return text.text

    def choices(self, key: str, known: Iterable[str]) -> tuple[str, ...]:
        """Return a list of texts, each one of ``known``."""
        known = tuple(known)
        for text in self.texts(key):
            if text.text not in known:
                raise Mistake(text.place, self.name, f"unknown {key} {text.text!r}", did_you_mean(text.text, known))
        return tuple(text.text for text in self.texts(key))

    def mapping(self, key: str) -> Iterator[tuple[Node, Node]]:
        """Yield the pairs of a mapping."""
        if self.has(key):
            node = self.keys[key]
            if node.kind != "mapping":
                raise Mistake(node.place, self.name, f"{key} is {shown(node)}", "Write keys and values")
            yield from pairs(node, self.name)

    def _text(self, key: str, node: Node) -> Text:
        return text_of(node, self.name, key)


def text_of(node: Node, entry: str, key: str) -> Text:
    """Return the text of a node.

    Raises:
        Mistake: it is a list, a mapping or empty.
    """
    if node.kind != "text":
        advice = "Put text with brackets or braces in single quotes"
        raise Mistake(node.place, entry, f"text is needed in {key}, not {_KINDS[node.kind]}", advice)
    if node.null or not node.text.strip():
        raise Mistake(node.place, entry, f"an empty text in {key}", "Write it or remove the item")
    return Text(node.text, node.place)


def regex_of(node: Node, entry: str, key: str) -> Text:
    """Return the regex of a node.

    Raises:
        Mistake: it is a list, a mapping or empty.
    """
    return joined(text_of(node, entry, key))


def joined(text: Text) -> Text:
    """Return a regex written over several lines as one: line breaks and the space around them are layout.

    A regex that begins with ``(?x)`` says itself what is layout.
    """
    if "\n" not in text.text or is_verbose(text.text):
        return text
    return Text("".join(line.strip() for line in text.text.split("\n")), text.place)


def is_verbose(regex: str) -> bool:
    """Tell whether white space in the regex is layout (``(?x)``)."""
    return _VERBOSE.match(regex) is not None


def pairs(node: Node, entry: str) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs of a mapping.

    Raises:
        Mistake: a key stands twice.
    """
    seen: dict[str, Place] = {}
    for key, value in node.pairs or ():
        if key.text in seen:
            first = seen[key.text]
            if entry:
                what, todo = f"{key.text!r} stands twice", f"It is already in line {first.line}: keep one"
                raise Mistake(key.place, entry, what, todo)
            raise Mistake(
                key.place, key.text, f"already written in line {first.line}", "Put both together under one name"
            )
        seen[key.text] = key.place
        yield key, value


def shown(node: Node) -> str:
    """Return how a node is called in a message."""
    if node.kind != "text":
        return _KINDS[node.kind]
    return "empty" if node.null else repr(node.text if len(node.text) <= 40 else node.text[:39] + "…")


def _example(known: Iterable[str]) -> str:
    first = next(iter(known), "key")
    return f"'{first}: …' below it, indented by two spaces"
