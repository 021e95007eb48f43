"""Corrections from a spreadsheet: the exported table of one row per paper, edited, against what it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..files import read_regular
from ..writing import Record, columns_of, wide_cells
from .acts import fact_key

_LARGEST = 200 << 20
"""Bytes of a table."""
SILENT = ("not stated", "not stated.", "-", "–", "none stated")
"""What a reader types for "the paper does not state it"."""

Asked = dict[str, Any]


@dataclass
class Corrections:
    """What an edited table asks for: decisions as the page sends them, and what is to be told."""

    acts: list[Asked] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def table_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file or of the first sheet of an XLSX workbook, by the names in its first row.

    Raises:
        OutputError: it cannot be read, or has no column ``source``.
    """
    try:
        data = read_regular(path, _LARGEST)
    except OSError as error:
        raise OutputError(str(path), f"it cannot be read ({error.strerror})", "Check the path") from error
    rows = _excel(path, data) if path.suffix.lower() == ".xlsx" else _csv(path, data)
    if not rows or "source" not in rows[0]:
        raise OutputError(str(path), "it has no column source", "Edit a table that dlextract export --table wide wrote")
    return rows


def corrections(rows: Sequence[dict[str, str]], records: Sequence[Record]) -> Corrections:
    """Return what was changed in the table of ``records``, as they were exported.

    An emptied cell changes nothing, as it is as likely a slip as a judgement; it is told.

    Args:
        rows: of the edited table.
        records: with what readers had decided before.
    """
    columns = {column.name: column for column in columns_of(records)}
    found = Corrections()
    by_source: dict[str, list[Record]] = {}
    for record in records:
        by_source.setdefault(record["paper"]["source"], []).append(record)
    emptied = 0
    unknown = [name for name in rows[0] if name and not _is_known(name, columns)]
    if unknown:
        found.told.append(f"columns that no question or label has are passed over: {', '.join(unknown[:5])}")
    for number, row in enumerate(rows, start=2):
        source = row["source"]
        mine = by_source.get(source, []) or by_source.get(_unguarded(source), [])
        if len(mine) != 1:
            what = "is none of the records" if not mine else "stands for several records"
            found.told.append(f"row {number}: {source!r} {what}, and is passed over")
            continue
        record = mine[0]
        wanted = [columns[name] for name in row if name in columns and columns[name].placed]
        for column, cell in zip(wanted, wide_cells(record, wanted), strict=True):
            before, after = _plain(str(cell.value or "")), _plain(_unguarded(row[column.name] or ""))
            if before == after or "answers" not in record:
                continue
            if not after:
                emptied += 1
            elif column.cq:
                found.acts.append(_question(record, column.label, after))
            else:
                found.acts += _facts(record, column.label, column.role, before, after)
    if emptied:
        found.told.append(f"{emptied} emptied cells change nothing; write 'not stated' where the paper is silent")
    return found


def _is_known(name: str, columns: dict[str, Any]) -> bool:
    stem = name.removesuffix("_page").removesuffix("_confidence").removesuffix("_by")
    return stem in columns


def _question(record: Record, name: str, value: str) -> Asked:
    silent = value.casefold() in SILENT
    value_part = {} if silent else {"value": value}
    verdict = "absent" if silent else "edit"
    return {**_about(record, "question", name), "verdict": verdict, **value_part}


def _facts(record: Record, label: str, role: str, before: str, after: str) -> Iterator[Asked]:
    """Yield the rejection of each value that was taken out of a list, and the addition of each that was put in."""
    old, new = _listed(before), [] if after.casefold() in SILENT else _listed(after)
    for fact in record["facts"]:
        used = fact["status"] == "used" and fact["label"] == label and (not role or role in fact["roles"])
        if used and (value := _plain(fact["value"] or fact["text"])) in old and value not in new:
            yield {**_about(record, "fact", fact_key(fact)), "verdict": "reject", "reason": "wrong value"}
    for value in new:
        if value not in old:
            about = _about(record, "fact", f"{label}={value}")
            yield {**about, "verdict": "missed", "value": value, "role": role}


def _about(record: Record, kind: str, key: str) -> Asked:
    return {"paper": record["paper"]["sha256"], "kind": kind, "key": key, "how": "table"}


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _plain(text: str) -> str:
    """Return ``text`` as it is whatever a spreadsheet does to line ends and spaces."""
    return " ".join(text.split())


def _unguarded(text: str) -> str:
    """Return ``text`` without the apostrophe that keeps a spreadsheet from running it as a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r\n＝＋－＠") else text


def _csv(path: Path, data: bytes) -> list[dict[str, str]]:
    text = (
        data.decode("utf-8-sig", "replace")
        if not data.startswith((b"\xff\xfe", b"\xfe\xff"))
        else data.decode("utf-16", "replace")
    )
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets write the separator of the user's country
    csv.field_size_limit(1 << 24)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="")
        return [{name: row[name] for name in row if isinstance(row[name], str)} for row in reader]
    except csv.Error as error:
        raise OutputError(str(path), f"it is no CSV ({error})", "Save it as CSV again") from error


def _excel(path: Path, data: bytes) -> list[dict[str, str]]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise OutputError(str(path), "this format needs openpyxl", "Run: pip install 'dlextract[xlsx]'") from error
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # openpyxl lets through whatever zipfile and its XML parser raise
        raise OutputError(str(path), "it is no workbook that can be read", "Save it again, or as CSV") from error
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:] if any(row)] if rows else []
