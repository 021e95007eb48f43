"""Filled checklists in every form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..checklists import Checklist
from ..writing import Look
from .auditing import Audit
from .data import lines_csv, lines_json, matrix_csv, matrix_json
from .line_words import Matrix
from .rendered import matrix_markdown, matrix_page, sheet_html, sheet_markdown
from .terminal import as_table, matrix_table
from .word import as_word, matrix_word


def filled(
    audits: Iterable[Audit],
    checklist: Checklist,
    form: str,
    look: Look,
    *,
    several: bool,
    base: str = "",
    alone: bool = False,
) -> Iterator[str | bytes]:
    """Yield a checklist as papers fill it, line by line.

    Args:
        audits: the audits.
        checklist: what they fill.
        form: table, csv, json, md, html or docx (bytes).
        look: how the table looks.
        several: whether there may be more than one paper.
        base: the folder in which a page will stand, from which links lead to the papers; "" for the working folder.
        alone: the matrix alone: what each line is in which paper, and how many papers are what.

    Raises:
        OutputError: what writes docx is not installed.
    """
    if alone:
        matrix = Matrix(checklist)
        for _ in matrix.over(audits):
            pass
        yield from _matrix(matrix, form, look)
    elif form == "html":
        yield from sheet_html(audits, checklist, base)
    elif form == "md":
        yield from sheet_markdown(audits, checklist, base)
    elif form == "csv":
        yield from lines_csv(audits)
    elif form == "json":
        yield from lines_json(audits, several=several)
    elif form == "docx":
        yield as_word(audits, checklist)
    else:
        yield from as_table(audits, checklist, look)


def _matrix(matrix: Matrix, form: str, look: Look) -> Iterator[str | bytes]:
    if form == "html":
        yield from matrix_page(matrix)
    elif form == "md":
        yield "\n".join([*matrix_markdown(matrix), ""])
    elif form == "csv":
        yield from matrix_csv(matrix)
    elif form == "json":
        yield from matrix_json(matrix)
    elif form == "docx":
        yield matrix_word(matrix)
    else:
        yield matrix_table(matrix, look)
