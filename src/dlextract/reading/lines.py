"""Glyphs → printed lines: words with their boxes, exponents written as ``^``, citation marks left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from dlextract.reading.characters import plain
from dlextract.reading.glyphs import Glyphs

CELL_GAP = 1.2
"""A gap of this many font sizes parts cells (or columns); smaller gaps part words."""

Word = tuple[int, int, float, float]


@dataclass(slots=True)
class PrintedLine:
    """A printed line, or the piece of one that stands in one column. ``words`` are offsets into ``text``.

    ``cells`` are offsets into ``text`` at which a new cell begins after a wide gap. ``bold``
    and ``italic`` say how many characters from the start are in such a font.
    """

    page: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    words: list[Word]
    superscripts: list[tuple[int, int]] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    column: int = 0
    kind: str = "body"
    bold: int = 0
    italic: int = 0

    def add(self, other: PrintedLine) -> None:
        """Append a piece that stands to the right on the same baseline."""
        shift = len(self.text) + 1
        wide = other.x0 - self.x1 > CELL_GAP * max(self.size, other.size)
        if wide:
            self.cells.append(shift)
        self.text = f"{self.text} {other.text}"
        self.words += [(start + shift, end + shift, x0, x1) for start, end, x0, x1 in other.words]
        self.superscripts += [(start + shift, end + shift) for start, end in other.superscripts]
        self.cells += [cell + shift for cell in other.cells]
        self.bold = shift + other.bold if self.bold >= shift - 1 and other.bold else self.bold
        self.italic = shift + other.italic if self.italic >= shift - 1 and other.italic else self.italic
        if len(other.text) > len(self.text) - shift:
            self.size, self.base = other.size, other.base
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)
        self.y0, self.y1 = min(self.y0, other.y0), max(self.y1, other.y1)


def page_lines(glyphs: Glyphs, page: int) -> list[PrintedLine]:
    """Return the pieces of lines of a page in stream order, cut wherever a wide gap or a jump stands."""
    number = len(glyphs.text)
    if not number:
        return []
    x0, x1, base, size = glyphs.x0, glyphs.x1, glyphs.base, glyphs.size
    em = np.maximum(size[1:], size[:-1])
    em[em <= 0] = 1
    gap = x0[1:] - x1[:-1]
    rise = np.abs(base[1:] - base[:-1])
    same = (rise < 0.3 * em) | ((rise < 0.75 * em) & (np.minimum(size[1:], size[:-1]) < 0.87 * em))
    cut = np.ones(number, np.bool_)
    cut[1:] = ~(same & ((gap > -0.8 * em) | (x0[1:] == x0[:-1])) & (gap < CELL_GAP * em)) | (
        glyphs.turned[1:] != glyphs.turned[:-1]
    )
    part = cut | glyphs.space
    change = glyphs.run[1:] != glyphs.run[:-1]
    even = (rise < 0.05 * em) & (np.abs(size[1:] - size[:-1]) < 0.05 * em)
    part[1:] |= (gap > 0.4 * em) | (change & even & (gap > 0.17 * em))
    starts = np.flatnonzero(cut)
    ends = np.append(starts[1:], number)
    left = np.minimum.reduceat(x0, starts).tolist()
    right = np.maximum.reduceat(x1, starts).tolist()
    top = np.minimum.reduceat(glyphs.y0, starts).tolist()
    bottom = np.maximum.reduceat(glyphs.y1, starts).tolist()
    uneven = (
        (np.maximum.reduceat(base, starts) - np.minimum.reduceat(base, starts) > 0.5)
        | (np.maximum.reduceat(size, starts) - np.minimum.reduceat(size, starts) > 0.5)
    ).tolist()
    word_starts = np.flatnonzero(part)
    word_ends = np.append(word_starts[1:], number)
    first_words = np.searchsorted(word_starts, starts).tolist() + [len(word_starts)]
    word_x0, word_x1 = x0[word_starts].tolist(), x1[word_ends - 1].tolist()
    word_from, word_to = word_starts.tolist(), word_ends.tolist()
    text, sizes, bases = glyphs.text, size[starts].tolist(), base[starts].tolist()
    turned = glyphs.turned[starts].tolist()
    styles = glyphs.style[word_ends - 1].tolist()
    lines: list[PrintedLine] = []
    no_marks: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if turned[index]:
            line_size, line_base = sizes[index], bases[index]
            marks: dict[int, str] = {}
        elif uneven[index]:
            line_size, line_base, marks = _raised(glyphs, start, end)
        else:
            line_size, line_base, marks = sizes[index], bases[index], {}
        pieces: list[str] = []
        words: list[Word] = []
        raised: list[tuple[int, int]] = []
        offset = bold = italic = 0
        is_bold = is_italic = True
        for word in range(first_words[index], first_words[index + 1]):
            begin, stop = word_from[word], word_to[word]
            if marks:
                piece, inside = _marked(text, begin, stop, marks)
            else:
                piece = text[begin:stop]
                inside = no_marks
                if not piece.isascii():
                    piece = plain(piece)
            if not piece:
                continue
            words.append((offset, offset + len(piece), word_x0[word], word_x1[word]))
            if inside:
                raised += [(offset + a, offset + b) for a, b in inside]
            pieces.append(piece)
            offset += len(piece) + 1
            if is_bold or is_italic:
                style = styles[word]
                is_bold = is_bold and style & 1 != 0
                is_italic = is_italic and style & 2 != 0
                bold = offset - 1 if is_bold else bold
                italic = offset - 1 if is_italic else italic
        if not pieces:
            continue
        line = PrintedLine(
            page,
            " ".join(pieces),
            left[index],
            top[index],
            right[index],
            bottom[index],
            line_base,
            line_size,
            words,
            raised,
            bold=bold,
            italic=italic,
        )
        if turned[index]:
            line.kind = "turned"
        lines.append(line)
    return lines


_EXPONENT = re.compile(r"[-−–+]?\d{1,3}(?:\.\d+)?$")
_UNIT = re.compile(r"(?:^|[\s\d/·(×*.])(?:k|c|m|d|µ|μ|n)?(?:m|s|g|Hz|px|pixels?|V|W|J|K)$")
_MARKS = re.compile(r"[\w\s,;.:()\[\]*†‡§¶#⁎∗+−–/=<>×|-]+$")
_VARIABLE = re.compile(r"(?:^|[^A-Za-z])[A-Za-zα-ωΑ-Ω]$|[)\]}|]$")


def _raised(glyphs: Glyphs, start: int, end: int) -> tuple[float, float, dict[int, str]]:
    """Return size and baseline of a line, and what to do with each raised glyph.

    The value per glyph is ``^`` before the first glyph of an exponent, "+" within one, "-" for a mark that is left out.
    """
    runs: list[tuple[int, int, float, float]] = []
    sizes, bases = glyphs.size[start:end].tolist(), glyphs.base[start:end].tolist()
    begin = 0
    for index in range(1, end - start + 1):
        if index == end - start or abs(sizes[index] - sizes[begin]) > 0.3 or abs(bases[index] - bases[begin]) > 0.3:
            runs.append((start + begin, start + index, sizes[begin], bases[begin]))
            begin = index
    weight: dict[tuple[float, float], int] = {}
    for a, b, run_size, run_base in runs:
        key = (round(run_size, 1), round(run_base, 1))
        weight[key] = weight.get(key, 0) + b - a
    line_size, line_base = max(weight, key=lambda key: (weight[key] * key[0], key))
    marks: dict[int, str] = {}
    largest = max(run[2] for run in runs)
    if line_size < largest and glyphs.text[start:end].isupper() and len({key[1] for key in weight}) == 1:
        return largest, line_base, marks  # small capitals
    index = 0
    while index < len(runs):
        a, b, run_size, run_base = runs[index]
        index += 1
        if not (run_size < 0.87 * line_size and line_base - run_base > 0.15 * line_size):
            continue
        while index < len(runs) and runs[index][2] < 0.87 * line_size and line_base - runs[index][3] > 0.15 * line_size:
            b = runs[index][1]
            index += 1
        inside = plain(glyphs.text[a:b])
        word = a
        while word > start and not glyphs.space[word]:
            word -= 1
        before = plain(glyphs.text[word:a])
        after = glyphs.text[b : b + 1] if b < end and not glyphs.space[b] else ""
        glued = a > start and not glyphs.space[a]
        action = _superscript(before if glued else "", inside, after)
        marks.update(dict.fromkeys(range(a, b), "+" if action == "^" else action))
        if action == "^":
            marks[a] = "^"
    return line_size, line_base, marks


def _superscript(before: str, inside: str, after: str) -> str:
    """Return "^" for an exponent, "=" for raised text that stays as it is, "-" for a mark that is left out."""
    if not _MARKS.match(inside) or inside in "×+=<>|−–":
        return "="
    if not before:
        return "=" if inside.isalpha() and len(inside) > 2 else "-"
    if inside.lower() in ("st", "nd", "rd", "th", "◦", "°", "o", "'", "′", "″", "”", "’", "“", '"'):
        return "="
    last = before[-1]
    number = _EXPONENT.match(inside)
    if last.isdigit():
        if number and inside[0] in "-−–+":
            return "^"
        base = re.search(r"[\d.,]+$", before)
        digits = base.group() if base else last
        if number and (digits in ("10", "2", "1") or inside in ("2", "3") or digits.endswith(("×10", "·10"))):
            return "^"
        if inside.isalpha() and len(inside) <= 2 and digits in ("10", "2"):
            return "^"
        return "-"
    if number and (_UNIT.search(before) or _VARIABLE.search(before)) and len(inside.lstrip("-−–+")) <= 2:
        return "^"
    if number and inside[0] in "-−–":
        return "^"
    if _VARIABLE.search(before) and last.isalpha() and inside not in ("*", "†", "‡", "§", "¶"):
        return "^"
    return "-" if not after or not after.isalnum() or not last.isalpha() else "="


def _marked(text: str, begin: int, stop: int, marks: dict[int, str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the word with exponents marked and marks left out, and where its raised characters are."""
    out: list[str] = []
    raised: list[tuple[int, int]] = []
    length = 0
    for index in range(begin, stop):
        action = marks.get(index, "")
        if action == "-":
            continue
        char = plain(text[index])
        if action == "^":
            out.append("^")
            length += 1
        if action and char:
            if raised and raised[-1][1] == length:
                raised[-1] = (raised[-1][0], length + len(char))
            else:
                raised.append((length, length + len(char)))
        out.append(char)
        length += len(char)
    return "".join(out), raised
