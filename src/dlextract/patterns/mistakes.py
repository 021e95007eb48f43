"""Mistakes in pattern files: where, what, what to do, and the lines around."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from ..errors import PatternError
from ..knowledge import Place


class Mistake(PatternError):
    """A mistake in a pattern file that knows the lines around it.

    Args:
        place: where it is.
        entry: the label, question, cue or fragment that holds it ("" outside of every entry).
        what: what is wrong, without a full stop.
        todo: what to do, without a full stop.
    """

    def __init__(self, place: Place, entry: str, what: str, todo: str = "") -> None:
        self.place = place
        self.entry = entry
        self.excerpt = ""
        self.others: tuple[Mistake, ...] = ()
        super().__init__(str(place), f"{entry}: {what}" if entry else what, todo)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "Did you mean 'x'?" for the nearest known word, or the list of known words where none is near."""
    words = sorted(known)
    lower = {other.lower(): other for other in words}
    near = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {lower[near[0]]!r}?"
    if not words:
        return ""
    shown = ", ".join(words[:24]) + (", …" if len(words) > 24 else "")
    return f"There are: {shown}"


def raise_first(mistakes: Sequence[Mistake], files: Mapping[str, bytes]) -> None:
    """Raise the first of ``mistakes`` with the others in it, each with the lines around it; nothing if there are none.

    Args:
        mistakes: in any order.
        files: the content of each file by the name that is shown, in order.
    """
    if not mistakes:
        return
    order = {shown: number for number, shown in enumerate(files)}
    ordered = sorted(mistakes, key=lambda m: (order.get(m.place.file, 0), m.place.line, m.place.column))
    texts = {shown: data.decode("utf-8-sig", "replace") for shown, data in files.items()}
    for mistake in ordered:
        place = mistake.place
        mistake.excerpt = excerpt(texts.get(place.file, ""), place.line, place.column)
    first, *others = ordered
    first.others = tuple(others)
    raise first


def excerpt(text: str, line: int, column: int) -> str:
    """Return the line with its neighbours, numbered, and a caret under ``column`` (both count from 1)."""
    lines = text.split("\n")
    while len(lines) > line and not lines[-1].strip():
        lines.pop()
    first, last = max(1, line - 1), min(len(lines), line + 1)
    width = len(str(last))
    shown = []
    for number in range(first, last + 1):
        content, at = _cut(lines[number - 1].rstrip("\r"), column)
        shown.append(f"{number:>{width}} | {content}".rstrip())
        if number == line:
            lead = "".join("\t" if c == "\t" else " " for c in content[: at - 1])
            shown.append(f"{'':>{width}} | {lead}^")
    return "\n".join(shown)


def _cut(line: str, column: int, width: int = 110) -> tuple[str, int]:
    """Return the line, cut around ``column`` where it is very long, and the column in what is left."""
    if len(line) <= width:
        return line, column
    start = max(0, column - 1 - width // 2)
    part = line[start : start + width]
    if start:
        part, column = "…" + part[1:], column - start
    if start + width < len(line):
        part = part[:-1] + "…"
    return part, column
