"""The answer sheet as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from .quotes import Quote, printable, quotes
from .record import Record
from .shown import also_found, beside_short, counted, gathered, is_pdf, link_to, short_of

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>dlextract</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
"""
_STYLE = """.dlextract h2 { font-size: 1rem; font-weight: normal; opacity: .75; margin: 1.5rem 0 0; }
.dlextract p { margin: .2rem 0; }
.dlextract .stated { font-weight: 600; }
.dlextract .open { opacity: .6; }
.dlextract blockquote { margin: .3rem 0 0 1rem; padding-left: .8rem; border-left: 3px solid #8886; }
.dlextract mark { background: #ffe08a; color: #000; padding: 0 .1em; }
.dlextract .error { color: #b00020; }
"""
_BODY = """</style>
</head>
<body>
"""
_TAIL = "</body>\n</html>\n"


def html(records: Iterable[Record], base: str | None = "") -> Iterator[str]:
    """Yield one HTML page with an article per record. It loads nothing and runs no script.

    Args:
        records: the records.
        base: the folder in which the page will stand, from which links lead to the papers; "" for the working folder,
            None for no links.
    """
    return page("\n".join(_article(record, base)) + "\n" for record in records)


def page(articles: Iterable[str]) -> Iterator[str]:
    """Yield a whole page around ``articles``."""
    yield _HEAD + _STYLE + _BODY
    yield from articles
    yield _TAIL


def fragment(record: Record) -> str:
    """Return one article with its style, to stand in a page of somebody else's."""
    return f"<style>\n{_STYLE}</style>\n" + "\n".join(_article(record, "")) + "\n"


def _article(record: Record, base: str | None) -> Iterator[str]:
    paper = record["paper"]
    yield '<article class="dlextract">'
    yield f"<h1>{safe(paper.get('title', '')) or safe(paper['source'])}</h1>"
    yield f'<p class="source">{safe(paper["source"])}</p>'
    if "error" in record:
        yield f'<p class="error">Not read: {safe(record["error"]["message"])}</p>'
    elif "duplicate_of" in record:
        yield f"<p>The same file as {safe(record['duplicate_of'])}</p>"
    else:
        yield f"<p>{counted(record)}</p>"
        for answer in record["answers"]:
            yield from _section(answer, paper["source"], base)
        for also in also_found(record):
            yield "<section>"
            yield f"<h2>Also found: {safe(also.label)}</h2>"
            yield f'<p class="stated">{safe(also.text)}</p>'
            yield from quoted(also.evidence, paper["source"], base)
            yield "</section>"
        if record["warnings"]:
            yield "<h2>Warnings</h2>"
            yield from (f"<p>{safe(warning)}</p>" for warning in gathered(record["warnings"]))
    yield "</article>"


def _section(answer: Record, source: str, base: str | None) -> Iterator[str]:
    yield "<section>"
    yield f"<h2>{answer['cq']}. {safe(answer['ask'])}</h2>"
    yield f'<p class="{"stated" if answer["stated"] else "open"}">{safe(short_of(answer))}</p>'
    if more := beside_short(answer):
        yield f'<p class="text">{safe(more)}</p>'
    yield from quoted(answer["evidence"], source, base)
    if answer.get("pointer"):
        yield f"<p>{safe(answer['pointer'])}</p>"
    yield "</section>"


def quoted(evidence: Sequence[Record], source: str, base: str | None) -> Iterator[str]:
    """Yield the quotes of ``evidence``, each with a link to its page (none where ``base`` is None)."""
    for quote in quotes(evidence):
        page = f"p. {quote.page}"
        if base is not None and is_pdf(source):
            page = f'<a href="{escape(link_to(source, quote.page, base))}">{page}</a>'
        yield f"<blockquote>{page}: {marked(quote)}</blockquote>"


def marked(quote: Quote) -> str:
    """Return the words of ``quote`` with the found ones marked."""
    return "".join(f"<mark>{escape(part)}</mark>" if found else escape(part) for part, found in quote.parts).strip()


def safe(text: str) -> str:
    """Return ``text`` on one line, its special characters escaped."""
    return escape(printable(text))
