"""Tables of results and of data → mentions of the networks and datasets that they are about.

A network that stands beside a number in a table of results was run or at least compared with, whatever the sentences
about it say: the heading "Model" over the names, or the same name in the text, tells that it is a network. A table
with one row per dataset and its numbers of training and test samples names the datasets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise

from ..candidates import FROM_TABLE
from ..knowledge import Knowledge
from ..records import Cell, Mention, Paper, Table
from ..spelling import squash
from ..words import WordRegex
from .whole_tables import whole_tables

_KINDS = ("ARCHITECTURE", "DATASET")
_OTHER_NAMES = frozenset(
    {*_KINDS, "ACTIVATION", "AUGMENTATION", "BASELINE", "FRAMEWORK", "GPU", "HARDWARE", "LOSS_FUNCTION", "METRIC"}
    | {"OPTIMIZER", "REGULARIZATION", "TASK", "INITIALIZER", "LEARNING_RATE_SCHEDULE", "TUNING_METHOD", "PLATFORM"}
)
_SCORE = 0.75
_LEAST_NUMBERS = 0.4
_LONGEST_NAME = 32

_PLAIN_DATA = re.compile(r"[A-Z][\w-]{2,}(?: [A-Z\d][\w-]*)?")
"""What a dataset may be called where a column says that it holds datasets: "Adult", "Forest Cover"."""

_MODELS = WordRegex("result_models")
_CLASSES = WordRegex("result_classes")
"""What stands over the things that a network tells apart: the names below are no networks."""

_DATASETS = WordRegex("result_datasets")
_NAMES = WordRegex("result_names")
_SPLITS = WordRegex("result_splits")
_SIZES = WordRegex("result_sizes")
_OF_OTHERS = WordRegex("result_of_others")
_NUMBER = re.compile(r"[-+~≈<>±]?\s?\d[\d.,]*(?:\s?[kKMB%]\b|%)?")
_FIRST_SENTENCE = re.compile(r"(?i)(?:tab(?:le|\.) ?[\w.-]+[.:]? )?[^.]{0,300}")
_NUMBERED = re.compile(r"(?i)tab(?:le|\.) ?(\w+(?:[.-]\d+)?)")
_REFERENCE = re.compile(r"\bTab(?:le|\.)")
_BEFORE_NUMBER = tuple(map(re.compile, ("", "s", " ", "s ")))
_NUMBER_OF_TABLE = re.compile(r"(\w+)(?:[.-]\d+(?!\w))?")
_FLOATING = frozenset({"table", "caption", "other"})
_BACKGROUND = frozenset({"related_work", "references"})
_NOTHING = frozenset({"-", "–", "—", "n/a", "na", "/", "x", "×", "✓", "✗", ""})
_CITED = WordRegex("result_cited")
_REMARK = re.compile(r"\s*\([^()]{1,40}\)$")
_WEIGHTS = re.compile(r"\s*\(\s?~?\d+(?:\.\d+)?\s?[BMK](?: param\w*)?\)$")
_NAME = re.compile(
    r"(?=\S*[A-Z])(?:[A-Z][a-z]+[ ])?"
    r"(?:[A-Z]\^?[\w^]*(?:[A-Z][\w^]*|\d[\w^]*|(?<=[a-z])\+)|[A-Z][\w^]*[-–][\w^]*[A-Z\d][\w^]*|[a-z]{1,3}[A-Z]\w+|[A-Z]\^\d\w*)"
    r"(?:[-–][\w^]+)*\+{0,2}(?:[ ][vV]\d)?"
)
"""A name: capitals, digits or hyphens inside ("ConvGRU", "MADE", "L2-Net", "Deep GSN")."""

_ARROW = re.compile(r"[↑↓⬆⬇]")
_WORD = re.compile(r"[A-Z][a-z]{3,}[\w-]*")
_LEAST_ALIKE = 3
"""So many known names of one kind in a row or column make the other names there names of that kind."""

_NO_NAME = WordRegex("result_no_name")


def table_names(finds: Iterable[Mention], paper: Paper, knowledge: Knowledge) -> list[Mention]:
    """Return mentions of networks and datasets that tables name.

    Args:
        finds: all finds in the text; they tell which names are networks or datasets, and which cells are taken.
        paper: the paper with its tables.
        knowledge: the patterns; only labels that it has are found.
    """
    labels = {label for label in _KINDS if label in knowledge.patterns}
    finds = list(finds)
    if not any(find.label == "ARCHITECTURE" and not find.trained for find in finds):
        labels = set()  # a paper without any network that the rules know compares other things
    if not paper.tables or not labels:
        return []
    taken = sorted((m.start, m.end, m.label) for m in finds if m.label in _OTHER_NAMES and not m.trained)
    known = _known(finds, paper.text)
    spoken = _spoken_of(paper)
    found: dict[Mention, None] = {}
    for table in whole_tables(paper):
        title = _FIRST_SENTENCE.match(paper.text, *table.caption)
        if (title and _OF_OTHERS.search(title[0])) or _in_background(table, paper, spoken):
            continue
        for label, cell, end, value in chain(_named(table, known, taken), _headed(table, taken)):
            if label in labels:
                found[Mention(label, cell.start, end, value, FROM_TABLE + label, score=_SCORE)] = None
    return list(found)


def _known(finds: Sequence[Mention], text: str) -> Mapping[str, tuple[str, str]]:
    """Return ``(label, value)`` of each name that the text has as network or dataset, by its letters and digits.

    The label of a name that is found as both equally often is "".
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    values: dict[tuple[str, str], str] = {}
    for mention in finds:
        key = squash(text[mention.start : mention.end])
        if mention.label in _KINDS and len(key) > 2:
            counts[key][mention.label] += 1
            values.setdefault((key, mention.label), mention.value)
    kinds = {}
    for key, labels in counts.items():
        ranked = labels.most_common()
        label = ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else ""
        kinds[key] = (label, values.get((key, label), ""))
    return kinds


def _named(
    table: Table, known: Mapping[str, tuple[str, str]], taken: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[str, Cell, int, str]]:
    """Yield the cells of a table of results that are names which the text has too, and the names between them."""
    beside, below = _numbers_beside(table), _numbers_below(table)
    lines: dict[tuple[str, tuple[int, int]], list[tuple[Cell, str]]] = defaultdict(list)
    parts = _parts(table)
    for cell in (cell for row in table.rows for cell in row):
        name, place = _bare(cell.text), (cell.row, cell.column)
        if 0 < len(name) <= _LONGEST_NAME and not _NUMBER.match(name):
            if beside.get(place, 0.0) >= _LEAST_NUMBERS:
                part, of_classes = parts[cell.row]
                if cell.column > 0 or not of_classes:
                    lines["column", (cell.column, part)].append((cell, name))
            if below.get(place, 0.0) >= _LEAST_NUMBERS:
                lines["row", (cell.row, 0)].append((cell, name))
    counted = {
        (cell.row, cell.column) for row in table.rows for cell, right in pairwise(row) if _NUMBER.match(right.text)
    }
    for (way, _), line in lines.items():
        kinds = [known.get(squash(name), ("", "")) for _, name in line]
        labels = Counter(label for label, _ in kinds if label)
        if not labels:
            continue
        ((label, count),) = labels.most_common(1)
        if _measures(line, taken) >= max(2, count):
            continue
        mostly = way == "row" and 3 * count > 2 * len(line)
        alike = count >= _LEAST_ALIKE and (mostly or (way == "column" and 2 * count >= len(line)))
        clear = way == "column" and count > 1 and 3 * count >= 2 * sum(labels.values())
        for (cell, name), (known_as, value) in zip(line, kinds, strict=True):
            end = cell.start + len(name)
            kind = label if known_as and clear and not value else known_as  # a column holds things of one kind
            if kind and (value or (not name[0].islower() and not _NO_NAME.fullmatch(name))):
                yield kind, cell, end, value
            elif alike and cell.row + cell.column > 0 and not _overlapped(cell.start, end, taken):
                word = _WORD.fullmatch(name) and (mostly or (cell.row, cell.column) in counted)
                if (word or _NAME.fullmatch(name)) and len(name) > 2 and not _NO_NAME.fullmatch(name):
                    yield label, cell, end, ""


def _headed(table: Table, taken: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, Cell, int, str]]:
    """Yield the cells under "Model" and "Dataset" that are written like names and beside which numbers stand."""
    if len(table.rows) < 2 or not table.rows[0]:
        return
    first = table.rows[0][0]
    others = " | ".join(cell.text for cell in table.rows[0][1:])
    heading = " ".join(_bare(first.text).split()).rstrip(":")
    if _MODELS.fullmatch(heading):
        label = "ARCHITECTURE"
    elif (_DATASETS.fullmatch(heading) and (_SPLITS.search(others) or _SIZES.search(others))) or (
        _NAMES.fullmatch(heading) and len({m[0].lower()[:3] for m in _SPLITS.finditer(others)}) > 1
    ):
        label = "DATASET"
    else:
        return
    firsts = [(row[0], _bare(row[0].text)) for row in table.rows[1:] if row]
    if 3 * _measures(firsts, taken) > len(firsts):
        return
    numbers = _numbers_beside(table)
    parts = _parts(table)
    for row in table.rows[1:]:
        cell = row[0] if row else None
        if cell is not None and parts[cell.row][1]:
            continue
        if cell is None or cell.column != first.column or numbers.get((cell.row, cell.column), 0.0) < _LEAST_NUMBERS:
            continue
        name = _REMARK.sub("", _bare(cell.text)).strip()
        written = _NAME.fullmatch(name) or (label == "DATASET" and _PLAIN_DATA.fullmatch(name))
        if not written or len(name) > _LONGEST_NAME or _NO_NAME.fullmatch(name):
            continue
        if not _overlapped(cell.start, cell.start + len(name), taken):
            yield label, cell, cell.start + len(name), ""


def _parts(table: Table) -> Mapping[int, tuple[int, bool]]:
    """Return, for each row, the number of its part of the table and whether the part lists classes.

    Where small tables stand one below the other, each row of headings opens a part.
    """
    part, of_classes = 0, False
    parts = {}
    for row in table.rows:
        first = " ".join(_bare(row[0].text).split()).rstrip(":") if len(row) > 1 and row[0].column == 0 else ""
        if first and not any(_NUMBER.match(cell.text.strip()) for cell in row):
            classes = _CLASSES.fullmatch(first) is not None
            if classes or _MODELS.fullmatch(first) or _DATASETS.fullmatch(first):
                part, of_classes = part + 1, classes
        for cell in row:
            parts[cell.row] = part, of_classes
    return parts


def _numbers_beside(table: Table) -> Mapping[tuple[int, int], float]:
    """Return, for each cell, which share of the cells right of it are numbers."""
    return _shares((cell.row, cell.column, cell) for row in table.rows for cell in row)


def _numbers_below(table: Table) -> Mapping[tuple[int, int], float]:
    """Return, for each cell, which share of the cells below it are numbers."""
    return _shares((cell.column, cell.row, cell) for row in table.rows for cell in row)


def _shares(cells: Iterable[tuple[int, int, Cell]]) -> Mapping[tuple[int, int], float]:
    lines: dict[int, list[tuple[int, Cell]]] = defaultdict(list)
    for line, position, cell in cells:
        if cell.text.strip().lower() not in _NOTHING:
            lines[line].append((position, cell))
    shares: dict[tuple[int, int], float] = {}
    for line_cells in lines.values():
        numbers = 0
        for seen, (_, cell) in enumerate(sorted(line_cells, key=lambda pair: -pair[0])):
            shares[cell.row, cell.column] = numbers / seen if seen else 0.0
            numbers += _NUMBER.match(cell.text.strip()) is not None
    return shares


def _spoken_of(paper: Paper) -> Mapping[str, AbstractSet[str]]:
    """Return for the number of each table that the text names the roles of the sections that do so."""
    spoken: dict[str, set[str]] = defaultdict(set)
    for reference in _REFERENCE.finditer(paper.text):
        section = paper.section_at(reference.start())
        if section is None or section.role in _FLOATING:
            continue
        for at in {match.end() for before in _BEFORE_NUMBER if (match := before.match(paper.text, reference.end()))}:
            if number := _NUMBER_OF_TABLE.match(paper.text, at):
                spoken[number[1]].add(section.role)
                spoken[number[0]].add(section.role)
    return spoken


def _in_background(table: Table, paper: Paper, spoken_of: Mapping[str, AbstractSet[str]]) -> bool:
    """Tell whether only the related work speaks of the table; where nothing does, whether it stands there."""
    number = _NUMBERED.match(paper.text, *table.caption)
    spoken = spoken_of.get(number[1], frozenset()) if number else frozenset()
    if not spoken:
        before = [section.role for section in paper.sections if section.start <= table.start]
        spoken = set([role for role in before if role not in _FLOATING][-1:])
    return bool(spoken) and spoken <= _BACKGROUND


def _bare(text: str) -> str:
    """Return what a cell says without citations, footnote marks and "(ours)"."""
    name = text
    for _ in range(3):
        shorter = _WEIGHTS.sub("", _CITED.sub("", name))
        if shorter == name:
            break
        name = shorter
    return name.rstrip()


def _measures(line: Sequence[tuple[Cell, str]], taken: Sequence[tuple[int, int, str]]) -> int:
    """Return how many cells name what is measured: a metric, or a name with an arrow for better."""
    metrics = [find for find in taken if find[2] == "METRIC"]
    return sum(
        _ARROW.search(cell.text) is not None or _overlapped(cell.start, cell.start + len(name), metrics)
        for cell, name in line
    )


def _overlapped(start: int, end: int, taken: Sequence[tuple[int, int, str]]) -> bool:
    """Tell whether a find stands in ``start:end``."""
    at = bisect_left(taken, (start - 200, 0, ""))
    for first, last, _ in taken[at:]:
        if first >= end:
            return False
        if last > start:
            return True
    return False
