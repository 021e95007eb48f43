"""The agreement of two sides as a table, CSV, JSON and HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ..writing import Look
from ..writing.html import safe
from ..writing.quotes import printable
from ..writing.sheet import broken
from ..writing.shell import shell
from ..writing.table_files import csv_text
from .agreement import Agreement, AgreementFigures, Opinion

FIGURES = ("kind", "group", "cells", "percent", "kappa", "kappa_low", "kappa_high", "both_stated", "same_values")
DIFFERENCES = (
    *("sha256", "title", "kind", "group", "key", "first", "second", "first_verdict", "second_verdict"),
    *("first_page", "second_page", "first_quote", "second_quote", "first_note", "second_note"),
)
"""The columns of both tables of CSV; shares and kappa are between 0 and 1."""

_SILENT = "not stated"
_MOST = 40
_STYLE = """table { border-collapse: collapse; width: 100%; }
td, th { padding: .25rem .5rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
td .soft { display: block; font-size: .85rem; }
"""


def as_text(found: Agreement, look: Look) -> str:
    """Return figures and differences as text that fits into ``look.width`` columns."""
    return "\n".join([*_lines(found, look.width), ""])


def _lines(found: Agreement, width: int) -> Iterator[str]:
    yield from broken(_head(found), width, "", "")
    if found.figures:
        name = max(len(printable(one.group)) for one in found.figures) + 1
        yield ""
        yield f"{'':{name}} {'cells':>6} {'agree':>6} {'kappa':>6} {'95 %':>14} {'same values':>17}"
        for one in found.figures:
            span = f"{one.low:.2f} to {one.high:.2f}"
            values = f"{_percent(one.values)} of {one.both}" if one.both else ""
            yield (
                f"{printable(one.group):<{name}} {one.cells:>6} {_percent(one.percent):>6} {one.kappa:>6.2f} {span:>14}"
                f" {values:>17}"
            ).rstrip()
    if found.differences:
        yield from ("", f"Differences: {len(found.differences)}")
    for pair in found.differences[:_MOST]:
        yield from broken(printable(_title(found, pair.cell.paper)), width, "  ", "    ")
        yield from broken(
            f"{printable(pair.cell.key)}: {_shown(pair.one)} | {_shown(pair.two)}", width, "    ", "      "
        )
    if len(found.differences) > _MOST:
        yield f"  and {len(found.differences) - _MOST} more, which -f csv --table differences lists"


def _head(found: Agreement) -> str:
    cells = sum(one.cells for one in found.figures if one.group.startswith("all "))
    alone = f"{found.only_first} only by the first, {found.only_second} only by the second"
    return f"{printable(found.first)} and {printable(found.second)}: {cells} judged by both, {alone}"


def as_csv(found: Agreement, table: str) -> Iterator[str]:
    """Yield the table ``figures`` or ``differences`` as CSV, the header first; texts are guarded against formulas."""
    if table == "figures":
        yield csv_text([FIGURES])
        for one in found.figures:
            shares = (round(share, 4) for share in (one.percent, one.kappa, one.low, one.high))
            values = round(one.values, 4) if one.both else None
            yield csv_text([(one.kind, one.group, one.cells, *shares, one.both, values)])
        return
    yield csv_text([DIFFERENCES])
    for pair in found.differences:
        first, second = pair.one, pair.two
        head = (pair.cell.paper, found.titles.get(pair.cell.paper), pair.cell.kind, pair.group, pair.cell.key)
        said = (_value(first), _value(second), first.verdict, second.verdict)
        rest = (first.page, second.page, first.quote, second.quote, first.note, second.note)
        yield csv_text([(*head, *said, *rest)])


def as_json(found: Agreement) -> str:
    """Return figures and differences as a JSON document."""
    document: dict[str, Any] = {
        "first": found.first,
        "second": found.second,
        "only_first": found.only_first,
        "only_second": found.only_second,
        "figures": [_rounded(one) for one in found.figures],
        "differences": [
            {**pair.cell._asdict(), "title": found.titles.get(pair.cell.paper, ""), "first": asdict(pair.one)}
            | {"second": asdict(pair.two)}
            for pair in found.differences
        ],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text) + "\n"


def as_html(found: Agreement) -> Iterator[str]:
    """Yield a page that loads nothing and runs no script."""
    yield from shell("Agreement", _STYLE, (line + "\n" for line in _body(found)))


def _body(found: Agreement) -> Iterator[str]:
    yield "<h1>Agreement</h1>"
    yield f'<p class="soft">{safe(_head(found))}</p>'
    yield '<div class="wide"><table><thead><tr><th></th><th class="number">cells</th><th class="number">agree</th>'
    yield '<th class="number">kappa (95 %)</th><th class="number">same values</th></tr></thead><tbody>'
    for one in found.figures:
        values = f"{_percent(one.values)} of {one.both}" if one.both else ""
        numbers = (str(one.cells), _percent(one.percent), f"{one.kappa:.2f} ({one.low:.2f} to {one.high:.2f})", values)
        cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
        yield f"<tr><th>{safe(one.group)}</th>{cells}</tr>"
    yield "</tbody></table></div>"
    yield f"<h2>Differences: {len(found.differences)}</h2>"
    yield f'<div class="wide"><table><thead><tr><th>paper</th><th></th><th>{safe(found.first)}</th>'
    yield f"<th>{safe(found.second)}</th></tr></thead><tbody>"
    for pair in found.differences:
        sides = "".join(f"<td>{_opinion(one)}</td>" for one in (pair.one, pair.two))
        yield f"<tr><td>{safe(_title(found, pair.cell.paper))}</td><td>{safe(pair.cell.key)}</td>{sides}</tr>"
    yield "</tbody></table></div>"


def _opinion(one: Opinion) -> str:
    place = f"p. {one.page}: {safe(one.quote)}" if one.page else safe(one.quote)
    more = "".join(f'<span class="soft">{text}</span>' for text in (place, safe(one.note)) if text)
    return f"{safe(_value(one))}{more}"


def _value(one: Opinion) -> str:
    if one.value is not None:
        return f"{one.value} ({one.reason})" if one.reason else one.value
    return "rejected" if one.verdict == "reject" else _SILENT


def _shown(one: Opinion) -> str:
    return printable(_value(one))


def _title(found: Agreement, paper: str) -> str:
    return found.titles.get(paper) or paper[:12]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _rounded(one: AgreementFigures) -> dict[str, Any]:
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(one).items()}
