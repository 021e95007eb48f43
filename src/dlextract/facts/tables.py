"""Parameter tables → mentions."""

from __future__ import annotations

from ..knowledge import Knowledge
from ..records import Mention, Paper


def table_mentions(paper: Paper, knowledge: Knowledge) -> tuple[Mention, ...]:
    """Return the finds of the tables of ``paper``."""
    return ()
