"""Reads many papers into one place: decides what is still to do, and writes each record as it comes."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .._version import __version__
from ..errors import UsageError
from ..report import Duplicate
from .inputs import Found, task_of
from .ledger import Ledger, LedgerEntry, key
from .pool import Done
from .tally import Finish, Finished, Tally
from .worker import Task

Maker = tuple[str, str, str, str]


class Engine(Protocol):
    """What reads the papers: the local ``Pool``, or Ray."""

    @property
    def replaced(self) -> int:
        """Workers that died or were ended since the start."""

    def fingerprint(self) -> tuple[str, str, str]:
        """Return version, patterns and model of the readers."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, as they finish."""


@dataclass(slots=True)
class Idle:
    """An engine for papers that have all failed already (no such file): nothing has to be started for them."""

    finish: Finish
    replaced: int = 0

    def __enter__(self) -> Idle:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def fingerprint(self) -> tuple[str, str, str]:
        """Return the version; patterns and model play no part."""
        return __version__, "", ""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield the failures."""
        for task in tasks:
            if task.known:
                yield Done(task, self.finish(task.known), 0.0)


class Watcher(Protocol):
    """Is told what happens, for progress and logs. ``happened`` is called from one thread at a time."""

    def happened(self, event: str, source: str, tally: Tally, **more: str | float) -> None:
        """Take note of ``paper``, ``failed``, ``before``, ``duplicate`` or ``elsewhere``."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read again and what to leave out.

    Args:
        selection: the text of the ``Selection`` that the records are made with.
        retry_errors: read papers again that an earlier run could not read.
        overwrite: read all papers again.
        shard: ``(i, n)``: only the i-th of n parts, counted from 1, by content.
        ordered: write the records in the order of the papers.
    """

    selection: str = ""
    retry_errors: bool = False
    overwrite: bool = False
    shard: tuple[int, int] = (1, 1)
    ordered: bool = False


@dataclass(slots=True)
class Run:
    """One run over ``papers``; ``ledger`` is what earlier runs left, if anything.

    ``held`` are records that are ready and wait for their turn (with ``plan.ordered``), also after an interruption.
    """

    papers: Sequence[Found]
    engine: Engine
    plan: Plan
    watcher: Watcher
    ledger: Ledger | None = None
    tally: Tally = field(default_factory=Tally)
    held: dict[int, Finished] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def results(self) -> Iterator[Finished]:
        """Yield one record per paper that has to be read."""
        began = time.monotonic()
        turn = 0
        maker = (*self.engine.fingerprint(), self.plan.selection)
        try:
            for done in self.engine.run(self._tasks(maker)):
                self._count(done)
                if not self.plan.ordered:
                    yield done.result
                    continue
                self.held[done.task.number] = done.result
                while turn in self.held:
                    yield self.held.pop(turn)
                    turn += 1
        finally:
            self.tally.seconds = time.monotonic() - began
            self.tally.replaced = self.engine.replaced

    def _count(self, done: Done) -> None:
        finished: Finished = done.result
        with self._lock:
            self.tally.add(finished, done.seconds)
            more: dict[str, str | float] = {"sha256": done.task.sha256, "seconds": round(done.seconds, 3)}
            if done.memory:
                more["memory"] = done.memory
            if finished.error:
                more |= {"error": finished.error, "message": finished.message}
            if finished.first:
                more = {"first": finished.first}
            event = "failed" if finished.error else "duplicate" if finished.first else "paper"
            self.watcher.happened(event, finished.source, self.tally, **more)

    def _tasks(self, maker: Maker) -> Iterator[Task]:
        """Yield what has to be read; runs in another thread than ``go``."""
        first: dict[str, str] = {}
        done: dict[str, str] = {}
        number = 0
        for found in self.papers:
            task = task_of(number, found, maker[:3])
            name = key(task.sha256, task.source)
            if not in_shard(name, self.plan.shard):
                self._pass("elsewhere", found.source)
                continue
            entry = self._before(name, maker) if name not in first else None
            # Who has the record of this content: an earlier run's paper, or the first one of this run.
            owner = first.setdefault(name, entry.source if entry else found.source)
            if entry:
                done[owner] = entry.error
            if owner != found.source:
                if found.source in done or (self.ledger and self.ledger.first_of(found.source) == owner):
                    self._pass("before", found.source)
                    continue
                task = Task(number, found.source, task.sha256, known=Duplicate(found.source, task.sha256, owner))
            elif found.source in done:
                self._pass("before", found.source, error=done[found.source])
                continue
            done[found.source] = ""
            yield task
            number += 1

    def _before(self, name: str, maker: Maker) -> LedgerEntry | None:
        if self.ledger is None or self.plan.overwrite:
            return None
        entry = self.ledger.finished(name, maker)
        return None if entry and entry.error and self.plan.retry_errors else entry

    def _pass(self, event: str, source: str, **more: str) -> None:
        with self._lock:
            if event == "elsewhere":
                self.tally.elsewhere += 1
            else:
                self.tally.before += 1
                self.tally.failed_before += bool(more.get("error"))
            self.watcher.happened(event, source, self.tally, **{name: text for name, text in more.items() if text})


def in_shard(name: str, shard: tuple[int, int]) -> bool:
    """Tell whether a paper, by its ``key``, belongs to a shard: the same on every machine."""
    part, parts = shard
    if parts == 1:
        return True
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    return int(digest[:16], 16) % parts == part - 1


def parse_shard(text: str) -> tuple[int, int]:
    """Return ``(i, n)`` from ``i/n``.

    Raises:
        UsageError: it is none.
    """
    part, _, parts = text.partition("/")
    if part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts):
        return int(part), int(parts)
    raise UsageError("--shard", f"{text!r} is not i/n with i from 1 to n", "Write for example --shard 1/8")
