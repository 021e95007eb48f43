"""Does a file hold more than one paper?"""

from __future__ import annotations

from collections.abc import Sequence

from dlextract.reading.sections import HeadingRoles
from dlextract.records import Page, Section

_OPENINGS = ("abstract", "introduction")


def several_papers(sections: Sequence[Section], pages: Sequence[Page], roles: HeadingRoles) -> list[str]:
    """Return a warning if a paper seems to begin anew behind its references, on a page of its own.

    So it is where an abstract or introduction, and references of its own, follow the references of what went before.
    """
    headings = [(roles.role(section.title), section.start) for section in sections if section.title]
    ends = [start for role, start in headings if role == "references"]
    if len(ends) < 2:
        return []
    opened = [start for role, start in headings if role in _OPENINGS and ends[0] < start < ends[-1]]
    if not opened:
        return []
    begins = [page for page in pages if page.start <= opened[0]][-1]
    first = [page for page in pages if page.start <= ends[0]][-1]
    if begins.number == first.number:
        return []
    last = begins.number - 1
    chosen = f"{pages[0].number}-{last}" if last > pages[0].number else str(last)
    before = f"--pages {chosen} reads what is before"
    return [f"the file seems to hold several papers, the second from page {begins.number} on: {before}"]
