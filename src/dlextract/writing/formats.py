"""The formats by name: which stream, which need a file, which suffix means which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from .flat_tables import COLUMNS
from .graph import GRAPHS, graph
from .html import html
from .markdown import markdown
from .record import Record, dump_document, dump_line
from .sheet import Look, sheet
from .table_files import csv_lines, write_excel, write_parquet, write_sqlite
from .wide import WIDE
from .wide_excel import write_wide_excel

STREAMED = ("text", "json", "jsonl", "csv", "md", "html", *GRAPHS)
"""Formats that can go to standard output, record by record."""

FILES = ("sqlite", "parquet", "xlsx")
"""Formats that need a file; parquet makes a folder with one file per table."""

FORMATS = (*STREAMED, *FILES)

SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".ttl": "ttl",
    ".jsonld": "jsonld",
    ".nq": "nq",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}

ALL = "all"
"""Stands for all tables, where a format has room for more than one."""

TABLES = {
    "csv": (*COLUMNS, WIDE),
    "xlsx": (WIDE, *COLUMNS, ALL),
    "parquet": (ALL, *COLUMNS, WIDE),
}
"""The tables that a format holds, one at a time; csv has the answers and the others their first where none is named."""


def write_file(records: Iterable[Record], form: str, path: Path, table: str = "", columns: Sequence[str] = ()) -> None:
    """Write ``records`` in one of the formats ``FILES`` to a path that does not exist (for parquet: to a folder).

    Args:
        records: may be a generator.
        form: the format.
        path: the file or folder.
        table: one of the ``TABLES`` of the format ("" for its first one).
        columns: of the table ``wide`` (empty: all).

    Raises:
        OutputError: a library is missing, there is no such column, or it cannot be written.
    """
    if form == "sqlite":
        write_sqlite(records, path)
        return
    table = table or TABLES[form][0]
    tables = tuple(COLUMNS) if table == ALL else (table,)
    if form == "parquet":
        write_parquet(records, path, tables, columns)
    elif table == WIDE:
        write_wide_excel(records, path, columns)
    else:
        write_excel(records, path, tables)


def stream(
    records: Iterable[Record],
    form: str,
    *,
    several: bool,
    look: Look | None = None,
    table: str = "answers",
    columns: Sequence[str] = (),
    base: str | None = "",
    everything: bool = False,
) -> Iterator[bytes]:
    """Yield ``records`` in one of the ``STREAMED`` formats, in pieces that end with a line end.

    Args:
        records: may be a generator; each is written before the next one is asked for.
        form: the format.
        several: whether ``json`` is an array (else one object; the records must be exactly one).
        look: how the readable sheet looks.
        table: what ``csv`` holds, one of ``flat_tables.COLUMNS`` or ``wide``.
        columns: of the table ``wide`` (empty: all).
        base: the folder in which the output will stand, from which links lead to the papers; "" for the working folder,
            None for no links in ``html``.
        everything: the graph holds facts of all statuses, not only those that the authors used.
    """
    if form == "jsonl":
        return map(dump_line, records)
    if form == "json":
        return _array(records) if several else map(dump_document, records)
    if form == "csv":
        texts: Iterator[str] = csv_lines(records, table, columns)
    elif form == "html":
        texts = html(records, base)
    elif form == "md":
        texts = _parted(markdown(record, base or "") for record in records)
    elif form in GRAPHS:
        texts = graph(records, form, everything=everything)
    else:
        texts = _parted(sheet(record, look) for record in records)
    return (text.encode("utf-8", "replace") for text in texts if text)


def _array(records: Iterable[Record]) -> Iterator[bytes]:
    opening = b"[\n"
    for record in records:
        yield opening + dump_document(record).rstrip(b"\n")
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def _parted(texts: Iterable[str]) -> Iterator[str]:
    rest = iter(texts)
    for text in rest:
        return chain([text], ("\n" + text for text in rest))
    return iter(())
