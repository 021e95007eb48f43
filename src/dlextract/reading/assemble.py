"""Paragraphs → ``Paper``: one text with lines, pages, sections and tables as offsets into it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from dlextract.reading.blocks import Paragraph
from dlextract.reading.headings import Style, run_in, style_of
from dlextract.reading.hyphens import Vocabulary, address_goes_on
from dlextract.reading.lines import PrintedLine
from dlextract.reading.links import line_ends
from dlextract.reading.sections import HeadingRoles, SectionRoles
from dlextract.reading.sheets import Sheet
from dlextract.reading.table_drafts import TableDraft
from dlextract.records import Box, Cell, Line, Section, Table

_TOP = ("introduction", "methods", "results", "discussion", "conclusion", "experiments", "related_work")


class Writer:
    """Writes paragraphs one after another and notes where everything stands."""

    def __init__(self, vocabulary: Vocabulary, roles: HeadingRoles, sheets: Sequence[Sheet] = ()) -> None:
        self._ends: dict[int, tuple[str, str]] = {}
        self._turns: dict[int, tuple[int, float, float]] = {}
        for sheet in sheets:
            if sheet.annotations:
                self._ends.update(line_ends(sheet.lines, sheet.annotations))
            if sheet.quarters:
                self._turns[sheet.number] = (sheet.quarters, sheet.width, sheet.height)
        self._vocabulary = vocabulary
        self._section_roles = SectionRoles(roles)
        self._roles = roles
        self.parts: list[str] = []
        self.length = 0
        self.lines: list[Line] = []
        self.sections: list[Section] = []
        self.tables: list[Table] = []
        self.title = ""
        self.titled_on = 0
        self._captions: dict[int, tuple[int, int]] = {}
        self.page_starts: dict[int, int] = {}
        self._main: tuple[str, str] = ("", "other")
        self._top_styles: set[Style] = set()

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self.parts)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def write(self, paragraph: Paragraph) -> None:
        """Append a paragraph with its section."""
        if self.length:
            self._put("\n\n")
        start = self.length
        self._open_section(paragraph, start)
        if paragraph.table is not None:
            self._table(paragraph.table, start)
        elif paragraph.kind in ("figure", "table", "contents"):
            for index, line in enumerate(paragraph.lines):
                if index:
                    self._put("\n" if line.base > paragraph.lines[index - 1].base + 1 else "\t")
                self._note(line, self.length, line.text, "body" if paragraph.kind == "contents" else paragraph.kind)
                self._put(line.text)
        else:
            self._flow(paragraph)
        if paragraph.kind == "caption":
            self._captions[id(paragraph.lines[0])] = (start, self.length)
        elif paragraph.kind == "title":
            self.title = "".join(self.parts[-2 * len(paragraph.lines) :])[start - self.length :]
            self.titled_on = paragraph.lines[0].page

    def _table(self, draft: TableDraft, start: int) -> None:
        """Write a table row by row, its cells parted by tabs."""
        rows: list[tuple[Cell, ...]] = []
        for number, row in enumerate(draft.rows):
            if number:
                self._put("\n")
            begin = self.length
            cells: list[Cell] = []
            words: list[tuple[int, int, float, float]] = []
            for cell in row.cells:
                if cells:
                    self._put("\t")
                first = self.length
                for index, (text, x0, x1) in enumerate(cell.words):
                    if index:
                        self._put(" ")
                    words.append((self.length - begin, self.length - begin + len(text), x0, x1))
                    self._put(text)
                cells.append(Cell(first, self.length, cell.text, number, cell.column, cell.span))
            rows.append(tuple(cells))
            left, right = min(word[2] for word in words), max(word[3] for word in words)
            box = (left, row.y0, right, row.y1)
            if draft.page in self._turns:
                box, words = _turned_back(box, *self._turns[draft.page]), []
            self.lines.append(Line(begin, self.length, draft.page, box, tuple(words), (), "table"))
        self.page_starts.setdefault(draft.page, start)
        caption = self._captions.get(id(draft.caption), (0, 0))
        self.tables.append(Table(draft.page, draft.box, start, self.length, caption, tuple(rows), draft.heading_rows))

    @property
    def _begun(self) -> bool:
        """Whether the front matter (title, authors) is over."""
        return self._main[0] != ""

    def _open_section(self, paragraph: Paragraph, start: int) -> None:
        kind = paragraph.kind
        if kind == "heading":
            title = paragraph.text
            style = style_of(paragraph.lines[0])
            if self._roles.is_main(title) and self._roles.role(title) in _TOP:
                self._top_styles.add(style)
            role = self._section_roles.next(title, style in self._top_styles)
            self._main = (title, role)
            self._start(start, start + len(title), title, role)
        elif kind == "caption":
            self._start(start, start, "", "caption")
        elif kind == "table":
            self._start(start, start, "", "table")
        elif kind == "contents":
            self._start(start, start, "", "contents")
        elif kind == "figure":
            self._start(start, start, "", "other")
        elif kind == "title":
            self._start(start, start, "", "title")
        else:
            head = run_in(paragraph.lines[0], self._roles) if kind == "body" else ""
            if head and self._may_run_in(head):
                role = self._section_roles.run_in(head)
                self._main = (head.strip(" .:—–-"), role)
                self._start(start, start + len(head), self._main[0], role)
            elif not self.sections or (self.sections[-1].title, self.sections[-1].role) != self._main:
                self._start(start, start, *self._main)

    def _may_run_in(self, head: str) -> bool:
        """In references only a known name that is not part of an entry opens a section."""
        if not self._begun:
            return bool(self._roles.role(head))
        return self._main[1] != "references" or self._roles.role(head) in ("acknowledgements", "availability")

    def _start(self, start: int, body: int, title: str, role: str) -> None:
        if self.sections:
            last = self.sections[-1]
            self.sections[-1] = Section(last.start, min(last.body, start), start, last.title, last.role)
        self.sections.append(Section(start, body, start, title, role))

    def _flow(self, paragraph: Paragraph) -> None:
        """Write running text: line ends become spaces, hyphens at line ends are joined or kept."""
        lines = paragraph.lines
        kind = "heading" if paragraph.kind == "title" else paragraph.kind
        for line, after in zip_longest(lines, lines[1:]):
            text = line.text
            cut, glue = (len(text), "") if after is None else self._join(line, after)
            self._note(line, self.length, text if cut == len(text) else text[:cut], kind)
            self._put(text[:cut] + glue)

    def _join(self, line: PrintedLine, following: PrintedLine) -> tuple[int, str]:
        """Return how many characters of a line stay, and what stands between it and the next."""
        text, after = line.text, following.text
        whole = len(text)
        if self._ends and self._same_link(line, following):
            return whole, ""
        if text[-1] == "-" and whole > 1 and text[-2] not in " -–—":
            joined = self._vocabulary.join(text, after)
            if joined == text[:-1] + after:
                return whole - 1, ""
            return whole, "" if joined == text + after else " "
        if address_goes_on(text, after):
            return whole, ""
        return whole, " "

    def _same_link(self, line: PrintedLine, following: PrintedLine) -> bool:
        """Tell whether a line ends, and the next begins, inside one printed address."""
        last, first = self._ends.get(id(line), ("", ""))[1], self._ends.get(id(following), ("", ""))[0]
        if not last or last != first:
            return False
        a, b = line.words[-1], following.words[0]
        return line.text[a[0] : a[1]] + following.text[b[0] : b[1]].rstrip(".,;)") in last

    def _note(self, line: PrintedLine, start: int, text: str, kind: str) -> None:
        length = len(text)
        end = start + length
        words = line.words
        if length < len(line.text):
            words = [(a, min(b, length), x0, x1) for a, b, x0, x1 in words if a < length]
        raised = line.superscripts and [(start + a, min(start + b, end)) for a, b in line.superscripts if a < length]
        box = (line.x0, line.y0, line.x1, line.y1)
        if line.page in self._turns:
            box, words = _turned_back(box, *self._turns[line.page]), []
        self.lines.append(Line(start, end, line.page, box, tuple(words), tuple(raised), kind))
        if line.page not in self.page_starts:
            self.page_starts[line.page] = start

    def finish(self) -> None:
        """Close the last section."""
        if self.sections:
            last = self.sections[-1]
            self.sections[-1] = Section(last.start, last.body, self.length, last.title, last.role)


def _turned_back(box: Box, quarters: int, width: float, height: float) -> Box:
    """Return a box of a page that was read turned as it stands on the page as shown.

    ``width`` and ``height`` are those of the page as it was read.
    """
    x0, y0, x1, y1 = box
    if quarters == 1:
        return y0, width - x1, y1, width - x0
    if quarters == 2:
        return width - x1, height - y1, width - x0, height - y0
    return height - y1, x0, height - y0, x1
