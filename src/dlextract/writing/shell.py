"""The shell of every HTML page: one file that loads nothing, with a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape

from .quotes import printable

STYLE = """:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #5b636d; --line: #d5dae0;
  --wash: #f3f5f8; --blue: #2a6fdb; --pale: #a9c7f5; --warn: #b26a00; --bad: #b00020; --mark: #ffe08a; --inked: #000; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --paper: #15181c; --soft: #9aa4b0; --line: #343a42;
  --wash: #1e2329; --blue: #7fb0ff; --pale: #2f4f7d; --warn: #f0b050; --bad: #ff8a98; --mark: #6b5600;
  --inked: #fff; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
  padding: 1rem; max-width: 60rem; overflow-wrap: anywhere; }
a { color: var(--blue); }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 1.5rem 0 .3rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.soft { color: var(--soft); }
.error { color: var(--bad); }
"""
"""Colours and type of both themes; the colours are variables that a page of its own kind uses."""


def shell(title: str, style: str, body: Iterable[str], script: str = "", images: str = "") -> Iterator[str]:
    """Yield a whole page around ``body``.

    Its policy allows this very style and script, by their hashes, and nothing from elsewhere: text of a paper that
    became markup by a mistake of ours would still not run.

    Args:
        title: shown in the tab; any text.
        style: CSS, after ``STYLE``.
        body: pieces of HTML, already escaped.
        script: JavaScript, "" for none.
        images: where images may come from: "data:" or "'self'", "" for nowhere.
    """
    style = f"\n{STYLE}{style}"
    policy = ["default-src 'none'", f"style-src '{_hash(style)}'", "base-uri 'none'", "form-action 'none'"]
    if script:
        script = f"\n{script}"
        policy.append(f"script-src '{_hash(script)}'")
    if images:
        policy.append(f"img-src {images}")
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(printable(title))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
    yield from body
    if script:
        yield f"<script>{script}</script>\n"
    yield "</body>\n</html>\n"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
