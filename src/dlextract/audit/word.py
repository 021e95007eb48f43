"""Filled checklists as a Word document (.docx), with a column in which an author confirms each line."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from ..checklists import CONFIRM, FILLED, PARTLY, STATES, Checklist
from ..errors import OutputError
from ..writing.quotes import printable
from ..writing.table_files import in_xml
from .auditing import Audit
from .line_status import ItemFinding
from .line_words import LEGEND, MARKS, OWN_FORM, Matrix, answered, beside, counted, grouped, numbered, remarks

_HEADS = ("Line", "", "What the paper states", "Page", "Confirmed")
_WIDTHS = (6.5, 2.0, 11.5, 1.3, 2.5)
"""Centimetres, of a page of A4 on its side."""
_FORM_HEADS = ("Line", "What its authors said", "Page", "In the rest of the paper")
_BOX = "\N{BALLOT BOX}"


def as_word(audits: Iterable[Audit], checklist: Checklist) -> bytes:
    """Return a Word document with a table for each paper, and after several of them a matrix. Needs python-docx.

    Raises:
        OutputError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise OutputError("docx", "this format needs python-docx", "Run: pip install 'dlextract[word]'") from error
    document = _sideways(docx.Document())
    matrix = Matrix(checklist)
    for number, audit in enumerate(matrix.over(audits)):
        if number:
            document.add_page_break()
        _paper(document, audit)
    if len(matrix.rows) > 1:
        document.add_page_break()
        _add_matrix(document, matrix)
    return _bytes(document)


def matrix_word(matrix: Matrix) -> bytes:
    """Return the matrix as a Word document. Needs python-docx.

    Raises:
        OutputError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise OutputError("docx", "this format needs python-docx", "Run: pip install 'dlextract[word]'") from error
    document = _sideways(docx.Document())
    _add_matrix(document, matrix)
    return _bytes(document)


def _sideways(document: Any) -> Any:
    """Turn the pages to A4 on their side, with small margins."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(9)
    return document


def _bytes(document: Any) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _said(text: str) -> str:
    return in_xml(printable(text))


def _paper(document: Any, audit: Audit) -> None:
    document.add_heading(_said(audit.title or audit.source), level=1)
    document.add_paragraph(_said(audit.source))
    checklist = audit.checklist
    if audit.error:
        document.add_paragraph(_said(f"Not read: {audit.error}"))
        return
    of = f" ({checklist.reference})" if checklist.reference else ""
    document.add_paragraph(_said(f"{checklist.title}{of}: {counted(audit)}. {CONFIRM}"))
    table = _table(document, _HEADS, _WIDTHS)
    for heading, findings in grouped(audit):
        if heading:
            row = table.add_row().cells
            row[0].merge(row[-1]).paragraphs[0].add_run(_said(heading)).bold = True
        for finding in findings:
            _line(table.add_row().cells, finding)
    if audit.claims:
        document.add_heading(OWN_FORM, level=2)
        table = _table(
            document, ("Line", "What its authors said", "Page", "In the rest of the paper"), (6.5, 8, 1.3, 8)
        )
        for claim in audit.claims:
            said = (answered(claim), claim.said, str(claim.place["page"]), beside(claim).partition(": ")[2])
            for cell, text in zip(table.add_row().cells, said, strict=True):
                cell.text = _said(text)


def _line(cells: Any, finding: ItemFinding) -> None:
    cells[0].text = _said(numbered(finding.item))
    cells[1].paragraphs[0].add_run(finding.status).bold = finding.status in (FILLED, PARTLY)
    cells[2].text = "\n".join(_said(remark) for remark in remarks(finding))
    if finding.evidence:
        best = finding.evidence[0]
        cells[2].add_paragraph().add_run(f"“{_said(best['quote'])}”").italic = True
        cells[3].text = str(best["page"])
    cells[4].text = _BOX


def _table(document: Any, heads: Iterable[str], widths: Iterable[float] = ()) -> Any:
    from docx.shared import Cm

    heads = list(heads)
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(_said(head)).bold = True
    for column, width in zip(table.columns, widths, strict=False):
        column.width = Cm(width)
    return table


def _add_matrix(document: Any, matrix: Matrix) -> None:
    document.add_heading(_said(matrix.title), level=1)
    document.add_paragraph(LEGEND)
    table = _table(document, ("", *matrix.columns()))
    for source, _, title, states in matrix.rows:
        for cell, text in zip(table.add_row().cells, (title or source, *(MARKS[one] for one in states)), strict=True):
            cell.text = _said(text)
    document.add_paragraph()
    table = _table(document, (*STATES, "Line"))
    for item, counts in matrix.counts():
        row = (*(str(counts[state]) for state in STATES), numbered(item))
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _said(text)
