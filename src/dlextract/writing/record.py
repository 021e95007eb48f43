"""Reports as JSON records: the published contract, the same bytes for the same paper every time."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from ..bibliography.catalogue import item_key
from ..records import Answer, Box, Claim, Contradiction, Evidence, Fact, Paper
from ..report import Duplicate, Failure, Outcome

SCHEMA_VERSION = "1.0"
"""Version of the contract in ``schema/record-1.json``; inside a major version keys are only added."""

Record = dict[str, Any]

UNREADABLE = ("garbled", "no text")
"""Qualities of a page whose words could not be read."""

# Line separators that str.splitlines() knows would tear a JSON line apart; lone surrogates (file names that are not
# UTF-8) cannot be encoded. JSON lets both stand as escapes, which read back as the same characters.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_dict(report: Outcome) -> Record:
    """Return ``report`` as a JSON-ready dict that follows the schema; keys stand in the order of the contract."""
    if isinstance(report, Failure):
        return _failed(report)
    if isinstance(report, Duplicate):
        paper = {"source": report.source, "sha256": report.sha256, **_key(report.source)}
        return {"schema_version": SCHEMA_VERSION, "paper": paper, "duplicate_of": report.first}
    return {
        "schema_version": SCHEMA_VERSION,
        "dlextract": {"version": report.version, "patterns": report.patterns, "model": report.model},
        "paper": _paper(report.paper),
        "facts": [_fact(fact) for fact in report.facts],
        "answers": [_answer(answer) for answer in report.answers],
        "warnings": list(report.warnings),
        **({"also": list(report.also)} if report.also else {}),
        **({"claims": [_claim(claim) for claim in report.paper.claims]} if report.paper.claims else {}),
        **({"contradictions": [_contradiction(one) for one in report.contradictions]} if report.contradictions else {}),
    }


def dump_line(record: Record) -> bytes:
    """Return ``record`` as one line of JSONL, with its line end. The line holds no other line end of any kind."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _encode(text) + b"\n"


def dump_document(record: Record | list[Record]) -> bytes:
    """Return ``record`` as an indented JSON document."""
    return _encode(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False)) + b"\n"


def escaped_json(text: str) -> str:
    """Return JSON with escapes for characters that tear lines apart or cannot be encoded; it reads back as the same."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _encode(text: str) -> bytes:
    return escaped_json(text).encode("utf-8")


def _failed(failure: Failure) -> Record:
    return {
        "schema_version": SCHEMA_VERSION,
        "dlextract": {"version": failure.version, "patterns": failure.patterns, "model": failure.model},
        "paper": {"source": failure.source, "sha256": failure.sha256, **_key(failure.source)},
        "error": {"type": failure.kind, "message": failure.message},
    }


def _key(source: str) -> dict[str, str]:
    """Return the key of a paper in a Zotero storage; a bibliography may put another in its place."""
    key = item_key(source)
    return {"citation_key": key} if key else {}


def _paper(paper: Paper) -> Record:
    columns = Counter(page.columns for page in paper.pages if page.end > page.start)
    return {
        "source": paper.source,
        "sha256": paper.sha256,
        "title": paper.title,
        "title_from": paper.title_from,
        "year": paper.year,
        "year_from": paper.year_from,
        "doi": paper.doi,
        "pages": len(paper.pages),
        "language": paper.language,
        "text_quality": {
            "unreadable_pages": [page.number for page in paper.pages if page.quality in UNREADABLE],
            "columns": max(columns, key=lambda count: (columns[count], count), default=1),
        },
        **_key(paper.source),
    }


def _fact(fact: Fact) -> Record:
    return {
        "id": fact.id,
        "label": fact.label,
        "text": fact.text,
        "value": fact.value,
        "status": fact.status,
        "roles": list(fact.roles),
        "scope": fact.scope,
        "attributes": dict(fact.attributes),
        "confidence": _rounded(fact.confidence),
        "reason": fact.reason,
        "evidence": [
            {
                **_place(evidence),
                "section": evidence.section,
                "found_by": evidence.found_by,
            }
            for evidence in fact.evidence
        ],
    }


def _answer(answer: Answer) -> Record:
    record: Record = {
        "cq": answer.cq,
        "question": answer.question,
        "ask": answer.ask,
        "stated": answer.stated,
        "text": answer.text,
        "short": answer.short,
        "facts": list(answer.facts),
    }
    if answer.stated or answer.confidence:
        record["confidence"] = _rounded(answer.confidence)
    record["evidence"] = [_place(evidence) for evidence in answer.evidence]
    if not answer.stated:
        record["searched"] = {
            "sections": list(answer.searched.sections),
            "patterns": list(answer.searched.patterns),
            "unreadable_pages": list(answer.searched.unreadable_pages),
        }
        record["nearest"] = list(answer.nearest)
        record["pointer"] = answer.pointer
    if answer.because:
        record["because"] = list(answer.because)
    return record


def _claim(claim: Claim) -> Record:
    return {
        "number": claim.number,
        "title": claim.title,
        "question": claim.question,
        "answer": claim.answer,
        "said": claim.said,
        "page": claim.page,
        "start": claim.start,
        "end": claim.end,
        "boxes": [_box(box) for box in claim.boxes],
    }


def _contradiction(one: Contradiction) -> Record:
    return {
        "label": one.label,
        "scope": one.scope,
        "text": one.text,
        "values": list(one.values),
        "facts": list(one.facts),
        "evidence": [_place(evidence) for evidence in one.evidence],
    }


def _place(evidence: Evidence) -> Record:
    return {
        "page": evidence.page,
        "quote": evidence.quote,
        "quote_start": evidence.quote_start,
        "start": evidence.start,
        "end": evidence.end,
        "boxes": [_box(box) for box in evidence.boxes],
    }


def _box(box: Box) -> list[float]:
    return [round(float(side), 1) for side in box]


def _rounded(confidence: float) -> float:
    return round(float(confidence), 3)
