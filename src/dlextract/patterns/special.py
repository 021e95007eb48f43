"""Cues and the headings of sections."""

from __future__ import annotations

import re

import regex

from ..knowledge import Cue
from ..records import STATUSES
from .labels import LABEL
from .mistakes import Mistake, did_you_mean
from .nodes import Node
from .parts import Entry, Text, regex_of
from .questions import ROLES, role_of

CUE_KEYS = ("gives", "scope", "regex", "weight", "labels", "values", "found_by")
CUE_SCOPES = ("before", "after", "near", "inside", "sentence", "section", "paper")

_NAME = re.compile(r"[a-z][a-z0-9_-]*")


def read_cue(key: Node, node: Node) -> tuple[Cue, tuple[Text, ...]]:
    """Return a cue without its regex, and its regexes.

    Raises:
        Mistake: something in it is wrong.
    """
    entry = Entry(_named(key, "cue"), node, CUE_KEYS)
    for needed in ("gives", "scope", "regex"):
        if not entry.has(needed):
            raise Mistake(key.place, entry.name, f"{needed!r} is missing", f"A cue has {', '.join(CUE_KEYS[:3])}")
    gives = entry.as_text("gives")
    if gives.text.startswith("role:"):
        role_of(gives, gives.text[5:], entry.name)
    elif gives.text not in STATUSES:
        near = did_you_mean(gives.text, [*STATUSES, *(f"role:{role}" for role in ROLES)])
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
    )
    return cue, entry.regexes("regex")


def labels_of(node: Node) -> tuple[Text, ...]:
    """Return the labels that a cue is limited to, with their places."""
    return Entry("", node, CUE_KEYS).texts("labels")


def read_heading(key: Node, node: Node) -> tuple[Text, ...]:
    """Return the regexes of the headings of one section role (none for ``[]``)."""
    if node.kind == "mapping":
        raise Mistake(node.place, key.text, "a mapping", "Write a list of regexes")
    if node.null:
        return ()
    items = node.items or () if node.kind == "list" else (node,)
    return tuple(regex_of(item, key.text, "headings") for item in items)


def _named(key: Node, what: str) -> str:
    name = key.text.removesuffix("+")
    if not _NAME.fullmatch(name):
        raise Mistake(key.place, "", f"{name!r} is no name for a {what}", "Write a lower-case word")
    return name


def _limit(entry: Entry, key: str) -> str:
    if not entry.has(key):
        return ""
    limit = entry.as_regex(key)
    try:
        regex.compile(limit.text)
    except regex.error as error:
        raise Mistake(limit.place, entry.name, f"{key} is no regex ({error})", "Mend it") from None
    return limit.text


def _labels(entry: Entry, key: str) -> tuple[str, ...]:
    for text in entry.texts(key):
        if not LABEL.fullmatch(text.text):
            raise Mistake(text.place, entry.name, f"{text.text!r} is no label", "Write upper-case letters")
    return tuple(text.text for text in entry.texts(key))
