"""Filled checklists as an HTML page in the form of the answer sheet, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..checklists import CONFIRM, FILLED, NOT_READ, PARTLY, SILENT, STATES, Checklist
from ..writing.html import filter_form, filtered_page, page, paper_links, quoted, safe
from ..writing.markdown import escaped
from ..writing.markdown import quoted as quoted_md
from .auditing import Audit
from .line_status import ItemFinding
from .line_words import LEGEND, MARKS, OWN_FORM, Matrix, answered, beside, counted, grouped, numbered, remarks

_CLASSES = {FILLED: "yes", PARTLY: "low", SILENT: "", NOT_READ: "unread"}
"""Class of a line in the index of lines."""

_STYLE = """.dlextract .group { font-size: 1.1rem; font-weight: 600; opacity: 1; }
.dlextract .text { font-weight: 600; }
.dlextract .partly .state { color: var(--warn); }
.dlextract .silent .state, .dlextract .not-read .state { opacity: .6; }
nav.questions .unread { opacity: .5; }
.matrix { overflow-x: auto; }
.matrix table { border-collapse: collapse; overflow-wrap: normal; margin: .5rem 0; }
.matrix th, .matrix td { padding: .1rem .35rem; text-align: center; border: 1px solid var(--line); }
.matrix th { font-weight: normal; }
.matrix td:first-child, .matrix .ask { text-align: left; }
.matrix .filled { background: var(--pale); }
.matrix .partly { background: var(--wash); color: var(--warn); }
"""


class _Entry(NamedTuple):
    name: str
    title: str
    told: str
    audit: Audit | None


def sheet_html(audits: Iterable[Audit], checklist: Checklist, base: str = "") -> Iterator[str]:
    """Yield one HTML page with an article per paper, an index and a filter, and after several papers a matrix.

    Args:
        audits: the audits; each is written before the next one is asked for.
        checklist: what they fill.
        base: the folder in which the page will stand, from which links lead to the papers; "" for the working folder.
    """
    yield from filtered_page(checklist.title, _body(audits, checklist, base), _STYLE)


def _body(audits: Iterable[Audit], checklist: Checklist, base: str) -> Iterator[str]:
    yield "<main>\n" + filter_form("line", {f".{_class(state)}": state for state in STATES})
    matrix = Matrix(checklist)
    entries: list[_Entry] = []
    for number, audit in enumerate(matrix.over(audits), start=1):
        name = f"p{audit.sha256[:10]}" if audit.sha256 else f"p-{number}"
        yield "\n".join(_article(audit, name, base)) + "\n"
        told = "not read" if audit.error else counted(audit)
        title = audit.title or audit.source
        entries.append(_Entry(name, safe(title), told, None if entries or audit.error else audit))
    if len(matrix.rows) > 1:
        yield "\n".join(matrix_html(matrix)) + "\n"
    yield "\n".join(_index(entries)) + "\n</main>\n"


def _class(state: str) -> str:
    return state.replace(" ", "-")


def _index(entries: list[_Entry]) -> Iterator[str]:
    """Yield the index, which the style shows at the top: of the lines of the only paper, or of the papers."""
    if len(entries) == 1 and entries[0].audit:
        yield '<nav class="questions" aria-label="Lines"><ol>'
        for place, finding in enumerate(entries[0].audit.findings, start=1):
            item = finding.item
            kind = f'class="{_CLASSES[finding.status]}" title="{safe(finding.status)}: {safe(item.ask)}"'
            yield f'<li><a {kind} href="#{entries[0].name}l{place}">{safe(item.number or str(place))}</a></li>'
        yield "</ol></nav>"
        return
    yield from paper_links([entry[:3] for entry in entries])


def _article(audit: Audit, name: str, base: str) -> Iterator[str]:
    yield f'<article class="dlextract" id="{name}">'
    yield f"<header>\n<h1>{safe(audit.title) or safe(audit.source)}</h1>"
    yield f'<p class="source">{safe(audit.source)}</p>'
    checklist = audit.checklist
    if audit.error:
        yield f'<p class="error">Not read: {safe(audit.error)}</p>'
    else:
        of = f" ({safe(checklist.reference)})" if checklist.reference else ""
        yield f"<p>{safe(checklist.title)}{of}: {counted(audit)}. {CONFIRM}</p>"
    yield "</header>"
    place = 0
    for heading, findings in grouped(audit):
        if heading:
            yield f'<h2 class="group">{safe(heading)}</h2>'
        for finding in findings:
            place += 1
            yield from _section(finding, f"{name}l{place}", audit.source, base)
    yield from own_form_html(audit, base)
    yield "</article>"


def own_form_html(audit: Audit, base: str) -> Iterator[str]:
    """Yield a form that is printed in the paper, each line beside what the rest of the paper states."""
    if audit.claims:
        yield f'<h2 class="group">{safe(OWN_FORM)}</h2>'
    for claim in audit.claims:
        yield "<section>"
        yield f"<h2>{safe(answered(claim))}</h2>"
        yield from quoted([claim.place], audit.source, base)
        if told := beside(claim):
            yield f'<p class="text">{safe(told[:1].upper() + told[1:])}</p>'
            yield from quoted(claim.finding.evidence[:1] if claim.finding else (), audit.source, base)
        yield "</section>"


def _section(finding: ItemFinding, name: str, source: str, base: str) -> Iterator[str]:
    yield f'<section class="{_class(finding.status)}" id="{name}">'
    yield f'<h2><a href="#{name}">{safe(numbered(finding.item))}</a></h2>'
    yield f'<p class="state">{finding.status.capitalize()}</p>'
    known = finding.status in (FILLED, PARTLY)
    for remark in remarks(finding):
        yield f'<p class="{"text" if known else "open"}">{safe(remark)}</p>'
    yield from quoted(finding.evidence, source, base)
    yield "</section>"


def matrix_html(matrix: Matrix) -> Iterator[str]:
    """Yield the lines of two tables: what each line is in which paper, and how many papers are what."""
    yield f'<div class="matrix"><h2>{safe(matrix.title)}</h2><p class="soft">{LEGEND}</p>'
    yield "<table><tr><th></th>"
    for name, item in zip(matrix.columns(), matrix.checklist.items, strict=True):
        yield f'<th title="{safe(item.ask)}">{safe(name)}</th>'
    yield "</tr>"
    for source, _, title, states in matrix.rows:
        cells = "".join(f'<td class="{_class(one)}" title="{one}">{MARKS[one]}</td>' for one in states)
        yield f"<tr><td>{safe(title or source)}</td>{cells}</tr>"
    yield "</table>"
    yield f"<table><tr>{''.join(f'<th>{state}</th>' for state in STATES)}<th></th></tr>"
    for item, counts in matrix.counts():
        cells = "".join(f"<td>{counts[state]}</td>" for state in STATES)
        yield f'<tr>{cells}<td class="ask">{safe(numbered(item))}</td></tr>'
    yield "</table></div>"


def matrix_page(matrix: Matrix) -> Iterator[str]:
    """Yield the matrix as a page of its own."""
    yield from page(["\n".join(matrix_html(matrix)) + "\n"], _STYLE)


def sheet_markdown(audits: Iterable[Audit], checklist: Checklist, base: str = "") -> Iterator[str]:
    """Yield a Markdown section per paper, and after several of them the matrix.

    Args:
        audits: the audits.
        checklist: what they fill.
        base: the folder in which the text will stand, from which links lead to the papers; "" for the working folder.
    """
    matrix = Matrix(checklist)
    opening = ""
    for audit in matrix.over(audits):
        yield opening + "\n".join([*_part(audit, base), ""])
        opening = "\n"
    if len(matrix.rows) > 1:
        yield opening + "\n".join([*matrix_markdown(matrix), ""])


def _part(audit: Audit, base: str) -> Iterator[str]:
    yield f"# {escaped(audit.title) or escaped(audit.source)}"
    if audit.title:
        yield from ("", escaped(audit.source))
    if audit.error:
        yield from ("", f"Not read: {escaped(audit.error)}")
        return
    checklist = audit.checklist
    of = f" ({escaped(checklist.reference)})" if checklist.reference else ""
    yield from ("", f"{escaped(checklist.title)}{of}: {counted(audit)}. {CONFIRM}")
    for heading, findings in grouped(audit):
        if heading:
            yield from ("", f"## {escaped(heading)}")
        for finding in findings:
            line = f"{finding.status.capitalize()}: {escaped(numbered(finding.item))}"
            yield from ("", f"**{line}**" if finding.status in (FILLED, PARTLY) else line)
            for remark in remarks(finding):
                yield from ("", escaped(remark))
            yield from quoted_md(finding.evidence[:1], audit.source, base)
    yield from own_form_markdown(audit, base)


def own_form_markdown(audit: Audit, base: str) -> Iterator[str]:
    """Yield a form that is printed in the paper, each line beside what the rest of the paper states."""
    if audit.claims:
        yield from ("", f"## {escaped(OWN_FORM)}")
    for claim in audit.claims:
        yield from ("", f"**{escaped(answered(claim))}**")
        yield from quoted_md([claim.place], audit.source, base)
        if told := beside(claim):
            yield from ("", escaped(told[:1].upper() + told[1:]))
            yield from quoted_md(claim.finding.evidence[:1] if claim.finding else (), audit.source, base)


def matrix_markdown(matrix: Matrix) -> Iterator[str]:
    """Yield the lines of two tables: what each line is in which paper, and how many papers are what."""
    yield from (f"# {escaped(matrix.title)}", "", escaped(LEGEND), "")
    yield f"| paper | {' | '.join(map(escaped, matrix.columns()))} |"
    yield f"|---|{'---|' * len(matrix.checklist.items)}"
    for source, _, title, states in matrix.rows:
        yield f"| {escaped(title or source)} | {' | '.join(escaped(MARKS[state]) for state in states)} |"
    yield from ("", f"| {' | '.join(STATES)} | line |", f"|{'---|' * (len(STATES) + 1)}")
    for item, counts in matrix.counts():
        yield f"| {' | '.join(str(counts[state]) for state in STATES)} | {escaped(numbered(item))} |"
