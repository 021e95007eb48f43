"""Audits as HTML and Markdown, with links to the pages of the papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..writing.html import page, quoted, safe
from ..writing.markdown import escaped
from ..writing.markdown import quoted as quoted_md
from .auditing import Audit
from .line_status import ItemFinding
from .rendered import own_form_html, own_form_markdown
from .yes_counts import YesCounts


def as_html(audits: Iterable[Audit], base: str = "") -> Iterator[str]:
    """Yield one HTML page with an article per paper, and after several of them how many say yes to each item.

    Args:
        audits: the audits.
        base: the folder in which the page will stand, from which links lead to the papers; "" for the working folder.
    """
    summary = YesCounts()
    yield from page(_html(summary.over(audits), summary, base))


def _html(audits: Iterable[Audit], summary: YesCounts, base: str) -> Iterator[str]:
    for audit in audits:
        yield "\n".join(_article(audit, base)) + "\n"
    if summary.read > 1:
        yield "\n".join(html_table(summary)) + "\n"


def html_table(summary: YesCounts) -> Iterator[str]:
    """Yield the lines of a table that says how many papers say yes to each item."""
    yield '<article class="dlextract">'
    yield f"<h1>{safe(summary.title)}</h1>"
    yield "<table>"
    for name, count in summary.rows():
        yield f"<tr><td>{count}</td><td>{safe(name)}</td></tr>"
    yield "</table>"
    yield "</article>"


def _article(audit: Audit, base: str) -> Iterator[str]:
    yield '<article class="dlextract">'
    yield f"<h1>{safe(audit.title) or safe(audit.source)}</h1>"
    yield f'<p class="source">{safe(audit.source)}</p>'
    if audit.error:
        yield f'<p class="error">Not read: {safe(audit.error)}</p>'
    for heading, findings in _groups(audit):
        yield f"<h2>{safe(heading)}</h2>"
        for finding in findings:
            yield f'<p class="{"stated" if finding.yes else "open"}">{safe(_line(finding))}</p>'
            yield from quoted(finding.evidence[:1], audit.source, base)
    yield from own_form_html(audit, base)
    yield "</article>"


def as_markdown(audits: Iterable[Audit], base: str = "") -> Iterator[str]:
    """Yield a Markdown section per paper, and after several of them how many say yes to each item.

    Args:
        audits: the audits.
        base: the folder in which the text will stand, from which links lead to the papers; "" for the working folder.
    """
    summary = YesCounts()
    opening = ""
    for audit in summary.over(audits):
        yield opening + "\n".join([*_section(audit, base), ""])
        opening = "\n"
    if summary.read > 1:
        yield opening + "\n".join([*markdown_table(summary), ""])


def markdown_table(summary: YesCounts) -> Iterator[str]:
    """Yield the lines of a table that says how many papers say yes to each item."""
    yield from (f"# {summary.title}", "", "| yes | item |", "|---|---|")
    yield from (f"| {count} | {escaped(name)} |" for name, count in summary.rows())


def _section(audit: Audit, base: str) -> Iterator[str]:
    yield f"# {escaped(audit.title) or escaped(audit.source)}"
    if audit.title:
        yield from ("", escaped(audit.source))
    if audit.error:
        yield from ("", f"Not read: {escaped(audit.error)}")
    for heading, findings in _groups(audit):
        yield from ("", f"## {heading}")
        for finding in findings:
            line = escaped(_line(finding))
            yield from ("", f"**{line}**" if finding.yes else line)
            yield from quoted_md(finding.evidence[:1], audit.source, base)
    yield from own_form_markdown(audit, base)


def _groups(audit: Audit) -> Iterator[tuple[str, list[ItemFinding]]]:
    for group, findings in groupby(audit.findings, key=lambda finding: finding.item.group):
        some = list(findings)
        yield f"{audit.checklist.groups[group]}: {sum(finding.yes for finding in some)} of {len(some)}", some


def _line(finding: ItemFinding) -> str:
    told = f" – {finding.text}" if finding.text else ""
    return f"{'Yes' if finding.yes else 'No'}: {finding.item.name.replace('_', ' ')}{told}"
