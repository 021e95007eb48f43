"""The records that flow through dlextract, all frozen.

One coordinate system: every ``start``/``end`` is a half-open character offset into ``Paper.text``. Boxes are
``(x0, y0, x1, y1)`` in PDF points with the origin at the top left of the page as it is shown. Pages count from 1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]

SECTION_ROLES = (
    "title",
    "abstract",
    "introduction",
    "related_work",
    "methods",
    "experiments",
    "results",
    "discussion",
    "conclusion",
    "acknowledgements",
    "availability",
    "references",
    "contents",
    "checklist",
    "appendix",
    "caption",
    "table",
    "other",
)
"""The roles that a section can have."""

SILENT_ROLES = ("references", "contents", "checklist")
"""Sections that name things but state nothing: no fact comes from them."""

FROM_MODEL = "ner:"
"""How ``found_by`` begins where a trained model gave the find."""

STATUSES = ("used", "searched", "mentioned", "negated")
COUNTING = STATUSES[:2]
"""What the authors did with a thing (see ``Fact.status``), and which of it counts as their own work."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paper.

    ``start``/``end`` bound its text. ``width`` and ``height`` are in points (0 for plain text). ``quality`` is
    ``ok``, ``empty`` (nothing on it), ``no text`` (pictures only), ``garbled`` or ``ocr``. ``columns`` is 1, 2 or 3.
    """

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0
    quality: str = "ok"
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that is part of ``Paper.text``.

    ``placed`` holds ``(start, end, x0, x1)`` of each word, counted from the line's start, ``superscripts`` the
    half-open offsets of raised characters. ``kind`` is ``body``, ``heading``, ``caption``, ``table``, ``footnote`` or
    ``figure``.
    """

    start: int
    end: int
    page: int
    box: Box
    placed: tuple[tuple[int, int, float, float], ...] = ()
    superscripts: tuple[tuple[int, int], ...] = ()
    kind: str = "body"

    @property
    def words(self) -> tuple[tuple[int, int, float, float], ...]:
        """``(start, end, x0, x1)`` of each word, as offsets into ``Paper.text``."""
        return tuple([(self.start + a, self.start + b, x0, x1) for a, b, x0, x1 in self.placed])


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A printed line that is kept out of ``Paper.text``; ``reason`` says why (running head, page number …)."""

    page: int
    box: Box
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text under one heading; sections follow one another and never overlap.

    ``start`` is where the heading begins, ``body`` where the text after the heading begins. ``title`` is the heading
    as printed ("" where there is none); ``role`` is one of ``SECTION_ROLES``.
    """

    start: int
    body: int
    end: int
    title: str
    role: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; ``text == Paper.text[start:end]``. ``row``/``column`` count from 0, ``span`` is in columns."""

    start: int
    end: int
    text: str
    row: int
    column: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its linear text (a line per row, cells parted by tabs) stands at ``start:end``.

    ``heading_rows`` first rows are headings. ``caption`` is the offsets of its caption (``(0, 0)`` if none).
    """

    page: int
    box: Box
    start: int
    end: int
    caption: tuple[int, int]
    rows: tuple[tuple[Cell, ...], ...]
    heading_rows: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink whose words are ``Paper.text[start:end]`` and which leads to ``uri``."""

    start: int
    end: int
    uri: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A line of a venue's form that is printed in the paper, as the authors filled it.

    ``number``, ``title`` and ``question`` are as printed ("" where there is none). ``answer`` is yes, no, partial, na,
    or "" where it was left open; ``said`` is what stands beside it, its justification. ``start:end`` are the answer and
    what is said, ``boxes`` lie on ``page``, one per printed line.
    """

    number: str
    title: str
    question: str
    answer: str
    said: str
    page: int
    start: int
    end: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as one text that knows its pages, lines, sections, tables and links.

    Paragraphs are parted by a blank line; inside a paragraph printed line ends are single spaces. ``language`` is an
    ISO 639-1 code or "". ``warnings`` are sentences for the user, in page order. ``title_from`` says where the title
    stands: "page 1" (and "metadata" and "outline", where they agree), "metadata" or "". ``year`` is that of
    publication, and ``year_from`` where it stands. ``claims`` are the authors' answers in forms of a venue that are
    printed in the paper.
    """

    source: str
    sha256: str
    text: str
    title: str = ""
    doi: str = ""
    language: str = ""
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    dropped: tuple[DroppedLine, ...] = ()
    warnings: tuple[str, ...] = ()
    title_from: str = ""
    year: int | None = None
    year_from: str = ""
    claims: tuple[Claim, ...] = ()
    _page_starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())
    _line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())
    _section_starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_page_starts", tuple(page.start for page in self.pages))
        object.__setattr__(self, "_line_starts", tuple(line.start for line in self.lines))
        object.__setattr__(self, "_section_starts", tuple(section.start for section in self.sections))

    def page_at(self, offset: int) -> int:
        """Return the number of the page that ``offset`` stands on (1 for plain text)."""
        index = bisect_right(self._page_starts, offset) - 1
        return self.pages[index].number if index >= 0 else 1

    def section_at(self, offset: int) -> Section | None:
        """Return the section that holds ``offset``, or None outside of every section."""
        index = bisect_right(self._section_starts, offset) - 1
        if index < 0 or offset >= self.sections[index].end:
            return None
        return self.sections[index]

    def role_at(self, offset: int) -> str:
        """Return the role of the section that holds ``offset`` ("other" where there is none)."""
        section = self.section_at(offset)
        return section.role if section else "other"

    def boxes(self, start: int, end: int) -> tuple[tuple[int, Box], ...]:
        """Return ``(page, box)`` for each printed line that ``start:end`` touches, cut to the words touched."""
        return tuple(self._boxes(start, end))

    def _boxes(self, start: int, end: int) -> Iterator[tuple[int, Box]]:
        index = max(0, bisect_right(self._line_starts, start) - 1)
        while index < len(self.lines) and self.lines[index].start < end:
            line = self.lines[index]
            index += 1
            if line.end <= start:
                continue
            words = [w for w in line.words if w[0] < end and w[1] > start]
            x0, y0, x1, y1 = line.box
            if words:
                x0, x1 = min(w[2] for w in words), max(w[3] for w in words)
            yield line.page, (round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))


@dataclass(frozen=True, slots=True)
class Mention:
    """One find of a pattern, the trained NER or a parameter table, before anything is decided about it.

    ``value`` is the normalised or canonical form. ``found_by`` is ``file:LABEL`` of the rule, ``ner:MODEL``, or
    ``SOURCE:LABEL`` of another source (``table``, ``list``, ``statement``, ``link``, ``name``, ``acronym``). ``origin``
    is the ``found_by`` of the find that this one repeats elsewhere ("" where it stands for itself). ``attributes``
    are named groups of the regex, in order. ``score`` is between 0 and 1. ``hint`` is a status that the rule itself
    fixes ("" where context decides). ``kind`` names how the text becomes a value ("" for the kind of its label).
    """

    label: str
    start: int
    end: int
    value: str
    found_by: str
    scope: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    score: float = 1.0
    hint: str = ""
    kind: str = ""
    origin: str = ""

    @property
    def trained(self) -> bool:
        """Whether only the trained model says so."""
        return (self.origin or self.found_by).startswith(FROM_MODEL)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands. ``start:end`` are the found words, ``quote`` is the sentence or table row that holds them.

    ``quote_start`` is the offset of the quote's first character. ``boxes`` lie on ``page``, one per printed line.
    """

    page: int
    start: int
    end: int
    quote: str
    quote_start: int
    section: str
    found_by: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the paper states.

    ``status`` is ``used`` (the authors' own work), ``searched`` (a search space), ``mentioned`` (background, other
    people's work, future work) or ``negated``. ``text`` is what is printed, ``value`` its normalised form.
    ``reason`` names the cue that fixed the status. The best evidence comes first.
    """

    id: str
    label: str
    text: str
    value: str
    status: str
    roles: tuple[str, ...] = ()
    scope: str = ""
    attributes: tuple[tuple[str, str | int | float], ...] = ()
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was read for a question that got no answer."""

    sections: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unreadable_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one competency question.

    ``facts`` are ids of the facts it rests on; ``evidence`` holds at most three pieces, the best first. ``nearest``
    are ids of facts that were set aside (for "not stated"); ``pointer`` is a sentence that sends the reader elsewhere.
    ``because`` says what the judges weighed ("+1.2 best sentence"), empty where none ruled.
    ``text`` is one or two sentences, ``short`` the datum as a cell of a table wants it.
    """

    cq: int
    question: str
    ask: str
    stated: bool
    text: str
    facts: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    searched: Searched = field(default_factory=Searched)
    nearest: tuple[str, ...] = ()
    pointer: str = ""
    because: tuple[str, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The same quantity of the same thing, stated with two values.

    ``label`` is that of the facts ``facts`` (ids), ``scope`` what the values belong to ("" for the work as a whole).
    ``values`` and ``evidence`` hold the two values and their places, in the order of the text. ``text`` is a sentence.
    """

    label: str
    text: str
    values: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    facts: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the judges say about one question: answered or not, and by which sentences.

    ``chance`` is that of the ruling being right; where it is ``stated``, that the first sentence answers the question.
    ``sentences`` holds ``(start, end, chance)`` of at most three sentences, the best first; where nothing is stated,
    those that come nearest. ``because`` says what spoke for it (+) and against it (-), in log odds.
    """

    cq: int
    stated: bool
    chance: float
    sentences: tuple[tuple[int, int, float], ...] = ()
    because: tuple[str, ...] = ()
