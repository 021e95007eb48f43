"""Where the PDF of a record is now: under its own path, or in a folder, known by its content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ..files import open_regular

_MOST = 100_000
"""Files that are looked at in all folders together."""


class Pdfs:
    """Finds PDFs by their path and, where that leads nowhere or elsewhere, by the hash of their content.

    Args:
        folders: searched with all folders in them, once, when the first PDF is missed.
        base: a folder that relative paths of records may start from, besides the working folder.
    """

    def __init__(self, folders: Iterable[Path] = (), base: Path | None = None) -> None:
        self._folders = tuple(folders)
        self._bases = (Path(), base) if base else (Path(),)
        self._found: dict[str, str] = {}
        self._unread: Iterator[Path] | None = None

    def path_of(self, source: str, sha256: str) -> str:
        """Return the path of the PDF that a record names ``source``, "" where it is nowhere to be found."""
        if sha256 in self._found:
            return self._found[sha256]
        for base in self._bases:
            with suppress(OSError, ValueError):
                if _hash(base / source) == sha256:
                    self._found[sha256] = str(base / source)
                    return self._found[sha256]
        if self._unread is None:
            self._unread = _files(self._folders, Path(source).name)
        for path in self._unread:
            with suppress(OSError, ValueError):
                digest = _hash(path)
                self._found.setdefault(digest, str(path))
                if digest == sha256:
                    return self._found[sha256]
        return ""


def _hash(path: Path) -> str:
    with open_regular(path) as file:
        digest = hashlib.sha256()
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _files(folders: Iterable[Path], first: str) -> Iterator[Path]:
    """Yield the PDFs in ``folders``, in no folder that is reached by a link; those called ``first`` come first."""
    found: list[Path] = []
    for folder in folders:
        for root, _, names in os.walk(folder):
            found += [Path(root, name) for name in sorted(names) if name.lower().endswith((".pdf", ".txt", ".md"))]
            if len(found) > _MOST:
                break
    found.sort(key=lambda path: path.name != first)
    yield from found[:_MOST]
