"""Tables that say how much data there are → DATASET_SIZE and CLASS_SIZE: a data set, a source or a class in each row.

"Class | Images", "Hospital | Patients | Scans", "Data set | Sample size", "Species | Train | Test". What a column
counts stands over it; of several columns one is taken for classes, the one of totals first, or those of all parts.
The classes may stand over the counts, the parts of the data beside them. Splits are read by ``split_tables`` as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ..candidates import FROM_TABLE, PARTS_OF_DATA
from ..records import Cell, Mention, Paper, Table
from ..values.lexer import PARTED
from ..words import WordRegex
from .parameter_names import RESULT
from .sample_counts import CLASS, DATA_WORD, SIZE
from .split_tables import DATA, MEASURED, THINGS, WHOLE, cell_count, part_label
from .things_counted import MANY_THINGS, NO_THINGS, is_plural

_COUNTED = WordRegex("size_table_counted")
_ALL = WordRegex("size_table_all")
_OF_CLASSES = WordRegex("size_table_classes")
_ABOUT_CLASSES = WordRegex("size_table_about_classes")
_OF_SETS = WordRegex("size_table_sets")
_ABOUT_SETS = WordRegex("size_table_about_sets")
_ABOUT_COUNTS = WordRegex("size_table_about_counts")
_HOURS = WordRegex("size_table_hours")
_TELLS_CLASSES = WordRegex("size_table_tells_classes")
_OF_OTHERS = WordRegex("size_table_others")
_NO_ROW = WordRegex("size_table_no_row")
_NO_DATA = WordRegex("size_table_no_data")

_BRACKET = re.compile(r"\s*\([^()]*\)$")
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
_NUMBER = re.compile(r"\d[\d, .]*%?")
_LENGTH = re.compile(r"\d{1,3}(?:,\d{3})*\.\d{1,2}|\d")
"""A length that is no count of ten or more."""

_MOST_SETS = 12
"""A table of more data sets describes benchmarks rather than the data of a paper."""

_MOST_CLASSES = 60
_LONGEST_NAME = 60
_FEWEST = 10
_MOST_WORDS = 5


def size_table_mentions(tables: Sequence[Table], paper: Paper) -> Iterator[Mention]:
    """Yield the sizes of data sets and of classes that tables give; the scope is the name of the row."""
    for table in tables:
        caption = paper.text[slice(*table.caption)][:300]
        if len(table.rows) > 1 and not _OF_OTHERS.search(caption):
            yield from _of_table(table, caption)


def _of_table(table: Table, caption: str) -> Iterator[Mention]:
    head = _heading_rows(table)
    titles = _titles(table.rows[:head])
    heads = " ".join(titles.values())
    told = f"{caption} {heads}"
    if MEASURED.search(heads) or RESULT.search(told) or _NO_DATA.search(told):
        return
    beside = [row for row in table.rows[head:] if row and _tells_count(row[0].text.strip())]
    if len(beside) < 2 and not (DATA.search(told) or DATA_WORD.search(told)):
        return
    for columns in _blocks(titles):
        body = [[cell for cell in row if cell.column in columns] for row in table.rows[head:]]
        yield from _of_block(body, {column: title for column, title in titles.items() if column in columns}, caption)


def _blocks(titles: Mapping[int, str]) -> Iterator[range]:
    """Yield the columns of each block of a table that is printed in several beside one another.

    A block begins with the heading of the names; where the names have none, the table is one block.
    """
    last = max(titles, default=0)
    starts = [column for column, title in titles.items() if title == titles.get(0)]
    for start, end in pairwise([0, *starts[1:], last + 1]):
        yield range(start, end)


def _of_block(body: Sequence[Sequence[Cell]], titles: Mapping[int, str], caption: str) -> Iterator[Mention]:
    names = _names(body, titles)
    told = [(name, row) for name, row in _named(body, names) if _tells_count(name)]
    if told:
        yield from _of_counts(told, titles)
        return
    counting = [column for column, title in titles.items() if column > names and _counts_data(title)]
    counting = [column for column in counting if _holds_counts(body, column, titles[column])]
    classes = _OF_CLASSES.search(titles.get(names, "")) is not None
    if beside := _parts_beside(body, names, counting):
        yield from _of_splits(body, names, beside, {column: titles[column] for column in counting}, classes)
        return
    if sum(bool(part_label(name)) for name, _ in _named(body, names)) > 1:
        yield from _of_parts(body, titles, caption)
        return
    kind = _kind(titles.get(names, ""), caption, [titles[column] for column in counting])
    if kind == CLASS and not classes and any(map(_TELLS_CLASSES.fullmatch, titles.values())):
        kind = SIZE  # what has classes is none
    if not kind or not counting:
        return
    if kind == CLASS:
        whole = [column for column in counting if _is_whole(_BRACKET.sub("", titles[column]))]
        parts = [column for column in counting if _part(titles[column])]
        counting = whole[:1] or parts or counting[:1]
    yield from _rows(_named(body, names), kind, {column: titles[column] for column in counting})


def _parts_beside(body: Sequence[Sequence[Cell]], names: int, counting: Sequence[int]) -> dict[int, str]:
    """Return row → part of the data that a column between the names and the counts says; nothing where none does."""
    for column in range(names + 1, min(counting, default=0)):
        cells = [(at, cell) for at, row in enumerate(body) for cell in row if cell.column == column]
        parts = {at: part for at, cell in cells if (part := _part(cell.text))}
        if len(set(parts.values())) > 1 and len(parts) == len(cells):
            return parts
    return {}


def _of_splits(
    body: Sequence[Sequence[Cell]], names: int, parts: Mapping[int, str], counting: Mapping[int, str], classes: bool
) -> Iterator[Mention]:
    """Read a table with a name and a part of the data beside each count.

    A name is printed once for its rows, on any of them: rows go on until a part comes again.
    """
    groups: list[list[int]] = []
    for at, part in parts.items():
        if not groups or part in {parts[other] for other in groups[-1]}:
            groups.append([])
        groups[-1].append(at)
    if len(groups) > (_MOST_CLASSES if classes else _MOST_SETS):
        return
    for rows in groups:
        told = [" ".join(cell.text.split()) for at in rows for cell in body[at] if cell.column == names]
        if len(set(told)) != 1 or _NO_ROW.search(told[0]):
            continue
        for at in rows:
            for cell in body[at]:
                if count := _amount(cell, counting):
                    yield _mention(CLASS if classes else SIZE, told[0][:_LONGEST_NAME], parts[at], cell, count)


def _heading_rows(table: Table) -> int:
    """Return the number of rows of headings: also those behind the first one that hold several names and no count."""
    head = max(1, table.heading_rows)
    while head < len(table.rows) - 1 and len(row := table.rows[head]) > 1 and not any(map(_has_digit, row)):
        head += 1
    return head


def _has_digit(cell: Cell) -> bool:
    return any(map(str.isdigit, cell.text))


def _titles(rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """Return the heading of each column, of the last row of headings that has one."""
    titles: dict[int, str] = {}
    for row in rows:
        for cell in row:
            if cell.text.strip():
                titles[cell.column] = " ".join(cell.text.split()).strip(" :*†‡.")
    return titles


def _names(body: Sequence[Sequence[Cell]], titles: Mapping[int, str]) -> int:
    """Return the column that names the rows: of those before the first one of counts the one of classes or sets."""
    columns = sorted({cell.column for row in body for cell in row})
    plain = [
        column
        for column in columns
        if not all(_NUMBER.fullmatch(cell.text.strip()) for row in body for cell in row if cell.column == column)
    ]
    told = [c for c in plain if _OF_CLASSES.search(titles.get(c, "")) or _OF_SETS.search(titles.get(c, ""))]
    return next(iter(told or plain), 0)


def _named(body: Sequence[Sequence[Cell]], names: int) -> list[tuple[str, Sequence[Cell]]]:
    """Return each row with its name; a row without one in its place has the nearest words before its counts."""
    named = []
    for row in body:
        own = [cell for cell in row if cell.column == names]
        words = [cell for cell in row if not _NUMBER.fullmatch(cell.text.strip())]
        cell = next(iter(own or words), None)
        if cell is not None:
            named.append((" ".join(cell.text.split())[:_LONGEST_NAME], row))
    return named


def _counts_data(title: str) -> bool:
    """Tell whether a heading names what the numbers below it count: samples, a part of them, or all."""
    plain = _BRACKET.sub("", title)
    words = _COUNTED.sub("", plain).split()
    noun = words[-1].rstrip(".") if words else ""
    if _is_of_hours(title):
        return True
    if NO_THINGS.fullmatch(noun) and not MANY_THINGS.fullmatch(noun):
        return False
    if any(map(THINGS.fullmatch, (title, plain))) or part_label(plain) or _is_whole(plain):
        return True
    return is_plural(noun) and len(words) <= _MOST_WORDS


def _is_of_hours(title: str) -> bool:
    return _HOURS.fullmatch(title) is not None


def _holds_counts(body: Sequence[Sequence[Cell]], column: int, title: str) -> bool:
    """Tell whether a column holds whole numbers, or hours, throughout, among them some that are no ranks or grades."""
    cells = [cell for row in body for cell in row if cell.column == column]
    counts = [_amount(cell, {column: title}) for cell in cells]
    enough = _is_of_hours(title) or any(int(count or 0) >= _FEWEST for count in counts)
    return enough and sum(map(bool, counts)) >= max(1, len(cells) - 2)


def _amount(cell: Cell, columns: Mapping[int, str]) -> str:
    """Return the number that a cell of one of the ``columns`` (with their headings) prints, "" if it is of none."""
    title, text = columns.get(cell.column), cell.text.strip()
    if title is None:
        return ""
    return text.replace(",", "") if _is_of_hours(title) and _LENGTH.fullmatch(text) else _count(text)


def _count(text: str) -> str:
    """Return the whole number that a cell prints, however small, "" if it prints anything else."""
    count = cell_count(text)
    if not count and re.fullmatch(r"\d", text):
        count = text
    if not count and (PARTED.fullmatch(text) or _SPACED.fullmatch(text)):
        count = re.sub(r"\D", "", text)
    return "" if "." in count else count


def _kind(title: str, caption: str, counted: Sequence[str]) -> str:
    """Return what the rows are: classes or data sets; "" where neither the heading nor the caption tells."""
    if _OF_CLASSES.search(title):
        return CLASS
    if _OF_SETS.search(title):
        return SIZE
    if _ABOUT_CLASSES.search(caption):
        return CLASS
    if _ABOUT_SETS.search(caption) or sum(map(bool, map(_part, counted))) > 1:
        return SIZE
    return CLASS if title and _ABOUT_COUNTS.search(caption) else ""


def _part(title: str) -> str:
    label = part_label(_BRACKET.sub("", title))
    return next((part for part, own in PARTS_OF_DATA.items() if own == label), "")


def _is_whole(title: str) -> bool:
    return WHOLE.fullmatch(title) is not None or _ALL.fullmatch(title) is not None


def _rows(named: Sequence[tuple[str, Sequence[Cell]]], kind: str, columns: Mapping[int, str]) -> Iterator[Mention]:
    counted = [(name, row) for name, row in named if any(_amount(cell, columns) for cell in row)]
    sets = {name for name, _ in counted if not _ALL.fullmatch(name)}
    if not len(counted) > 1 or len(sets) > (_MOST_CLASSES if kind == CLASS else _MOST_SETS):
        return
    if len(counted) < len(named) - 2 or any(_NUMBER.fullmatch(name) or part_label(name) for name, _ in counted):
        return  # rows without names, or parts of the data
    for name, row in counted:
        whole = _ALL.fullmatch(name) is not None
        for cell in row:
            if (count := _amount(cell, columns)) and not _NO_ROW.search(name):
                yield _mention(SIZE if whole else kind, "" if whole else name, _part(columns[cell.column]), cell, count)


def _of_parts(body: Sequence[Sequence[Cell]], titles: Mapping[int, str], caption: str) -> Iterator[Mention]:
    """Read a table with the parts of the data beside the counts, and what is counted, or classes, over them."""
    over = {column: title for column, title in titles.items() if column and _holds_counts(body, column, title)}
    classes = {c: title for c, title in over.items() if not _counts_data(title)}
    if len(classes) < 2 or not (_ABOUT_CLASSES.search(caption) or _ABOUT_COUNTS.search(caption)):
        classes = {}
    things = {c for c, title in over.items() if _counts_data(title)}  # one alone is read by ``split_tables``
    for row in body:
        part = _part(" ".join(row[0].text.split()).strip(" :*†‡.")) if row else ""
        for cell in row if part else ():
            count = _amount(cell, over)
            if count and cell.column in classes:
                yield _mention(CLASS, classes[cell.column][:_LONGEST_NAME], part, cell, count)
            elif count and len(things) > 1 and cell.column in things:
                yield _mention(SIZE, "", part, cell, count)


def _tells_count(name: str) -> bool:
    said = _COUNTED.match(name)
    return bool(said and re.search(r"#|\b(?i:n\w*\.|of\b)", said[0])) and _counts_data(name)


def _of_counts(rows: Sequence[tuple[str, Sequence[Cell]]], titles: Mapping[int, str]) -> Iterator[Mention]:
    """Read a table with what is counted beside the counts ("# of nests"), and parts or data sets over them."""
    for _, row in rows if len(titles) <= _MOST_SETS else ():
        for cell in row:
            title = titles.get(cell.column, "")
            if title and (count := _count(cell.text.strip())) and not _NO_ROW.search(title):
                part = _part(title)
                yield _mention(SIZE, "" if part or _is_whole(title) else title[:_LONGEST_NAME], part, cell, count)


def _mention(label: str, name: str, part: str, cell: Cell, count: str) -> Mention:
    attributes = (("part", part),) if part else ()
    return Mention(label, cell.start, cell.end, count, FROM_TABLE + label, name, attributes, score=0.85)
