"""Processes that read papers side by side: one paper each, with limits, replaced when one dies.

Why not multiprocessing's or pebble's pool: their workers share one pipe behind a lock, and a worker that is killed
while it holds the lock stops all others; and both import the caller's ``__main__`` again, so that a script without
``if __name__ == "__main__"`` fails. Here each worker has its own two pipes and starts from nothing but the job.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from ..errors import DlextractError
from ..report import Failure, Outcome
from .memory import memory_of
from .process import Process
from .waiting import Stopwatch
from .worker import NO_MEMORY, Job, Reader, Task

KILLED_FROM_OUTSIDE = {-signal.SIGTERM, -getattr(signal, "SIGKILL", 9)} if os.name == "posix" else {1}
"""Exit codes of a process that somebody ended; Windows calls it 1."""
KILLS_FORGIVEN = 30
"""So often a paper is read again after its worker was killed by somebody else, within its time limit in all."""
STARTS_FORGIVEN = 10
"""So many workers in a row may die before they are ready; ten times as many if somebody else kills them."""
LEAKY = 0.4
"""A worker is replaced after a paper if it keeps this share of the memory that it was free to take."""
DROPPED = "Dropped"
"""Kind of the failure of a task that nobody waits for any more."""
PLACE = 32 << 20
"""Bytes of data for which there is room in the memory of the caller, for each place of a task that waits."""
LOOK = 0.2
"""Seconds between two looks at clocks and memory."""
WEIGH = LOOK if sys.platform in ("linux", "win32") else 1.0
"""The same for memory, which elsewhere takes a process to find out."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one paper may take: ``seconds``, and ``memory`` in bytes for the process that reads it (0: no limit).

    Seconds do not count in which the process waits for a processor (on Linux), all stands still (Ctrl-Z, a frozen
    container) or the caller of ``Pool.run`` is busy: what is read must not depend on what else goes on.
    """

    seconds: float = 120.0
    memory: int = 2 << 30


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one paper: ``result`` comes from ``finish``.

    ``seconds`` is how long it took, ``memory`` the bytes that its worker held afterwards (0 if that is unknown).
    """

    task: Task
    result: Any
    seconds: float
    memory: int = 0


class Pool:
    """Up to ``jobs`` workers; a context manager that ends them all. Used by one thread at a time.

    Args:
        build: makes the reader in each worker (pickled).
        finish: turns a report or failure into what ``run`` yields; runs in the worker where that is alive (pickled).
        jobs: how many papers are read side by side.
        limits: what one paper may take.
        stop: once it is set, ``run`` raises KeyboardInterrupt at a point where nothing is half done.
    """

    def __init__(
        self,
        build: Callable[[], Reader],
        finish: Callable[[Outcome], Any],
        jobs: int = 1,
        limits: Limits | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._job = Job(build, finish, self._limits.memory)
        self._jobs = jobs
        self._stop = stop or threading.Event()
        self._workers: list[Process] = []
        self._ending: list[Process] = []
        self._events: queue.SimpleQueue[tuple[Any, str, Any]] = queue.SimpleQueue()
        self._fingerprint: tuple[str, str, str] | None = None
        self._still_born = 0
        self._clock = Stopwatch()
        self._weighed = 0.0
        self._unwanted: set[int] = set()
        self.replaced = 0
        """Workers that died or were ended since the start."""

    def __enter__(self) -> Pool:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers now, whatever they are doing."""
        for worker in self._workers[:]:
            self._retire(worker)
        for worker in self._ending:
            with suppress(subprocess.TimeoutExpired):
                worker.process.wait(timeout=2)
        self._ending.clear()

    @property
    def pids(self) -> list[int]:
        """The processes that are alive."""
        return [worker.process.pid for worker in self._workers]

    def fingerprint(self) -> tuple[str, str, str]:
        """Return version, patterns and model of the readers; waits until the first one is ready.

        Raises:
            DlextractError: the reader cannot be built.
        """
        while self._fingerprint is None:
            self._keep(1)
            if event := self._next():
                self._handle(event)
        return self._fingerprint

    def drop(self, number: int) -> None:
        """End task ``number`` of ``run`` as a failure of kind ``Dropped``; any thread may call this."""
        self._unwanted.add(number)

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, as they finish.

        ``tasks`` is read in a thread, at most ``2 * jobs + 1`` tasks ahead of the results; fewer if they bring much
        data.

        Raises:
            DlextractError: the reader cannot be built.
        """
        self.fingerprint()
        waiting: deque[Task] = deque()
        room = threading.Semaphore(2 * self._jobs)
        stop = threading.Event()
        feeder = threading.Thread(target=self._feed, args=(tasks, room, stop), daemon=True)
        feeder.start()
        kills: dict[int, list[float]] = {}
        open_tasks = 0
        all_fed = False
        try:
            while not all_fed or open_tasks:
                self._give(waiting)
                event = self._next()
                if event is None:
                    self._check_limits()
                    continue
                if event[0] is feeder:
                    if event[1] == "end":
                        all_fed = True
                        if event[2] is not None:
                            raise event[2]
                    elif event[2].known:
                        room.release(self._weight(event[2]))
                        yield Done(event[2], self._job.finish(event[2].known), 0.0)
                    else:
                        waiting.append(event[2])
                        open_tasks += 1
                    continue
                done, again = self._settle(event, kills)
                if again:
                    waiting.appendleft(again)
                if done:
                    self._unwanted.discard(done.task.number)
                    open_tasks -= 1
                    room.release(self._weight(done.task))
                    yield done
        finally:
            stop.set()
            room.release()
            for worker in [worker for worker in self._workers if worker.task]:
                self._retire(worker)

    def _weight(self, task: Task) -> int:
        """Return of how many of the ``2 * jobs`` places a task takes the room."""
        return min(2 * self._jobs, 1 + len(task.data or b"") // PLACE)

    def _feed(self, tasks: Iterable[Task], room: threading.Semaphore, stop: threading.Event) -> None:
        me = threading.current_thread()
        problem: BaseException | None = None
        try:
            for task in tasks:
                for _ in range(self._weight(task)):
                    room.acquire()
                    if stop.is_set():
                        return
                self._events.put((me, "task", task))
        except BaseException as error:
            problem = error
        self._events.put((me, "end", problem))

    def _next(self) -> tuple[Any, str, Any] | None:
        if self._stop.is_set():
            raise KeyboardInterrupt
        try:
            return self._events.get(timeout=LOOK)
        except queue.Empty:
            return None

    def _start(self) -> None:
        self._workers.append(Process(self._job, self._events))

    def _keep(self, wanted: int) -> None:
        while len(self._workers) < min(wanted, self._jobs):
            self._start()

    def _give(self, waiting: deque[Task]) -> None:
        """Hand waiting tasks to idle workers, and start workers for the rest."""
        for worker in self._workers:
            if waiting and worker.ready and worker.task is None and not worker.verdict:
                worker.take(waiting.popleft(), self._clock.look())
        busy = sum(worker.task is not None for worker in self._workers)
        self._keep(busy + len(waiting))

    def _check_limits(self) -> None:
        now = self._clock.look()
        weigh = self._limits.memory > 0 and now - self._weighed >= WEIGH
        if weigh:
            self._weighed = now
        for worker in self._workers:
            if worker.task is None or worker.verdict or worker.heard:
                continue
            if worker.task.number in self._unwanted:
                worker.verdict = DROPPED
            elif now - worker.since > self._limits.seconds < worker.takes(now):
                worker.verdict = "TimeLimit"
            elif weigh and memory_of(worker.process.pid) > self._limits.memory:
                worker.verdict = "MemoryLimit"
            if worker.verdict:
                worker.end()

    def _settle(self, event: tuple[Any, str, Any], kills: dict[int, list[float]]) -> tuple[Done | None, Task | None]:
        """Return what is done by ``event``, and the task that has to be read again."""
        worker, kind, content = event
        self._check_limits()
        if worker not in self._workers:
            return None, None
        task = worker.task
        if kind == "done" and task is not None and not worker.verdict:
            result, memory = content
            worker.task = None
            worker.finished += 1
            if memory - worker.base > (self._limits.memory - worker.base) * LEAKY and self._limits.memory:
                # What a library leaked goes with it, and the next paper has all of its memory.
                self._retire(worker)
                self.replaced += 1
            return Done(task, result, self._clock.look() - worker.since, memory), None
        self._handle(event)
        if kind != "dead" or task is None:
            return None, None
        if not worker.verdict and self._again(worker, content, kills):
            return None, task
        failure = self._failure(task, worker.verdict, content)
        return Done(task, self._job.finish(failure), self._clock.look() - worker.since), None

    def _retire(self, worker: Process) -> None:
        """End a worker and hear no more of it."""
        self._workers.remove(worker)
        worker.end()
        self._ending = [one for one in self._ending if one.process.poll() is None] + [worker]

    def _again(self, worker: Process, code: int, kills: dict[int, list[float]]) -> bool:
        """Tell whether the paper that a worker died on is to be read again in a new one."""
        assert worker.task is not None
        if code in KILLED_FROM_OUTSIDE:
            spent = kills.setdefault(worker.task.number, [])
            spent.append(self._clock.look() - worker.since)
            return len(spent) <= KILLS_FORGIVEN and sum(spent) < self._limits.seconds
        # An earlier paper may have damaged the process; a fresh one that dies shows that it is this paper.
        return worker.finished > 0

    def _failure(self, task: Task, verdict: str, code: int) -> Failure:
        if verdict == "TimeLimit":
            what = f"it takes longer than {self._limits.seconds:g} s. Raise --timeout, or leave the file out"
        elif verdict == "MemoryLimit":
            what = NO_MEMORY.format(limit=self._limits.memory >> 20)
        elif verdict == DROPPED:
            what = "nobody waits for it any more"
        else:
            verdict = "Crash"
            what = f"reading it ended the process ({_exit_text(code)}). Repair the file, or print it to a new PDF"
        version, patterns, model = self._fingerprint or ("", "", "")
        return Failure(task.source, task.sha256, verdict, f"{task.source}: {what}.", version, patterns, model)

    def _handle(self, event: tuple[Any, str, Any]) -> None:
        worker, kind, content = event
        if kind == "ready":
            worker.ready = True
            worker.base = memory_of(worker.process.pid)
            self._still_born = 0
            self._fingerprint = tuple(content)
        elif kind == "unable":
            raise content
        elif kind == "dead" and worker in self._workers:
            self._workers.remove(worker)
            self.replaced += 1
            if not worker.ready:
                self._still_born += 1 if content in KILLED_FROM_OUTSIDE else 10
                if self._still_born > 10 * STARTS_FORGIVEN:
                    raise DlextractError(
                        "worker", f"processes die before they are ready ({_exit_text(content)})", "Free some memory"
                    )


def _exit_text(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1
