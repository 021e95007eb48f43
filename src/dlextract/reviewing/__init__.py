"""What readers say about the records: one act per decision, appended to a file, and folded to what stands."""

from __future__ import annotations

from .acts import Act, ReviewedCell, fact_key, fold, line_of, of_line
from .journal import Journal, Lines, journal_of, read_acts

__all__ = [
    "Act",
    "Journal",
    "Lines",
    "ReviewedCell",
    "fact_key",
    "fold",
    "journal_of",
    "line_of",
    "of_line",
    "read_acts",
]
