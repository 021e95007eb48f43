"""Filled checklists as a readable table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..checklists import CONFIRM, FILLED, PARTLY, STATES, Checklist
from ..writing import Look
from ..writing.quotes import printable, quotes
from ..writing.sheet import broken
from .auditing import Audit
from .line_status import ItemFinding
from .line_words import LEGEND, MARKS, OWN_FORM, Matrix, answered, beside, counted, grouped, remarks

_LONGEST = 240
_STATE = max(map(len, STATES))
BOLD, DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def as_table(audits: Iterable[Audit], checklist: Checklist, look: Look) -> Iterator[str]:
    """Yield a table for each paper, and after several of them what each line is in which."""
    matrix = Matrix(checklist)
    first = True
    for audit in matrix.over(audits):
        yield ("" if first else "\n") + "".join(f"{line}\n" for line in _table(audit, look))
        first = False
    if len(matrix.rows) > 1:
        yield "\n" + matrix_table(matrix, look)


def matrix_table(matrix: Matrix, look: Look) -> str:
    """Return what each line is in which paper, a sign each, and how many papers are what."""
    lines = [styled(printable(matrix.title), BOLD, look), LEGEND, ""]
    lead = len(str(len(matrix.rows))) + 4
    names = [printable(name).replace(".", "") for name in matrix.columns()]
    tall = max(map(len, names), default=0)
    for row in range(tall):
        cells = [name.rjust(tall)[row] for name in names]
        lines.append((" " * lead + _spaced(cells, matrix.checklist)).rstrip())
    for number, (source, _, title, states) in enumerate(matrix.rows, start=1):
        signs = f"{number:>{lead - 2}}  {_spaced([MARKS[state] for state in states], matrix.checklist)}  "
        lines += broken(printable(title or source), look.width, signs, " " * len(signs))[:1]
    heads = "  ".join(STATES)
    lines += ["", styled(f"  {heads}", DIM, look)]
    for item, counts in matrix.counts():
        numbers = "  ".join(f"{counts[state]:>{len(state)}}" for state in STATES)
        start = f"  {numbers}  {printable(item.number)}" + ("  " if item.number else "")
        lines += broken(printable(item.ask), look.width, start, " " * len(start))
    return "".join(f"{line}\n" for line in lines)


def _spaced(cells: list[str], checklist: Checklist) -> str:
    """Return cells of lines side by side, a space between groups."""
    groups = groupby(zip(cells, checklist.items, strict=True), key=lambda pair: pair[1].group)
    return " ".join("".join(cell for cell, _ in some) for _, some in groups)


def head(audit: Audit, look: Look) -> Iterator[str]:
    """Yield which paper it is, and why it could not be read."""
    yield styled(printable(audit.source), BOLD, look)
    if audit.title:
        yield from broken(printable(audit.title), look.width, "", "")
    if audit.error:
        yield from broken(f"not read: {printable(audit.error)}", look.width, "", "")


def _table(audit: Audit, look: Look) -> Iterator[str]:
    yield from head(audit, look)
    if audit.error:
        return
    checklist = audit.checklist
    of = f" ({checklist.reference})" if checklist.reference else ""
    yield from broken(printable(f"{checklist.title}{of}: {counted(audit)}. {CONFIRM}"), look.width, "", "")
    width = max((len(item.number) for item in checklist.items), default=0)
    for heading, findings in grouped(audit):
        yield ""
        if heading:
            yield styled(printable(heading), BOLD, look)
        for finding in findings:
            yield from _row(finding, width, look)
    yield from own_form(audit, look)


def own_form(audit: Audit, look: Look) -> Iterator[str]:
    """Yield the lines of a form that is printed in the paper, each beside what the rest of the paper states."""
    if audit.claims:
        yield from ("", styled(OWN_FORM, BOLD, look))
    for claim in audit.claims:
        yield from broken(cut(printable(answered(claim))), look.width, "  ", "    ")
        said = [f"p. {claim.place['page']}  {claim.said}" if claim.said else "", beside(claim)]
        for text in filter(None, said):
            for line in broken(cut(printable(text)), look.width, "    ", "    "):
                yield styled(line, DIM, look)


def _row(finding: ItemFinding, width: int, look: Look) -> Iterator[str]:
    number = f"{printable(finding.item.number):<{width}}  " if width else ""
    lead = f"  {finding.status:<{_STATE}}  {number}"
    hang = " " * len(lead)
    style = "" if finding.status in (FILLED, PARTLY) else DIM
    lines = broken(printable(finding.item.ask), look.width, lead, hang)
    for remark in remarks(finding):
        lines += broken(cut(printable(remark)), look.width, hang, hang)
    yield from (styled(line, style, look) for line in lines)
    yield from first_quote(finding, hang, look)


def first_quote(finding: ItemFinding, hang: str, look: Look) -> Iterator[str]:
    """Yield the lines of the first sentence that a finding rests on, behind its page; ``hang`` stands before them."""
    for quote in quotes(finding.evidence, most=1):
        words = "".join(f"[[{part}]]" if found else part for part, found in quote.parts)
        page = f"p. {quote.page}  "
        for line in broken(words.strip(), look.width, hang + page, hang + " " * len(page)):
            yield styled(line, DIM, look)


def cut(text: str) -> str:
    """Return ``text``, without its last words where it is too long for a terminal."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def styled(text: str, style: str, look: Look) -> str:
    """Return ``text`` in a style, where the terminal has any."""
    return f"{style}{text}{_RESET}" if look.colours and style else text
