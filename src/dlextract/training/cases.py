"""Annotated papers, read as the product reads them, with what was annotated beside what the rules say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PaperError
from ..judging.segments import segments_of
from ..records import Page, Paper, Section
from .annotated import Annotated, found_again, read_annotated, roles_by_authors, used_by_authors
from .judge_records import Case

if TYPE_CHECKING:
    from ..extractor import Extractor


def cases_in(folders: Sequence[Path], pdfs: Sequence[Path], extractor: Extractor, *, seen: bool) -> Iterator[Case]:
    """Yield a case for each annotated paper in ``folders``, in the order of their names.

    A paper is read from its PDF file in ``pdfs`` or beside the annotation; where there is none, from the annotated
    sentences.

    Raises:
        PaperError: an annotation is damaged.
    """
    for folder in folders:
        files = sorted(folder.glob("*.json")) if folder.is_dir() else [folder]
        if not files:
            raise PaperError(str(folder), "no annotated paper (*.json) is here", "docs/judges.md describes them")
        for path in files:
            annotated = read_annotated(path)
            yield case_of(annotated, _read(annotated, [path.parent, *pdfs], extractor), extractor, seen=seen)


def _read(annotated: Annotated, places: Sequence[Path], extractor: Extractor) -> Paper:
    for place in places:
        file = place / f"{annotated.name}.pdf"
        if file.is_file():
            return extractor.paper(file)
    return paper_of(annotated)


def paper_of(annotated: Annotated) -> Paper:
    """Return the paper that the sentences of an annotation make up, without its tables."""
    text = "".join(sentence[3] for sentence in annotated.sentences)
    starts = [0]
    for sentence in annotated.sentences:
        starts.append(starts[-1] + len(sentence[3]))
    pages = []
    for page, some in groupby(range(len(annotated.sentences)), key=lambda n: annotated.sentences[n][0]):
        numbers = list(some)
        pages.append(Page(page, starts[numbers[0]], starts[numbers[-1] + 1]))
    sections = []
    for (role, title), some in groupby(range(len(annotated.sentences)), key=lambda n: annotated.sentences[n][1:3]):
        numbers = list(some)
        first = starts[numbers[0]]
        sections.append(Section(first, first, starts[numbers[-1] + 1], title, role))
    titles = [sentence[3].strip() for sentence in annotated.sentences if sentence[1] == "title"]
    return Paper(
        source=annotated.name,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        title=titles[0] if titles else "",
        language="en",
        pages=tuple(pages),
        sections=tuple(sections),
    )


def case_of(annotated: Annotated, paper: Paper, extractor: Extractor, *, seen: bool) -> Case:
    """Return what the rules say about ``paper``, beside what was annotated."""
    doc = extractor.nlp(extractor.make_doc(paper))
    decided = extractor.decide(doc, paper)
    facts = tuple(item.fact for item in decided.facts)
    lines = tuple(segments_of(doc))
    now = found_again(annotated, lines)
    return Case(
        name=annotated.name,
        paper=paper,
        lines=lines,
        found=tuple(candidate for candidate in decided.candidates if not candidate.aside),
        facts=facts,
        used=tuple(used_by_authors(fact, annotated) for fact in facts),
        roles=tuple(roles_by_authors(fact, annotated) for fact in facts),
        answers={
            cq: tuple(dict.fromkeys(now[number] for number in numbers if number in now))
            for cq, numbers in annotated.evidence.items()
        },
        stated={cq: bool(numbers) for cq, numbers in annotated.evidence.items()},
        seen=seen,
    )
