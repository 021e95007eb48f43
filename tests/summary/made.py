"""Records made up for the tests of summaries and reports: one word per thing."""

from __future__ import annotations

import hashlib
from typing import Any

from dlextract.writing import Record

QUESTIONS = {5: ("datasets", "Which datasets are used?"), 20: ("hardware", "Which hardware is used?")}
MAKER = {"version": "1.2", "patterns": "sha256:aa", "model": "dl_ner 0.1, judges 12345678"}


def place(page: int = 2, words: str = "lamp", boxes: list[list[float]] | None = None) -> dict[str, Any]:
    """Return a place of evidence: the found ``words`` in a sentence of their own."""
    quote = f"We use a {words} here."
    return {
        "page": page,
        "quote": quote,
        "quote_start": 100,
        "start": 109,
        "end": 109 + len(words),
        "boxes": boxes or [[10.0, 20.0, 60.0, 30.0]],
    }


def answer(cq: int, short: str = "", confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    """Return an answer; "" for ``short`` is one that is not stated."""
    name, ask = QUESTIONS[cq]
    found = {"cq": cq, "question": name, "ask": ask, "stated": bool(short), "text": short or "not stated"}
    found |= {"short": short or "not stated", "facts": [], "confidence": confidence}
    found["evidence"] = [place()] if short else []
    if not short:
        found |= {"searched": {"sections": [], "patterns": [], "unreadable_pages": []}, "nearest": [], "pointer": ""}
    return found | more


def fact(label: str, value: str, *roles: str, status: str = "used") -> dict[str, Any]:
    """Return a fact with one piece of evidence."""
    evidence = [{**place(words=value), "section": "methods", "found_by": f"x.yaml:{label}"}]
    found = {"id": f"{label}-{value}", "label": label, "text": value, "value": value, "status": status, "scope": ""}
    return found | {"roles": list(roles), "attributes": {}, "confidence": 0.9, "evidence": evidence}


def record(name: str, *parts: dict[str, Any], title: str = "Moths", year: int | None = None, **paper: Any) -> Record:
    """Return the record of ``name`` with these answers and facts."""
    return {
        "schema_version": "1.0",
        "dlextract": MAKER,
        "paper": {
            "source": name,
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "title": title,
            "title_from": "page 1",
            "year": year,
            "year_from": "page 1" if year else "",
            "doi": "",
            "pages": 4,
            "language": "en",
            "text_quality": {"unreadable_pages": [], "columns": 1},
            **paper,
        },
        "facts": [part for part in parts if "label" in part],
        "answers": [part for part in parts if "cq" in part],
        "warnings": [],
    }


def failure(name: str) -> Record:
    """Return the record of a paper that could not be read."""
    paper = {"source": name, "sha256": ""}
    error = {"type": "PaperError", "message": f"{name}: it is bad. Make it good."}
    return {"schema_version": "1.0", "dlextract": MAKER, "paper": paper, "error": error}
