"""Paragraphs of papers that would teach a model most: those in which two readers of them mark different things."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..errors import PaperError
from ..evaluation.mentions import SPAN_GROUP
from ..evaluation.paragraphs import LABELS
from ..spelling import squash
from .scoring import product, read_with
from .setup import find_model, load_pipeline, places_in

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from ..extractor import Extractor
    from ..records import Paper

RULES = "rules"
"""Stands for the pattern rules alone, in place of the name of a model."""

_SHORTEST, _LONGEST = 200, 1_400
_PROSE = 0.85
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\n))+")
_LEFT_OUT = frozenset({"references", "acknowledgements"})

Mark: TypeAlias = tuple[int, int, str]
"""Start, end and label; the offsets are those of the paragraph."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A paragraph, with what both readers mark in it and what only one of them does.

    ``paper`` is the name of its file, ``sha256`` that file's hash.
    """

    paper: str
    sha256: str
    text: str
    both: tuple[Mark, ...]
    one: tuple[Mark, ...]

    def line(self) -> str:
        """Return it as a line of a file for ``dlextract train``: what only one reader marks is unknown there."""
        row = {"text": self.text, "spans": self.both, "optional": self.one, "paper": self.paper, "sha256": self.sha256}
        return json.dumps(row, ensure_ascii=False)


def paragraphs_of(paper: Paper) -> Iterator[str]:
    """Yield the paragraphs of prose of a paper, 200 to 1,400 characters long, with single spaces."""
    for match in _PARAGRAPH.finditer(paper.text):
        text = " ".join(match[0].split())
        prose = sum(sign.isalpha() or sign == " " for sign in text) >= _PROSE * len(text)
        if _SHORTEST <= len(text) <= _LONGEST and prose and paper.role_at(match.start()) not in _LEFT_OUT:
            yield text


def reader(name: str) -> Callable[[Sequence[str]], list[frozenset[Mark]]]:
    """Return what marks texts: the model ``name`` alone, or the pattern rules where it is ``RULES``.

    Raises:
        ModelError: there is no such model, or it cannot be loaded.
    """
    nlp = product(None) if name == RULES else load_pipeline(name)
    places = None if name == RULES else places_in(find_model(name))
    wanted = {*LABELS, *(places.own if places else ())}
    return lambda texts: [frozenset(_marks(doc, wanted)) for doc in read_with(nlp, texts, places)]


def disputed(
    papers: Iterable[Path],
    readers: Sequence[str],
    extractor: Extractor,
    tell: Callable[[str], None],
    *,
    known: Iterable[str] = (),
) -> Iterator[Disputed]:
    """Yield the paragraphs of ``papers`` in which the two ``readers`` differ, each text once.

    Args:
        papers: PDF files; one that cannot be read is told and passed over.
        readers: two names as ``reader`` takes them.
        extractor: reads the papers.
        tell: gets a line for each paper that cannot be read.
        known: texts that are annotated already.
    """
    one, other = (reader(name) for name in readers)
    seen = {squash(text) for text in known}
    for path in papers:
        try:
            paper = extractor.paper(path)
        except PaperError as error:
            tell(str(error))
            continue
        texts = []
        for text in paragraphs_of(paper):
            if (key := squash(text)) not in seen:
                seen.add(key)
                texts.append(text)
        for text, here, there in zip(texts, one(texts), other(texts), strict=True):
            if here != there:
                both, only = sorted(here & there), sorted(here ^ there)
                yield Disputed(path.name, paper.sha256, text, tuple(both), tuple(only))


def choose(paragraphs: Iterable[Disputed], per_paper: int, most: int) -> list[Disputed]:
    """Return ``most`` paragraphs with the most differences, at most ``per_paper`` of a paper; the same every time."""
    counts: dict[str, int] = {}
    chosen: list[Disputed] = []
    for paragraph in sorted(paragraphs, key=lambda p: (-len(p.one), p.sha256, p.text)):
        if counts.get(paragraph.sha256, 0) < per_paper and len(chosen) < most:
            counts[paragraph.sha256] = counts.get(paragraph.sha256, 0) + 1
            chosen.append(paragraph)
    return sorted(chosen, key=lambda p: (p.paper, p.sha256, -len(p.one), p.text))


def _marks(doc: Doc, wanted: Collection[str]) -> Iterator[Mark]:
    spans: list[Span] = [*doc.ents, *doc.spans.get(SPAN_GROUP, ())]
    for span in spans:
        if span.label_ in wanted:
            yield span.start_char, span.end_char, span.label_
