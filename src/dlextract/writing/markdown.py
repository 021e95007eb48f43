"""The answer sheet as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .quotes import printable, quotes
from .record import Record
from .shown import SAID_TWICE, also_found, beside_short, counted, gathered, is_pdf, link_to, short_of

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def markdown(record: Record, base: str = "") -> str:
    """Return ``record`` as a Markdown section, ending with a line end; found words are bold.

    Args:
        record: the record.
        base: the folder in which the text will stand, from which links lead to the paper; "" for the working folder.
    """
    paper = record["paper"]
    heading = printable(paper.get("title", "")) or printable(paper["source"])
    lines = [f"# {_escaped(heading)}", ""]
    if "error" in record:
        return "\n".join([*lines, f"Not read: {_escaped(printable(record['error']['message']))}", ""])
    if "duplicate_of" in record:
        return "\n".join([*lines, f"The same file as {_escaped(printable(record['duplicate_of']))}", ""])
    lines.append(f"{_escaped(printable(paper['source']))}: {counted(record)}.")
    for answer in record["answers"]:
        lines += ["", f"## {answer['cq']}. {_escaped(printable(answer['ask']))}", ""]
        text = _escaped(printable(short_of(answer)))
        lines.append(f"**{text}**" if answer["stated"] else text)
        if more := beside_short(answer):
            lines += ["", _escaped(printable(more))]
        lines += quoted(answer["evidence"], paper["source"], base)
        if answer.get("pointer"):
            lines += ["", _escaped(printable(answer["pointer"]))]
    for one in record.get("contradictions", ()):
        lines += ["", f"## {SAID_TWICE}", "", f"**{_escaped(printable(one['text']))}**"]
        lines += quoted(one["evidence"], paper["source"], base)
    for also in also_found(record):
        lines += ["", f"## Also found: {_escaped(also.label)}", "", f"**{_escaped(printable(also.text))}**"]
        lines += quoted(also.evidence, paper["source"], base)
    if record["warnings"]:
        lines += ["", "## Warnings", ""]
        lines += [f"- {_escaped(printable(warning))}" for warning in gathered(record["warnings"])]
    return "\n".join([*lines, ""])


def quoted(evidence: Sequence[Record], source: str, base: str) -> Iterator[str]:
    """Yield the lines of the quotes of ``evidence``, each with a link to its page."""
    for quote in quotes(evidence):
        parts = [_marked(part) if found else _escaped(part) for part, found in quote.parts]
        page = f"p. {quote.page}"
        if is_pdf(source):
            page = f"[{page}]({link_to(source, quote.page, base)})"
        yield from ("", f"> {page}: {''.join(parts).strip()}")


def escaped(text: str) -> str:
    """Return ``text`` on one line, its special characters escaped."""
    return _escaped(printable(text))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _marked(part: str) -> str:
    inner = part.strip()
    if not inner:
        return part
    return part.replace(inner, f"**{_escaped(inner)}**", 1)
