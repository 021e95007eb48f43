"""Many machines: the same papers, limits and records as the local engine, with Ray in between.

Each actor holds one local worker, so a paper that crashes, hangs or grows ends the same way as on one machine.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any, cast

from ..errors import DlextractError, PaperError, UsageError
from ..files import read_regular
from ..report import Failure, Outcome
from .inputs import Found, load
from .pool import LOOK, Done, Limits, Pool
from .waiting import Stopwatch
from .worker import Reader, Task

AHEAD = 2
"""Papers that an actor has at once: one in work, one on its way."""
NODES_AWAITED = 300.0
"""Seconds for which a cluster may have no processor: one that grows with its work takes minutes to start nodes."""
LOSSES_FORGIVEN = 3
"""So often a paper is read again after its node was lost."""


class _Node:
    """An actor: one worker on some machine."""

    def __init__(self, build: Callable[[], Reader], finish: Callable[[Outcome], Any], limits: Limits) -> None:
        self._pool = Pool(build, finish, 1, limits).__enter__()

    def fingerprint(self) -> tuple[str, str, str] | DlextractError:
        """Return what its reader is made of, or why it cannot be made."""
        try:
            return self._pool.fingerprint()
        except DlextractError as error:
            return error

    def read(self, task: Task) -> tuple[Any, float, int] | DlextractError | None:
        """Return the result, its seconds and the workers replaced so far; None if the file is not on this machine."""
        if task.data is None and task.sha256:
            try:
                here = load(Found(task.source))[0]
            except PaperError:
                here = ""
            if here != task.sha256:
                return None
        try:
            (done,) = self._pool.run([task])
        except DlextractError as error:
            return error
        return done.result, done.seconds, self._pool.replaced


def _load(*_arguments: object) -> None:
    """Do nothing: whether the arguments can be loaded is what is asked."""


class RayEngine:
    """Reads papers on a Ray cluster; a context manager.

    Args:
        build: makes the reader on each node (pickled; dlextract is installed there, in the same version).
        finish: turns a report or failure into what ``run`` yields (pickled).
        jobs: how many papers are read at once; all processors of the cluster if None.
        limits: what one paper may take.
        stop: once it is set, ``run`` raises KeyboardInterrupt.
        address: the cluster; None to use the one that RAY_ADDRESS names, or else this machine.

    Raises:
        UsageError: Ray is not installed, or there is no such cluster.
    """

    def __init__(
        self,
        build: Callable[[], Reader],
        finish: Callable[[Outcome], Any],
        jobs: int | None = None,
        limits: Limits | None = None,
        stop: threading.Event | None = None,
        address: str | None = None,
    ) -> None:
        try:
            import ray
        except ImportError as error:
            raise UsageError("--engine ray", "Ray is not installed", "Run: pip install 'dlextract[ray]'") from error
        self._ray: Any = ray
        self._arguments = (build, finish, limits or Limits())
        self._finish = finish
        self._jobs = jobs
        self._stop = stop or threading.Event()
        self._address = address
        self._actors: list[Any] = []
        self._fingerprint: tuple[str, str, str] | None = None
        self._replaced: dict[int, int] = {}
        self._mine = False
        self._alone = Stopwatch()

    def __enter__(self) -> RayEngine:
        ray = self._ray
        if not ray.is_initialized():
            self._knock()
            before = signal.getsignal(signal.SIGTERM)
            try:
                # The dashboard takes some seconds to start, and nobody looks at it.
                ray.init(address=self._address, include_dashboard=False, log_to_driver=False, logging_level="error")
            except (ConnectionError, ValueError, RuntimeError) as error:
                told = " ".join(str(error).split())
                raise UsageError(
                    f"--address {self._address}", f"no Ray cluster answers ({told})", "Check it"
                ) from error
            finally:
                # Ray puts a handler of its own in the place of the caller's.
                if threading.current_thread() is threading.main_thread():
                    signal.signal(signal.SIGTERM, before)
            self._mine = True
        self._jobs = self._jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
        self._actors = [self._actor() for _ in range(self._jobs)]
        return self

    def __exit__(self, *error: object) -> None:
        for actor in self._actors:
            self._ray.kill(actor)
        self._actors.clear()
        if self._mine:
            self._ray.shutdown()

    def _knock(self) -> None:
        """Look whether anybody listens at the address: Ray itself would try for many minutes."""
        address = self._address or os.environ.get("RAY_ADDRESS", "")
        host, colon, port = address.rpartition("://")[2].rpartition(":")
        if not colon or not port.isdecimal():  # "auto", "local"
            return
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
        except (OSError, OverflowError) as error:
            raise UsageError(f"--address {address}", f"no Ray cluster answers ({error})", "Check it") from error

    @property
    def replaced(self) -> int:
        """Workers that died or were ended since the start, on all nodes."""
        return sum(self._replaced.values())

    def _actor(self) -> Any:
        return self._ray.remote(_Node).options(num_cpus=1).remote(*self._arguments)

    def fingerprint(self) -> tuple[str, str, str]:
        """Return version, patterns and model of the readers; waits until the first one is ready.

        Raises:
            DlextractError: the reader cannot be built.
        """
        if self._fingerprint is None:
            asked = [actor.fingerprint.remote() for actor in self._actors]
            ready: list[Any] = []
            while not ready:
                ready = self._wait(asked)
            try:
                self._fingerprint = self._valid(self._ray.get(ready[0]))
            except self._ray.exceptions.RayError as error:
                raise self._no_start(self._reason(self._actors[asked.index(ready[0])], error)) from error
        return self._fingerprint

    def _reason(self, actor: Any, error: Exception) -> Exception:
        """Return why ``actor`` died: of its first call Ray may only say that it was cancelled.

        A task that gets the same arguments says why they cannot be loaded, a second call what else went wrong.
        """
        probe = self._ray.remote(_load).options(num_cpus=0, max_retries=0)
        for ask in (lambda: probe.remote(*self._arguments), actor.fingerprint.remote):
            try:
                self._ray.get(ask(), timeout=NODES_AWAITED)
            except self._ray.exceptions.GetTimeoutError:
                continue
            except self._ray.exceptions.RayError as reason:
                return cast(Exception, reason)
        return error

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, as they finish; ``AHEAD`` tasks per actor are taken ahead.

        Actors get tasks from when they are ready: some may wait for a free processor, even to the end.

        Raises:
            DlextractError: the reader cannot be built, or differs between nodes.
        """
        self.fingerprint()
        rest = iter(tasks)
        again: deque[Task] = deque()
        work: dict[Any, tuple[int, Any, Task]] = {}
        starting = {actor.fingerprint.remote(): number for number, actor in enumerate(self._actors)}
        idle: deque[int] = deque()
        losses: Counter[int] = Counter()
        self._failed_starts = 0
        began = time.monotonic()
        while True:
            while idle and (task := self._next(again, rest)):
                if task.known:
                    yield Done(task, self._finish(task.known), 0.0)
                    continue
                number = idle.popleft()
                actor = self._actors[number]
                work[actor.read.remote(task)] = (number, actor, task)
            if idle and not work:
                return
            for reference in self._wait([*work, *starting]):
                if reference in starting:
                    idle.extend(self._started(reference, starting))
                    continue
                number, actor, task = work.pop(reference)
                try:
                    answer = self._ray.get(reference)
                except self._ray.exceptions.RayError:
                    if actor is self._actors[number]:
                        idle = deque(other for other in idle if other != number)
                        starting[self._renew(number)] = number
                    losses[task.number] += 1
                    if losses[task.number] <= LOSSES_FORGIVEN:
                        again.append(task)
                    else:
                        yield Done(task, self._finish(self._lost(task)), time.monotonic() - began)
                    continue
                if actor is self._actors[number]:
                    idle.append(number)
                if answer is None:
                    again.append(self._with_data(task))
                    continue
                if isinstance(answer, DlextractError):
                    raise answer
                result, seconds, self._replaced[number] = answer
                yield Done(replace(task, data=None), result, seconds)

    def _started(self, reference: Any, starting: dict[Any, int]) -> list[int]:
        """Return the number of an actor that is ready, once for each task it may have; one that failed starts again.

        Raises:
            DlextractError: too many failed.
        """
        number = starting.pop(reference)
        try:
            self._same(self._ray.get(reference))
        except self._ray.exceptions.RayError as error:
            self._failed_starts += 1
            if self._failed_starts > LOSSES_FORGIVEN * len(self._actors):
                raise self._no_start(error) from error
            starting[self._renew(number)] = number
            return []
        self._failed_starts = 0
        return [number] * AHEAD

    def _next(self, again: deque[Task], rest: Iterator[Task]) -> Task | None:
        return again.popleft() if again else next(islice(rest, 1), None)

    def _with_data(self, task: Task) -> Task:
        """Return the task with its bytes, for a node that does not see the file."""
        try:
            return replace(task, data=read_regular(task.source))
        except OSError as error:
            told = f"{task.source}: it cannot be read ({error.strerror}). Check the file."
            return replace(task, known=Failure(task.source, "", "PaperError", told, *self.fingerprint()))

    def _renew(self, number: int) -> Any:
        """Put a new actor in the place of a lost one; return what becomes its fingerprint."""
        with suppress(self._ray.exceptions.RayError, ValueError):
            self._ray.kill(self._actors[number])
        self._actors[number] = self._actor()
        return self._actors[number].fingerprint.remote()

    def _no_start(self, error: Exception) -> DlextractError:
        told = next((line.strip() for line in reversed(str(error).splitlines()) if line.strip()), "no reason given")
        return DlextractError(
            "--engine ray", f"the nodes cannot start ({told})", "Install the same dlextract on each of them"
        )

    def _lost(self, task: Task) -> Failure:
        told = f"{task.source}: the node that read it was lost {LOSSES_FORGIVEN + 1} times. Read it alone."
        return Failure(task.source, task.sha256, "Crash", told, *self.fingerprint())

    def _valid(self, answer: tuple[str, str, str] | DlextractError) -> tuple[str, str, str]:
        if isinstance(answer, DlextractError):
            raise answer
        return answer

    def _same(self, answer: tuple[str, str, str] | DlextractError) -> None:
        if self._valid(answer) != self._fingerprint:
            raise UsageError(
                "--engine ray", "the nodes have different versions, patterns or models", "Make them the same"
            )

    def _wait(self, asked: list[Any]) -> list[Any]:
        """Return which of the answers asked for have come, after ``LOOK`` seconds at most.

        Raises:
            KeyboardInterrupt: the run is to stop.
            DlextractError: there has been no node with a processor for ``NODES_AWAITED`` seconds.
        """
        if self._stop.is_set():
            raise KeyboardInterrupt
        ready, _ = self._ray.wait(asked, timeout=LOOK)
        if ready or self._ray.cluster_resources().get("CPU"):
            self._alone = Stopwatch()
        elif self._alone.look() > NODES_AWAITED:
            told = "Start one, and run it again: what was read is kept"
            raise DlextractError("--engine ray", "no node of the cluster has a processor any more", told)
        return list(ready)
