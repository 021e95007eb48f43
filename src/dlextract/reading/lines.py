"""Glyphs → printed lines: words with their boxes, exponents written as ``^``, citation marks left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dlextract.reading.characters import plain
from dlextract.reading.glyphs import Bools, Floats, Glyphs, Ints

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]

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
    text, number = glyphs.text, len(glyphs.at)
    if not number:
        return []
    x0, x1, base, size = glyphs.x0, glyphs.x1, glyphs.base, glyphs.size
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    cut, part = _cuts(glyphs, codes)
    starts = np.flatnonzero(cut)
    ends = np.append(starts[1:], number)
    left = np.minimum.reduceat(x0, starts).tolist()
    right = np.maximum.reduceat(x1, starts).tolist()
    top = np.minimum.reduceat(glyphs.y0, starts).tolist()
    bottom = np.maximum.reduceat(glyphs.y1, starts).tolist()
    uneven = (_differ(base, starts) | _differ(size, starts)).tolist()
    word_starts = np.flatnonzero(part)
    word_ends = np.append(word_starts[1:], number)
    line_first = np.searchsorted(word_starts, starts)
    first_words: list[int] = [*line_first.tolist(), len(word_starts)]
    word_x0, word_x1 = x0[word_starts].tolist(), x1[word_ends - 1].tolist()
    word_at = glyphs.at[word_starts]
    at, word_from = glyphs.at.tolist(), word_at.tolist()
    word_to = [*word_from[1:], len(text)]
    sizes, bases = size[starts].tolist(), base[starts].tolist()
    turned = glyphs.turned[starts].tolist()
    pieces = [text[a:b] for a, b in zip(word_from, word_to, strict=True)]
    length = np.diff(word_at, append=len(text))
    for odd in np.unique(np.searchsorted(word_at, np.flatnonzero(codes > 127), "right") - 1).tolist():
        pieces[odd] = plain(pieces[odd])
        length[odd] = len(pieces[odd])
    after = np.cumsum(length + 1)
    begin_at = after - length - 1
    shift = np.repeat(begin_at[line_first], np.diff(first_words))
    word_begin, word_end = (begin_at - shift).tolist(), (after - 1 - shift).tolist()
    styles = glyphs.style[word_ends - 1]
    bold, italic = (_leading(styles & bit != 0, line_first, word_end, first_words) for bit in (1, 2))
    words = list(zip(word_begin, word_end, word_x0, word_x1, strict=True))
    odd_words = not length.all()
    lines: list[PrintedLine] = []
    for index, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        a, b = first_words[index], first_words[index + 1]
        line_size, line_base = sizes[index], bases[index]
        marks: dict[int, str] = {}
        if uneven[index] and not turned[index]:
            line_size, line_base, marks = _raised(glyphs, at, start, end)
        raised: list[tuple[int, int]] = []
        if marks or odd_words:
            written, own, raised = _words(text, word_from[a:b], word_to[a:b], word_x0[a:b], word_x1[a:b], marks)
            if not written:
                continue
        else:
            written, own = " ".join(pieces[a:b]), words[a:b]
        line = PrintedLine(
            page, written, left[index], top[index], right[index], bottom[index], line_base, line_size, own, raised
        )
        line.bold, line.italic = min(bold[index], len(written)), min(italic[index], len(written))
        if turned[index]:
            line.kind = "turned"
        lines.append(line)
    return lines


def _cuts(glyphs: Glyphs, codes: Codes) -> tuple[Bools, Bools]:
    """Return the glyphs that begin a piece of a line, and those that begin a word."""
    x0, x1, base, size = glyphs.x0, glyphs.x1, glyphs.base, glyphs.size
    em = np.maximum(size[1:], size[:-1])
    em[em <= 0] = 1
    gap = x0[1:] - x1[:-1]
    rise = np.abs(base[1:] - base[:-1])
    same = (rise < 0.3 * em) | ((rise < 0.75 * em) & (np.minimum(size[1:], size[:-1]) < 0.87 * em))
    cut = np.ones(len(x0), np.bool_)
    cut[1:] = ~(same & ((gap > -0.8 * em) | (x0[1:] == x0[:-1])) & (gap < CELL_GAP * em)) | (
        glyphs.turned[1:] != glyphs.turned[:-1]
    )
    part = cut | glyphs.space
    change = glyphs.run[1:] != glyphs.run[:-1]
    even = (rise < 0.05 * em) & (np.abs(size[1:] - size[:-1]) < 0.05 * em)
    closing = _CLOSING[np.minimum(codes[glyphs.at[1:]], 127)]
    part[1:] &= cut[1:] | ~(closing & (gap < 0.25 * em))
    part[1:] |= (gap > 0.4 * em) | (change & even & (gap > 0.17 * em))
    # A large first letter belongs to the word that it begins.
    single = glyphs.at[1:] - glyphs.at[:-1] == 1
    part[1:] &= ~(cut[:-1] & single & (size[:-1] > 1.7 * size[1:]) & (gap < 0.3 * em) & ~cut[1:])
    return cut, part


def _differ(values: Floats, starts: Ints) -> Bools:
    """Tell of each piece whether its values differ by more than half a point."""
    return np.asarray(np.maximum.reduceat(values, starts) - np.minimum.reduceat(values, starts) > 0.5)


def _leading(styled: Bools, firsts: Ints, ends: list[int], first_words: list[int]) -> list[int]:
    """Return, for each line, how many of its characters from the start are styled."""
    plain_words = np.flatnonzero(~styled)
    places = np.searchsorted(plain_words, firsts)
    stops = np.append(plain_words, first_words[-1])[places].tolist()
    return [
        ends[min(stop, following) - 1] if stop > first else 0
        for stop, first, following in zip(stops, first_words, first_words[1:], strict=False)
    ]


def _words(
    text: str, begins: list[int], stops: list[int], lefts: list[float], rights: list[float], marks: dict[int, str]
) -> tuple[str, list[Word], list[tuple[int, int]]]:
    """Return text, words and raised characters of a line with exponents or marks in it."""
    pieces: list[str] = []
    words: list[Word] = []
    raised: list[tuple[int, int]] = []
    offset = 0
    for begin, stop, x0, x1 in zip(begins, stops, lefts, rights, strict=True):
        piece, inside = _marked(text, begin, stop, marks)
        if not piece:
            continue
        words.append((offset, offset + len(piece), x0, x1))
        raised += [(offset + a, offset + b) for a, b in inside]
        pieces.append(piece)
        offset += len(piece) + 1
    return " ".join(pieces), words, raised


_CLOSING = np.array([chr(code) in ",.;:)]" for code in range(128)])
_EXPONENT = re.compile(r"[-−–+]?\d{1,3}(?:\.\d+)?$")
_SPLIT_POWER = re.compile(r"[eE\d][-−–]\d{1,2}$")
_UNIT = re.compile(r"(?:^|[\s\d/·(×*.])(?:k|c|m|d|µ|μ|n)?(?:m|s|g|Hz|px|pixels?|V|W|J|K)$")
_MARKS = re.compile(r"[\w\s,;.:()\[\]*†‡§¶#⁎∗+−–/=<>×|-]+$")
_VARIABLE = re.compile(r"(?:^|[^A-Za-z])[A-Za-zα-ωΑ-Ω]$|[)\]}|]$")


def _raised(glyphs: Glyphs, at: list[int], start: int, end: int) -> tuple[float, float, dict[int, str]]:
    """Return size and baseline of a line, and what to do with each raised character.

    The value per character is ``^`` before the first of an exponent, "+" within one, "-" for a mark that is left out.
    """
    text, space = glyphs.text, glyphs.space
    stops = [*at[start + 1 : end], at[end] if end < len(at) else len(text)]
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
        weight[key] = weight.get(key, 0) + stops[b - start - 1] - at[a]
    line_size, line_base = max(weight, key=lambda key: (weight[key] * key[0], key))
    marks: dict[int, str] = {}
    largest = max(run[2] for run in runs)
    if line_size < largest and text[at[start] : stops[-1]].isupper() and len({key[1] for key in weight}) == 1:
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
        first, last = at[a], stops[b - start - 1]
        inside = plain(text[first:last])
        word = a
        while word > start and not space[word]:
            word -= 1
        before = plain(text[at[word] : first])
        after = text[last : last + 1] if b < end and not space[b] else ""
        glued = a > start and not space[a]
        action = _superscript(before if glued else "", inside, after)
        if action == "-" and not glued and a > start and _SPLIT_POWER.match(text[first - 1] + inside):
            action = "="  # PDFium reports a gap between "3.0e" and its raised "−4"
        marks.update(dict.fromkeys(range(first, last), "+" if action == "^" else action))
        if action == "^":
            marks[first] = "^"
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
        if inside in ("2", "3") and (re.match(r"(?:19|20)\d\d$", digits) or "." in digits):
            return "-"
        if number and (digits in ("10", "2", "1") or inside in ("2", "3") or digits.endswith(("×10", "·10"))):
            return "^"
        if inside.isalpha() and len(inside) <= 2 and digits in ("10", "2"):
            return "^"
        return "-"
    if last in ")]}" and inside.isdecimal() and (inside not in ("2", "3") or re.search(r"[^\W\d_]{3}", before)):
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
