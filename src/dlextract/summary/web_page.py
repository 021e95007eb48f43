"""A summary as one HTML page: plots, the corpus as a matrix of papers and questions, and the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..writing.html import marked, safe
from ..writing.shell import shell
from ..writing.shown import is_pdf, link_to
from . import plots
from .bars import head
from .counting import LOW, Label, Summary
from .methods import methods
from .rows import Row, Said

MOST_SHOWN = 300
"""Papers whose evidence stands on the page itself; with more, cells lead to the PDFs."""

_STYLE = """.wide { overflow: auto; max-height: 80vh; border: 1px solid var(--line); margin: .5rem 0; }
table { border-collapse: collapse; font-size: .85rem; }
td, th { padding: .2rem .4rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
.years td, .years th { text-align: right; white-space: nowrap; }
.years th:first-child { text-align: left; }
.matrix th { position: sticky; background: var(--paper); font-weight: normal; z-index: 1; }
.matrix thead th { top: 0; z-index: 2; text-align: center; }
.matrix tbody th { left: 0; min-width: 11rem; max-width: 16rem; }
.matrix thead th:first-child { left: 0; z-index: 3; text-align: left; }
.matrix td { text-align: center; padding: 0; height: 1px; }
.matrix thead th { white-space: nowrap; }
.matrix tbody th span { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.matrix td a { display: block; height: 100%; padding: .2rem .35rem; text-decoration: none; color: var(--ink); }
.matrix .yes { background: var(--pale); }
.matrix .low { background: repeating-linear-gradient(45deg, var(--pale) 0 3px, var(--paper) 3px 7px); }
.matrix .no { color: var(--soft); }
article { border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 40rem; }
article h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
article div { margin: .6rem 0; padding: .2rem .4rem; }
article div:target { outline: 2px solid var(--blue); }
article div p { margin: 0; }
blockquote { margin: .2rem 0 0 1rem; padding-left: .8rem; border-left: 3px solid var(--line); font-size: .9rem; }
mark { background: var(--mark); color: var(--inked); }
"""
_MOST_YEARS = 12


def as_html(summary: Summary, base: str = "") -> Iterator[str]:
    """Yield a page that loads nothing and runs no script.

    Args:
        summary: the counts.
        base: the folder in which the page will stand, from which links lead to the papers; "" for the working folder.
    """
    yield from shell("Summary of papers", plots.STYLE + _STYLE, (line + "\n" for line in _body(summary, base)))


def _body(summary: Summary, base: str) -> Iterator[str]:
    yield f"<h1>What {_papers(len(summary.rows))} state{'s' if len(summary.rows) == 1 else ''}</h1>"
    yield f'<p class="soft">{safe(head(summary))}</p>'
    yield from _questions(summary)
    for label in summary.labels:
        yield from _label(label, summary)
    yield from _looks(summary, base)
    yield from _matrix(summary, base)
    yield "<h2>For a methods section</h2>"
    yield f"<p>{safe(methods(summary))}</p>"
    if len(summary.rows) <= MOST_SHOWN:
        yield "<h2>Evidence</h2>"
        for number, row in enumerate(summary.rows, start=1):
            yield from _paper(number, row, summary, base)


def _questions(summary: Summary) -> Iterator[str]:
    if not summary.questions:
        return
    yield "<h2>Answers by question</h2>"
    if any(told.true for told in summary.questions):
        yield (
            '<p class="soft">Bars: papers found to state it, with the 95 % interval. Circles: the share corrected for '
            "the measured error of the findings, with its interval.</p>"
        )
    found = [
        plots.Bar(f"{told.cq} {told.name.replace('_', ' ')}", told.share, f"{told.stated} of {told.papers}", told.true)
        for told in summary.questions
    ]
    yield from plots.bars("Papers that state the answer to each question", found)


def _label(label: Label, summary: Summary) -> Iterator[str]:
    yield f"<h2>{safe(label.name)}</h2>"
    rest = f", {label.different} different ones" if label.different > len(label.values) else ""
    yield f'<p class="soft">Used by {label.papers} of {_papers(len(summary.rows))}{rest}.</p>'
    found = [plots.Bar(value.name, value.share, _papers(value.papers)) for value in label.values]
    yield from plots.bars(f"Papers by {label.name}", found)
    years = [year for year in summary.years if year][-_MOST_YEARS:]
    if len(years) < 2:
        return
    yield '<div class="wide"><table class="years"><thead><tr><th>year</th>'
    yield "".join(f"<th>{year}</th>" for year in years) + "</tr></thead><tbody>"
    yield "<tr><th>papers</th>" + "".join(f"<td>{summary.years[year]}</td>" for year in years) + "</tr>"
    for value in label.values:
        cells = "".join(f"<td>{value.years.get(year) or ''}</td>" for year in years)
        yield f"<tr><th>{safe(value.name)}</th>{cells}</tr>"
    yield "</tbody></table></div>"


def _looks(summary: Summary, base: str) -> Iterator[str]:
    if not summary.looks:
        return
    yield f"<h2>Papers that need a look: {len(summary.looks)}</h2>"
    yield "<ul>"
    for look in summary.looks:
        yield f"<li>{_linked(look.row, 1, base, safe(look.row.source))}: {safe('; '.join(look.reasons))}</li>"
    yield "</ul>"


def _matrix(summary: Summary, base: str) -> Iterator[str]:
    if not summary.questions or not summary.rows:
        return
    yield "<h2>Papers and questions</h2>"
    legend = f"● stated, ◐ stated with a confidence below {LOW}, · not stated. A cell leads to its evidence."
    yield f'<p class="soft">{legend}</p>'
    heads = "".join(f'<th title="{safe(told.ask)}">{told.cq}</th>' for told in summary.questions)
    yield f'<div class="wide"><table class="matrix"><thead><tr><th>paper</th>{heads}</tr></thead><tbody>'
    here = len(summary.rows) <= MOST_SHOWN
    for number, row in enumerate(summary.rows, start=1):
        name = safe(row.title) or safe(row.source)
        cells = "".join(
            _cell(row, row.said(told.cq), f"#p{number}q{told.cq}" if here else "", base) for told in summary.questions
        )
        yield f"<tr><th><span>{name}</span></th>{cells}</tr>"
    yield "</tbody></table></div>"


def _cell(row: Row, said: Said | None, anchor: str, base: str) -> str:
    if said is None:
        return "<td></td>"
    low = said.confidence is not None and said.confidence < LOW
    sign, kind = ("·", "no") if not said.stated else ("◐", "low") if low else ("●", "yes")
    target = escape(anchor)
    if not anchor and said.quotes and is_pdf(row.source):
        target = escape(link_to(row.source, said.quotes[0].page, base))
    title = safe(said.short if len(said.short) <= 200 else said.short[:199] + "…")
    inner = f'<a href="{target}" title="{title}">{sign}</a>' if target else f'<span title="{title}">{sign}</span>'
    return f'<td class="{kind}">{inner}</td>'


def _paper(number: int, row: Row, summary: Summary, base: str) -> Iterator[str]:
    yield f'<article id="p{number}"><h3>{safe(row.title) or safe(row.source)}</h3>'
    yield f'<p class="soft">{safe(row.source)}{f", {row.year}" if row.year else ""}</p>'
    for told in summary.questions:
        said = row.said(told.cq)
        if said is None:
            continue
        sure = f", confidence {said.confidence:.2f}" if said.confidence is not None else ""
        yield f'<div id="p{number}q{told.cq}"><p class="soft">{told.cq}. {safe(told.ask)}</p>'
        yield f'<p>{safe(said.short)}<span class="soft">{sure}</span></p>'
        for quote in said.quotes:
            page = _linked(row, quote.page, base, f"p. {quote.page}")
            yield f"<blockquote>{page}: {marked(quote)}</blockquote>"
        yield "</div>"
    yield "</article>"


def _papers(count: int) -> str:
    return f"{count} paper" if count == 1 else f"{count} papers"


def _linked(row: Row, page: int, base: str, text: str) -> str:
    return f'<a href="{escape(link_to(row.source, page, base))}">{text}</a>' if is_pdf(row.source) else text
