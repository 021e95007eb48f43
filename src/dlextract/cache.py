"""What can be computed again but takes time, kept in the user's cache folder between runs.

``DLEXTRACT_CACHE`` names another folder, or ``off``. Nothing here is ever needed: where the folder cannot be read or
written, everything is computed anew.

What stands in a file is believed, as it is what dlextract wrote. So only folders and files count that belong to the
user (or root) and that nobody else may write. Files hold JSON, never objects, with a checksum in front: a damaged one
takes no more time and memory than its size.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ._version import __version__
from .files import open_regular

_KEEP = 12
_LARGEST = 64 << 20
"""Bytes of the largest file that is read; those of the shipped patterns have three million."""
_FORMAT = b"dlextract cache 2\n"
_MADE_BY = (_FORMAT.decode("ascii"), __version__, f"{sys.implementation.cache_tag}-{sys.maxsize.bit_length()}")


def folder() -> Path | None:
    """Return the cache folder, which need not exist; None where caching is switched off."""
    chosen = os.environ.get("DLEXTRACT_CACHE", "")
    if chosen.lower() in ("off", "0", "no"):
        return None
    if chosen:
        return Path(chosen)
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "dlextract"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "dlextract" / "cache"
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "dlextract"


def key(*parts: str) -> str:
    """Return a name for what follows from ``parts``, this version of dlextract and this Python alone."""
    return hashlib.sha256("\0".join((*_MADE_BY, *parts)).encode()).hexdigest()[:32]


def load(kind: str, name: str) -> object | None:
    """Return what was stored, None where there is nothing (or it is damaged, or not the user's own)."""
    base = folder()
    if base is None:
        return None
    path = base / f"{kind}-{name}.bin"
    try:
        if not _is_private(base.stat()):
            return None
        with open_regular(path, _LARGEST) as file:
            if not _is_private(os.fstat(file.fileno())):
                return None
            data = file.read(_LARGEST)
        return _opened(path.name, data)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def store(kind: str, name: str, value: Any, keep: int = _KEEP) -> bool:
    """Store ``value`` (strings, numbers, bytes, None, tuples, lists, dicts, sets) and return whether that worked.

    Of each kind the newest ``keep`` are kept.
    """
    base = folder()
    if base is None:
        return False
    path = base / f"{kind}-{name}.bin"
    try:
        base.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_private(base.stat()):
            return False
        data = _sealed(path.name, value)
        handle, temporary = tempfile.mkstemp(prefix=f"{kind}-", suffix=".tmp", dir=base)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        _prune(base, kind, keep)
    except OSError:
        return False
    return True


def _is_private(found: os.stat_result) -> bool:
    """Tell whether a file or folder belongs to the user or root, and nobody else may write it (not on Windows)."""
    if os.name != "posix":
        return True
    return found.st_uid in (os.geteuid(), 0) and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _sealed(name: str, value: Any) -> bytes:
    """Return the content of the file ``name`` that holds ``value``."""
    body = json.dumps(_plain(value), separators=(",", ":")).encode("ascii")
    return _FORMAT + _checksum(name, body) + b"\n" + body


def _opened(name: str, data: bytes) -> object | None:
    """Return what ``_sealed`` put into ``data``.

    Raises:
        ValueError, KeyError, TypeError, RecursionError: it is something else, though its checksum is right.
    """
    head = len(_FORMAT) + 65
    body = data[head:]
    if data[:head] != _FORMAT + _checksum(name, body) + b"\n":
        return None
    found: object = json.loads(body, object_pairs_hook=_made)
    return found


def _checksum(name: str, body: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\0" + body).hexdigest().encode("ascii")


def _plain(value: Any) -> Any:
    """Return ``value`` as JSON has it: what JSON does not know is an object with one key that says its type."""
    if isinstance(value, tuple):
        return {"t": [_plain(item) for item in value]}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {"d": [[_plain(item) for item in value], [_plain(item) for item in value.values()]]}
    if isinstance(value, set | frozenset):
        return {"s": sorted((_plain(item) for item in value), key=repr)}
    if isinstance(value, bytes):
        return {"b": b64encode(value).decode("ascii")}
    return value


_MAKERS: dict[str, Callable[[Any], object]] = {
    "t": tuple,
    "d": lambda parts: dict(zip(*parts, strict=True)),
    "s": frozenset,
    "b": b64decode,
}


def _made(pairs: list[tuple[str, Any]]) -> object:
    ((kind, value),) = pairs
    return _MAKERS[kind](value)


def _prune(base: Path, kind: str, keep: int) -> None:
    """Remove all but the newest files of a kind, and what an interrupted run left behind."""
    with contextlib.suppress(OSError):
        files = sorted(base.glob(f"{kind}-*.bin"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in files[keep:]:
            old.unlink(missing_ok=True)
