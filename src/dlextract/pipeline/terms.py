"""Finds written names over spelling variants: "U-Net", "UNet" and "U Net" are one name.

A name is cut into pieces (letter runs, numbers, plus signs). All names stand in one table under their pieces joined
and lower-cased, together with every beginning of a name, so that a text is read once, piece by piece, however many
names there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from ..knowledge import Pattern

PIECE = re.compile(r"(?<=\d)[xX](?=[A-Z\d])|[^\W\d_]+|\d+(?:\.\d+)*|\+")

_MAX_GAP = 5
_PLAIN_GAPS = frozenset(
    {"", " ", "-", "_", "/", "\xa0", "\u2009", "\u202f", "‐", "‑", "–", "−", "\xad", " -", "- ", "‐ "}
)
_SHORT = 5
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′", "'"))

_EXACT, _ANY, _MIXED = 0, 1, 2
"""How the printed case must fit: as written; not at all; with at least one capital."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a term. ``bounds`` maps offsets in the joined pieces to the sign written there ("" for none)."""

    label: str
    value: str
    written: str
    case: int
    plural: bool
    bounds: Mapping[int, str]
    number: int


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A name found at ``start:end``; ``plural`` tells that a final s is part of it."""

    name: Spelling
    start: int
    end: int
    plural: bool = False


class Names:
    """All terms of all patterns, ready to be looked for.

    Args:
        patterns: the patterns; those without terms are passed over.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._table: dict[str, list[Spelling]] = {}
        self._extend = {p.label: regex.compile(p.extend) for p in patterns if p.extend}
        number = 0
        for pattern in patterns:
            for value, spellings in pattern.terms.items():
                for written in spellings:
                    number += 1
                    self._add(pattern, value, written, number)

    def __len__(self) -> int:
        return sum(map(len, self._table.values()))

    def _add(self, pattern: Pattern, value: str, written: str, number: int) -> None:
        joined, bounds = _joined(written)
        name = Spelling(
            label=pattern.label,
            value=value,
            written=written,
            case=_case(written, pattern.case),
            plural=pattern.plural and written[-1:].isalnum() and not joined.endswith("s"),
            bounds=bounds,
            number=number,
        )
        self._table.setdefault(joined, []).append(name)
        for length in bounds:
            self._table.setdefault(joined[:length], [])

    def value_of(self, label: str, text: str) -> str:
        """Return the written value of the term of ``label`` that ``text`` as a whole is, "" if it is none."""
        for found in self.find(text, 0, len(text)):
            if found.name.label == label and found.start == 0 and found.end == len(text):
                return found.name.value
        return ""

    def find(self, text: str, start: int, end: int) -> Iterator[FoundTerm]:
        """Yield the names in ``text[start:end]``, at every place and of every length; not yet extended."""
        table = self._table
        pieces = [(piece[0].lower(), piece.start(), piece.end()) for piece in PIECE.finditer(text, start, end)]
        count = len(pieces)
        for first, (joined, begins, stop) in enumerate(pieces):
            names = table.get(joined)
            plain = None
            if names is None:
                plain = table.get(joined[:-1]) if joined[-1] == "s" else None
                if plain is None and joined[-1] != "v":
                    continue
            if begins > start and text[begins - 1].isalnum() and joined != "+" and not _times(text, begins, start):
                continue
            gaps: list[tuple[int, str]] = []
            last = first
            while True:
                yield from self._versioned(joined, text, begins, stop, gaps)
                if plain:
                    yield from self._fitting(plain, text, begins, stop, gaps, plural=True)
                if names is None:
                    break
                if names:
                    yield from self._fitting(names, text, begins, stop, gaps, plural=False)
                last += 1
                if last == count:
                    break
                piece, piece_start, piece_end = pieces[last]
                if piece_start - stop > _MAX_GAP:
                    break
                gap = text[stop:piece_start]
                gaps.append((len(joined), gap))
                joined += piece
                stop = piece_end
                names = table.get(joined)
                plain = None if names and text[stop - 2 : stop] != f"{joined[-2]}s" else self._singular(joined)

    def _singular(self, joined: str) -> list[Spelling] | None:
        return self._table.get(joined[:-1]) if joined[-1] == "s" else None

    def _versioned(
        self, joined: str, text: str, begins: int, stop: int, gaps: list[tuple[int, str]]
    ) -> Iterator[FoundTerm]:
        """Yield the name that a word such as "YOLOv" of "YOLOv5" begins with; ``extend`` takes up the rest."""
        if joined[-1] == "v" and text[stop : stop + 1].isdigit():
            names = [name for name in self._table.get(joined[:-1], ()) if name.label in self._extend]
            yield from self._fitting(names, text, begins, stop - 1, gaps, plural=False)

    def _fitting(
        self, names: list[Spelling], text: str, start: int, end: int, gaps: list[tuple[int, str]], *, plural: bool
    ) -> Iterator[FoundTerm]:
        printed = text[start:end]
        for name in names:
            if plural and not name.plural:
                continue
            if not all(_gap_fits(gap, name.bounds.get(offset)) for offset, gap in gaps):
                continue
            if _case_fits(printed[:-1] if plural else printed, name):
                yield FoundTerm(name, start, end, plural)

    def extend(self, found: FoundTerm, text: str, limit: int) -> tuple[int, str] | None:
        """Return the end of ``found`` with its suffix, and its value; None where it is only part of a word.

        ``limit`` is the end of the sentence.
        """
        pattern = self._extend.get(found.name.label)
        if pattern is not None:
            match = pattern.match(text, found.end, limit)
            if match and match.end() > found.end and _whole(text, match.end()):
                suffix = match["value"] if "value" in pattern.groupindex else None
                return match.end(), join_suffix(found.name.value, match[0] if suffix is None else suffix)
        return (found.end, found.name.value) if _whole(text, found.end) else None


def _joined(written: str) -> tuple[str, dict[int, str]]:
    """Return the pieces of a name joined and in lower case, and the bounds between them (see ``Spelling``)."""
    bounds: dict[int, str] = {}
    joined = ""
    if written.isascii() and all(map(str.isalpha, words := written.split(" "))):  # most names: quickly
        for word in words:
            if joined:
                bounds[len(joined)] = ""
            joined += word.lower()
        return joined, bounds
    last = 0
    for piece in PIECE.finditer(written):
        if joined:
            bounds[len(joined)] = _sign(written[last : piece.start()])
        joined += piece[0].lower()
        last = piece.end()
    return joined, bounds


def join_suffix(name: str, suffix: str) -> str:
    """Return name and suffix in one form however they are parted: ResNet-50, EfficientNet-B0, YOLOv5."""
    suffix = " ".join(suffix.strip(" -_/‐‑–").split())
    if not suffix:
        return name
    version = re.match(r"[vV]\.?\s?-?(?=\d)", suffix)
    if version:
        return f"{name}v{suffix[version.end() :]}"
    return f"{name}{suffix}" if suffix[0] in "+(*" else f"{name}-{suffix}"


def _times(text: str, at: int, start: int) -> bool:
    """Tell whether a times sign and a number are glued to what begins at ``at``: 8xA100."""
    return text[at - 1] in "xX" and at - 2 >= start and text[at - 2].isdigit()


def _whole(text: str, end: int) -> bool:
    return end >= len(text) or not text[end].isalnum()


def _gap_fits(gap: str, written: str | None) -> bool:
    if written is None:
        return gap == ""
    return gap in _PLAIN_GAPS or (written != "" and _sign(gap) == written)


def _sign(gap: str) -> str:
    """Return what is written between two pieces without spaces, every apostrophe as a straight one."""
    return "".join(gap.split()).translate(_APOSTROPHES)


def _case(written: str, rule: str) -> int:
    if rule == "exact":
        return _EXACT
    if rule == "any" or not any(map(str.isupper, written)):
        return _ANY
    letters = [c for c in written if c.isalpha()]
    digits = any(map(str.isdigit, written))
    if not digits and len(letters) <= _SHORT and all(map(str.isupper, letters)):
        return _EXACT
    return _ANY if digits and len(letters) >= 3 else _MIXED


def _case_fits(printed: str, name: Spelling) -> bool:
    if name.case == _ANY:
        return True
    if name.case == _MIXED:
        return any(c.isupper() for c in printed) and not (name.written[-1] == "S" and printed[-1] == "s")
    letters = [c for c in printed if c.isalnum()]
    return letters == [c for c in name.written if c.isalnum()]
