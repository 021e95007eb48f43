"""Whether a paper states what is needed to repeat it: the checklist, answered from a record alone."""

from .checklist import CHECKLIST, GROUPS, Item
from .formats import CSV_COLUMNS, as_csv, as_json, as_summary, as_text
from .judging import Audit, Finding, audit
from .pages import as_html, as_markdown

__all__ = [
    "CHECKLIST",
    "CSV_COLUMNS",
    "GROUPS",
    "Audit",
    "Finding",
    "Item",
    "as_csv",
    "as_html",
    "as_json",
    "as_markdown",
    "as_summary",
    "as_text",
    "audit",
]
