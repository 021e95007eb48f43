"""Where a fact stands: the sentence that says it, and its place on the page."""

from __future__ import annotations

from ..candidates import Candidate
from ..records import Evidence, Paper

_MAX_QUOTE = 600


def evidence_of(found: Candidate, paper: Paper) -> Evidence:
    """Return the evidence that ``found`` gives: its sentence, cut around the found words where it is very long."""
    mention, start, end = found.mention, found.start, found.end
    if end - start > _MAX_QUOTE:
        start = max(start, mention.start - _MAX_QUOTE // 2)
        end = min(end, max(mention.end, start + _MAX_QUOTE))
    page = paper.page_at(mention.start)
    return Evidence(
        page=page,
        start=mention.start,
        end=mention.end,
        quote=paper.text[start:end].rstrip(),
        quote_start=start,
        section=found.section,
        found_by=mention.found_by,
        boxes=tuple(box for on, box in paper.boxes(mention.start, mention.end) if on == page),
    )
