"""Records cut down to what a summary counts and shows, so that many fit into memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..writing import Record
from ..writing.quotes import MarkedQuote, printable, quotes
from ..writing.shown import short_of

LABELS = ("GPU", "DATASET", "ARCHITECTURE", "FRAMEWORK", "OPTIMIZER", "TASK")
"""The labels whose commonest values are counted; what was only compared with is not counted."""

_PARTS = ("only-stated", "min-confidence")


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to one question: ``confidence`` None where the record gives none, ``quotes`` the best ones first."""

    stated: bool
    short: str
    confidence: float | None
    quotes: tuple[MarkedQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One paper. ``values`` are those that the authors used, by label; ``error`` is why it could not be read."""

    source: str
    sha256: str
    title: str = ""
    year: int | None = None
    language: str = ""
    pages: int = 0
    unreadable: tuple[int, ...] = ()
    answers: Mapping[int, Said] | None = None
    values: Mapping[str, tuple[str, ...]] | None = None
    warnings: tuple[str, ...] = ()
    made: tuple[str, str, str] = ("", "", "")
    error: str = ""

    def said(self, cq: int) -> Said | None:
        """Return the answer to a question, None where it was not asked."""
        return (self.answers or {}).get(cq)


def row_of(record: Record) -> Row:
    """Return ``record`` as a row."""
    paper, maker = record["paper"], record.get("dlextract", {})
    made = (maker.get("version", ""), maker.get("patterns", ""), maker.get("model", ""))
    if "error" in record:
        return Row(paper["source"], paper["sha256"], made=made, error=record["error"]["message"])
    return Row(
        source=paper["source"],
        sha256=paper["sha256"],
        title=printable(paper.get("title", "")),
        year=paper.get("year"),
        language=paper.get("language", ""),
        pages=paper.get("pages", 0),
        unreadable=tuple(paper.get("text_quality", {}).get("unreadable_pages", ())),
        answers={answer["cq"]: _said(answer) for answer in record.get("answers", ())},
        values={label: found for label in LABELS if (found := _values(record, label))},
        warnings=tuple(record.get("warnings", ())),
        made=made,
    )


def is_part(record: Record) -> bool:
    """Tell whether answers were left out of ``record``, so that nothing can be counted."""
    selection = record.get("dlextract", {}).get("selection", "")
    return any(part in selection for part in _PARTS)


def asked(record: Record) -> Mapping[int, tuple[str, str]]:
    """Return name and wording of each question of ``record``, by its number."""
    answers = record.get("answers", ())
    return {answer["cq"]: (printable(answer["question"]), printable(answer["ask"])) for answer in answers}


def _said(answer: Record) -> Said:
    found = tuple(quotes(answer["evidence"], most=2)) if answer["stated"] else ()
    return Said(bool(answer["stated"]), printable(short_of(answer)), answer.get("confidence"), found)


def _values(record: Record, label: str) -> tuple[str, ...]:
    facts: list[dict[str, Any]] = record.get("facts", [])
    mine = (fact for fact in facts if fact["label"] == label and fact["status"] == "used")
    used = (fact["value"] or fact["text"] for fact in mine if fact["roles"] != ["compared"])
    return tuple(dict.fromkeys(printable(value) for value in used))
