"""A find with everything known about it, between the pipeline and the facts."""

from __future__ import annotations

from dataclasses import dataclass

from ..records import Evidence, Mention, Paper
from .context import Verdict

_MAX_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Judged:
    """A find with everything known about it: value, scope, status, and the sentence ``start:end`` that holds it."""

    mention: Mention
    text: str
    value: str
    scope: str
    verdict: Verdict
    section: str
    start: int
    end: int
    confidence: float
    attributes: tuple[tuple[str, str], ...]


def evidence_of(found: Judged, paper: Paper) -> Evidence:
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
