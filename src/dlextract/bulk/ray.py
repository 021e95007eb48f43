"""Many machines: the same papers, limits and records as the local engine, with Ray in between.

Each actor holds one local worker, so a paper that crashes, hangs or grows ends the same way as on one machine.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import DlextractError, PaperError, UsageError
from ..records import Failure, Report
from .inputs import Found, load
from .pool import LOOK, Done, Limits, Pool
from .worker import Reader, Task

AHEAD = 2
"""Papers that an actor has at once: one in work, one on its way."""
LOSSES_FORGIVEN = 3
"""So often a paper is read again after its node was lost."""


class _Node:
    """An actor: one worker on some machine."""

    def __init__(self, build: Callable[[], Reader], finish: Callable[[Report | Failure], Any], limits: Limits) -> None:
        self._pool = Pool(build, finish, 1, limits).__enter__()

    def fingerprint(self) -> tuple[str, str, str] | DlextractError:
        """Return what its reader is made of, or why it cannot be made."""
        try:
            return self._pool.fingerprint()
        except DlextractError as error:
            return error

    def read(self, task: Task) -> tuple[Any, float, int] | None:
        """Return the result, its seconds and the workers replaced so far; None if the file is not on this machine."""
        if task.data is None and task.sha256:
            try:
                here = load(Found(task.source))[0]
            except PaperError:
                here = ""
            if here != task.sha256:
                return None
        (done,) = self._pool.run([task])
        return done.result, done.seconds, self._pool.replaced


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
        finish: Callable[[Report | Failure], Any],
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

    def __enter__(self) -> RayEngine:
        ray = self._ray
        if not ray.is_initialized():
            try:
                ray.init(address=self._address, include_dashboard=None, log_to_driver=False, logging_level="error")
            except (ConnectionError, ValueError, RuntimeError) as error:
                told = " ".join(str(error).split())
                raise UsageError(
                    f"--address {self._address}", f"no Ray cluster answers ({told})", "Check it"
                ) from error
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
                self._check_stop()
                ready, _ = self._ray.wait(asked, timeout=LOOK)
            self._fingerprint = self._valid(self._ray.get(ready[0]))
        return self._fingerprint

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, as they finish; ``AHEAD`` tasks per actor are taken ahead.

        Raises:
            DlextractError: the reader cannot be built, or differs between nodes.
        """
        self.fingerprint()
        rest = iter(tasks)
        again: deque[Task] = deque()
        work: dict[Any, tuple[int, Task]] = {}
        checked = {number: actor.fingerprint.remote() for number, actor in enumerate(self._actors)}
        losses: dict[int, int] = {}
        began = time.monotonic()
        while True:
            for number, actor in enumerate(self._actors):
                load_now = sum(at == number for at, _ in work.values())
                while load_now < AHEAD and (task := self._next(again, rest)):
                    if task.failure:
                        yield Done(task, self._finish(task.failure), 0.0)
                        continue
                    work[actor.read.remote(task)] = (number, task)
                    load_now += 1
            if not work:
                return
            self._check_stop()
            ready, _ = self._ray.wait(list(work), timeout=LOOK)
            for reference in ready:
                number, task = work.pop(reference)
                try:
                    if number in checked:
                        self._same(self._ray.get(checked.pop(number)))
                    answer = self._ray.get(reference)
                except self._ray.exceptions.RayActorError:
                    losses[task.number] = losses.get(task.number, 0) + 1
                    self._renew(number)
                    checked[number] = self._actors[number].fingerprint.remote()
                    if losses[task.number] <= LOSSES_FORGIVEN:
                        again.append(task)
                    else:
                        yield Done(task, self._finish(self._lost(task)), time.monotonic() - began)
                    continue
                if answer is None:
                    again.append(self._with_data(task))
                    continue
                result, seconds, self._replaced[number] = answer
                yield Done(replace(task, data=None), result, seconds)

    def _next(self, again: deque[Task], rest: Iterator[Task]) -> Task | None:
        return again.popleft() if again else next(islice(rest, 1), None)

    def _with_data(self, task: Task) -> Task:
        """Return the task with its bytes, for a node that does not see the file."""
        try:
            return replace(task, data=Path(task.source).read_bytes())
        except OSError as error:
            told = f"{task.source}: it cannot be read ({error.strerror}). Check the file."
            return replace(task, failure=Failure(task.source, "", "PaperError", told, *self.fingerprint()))

    def _renew(self, number: int) -> None:
        self._actors[number] = self._actor()

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

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt
