"""The table of one row per paper as an Excel workbook to read and to work in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..errors import OutputError
from .record import Record
from .shown import is_pdf, link_to
from .table_files import in_xml
from .wide import Column, WideCell, cells, columns_of

LOW = 0.6
"""Confidence below which a cell is coloured."""

_MOST_LINKS = 65_000
"""Links that a sheet of Excel holds."""

_COLOUR, _HEAD, _SILENT, _LINK = "FFF2CC", "D9E2F3", "808080", "1F4E79"
_WIDTH = {"title": 44, "year": 7, "doi": 20, "source": 28, "note": 24}
_ANSWER_WIDTH, _BESIDE_WIDTH, _ABOUT_WIDTH = 36, 7, 90


def write_wide_excel(records: Iterable[Record], path: Path, wanted: Sequence[str] = ()) -> None:
    """Write a workbook with the sheets ``review`` and ``columns``. Needs openpyxl.

    Cells lead to the page of the paper; those that are unsure are coloured; texts are never formulas.

    Args:
        records: one row each; they are held in memory.
        path: a new file; links start from its folder.
        wanted: names of columns, as ``wide.columns_of`` takes them.

    Raises:
        OutputError: openpyxl is missing, or there is no column of a wanted name.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise OutputError("xlsx", "this format needs openpyxl", "Run: pip install 'dlextract[xlsx]'") from error
    found = list(records)
    columns = columns_of(found, wanted)
    book = Workbook()
    sheet = book.active
    sheet.title = "review"
    writer = _Review(sheet, str(path.parent))
    writer.head(columns)
    for number, record in enumerate(found, start=2):
        writer.row(number, record, columns)
    sheet.auto_filter.ref = sheet.dimensions
    _explain(book.create_sheet("columns"), columns)
    book.save(path)


class _Review:
    """Fills the sheet, row by row."""

    def __init__(self, sheet: Any, base: str) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self._sheet, self._base, self._links = sheet, base, 0
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._head_fill, self._bold = PatternFill("solid", fgColor=_HEAD), Font(bold=True)
        self._unsure = PatternFill("solid", fgColor=_COLOUR)
        self._silent, self._link = Font(color=_SILENT), Font(color=_LINK)

    def head(self, columns: Sequence[Column]) -> None:
        """Write the head, which stays in sight with the first column, and set the widths."""
        from openpyxl.utils import get_column_letter

        at = 0
        for column in columns:
            for place, name in enumerate(column.names):
                at += 1
                cell = self._sheet.cell(1, at, name)
                cell.fill, cell.font, cell.alignment = self._head_fill, self._bold, self._wrapped
                width = _BESIDE_WIDTH if place else _WIDTH.get(name, _ANSWER_WIDTH)
                self._sheet.column_dimensions[get_column_letter(at)].width = width
        self._sheet.freeze_panes = "B2"

    def row(self, number: int, record: Record, columns: Sequence[Column]) -> None:
        """Write what ``record`` says as row ``number``."""
        at = 0
        for column, said in zip(columns, cells(record, columns), strict=True):
            at += 1
            self._value(number, at, said, record["paper"]["source"])
            for value in column.values(said)[1:]:
                at += 1
                self._sheet.cell(number, at, value).alignment = self._wrapped

    def _value(self, number: int, at: int, said: WideCell, source: str) -> None:
        cell = self._sheet.cell(number, at)
        cell.alignment = self._wrapped
        if said.value is None:
            return
        if not isinstance(said.value, str):
            cell.value = said.value
            return
        cell.value = in_xml(said.value)
        cell.data_type = "s"
        if not said.stated:
            cell.font = self._silent
        elif said.page and is_pdf(source) and self._links < _MOST_LINKS:
            self._links += 1
            cell.hyperlink, _, cell.hyperlink.location = link_to(source, said.page, self._base).partition("#")
            cell.font = self._link
        if said.confidence is not None and said.confidence < LOW:
            cell.fill = self._unsure


def _explain(sheet: Any, columns: Sequence[Column]) -> None:
    lines = [("column", "holds"), *((column.name, column.about) for column in columns)]
    lines += [
        ("…_page", "The page of the PDF where it stands; the cell before is a link to it."),
        ("…_confidence", f"How likely it is to be right (0 to 1); below {LOW} the cell is coloured."),
        ("…_by", "In a reviewed table: whose value it is, a reader's or the tool's."),
        ("not stated", "The paper was searched and does not say it; grey."),
    ]
    for number, (name, about) in enumerate(lines, start=1):
        for at, text in enumerate((name, about), start=1):
            cell = sheet.cell(number, at)
            cell.value, cell.data_type = in_xml(text), "s"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _ANSWER_WIDTH, _ABOUT_WIDTH
    sheet.freeze_panes = "A2"
