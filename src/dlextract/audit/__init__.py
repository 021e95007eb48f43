"""Whether a paper states what a checklist of the field asks for, answered from its record alone."""

from .auditing import Audit, audit
from .checklist import DEFAULT, checklist, checklists
from .filled import filled
from .formats import CSV_COLUMNS, as_csv, as_json, as_summary, as_text
from .line_status import ItemFinding
from .pages import as_html, as_markdown

__all__ = [
    "CSV_COLUMNS",
    "DEFAULT",
    "Audit",
    "ItemFinding",
    "as_csv",
    "as_html",
    "as_json",
    "as_markdown",
    "as_summary",
    "as_text",
    "audit",
    "checklist",
    "checklists",
    "filled",
]
