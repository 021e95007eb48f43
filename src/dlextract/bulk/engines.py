"""What reads many papers: processes of this machine, or actors of a Ray cluster."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from .pool import Limits, Pool, cores
from .run import Engine, Idle
from .tally import Finish
from .worker import Reader


@dataclass(frozen=True, slots=True)
class Work:
    """How papers are read.

    ``build`` makes the reader, in each worker; ``finish`` makes a line of a report. ``jobs`` papers are read at once
    (None: as many as there are cores), ``most`` of them altogether. ``engine`` is ``local`` or ``ray``; ``address`` is
    that of a Ray cluster (None: one of its own).
    """

    build: Callable[[], Reader]
    finish: Finish
    jobs: int | None
    most: int
    limits: Limits
    engine: str
    address: str | None

    def start(self, stop: threading.Event, *, some: bool) -> AbstractContextManager[Engine]:
        """Start the engine, if there are some papers to read.

        Raises:
            UsageError: the engine is not installed.
        """
        if not some:
            return Idle(self.finish)
        if self.engine == "local":
            return Pool(self.build, self.finish, min(self.jobs or cores(), self.most), self.limits, stop)
        from .ray import RayEngine

        return RayEngine(self.build, self.finish, self.jobs, self.limits, stop, self.address)
