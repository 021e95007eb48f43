"""Cues, shared pieces of regexes, headings of sections, and words that the code looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ..knowledge import LABEL, Cue, CueExample, Example
from ..records import SECTION_ROLES, STATUSES
from .examples import read_example, read_examples
from .mistakes import Mistake, did_you_mean
from .nodes import Node
from .parts import Text, YamlEntry, regex_of, text_of

CUE_KEYS = ("gives", "scope", "regex", "weight", "labels", "values", "found_by", "examples")
CUE_EXAMPLE_KEYS = ("text", "section", "heading", "title", "label", "value", "found_by")
FRAGMENT_KEYS = ("regex", "examples")
CUE_SCOPES = ("before", "after", "near", "inside", "sentence", "section", "paper")

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_ANY_LABEL = "DATASET"
"""What an example is taken for where neither it nor its cue names a label."""


def read_cue(key: Node, node: Node) -> tuple[Cue, tuple[Text, ...]]:
    """Return a cue without its regex, and its regexes.

    Raises:
        Mistake: something in it is wrong.
    """
    entry = YamlEntry(_named(key, "cue"), node, CUE_KEYS)
    for needed in ("gives", "scope", "regex"):
        if not entry.has(needed):
            raise Mistake(key.place, entry.name, f"{needed!r} is missing", f"A cue has {', '.join(CUE_KEYS[:3])}")
    gives = entry.as_text("gives")
    if not gives.text.startswith("role:") and gives.text not in STATUSES:
        near = did_you_mean(gives.text, [*STATUSES, "role:…"])
        raise Mistake(gives.place, entry.name, f"gives is {gives.text!r}", near)
    cue = Cue(
        name=entry.name,
        gives=gives.text,
        scope=entry.choice("scope", CUE_SCOPES),
        regex="",
        place=key.place,
        weight=entry.number("weight", 1.0),
        labels=_labels(entry, "labels"),
        values=_limit(entry, "values"),
        found_by=_limit(entry, "found_by"),
        examples=tuple(_examples(entry)),
    )
    return cue, entry.regexes("regex")


def role_given(node: Node) -> Iterator[Text]:
    """Yield the role that a cue gives, with its place."""
    gives = YamlEntry("", node, CUE_KEYS).as_text("gives")
    if gives.text.startswith("role:"):
        yield Text(gives.text[5:], gives.place)


def labels_of(node: Node) -> tuple[Text, ...]:
    """Return the labels that a cue is limited to, and those of its examples, with their places."""
    entry = YamlEntry("", node, CUE_KEYS)
    return entry.texts("labels") + tuple(text for _, item in _items(entry) for text in item.texts("label"))


def read_fragment(name: str, node: Node) -> tuple[Text, tuple[Example, ...]]:
    """Return the regex of a fragment, and its examples where it has some."""
    if node.kind != "mapping":
        return regex_of(node, name, "fragment"), ()
    entry = YamlEntry(name, node, FRAGMENT_KEYS)
    if not entry.has("regex"):
        raise Mistake(node.place, name, "'regex' is missing", "Write {regex: '…', examples: …}")
    return entry.as_regex("regex"), read_examples(entry)


@dataclass(frozen=True, slots=True)
class CodeWords:
    """Words that the code looks for: a regex, its fragments not yet inserted, or a list."""

    regex: Text | None
    listed: tuple[str, ...] = ()
    own: bool = False


def read_words(key: Node, node: Node, *, known: CodeWords | None, own: bool) -> CodeWords:
    """Return an entry of words; with ``NAME+`` a list is longer than the ``known`` one.

    Raises:
        Mistake: it is neither a regex nor a list of words, or not of the kind of the known one.
    """
    name = key.text.removesuffix("+")
    is_list = node.kind == "list"
    if node.kind == "mapping":
        raise Mistake(node.place, name, "a mapping", "Write a regex, or a list of words")
    if known is not None and is_list is (known.regex is not None):
        what = "a list of words" if known.regex is None else "a regex"
        raise Mistake(node.place, name, f"the shipped entry is {what}", f"Write {what}")
    if not is_list:
        if key.text.endswith("+"):
            raise Mistake(key.place, name, "only lists can be added to", "Write the whole regex, without '+'")
        return CodeWords(regex_of(node, name, "words"), own=own)
    before = known.listed if known is not None and key.text.endswith("+") else ()
    items = (text_of(item, name, "words").text for item in node.items or ())
    return CodeWords(None, tuple(dict.fromkeys((*before, *items))), own)


def read_heading(key: Node, node: Node) -> tuple[Text, ...]:
    """Return the regexes of the headings of one section role (none for ``[]``)."""
    if node.kind == "mapping":
        raise Mistake(node.place, key.text, "a mapping", "Write a list of regexes")
    if node.null:
        return ()
    items = node.items or () if node.kind == "list" else (node,)
    return tuple(regex_of(item, key.text, "headings") for item in items)


def _items(entry: YamlEntry) -> Iterator[tuple[str, YamlEntry]]:
    """Yield the kind of each example and its keys."""
    if not entry.has("examples"):
        return
    inner = YamlEntry(entry.name, entry.keys["examples"], ("match", "ignore"))
    for kind in ("match", "ignore"):
        for node in inner.nodes(kind):
            keys = node
            if node.kind != "mapping":
                keys = Node("mapping", node.place, pairs=[(Node("text", node.place, "text"), node)])
            item = YamlEntry(entry.name, keys, CUE_EXAMPLE_KEYS)
            if not item.has("text"):
                raise Mistake(node.place, entry.name, "this example has no text", "Write {text: '…', section: …}")
            yield kind, item


def _examples(entry: YamlEntry) -> Iterator[CueExample]:
    labels = entry.texts("labels")
    for kind, item in _items(entry):
        text = item.as_text("text")
        marked = read_example("match", text.text, text.place, entry.name)
        if len(marked.spans) > 1:
            raise Mistake(text.place, entry.name, "this example marks several finds", "Mark one like [[this]]")
        start, end = marked.spans[0]
        yield CueExample(
            kind=kind,
            text=marked.text,
            start=start,
            end=end,
            place=text.place,
            section=item.choice("section", SECTION_ROLES, "other"),
            heading=item.text("heading"),
            title=item.text("title"),
            label=item.text("label") or (labels[0].text if labels else _ANY_LABEL),
            value=item.text("value") or marked.text[start:end],
            found_by=item.text("found_by"),
        )


def _named(key: Node, what: str) -> str:
    name = key.text.removesuffix("+")
    if not _NAME.fullmatch(name):
        raise Mistake(key.place, "", f"{name!r} is no name for a {what}", "Write a lower-case word")
    return name


def _limit(entry: YamlEntry, key: str) -> str:
    if not entry.has(key):
        return ""
    limit = entry.as_regex(key)
    try:
        regex.compile(limit.text)
    except regex.error as error:
        raise Mistake(limit.place, entry.name, f"{key} is no regex ({error})", "Mend it") from None
    return limit.text


def _labels(entry: YamlEntry, key: str) -> tuple[str, ...]:
    for text in entry.texts(key):
        if not LABEL.fullmatch(text.text):
            raise Mistake(text.place, entry.name, f"{text.text!r} is no label", "Write upper-case letters")
    return tuple(text.text for text in entry.texts(key))
