"""The page to drop a paper on: a few files that the server gives as they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..viewing import ASSETS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: the page runs and loads what comes from its server, and nothing else."""

_OWN = Path(__file__).parent / "assets"
_FILES = {
    "/": (_OWN / "index.html", "text/html"),
    "/drop.js": (_OWN / "drop.js", "text/javascript"),
    "/sheet.js": (_OWN / "sheet.js", "text/javascript"),
    "/drop.css": (_OWN / "drop.css", "text/css"),
    "/viewer.js": (ASSETS / "viewer.js", "text/javascript"),
    "/viewer.css": (ASSETS / "viewer.css", "text/css"),
    "/favicon.ico": (_OWN / "icon.svg", "image/svg+xml"),
}


@cache
def pages() -> dict[str, tuple[bytes, str]]:
    """Return content and media type of each address of the page."""
    return {address: (path.read_bytes(), media) for address, (path, media) in _FILES.items()}
