"""Whether the text layer of a page can be read, and how a shift-coded font is put right."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import numpy as np

from dlextract.reading.glyphs import Glyphs, Ints
from dlextract.reading.language import COMMON_ENGLISH, common_share

_WORD = re.compile(r"[^\W\d_]{2,}")
_VOWELS = frozenset("aeiouyäöüéèêàâáíóúãõåøæAEIOUY")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_QUICK = (" the ", " of ", " and ", " in ", " der ", " und ", " de ", " la ", " que ")
_LONE = frozenset((",", ";", ":"))
_ENOUGH_WORDS = 40
_READABLE = 0.06


def spaced(glyphs: Glyphs) -> str:
    """Return the glyphs as text with a space wherever one is printed."""
    out: list[str] = []
    begin = 0
    for place in glyphs.at[glyphs.space].tolist():
        out.append(glyphs.text[begin:place])
        begin = place
    out.append(glyphs.text[begin:])
    return " ".join(out)


def is_garbled(text: str, unmapped: float) -> bool:
    """Tell whether a page's text is not what is printed.

    Args:
        text: the page's text.
        unmapped: the share of characters that the PDF maps to no Unicode value.
    """
    if not any(char != "\ufffd" and unicodedata.category(char)[0] in "LMNPS" for char in text):
        return True  # control characters and those of nobody's alphabet (private use)
    if unmapped < 0.2 and sum(map(text.count, _QUICK)) >= 5:
        return False
    words = _WORD.findall(text)
    tokens = text.split()
    if len(tokens) >= 60 and sum(token in _LONE for token in tokens) > 0.2 * len(tokens):
        return True  # the letters between the commas have no Unicode values: a Chinese paper
    solid = text.replace(" ", "")
    if len(solid) < 150:
        return False
    plain = sum(char.isalnum() or char in ".,;:()[]-–−'’\"/%=+<>°" for char in solid)
    strange = 1 - plain / len(solid)
    east = sum(char > "\u2fff" for char in solid)
    if east > 0.2 * len(solid):
        return False
    share = common_share(text)
    enough = len(words) >= _ENOUGH_WORDS
    if unmapped > 0.5:
        known = {word.lower() for word in words} & COMMON_ENGLISH
        if share >= 0.12 and len(known) >= min(10, len(words) // 8):
            return False
        letters = "".join(words)
        vowels = sum(char in _VOWELS for char in letters) / max(1, len(letters))
        return not (len(known) >= 2 and strange < 0.3 and 0.3 < vowels < 0.5)
    if share >= _READABLE and (enough or strange < 0.45):
        return False
    if strange > 0.3 or "\ufffd" * 3 in text:
        return strange > 0.5 or unmapped > 0.3
    if not enough or sum(map(len, words)) < 0.45 * len(solid):
        return False
    letters = "".join(words)
    vowels = sum(char in _VOWELS for char in letters) / len(letters)
    return share < 0.02 and (not 0.26 < vowels < 0.56 or unmapped > 0.3)


def lacks_common_words(text: str) -> bool:
    """Tell whether a text of many words has none of those that every text has."""
    if sum(map(text.count, _QUICK)) >= 5:
        return False
    return len(_WORD.findall(text)) >= 1.5 * _ENOUGH_WORDS and common_share(text) < 0.01


def unshifted(glyphs: Glyphs, fonts: Ints) -> Glyphs | None:
    """Return the glyphs with the fonts put right whose letters are all a constant number of places off.

    A shift counts only if common words prove it. Fonts count code points, or letters (A to z in one row, without
    the six signs that stand between them in ASCII). None if nothing can be proven.
    """
    codes = np.frombuffer(glyphs.text.encode("utf-32-le"), "<u4").astype(np.int64)
    space = np.zeros(len(codes), np.bool_)
    space[glyphs.at] = glyphs.space
    changed = False
    for font in np.unique(fonts).tolist():
        mine = fonts == font
        if int(mine.sum()) < 100:
            continue
        best = _best_shift(codes[mine], space[mine])
        if best is not None:
            codes[mine] = best
            changed = True
    if not changed:
        return None
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    return replace(glyphs, text=text)


def _best_shift(codes: Ints, space: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints | None:
    sample = slice(0, 4000)
    breaks = np.flatnonzero(space[sample])
    places = {ord(char): place for place, char in enumerate(_LETTERS)}
    rows = np.array([places.get(int(code), -1) for code in codes], np.int64)
    if int(space.sum()) < 60:
        return None
    tries: list[tuple[int, Ints]] = []
    letters = np.array([ord(char) for char in _LETTERS], np.int64)
    for shift in (*range(-40, 0), *range(1, 41)):
        moved = codes + shift
        moved = np.where((moved < 32) | (moved > 0x2FFF), 32, moved)
        tries.append((_proofs(moved[sample], breaks)[1], moved))
        if abs(shift) <= 26:
            row = rows + shift
            good = (rows >= 0) & (row >= 0) & (row < 52)
            moved = np.where(good, letters[np.clip(row, 0, 51)], codes)
            tries.append((_proofs(moved[sample], breaks)[1], moved))
    moved = max(tries, key=lambda item: item[0])[1]
    share, different = _proofs(moved[sample], breaks)
    before = _proofs(codes[sample], breaks)[0]
    return moved if share >= 0.12 and different >= 8 and share > 3 * before else None


def _proofs(codes: Ints, breaks: Ints) -> tuple[float, int]:
    """Return the share of common English words and how many different ones there are."""
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    pieces = [text[a:b] for a, b in zip([0, *breaks.tolist()], [*breaks.tolist(), len(text)], strict=True)]
    words = _WORD.findall(" ".join(pieces).lower())
    common = [word for word in words if word in COMMON_ENGLISH]
    return len(common) / max(1, len(words)), len(set(common))
