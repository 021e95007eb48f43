"""How long a process had work to do and no processor to do it on."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def waited(pid: int) -> float:
    """Return the seconds since its start in which the process waited for a processor; 0.0 where the system (all but
    Linux) does not say. Its main thread is what counts."""
    try:
        return int((PROC / str(pid) / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
