"""A summary as CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..statistics import Estimate
from ..writing.table_files import csv_text
from .counting import Label, Summary, Told
from .methods import methods

COLUMNS = (
    *("kind", "name", "ask", "year", "papers", "of", "share", "low", "high", "true", "true_low", "true_high"),
    *("sensitivity", "specificity", "unsure"),
)
"""One row per question (``kind`` question, ``name`` its number and name), label (``kind`` label) and value (``kind`` is
its label), and one per value and ``year``. ``low`` and ``high`` bound the 95 % interval of ``share``; ``true`` is the
share corrected for the measured error."""


def as_csv(summary: Summary) -> Iterator[str]:
    """Yield the counts as CSV, the header first."""
    yield csv_text([COLUMNS])
    for told in summary.questions:
        known = told.measured
        both = (known.sensitivity, known.specificity) if known.stated and known.silent else ()
        measured = tuple(map(_round, both)) or (None, None)
        name = f"q{told.cq:02}_{told.name}"
        asked = ("question", name, told.ask, None, told.stated, told.papers)
        yield csv_text([(*asked, *_cells(told.share), *_cells(told.true), *measured, told.unsure)])
    read = len(summary.rows)
    rest = (None,) * 6
    for label in summary.labels:
        yield csv_text([("label", label.name, None, None, label.papers, read, *_cells(label.share), *rest)])
        for value in label.values:
            head = (label.name, value.name, None, None, value.papers, read)
            yield csv_text([(*head, *_cells(value.share), *rest)])
            for year, count in value.years.items():
                yield csv_text([(label.name, value.name, None, year, count, summary.years[year], *(None,) * 3, *rest)])


def as_json(summary: Summary) -> str:
    """Return the counts as a JSON document, with the papers that need a look and the paragraph on methods."""
    document: dict[str, Any] = {
        "papers": {"read": len(summary.rows), "failed": len(summary.failed), "copies": summary.copies},
        "made": [dict(zip(("version", "patterns", "model"), made, strict=True)) for made in summary.made],
        "years": [{"year": year, "papers": count} for year, count in summary.years.items()],
        "questions": [_question(told) for told in summary.questions],
        "labels": [_label(label) for label in summary.labels],
        "look": [
            {"source": look.row.source, "sha256": look.row.sha256, "reasons": list(look.reasons)}
            for look in summary.looks
        ],
        "measured": {"papers": summary.measured.papers, "same_judges": summary.fits},
        "methods": methods(summary),
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text) + "\n"


def _question(told: Told) -> dict[str, Any]:
    known = told.measured
    return {
        "cq": told.cq,
        "question": told.name,
        "ask": told.ask,
        "stated": told.stated,
        "papers": told.papers,
        "unsure": told.unsure,
        "share": _numbers(told.share),
        "true": _numbers(told.true) if told.true else None,
        "sensitivity": {"right": known.stated_found, "of": known.stated},
        "specificity": {"right": known.silent_found, "of": known.silent},
    }


def _label(label: Label) -> dict[str, Any]:
    return {
        "label": label.name,
        "papers": label.papers,
        "share": _numbers(label.share),
        "different": label.different,
        "values": [
            {
                "value": value.name,
                "papers": value.papers,
                "share": _numbers(value.share),
                "years": [{"year": year, "papers": count} for year, count in value.years.items()],
            }
            for value in label.values
        ],
    }


def _numbers(estimate: Estimate) -> dict[str, float]:
    return {"share": _round(estimate.share), "low": _round(estimate.low), "high": _round(estimate.high)}


def _cells(estimate: Estimate | None) -> tuple[float | None, ...]:
    return tuple(map(_round, estimate)) if estimate else (None,) * 3


def _round(share: float) -> float:
    return round(share, 4)
