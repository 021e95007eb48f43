"""Statements of a graph: subject, property, and a node or a literal; nothing here knows papers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

_SLUG = re.compile(r"[^a-z0-9]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_URL = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+\S*", re.IGNORECASE)
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"
_LONGEST = 40
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing with an IRI, given whole or as a prefixed name (``schema:Dataset``)."""

    name: str
    prefixed: bool = False


@dataclass(frozen=True, slots=True)
class Literal:
    """A value; ``datatype`` is a prefixed name, "" for plain text."""

    text: str
    datatype: str = ""


Object = Resource | Literal


def term(name: str) -> Resource:
    """Return the node of a prefixed name."""
    return Resource(name, prefixed=True)


def text(value: str) -> Literal:
    """Return plain text; what no encoding can hold is replaced."""
    return Literal(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value))


def number(value: int | float) -> Literal:
    """Return a number: an integer, or a decimal without an exponent."""
    if isinstance(value, int):
        return Literal(str(value), "xsd:integer")
    return Literal(f"{value:.10f}".rstrip("0").rstrip("."), "xsd:decimal")


def value(given: str | int | float) -> Literal:
    """Return what a setting is set to: a number where it is one, else text."""
    if not isinstance(given, str):
        return number(given)
    if not _DECIMAL.fullmatch(given) or not given.isascii():
        return text(given)
    return Literal(given, "xsd:decimal" if "." in given else "xsd:integer")


def address(given: str) -> Resource | None:
    """Return the address ``given`` as a node, None if it is none of the web."""
    if not _URL.fullmatch(given):
        return None
    whole = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", given)
    return Resource(re.sub(r"%(?![0-9A-Fa-f]{2})|[\[\]]", lambda bad: f"%{ord(bad[0]):02X}", quote(whole, safe=_KEPT)))


def slug(words: str) -> str:
    """Return ``words`` as a part of an IRI, the same for any case and spacing; another one for other words."""
    folded = words.casefold().strip()
    short = _SLUG.sub("-", folded).strip("-")
    if len(short) <= _LONGEST and short == re.sub(r"[\s_-]+", "-", folded):
        return short
    return f"{short[:_LONGEST].strip('-')}-{digest(folded)}".strip("-")


def digest(*parts: str) -> str:
    """Return ten hexadecimal digits that stand for ``parts``."""
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:10]


@dataclass(slots=True)
class Statements:
    """The statements about one paper, by subject and property in order, each once.

    ``graph`` is what holds them in N-Quads, ``base`` how the IRIs of the paper's own things begin.
    """

    graph: Resource
    base: str
    by_subject: dict[Resource, dict[str, dict[Object, None]]] = field(default_factory=dict)

    def own(self, name: str) -> Resource:
        """Return the node of a thing of this paper."""
        return Resource(self.base + name)

    def add(self, subject: Resource, name: str, *objects: Object) -> None:
        """State that ``subject`` has the property ``name`` (a prefixed name) with each of ``objects``."""
        if objects:
            self.by_subject.setdefault(subject, {}).setdefault(name, {}).update(dict.fromkeys(objects))

    def __iter__(self) -> Iterator[tuple[Resource, str, Object]]:
        for subject, properties in self.by_subject.items():
            for name, objects in properties.items():
                for one in objects:
                    yield subject, name, one

    def __contains__(self, subject: Resource) -> bool:
        return subject in self.by_subject
