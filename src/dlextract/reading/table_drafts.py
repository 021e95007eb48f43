"""What is known of a table before its text is written: its place, its rows and cells, and its caption."""

from __future__ import annotations

from dataclasses import dataclass, field

from dlextract.reading.glyphs import Box
from dlextract.reading.lines import PrintedLine


@dataclass(slots=True)
class CellDraft:
    """A cell: its words with boxes, its column and how many columns it spans."""

    words: list[tuple[str, float, float]]
    column: int
    span: int = 1

    @property
    def text(self) -> str:
        """The words, parted by spaces."""
        return " ".join(word[0] for word in self.words)


@dataclass(slots=True)
class RowDraft:
    """A row of a table with its vertical extent."""

    cells: list[CellDraft]
    y0: float
    y1: float
    size: float


@dataclass(slots=True)
class TableDraft:
    """A table on a page, before its text is written; ``columns`` are the edges of what stands in each column."""

    page: int
    box: Box
    rows: list[RowDraft]
    heading_rows: int
    lines: list[PrintedLine]
    caption: PrintedLine | None = None
    columns: list[tuple[float, float]] = field(default_factory=list)
