"""What becomes of a fact in the graph, as ``terms.yaml`` says it, and the pages of ``known.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class GraphLink:
    """How a node hangs on a subject; with ``literal`` its name stands there, not the node."""

    subject: str
    property: str
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that facts hang on. ``link`` leads to it from another subject, ``back`` from it to that one.

    With ``each`` there is one for each fact.
    """

    classes: tuple[str, ...]
    link: GraphLink | None = None
    back: str = ""
    each: bool = False


@dataclass(frozen=True, slots=True)
class Treatment:
    """What becomes of the facts of a label; ``links`` by role."""

    classes: tuple[str, ...]
    links: Mapping[str, tuple[GraphLink, ...]]
    url: str = ""
    usage: bool = False
    setting: bool = False

    def links_for(self, roles: list[str]) -> tuple[GraphLink, ...]:
        """Return the links of a fact with these roles, each once and in order."""
        found = [self.links.get(role, self.links["any"]) for role in roles or ["any"]]
        return tuple(dict.fromkeys(link for links in found for link in links))


@dataclass(frozen=True, slots=True)
class Terms:
    """The whole mapping; prefixed names everywhere."""

    prefixes: Mapping[str, str]
    subjects: Mapping[str, Subject]
    labels: Mapping[str, Treatment]
    other: Treatment
    left_out: frozenset[str]
    unused: Mapping[str, str]
    attributes: Mapping[str, str]
    known: Mapping[str, Mapping[str, str]]

    def treatment(self, label: str) -> Treatment:
        """Return what becomes of the facts of ``label``."""
        return self.labels.get(label, self.other)


@cache
def terms() -> Terms:
    """Return the shipped mapping."""
    given, known = _loaded("terms.yaml"), _loaded("known.yaml")
    labels = {label: _treatment(entry) for label, entry in given["labels"].items()}
    settings = Treatment(("mls:HyperParameterSetting",), {"any": ()}, setting=True)
    labels |= dict.fromkeys(given["settings"].split(), settings)
    return Terms(
        given["prefixes"],
        {name: _subject(entry) for name, entry in given["subjects"].items()},
        labels,
        _treatment(given["other"]),
        frozenset(given["left_out"].split()),
        given["unused"],
        given["attributes"],
        known,
    )


def _loaded(name: str) -> dict[str, Any]:
    import yaml

    found: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found


def _link(text: str) -> GraphLink:
    subject, name, *literal = text.split()
    return GraphLink(subject, name, bool(literal))


def _subject(entry: dict[str, Any]) -> Subject:
    link = _link(entry["from"]) if "from" in entry else None
    return Subject(tuple(entry["class"]), link, entry.get("back", ""), bool(entry.get("each")))


def _treatment(entry: dict[str, Any]) -> Treatment:
    links = {role: tuple(map(_link, given)) for role, given in entry["links"].items()}
    return Treatment(tuple(entry["class"]), links, entry.get("url", ""), bool(entry.get("usage")))
