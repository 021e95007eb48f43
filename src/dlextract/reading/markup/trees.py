"""Files of other people → element trees: no entities, no network, no more and no deeper than a paper needs."""

from __future__ import annotations

from html import unescape
from typing import Any

from dlextract.errors import PaperError

MOST_BYTES = 64 << 20
MOST_ELEMENTS = 1_000_000
DEEPEST = 150
"""Elements inside one another; papers have some thirty."""

Element = Any
"""An element of lxml, which has no types of its own."""


def parse(data: bytes, source: str, *, html: bool) -> Element:
    """Return the root element of a file.

    Raises:
        PaperError: it is damaged, too large or too deep, or lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise PaperError(
            source, "papers in XML and HTML need lxml, which is not installed", "Run: pip install 'dlextract[markup]'"
        ) from error
    if len(data) > MOST_BYTES:
        raise PaperError(source, f"it holds more than {MOST_BYTES >> 20} MB of markup", "Give the paper as PDF")
    common = {"no_network": True, "remove_comments": True, "remove_pis": True, "huge_tree": False}
    try:
        if html:
            # What is valid UTF-8 is UTF-8; of the rest the page itself says what it is.
            parser = etree.HTMLParser(encoding="utf-8" if _is_utf8(data) else None, **common)
        else:
            parser = etree.XMLParser(resolve_entities=False, load_dtd=False, dtd_validation=False, **common)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        told = " ".join(str(getattr(error, "msg", error)).split())[:120]
        raise PaperError(source, f"its markup is damaged ({told})", "Download or copy it again") from None
    if root is None:
        raise PaperError(source, "there is no text in it", "Give a paper with text")
    _check(root, source)
    return root


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check(root: Element, source: str) -> None:
    """Count elements and depth without recursion."""
    count = 0
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        count += 1
        if depth > DEEPEST:
            raise PaperError(source, f"its elements are nested more than {DEEPEST} deep", "Give the paper as PDF")
        if count > MOST_ELEMENTS:
            raise PaperError(source, f"it has more than {MOST_ELEMENTS:,} elements", "Give the paper as PDF")
        stack += [(child, depth + 1) for child in element]


def name(element: Element) -> str:
    """Return the tag of an element without its namespace, in lower case; "" for an entity."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def attribute(element: Element, wanted: str) -> str:
    """Return an attribute by its name without a namespace."""
    direct = element.get(wanted)
    if direct is not None:
        return str(direct)
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == wanted), "")


def entity(element: Element) -> str:
    """Return what an entity of HTML stands for; one that the file itself defines is left out."""
    words = element.text or ""
    told = unescape(words)
    return "" if told == words else told


def first(element: Element, *names: str) -> Element | None:
    """Return the first descendant of one of ``names``."""
    return next((one for one in element.iter() if name(one) in names), None)


def children(element: Element, *names: str) -> list[Element]:
    """Return the children of one of ``names``."""
    return [one for one in element if name(one) in names]


def raw(element: Element | None) -> str:
    """Return all text of an element, its white space collapsed."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
