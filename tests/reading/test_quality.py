from __future__ import annotations

import numpy as np

from dlextract.reading.glyphs import Glyphs
from dlextract.reading.language import language_of
from dlextract.reading.quality import is_garbled, lacks_common_words, spaced, unshifted

ENGLISH = (
    "The moths that we found in the traps were counted by the network and then by hand. It is not easy to tell"
    " them from one another, as their wings are worn and the pictures are dark. We have trained the network on all"
    " of the pictures that were taken in the first year, and tested it on those of the second. This was done with"
    " care for each of the traps, which are at the edge of the forest. No moth can be in two traps at the same time."
    " An error of this kind is not to be found on any of the pictures from which we learned."
)


def glyphs_of(text: str) -> Glyphs:
    words = text.split(" ")
    solid = "".join(words)
    space = np.zeros(len(solid), np.bool_)
    space[np.cumsum([0, *map(len, words[:-1])])] = True
    zero, one = np.zeros(len(solid), np.float32), np.zeros(len(solid), np.int64)
    return Glyphs(solid, np.arange(len(solid)), zero, zero, zero, zero, zero, zero, space, one, space & False, one)


def shifted(text: str, by: int) -> str:
    return " ".join("".join(chr(ord(char) + by) for char in word) for word in text.split(" "))


def test_a_shift_coded_font_is_put_right() -> None:
    mended = unshifted(glyphs_of(shifted(ENGLISH, 29)), np.zeros(len(ENGLISH.replace(" ", "")), np.int64))
    assert mended is not None and spaced(mended).strip() == ENGLISH


def test_nothing_is_shifted_without_proof() -> None:
    names = " ".join(["apodemus", "mustela", "cricetidae", "soricidae"] * 40)
    assert unshifted(glyphs_of(names), np.zeros(len(names.replace(" ", "")), np.int64)) is None


def test_what_is_garbled() -> None:
    assert all(is_garbled(text, 0.0) for text in ("", "\ufffd\ufffd \ufffd", "\ue001\uf8ff", "\x01\x02\u200b"))
    assert not any(is_garbled(text, 0.0) for text in ("1", "é", "文", "∑", "…", "\ue001 a"))
    assert not is_garbled(ENGLISH, 0.0)
    assert not is_garbled("0.1 0.2 " * 100, 0.0)
    assert is_garbled(shifted(ENGLISH, 29), 0.9)
    assert lacks_common_words(shifted(ENGLISH, 1)) and not lacks_common_words(ENGLISH)


def test_letters_without_unicode_values_leave_commas_behind() -> None:
    left = ", , : ( Solanum lycopersicum ) , [ 1] , RGB HSI , ; , 84% , " * 6
    assert is_garbled(left, 0.0)
    assert not is_garbled("0.1 , 0.2 0.3 0.4 0.5 0.6 " * 20, 0.0)


def test_languages() -> None:
    german = "Die Falter wurden in der Nacht mit einer Falle gefangen und von dem Netz gezählt, das wir nicht kennen."
    assert [language_of(text) for text in (ENGLISH, german, "在本文中我们使用了深度学习" * 8, "1 2 3")] == [
        "en",
        "de",
        "zh",
        "",
    ]
