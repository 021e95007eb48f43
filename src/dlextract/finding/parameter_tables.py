"""Parameter tables → mentions: names above the values or beside them, in one block or two, with what they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ..candidates import FROM_TABLE
from ..knowledge import Knowledge, Pattern
from ..records import Cell, Mention, Paper, Table
from ..values import normalise, parse_number
from ..values.grammar import decimal, expression, head_factor
from ..values.lexer import PARTED
from ..words import WordRegex
from .parameter_lists import list_mentions
from .parameter_names import RESULT, Headings, clean, is_measured, names_in
from .setting_names import SettingNames
from .settings_in_cells import are_all, settings_in
from .table_owners import OURS, owner_hints
from .value_sense import makes_sense
from .whole_tables import whole_tables

_NUMBERS = {"number", "integer", "fraction", "duration"}
_SIZES = {"size", "square"}
_MAX_COLUMNS = 14

_PARAMETERS = WordRegex("table_parameters")
_SEARCH = WordRegex("table_search")
_PLAIN_VALUE = WordRegex("table_plain_value")
_SEARCH_SPACE = WordRegex("table_search_space")
_NO_NAME = WordRegex("table_no_name")
_BEST = WordRegex("table_best")
_RANGE_HEAD = WordRegex("table_range_head")
_PIECE = re.compile(
    r"(?:\d+(?:[.,]\d+)?\s?[x×·∗*]\s?10\s?\^?\s?[{(]?[-−–]?\s?\d{1,2}[})]?|10\s?\^?\s?[{(]?\s?[-−–]\s?\d{1,2}[})]?"
    r"|\d+(?:\.\d+)?[eE]\s?[-−–+]?\s?\d{1,2}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)(?:\s?(?:%|[kKM]\b))?"
)
_SIZE = re.compile(r"\d\s?[x×]\s?\d")
_SHARE = re.compile(r"~?(?:\d{1,2}(?:\.\d+)?\s?%|0?\.\d+)")
_MODEL_SIZE = re.compile(r"\d+(?:\.\d+)?\s?[KMBT]")
_NUMBERED = WordRegex("table_numbered")
"""The number of a thing, which is no count of such things: "Conv 1", "Stage4"."""

LAYER = WordRegex("table_layer")
_OF_THE_WHOLE = frozenset({"INPUT_SIZE", "NUM_LAYERS"})
"""What a table of the layers of one network does not give in each of its rows."""

_OF_CONVOLUTIONS = frozenset({"KERNEL_SIZE", "NUM_FILTERS"})
_NO_CONVOLUTION = WordRegex("table_no_convolution")
"""Rows of such a table that are no convolutions, so that what they say of kernels is not said of them."""

_THROUGHPUT = WordRegex("table_throughput")
"""A measured column that makes a table one of experiments, though its heading is known."""

_EPOCHS = WordRegex("table_epochs")
_THEIRS = WordRegex("table_theirs")
"""Headings of columns that others chose, beside those of the authors' own."""


def table_mentions(paper: Paper, knowledge: Knowledge) -> tuple[Mention, ...]:
    """Return the finds of the parameter tables and parameter lists of ``paper``, in the order of the text.

    Tables whose layout was lost (names in one run of lines, values in the next) are read too; see ``parameter_lists``.
    """
    headings, names = Headings(knowledge), SettingNames(knowledge)
    found = {
        mention: None for table in whole_tables(paper) for mention in _of_table(table, paper, headings, names)
    } | dict.fromkeys(list_mentions(paper, headings))
    return tuple(sorted(found, key=lambda m: (m.start, m.end, m.label, m.scope)))


def _of_table(table: Table, paper: Paper, headings: Headings, names: SettingNames) -> Iterator[Mention]:
    caption = paper.text[table.caption[0] : table.caption[1]]
    named = {
        (cell.row, cell.column): pattern
        for row in table.rows
        for cell in row
        if (pattern := headings.label(cell.text)) is not None
    }
    if not named and not any(headings.label(title) for title in column_titles(table, 2).values()):
        return
    head = _heading_rows(table, headings)
    above = {column: pattern for (row, column), pattern in named.items() if row < head}
    above |= {column: whole for column, title in column_titles(table, head).items() if (whole := headings.label(title))}
    columns = {cell.column for row in table.rows for cell in row}
    beside = {place: pattern for place, pattern in named.items() if place[0] >= head}
    if all(pattern.traits.split for pattern in (*named.values(), *above.values())):
        return  # a table of the data, which is read by itself, or of results on its parts
    if len({p.label for p in above.values()}) >= 2 or (above and not beside and _PARAMETERS.search(caption)):
        if len(columns) <= _MAX_COLUMNS:
            yield from _names_above(table, head, above, caption, names)
        return
    if len({p.label for p in named.values()}) >= 2 or (named and _PARAMETERS.search(caption)):
        yield from _names_beside(table, head, named, caption, names)
        yield from _several_beside(table, headings)


def _heading_rows(table: Table, headings: Headings) -> int:
    """Return how many rows are headings; a second one that no rule parts off makes names whole: "Learning", "rate"."""
    head = max(1, min(table.heading_rows, len(table.rows) - 1))
    if head == 1 and len(table.rows) > 2 and not any(re.search(r"\d", cell.text) for cell in table.rows[1]):
        one = {cell.column for cell in table.rows[0] if headings.label(cell.text)}
        two = {column for column, title in column_titles(table, 2).items() if headings.label(title)}
        head += len(two) > len(one) and two >= one
    return head


def _names_above(
    table: Table, head: int, above: dict[int, Pattern], caption: str, known: SettingNames
) -> Iterator[Mention]:
    """Read a table with the names as headings: one model (stage, data set) in each row."""
    titles = column_titles(table, head)
    of_layers = sum(any(LAYER.match(cell.text.strip()) for cell in row[:3]) for row in table.rows[head:]) > 1
    results = [
        column
        for column, title in titles.items()
        if (column not in above and RESULT.search(title)) or _THROUGHPUT.search(title)
    ]
    experiments = len(table.rows) - head > 1 and bool(
        results or (_SEARCH.search(caption) and not _PARAMETERS.search(caption))
    )
    above = {
        column: pattern for column, pattern in above.items() if not _numbers_rows(table, head, column, pattern, titles)
    }
    if not above:
        return
    carried, first = "", min(above)
    labelled = [next((cell.text for cell in row if cell.column < first), "") for row in table.rows[head:]]
    owners = owner_hints(labelled, titles.get(0, ""), caption)
    for row, owner in zip(table.rows[head:], owners, strict=True):
        names = [cell for cell in row if cell.column not in above and not parse_number(cell.text)]
        scope = next((_tidy(cell.text) for cell in names if cell.column <= first and len(cell.text) <= 60), "")
        if not scope and names and names[0].column < first:
            scope = _tidy(names[0].text)[:60]
        if not scope and row and row[0].column < first and _MODEL_SIZE.fullmatch(row[0].text.strip()):
            scope = _tidy(row[0].text)
        carried = scope or carried
        no_convolution = of_layers and any(_NO_CONVOLUTION.match(cell.text.strip()) for cell in row)
        for cell in row:
            pattern = above.get(cell.column)
            if no_convolution and pattern is not None and pattern.label in _OF_CONVOLUTIONS:
                continue
            if pattern is not None and not (of_layers and pattern.label in _OF_THE_WHOLE) and not is_measured(pattern):
                title = titles.get(cell.column, "")
                status = owner or ("searched" if experiments else "")
                yield from _of_cell(cell, pattern, title, scope or carried, status, known)


def _numbers_rows(table: Table, head: int, column: int, pattern: Pattern, titles: dict[int, str]) -> bool:
    """Tell whether a column numbers the rows of the table: the epochs of a training log, the layers of a network."""
    if not pattern.traits.whole:
        return False
    cells = [cell.text for row in table.rows[head:] for cell in row if cell.column == column]
    numbers = [int(text) for text in cells if len(text) < 10 and text.strip().isdecimal()]
    steps = {b - a for a, b in pairwise(numbers)}
    even = len(numbers) > 2 and len(numbers) == len(cells) and len(steps) == 1 and min(steps) > 0
    return even and (column == min(titles) or (steps == {1} and numbers[0] <= 1))


def _names_beside(
    table: Table, head: int, named: dict[tuple[int, int], Pattern], caption: str, known: SettingNames
) -> Iterator[Mention]:
    """Read a table with the names left of their values, once or in several blocks side by side."""
    first_row = min(row for row, _ in named)
    titles = column_titles(table, head) if first_row >= head else {}
    if first_row < head:
        head = 0
    searched = bool(_SEARCH_SPACE.search(caption))
    block_columns = sorted({column for _, column in named})
    beside_ours = any(OURS.search(title) for title in titles.values())
    has_best = any(_BEST.search(title) for title in titles.values())
    for row in table.rows[head:]:
        cells = sorted(row, key=lambda cell: cell.column)
        for index, cell in enumerate(cells):
            pattern = named.get((cell.row, cell.column))
            if pattern is None or is_measured(pattern):
                continue
            values = []
            for other in cells[index + 1 :]:
                if (other.row, other.column) in named or (
                    other.column in block_columns and other.column != cell.column
                ):
                    break
                values.append(other)
            for value in values:
                title = titles.get(value.column, "")
                scope = "" if _says_nothing(title) else _tidy(title)
                if _RANGE_HEAD.search(title) and (has_best or searched):
                    status, scope = "searched", ""
                elif _BEST.search(title):
                    status, scope = "", ""
                elif beside_ours and _THEIRS.search(title):
                    status = "mentioned"
                else:
                    status = "searched" if searched and len(_PIECE.findall(value.text)) > 1 else ""
                yield from _of_cell(value, pattern, cell.text, scope, status, known)


def _several_beside(table: Table, headings: Headings) -> Iterator[Mention]:
    """Read rows that name several settings at once, with as many values: "Adam β1, β2 | 0.9, 0.98"."""
    for row in table.rows:
        for name, cell in pairwise(sorted(row, key=lambda cell: cell.column)):
            patterns = headings.labels(name.text)
            if not patterns or any(pattern.value not in _NUMBERS for pattern in patterns):
                continue
            found = expression(cell.text)
            if found is None or found.form not in {"list", "range", "ratio"} or len(found.values) != len(patterns):
                continue
            if all(makes_sense(pattern, value) for pattern, value in zip(patterns, found.values, strict=True)):
                for pattern, value in zip(patterns, found.values, strict=True):
                    place = cell.start + value.start, cell.start + value.end
                    yield Mention(pattern.label, *place, decimal(value.number), FROM_TABLE + pattern.label, score=0.9)


def _says_nothing(title: str) -> bool:
    """Tell whether a heading is a mere "Value", too long, or itself a value (a table without headings)."""
    return bool(_PLAIN_VALUE.match(clean(title)) or len(title) > 60 or _SIZE.search(title) or parse_number(title))


def column_titles(table: Table, head: int) -> dict[int, str]:
    """Return the heading of each column; headings that span columns stand before what is under them."""
    titles: dict[int, str] = {}
    for row in table.rows[:head]:
        for cell in row:
            for column in range(cell.column, cell.column + max(1, cell.span)):
                titles[column] = _tidy(f"{titles.get(column, '')} {cell.text}")
    return titles


def _of_cell(
    cell: Cell, pattern: Pattern, heading: str, scope: str, status: str, known: SettingNames
) -> Iterator[Mention]:
    """Yield the finds of one cell: what its heading names, and the settings that it names itself."""
    own = settings_in(cell, known, scope, status)
    if pattern.value in _NUMBERS and are_all(own, cell):
        yield from own
        return
    yield from value_mentions(cell, pattern, heading, scope, status)
    yield from own if pattern.value not in _NUMBERS else ()


def value_mentions(cell: Cell, pattern: Pattern, heading: str, scope: str, status: str) -> Iterator[Mention]:
    """Return the finds of one cell: one value, several, or none where the cell holds something else.

    Args:
        cell: the cell.
        pattern: what its heading names.
        heading: the heading as printed, which may give a factor: "Params (M)".
        scope: what the values belong to.
        status: the hint of the finds.
    """
    found = cell_values(cell.text, pattern, heading)
    if pattern.value in _NUMBERS and (factor := head_factor(heading)) != 1:
        found = [(start, end, _times(value, factor), within) for start, end, value, within in found]
    found = [one for one in found if _is_usual(pattern, one[2])]
    scopes = _shared(scope, len(found))
    for (start, end, value, within), scope in zip(found, scopes, strict=True):
        yield Mention(
            label=pattern.label,
            start=cell.start + start,
            end=cell.start + end,
            value=value,
            found_by=FROM_TABLE + pattern.label,
            scope=", ".join(part for part in (scope, within) if part),
            score=0.9,
            hint=status,
        )


def _is_usual(pattern: Pattern, value: str) -> bool:
    """Tell whether a value can be what its heading names: under "Parameters" stand numbers of weights, and others."""
    usual = pattern.traits.limits("usual")
    if usual is None or pattern.traits.whole or usual[0] < 1:
        return True
    numbers = re.findall(r"\d{1,60}(?:\.\d{1,60})?", value)
    return bool(numbers) and all(usual[0] <= Fraction(number) <= usual[1] for number in numbers)


def _times(value: str, factor: Fraction) -> str:
    return decimal(Fraction(value) * factor) if re.fullmatch(r"-?\d{1,60}(?:\.\d{1,60})?", value) else value


def _shared(scope: str, values: int) -> list[str]:
    """Return a scope for each of several values in one cell: "M min max" over two values is "M min" and "M max"."""
    words = scope.split()
    if 1 < values <= len(words) <= values + 2 and len({word.lower() for word in words[-values:]}) == values:
        return [" ".join([*words[:-values], word]) for word in words[-values:]]
    return [scope] * values


def cell_values(text: str, pattern: Pattern, heading: str) -> list[tuple[int, int, str, str]]:
    """Return ``(start, end, value, scope)`` of the values that a cell prints for ``pattern``.

    The scope is what the cell itself binds a value to ("Epoch 1-100: 0.001"). A cell of other words gives nothing.
    """
    if not text.strip() or text.strip() in {"-", "–", "—", "/", "N/A", "n/a", "✓", "✗", "×"} or len(text) > 160:
        return []
    if pattern.value in _SIZES:
        return _sizes(text, pattern)
    if pattern.value in _NUMBERS:
        return _numbers(text, pattern)
    named = names_in(pattern, heading, text)
    if named:
        return [(*found, "") for found in named]
    if (
        len(text) <= 40
        and re.search(r"\d" if pattern.value == "phrase" else r"[^\W\d]{2}", text)
        and not _NO_NAME.fullmatch(text.strip())
    ):
        return [(0, len(text.rstrip()), _tidy(text), "")]
    return []


def _sizes(text: str, pattern: Pattern) -> list[tuple[int, int, str, str]]:
    parts = [
        (m.start(), m.end()) for m in re.finditer(r"\(?\d{1,5}\s?(?:[x×X*]\s?\d{1,5}\s?)+\)?|\(\d+(?:, ?\d+)+\)", text)
    ]
    if not parts:
        numbers = [m.span() for m in _PIECE.finditer(text)]
        rest = _PIECE.sub("", text)
        if not numbers or re.search(r"[^\W\d_]{3}", re.sub(r"(?i)pixels?|px", "", rest)):
            return []
        kind = "square" if pattern.traits.square else "size"
        return [(a, b, normalise(kind, text[a:b]), "") for a, b in numbers]
    return [(a, b, normalise("size", text[a:b]), "") for a, b in parts]


def _numbers(text: str, pattern: Pattern) -> list[tuple[int, int, str, str]]:
    if pattern.traits.split and not _SHARE.fullmatch(text.strip()):
        return []
    if pattern.traits.whole and _NUMBERED.search(text):
        return []
    if re.search(r"\d\s?[eE]\s*[-−–]?\s*$", text):
        return []  # the exponent is lost
    if _is_one_number(text.strip(), pattern):
        start = len(text) - len(text.lstrip())
        return [(start, len(text.rstrip()), re.sub(r"\D", "", text), "")]
    value = normalise(pattern.value, text)
    if re.fullmatch(r"-?[\d.]+(?: \w+)?|-?[\d.]+-[\d.]+(?: \w+)?", value):
        start = len(text) - len(text.lstrip())
        return [(start, len(text.rstrip()), value, "")]
    pieces = list(_PIECE.finditer(text))
    rest = _PIECE.sub("", text)
    words = re.findall(r"[^\W\d_]{3,}", rest)
    scoped = [match for match in pieces if _EPOCHS.search(text[: match.start()])]
    if scoped:
        return [
            (m.start(), m.end(), normalise(pattern.value, m[0]), _tidy(_EPOCHS.search(text[: m.start()])[1]))  # type: ignore[index]
            for m in scoped
        ]
    if not pieces or len(words) > 4:
        return []
    if words and len(pieces) > 1:
        pieces = pieces[:1] if text[: pieces[0].start()].strip() in {"", "(", "~"} else []
    return [(m.start(), m.end(), normalise(pattern.value, m[0]), "") for m in pieces]


def _is_one_number(text: str, pattern: Pattern) -> bool:
    """Tell whether commas with gaps are inside of one number ("12, 000"), and not between several ("64, 128")."""
    if not PARTED.fullmatch(text):
        return False
    parts, usual = text.split(", "), pattern.traits.limits("usual")
    if any(part.startswith("0") for part in parts):
        return True
    if usual is None:
        return False
    return usual[0] <= int("".join(parts)) <= usual[1] and not any(usual[0] <= int(part) <= usual[1] for part in parts)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" :;,")
