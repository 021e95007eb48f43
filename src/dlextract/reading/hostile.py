"""Files that would bring pdfium down, recognised before it sees them."""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"(\d{1,7})\s+\d{1,5}\s+obj\b(.*?)(?:\bstream\b|\bendobj\b)", re.S)
_FORMS = re.compile(rb"/XObject\s*<<(.*?)>>", re.S)
_REFERENCE = re.compile(rb"(\d{1,7})\s+\d{1,5}\s+R\b")
_LARGEST = 300_000


def draws_itself(data: bytes) -> bool:
    """Tell whether a form of the PDF draws itself, directly or by way of others: pdfium follows it without end.

    Only small files are looked at, and only what is not compressed in them; the rest needs a process of its own.
    """
    if len(data) > _LARGEST or b"/Form" not in data:
        return False
    draws: dict[int, list[int]] = {}
    for match in _OBJECT.finditer(data):
        body = match[2]
        if b"/Form" in body:
            named = [int(item) for forms in _FORMS.findall(body) for item in _REFERENCE.findall(forms)]
            draws[int(match[1])] = named
    done: set[int] = set()
    for first in draws:
        stack = [(first, frozenset([first]))]
        while stack:
            item, path = stack.pop()
            if item in done:
                continue
            for inner in draws.get(item, ()):
                if inner in path:
                    return True
                if len(path) < 50:
                    stack.append((inner, path | {inner}))
        done.add(first)
    return False
