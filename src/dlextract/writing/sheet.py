"""The answer sheet that people read in a terminal: question, answer, page and sentence."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from .quotes import MarkedQuote, printable, quotes
from .record import Record
from .shown import SAID_TWICE, also_found, beside_short, counted, gathered, short_of

_OPEN, _CLOSE = "\x01", "\x02"  # stand around found words until the lines are broken; never part of printable text
_BOLD, _DIM, _FOUND, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[1;33m", "\x1b[0m"
_INDENT = "     "


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet looks: ``width`` in columns, ANSI colours or not, and whether it says how each answer was found."""

    width: int = 100
    colours: bool = False
    explain: bool = False


def sheet(record: Record, look: Look | None = None) -> str:
    """Return ``record`` as a readable sheet, ending with a line end.

    Found words stand in ``[[…]]`` (as in the examples of pattern files) or are coloured.
    """
    return _Sheet(look or Look()).text(record)


class _Sheet:
    def __init__(self, look: Look) -> None:
        self._look = look
        self._lines: list[str] = []

    def text(self, record: Record) -> str:
        paper = record["paper"]
        self._write(printable(paper["source"]), style=_BOLD)
        if "error" in record:
            self._write(f"not read: {printable(record['error']['message'])}")
            return self._end()
        if "duplicate_of" in record:
            self._write(f"the same file as {printable(record['duplicate_of'])}")
            return self._end()
        title, pages = printable(paper["title"]), paper["pages"]
        if title:
            self._write(title)
        count = f"{pages} page" if pages == 1 else f"{pages} pages"
        self._write(f"{count}; {counted(record)}", style=_DIM)
        facts = {fact["id"]: fact for fact in record["facts"]}
        for answer in record["answers"]:
            self._answer(answer, facts)
        for one in record.get("contradictions", ()):
            self._lines.append("")
            self._write(SAID_TWICE, lead=_INDENT, hang=_INDENT, style=_DIM)
            self._write(printable(one["text"]), lead=_INDENT, hang=_INDENT, style=_BOLD)
            for quote in quotes(one["evidence"]):
                self._quote(quote)
        for also in also_found(record):
            self._lines.append("")
            self._write(f"Also found: {printable(also.label)}", lead=_INDENT, hang=_INDENT, style=_DIM)
            self._write(printable(also.text), lead=_INDENT, hang=_INDENT, style=_BOLD)
            for quote in quotes(also.evidence, most=None if self._look.explain else 2):
                self._quote(quote)
        if record["warnings"]:
            self._lines.append("")
            self._write("Warnings", style=_BOLD)
            for warning in gathered(record["warnings"]):
                self._write(printable(warning), lead="- ", hang="  ")
        return self._end()

    def _answer(self, answer: Record, facts: dict[str, Record]) -> None:
        self._lines.append("")
        self._write(printable(answer["ask"]), lead=f"{answer['cq']:>3}  ", hang=_INDENT, style=_DIM)
        style = _BOLD if answer["stated"] else ""
        self._write(printable(short_of(answer)), lead=_INDENT, hang=_INDENT, style=style)
        if more := beside_short(answer):
            self._write(printable(more), lead=_INDENT, hang=_INDENT)
        for quote in quotes(answer["evidence"], most=None if self._look.explain else 2):
            self._quote(quote)
        if not answer["stated"] and answer.get("pointer"):
            self._write(printable(answer["pointer"]), lead=_INDENT, hang=_INDENT)
        if self._look.explain:
            self._explain(answer, facts)

    def _quote(self, quote: MarkedQuote) -> None:
        opening, closing = (_OPEN, _CLOSE) if self._look.colours else ("[[", "]]")
        text = "".join(opening + part + closing if found else part for part, found in quote.parts)
        lead = f"{_INDENT}p. {quote.page}  "
        self._write(text.strip(), lead=lead, hang=" " * len(lead))

    def _explain(self, answer: Record, facts: dict[str, Record]) -> None:
        lines = [_fact_line(facts[name]) for name in answer["facts"] if name in facts]
        if "confidence" in answer:
            lines.append(f"confidence {answer['confidence']:.2f}")
        if answer.get("because"):
            lines.append(f"judged stated by {', '.join(answer['because'])}")
        if not answer["stated"]:
            searched = answer["searched"]
            for what, found in (
                ("searched with", searched["patterns"]),
                ("searched in", searched["sections"]),
                ("unreadable pages:", map(str, searched["unreadable_pages"])),
            ):
                if told := ", ".join(found):
                    lines.append(f"{what} {told}")
            lines += [f"set aside: {_fact_line(facts[name])}" for name in answer.get("nearest", ()) if name in facts]
        for line in lines:
            self._write(line, lead=_INDENT + "· ", hang=_INDENT + "  ", style=_DIM)

    def _write(self, text: str, *, lead: str = "", hang: str = "", style: str = "") -> None:
        lines = broken(text, self._look.width, lead, hang)
        if self._look.colours:
            lines = _coloured(lines, style)
        self._lines += lines

    def _end(self) -> str:
        return "\n".join(self._lines) + "\n"


def _fact_line(fact: Record) -> str:
    value = f" = {printable(fact['value'])}" if fact["value"] and fact["value"] != fact["text"] else ""
    more = [fact["status"] + (f" ({printable(fact['reason'])})" if fact.get("reason") else ""), *fact["roles"]]
    if fact["scope"]:
        more.append(f"for {printable(fact['scope'])}")
    more += [f"{name} {printable(str(given))}" for name, given in fact["attributes"].items()]
    more.append(f"confidence {fact['confidence']:.2f}")
    rules = dict.fromkeys(evidence["found_by"] for evidence in fact["evidence"])
    return f"{fact['id']} {fact['label']} “{printable(fact['text'])}”{value}: {', '.join(more)}; {', '.join(rules)}"


def broken(text: str, width: int, lead: str, hang: str) -> list[str]:
    """Return ``text`` broken at spaces into lines of at most ``width`` columns.

    The first line begins with ``lead``, the others with ``hang``. A word that is too long has a line of its own.
    """
    lines: list[str] = []
    line, used = lead, len(lead)
    fresh = True
    for word in text.split(" "):
        columns = _columns(word)
        if not fresh and used + 1 + columns > width:
            lines.append(line)
            line, used, fresh = hang, len(hang), True
        if not fresh:
            line, used = line + " ", used + 1
        line, used, fresh = line + word, used + columns, False
    return [*lines, line]


def _columns(text: str) -> int:
    if text.isascii():
        return len(text) - text.count(_OPEN) - text.count(_CLOSE)
    return sum(_column(char) for char in text)


def _column(char: str) -> int:
    if char in (_OPEN, _CLOSE) or unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _coloured(lines: list[str], style: str) -> list[str]:
    """Return ``lines`` with ANSI codes; colours end with each line, so that a hanging indent is not coloured."""
    done = []
    inside = False
    for line in lines:
        bare = line.lstrip(" ")
        indent, line = line[: len(line) - len(bare)], bare
        opened = _FOUND if inside else ""
        inside = line.rfind(_OPEN) > line.rfind(_CLOSE) if _OPEN in line or _CLOSE in line else inside
        line = style + opened + line.replace(_OPEN, _FOUND).replace(_CLOSE, _RESET + style)
        done.append(indent + line + (_RESET if style or _FOUND in line else ""))
    return done
