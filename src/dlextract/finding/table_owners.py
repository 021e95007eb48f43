"""Whose settings the rows of a table are: the authors' own, or those that others report of their work."""

from __future__ import annotations

from collections.abc import Sequence

from ..words import WordRegex

OURS = WordRegex("table_ours")
"""Names of rows and headings of columns with the authors' own settings."""

_STUDY = WordRegex("table_study")
"""The name of a row that is a publication."""

_CITED = WordRegex("table_cited")
"""That the name of a row refers to a publication."""

_STUDIES = WordRegex("table_studies")
"""A heading over publications."""

_OF_STUDIES = WordRegex("table_of_studies")
"""A caption of a table of what others did."""

MENTIONED = "mentioned"


def owner_hints(names: Sequence[str], heading: str, caption: str) -> list[str]:
    """Return a hint for each row: "mentioned" where its settings are those of others.

    Beside a row that is the authors' own, all rows that cite are those of others; without one, only publications are,
    and the rows of a table that its heading or its caption says to be of such.

    Args:
        names: the name of each row, "" where it has none.
        heading: what stands over the names.
        caption: the caption of the table.
    """
    ours = [OURS.search(name) is not None for name in names]
    if any(ours):
        return ["" if mine or not _CITED.search(name) else MENTIONED for mine, name in zip(ours, names, strict=True)]
    if _STUDIES.fullmatch(heading) or _OF_STUDIES.search(caption):
        return [MENTIONED] * len(names)
    studies = [_STUDY.match(name) is not None for name in names]
    return [MENTIONED if study and sum(studies) > 1 else "" for study in studies]
