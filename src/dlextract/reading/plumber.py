"""Glyphs of a page from pdfplumber: slower, and another opinion where pdfium errs (``--pdf-backend pdfplumber``)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np

from dlextract.errors import PaperError
from dlextract.reading.glyphs import Art, Glyphs


def plumbed_pages(data: bytes, where: str) -> Iterator[tuple[Glyphs, Art, float, float]]:
    """Yield glyphs, rules, width and height of each page.

    Raises:
        PaperError: pdfplumber cannot open the file or finds no page in it.
    """
    import pdfplumber

    try:
        pdf = pdfplumber.open(BytesIO(data))
        number = len(pdf.pages)
    except Exception as error:  # pdfminer raises whatever the damage brings about
        raise PaperError(
            where, f"pdfplumber cannot open it ({type(error).__name__})", "Try the other backend"
        ) from None
    if not number:
        raise PaperError(where, "pdfplumber finds no page in it", "Try the other backend")
    with pdf:
        for page in pdf.pages:
            try:
                yield _glyphs(page.chars), _art(page), float(page.width), float(page.height)
            finally:
                page.close()


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
            em = char["size"]
            pending = pending or abs(char["bottom"] - last["bottom"]) > 0.5 * em or not -em < gap <= 0.15 * em
        for letter in char["text"]:
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
    art.pictures = [
        (float(image["x0"]), float(image["top"]), float(image["x1"]), float(image["bottom"])) for image in page.images
    ]
    return art
