"""Which checklist is asked for: one of the shipped, of a user's folders, or in a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from ..checklists import Checklist
from ..patterns import load_knowledge
from ..patterns.checklist_files import load_checklist, load_checklists
from ..resources import shipped

DEFAULT = "reproducibility"
"""Name of the checklist that is asked where none is named."""


def checklist(name: str = DEFAULT, folders: Sequence[str | Path] = ()) -> Checklist:
    """Return the checklist of this name, or the one in the file ``name`` (``.yaml``).

    Args:
        name: that of a file in ``checklists/`` of the shipped patterns or of ``folders``, or the path of a file.
        folders: a user's folders of patterns; later ones win item by item.

    Raises:
        UsageError: there is none.
        PatternError: a file cannot be read, or has a mistake.
    """
    if not folders and name in _own():
        return _own()[name]
    every = [shipped("patterns"), *map(Path, folders)]
    return load_checklist(name, every, load_knowledge(every, examples=False))


def checklists(folders: Sequence[str | Path] = ()) -> tuple[Checklist, ...]:
    """Return the shipped checklists and those of ``folders``, the default one first.

    Raises:
        PatternError: a file cannot be read, or has a mistake.
    """
    found = _all([shipped("patterns"), *map(Path, folders)]) if folders else _own()
    return tuple(sorted(found.values(), key=lambda one: (one.name != DEFAULT, one.name)))


@lru_cache(maxsize=1)
def _own() -> dict[str, Checklist]:
    """Return the shipped checklists, read once: records are audited one by one."""
    return _all([shipped("patterns")])


def _all(folders: Sequence[Path]) -> dict[str, Checklist]:
    return load_checklists(folders, load_knowledge(folders, examples=False))
