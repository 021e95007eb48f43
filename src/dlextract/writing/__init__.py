"""Report → JSON records, and records → every format. The formats read records only, so old output can be converted."""

from __future__ import annotations

from .flat_tables import COLUMNS, as_dicts
from .formats import ALL, FILES, FORMATS, STREAMED, SUFFIXES, TABLES, stream, write_file
from .graph import GRAPHS
from .html import Picture, Pictures, fragment, html
from .record import SCHEMA_VERSION, Record, dump_document, dump_line, to_dict
from .select import EVERYTHING, Selection
from .shape import parse_record, schema_text
from .sheet import Look, sheet
from .shown import SAID_TWICE, is_pdf, short_of
from .wide import WIDE, columns_of
from .wide import cells as wide_cells

__all__ = [
    "ALL",
    "COLUMNS",
    "EVERYTHING",
    "FILES",
    "FORMATS",
    "GRAPHS",
    "SAID_TWICE",
    "SCHEMA_VERSION",
    "STREAMED",
    "SUFFIXES",
    "TABLES",
    "WIDE",
    "Look",
    "Picture",
    "Pictures",
    "Record",
    "Selection",
    "as_dicts",
    "columns_of",
    "dump_document",
    "dump_line",
    "fragment",
    "html",
    "is_pdf",
    "parse_record",
    "schema_text",
    "sheet",
    "short_of",
    "stream",
    "to_dict",
    "wide_cells",
    "write_file",
]
