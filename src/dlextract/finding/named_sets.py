"""Addresses of data sets: behind the name of the set, or in a note of which the address bears its name.

"We trained on WordNest.³" has the address in a footnote ("https://github.com/moss/wordnest"), and the name itself may
carry a hyperlink.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import regex

from ..candidates import FROM_LINK
from ..covering import covered, silent
from ..records import Mention, Paper
from ..spelling import squash
from ..words import WordRegex

_DATASET, LINK, _CODE = "DATASET", "DATA_LINK", "CODE_LINK"
_NOTE = regex.compile(
    r"(?m)^[^\w\n]{0,3}\d{0,2}[^\w\n]{0,3}(?P<address>https?://[^\s<>\[\]{}\"“”’,;()]*[\w/])[^\w\n]{0,2}$"
)
_PART = regex.compile(r"[^/?#=&.]+(?:\.\d[^/?#=&.]*)*")
_PAPERS = WordRegex("address_papers")
"""Addresses of papers, not of data."""

_DATA_WORD = WordRegex("address_data_word")
"""What is added to the name of a set in its address: "owlsdataset"."""

_SHARED = WordRegex("address_shared_host")
"""Hosts of everybody's data and code: their own name says nothing of what lies there."""

_LEAST_LETTERS = 4


def addresses_of_sets(finds: Sequence[Mention], paper: Paper) -> Iterator[Mention]:
    """Yield the addresses of the data sets named in a paper.

    Args:
        finds: what stands in the paper; of these ``DATASET`` are named sets, ``CODE_LINK`` and ``DATA_LINK`` addresses
            of which it is known what they are.
        paper: its text and hyperlinks.
    """
    sets = [find for find in finds if find.label == _DATASET and find.hint in ("", "used")]
    if not sets:
        return
    known = {find.start for find in finds if find.label in (_CODE, LINK)}
    skipped = silent(paper.sections)
    for link in paper.links:
        if link.start in known or not link.uri.startswith("http") or covered(link.start, skipped):
            continue
        words = paper.text[link.start : link.end]
        home = not link.uri.partition("//")[2].partition("/")[2]
        if "/" in words or home or _PAPERS.search(link.uri):
            continue
        if any(find.start < link.end and link.start < find.end for find in sets):
            yield Mention(LINK, link.start, link.end, link.uri, FROM_LINK + LINK, score=0.8)
    names = {squash(name) for find in sets for name in (find.value, paper.text[find.start : find.end])}
    names = {name for name in names if len(name) >= _LEAST_LETTERS}
    for note in _NOTE.finditer(paper.text):
        start, address = note.start("address"), note["address"]
        if start in known or covered(start, skipped) or _PAPERS.search(address):
            continue
        host, _, path = address.partition("//")[2].partition("/")
        parts = [squash(part) for part in _PART.findall(path)]
        hosts = [] if _SHARED.search(host) else [squash(part) for part in _PART.findall(host)]
        if any(part in names or _with_data_word(part, names) for part in parts) or any(
            _with_data_word(part, names) for part in hosts
        ):
            yield Mention(LINK, start, note.end("address"), address, FROM_LINK + LINK, hint="used", score=0.8)


def _with_data_word(part: str, names: Collection[str]) -> bool:
    """Tell whether a part of an address is a name and a word for data: "owlsdataset"; "owls.org" is a home page."""
    word = _DATA_WORD.search(part)
    return word is not None and part[: word.start()] in names
