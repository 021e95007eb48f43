"""Finds what is shipped with dlextract: the folders ``patterns/`` and ``models/``.

In a wheel they lie in ``dlextract/_shipped``; in an editable install they are the folders of the repository.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder ``name`` ("patterns" or "models") that came with this installation."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


def shipped_file(name: str) -> Path | None:
    """Return the file ``name`` that was made when the wheel was built; None in a checkout."""
    path = _PACKAGE / "_shipped" / name
    return path if path.is_file() else None


def fingerprint(folder: Path) -> str:
    """Return ``sha256:…`` over the names and contents of all files of ``folder``, hidden ones left out."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            digest.update(f"{name.as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{digest.hexdigest()}"
