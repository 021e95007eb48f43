"""What can be computed again but takes time, kept in the user's cache folder between runs.

``DLEXTRACT_CACHE`` names another folder, or ``off``. Nothing here is ever needed: where the folder cannot be read or
written, everything is computed anew. Files hold plain data (``marshal``), never objects, with a checksum in front.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from ._version import __version__

_KEEP = 12
_PYTHON = f"{sys.implementation.cache_tag}-{sys.maxsize.bit_length()}"


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
    return hashlib.sha256("\0".join((__version__, _PYTHON, *parts)).encode()).hexdigest()[:32]


def load(kind: str, name: str) -> object | None:
    """Return what was stored, None where there is nothing (or it is damaged)."""
    base = folder()
    if base is None:
        return None
    try:
        data = (base / f"{kind}-{name}.bin").read_bytes()
        if hashlib.sha256(data[32:]).digest() != data[:32]:
            return None
        found: object = marshal.loads(data[32:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return found


def store(kind: str, name: str, value: Any) -> bool:
    """Store ``value`` (strings, numbers, bytes, None, tuples, lists, dicts, sets) and return whether that worked."""
    base = folder()
    if base is None:
        return False
    data = marshal.dumps(value)
    path = base / f"{kind}-{name}.bin"
    try:
        base.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f"{kind}-", suffix=".tmp", dir=base)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        _prune(base, kind)
    except OSError:
        return False
    return True


def _prune(base: Path, kind: str) -> None:
    """Remove all but the newest files of a kind, and what an interrupted run left behind."""
    with contextlib.suppress(OSError):
        files = sorted(base.glob(f"{kind}-*.bin"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in files[_KEEP:]:
            old.unlink(missing_ok=True)
