"""Glyphs of a page from pdfplumber: slower, and another opinion where pdfium errs (``--pdf-backend pdfplumber``)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np

from dlextract.errors import PaperError
from dlextract.reading.glyphs import Annotation, Art, Glyphs
from dlextract.reading.graphics import THIN

_UNKNOWN = "\ufffd"


@dataclass(slots=True)
class PlumbedPage:
    """One page as pdfplumber sees it. ``problem`` says why it could not be read, "" where it could."""

    glyphs: Glyphs
    art: Art = field(default_factory=Art)
    width: float = 0.0
    height: float = 0.0
    annotations: list[Annotation] = field(default_factory=list)
    problem: str = ""


class PlumbedPaper:
    """A PDF that pdfplumber has opened; use it in a ``with`` statement.

    Raises:
        PaperError: pdfplumber cannot open the file or finds no page in it.
    """

    def __init__(self, data: bytes, where: str) -> None:
        import pdfplumber

        try:
            self._pdf = pdfplumber.open(BytesIO(data))
            self.number = len(self._pdf.pages)
        except Exception as error:  # pdfminer raises whatever the damage brings about
            problem = f"pdfplumber cannot open it ({type(error).__name__})"
            raise PaperError(where, problem, "Try the other backend") from None
        if not self.number:
            raise PaperError(where, "pdfplumber finds no page in it", "Try the other backend")

    def __enter__(self) -> PlumbedPaper:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def information(self, key: str) -> str:
        """Return an entry of the document information dictionary ("Title" …), "" if there is none."""
        found = self._pdf.metadata.get(key)
        return found.strip() if isinstance(found, str) else ""

    def pages(self, numbers: range) -> Iterator[PlumbedPage]:
        """Yield the pages of these numbers, which count from 1."""
        for page in self._pdf.pages[numbers.start - 1 : numbers.stop - 1]:
            try:
                yield PlumbedPage(
                    _glyphs(page.chars), _art(page), float(page.width), float(page.height), list(_annotations(page))
                )
            except Exception as error:  # pdfminer raises whatever the damage brings about
                yield PlumbedPage(_glyphs([]), problem=f"pdfplumber cannot read it ({type(error).__name__})")
            finally:
                page.close()


def _annotations(page: Any) -> Iterator[Annotation]:
    for link in page.hyperlinks:
        box = tuple(float(link[side]) for side in ("x0", "top", "x1", "bottom"))
        if isinstance(link["uri"], str) and link["uri"].strip() and all(map(math.isfinite, box)):
            yield Annotation((box[0], box[1], box[2], box[3]), link["uri"].strip())


def _glyphs(chars: list[dict[str, Any]]) -> Glyphs:
    kept: list[dict[str, Any]] = []
    space: list[bool] = []
    pending = True
    for char in chars:
        if not char["text"].strip():
            pending = True
            continue
        if kept:
            last = kept[-1]
            gap = char["x0"] - last["x1"]
            em = max(char["size"], last["size"])
            pending = pending or abs(char["bottom"] - last["bottom"]) > 0.5 * em or not -em < gap <= 0.15 * em
        for letter in _UNKNOWN if char["text"].startswith("(cid:") else char["text"]:
            kept.append({**char, "text": letter})
            space.append(pending)
            pending = False
    runs: list[int] = []
    for place, char in enumerate(kept):
        before = kept[place - 1] if place else None
        same = before is not None and (before["fontname"], before["size"]) == (char["fontname"], char["size"])
        runs.append((runs[-1] if runs else 0) + (not same))
    numbers = {key: np.array([char[key] for char in kept], np.float32) for key in ("x0", "x1", "top", "bottom", "size")}
    names = [char["fontname"] for char in kept]
    style = [("Bold" in name or "BX" in name) + 2 * ("Ital" in name or "Obl" in name) for name in names]
    return Glyphs(
        text="".join(char["text"] for char in kept),
        at=np.arange(len(kept)),
        x0=numbers["x0"],
        y0=numbers["top"],
        x1=numbers["x1"],
        y1=numbers["bottom"],
        base=numbers["bottom"] - 0.2 * numbers["size"],
        size=numbers["size"],
        space=np.array(space, np.bool_),
        run=np.array(runs, np.int64),
        turned=np.array([not char["upright"] for char in kept], np.bool_),
        style=np.array(style, np.int64),
    )


def _art(page: Any) -> Art:
    art = Art()
    for edge in page.edges:
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] >= 12:
            art.across.append((float(edge["x0"]), float(edge["x1"]), float(edge["top"])))
        elif edge["orientation"] == "v" and edge["bottom"] - edge["top"] >= 5:
            art.down.append((float(edge["x0"]), float(edge["top"]), float(edge["bottom"])))
    shapes = [*page.curves, *(rect for rect in page.rects if rect["fill"] and _is_area(rect))]
    art.pictures = [
        (float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"]))
        for item in [*page.images, *shapes]
    ]
    return art


def _is_area(rect: dict[str, Any]) -> bool:
    return bool(rect["x1"] - rect["x0"] > THIN and rect["bottom"] - rect["top"] > THIN)
