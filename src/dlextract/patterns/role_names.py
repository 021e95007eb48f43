"""Roles that cues and questions name, checked against those that labels have."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from .mistakes import Mistake, did_you_mean
from .parts import Text


def check_role(text: Text, entry: str, known: Collection[str]) -> None:
    """Check a role of facts, with the roles that labels have.

    Raises:
        Mistake: it is no word, or a known one with a letter wrong.
    """
    role = text.text
    near = get_close_matches(role, known, n=1, cutoff=0.75)
    if role not in known and (near or not re.fullmatch(r"[a-z_]+", role)):
        raise Mistake(text.place, entry, f"unknown role {role!r}", did_you_mean(role, known))
