"""What many papers state: how many, with intervals, the commonest values, and the papers that need a look."""

from __future__ import annotations

from .bars import as_text
from .counting import LOW, Summary, Told, ValueCount, summarise
from .exported import COLUMNS, as_csv, as_json
from .methods import methods
from .rows import Row, row_of
from .web_page import as_html

__all__ = [
    "COLUMNS",
    "LOW",
    "Row",
    "Summary",
    "Told",
    "ValueCount",
    "as_csv",
    "as_html",
    "as_json",
    "as_text",
    "methods",
    "row_of",
    "summarise",
]
