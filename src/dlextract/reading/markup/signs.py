"""What is XML or HTML, by its name and how it begins."""

from __future__ import annotations

import re

_NAMES = (".xml", ".nxml", ".html", ".htm", ".xhtml")
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")


def is_markup(data: bytes, source: str) -> bool:
    """Tell whether a file is XML or HTML by its name and how it begins."""
    return source.lower().endswith(_NAMES) and _BEGIN.match(data) is not None
