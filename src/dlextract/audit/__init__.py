"""Whether a paper states what is needed to repeat it: the checklist, answered from a record alone."""

from .checklist import CHECKLIST, GROUPS, Item
from .formats import CSV_COLUMNS, as_csv, as_json, as_text
from .judging import Audit, Finding, audit

__all__ = [
    "CHECKLIST",
    "CSV_COLUMNS",
    "GROUPS",
    "Audit",
    "Finding",
    "Item",
    "as_csv",
    "as_json",
    "as_text",
    "audit",
]
