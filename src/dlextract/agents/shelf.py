"""The folders that an agent may read from, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import PaperError, UsageError
from ..files import read_regular

LARGEST = 256 << 20
"""Bytes of the largest paper."""

_LONGEST_NAME = 4096
_SHOWN = 20
"""Papers that are named where a folder is asked for."""
_SUFFIXES = (".pdf", ".txt", ".xml", ".nxml", ".html", ".htm", ".xhtml")
_HANDLE = 16
"""Hexadecimal digits by which a paper can be called, once it has been read."""


@dataclass(frozen=True, slots=True)
class Held:
    """A paper in memory: ``name`` is what the agent called it, ``path`` where it lies."""

    name: str
    path: Path
    data: bytes
    sha256: str


class Shelf:
    """Opens papers under ``folders``; links in paths are followed first, so that they cannot lead out.

    Raises:
        UsageError: one of them is no folder.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise UsageError(str(folder), "there is no such folder", "Name the folders that hold your papers")
        self._folders = tuple(folder.resolve() for folder in folders)
        self._known: dict[str, tuple[str, Path]] = {}

    def open(self, name: str) -> Held:
        """Return the paper at the path ``name``, absolute or from one of the folders, or of the hash ``name``.

        Raises:
            PaperError: it is not under the folders, or cannot be read.
        """
        name, path = self._known.get(name) or self._known.get(name[:_HANDLE]) or (name, self._path(name))
        try:
            data = read_regular(path, LARGEST)
            moved = path.resolve() != path
        except OSError as error:
            raise PaperError(name, f"it cannot be read ({error.strerror})", "Check the path") from None
        if moved:  # a folder on the way became a link since
            raise _outside(name)
        sha256 = hashlib.sha256(data).hexdigest()
        self._known[sha256[:_HANDLE]] = name, path
        return Held(name, path, data, sha256)

    def _path(self, name: str) -> Path:
        """Return the real path of a paper under one of the folders."""
        if len(name) > _LONGEST_NAME or "\0" in name:
            raise PaperError("paper", "this is no path", "Name a file under the folders of this server")
        paths = [self._real(folder / name) for folder in self._folders]
        for path in paths:
            if path and path.is_dir():
                raise PaperError(name, "this is a folder", self._content(path))
            if path and path.exists():
                return path
        if None in paths:
            raise _outside(name)
        raise PaperError(name, "there is no such file", "Name a folder to see what is in it")

    def _real(self, path: Path) -> Path | None:
        """Return ``path`` with its links followed, None where that is outside or hidden."""
        try:
            real = path.resolve()
        except (OSError, RuntimeError, ValueError):  # links in a ring
            return None
        for folder in self._folders:
            if real.is_relative_to(folder):
                hidden = any(part.startswith(".") for part in real.relative_to(folder).parts)
                return None if hidden else real
        return None

    def _content(self, folder: Path) -> str:
        """Return in one sentence what lies in a folder."""
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        names = [one.name + "/" if one.is_dir() else one.name for one in entries if one.is_dir() or _is_paper(one)]
        if not names:
            return "It holds no papers"
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return f"It holds {', '.join(names[:_SHOWN])}{more}"


def handle(sha256: str) -> str:
    """Return the name that a paper goes by in answers."""
    return sha256[:_HANDLE]


def _is_paper(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES


def _outside(name: str) -> PaperError:
    return PaperError(name, "it is not under the folders of this server", "Ask for a file that is")
