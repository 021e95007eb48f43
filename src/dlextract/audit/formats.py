"""Audits as a readable table, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ..writing import Look
from ..writing.html import page
from ..writing.quotes import printable
from ..writing.record import escaped_json
from ..writing.sheet import broken
from ..writing.table_files import csv_text
from .auditing import Audit
from .data import array, claims_json
from .line_status import ItemFinding
from .pages import html_table, markdown_table
from .terminal import BOLD, DIM, cut, first_quote, head, own_form, styled
from .yes_counts import YesCounts

CSV_COLUMNS = ("source", "sha256", "title", "group", "item", "ask", "stated", "text", "page", "quote", "error")
"""One row per paper and item; ``stated`` is yes or no. A paper that could not be read has one row, with ``error``."""


def as_text(audits: Iterable[Audit], look: Look) -> Iterator[str]:
    """Yield a table for each paper, and after several of them how many say yes to each item."""
    summary = YesCounts()
    first = True
    for audit in summary.over(audits):
        yield ("" if first else "\n") + "".join(f"{line}\n" for line in _table(audit, look))
        first = False
    if summary.read > 1:
        yield "\n" + text_table(summary, look)


def text_table(summary: YesCounts, look: Look) -> str:
    """Return a table that says how many papers say yes to each item."""
    lines = [f"  {count:>5}  {name}" for name, count in summary.rows()]
    return "".join(f"{line}\n" for line in [styled(summary.title, BOLD, look), *lines])


def as_summary(audits: Iterable[Audit], form: str, look: Look) -> Iterator[str]:
    """Yield how many papers say yes to each item, as ``table``, ``csv``, ``json``, ``md`` or ``html``."""
    summary = YesCounts()
    for _ in summary.over(audits):
        pass
    if form == "csv":
        counted = [(name, count, summary.read) for name, count in summary.yes.items()]
        yield csv_text([("item", "yes", "papers"), *counted])
    elif form == "json":
        counts = {"papers": summary.read, "failed": summary.failed, "yes": summary.yes}
        yield json.dumps(counts, ensure_ascii=False, indent=2) + "\n"
    elif form == "html":
        yield from page(["\n".join(html_table(summary)) + "\n"])
    elif form == "md":
        yield "\n".join([*markdown_table(summary), ""])
    else:
        yield text_table(summary, look)


def _table(audit: Audit, look: Look) -> Iterator[str]:
    yield from head(audit, look)
    width = max((len(item.name) for item in audit.checklist.items), default=0)
    for group, findings in groupby(audit.findings, key=lambda finding: finding.item.group):
        some = list(findings)
        yield ""
        heading = audit.checklist.groups[group]
        yield styled(f"{heading}: {sum(finding.yes for finding in some)} of {len(some)}", BOLD, look)
        for finding in some:
            yield from _row(finding, width, look)
    yield from own_form(audit, look)


def _row(finding: ItemFinding, width: int, look: Look) -> Iterator[str]:
    name = finding.item.name.replace("_", " ")
    lead = f"  {'yes' if finding.yes else 'no ':3}  {name:<{width}}  "
    hang = " " * len(lead)
    text = cut(printable(finding.text))
    lines = broken(text, look.width, lead, hang) if text else [lead.rstrip()]
    yield from (styled(line, "" if finding.yes else DIM, look) for line in lines)
    yield from first_quote(finding, hang, look)


def as_csv(audits: Iterable[Audit]) -> Iterator[str]:
    """Yield the audits as CSV, the header first; cells that a spreadsheet would run as a formula are guarded."""
    yield csv_text([CSV_COLUMNS])
    for audit in audits:
        paper = (audit.source, audit.sha256, audit.title)
        if audit.error:
            yield csv_text([(*paper, *[None] * 7, audit.error)])
            continue
        yield csv_text((*paper, *_cells(finding), None) for finding in audit.findings)


def _cells(finding: ItemFinding) -> tuple[str | int | None, ...]:
    item = finding.item
    best: dict[str, Any] = finding.evidence[0] if finding.evidence else {}
    stated = "yes" if finding.yes else "no"
    return item.group, item.name, item.ask, stated, finding.text, best.get("page"), best.get("quote")


def as_json(audits: Iterable[Audit], *, several: bool) -> Iterator[str]:
    """Yield the audits as a JSON array, or the only one as an object."""
    yield from array(map(_dumped, audits), several=several)


def _dumped(audit: Audit) -> str:
    paper = {"source": audit.source, "sha256": audit.sha256}
    document: dict[str, Any] = {"paper": paper, "error": audit.error}
    if not audit.error:
        document = {
            "paper": {**paper, "title": audit.title},
            "items": [
                {
                    "group": finding.item.group,
                    "item": finding.item.name,
                    "ask": finding.item.ask,
                    "stated": finding.yes,
                    "text": finding.text,
                    "evidence": [{"page": place["page"], "quote": place["quote"]} for place in finding.evidence],
                }
                for finding in audit.findings
            ],
            **claims_json(audit),
        }
    return escaped_json(json.dumps(document, ensure_ascii=False, indent=2))
