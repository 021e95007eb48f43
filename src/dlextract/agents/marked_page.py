"""A page with marks on it."""

from __future__ import annotations

from io import BytesIO

from ..viewing import page_picture

_COLOUR = (200, 60, 0)
_MARGIN = 1.5
"""Points between the words and the line around them."""
_QUALITY = 80


def marked_page(path: str, sha256: str, number: int, boxes: list[list[float]], dpi: int) -> bytes:
    """Return page ``number`` of a PDF as JPEG, a line drawn around each of ``boxes``; call it in a process aside.

    Raises:
        PaperError: there is no such page.
    """
    picture = page_picture(path, sha256, number, dpi)
    if not boxes:
        return picture
    from PIL import Image, ImageDraw

    scale = dpi / 72
    with Image.open(BytesIO(picture)) as page:
        pen = ImageDraw.Draw(page)
        for x0, y0, x1, y1 in boxes:
            sides = (x0 - _MARGIN, y0 - _MARGIN, max(x1, x0) + _MARGIN, max(y1, y0) + _MARGIN)
            pen.rectangle([side * scale for side in sides], outline=_COLOUR, width=2)
        out = BytesIO()
        page.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
