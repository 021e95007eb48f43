"""Report → JSON records, and records → every format. The formats read records only, so old output can be converted."""

from __future__ import annotations

from .formats import FILES, FORMATS, STREAMED, SUFFIXES, WRITERS, stream
from .html import fragment
from .record import SCHEMA_VERSION, Record, dump_document, dump_line, to_dict
from .select import EVERYTHING, Selection
from .sheet import Look, sheet
from .shown import is_pdf
from .tables import COLUMNS, as_dicts
from .wide import WIDE
from .wide_excel import write_wide_excel

__all__ = [
    "COLUMNS",
    "EVERYTHING",
    "FILES",
    "FORMATS",
    "SCHEMA_VERSION",
    "STREAMED",
    "SUFFIXES",
    "WIDE",
    "WRITERS",
    "Look",
    "Record",
    "Selection",
    "as_dicts",
    "dump_document",
    "dump_line",
    "fragment",
    "is_pdf",
    "schema_text",
    "sheet",
    "stream",
    "to_dict",
    "write_wide_excel",
]


def schema_text() -> str:
    """Return the JSON Schema (draft 2020-12) that every record follows."""
    from pathlib import Path

    return (Path(__file__).parent / "schema" / "record-1.json").read_text(encoding="utf-8")
