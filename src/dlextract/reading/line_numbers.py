"""Numbers of lines that review copies print in a margin: alone, or so near that they were read as part of a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dlextract.reading.lines import PrintedLine

_LEAST_NUMBERS = 10
_DIGITS = 4
_WORDS = 4
"""A line of more words than this is text."""

_ROUGH = 4
"""Points within which edges count as one under the other."""


@dataclass(frozen=True, slots=True, eq=False)
class _Number:
    line: PrintedLine
    word: int
    """0 if ``line`` begins with it, -1 if it ends with it."""
    text: str
    x0: float
    x1: float


def take_line_numbers(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Return the numbers of lines among ``lines`` of a page, those that stand within a line cut out of it.

    They count up by one or five under one another, left or right of all text. Numbers that stand alone stay in
    ``lines``.
    """
    numbers = [number for line in lines if line.kind != "turned" for number in _ends(line)]
    taken: list[PrintedLine] = []
    while len(numbers) >= _LEAST_NUMBERS:
        stack = max((_stack(numbers, edge) for edge in ("x0", "x1")), key=len)
        if len(stack) < _LEAST_NUMBERS:
            break
        if _counts_up(stack) and _is_margin(stack, lines):
            taken += [_apart(number) for number in stack]
        gone = set(map(id, stack))
        numbers = [number for number in numbers if id(number) not in gone]
    return taken


def _ends(line: PrintedLine) -> Iterator[_Number]:
    """Yield the whole numbers with which ``line`` begins and ends."""
    for word in (0, -1)[: len(line.words)]:
        begin, end, x0, x1 = line.words[word]
        text = line.text[begin:end]
        if text.isdecimal() and len(text) <= _DIGITS:
            yield _Number(line, word, text, x0, x1)


def _stack(numbers: list[_Number], edge: str) -> list[_Number]:
    """Return the most numbers whose left (``x0``) or right (``x1``) edges stand under one another."""
    columns: Counter[int] = Counter(round(getattr(number, edge) / _ROUGH) for number in numbers)
    place = max(columns, key=lambda key: (columns[key], -key))
    return [number for number in numbers if abs(round(getattr(number, edge) / _ROUGH) - place) <= 1]


def _counts_up(stack: list[_Number]) -> bool:
    values = [int(number.text) for number in sorted(stack, key=lambda number: number.line.base)]
    step, often = max(Counter(b - a for a, b in pairwise(values)).items(), key=lambda item: item[1], default=(0, 0))
    return step in (1, 5) and often >= 0.8 * (len(values) - 1)


def _is_margin(stack: list[_Number], lines: list[PrintedLine]) -> bool:
    """Tell whether all text stands on one side of ``stack`` and nothing else stands under it.

    Inside, or where other things stand under them, they are the numbers of a table's rows.
    """
    left, right = min(number.x0 for number in stack), max(number.x1 for number in stack)
    words = {(id(number.line), number.word) for number in stack}
    spans = [(line, _span(line, words)) for line in lines]
    text = [span for line, span in spans if span and len(line.words) > _WORDS]
    begin, end = min((span[0] for span in text), default=1e9), max((span[1] for span in text), default=-1e9)
    others = sum(
        span is not None and span[0] < right and span[1] > left and not line.text.isdecimal() for line, span in spans
    )
    return (right < begin + 1 or left > end - 1) and others <= 0.1 * len(stack)


def _span(line: PrintedLine, words: Collection[tuple[int, int]]) -> tuple[float, float] | None:
    """Return where ``line`` begins and ends without the numbers ``words``; None where nothing else is in it."""
    first, last = ((id(line), word) in words for word in (0, -1))
    rest = line.words[first : len(line.words) - last]
    if not first and not last:
        return line.x0, line.x1
    return (rest[0][2], rest[-1][3]) if rest else None


def _apart(number: _Number) -> PrintedLine:
    """Return ``number`` as a line of its own, and take it out of its line."""
    line = number.line
    if len(line.words) == 1:
        return line
    words = [(0, len(number.text), number.x0, number.x1)]
    own = PrintedLine(line.page, number.text, number.x0, line.y0, number.x1, line.y1, line.base, line.size, words)
    if number.word == 0:
        shift = line.words[1][0]
        line.text = line.text[shift:]
        line.words = [(begin - shift, end - shift, x0, x1) for begin, end, x0, x1 in line.words[1:]]
        line.superscripts = [(begin - shift, end - shift) for begin, end in line.superscripts if begin >= shift]
        line.cells = [cell - shift for cell in line.cells if cell > shift]
        line.bold, line.italic = max(0, line.bold - shift), max(0, line.italic - shift)
        line.x0 = line.words[0][2]
    else:
        line.words = line.words[:-1]
        stop = line.words[-1][1]
        line.text = line.text[:stop]
        line.superscripts = [(begin, end) for begin, end in line.superscripts if end <= stop]
        line.cells = [cell for cell in line.cells if cell < stop]
        line.bold, line.italic = min(line.bold, stop), min(line.italic, stop)
        line.x1 = line.words[-1][3]
    return own
