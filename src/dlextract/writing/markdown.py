"""The answer sheet as Markdown."""

from __future__ import annotations

import re

from .quotes import printable, quotes
from .record import Record

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def markdown(record: Record) -> str:
    """Return ``record`` as a Markdown section, ending with a line end; found words are bold."""
    paper = record["paper"]
    heading = printable(paper.get("title", "")) or printable(paper["source"])
    lines = [f"# {_escaped(heading)}", ""]
    if "error" in record:
        return "\n".join([*lines, f"Not read: {_escaped(printable(record['error']['message']))}", ""])
    stated = sum(answer["stated"] for answer in record["answers"])
    lines.append(f"{_escaped(printable(paper['source']))}: {stated} of {len(record['answers'])} questions answered.")
    for answer in record["answers"]:
        lines += ["", f"## {answer['cq']}. {_escaped(printable(answer['ask']))}", ""]
        text = _escaped(printable(answer["text"]))
        lines.append(f"**{text}**" if answer["stated"] else text)
        for quote in quotes(answer["evidence"]):
            parts = [_marked(part) if found else _escaped(part) for part, found in quote.parts]
            lines += ["", f"> p. {quote.page}: {''.join(parts).strip()}"]
        if answer.get("pointer"):
            lines += ["", _escaped(printable(answer["pointer"]))]
    if record["warnings"]:
        lines += ["", "## Warnings", ""]
        lines += [f"- {_escaped(printable(warning))}" for warning in record["warnings"]]
    return "\n".join([*lines, ""])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _marked(part: str) -> str:
    inner = part.strip()
    if not inner:
        return part
    return part.replace(inner, f"**{_escaped(inner)}**", 1)
