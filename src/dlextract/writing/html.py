"""The answer sheet as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote as url_quote

from .quotes import printable, quotes
from .record import Record

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
h2 { font-size: 1rem; font-weight: normal; opacity: .75; margin: 1.5rem 0 0; }
p { margin: .2rem 0; }
.stated { font-weight: 600; }
.open { opacity: .6; }
blockquote { margin: .3rem 0 0 1rem; padding-left: .8rem; border-left: 3px solid #8886; }
mark { background: #ffe08a; color: #000; padding: 0 .1em; }
.error { color: #b00020; }
</style>
</head>
<body>
"""
_TAIL = "</body>\n</html>\n"


def html(records: Iterable[Record]) -> Iterator[str]:
    """Yield one HTML page with an article per record. It loads nothing and runs no script."""
    yield _HEAD
    for record in records:
        yield "\n".join(_article(record)) + "\n"
    yield _TAIL


def _article(record: Record) -> Iterator[str]:
    paper = record["paper"]
    yield "<article>"
    yield f"<h1>{_text(paper.get('title', '')) or _text(paper['source'])}</h1>"
    yield f'<p class="source">{_text(paper["source"])}</p>'
    if "error" in record:
        yield f'<p class="error">Not read: {_text(record["error"]["message"])}</p>'
    else:
        for answer in record["answers"]:
            yield from _section(answer, paper["source"])
        if record["warnings"]:
            yield "<h2>Warnings</h2>"
            yield from (f"<p>{_text(warning)}</p>" for warning in record["warnings"])
    yield "</article>"


def _section(answer: Record, source: str) -> Iterator[str]:
    yield "<section>"
    yield f"<h2>{answer['cq']}. {_text(answer['ask'])}</h2>"
    yield f'<p class="{"stated" if answer["stated"] else "open"}">{_text(answer["text"])}</p>'
    for quote in quotes(answer["evidence"]):
        words = "".join(f"<mark>{escape(part)}</mark>" if found else escape(part) for part, found in quote.parts)
        yield f"<blockquote>{_page(quote.page, source)}: {words.strip()}</blockquote>"
    if answer.get("pointer"):
        yield f"<p>{_text(answer['pointer'])}</p>"
    yield "</section>"


def _page(number: int, source: str) -> str:
    if not source.lower().endswith(".pdf"):
        return f"p. {number}"
    path = source.encode("utf-8", "surrogateescape").replace(b"\\", b"/")
    # Without "./" a file called "javascript:….pdf" would be read as a scheme.
    link = ("" if path.startswith(b"/") else "./") + url_quote(path)
    return f'<a href="{link}#page={number}">p. {number}</a>'


def _text(text: str) -> str:
    return escape(printable(text))
