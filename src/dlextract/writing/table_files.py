"""Tables as files: CSV, SQLite, Parquet and Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import OutputError
from .flat_tables import COLUMNS, Row, Value, rows
from .record import Record
from .wide import WIDE, columns_of, view_sql, wide_rows

_SQL = {str: "TEXT", int: "INTEGER", float: "REAL"}
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELL = 32_767  # characters that an Excel cell holds
_SHEET = 1_048_576  # rows that an Excel sheet holds, its heading included


def csv_lines(records: Iterable[Record], table: str, wanted: Sequence[str] = ()) -> Iterator[str]:
    """Yield the table as CSV (RFC 4180), its header first, one line per row.

    A cell that a spreadsheet would run as a formula gets a leading apostrophe; plain numbers stay as they are.
    ``wanted`` are columns of the table ``wide``.
    """
    if table == WIDE:
        found = list(records)
        columns = columns_of(found, wanted)
        yield csv_text([tuple(name for column in columns for name in column.names)])
        yield from (csv_text([row]) for row in wide_rows(found, columns))
        return
    yield csv_text([tuple(COLUMNS[table])])
    for record in records:
        yield csv_text(rows(record, table))


def csv_text(lines: Iterable[Row]) -> str:
    """Return rows as CSV, guarded as in ``csv_lines``."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([_guarded(value) for value in row] for row in lines)
    return _well_formed(buffer.getvalue())


def _guarded(value: Value) -> Value:
    if isinstance(value, str):
        value = value.replace("\0", "")
        if value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠") and not _NUMBER.fullmatch(value):
            return "'" + value
    return value


def _well_formed(text: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


_KEYS = {
    "papers": 'PRIMARY KEY ("sha256", "source")',
    "facts": 'PRIMARY KEY ("sha256", "source", "fact"), FOREIGN KEY ("sha256", "source") REFERENCES "papers"',
    "evidence": 'PRIMARY KEY ("sha256", "source", "fact", "number"),'
    ' FOREIGN KEY ("sha256", "source", "fact") REFERENCES "facts"',
    "answers": 'PRIMARY KEY ("sha256", "source", "cq"), FOREIGN KEY ("sha256", "source") REFERENCES "papers"',
}
_QUESTIONS = """CREATE VIEW questions AS SELECT cq, question, ask, COUNT(*) AS papers, SUM(stated) AS stated
 FROM answers WHERE cq IS NOT NULL GROUP BY cq, question, ask"""


def write_sqlite(records: Iterable[Record], path: Path) -> None:
    """Write all tables, with their keys, into a new SQLite database at ``path``, which must not exist.

    The view ``review`` has one row per paper, ``questions`` how many papers state what.
    """
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        with connection:
            for table, columns in COLUMNS.items():
                fields = ", ".join(f'"{name}" {_SQL[kind]}' for name, kind in columns.items())
                connection.execute(f'CREATE TABLE "{table}" ({fields}, {_KEYS[table]})')
            for record in records:
                for table, columns in COLUMNS.items():
                    marks = ", ".join("?" * len(columns))
                    found = ([_stored(value) for value in row] for row in rows(record, table))
                    connection.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({marks})', found)
            asked = connection.execute("SELECT DISTINCT cq, question FROM answers WHERE cq IS NOT NULL ORDER BY cq")
            connection.execute(view_sql(asked.fetchall()))
            connection.execute(_QUESTIONS)
    except sqlite3.Error as error:
        raise OutputError(str(path), f"SQLite says: {error}", "Free some space or choose another output") from error
    finally:
        connection.close()


def _stored(value: Value) -> Value:
    return _well_formed(value) if isinstance(value, str) else value


def write_parquet(
    records: Iterable[Record], folder: Path, tables: Sequence[str] = tuple(COLUMNS), wanted: Sequence[str] = ()
) -> None:
    """Write ``folder/TABLE.parquet`` for each of ``tables``. Needs pyarrow.

    Args:
        records: for the table ``wide`` they are held in memory.
        folder: an existing folder.
        tables: some of ``COLUMNS``, or ``wide`` alone.
        wanted: columns of the table ``wide`` (empty: all).
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise OutputError("parquet", "this format needs pyarrow", "Run: pip install 'dlextract[parquet]'") from error
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}
    writers: dict[str, tuple[Any, Any]] = {}
    heads = {table: list(COLUMNS[table].items()) for table in tables if table != WIDE}
    columns = []
    if WIDE in tables:
        records = list(records)
        columns = columns_of(records, wanted)
        heads[WIDE] = [pair for column in columns for pair in zip(column.names, column.kinds, strict=True)]
    try:
        for table, head in heads.items():
            schema = pyarrow.schema([(name, kinds[kind]) for name, kind in head])
            writers[table] = (schema, parquet.ParquetWriter(folder / f"{table}.parquet", schema))
        for some in _batches(records, 200):
            for table, (schema, writer) in writers.items():
                found: list[Row] = (
                    [row for record in some for row in rows(record, table)]
                    if table != WIDE
                    else list(wide_rows(some, columns))
                )
                cells = [[_stored(value) for value in column] for column in zip(*found, strict=True)] or [[]] * len(
                    schema
                )
                arrays = [pyarrow.array(column, field.type) for column, field in zip(cells, schema, strict=True)]
                writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
    finally:
        for _, writer in writers.values():
            writer.close()


def write_excel(records: Iterable[Record], path: Path, tables: Sequence[str] = tuple(COLUMNS)) -> None:
    """Write an Excel workbook with one sheet for each of ``tables``; texts are never formulas. Needs openpyxl."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ImportError as error:
        raise OutputError("xlsx", "this format needs openpyxl", "Run: pip install 'dlextract[xlsx]'") from error
    book = Workbook(write_only=True)
    pages = {table: book.create_sheet(table) for table in tables}
    for table, page in pages.items():
        page.append(list(COLUMNS[table]))
    counts = dict.fromkeys(tables, 1)
    try:
        for record in records:
            for table, page in pages.items():
                for row in rows(record, table):
                    counts[table] += 1
                    if counts[table] > _SHEET:
                        problem = f"an Excel sheet holds {_SHEET} rows, {table} has more"
                        raise OutputError("xlsx", problem, "Choose sqlite")
                    page.append([_cell(WriteOnlyCell(page), value) for value in row])
    except BaseException:
        for page in pages.values():  # else openpyxl complains when it is collected
            with suppress(Exception):
                page.close()
        raise
    book.save(path)


def _cell(cell: Any, value: Value) -> Any:
    if isinstance(value, str):
        cell.value = in_xml(value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def in_xml(text: str) -> str:
    """Return ``text`` as a cell of Excel can hold it."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:_CELL]


def _batches(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    rest = iter(records)
    while some := list(islice(rest, size)):
        yield some
