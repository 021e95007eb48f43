"""What a rule or a term found, before overlaps are settled."""

from __future__ import annotations

from dataclasses import dataclass

from ..knowledge import Rule
from ..records import Mention


@dataclass(frozen=True, slots=True)
class Find:
    """A mention with what made it: ``order`` is the place of its rule in the label (terms come first, as 0).

    ``rule`` is the regex (None for a term, whose spelling is then ``term``). ``sentence`` is its index. ``dropped`` is
    why the find does not stand, ``dropped_by`` the key of the pattern file that says so, or ``overlaps``.
    """

    mention: Mention
    order: int
    sentence: int
    rule: Rule | None = None
    term: str = ""
    dropped: str = ""
    dropped_by: str = ""
