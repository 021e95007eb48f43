"""YAML text → a tree in which everything knows its line and column.

The tree is made from the events of the C parser: nothing is constructed but strings, lists and mappings, so no tag can
run code; depth, size and number of nodes are limited, and aliases are not allowed, so that no file can blow up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import yaml

from ..knowledge import Place
from .mistakes import Mistake

MAX_BYTES = 4_000_000
"""Size of one file; the shipped files are far below."""

MAX_DEPTH = 12
MAX_NODES = 400_000
"""Scalars, lists and mappings of one file: a table of 100,000 terms has twice as many."""

_DEEP = f"more than {MAX_DEPTH} levels inside one another"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_OFF = frozenset({"off", "Off", "OFF", "false", "False", "FALSE", "no", "No", "NO"})
_ON = frozenset({"on", "On", "ON", "true", "True", "TRUE", "yes", "Yes", "YES"})


@dataclass(slots=True)
class Node:
    """A scalar (``text``), a list (``items``) or a mapping (``pairs``) and where it begins.

    ``plain`` tells a scalar without quotes: only such a one can be null, off, true or a number.
    """

    kind: Literal["text", "list", "mapping"]
    place: Place
    text: str = ""
    plain: bool = False
    items: list[Node] | None = None
    pairs: list[tuple[Node, Node]] | None = None

    @property
    def null(self) -> bool:
        """Whether nothing is written here."""
        return self.kind == "text" and self.plain and self.text in _NULLS

    @property
    def off(self) -> bool:
        """Whether ``off`` (or YAML's false) is written here."""
        return self.kind == "text" and self.plain and self.text in _OFF

    @property
    def on(self) -> bool:
        """Whether YAML's true is written here."""
        return self.kind == "text" and self.plain and self.text in _ON


def read_nodes(data: bytes, file: str) -> Node | None:
    """Return the tree of a YAML file, None where it holds nothing but comments.

    Raises:
        Mistake: it is no YAML, too large, too deep, not in UTF-8, or uses tags or aliases.
    """
    text = decode(data, file)
    if not text.strip():
        raise Mistake(Place(file, 1, 1), "", "the file is empty", "Write an entry or remove the file")
    try:
        return _Composer(file).compose(text)
    except yaml.YAMLError as error:
        raise _too_deep(error, text, file) or _located(error, text, file) from None


def decode(data: bytes, file: str) -> str:
    """Return the text of a file.

    Raises:
        Mistake: it is too large, or its bytes are no UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise Mistake(
            Place(file, 1, 1),
            "",
            f"the file has {len(data) / 1e6:.1f} MB, more than {MAX_BYTES // 1_000_000} MB",
            "Split it into several files",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        byte = data[error.start]
        raise Mistake(
            Place(file, line, column), "", f"byte 0x{byte:02x} is not UTF-8", "Save the file as UTF-8"
        ) from None


class _Composer:
    """Builds the tree without recursion: C loaders overflow the stack on deeply nested input."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._count = 0

    def compose(self, text: str) -> Node | None:
        root: Node | None = None
        stack: list[Node] = []
        keys: list[Node | None] = []
        event: Any
        for event in yaml.parse(text, Loader=_Loader):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node = self._node("text", event)
                node.text = event.value
                node.plain = event.style in (None, "")
            elif kind is yaml.MappingStartEvent:
                node = self._node("mapping", event)
                node.pairs = []
            elif kind is yaml.SequenceStartEvent:
                node = self._node("list", event)
                node.items = []
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                stack.pop()
                keys.pop()
                continue
            elif kind is yaml.AliasEvent:
                raise Mistake(
                    self._place(event),
                    "",
                    f"aliases such as *{event.anchor} are not allowed",
                    "Write it out, or put it in quotes if a star is meant",
                )
            elif kind is yaml.DocumentStartEvent and root is not None:
                raise Mistake(self._place(event), "", "a second document begins here", "Remove the line '---'")
            else:
                continue
            if not stack:
                root = node
            elif stack[-1].kind == "list":
                stack[-1].items.append(node)  # type: ignore[union-attr]
            elif keys[-1] is None:
                keys[-1] = self._key(node)
            else:
                stack[-1].pairs.append((keys[-1], node))  # type: ignore[union-attr]
                keys[-1] = None
            if node.kind != "text":
                stack.append(node)
                keys.append(None)
                if len(stack) > MAX_DEPTH:
                    raise Mistake(node.place, "", _DEEP, "Make it flatter")
        return None if root is None or root.null else root

    def _node(self, kind: Literal["text", "list", "mapping"], event: Any) -> Node:
        self._count += 1
        place = self._place(event)
        if self._count > MAX_NODES:
            raise Mistake(place, "", f"more than {MAX_NODES} values in one file", "Split it into several files")
        if event.tag is not None and event.tag != "!":
            raise Mistake(place, "", f"tags such as {event.tag} are not allowed", "Remove the tag")
        if event.anchor is not None:
            raise Mistake(
                place, "", f"anchors such as &{event.anchor} are not allowed", "Remove it, or put the text in quotes"
            )
        return Node(kind, place)

    def _key(self, node: Node) -> Node:
        if node.kind != "text":
            raise Mistake(
                node.place, "", "a key must be a word, not a list or mapping", "Put text with brackets in quotes"
            )
        return node

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1)


_ADVICE = (
    ("could not find expected ':'", "a ':' is missing after the key", "Write 'key: value'"),
    ("mapping values are not allowed", "a ':' stands where no key can be", "Put text with ': ' in single quotes"),
    ("did not find expected key", "the line fits neither the entry above nor a new one", "Check its indentation"),
    (
        "did not find expected '-' indicator",
        "the line fits neither the list above nor a new entry",
        "Check its indentation",
    ),
    (
        "found unexpected end of stream",
        "the file ends inside quotes",
        "Close the quotes; a single quote in single quotes is written twice",
    ),
    (
        "did not find expected ',' or ']'",
        "a list in [ ] is not closed here",
        "Write ',' or ']', and put text with brackets in quotes",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping in { } is not closed here",
        "Write ',' or '}', and put text with braces in quotes",
    ),
    ("unknown escape character", "unknown escape in double quotes", "Put regexes in single quotes"),
    ("found unknown escape", "unknown escape in double quotes", "Put regexes in single quotes"),
    ("cannot start any token", "this character cannot begin a value", "Put the text in single quotes"),
    ("control characters are not allowed", "a control character stands here", "Remove it"),
    ("did not find expected node content", "a value is missing here", "Write one, or put the text in quotes"),
    ("did not find expected alphabetic", "a '*' or '&' begins the value", "Put the text in single quotes"),
)


def _too_deep(error: yaml.YAMLError, text: str, file: str) -> Mistake | None:
    """Return the mistake of too many levels, if there are too many before ``error``.

    A parser reads ahead of its events, and some stop at a depth of their own before ours can be seen.
    """
    line, column = _place(error, text)
    before = text.split("\n")[:line]
    try:
        _Composer(file).compose("\n".join([*before[:-1], before[-1][: column - 1]]))
    except Mistake as mistake:
        return mistake if mistake.what == _DEEP else None
    except yaml.YAMLError:
        pass
    return None


def _place(error: yaml.YAMLError, text: str) -> tuple[int, int]:
    """Return line and column of an error, counted from 1; the line is one of the text."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return min(mark.line + 1, text.count("\n") + 1), mark.column + 1
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position) + 1, position - (text.rfind("\n", 0, position) + 1) + 1


def _located(error: yaml.YAMLError, text: str, file: str) -> Mistake:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    line, column = _place(error, text)
    lines = text.split("\n")
    content = lines[line - 1]
    indent = content[: len(content) - len(content.lstrip())]
    if "\t" in indent:
        return Mistake(
            Place(file, line, indent.index("\t") + 1), "", "a tab stands in the indentation", "Indent with spaces"
        )
    for known, what, todo in _ADVICE:
        if known in problem:
            return Mistake(Place(file, line, column), "", what, todo)
    return Mistake(Place(file, line, column), "", problem, "See https://yaml.org/spec/1.1")
