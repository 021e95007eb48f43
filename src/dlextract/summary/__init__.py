"""What many papers state: how many, with intervals, the commonest values, and the papers that need a look."""

from __future__ import annotations

from .counting import LOW, Summary, Told, Value, summarise
from .methods import methods
from .page import as_html
from .rows import Row, row_of
from .tables import COLUMNS, as_csv, as_json
from .text import as_text

__all__ = [
    "COLUMNS",
    "LOW",
    "Row",
    "Summary",
    "Told",
    "Value",
    "as_csv",
    "as_html",
    "as_json",
    "as_text",
    "methods",
    "row_of",
    "summarise",
]
