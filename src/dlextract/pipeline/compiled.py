"""Regexes, compiled when first needed and once per process."""

from __future__ import annotations

from typing import Any

import regex

_ready: dict[str, Any] = {}


def compiled(pattern: str) -> Any:
    """Return the compiled regex.

    Raises:
        regex.error: it is none.
    """
    found = _ready.get(pattern)
    if found is None:
        found = _ready[pattern] = regex.compile(pattern)
    return found
