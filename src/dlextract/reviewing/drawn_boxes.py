"""The sentence under a box that a reader drew, and the rule that would find it. Called in a process aside."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ..errors import PaperError, UsageError
from ..extractor import Extractor
from ..files import read_regular
from ..records import Box, Paper

_SLACK = 1.0
"""Points by which a box may miss a word."""
_LONGEST = 600
"""Characters of a sentence."""


def marked(path: str, sha256: str, patterns: Sequence[str], page: int, box: Box, question: str) -> dict[str, Any]:
    """Return the words under ``box`` on ``page``, the sentence that holds them, and the labels of ``question``.

    Raises:
        PaperError: the paper cannot be read.
        UsageError: no words of the paper's text lie under the box.
    """
    extractor = _extractor(tuple(patterns))
    paper = _paper(path, sha256, tuple(patterns))
    words = words_under(paper, page, box)
    if not words:
        raise UsageError("box", "no words of the text lie under it", "Draw it over the words themselves")
    start, end = words[0][0], words[-1][1]
    first, last = sentence_around(extractor, paper, start, end)
    labels = next((asked.labels for asked in extractor.knowledge.questions if asked.name == question), ())
    return {
        "page": page,
        "quote": [paper.text[first:start], paper.text[start:end], paper.text[end:last]],
        "boxes": [box for on, box in paper.boxes(start, end) if on == page],
        "labels": list(labels),
    }


def drafted(path: str, sha256: str, patterns: Sequence[str], label: str, sentence: str) -> dict[str, Any]:
    """Return a rule of ``label`` that finds what is marked ``[[like this]]`` in ``sentence``: YAML, and if it works.

    Raises:
        PaperError, UsageError: see ``workbench.suggest``.
    """
    from ..workbench.suggest import suggest

    draft = suggest(_extractor(tuple(patterns)), _paper(path, sha256, tuple(patterns)), label, sentence)
    return {"yaml": draft.yaml, "works": draft.works, "already": draft.already}


def words_under(paper: Paper, page: int, box: Box) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of the words on ``page`` whose middle lies in ``box``, in the order of the text."""
    x0, y0, x1, y1 = box
    found = []
    for line in paper.lines:
        if line.page != page or not y0 - _SLACK <= (line.box[1] + line.box[3]) / 2 <= y1 + _SLACK:
            continue
        for start, end, left, right in line.words:
            if x0 - _SLACK <= (left + right) / 2 <= x1 + _SLACK:
                found.append((start, end))
    return sorted(found)


def sentence_around(extractor: Extractor, paper: Paper, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the sentence, or sentences, that hold ``start:end``."""
    doc = extractor.make_doc(paper)
    extractor.nlp.get_pipe("dlextract_sentences")(doc)
    spans = [(sent.start_char, sent.end_char) for sent in doc.sents if sent.start_char < end and sent.end_char > start]
    if not spans:
        return start, end
    first, last = min(spans[0][0], start), max(spans[-1][1], end)
    if last - first > _LONGEST:
        first, last = max(first, start - _LONGEST // 2), min(last, max(end, start + _LONGEST // 2))
    return first, first + len(paper.text[first:last].rstrip())


@lru_cache(maxsize=1)
def _extractor(patterns: tuple[str, ...]) -> Extractor:
    return Extractor(patterns, model="none")


@lru_cache(maxsize=2)
def _paper(path: str, sha256: str, patterns: tuple[str, ...]) -> Paper:
    try:
        data = read_regular(path)
    except OSError as error:
        raise PaperError(path, f"it cannot be read ({error.strerror})") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise PaperError(path, "the file has changed since it was read", "Read it again")
    return _extractor(patterns).paper(path, data)
