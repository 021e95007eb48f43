"""Finds what is shipped with dlextract: the folders ``patterns/`` and ``models/``.

In a wheel they lie in ``dlextract/_shipped``; in an editable install they are the folders of the repository.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder ``name`` ("patterns" or "models") that came with this installation."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name
