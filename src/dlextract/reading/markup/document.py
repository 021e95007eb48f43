"""Titles, headings, paragraphs, captions and tables in their order → ``Paper``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from dlextract.errors import PaperError
from dlextract.reading.claims import with_claims
from dlextract.reading.doi import own_doi
from dlextract.reading.language import foreign, language_of
from dlextract.reading.markup.runs import TextRun
from dlextract.reading.markup.tagged_tables import Grid
from dlextract.reading.printed_checklists import mark_checklists
from dlextract.reading.sections import HeadingRoles
from dlextract.reading.year import find_year
from dlextract.records import Cell, Link, Page, Paper, Section, Table

_FRONT = 3000
"""Characters among which the paper's own DOI stands."""
_NO_BOX = (0.0, 0.0, 0.0, 0.0)
_BEFORE_METHODS = ("abstract", "introduction", "related_work")
_AFTER_REFERENCES = ("acknowledgements", "availability", "references", "abstract")
_WITHOUT_TEXT = frozenset({"title", "abstract", "references", "caption", "table", "acknowledgements", "availability"})


@dataclass(slots=True)
class Head:
    """What a file says about its paper outside of the text."""

    title: str = ""
    doi: str = ""
    year: int | None = None


@dataclass(slots=True)
class Document:
    """The text as it grows."""

    roles: HeadingRoles
    parts: list[str] = field(default_factory=list)
    length: int = 0
    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _open: list[tuple[int, str, str]] = field(default_factory=list)
    """Level, title and role of the headings around what comes next."""
    _top: str = ""
    _caption: tuple[int, int] = (0, 0)

    def title(self, words: TextRun) -> None:
        """Write the title of the paper."""
        if words.length:
            self._begin()
            self._section(self.length, "", "title")
            self._write(words)

    def heading(self, words: TextRun, level: int, role: str = "", *, fixed: bool = False) -> None:
        """Write a heading; ``level`` 1 is that of main sections.

        ``role`` is what the file itself calls the section; if ``fixed``, whatever the heading says.
        """
        if not words.length:
            self.unheaded(level, role)
            return
        self._begin()
        start, text = self.length, words.text
        self._write(words)
        role = role if fixed else self._role(text, level, role)
        self._open = [*(one for one in self._open if one[0] < level), (level, text, role)]
        self._section(start, text, role)

    def references_if_none(self, headed: bool) -> None:
        """Open the references, where no heading of their own does."""
        if not headed:
            self.unheaded(1, "references")

    def unheaded(self, level: int, role: str) -> None:
        """Open a section that has no heading, such as an abstract."""
        self._open = [*(one for one in self._open if one[0] < level), (level, "", role or self._current[1])]

    def close(self) -> None:
        """Say that what comes next belongs to no section."""
        self._open = []

    def paragraph(self, words: TextRun) -> None:
        """Write a paragraph."""
        if words.length:
            self._begin()
            title, role = self._current
            if not self.sections or (self.sections[-1].title, self.sections[-1].role) != (title, role):
                self._section(self.length, title, role, body=self.length)
            self._write(words)

    def caption(self, words: TextRun) -> None:
        """Write the caption of a table or figure; the next table is its table."""
        if words.length:
            self._begin()
            self._section(self.length, "", "caption", body=self.length)
            start = self.length
            self._write(words)
            self._caption = (start, self.length)

    def table(self, grid: Grid) -> None:
        """Write a table row by row, its cells parted by tabs."""
        if not grid.rows:
            return
        self._begin()
        self._section(self.length, "", "table", body=self.length)
        start = self.length
        rows: list[tuple[Cell, ...]] = []
        for number, row in enumerate(grid.rows):
            self._put("\n" if number else "")
            cells: list[Cell] = []
            for cell in row:
                self._put("\t" if cells else "")
                begin = self.length
                self._write(cell.words)
                cells.append(Cell(begin, self.length, cell.words.text, number, cell.column, cell.span))
            rows.append(tuple(cells))
        self.tables.append(Table(1, _NO_BOX, start, self.length, self._caption, tuple(rows), grid.heading_rows))
        self.captioned()

    def captioned(self) -> None:
        """Say that the last caption has its table or figure."""
        self._caption = (0, 0)

    @property
    def role(self) -> str:
        """The role of the section that is open."""
        return self._current[1]

    @property
    def _current(self) -> tuple[str, str]:
        return self._open[-1][1:] if self._open else ("", "other")

    def _role(self, text: str, level: int, given: str) -> str:
        """Return the role of a section: that of its own words, of the file, or of the section around it."""
        outer = next((one[2] for one in reversed(self._open) if one[0] < level), "")
        role = self.roles.role(text) or given
        if "references" in (self._top, outer) and role not in _AFTER_REFERENCES:
            return "appendix"
        if not role and outer:
            role = outer
        elif not role:
            role = "methods" if self._top in _BEFORE_METHODS else self._top or "other"
        if not outer:
            self._top = role
        return role

    def _section(self, start: int, title: str, role: str, *, body: int | None = None) -> None:
        if self.sections:
            last = self.sections[-1]
            self.sections[-1] = Section(last.start, min(last.body, start), start, last.title, last.role)
        self.sections.append(Section(start, start + len(title) if body is None else body, start, title, role))

    def _begin(self) -> None:
        self._put("\n\n" if self.length else "")

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _write(self, words: TextRun) -> None:
        self.links += [Link(self.length + start, self.length + end, uri) for start, end, uri in words.links]
        self._put(words.text)

    def paper(self, source: str, data: bytes, head: Head) -> Paper:
        """Return the paper that was written.

        Raises:
            PaperError: there is no text in it.
        """
        text = "".join(self.parts)
        if not text.strip():
            raise PaperError(source, "there is no text in it", "Give a paper with text")
        if self.sections:
            last = self.sections[-1]
            self.sections[-1] = Section(last.start, last.body, self.length, last.title, last.role)
        sections = mark_checklists(text, tuple(self.sections))
        language = language_of(text)
        pages = (Page(1, 0, len(text)),)
        year, year_from = (head.year, "metadata") if head.year else find_year(text, pages, sections, (), "")
        return with_claims(
            Paper(
                source=source,
                sha256=hashlib.sha256(data).hexdigest(),
                text=text,
                title=head.title,
                title_from="metadata" if head.title else "",
                doi=head.doi or own_doi(text, sections, _FRONT),
                language=language,
                pages=pages,
                sections=sections,
                tables=tuple(self.tables),
                links=tuple(self.links),
                warnings=(*foreign(text, language), *_only_front(sections)),
                year=year,
                year_from=year_from,
            )
        )


def _only_front(sections: tuple[Section, ...]) -> list[str]:
    """Return a warning where the body of the paper is missing, as on pages that show the abstract alone."""
    told = [
        section
        for section in sections
        if section.role not in _WITHOUT_TEXT and (section.title or section.role != "other")
    ]
    return [] if told else ["the file holds no more than title and abstract: the paper itself is elsewhere"]
