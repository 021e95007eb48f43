"""Links that stand apart from the sentence that speaks of them: under its words, in a footnote, in the references.

"The code is available.¹" says that there is code; the address stands in the footnote. "… at GitHub (Younis 2020)"
has it in the list of references, and "… in github" may carry it as a hyperlink.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import regex

from ..knowledge import Knowledge, Pattern
from ..records import SILENT_ROLES, Mention, Paper
from ..regexes import compiled

_KINDS: Mapping[str, tuple[str, str]] = {
    "CODE_REPOSITORY": ("CODE_HOST", "CODE_LINK"),
    "DATA_REPOSITORY": ("DATA_HOST", "DATA_LINK"),
}
"""Label of a statement → label of any address of that kind, and label of an address that the authors point to."""

_MOST_WORDS_BESIDE = 40
_CITATION = regex.compile(
    r"(?<!\p{L})(?P<name>\p{Lu}[\p{L}'’-]+)(?:,? et al\.?| (?:and|&) \p{Lu}[\p{L}'’-]+)?"
    r",? ?[(\[]?(?P<year>(?:19|20)\d\d)"
)

_URL = regex.compile(r"https?://\S+")
_DOI_HOST = regex.compile(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:?\s*)")

Span = tuple[int, int]


def link_mentions(
    mentions: Iterable[Mention], sentences: Sequence[Span], paper: Paper, knowledge: Knowledge
) -> list[Mention]:
    """Return mentions of the addresses that statements about code and data point to.

    Args:
        mentions: the pipeline's finds.
        sentences: offsets of all sentences, in order.
        paper: its pages, hyperlinks and references.
        knowledge: the patterns; the addresses known are those of ``CODE_HOST`` and ``DATA_HOST``.
    """
    finds = list(mentions)
    found: list[Mention] = []
    for label, (host, link) in _KINDS.items():
        pattern = knowledge.patterns.get(host)
        statements = [find for find in finds if find.label == label and find.hint in ("", "used")]
        if pattern is None or not statements:
            continue
        addresses = [find for find in finds if find.label == host]
        linked = [find.start for find in finds if find.label == link]
        for statement in statements:
            start, end = _sentence(statement.start, sentences)
            if any(start <= position < end for position in linked):
                continue
            for where, address in _addresses(start, end, addresses, sentences, paper, pattern):
                found.append(Mention(link, *where, address, pattern.id, hint="used", score=0.9))
    return list(dict.fromkeys(found))


def _addresses(
    start: int, end: int, addresses: Sequence[Mention], sentences: Sequence[Span], paper: Paper, pattern: Pattern
) -> Iterator[tuple[Span, str]]:
    """Yield the place and the address of what the sentence ``start:end`` points to: the nearest kind only."""
    hyperlinks = [
        ((link.start, link.end), link.uri)
        for link in paper.links
        if start <= link.start < end and _matches(pattern, link.uri)
    ]
    if hyperlinks:
        yield from hyperlinks
        return
    cited = list(_cited(start, end, paper, pattern))
    if cited:
        yield from cited
        return
    page = paper.page_at(start)
    for address in addresses:
        if paper.page_at(address.start) == page and _stands_alone(address, sentences, paper):
            yield (address.start, address.end), paper.text[address.start : address.end]


def _cited(start: int, end: int, paper: Paper, pattern: Pattern) -> Iterator[tuple[Span, str]]:
    for citation in _CITATION.finditer(paper.text, start, end):
        for reference in _references(paper):
            text = paper.text[slice(*reference)]
            if text.lstrip("•[(0123456789]). ").startswith(citation["name"]) and citation["year"] in text:
                match = _matches(pattern, text)
                if match:
                    yield citation.span(), match["value"]


def _references(paper: Paper) -> Iterator[Span]:
    for section in paper.sections:
        if section.role in SILENT_ROLES:
            position = section.body
            for entry in paper.text[section.body : section.end].split("\n"):
                yield position, position + len(entry)
                position += len(entry) + 1


def _matches(pattern: Pattern, text: str) -> Any:
    for rule in pattern.rules:
        match = compiled(rule.regex).search(text)
        if match:
            return match
    return None


def _stands_alone(address: Mention, sentences: Sequence[Span], paper: Paper) -> bool:
    start, end = _sentence(address.start, sentences)
    start = max(start, paper.text.rfind("\n", 0, address.start) + 1)  # a footnote is a paragraph of its own
    stop = paper.text.find("\n", address.end, end)
    end = stop if stop >= 0 else end
    beside = _URL.sub("", paper.text[start : address.start] + paper.text[address.end : end])
    return len(beside.strip()) <= _MOST_WORDS_BESIDE


def is_own_doi(text: str, paper: Paper) -> bool:
    """Tell whether ``text`` is the address of the paper itself."""
    return bool(paper.doi) and _DOI_HOST.sub("", text.strip().lower()).rstrip(".") == paper.doi.lower()


def _sentence(position: int, sentences: Sequence[Span]) -> Span:
    index = max(0, bisect_right(sentences, (position, 1 << 60)) - 1)
    return sentences[index] if sentences else (0, 0)
