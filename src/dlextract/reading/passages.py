"""Does a plain text read like passages of a paper in any order, rather than like a paper?

Passages that a search brought together begin and end anywhere: what follows a heading need not belong under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dlextract.reading.sections import bare
from dlextract.records import Section

_LONGEST = 25_000
"""Characters; a longer text is taken for a paper, whose order a converter of PDF files may have disturbed."""

_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_MOST_SECTIONS = 12
_FIRST = {"abstract": 0, "introduction": 1}
_LAST = ("references", "acknowledgements", "availability")


def are_passages(sections: Sequence[Section], length: int) -> bool:
    """Tell whether the headings of a short text stand in an order that no paper has.

    So it is where a section's number is less than one before it, the introduction comes after the methods, or more
    than half of the text stands behind the heading of references, acknowledgements or availability.
    """
    if length > _LONGEST:
        return False
    if any(section.role in _LAST and section.end - section.body > length / 2 for section in sections):
        return True
    highest: tuple[int, ...] = ()
    beyond = False
    for section in sections:
        number = bare(section.title)[0]
        if _NUMBER.fullmatch(number):
            parts = tuple(map(int, number.split(".")))
            if 1 <= parts[0] <= _MOST_SECTIONS:
                if parts < highest:
                    return True
                highest = parts
        if section.role in _FIRST and beyond and section.title:
            return True
        beyond = beyond or section.role in ("methods", "experiments", "results", "discussion", "references")
    return False
