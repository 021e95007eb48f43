"""What was typed into the fields of a form, put behind the words that are printed beside the field."""

from __future__ import annotations

from collections.abc import Iterable

from dlextract.reading.lines import PrintedLine

Printed = set[tuple[str, int, int]]


def printed(lines: Iterable[PrintedLine]) -> Printed:
    """Return what tells the ``lines`` of a page from those that its fields add."""
    return {(line.text, round(line.x0), round(line.y0)) for line in lines}


def join_fields(lines: list[PrintedLine], before: Printed) -> list[PrintedLine]:
    """Return ``lines`` with each that was not printed ``before`` behind the nearest printed one to its left."""
    print_ = [line for line in lines if (line.text, round(line.x0), round(line.y0)) in before]
    joined = list(print_)
    fields = [line for line in lines if (line.text, round(line.x0), round(line.y0)) not in before]
    for field in sorted(fields, key=lambda line: (line.y0, line.x0)):
        beside = [line for line in print_ if line.x1 <= field.x0 + 2 and _overlap(line, field) > 0.5]
        if not beside:
            joined.append(field)
            continue
        label = max(beside, key=lambda line: line.x1)
        cells = list(label.cells)
        label.add(field)
        label.cells = cells  # the width of a field is no column
    return joined


def _overlap(one: PrintedLine, other: PrintedLine) -> float:
    """Return the share of the lower line's height that both share."""
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared / max(0.1, min(one.y1 - one.y0, other.y1 - other.y0))
