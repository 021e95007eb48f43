"""Reports as pandas data frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import OutputError
from ..report import Failure, Report
from .record import Record, to_dict
from .tables import COLUMNS, as_dicts


def to_pandas(reports: Iterable[Report | Failure | Record], table: str = "answers") -> Any:
    """Return a data frame with one row per paper and question, or of another table.

    Args:
        reports: from ``read`` or ``read_many``, or records read from JSONL.
        table: ``papers``, ``facts``, ``evidence`` or ``answers``.

    Raises:
        OutputError: pandas is not installed, or there is no such table.
    """
    if table not in COLUMNS:
        raise OutputError("to_pandas", f"there is no table {table!r}", f"Choose one of {', '.join(COLUMNS)}")
    try:
        import pandas
    except ImportError as error:
        raise OutputError("to_pandas", "pandas is not installed", "Run: pip install pandas") from error
    records = (report if isinstance(report, dict) else to_dict(report) for report in reports)
    return pandas.DataFrame(list(as_dicts(records, table)), columns=list(COLUMNS[table]))
