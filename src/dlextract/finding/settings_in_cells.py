"""Settings that a cell of a table names itself: "AdamW (β1 = 0.9, weight decay 0.05)", "β1, β2 = 0.9, 0.999"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..candidates import FROM_TABLE
from ..records import Cell, Mention
from .setting_names import SettingNames
from .statements import read_sentence

_NUMBER = re.compile(r"(?<![\w.])\d*\.?\d+(?:e[-−–]?\d+)?")
_LONGEST = 160


def settings_in(cell: Cell, names: SettingNames, scope: str, status: str) -> list[Mention]:
    """Return the finds of the settings that a cell names.

    Args:
        cell: the cell.
        names: what settings are called.
        scope: what they belong to.
        status: the hint of the finds.
    """
    text = cell.text
    if len(text) > _LONGEST or not (_NUMBER.search(text) and any(name.patterns for name in names.find(text))):
        return []
    return [
        replace(
            found,
            start=cell.start + found.start,
            end=cell.start + found.end,
            found_by=FROM_TABLE + found.label,
            scope=found.scope or scope,
            hint=status or found.hint,
        )
        for found in read_sentence(text, names, when=False)
    ]


def are_all(found: Iterable[Mention], cell: Cell) -> bool:
    """Tell whether ``found`` are all the numbers of ``cell``, so that it holds no value of its heading."""
    places = [(one.start - cell.start, one.end - cell.start) for one in found]
    numbers = [match.start() for match in _NUMBER.finditer(cell.text)]
    return bool(places) and all(any(start <= number < end for start, end in places) for number in numbers)
