"""Records as flat tables: papers, facts, evidence and answers, with the same columns in every tabular format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .record import Record
from .shown import short_of

Value = str | int | float | None
Row = tuple[Value, ...]

COLUMNS: dict[str, dict[str, type]] = {
    "papers": {
        "source": str,
        "sha256": str,
        "title": str,
        "year": int,
        "year_from": str,
        "doi": str,
        "pages": int,
        "language": str,
        "columns": int,
        "unreadable_pages": str,
        "answered": int,
        "facts": int,
        "warnings": str,
        "error_type": str,
        "error": str,
        "version": str,
        "patterns": str,
        "model": str,
        "duplicate_of": str,
        "citation_key": str,
    },
    "facts": {
        "source": str,
        "sha256": str,
        "fact": str,
        "label": str,
        "text": str,
        "value": str,
        "status": str,
        "roles": str,
        "scope": str,
        "attributes": str,
        "confidence": float,
        "reason": str,
        "page": int,
        "quote": str,
        "found_by": str,
        "citation_key": str,
    },
    "evidence": {
        "source": str,
        "sha256": str,
        "fact": str,
        "number": int,
        "page": int,
        "start": int,
        "end": int,
        "quote": str,
        "quote_start": int,
        "boxes": str,
        "section": str,
        "found_by": str,
        "citation_key": str,
    },
    "answers": {
        "source": str,
        "sha256": str,
        "title": str,
        "cq": int,
        "question": str,
        "ask": str,
        "stated": int,
        "text": str,
        "short": str,
        "confidence": float,
        "page": int,
        "quote": str,
        "facts": str,
        "error": str,
        "citation_key": str,
    },
}
"""The tables, their columns in order, and the type of each column. Every column but the first two can be empty.

``papers`` has one row per paper; one with ``duplicate_of`` has the content of that other one, whose rows hold for both.
``answers`` has one row per paper and question, and one row for a paper that could not be read; ``facts`` and
``answers`` carry their best piece of evidence. Lists stand in one cell, parted by "; "; ``attributes`` and ``boxes``
are JSON; ``stated`` is 0 or 1. ``citation_key`` is that of the bibliography (``--bib``), or of the item in a Zotero
storage.
"""


def rows(record: Record, table: str) -> Iterator[Row]:
    """Yield the rows of ``record`` for ``table``, in the order of ``COLUMNS[table]``."""
    return {"papers": _papers, "facts": _facts, "evidence": _evidence, "answers": _answers}[table](record)


def as_dicts(records: Iterable[Record], table: str) -> Iterator[dict[str, Value]]:
    """Yield the rows of all ``records`` as dicts."""
    names = list(COLUMNS[table])
    for record in records:
        for row in rows(record, table):
            yield dict(zip(names, row, strict=True))


def _papers(record: Record) -> Iterator[Row]:
    paper, maker, error = record["paper"], record.get("dlextract", {}), record.get("error", {})
    read = not error and "duplicate_of" not in record
    quality = paper.get("text_quality", {})
    yield (
        paper["source"],
        paper["sha256"],
        paper.get("title"),
        paper.get("year"),
        paper.get("year_from"),
        paper.get("doi"),
        paper.get("pages"),
        paper.get("language"),
        quality.get("columns"),
        _joined(map(str, quality["unreadable_pages"])) if read else None,
        sum(answer["stated"] for answer in record["answers"]) if read else None,
        len(record["facts"]) if read else None,
        _joined(record["warnings"]) if read else None,
        error.get("type"),
        error.get("message"),
        maker.get("version"),
        maker.get("patterns"),
        maker.get("model"),
        record.get("duplicate_of"),
        paper.get("citation_key"),
    )


def _facts(record: Record) -> Iterator[Row]:
    paper = record["paper"]
    for fact in record.get("facts", ()):
        best: dict[str, Any] = fact["evidence"][0] if fact["evidence"] else {}
        yield (
            paper["source"],
            paper["sha256"],
            fact["id"],
            fact["label"],
            fact["text"],
            fact["value"],
            fact["status"],
            _joined(fact["roles"]),
            fact["scope"],
            json.dumps(fact["attributes"], ensure_ascii=False) if fact["attributes"] else "",
            fact["confidence"],
            fact.get("reason"),
            best.get("page"),
            best.get("quote"),
            best.get("found_by"),
            paper.get("citation_key"),
        )


def _evidence(record: Record) -> Iterator[Row]:
    paper = record["paper"]
    for fact in record.get("facts", ()):
        for number, place in enumerate(fact["evidence"], start=1):
            yield (
                paper["source"],
                paper["sha256"],
                fact["id"],
                number,
                place["page"],
                place.get("start"),
                place.get("end"),
                place["quote"],
                place.get("quote_start"),
                json.dumps(place["boxes"], separators=(",", ":")),
                place["section"],
                place["found_by"],
                paper.get("citation_key"),
            )


def _answers(record: Record) -> Iterator[Row]:
    paper = record["paper"]
    if "error" in record:
        yield (paper["source"], paper["sha256"], *[None] * 11, record["error"]["message"], paper.get("citation_key"))
        return
    for answer in record.get("answers", ()):
        best: dict[str, Any] = answer["evidence"][0] if answer["evidence"] else {}
        yield (
            paper["source"],
            paper["sha256"],
            paper["title"],
            answer["cq"],
            answer["question"],
            answer["ask"],
            int(answer["stated"]),
            answer["text"],
            short_of(answer),
            answer.get("confidence"),
            best.get("page"),
            best.get("quote"),
            _joined(answer["facts"]),
            None,
            paper.get("citation_key"),
        )


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)
