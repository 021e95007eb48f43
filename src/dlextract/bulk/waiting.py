"""Time that counts, and time that does not."""

from __future__ import annotations

import time
from pathlib import Path

LONGEST_GAP = 1.0
"""Seconds that count at most between two looks at a clock."""
PROC = Path("/proc")


def waited(pid: int) -> float:
    """Return the seconds since its start in which the process waited for a processor; 0.0 where the system (all but
    Linux) does not say. Its main thread is what counts."""
    try:
        return int((PROC / str(pid) / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


class Stopwatch:
    """A clock that runs while somebody looks at it.

    Whoever looks several times a second has its seconds; where all stands still for a while, or the clock of the system
    leaps, no more than ``LONGEST_GAP`` of them count.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        self._looked = time.monotonic()

    def look(self) -> float:
        """Return the seconds since the start."""
        now = time.monotonic()
        self._seconds += min(max(now - self._looked, 0.0), LONGEST_GAP)
        self._looked = now
        return self._seconds
