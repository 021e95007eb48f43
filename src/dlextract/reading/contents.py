"""Tables of contents, lists of figures, tables and abbreviations: they name things, and state nothing about them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dlextract.reading.blocks import Paragraph

from ..words import WordRegex

_LEADERS = re.compile(r"[^\W\d_]{2}.*?(?:\s?[.·…_]){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})?$", re.I)
_DOTS = re.compile(r"[.·…_](?:\s?[.·…_]){3}")
_ENTRY = re.compile(r"\S.*[^\W\d_]{2}.*\s(?:\d{1,4}|[ivxlc]{1,7})$", re.I)
_LISTING = WordRegex("contents_listing")
_ABBREVIATIONS = WordRegex("contents_abbreviations")
_SENTENCE = re.compile(r"[a-z)]{2}\. [A-Z]|\b(?:we|our|is|are|was|were)\b")


def mark_contents(paragraphs: Iterable[Paragraph]) -> None:
    """Give the entries of such lists the kind ``contents``.

    Entries are lines with leaders ("Dataset . . . . 5") wherever they stand; under the heading of a list also lines
    that end with a page number; under that of abbreviations what holds no sentence, until the next heading.
    """
    under = ""
    for paragraph in paragraphs:
        if paragraph.kind not in ("body", "heading", "figure", "footnote"):
            continue
        texts = [line.text for line in paragraph.lines]
        title = paragraph.text.strip(" .:")
        if _LISTING.fullmatch(title):
            under = "listing"
        elif _ABBREVIATIONS.fullmatch(title):
            under = "abbreviations"
        elif _are_entries(texts, under == "listing") or (
            under == "abbreviations" and paragraph.kind != "heading" and not _states(paragraph.text)
        ):
            paragraph.kind = "contents"
        elif paragraph.kind in ("heading", "body"):
            under = ""


def _states(text: str) -> bool:
    """Tell whether a text holds a sentence, rather than names and what they stand for."""
    return _SENTENCE.search(text) is not None or (text[-1] == "." and ";" not in text and text.count(" ") > 7)


def _are_entries(texts: list[str], listed: bool) -> bool:
    led = sum(map(_has_leaders, texts))
    if led and (led >= 0.3 * len(texts) or (listed and _has_leaders(texts[-1]))):
        return led > 1 or listed or _ENTRY.match(texts[-1]) is not None
    return listed and sum(_ENTRY.match(text) is not None for text in texts) >= 0.5 * len(texts)


def _has_leaders(text: str) -> bool:
    """Tell whether a line is an entry with leaders; the quick look for dots spares nearly all lines the slow one."""
    return _DOTS.search(text) is not None and _LEADERS.search(text) is not None
