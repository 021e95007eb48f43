"""The year in which a paper was published, from what its first pages print about themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dlextract.covering import covered, silent
from dlextract.records import DroppedLine, Page, Section

FRONT = 2
"""Pages at the start whose running heads say when a paper was published; beside them only the first page does."""

_LONGEST = 600
"""Characters of a paragraph that may be a notice about the paper; longer ones are its text."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?<!\d)(?P<year>(?:19[89]|20\d)\d)(?![\d/]|\.\d)"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s./-]{{0,2}}(?:{_MONTH}|\d{{1,2}})[\s./,-]{{0,2}}"
    rf"|{_MONTH}[\s-]{{0,2}}(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?)?{_YEAR}"
)
_MEETING = r"(?:proceedings|conference|workshop|symposium|congress|annual meeting)"

_NOTICES = tuple(
    re.compile(rule, re.I)
    for rule in (
        # Published: 3 March 2021 · Date of publication March 3, 2021 · Published as a conference paper at ICLR 2020
        rf"\b(?<!previously )(?:published|publication date|date of (?:publication|current version)"
        r"|(?:first|available) online|version of record)(?:,? (?:online|first|on|in)| in \w+ online library)?"
        rf"[:,]?\s*{_DATE}",
        rf"\bpublished as an? (?:conference|workshop|short|full) paper (?:at|in) [\w ]{{2,30}}?{_YEAR}",
        # Proceedings of the 5th Northern Lights Deep Learning Conference (NLDL), PMLR 233, 2024
        rf"\b{_MEETING}\b(?:(?!\.\s+[A-Z]).){{0,200}}?{_YEAR}",
        rf"\b{_YEAR} (?:[\w/&-]+ ){{0,6}}{_MEETING}\b",
        # Sensors 2019, 19, 1234 · Pattern Recognition 93 (2019) 1–12 · J. Name (2019) 12:34
        rf"\b\d[\d-]* ?\({_YEAR}\)",
        rf"\({_YEAR}\) ?\d{{1,4}} ?[:,]",
        # © 2019 IEEE · Copyright (c) 2019 · flc 2017, L M 2024 (the sign in the fonts of TeX)
        rf"(?:©|\(c\)|\bcopyright\b|c⃝|\bflc\b|\bL M\b)[^\n\d]{{0,60}}{_YEAR}",
        rf"\b{_YEAR}[,;] ?(?:vol\. ?)?\d{{1,4}} ?[,(:;]",
        rf"arXiv:.{{0,50}}?\b{_DATE}",
    )
)
_ARXIV = re.compile(r"arXiv:\s*(\d\d)(?:0[1-9]|1[0-2])\.\d{4,5}", re.I)
_CREATED = re.compile(r"(?:D:)?((?:19[89]|20\d)\d)")
_CITED = re.compile(r"^\W*\[\d+\]|\bet al\.|\bIn Proc", re.I)


def find_year(
    text: str, pages: Sequence[Page], sections: Sequence[Section], dropped: Sequence[DroppedLine], created: str
) -> tuple[int | None, str]:
    """Return the year and where it stands ("page 1", "metadata"), ``(None, "")`` where nothing says it.

    A notice of publication on the first page, or in the running heads of the second, wins over one of a meeting, a
    volume, a copyright and a preprint; the date on which the file was made counts only where the pages say nothing.

    Args:
        text: the text of the paper.
        pages: its pages.
        sections: its sections; what stands in references is not about the paper.
        dropped: running heads and the like.
        created: the date in the PDF's metadata.
    """
    front = list(_front(text, pages[:FRONT], sections, dropped))
    for rule in _NOTICES:
        for page, part in front:
            if found := rule.search(part):
                return int(found["year"]), f"page {page}"
    for page, part in front:
        if found := _ARXIV.search(part):
            return 2000 + int(found[1]), f"page {page}"
    found = _CREATED.match(created)
    return (int(found[1]), "metadata") if found else (None, "")


def _front(
    text: str, pages: Sequence[Page], sections: Sequence[Section], dropped: Sequence[DroppedLine]
) -> Iterator[tuple[int, str]]:
    """Yield page and text of each line and paragraph that may be a notice about the paper."""
    numbers = {page.number for page in pages}
    yield from ((line.page, line.text[:_LONGEST]) for line in dropped if line.page in numbers)
    skipped = silent(sections)
    for page in pages[:1]:
        at = page.start
        for part in text[page.start : page.end].split("\n\n"):
            cited = _CITED.search(part) or covered(at, skipped)
            if len(part) <= _LONGEST and not cited:
                yield page.number, part
            at += len(part) + 2
