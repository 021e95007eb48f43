"""Tables that say how large each part of the data is → TRAIN_SPLIT, VALIDATION_SPLIT, TEST_SPLIT as counts or shares.

The parts stand beside the counts ("Training | 11,840") or over them, then with a data set in each row. A table of
results has parts as well ("Train", "Test"), but no whole numbers and no shares that make a whole, or says what was
measured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..candidates import FROM_TABLE
from ..records import Cell, Mention, Paper, Table
from ..values.grammar import decimal
from ..values.lexer import tokens_of
from ..words import WordRegex
from .parameter_names import RESULT
from .splits import NO_SAMPLES

_PARTS = {
    "TRAIN_SPLIT": WordRegex("split_table_train_split"),
    "VALIDATION_SPLIT": WordRegex("split_table_validation_split"),
    "TEST_SPLIT": WordRegex("split_table_test_split"),
}
WHOLE = WordRegex("split_table_whole")
"""A heading over counts of everything."""

DATA = WordRegex("split_table_data")
"""That a table is about data."""

MEASURED = WordRegex("split_table_measured")
"""A heading over results."""

THINGS = WordRegex("size_table_counts")
"""A heading over counts of what the data are made of."""

_CLASSES = WordRegex("split_table_classes")
_COUNT = re.compile(
    r"\s*(\d[\d, ]*(?:\.\d+(?=[kKM]))?[kKM]?)\s*(?:\(\s?~?\d+(?:\.\d+)?\s?%\s?\))?\s*(?:[a-z]{3,12})?\s*$"
)
_SHARE = re.compile(r"~?(\d{1,2}(?:\.\d+)?(?=\s?%)|0?\.\d+)(\s?%)?")
_NEARLY_ALL, _HARDLY_MORE = Fraction(98, 100), Fraction(102, 100)
_MOST_SETS = 3
"""A table of more data sets describes benchmarks rather than the data of a paper."""

_FEWEST = 10
_MANY = 100


def split_table_mentions(tables: Sequence[Table], paper: Paper) -> Iterator[Mention]:
    """Yield the sizes of the parts of the data that tables give; the scope is the data set of the row."""
    for table in tables:
        caption = paper.text[slice(*table.caption)][:300]
        heads = " ".join(cell.text for cell in table.rows[0]) if table.rows else ""
        if not (DATA.search(f"{caption} {heads}") or _is_list_of_parts(table)):
            continue
        if MEASURED.search(heads) or RESULT.search(f"{caption} {heads}"):
            continue
        yield from _parts_above(table, caption) or _parts_beside(table)


def _is_list_of_parts(table: Table) -> bool:
    """Tell whether a list of names with values names nothing but parts, and counts samples."""
    values = [cell.text.split() for row in table.rows for cell in row[1:]]
    counted = not any(NO_SAMPLES.fullmatch(word) for words in values for word in words)
    return not table.heading_rows and counted and all(row and part_label(row[0].text) for row in table.rows)


def part_label(text: str) -> str:
    """Return the label of the part of the data that ``text`` names, "" where it names none."""
    name = " ".join(text.split()).strip(" :*†‡.")
    return next((label for label, part in _PARTS.items() if part.fullmatch(name)), "")


def _parts_above(table: Table, caption: str) -> list[Mention]:
    """Read a table with the parts over the counts and a data set, a class or a task in each row."""
    for number, row in enumerate(table.rows[:3]):
        above = {cell.column: label for cell in row if (label := part_label(cell.text))}
        if len(set(above.values())) < 2 or len(above) > len(set(above.values())):
            continue
        rows = [
            (_name(other, min(above)), {cell.column: cell for cell in other if cell.column in above})
            for other in table.rows[number + 1 :]
        ]
        rows = [
            (name, cells)
            for name, cells in rows
            if len(cells) > 1 and all(cell_count(cell.text) for cell in cells.values())
        ]
        first = row[0].text if row and row[0].column == 0 else ""
        totals = [(name, cells) for name, cells in rows if WHOLE.fullmatch(name)]
        if totals:
            rows = [("", totals[-1][1])]
        elif _CLASSES.search(first) or (not first and _CLASSES.search(caption)):
            return []
        if len(rows) > _MOST_SETS:
            return []
        if len(rows) == 1:
            rows = [("", rows[0][1])]
        return _mentions([(above[c], cell, name) for name, cells in rows for c, cell in sorted(cells.items())])
    return []


def _parts_beside(table: Table) -> list[Mention]:
    """Read a table with a part in each row; of several columns of counts the one that counts all.

    Where none does, it is the first one that counts what data are made of ("Utterances | Speakers").
    """
    rows = {label: row for row in table.rows if row and (label := part_label(row[0].text))}
    if len(rows) < 2:
        return []
    columns = set.intersection(*({cell.column for cell in row[1:] if cell_count(cell.text)} for row in rows.values()))
    titles = {cell.column: cell.text for row in table.rows[: table.heading_rows] for cell in row}
    whole = [column for column in columns if WHOLE.fullmatch(titles.get(column, "").strip())]
    things = [column for column in sorted(columns) if THINGS.fullmatch(titles.get(column, "").strip())]
    nouns = {titles[column].split()[-1] for column in things}  # "Sick patients | Healthy patients" are classes
    first = things[:1] if len(nouns) == len(things) else []
    chosen = whole or first if len(columns) > 1 else list(columns)
    if len(chosen) != 1:
        return []
    found = [(label, cell, "") for label, row in rows.items() for cell in row if cell.column == chosen[0]]
    return _mentions(found)


def _mentions(found: Sequence[tuple[str, Cell, str]]) -> list[Mention]:
    counts = [(label, cell, scope, cell_count(cell.text)) for label, cell, scope in found]
    sizes = [Fraction(count) for *_, count in counts]
    if all(size < 1 for size in sizes):
        wholes: defaultdict[str, Fraction] = defaultdict(Fraction)
        for (_, _, scope, _), size in zip(counts, sizes, strict=True):
            wholes[scope] += size
        if any(not _NEARLY_ALL <= whole <= _HARDLY_MORE for whole in wholes.values()):
            return []
    elif max(sizes, default=0) < _MANY or min(sizes) < 1:
        return []
    return [
        Mention(label, cell.start, cell.end, count, FROM_TABLE + label, scope, score=0.85)
        for label, cell, scope, count in counts
    ]


def _name(row: Sequence[Cell], column: int) -> str:
    return next((" ".join(cell.text.split())[:60] for cell in row if cell.column < column), "")


def cell_count(text: str) -> str:
    """Return the count or the share that the text of a cell is, "" if it is anything else."""
    if share := _SHARE.fullmatch(text.strip()):
        return decimal(Fraction(share[1]) / (100 if share[2] else 1))
    match = _COUNT.match(text)
    tokens = tokens_of(match[1].strip()) if match else []
    if len(tokens) != 1 or tokens[0].kind != "number":
        return ""
    number = tokens[0].number
    return decimal(number) if number >= _FEWEST and number.denominator == 1 else ""
