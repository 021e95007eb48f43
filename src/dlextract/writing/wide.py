"""One row per paper: the short answer to each question and the main facts, each with its page and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..errors import OutputError
from .flat_tables import Row, Value
from .record import Record
from .shown import short_of

WIDE = "wide"
"""The name of this table beside ``tables.COLUMNS``."""

_MOST = 8
"""Values of one label that a cell holds."""

_PAPER = {
    "title": "Title, as printed on the first page or in the file.",
    "year": "Year of publication.",
    "doi": "DOI.",
    "source": "The file.",
    "note": "Why the paper could not be read, or the file that it is the same as.",
    "citation_key": "Key of the paper in the bibliography, or of its item in a Zotero storage.",
}
_LABELS: dict[str, tuple[str, str]] = {
    "task": ("TASK", ""),
    "dataset_training": ("DATASET", "training"),
    "dataset_evaluation": ("DATASET", "evaluation"),
    "dataset_pretraining": ("DATASET", "pretraining"),
    "architecture_main": ("ARCHITECTURE", "main"),
    "architecture_component": ("ARCHITECTURE", "component"),
    "architecture_compared": ("ARCHITECTURE", "compared"),
    "framework": ("FRAMEWORK", ""),
    "gpu": ("GPU", ""),
    "hardware": ("HARDWARE", ""),
    "optimizer": ("OPTIMIZER", ""),
    "learning_rate": ("LEARNING_RATE", ""),
    "batch_size": ("BATCH_SIZE", ""),
    "epochs": ("EPOCHS", ""),
    "loss_function": ("LOSS_FUNCTION", ""),
    "metric": ("METRIC", ""),
    "random_seed": ("RANDOM_SEED", ""),
    "code_link": ("CODE_LINK", ""),
    "data_link": ("DATA_LINK", ""),
}
"""Column → label and role ("" for any) of the facts in it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``about`` says what it holds; ``placed`` ones have a page and a confidence beside them.

    With ``reviewed`` it is also said by whom the value is, a reader or the tool.
    """

    name: str
    about: str
    placed: bool = False
    label: str = ""
    role: str = ""
    cq: int = 0
    reviewed: bool = False

    @property
    def kinds(self) -> tuple[type, ...]:
        """The type of the values under each of its ``names``."""
        first = int if self.name == "year" else str
        return ((first, int, float, str) if self.reviewed else (first, int, float)) if self.placed else (first,)

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and, where it is ``placed``, those of the columns beside it."""
        beside = ("page", "confidence", "by") if self.reviewed else ("page", "confidence")
        return (self.name, *(f"{self.name}_{one}" for one in beside)) if self.placed else (self.name,)

    def values(self, cell: WideCell) -> tuple[Value, ...]:
        """Return the values under its ``names``."""
        beside = (cell.page, cell.confidence, cell.by) if self.reviewed else (cell.page, cell.confidence)
        return (cell.value, *beside) if self.placed else (cell.value,)


@dataclass(frozen=True, slots=True)
class WideCell:
    """What a paper says in a column: ``page`` and ``confidence`` are None where there is nothing to show."""

    value: str | int | None = None
    page: int | None = None
    confidence: float | None = None
    stated: bool = True
    by: str | None = None


def columns_of(records: Sequence[Record], wanted: Sequence[str] = ()) -> list[Column]:
    """Return the columns of a table of ``records``: paper, questions by number, labels.

    Args:
        records: whose answers name the questions.
        wanted: names of columns, in this order; a question also by its number or name (empty: all columns).

    Raises:
        OutputError: there is no column of a wanted name.
    """
    asked = {
        answer["cq"]: Column(
            f"q{answer['cq']:02}_{answer['question']}", answer["ask"], True, answer["question"], cq=answer["cq"]
        )
        for record in records
        for answer in record.get("answers", ())
    }
    questions = [asked[cq] for cq in sorted(asked)]
    labels = [Column(name, _about(*given), True, *given) for name, given in _LABELS.items()]
    columns = [*(Column(name, about) for name, about in _PAPER.items()), *questions, *labels]
    if any("by" in answer for record in records for answer in record.get("answers", ())):
        columns = [replace(column, reviewed=column.placed) for column in columns]
        questions = [column for column in columns if column.cq]
    if not wanted:
        return columns
    named = {name: column for column in questions for name in (str(column.cq), column.label.casefold())}
    named |= {column.name.casefold(): column for column in columns}
    if unknown := [name for name in wanted if name.casefold() not in named]:
        known = ", ".join(column.name for column in columns)
        raise OutputError("--columns", f"there is no column {unknown[0]!r}", f"Known: {known}")
    return list(dict.fromkeys(named[name.casefold()] for name in wanted))


def _about(label: str, role: str) -> str:
    return f"Values of {label} that the authors used" + (f", as {role}." if role else ".")


def cells(record: Record, columns: Iterable[Column]) -> Iterator[WideCell]:
    """Yield what ``record`` says in each of ``columns``."""
    answers = {answer["cq"]: answer for answer in record.get("answers", ())}
    for column in columns:
        if column.cq:
            yield _answer(answers.get(column.cq))
        elif column.label:
            yield _facts(record.get("facts", ()), column)
        else:
            yield WideCell(_paper(record, column.name))


def wide_rows(records: Iterable[Record], columns: Sequence[Column]) -> Iterator[Row]:
    """Yield one row per record, with the values of all names of ``columns``."""
    for record in records:
        row: list[Value] = []
        for column, cell in zip(columns, cells(record, columns), strict=True):
            row += column.values(cell)
        yield tuple(row)


def _paper(record: Record, name: str) -> str | int | None:
    if name == "note":
        if "error" in record:
            return str(record["error"]["message"])
        return f"the same file as {record['duplicate_of']}" if "duplicate_of" in record else None
    return record["paper"].get(name) or None


def _answer(answer: Record | None) -> WideCell:
    if answer is None:
        return WideCell()
    page = answer["evidence"][0]["page"] if answer["evidence"] else None
    return WideCell(short_of(answer), page, answer.get("confidence"), bool(answer["stated"]), answer.get("by"))


def _facts(facts: Iterable[Record], column: Column) -> WideCell:
    mine: list[dict[str, Any]] = [
        fact
        for fact in facts
        if fact["label"] == column.label
        and fact["status"] == "used"
        and (not column.role or column.role in fact["roles"])
    ]
    mine.sort(key=lambda fact: -fact["confidence"])
    if not mine:
        return WideCell()
    values = list(dict.fromkeys(fact["value"] or fact["text"] for fact in mine))
    page = mine[0]["evidence"][0]["page"] if mine[0]["evidence"] else None
    by = "; ".join(sorted({fact["by"] for fact in mine if "by" in fact})) or None
    return WideCell("; ".join(values[:_MOST]), page, mine[0]["confidence"], by=by)


def view_sql(questions: Iterable[tuple[int, str]]) -> str:
    """Return the SQL of a view ``review`` over the tables ``papers``, ``answers`` and ``facts``: one row per paper.

    Args:
        questions: number and name of each question.
    """
    fields = [
        "p.source",
        "p.sha256",
        "p.title",
        "p.year",
        "p.doi",
        "p.citation_key",
        "COALESCE(p.error, p.duplicate_of) AS note",
    ]
    for cq, name in questions:
        quoted = f"q{cq:02}_{name}".replace('"', '""')
        for field, suffix in (("short", ""), ("page", "_page"), ("confidence", "_confidence")):
            fields.append(f'MAX(CASE WHEN a.cq = {cq} THEN a.{field} END) AS "{quoted}{suffix}"')
    for column, (label, role) in _LABELS.items():
        mine = f"f.sha256 = p.sha256 AND f.source = p.source AND f.label = '{label}' AND f.status = 'used'"
        if role:
            mine += f" AND '; ' || f.roles || '; ' LIKE '%; {role}; %'"
        best = f"FROM facts f WHERE {mine} ORDER BY f.confidence DESC LIMIT 1"
        values = f"SELECT COALESCE(NULLIF(f.value, ''), f.text) AS value FROM facts f WHERE {mine}"
        values += " GROUP BY 1 ORDER BY MAX(f.confidence) DESC, MIN(f.rowid)"
        fields.append(f"(SELECT GROUP_CONCAT(value, '; ') FROM ({values})) AS {column}")
        fields.append(f"(SELECT f.page {best}) AS {column}_page")
        fields.append(f"(SELECT f.confidence {best}) AS {column}_confidence")
    joined = "papers p LEFT JOIN answers a ON a.sha256 = p.sha256 AND a.source = p.source"
    return f"CREATE VIEW review AS SELECT {', '.join(fields)} FROM {joined} GROUP BY p.source, p.sha256"
