"""Filled checklists as JSON and CSV."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ..checklists import CONFIRM, STATES
from ..writing.record import escaped_json
from ..writing.table_files import csv_text
from .auditing import Audit
from .line_status import ItemFinding
from .line_words import Matrix

LINE_COLUMNS = (
    *("source", "sha256", "title", "checklist", "group", "number", "item", "ask", "status", "text", "missing", "why"),
    *("page", "box", "confidence", "quote", "confirmed", "error"),
)
"""One row per paper and line. ``box`` is x0 y0 x1 y1 in points, ``confirmed`` is left to an author. A paper that could
not be read has one row, with ``error``."""


def lines_csv(audits: Iterable[Audit]) -> Iterator[str]:
    """Yield the audits as CSV, the header first; cells that a spreadsheet would run as a formula are guarded."""
    yield csv_text([LINE_COLUMNS])
    for audit in audits:
        paper = (audit.source, audit.sha256, audit.title, audit.checklist.name)
        if audit.error:
            yield csv_text([(*paper, *[None] * 13, audit.error)])
            continue
        yield csv_text((*paper, *_cells(finding), None, None) for finding in audit.findings)


def _cells(finding: ItemFinding) -> tuple[str | int | float | None, ...]:
    item = finding.item
    best: dict[str, Any] = finding.evidence[0] if finding.evidence else {}
    boxes = best.get("boxes") or [()]
    return (
        *(item.group, item.number, item.name, item.ask, finding.status, finding.short or finding.text),
        *("; ".join(finding.missing), finding.why, best.get("page"), " ".join(map(str, boxes[0]))),
        *(round(finding.confidence, 3) if finding.evidence else None, best.get("quote")),
    )


def lines_json(audits: Iterable[Audit], *, several: bool) -> Iterator[str]:
    """Yield the audits as a JSON array, or the only one as an object."""
    yield from array(map(_dumped, audits), several=several)


def array(documents: Iterable[str], *, several: bool) -> Iterator[str]:
    """Yield documents in JSON as an array of them, or the only one as it is."""
    if not several:
        yield from (f"{document}\n" for document in documents)
        return
    opening = "[\n"
    for document in documents:
        yield opening + document
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _dumped(audit: Audit) -> str:
    paper = {"source": audit.source, "sha256": audit.sha256, "title": audit.title}
    checklist = audit.checklist
    document: dict[str, Any] = {
        "paper": paper,
        "checklist": {"name": checklist.name, "title": checklist.title, "reference": checklist.reference},
    }
    if audit.error:
        document["error"] = audit.error
    else:
        counts = Counter(finding.status for finding in audit.findings)
        document["note"] = CONFIRM
        document["counts"] = {state: counts[state] for state in STATES}
        document["items"] = [_line(finding, audit) for finding in audit.findings]
        document.update(claims_json(audit))
    return escaped_json(json.dumps(document, ensure_ascii=False, indent=2))


def claims_json(audit: Audit) -> dict[str, Any]:
    """Return what a form says that is printed in the paper; nothing where there is none."""
    rows = [
        {
            "number": claim.number,
            "asked": claim.asked,
            "answer": claim.answer,
            "said": claim.said,
            "page": claim.place["page"],
            "boxes": claim.place["boxes"],
            "item": claim.finding.item.name if claim.finding else None,
            "verdict": claim.verdict,
            "text": claim.finding.text if claim.finding else "",
            "evidence": _places(claim.finding) if claim.finding else [],
        }
        for claim in audit.claims
    ]
    return {"claims": rows} if rows else {}


def _places(finding: ItemFinding) -> list[dict[str, Any]]:
    return [
        {"page": place["page"], "quote": place["quote"], "boxes": place.get("boxes", [])} for place in finding.evidence
    ]


def _line(finding: ItemFinding, audit: Audit) -> dict[str, Any]:
    item = finding.item
    return {
        "number": item.number,
        "item": item.name,
        "group": audit.checklist.groups.get(item.group, ""),
        "ask": item.ask,
        "status": finding.status,
        "short": finding.short,
        "text": finding.text,
        "missing": list(finding.missing),
        "why": finding.why,
        "confidence": round(finding.confidence, 3) if finding.evidence else None,
        "evidence": _places(finding),
    }


def matrix_csv(matrix: Matrix) -> Iterator[str]:
    """Yield the matrix as CSV: a row per paper, a column per line."""
    yield csv_text([("source", "sha256", "title", *(item.name for item in matrix.checklist.items))])
    yield csv_text((source, sha256, title, *states) for source, sha256, title, states in matrix.rows)


def matrix_json(matrix: Matrix) -> Iterator[str]:
    """Yield counts and matrix as a JSON object."""
    names = [item.name for item in matrix.checklist.items]
    document = {
        "checklist": matrix.checklist.name,
        "papers": len(matrix.rows),
        "failed": matrix.failed,
        "items": [
            {"number": item.number, "item": item.name, "ask": item.ask, "counts": counts}
            for item, counts in matrix.counts()
        ],
        "matrix": [
            {"source": source, "sha256": sha256, "title": title, "items": dict(zip(names, states, strict=True))}
            for source, sha256, title, states in matrix.rows
        ],
    }
    yield escaped_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"
