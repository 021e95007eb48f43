"""Where sentences begin, by rules for the prose of papers: citations, abbreviations, initials, numbered headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from .cut_text import CutText, text_of

_CITATION = r"\[\d[\d,;\s–-]{0,40}\]|\(\d{1,3}(?:[,–-]\d{1,3})*\)"

_END = re.compile(
    r"(?:"
    r"(?<![.!?…])(?P<mark>[.!?…]+)(?![.!?…])"  # a whole run: parts of it would be tried for ever
    r"(?P<after>[\"'”’»)\]]*(?:(?<=[^\W\d_][.!?])\d{1,3}(?:[,–-]\s?\d{1,3})*(?=\s+[A-Z])|\s?(?:"
    + _CITATION
    + r")(?=\s+[A-Z]))?)"
    r"(?:\s+|(?<=[a-z)\]]\.)(?=(?:We|The|In|This|These|Our|It|For|To|However|As)\s))"
    r"|(?P<line>(?<!\s)\s*\n\s*)"
    r")"
)

_NEVER_TEXT = """
v ver fig figs eq eqs eqn eqns tab tabs tbl sec secs sect ref refs no nos vs cf viz approx resp ca dr prof mr mrs ms
st vol vols pp pg ed eds alg thm def prop lem cor suppl app ch chap e.g i.e eg ie w.r.t a.k.a i.i.d s.t c.f
est min max avg std dim nr art univ dept subsp var cv spp sp ssp supp appx equ obs incl excl dept assoc intl
"""
_NEVER = frozenset(_NEVER_TEXT.split())
"""Words before a full stop that does not end the sentence (lower case, without it)."""

_MAYBE_TEXT = """
al etc inc ltd corp co u.s u.k u.s.a jr sr ph.d m.sc jan feb mar apr jun jul aug sep sept oct nov dec
"""
_MAYBE = frozenset(_MAYBE_TEXT.split())
"""Words before a full stop that ends the sentence only if a word follows that usually begins one."""

_STARTERS_TEXT = """
We The In This These Those Our It For To A An As However Moreover Furthermore Additionally Finally Therefore
Thus Then They Their There Here When While With Since Although By On At From If After Before During Both Each
All Unlike Similarly Instead Note Also First Second Third Next Since Because Despite Given Using Such Based
Following Table Figure Fig Hence Overall Specifically Consequently Subsequently Training Models Results Data
"""
_STARTERS = frozenset(_STARTERS_TEXT.split())

_ALSO_WORDS = frozenset({"min", "max", "sp", "spp", "var", "no", "app", "def", "std", "est", "art", "ed", "cor"})
"""Those of ``_NEVER`` that can also stand at the end of a sentence."""

_WORD = re.compile(r"[^\W_](?:[\w.&'’-]*[\w])?$")
_NEXT = re.compile(r"[\"'“‘(\[]*([^\W\d_][\w’'-]*)?")


LONGEST = 2000
"""Characters of a sentence at most: more is a list or no text at all, and what is asked of each of its parts by
looking at the whole would take for ever. The longest sentence of a paper that we saw has 1,435."""


def sentence_starts(text: str) -> Iterator[int]:
    """Yield the offset of the first character of each sentence.

    A line end always ends one, and so does a space where it would be longer than ``LONGEST``.
    """
    last = -1
    for start in _starts(text):
        if last >= 0:
            yield from _cuts(text, last, start)
        yield start
        last = start
    if last >= 0:
        yield from _cuts(text, last, len(text))


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        start = space + 1 if space >= 0 else start + LONGEST
        yield start


def _starts(text: str) -> Iterator[int]:
    size = len(text)
    start = len(text) - len(text.lstrip())
    if start == size:
        return
    yield start
    for end in _END.finditer(text, start):
        after = end.end()
        if after >= size:
            break
        if "\n" not in end[0] and not _ends(text, start, end):
            continue
        if after > start:
            start = after
            yield start


def _ends(text: str, start: int, end: re.Match[str]) -> bool:
    after = end.end()
    following = text[after]
    if following.islower():
        return False
    if following in ",;:)]}%=+×<>/|":
        return False
    mark = end["mark"]
    if mark != ".":
        return mark != ".." or following.isupper()
    before = text[max(start, end.start() - 30) : end.start()]
    word = _WORD.search(before)
    if word is None:
        return True
    last = word[0]
    lower = last.lower()
    if end["after"] and end["after"].strip() and not end["after"].startswith((" ", "[")) and lower not in _NEVER:
        return True
    begins = _NEXT.match(text, after)
    starter = begins is not None and begins[1] in _STARTERS
    if lower in _NEVER:
        return lower in _ALSO_WORDS and starter
    if lower in _MAYBE or "." in last:
        return starter or (("." in last) and lower not in _MAYBE and last[-1].isdigit())
    if len(last) == 1 and last.isalpha():
        return starter if last.isupper() else True
    whole = end.start() - start == len(last)
    return not (whole and (last.isdigit() or len(last) <= 2))


class SentenceMarker:
    """Marks the first token of every sentence."""

    def __call__(self, doc: Any) -> Any:
        """Mark the sentences of a Doc, or of a text that is cut into words."""
        if not len(doc):
            return doc
        starts = np.fromiter(sentence_starts(text_of(doc)), dtype=np.int64)
        if isinstance(doc, CutText):
            firsts = np.searchsorted(np.asarray(doc.starts), starts)
            doc.mark_sentences(sorted({0, *firsts[firsts < len(doc)].tolist()}))
            return doc
        from spacy.attrs import LENGTH, SENT_START, SPACY

        sizes = doc.to_array([LENGTH, SPACY]).astype(np.int64).sum(axis=1)
        offsets = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        marks = np.full((len(doc), 1), np.uint64(2**64 - 1), dtype=np.uint64)
        firsts = np.searchsorted(offsets, starts)
        marks[firsts[firsts < len(doc)], 0] = 1
        marks[0, 0] = 1
        return doc.from_array([SENT_START], marks)
