"""Plain text (a file or standard input) → ``Paper``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dlextract.errors import PaperError
from dlextract.reading.characters import plain
from dlextract.reading.claims import with_claims
from dlextract.reading.doi import own_doi
from dlextract.reading.hyphens import Vocabulary, address_goes_on
from dlextract.reading.language import foreign, language_of
from dlextract.reading.passages import are_passages
from dlextract.reading.printed_checklists import mark_checklists
from dlextract.reading.sections import HeadingRoles, SectionRoles, bare
from dlextract.reading.text_tables import PlainTable, table_in
from dlextract.records import Cell, Line, Page, Paper, Section, Table

_DAMAGE = re.compile(
    r"‚[àÄâÜ]|√[ó±®©ºÑ∂ß]|[ùÃâ][êëîïñúùûü†ëÄ¢°º®]|â€|Ã[\x80-\xBF–—‘’“”•…€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]|¬[µ±∞]|œÄ|Œ[±≤≥º]"
)
_CID = re.compile(r"\(cid:\d+\)")
_SOFT_BREAK = re.compile(r"-?\xad+[ \t]*\n(?=[ \t]*\S)")
_CAPTION = re.compile(r"(?i)(?:supplementary |extended data )?tab(?:le|\.) ?[\w.-]+")
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
"""The box of what has no page."""

_FRONT = 1500
"""Characters among which the paper's own DOI stands."""


def read_text(text: str, *, source: str, headings: Mapping[str, tuple[str, ...]]) -> Paper:
    """Return the paper that ``text`` holds: damaged characters mended, line ends joined, short lines kept apart.

    Raises:
        PaperError: there is no text.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    # Half a surrogate pair, as in JSON that was cut, is no character.
    text = mend(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    blocks = [
        ["\t".join(map(plain, _CID.sub("", line).split("\t"))) for line in block.split("\n") if line.strip()]
        for block in re.split(r"\n[ \t]*\n", text)
    ]
    blocks = [block for block in blocks if block]
    if not blocks:
        raise PaperError(source, "there is no text in it", "Give a paper with text")
    page = _Page(blocks, HeadingRoles(headings))
    whole, lines, placed = page.text, tuple(page.lines), page.placed
    if are_passages(placed, len(whole)):
        placed = tuple(replace(section, role="other") for section in placed)
    placed = mark_checklists(whole, placed)
    language = language_of(whole)
    return with_claims(
        Paper(
            source=source,
            sha256=digest,
            text=whole,
            doi=own_doi(whole, placed, _FRONT),
            language=language,
            pages=(Page(1, 0, len(whole)),),
            lines=lines,
            tables=tuple(page.tables),
            sections=placed,
            warnings=tuple(foreign(whole, language)),
        )
    )


class _Page:
    """The text of blocks of lines, parted by empty lines, with its lines, sections and tables.

    Args:
        blocks: lines as they are printed, blanks kept.
        roles: of headings.
    """

    def __init__(self, blocks: Sequence[Sequence[str]], roles: HeadingRoles) -> None:
        self._roles = roles
        self._naming = SectionRoles(roles)
        tidy = [[" ".join(line.split()) for line in block] for block in blocks]
        self._vocabulary = Vocabulary(line for block in tidy for line in block)
        lengths = sorted(len(line) for block in tidy for line in block)
        self._usual = lengths[int(0.7 * len(lengths))]
        self._parts: list[str] = []
        self._length = 0
        self._caption = (0, 0)
        self._resume = ("", "other")
        self.lines: list[Line] = []
        self.sections: list[Section] = []
        self.tables: list[Table] = []
        for printed, block in zip(blocks, tidy, strict=True):
            table = table_in(printed)
            if self._length:
                self._put("\n\n")
            start = self._length
            if table is None:
                self._write(block)
            else:
                self._table(printed, table)
            self._caption = (start, self._length) if _CAPTION.match(block[0]) and table is None else (0, 0)
        self.text = "".join(self._parts)

    @property
    def placed(self) -> tuple[Section, ...]:
        """The sections, each up to the next one."""
        ends = [section.start for section in self.sections[1:]] + [self._length]
        return tuple(replace(item, end=end) for item, end in zip(self.sections, ends, strict=True))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _note(self, line: str, kind: str) -> None:
        self.lines.append(Line(self._length, self._length + len(line), 1, _NOWHERE, kind=kind))

    def _open(self, title: str, role: str, heading: int = 0) -> None:
        at = self._length
        self.sections.append(Section(at, at + heading, at, title, role))

    def _table(self, printed: Sequence[str], table: PlainTable) -> None:
        """Write a table row by row, its cells parted by tabs or by what is printed where a colon parts them."""
        before = self.sections[-1] if self.sections else None
        named = not table.heading_rows
        if not named:
            self._open("", "table")
        elif before is None:
            self._open("", "other")
        begin = self._length
        rows: list[tuple[Cell, ...]] = []
        for line, row in zip(printed, table.rows, strict=True):
            if not row:
                continue
            if rows:
                self._put("\n")
            first, at = self._length, row[0].start
            cells: list[Cell] = []
            if named:
                self._put(" ".join(line[: row[0].start].split()) + " " if line[: row[0].start].strip() else "")
            for cell in row:
                if cells:
                    self._put(line[at : cell.start] if named else "\t")
                text = " ".join(line[cell.start : cell.end].split())
                cells.append(Cell(self._length, self._length + len(text), text, len(rows), cell.column))
                self._put(text)
                at = cell.end
            rows.append(tuple(cells))
            self.lines.append(Line(first, self._length, 1, _NOWHERE, kind="table"))
        self.tables.append(Table(1, _NOWHERE, begin, self._length, self._caption, tuple(rows), table.heading_rows))
        self._resume = (before.title, before.role) if before is not None else ("", "other")

    def _write(self, block: Sequence[str]) -> None:
        if len(block) <= 2 and _is_heading(" ".join(block), self._roles):
            title = " ".join(block)
            self._open(title, self._naming.next(title), len(title))
        elif not self.sections:
            self._open("", "other")
        elif self.sections[-1].role == "table":
            self._open(*self._resume)
        short = len(block) > 1 and sorted(map(len, block))[len(block) // 2] < 0.6 * min(max(self._usual, 45), 60)
        if sum(line[:1].islower() for line in block[1:]) >= 0.5 * (len(block) - 1):
            short = False
        for index, line in enumerate(block):
            glue = ""
            if index + 1 < len(block):
                glue = "\n" if short else " "
                if line.endswith("-") and len(line) > 1 and line[-2] not in " -":
                    joined = self._vocabulary.join(line, block[index + 1])
                    if joined == line[:-1] + block[index + 1]:
                        line, glue = line[:-1], ""
                    elif joined == line + block[index + 1]:
                        glue = ""
                elif address_goes_on(line, block[index + 1]):
                    glue = ""
            self._note(line, "table" if short else "body")
            self._put(line + glue)


def _is_heading(text: str, roles: HeadingRoles) -> bool:
    number, words = bare(text)
    if roles.is_main(text):
        return True
    return bool(number) and words[:1].isupper() and len(words.split()) <= 12 and text.rstrip()[-1] not in ".,;:"


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a byte-order mark, or else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut off inside a character is still UTF-8.
        cut = error.reason == "unexpected end of data"
        return data.decode("utf-8", "replace") if cut else data.decode("cp1252", "replace")


def mend(text: str) -> str:
    """Undo mojibake (UTF-8 read as Mac Roman, Latin-1 or Windows-1252) and unify line ends.

    A soft hyphen is printed at the end of a line alone.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").removeprefix("\ufeff")
    if _DAMAGE.search(text):
        import ftfy

        text = "\n".join(_mend_line(line, ftfy.fix_text) for line in text.split("\n"))
    return _SOFT_BREAK.sub("-\n", text).replace("\xad", "")


def _mend_line(line: str, fix: object) -> str:
    if not _DAMAGE.search(line):
        return line
    for codec in ("mac_roman", "cp1252", "latin-1"):
        try:
            return line.encode(codec).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    assert callable(fix)
    return str(fix(line))
