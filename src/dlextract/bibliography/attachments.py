"""The file fields of BibTeX: as Zotero, Better BibTeX, JabRef and Mendeley write them."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([\\:;{}_%&#$])")
_DRIVE = re.compile(r"[A-Za-z]")
_REMOTE = re.compile(r"[\\/]{2}|[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_LONGEST = 100_000
_MOST = 50


def files_in(field: str) -> list[str]:
    """Return the paths in a ``file`` field: "desc:path:type" parted by ";", or paths alone."""
    found = [path for item in _split(field[:_LONGEST], ";") if (path := _path(item.strip()))]
    return [path for path in found if not is_remote(path)][:_MOST]


def is_remote(path: str) -> bool:
    """Tell whether a path leads to another machine."""
    return _REMOTE.match(path) is not None


def _path(item: str) -> str:
    parts = _split(item, ":")
    # An unescaped "C:\\…" is one path, not two parts.
    for place in range(len(parts) - 1):
        if _DRIVE.fullmatch(parts[place]) and parts[place + 1][:1] in ("\\", "/"):
            parts[place : place + 2] = [f"{parts[place]}:{parts[place + 1]}"]
            break
    path = parts[1] if len(parts) >= 3 else parts[0] or (parts[1] if len(parts) > 1 else "")
    return _ESCAPED.sub(r"\1", path).strip()


def _split(text: str, mark: str) -> list[str]:
    """Part ``text`` at each ``mark`` that no backslash stands before."""
    parts: list[str] = []
    current: list[str] = []
    escaped = False
    for char in text:
        if char == mark and not escaped:
            parts.append("".join(current))
            current = []
        else:
            current.append(char)
        escaped = char == "\\" and not escaped
    return [*parts, "".join(current)]
