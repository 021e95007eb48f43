"""What a page is made of before anything is read into it: glyphs, rules, pictures, links."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The printed characters of one page in the order of its content stream, spaces left out.

    They come in pieces: a piece is a stretch of ``text`` in one text object without a space or a jump inside, at most
    a word; ``at`` is where each piece begins in ``text``, all other arrays have one value for each piece.
    Coordinates are points from the top left of the page as shown. ``base`` is the baseline, ``size`` the font size.
    ``space`` says that a space stands before the piece. ``run`` numbers the text objects. ``turned`` is True for
    pieces that do not run from left to right. ``style`` is 1 for bold, 2 for italic, 3 for both. ``hidden`` counts
    the characters that are left out because nobody sees them.
    """

    text: str
    at: Ints
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    base: Floats
    size: Floats
    space: Bools
    run: Ints
    turned: Bools
    style: Ints
    hidden: int = 0

    @property
    def lengths(self) -> Ints:
        """The number of characters of each piece."""
        return np.diff(self.at, append=len(self.text))


@dataclass(slots=True)
class Art:
    """What is drawn on a page, in points from its top left: rules, and boxes of pictures and shapes."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link of the page: its box and where it leads."""

    box: tuple[float, float, float, float]
    uri: str
