"""Characters as a reader takes them: ligatures expanded, maths letters plain, invisible ones gone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_HYPHENS = "\u00ad\u2010\u2011\ufffe\u0002"
"""Printed as a hyphen; pdfium marks a hyphen at a line end with U+FFFE or U+0002."""


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in (*range(0x1D400, 0x1D800), *range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F), *range(0x2100, 0x2150)):
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        if plain != char and char not in "№℃℉™℠ℓ":
            table[code] = plain
    table.update({ord(char): "-" for char in _HYPHENS})
    table.update(dict.fromkeys((9, 160, 5760, *range(8192, 8203), 8239, 8287, 12288), " "))
    table.update(dict.fromkeys((*range(9), *range(11, 32), 127, 8203, 8204, 8205, 8288), ""))
    table.update({0xFEFF: "", 0xFFFF: "", 0x2113: "l", 0x0D48: "×", 0x2215: "/", 0x2044: "/", 0x2236: ":"})
    table.update({0x2126: "Ω", 0x212B: "Å", 0x00B5: "μ", 0x02BC: "’", 0x1F: "", 0x0002: "-"})
    table.update({0xF8EE: "[", 0xF8F9: "]", 0xF0B7: "•", 0xF0A7: "•", 0xF02D: "−", 0xF0B4: "×", 0xF0D7: "⋅"})
    return table


_PLAIN = _table()


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Return ``word`` with ligatures, maths letters and full-width forms as plain characters."""
    if word.isascii() and word.isprintable():
        return word
    return word.translate(_PLAIN)
