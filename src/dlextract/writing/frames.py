"""Reports as pandas data frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..errors import OutputError
from ..report import Failure, Report
from .flat_tables import COLUMNS, as_dicts
from .record import Record, to_dict
from .wide import WIDE, columns_of, wide_rows

_TYPES = {str: "object", int: "Int64", float: "Float64"}
"""How the columns of the wide table are kept: whole numbers stay whole where some cells are empty."""


def to_pandas(reports: Iterable[Report | Failure | Record], table: str = "answers", columns: Sequence[str] = ()) -> Any:
    """Return a data frame: long, with a row per paper and question or fact, or wide, with a row per paper.

    Args:
        reports: from ``read`` or ``read_many``, or records read from JSONL.
        table: ``papers``, ``facts``, ``evidence`` or ``answers``; ``wide`` has a row per paper with its short answers
            and main facts, each with its page and confidence beside it.
        columns: of the wide table, in this order; a question also by its number or name (empty: all).

    Raises:
        OutputError: pandas is not installed, or there is no such table or column.
    """
    if table not in (*COLUMNS, WIDE):
        raise OutputError("to_pandas", f"there is no table {table!r}", f"Choose one of {', '.join((*COLUMNS, WIDE))}")
    if columns and table != WIDE:
        raise OutputError("to_pandas", "only the table wide has columns to choose", "Leave them out, or choose wide")
    try:
        import pandas
    except ImportError as error:
        raise OutputError("to_pandas", "pandas is not installed", "Run: pip install pandas") from error
    records = (report if isinstance(report, dict) else to_dict(report) for report in reports)
    if table != WIDE:
        return pandas.DataFrame(list(as_dicts(records, table)), columns=list(COLUMNS[table]))
    found = list(records)
    chosen = columns_of(found, columns)
    head = [name for column in chosen for name in column.names]
    frame = pandas.DataFrame(list(wide_rows(found, chosen)), columns=head)
    kinds = (kind for column in chosen for kind in column.kinds)
    return frame.astype(dict(zip(head, map(_TYPES.__getitem__, kinds), strict=True)))
