"""The sentences of a paper as the judges see them: words, section, heading, place, and the labels found in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..covering import covered
from ..doc_keys import HEADINGS, MENTIONS, PAGES, SECTIONS, SKIP, TEXT

QUESTIONS = 28
"""So many questions the judges know."""

_MOST_WORDS = 120
_TOKEN = re.compile(r"https?://\S+|www\.\S+|\[\d+(?:[,–\- ]+\d+)*\]|\d+(?:[.,]\d+)*%?|[a-zα-ω]+(?:['’][a-z]+)?|[^\w\s]")
_HOST = re.compile(r"[a-z]+")
_NO_HOST = frozenset({"http", "https", "www"})


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence, caption or table row.

    ``start:end`` are offsets into the text of the paper; ``role`` and ``heading`` are those of its section, ``page``
    counts from 1. ``labels`` are the labels of the finds in it, each once, sorted.
    """

    start: int
    end: int
    text: str
    role: str = "other"
    heading: str = ""
    page: int = 1
    labels: tuple[str, ...] = ()


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, numbers, links and citations by their kind, at most 120.

    A number becomes ``<n1>``, ``<n2>`` (so many digits), ``<big>``, ``<year>``, ``<dec>`` or ``<pct>``; a link
    ``<url>`` and the first words of its address.
    """
    return list(_words(text))


@lru_cache(maxsize=1024)  # the sums and the network ask for the same sentences, and headings stand over many
def _words(text: str) -> tuple[str, ...]:
    words: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        if token.startswith(("http", "www.")) and len(token) > len("https"):
            words.append("<url>")
            words += [f"u_{part}" for part in _HOST.findall(token)[:4] if part not in _NO_HOST]
        elif token[0] == "[" and len(token) > 1:
            words.append("<cite>")
        elif token[0].isdigit():
            words.append(_number(token))
        else:
            words.append(token)
        if len(words) >= _MOST_WORDS:
            break
    return tuple(words[:_MOST_WORDS])


def _number(token: str) -> str:
    if token.endswith("%"):
        return "<pct>"
    if "." in token:
        return "<dec>"
    if len(token) == 4 and token[:2] in ("19", "20"):
        return "<year>"
    return f"<n{len(token)}>" if len(token) <= 2 else "<big>"


def segments_of(doc: Any) -> list[Segment]:
    """Return the sentences of ``doc`` outside of the stretches that are skipped, in order."""
    sections: Sequence[tuple[int, int, str]] = doc.user_data.get(SECTIONS, ())
    headings = dict(doc.user_data.get(HEADINGS, ()))
    pages: Sequence[int] = doc.user_data.get(PAGES, ())
    starts = [start for start, _, _ in sections]
    text = doc.user_data.get(TEXT) or doc.text
    spans = list(_spans(doc, text))
    labels = _labels(spans, ((m.start, m.label) for m in doc.user_data.get(MENTIONS, ())))
    lines = []
    for number, (start, end) in enumerate(spans):
        index = bisect_right(starts, start) - 1
        role = sections[index][2] if index >= 0 and start < sections[index][1] else "other"
        heading = headings.get(starts[index], "") if index >= 0 else ""
        page = max(1, bisect_right(pages, start))
        lines.append(Segment(start, end, text[start:end], role, heading, page, labels[number]))
    return lines


def _spans(doc: Any, text: str) -> Iterator[tuple[int, int]]:
    skip = doc.user_data.get(SKIP, ())
    for sent in doc.sents:
        start, end = sent.start_char, sent.end_char
        if not covered(start, skip) and text[start:end].strip():
            yield start, end


def _labels(spans: Sequence[tuple[int, int]], finds: Iterable[tuple[int, str]]) -> list[tuple[str, ...]]:
    starts = [start for start, _ in spans]
    found: list[set[str]] = [set() for _ in spans]
    for at, label in finds:
        index = bisect_right(starts, at) - 1
        if index >= 0 and at < spans[index][1]:
            found[index].add(label)
    return [tuple(sorted(some)) for some in found]
